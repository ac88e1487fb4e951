"""Where a plan comes from, in words: 初案 › 共案 第n版 › 我的教案; no Qt here."""

from collections.abc import Sequence

from db.queries.plan_sheet import VersionRow
from db.record import Value
from desktop.labels import choice_label, listed
from desktop.words import _

Link = tuple[str, str]  # words, tone of the tag


def chain(
    stage: str, versions: Sequence[VersionRow], base: int, *, derived: bool, author: str = ""
) -> list[Link]:
    """Return the links of a plan's chain; the last one is the plan itself.

    Args:
        stage: The plan's.
        versions: Its own frozen versions.
        base: The number of the version it was derived from; 0 while that is not known.
        derived: Whether it comes from another plan.
        author: Whose it is; empty for one's own.
    """
    if stage == "personal":
        first = [(agreed(base), "far")] if derived else []
        name = _("Plan of {name}").format(name=author) if author else _("My plan")
        return [*first, (name, "accent")]
    if stage == "agreed" and versions:
        draft = choice_label("lesson_plan", "stage", "draft")
        return [(draft, "plain"), (agreed(versions[-1].number), "accent")]
    return [(choice_label("lesson_plan", "stage", stage or "draft"), "accent")]


def agreed(number: int) -> str:
    """Return what a frozen version is called."""
    if not number:
        return choice_label("lesson_plan", "stage", "agreed")
    return _("Agreed plan, version {number}").format(number=number)


def crumbs(values: dict[str, Value], *, short: bool = False) -> str:
    """Return subject, grade, volume, unit and period of a plan, on one line; or no unit."""
    grade = listed(
        [
            choice_label("lesson_plan", "grade", code)
            for code in str(values.get("grade") or "").split()
        ]
    )
    volume = choice_label("lesson_plan", "volume", str(values.get("volume") or ""))
    period = values.get("period_no")
    said = _("period {number}").format(number=period) if period else ""
    subject = choice_label("lesson_plan", "subject", str(values.get("subject") or ""))
    about = " ".join(part for part in (grade, volume) if part)
    unit = "" if short else str(values.get("unit") or "")
    parts = (subject, about, unit, said)
    return "·".join(part for part in parts if part)
