"""Reads: (session, ...) -> frozen rows."""
