"""资料: shared materials as tiles, what each needs, where it is, and files dropped in."""
