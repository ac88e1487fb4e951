"""教案: the list of plans, and the editor of one."""
