"""Lesson plans that people bring as files, Word or plain text, read into fields and steps."""
