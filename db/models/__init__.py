"""The tables: replicated kinds and what only this laptop keeps; see db.kinds for the list."""
