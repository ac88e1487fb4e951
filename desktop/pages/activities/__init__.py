"""The activities: list by weeks, and the form of one beside it."""
