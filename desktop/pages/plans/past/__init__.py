"""以前的样子: a plan as it was after each sitting, beside how it is."""
