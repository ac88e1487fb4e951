"""教材目录: which textbook has which lessons; data that people edit."""
