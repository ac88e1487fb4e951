"""Exchange: the places, what moves, what came and went, what wants deciding."""
