"""A plan on its way to paper, to Word or to PDF."""
