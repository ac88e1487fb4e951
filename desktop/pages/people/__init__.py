"""People and schools, and the staff lists that schools bring."""
