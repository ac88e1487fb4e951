"""Whether a record stands, and whether it asks for a decision; apart from the models."""

LIVE, ASKED, DELETED = 0, 1, 2
"""A record stands; stands, but somebody deleted it; is in the bin."""

ASKING = f"(disputed IS NOT NULL OR deletion = {ASKED})"
"""The condition, in SQL, that a record asks for a decision."""
