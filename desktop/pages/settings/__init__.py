"""Settings: letters, colours, language, this laptop, backups and the check."""
