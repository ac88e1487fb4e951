"""How bytes reach a depot."""
