"""Plans on their way in from files."""
