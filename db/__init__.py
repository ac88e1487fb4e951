"""The local store: models, documents, queries, commands."""
