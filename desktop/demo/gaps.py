"""Makes the sample honest: some records lack a field, some were jotted down in a hurry."""

from dataclasses import replace

from desktop.demo.activities import Year
from desktop.demo.dice import Dice
from desktop.demo.plan import Plan
from desktop.demo.records import Activity, Entry, Participant

WANTED = ("place", "starts_at", "own_count", "summary", "outcome")
"""What a complete record has, beside what the form fills in by itself."""

ONE_GAP, HURRIED = 10, 17
_LEFT_OUT = ("own_count", "outcome", "place", "own_count", "outcome", "starts_at")


def missing(activity: Activity) -> list[str]:
    """Return which of the wanted fields are empty."""
    return [name for name in WANTED if getattr(activity, name) is None]


def leave(dice: Dice, rows: list[Plan], year: Year) -> tuple[list[Activity], list[Entry]]:
    """Return the year's activities and parts with what their writers left out."""
    paired = {key for pair in year.twins for key in pair}
    plain = [
        n for n, (row, a) in enumerate(zip(rows, year.activities, strict=True))
        if not row.story and a.key not in paired
    ]  # fmt: skip
    hurried = set(dice.shuffled(plain)[:HURRIED])
    gaps = sum(bool(missing(a)) for a in year.activities)
    full = [
        n for n, a in enumerate(year.activities)
        if n not in hurried and a.key not in paired and "corn" not in rows[n].story
    ]  # fmt: skip
    lacking = dice.shuffled(full)[: ONE_GAP - gaps]
    activities = list(year.activities)
    for name, n in zip(_LEFT_OUT, lacking, strict=False):
        activities[n] = _without(activities[n], name)
    for n in hurried:
        activities[n] = _jotted(activities[n])
    short = {activities[n].key for n in hurried}
    parts = [p for p in year.parts if isinstance(p, Participant) or _parent(p) not in short]
    return activities, parts


def _without(activity: Activity, name: str) -> Activity:
    match name:
        case "own_count":
            return replace(activity, own_count=None)
        case "outcome":
            return replace(activity, outcome=None)
        case "place":
            return replace(activity, place=None)
        case _:
            return replace(activity, starts_at=None, ends_at=None, period=None)


def _jotted(activity: Activity) -> Activity:
    summary = activity.summary or ""
    first = "\n".join(summary.split("\n")[:5]) if "\n" in summary else summary.split("。")[0] + "。"
    return replace(
        activity,
        starts_at=None,
        ends_at=None,
        place=None,
        summary=first,
        outcome=None,
        discussion=None,
        decisions=None,
        follow_up_on=None,
        follow_up_person=None,
        follow_up_person_name=None,
        follow_up_done=None,
    )


def _parent(part: Entry) -> str:
    return str(getattr(part, "activity", None) or getattr(part, "record", ""))
