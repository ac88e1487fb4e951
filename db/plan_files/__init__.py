"""Lesson plans that people bring as files: Word documents and plain texts, read into fields and steps."""
