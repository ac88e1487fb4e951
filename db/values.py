"""What a field of a document may hold; apart from the models, which take long to import."""

Value = str | int | float | bool | None

CELLS = "f"
"""Name of the root map of a document that holds every field which is not a text."""

MARK = "🦜:"
"""Loro's own mark for a container where its JSON has a value; no field may begin with it."""

DELETED_AT = "deleted_at"
"""The key of a document that says a person deleted it: the deletion's id."""
