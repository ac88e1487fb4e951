"""Which fields the forms of a person and of a school show, and in what lines; no Qt here."""

from collections.abc import Sequence

from desktop.pages.activities.form_plan import Line

PERSON: Sequence[Line] = (
    (("name", 2), ("gender", 1), ("born", 1)),
    (("school", 2), ("posts", 2)),
    (("subjects", 2), ("grades", 2)),
    (("title_rank", 2), ("honour", 2)),
    (("employment", 2), ("teaching_since", 1), ("weekly_periods", 1)),
    (("aliases", 4),),
    (("notes", 4),),
)
SCHOOL: Sequence[Line] = (
    (("name", 2), ("short_name", 1), ("code", 1)),
    (("type", 2), ("county", 1), ("township", 1)),
    (("classes", 1), ("pupils", 1), ("staff", 1), ("devices", 1)),
    (("distance_km", 2), ("left_behind_percent", 2)),
    (("network", 2), ("contact", 2)),
    (("notes", 4),),
)
PLANS = {"person": PERSON, "school": SCHOOL}
NAME = "name"
"""The field that names both: nothing is saved of a new one before it is there."""
