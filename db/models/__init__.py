"""The tables: replicated kinds and what only this laptop keeps."""
