"""The first page: what is next."""
