"""The Qt program: what a teacher sees."""
