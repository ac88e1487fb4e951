"""Writes: one function is one change a user would name."""
