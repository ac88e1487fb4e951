"""The rows of activity forms that tell of plans: what was prepared, said, decided, compared."""

from collections.abc import Iterator, Sequence

from db.plan_compare import STEP_COMPARED, StepPair, compare
from db.plan_content import StepContent
from db.queries.activity_sheet import ActivitySheet
from db.queries.activity_sheet_plans import ActivityPlanLine
from db.queries.plan_sheet import CommentRow
from desktop import labels
from desktop.reports.form_rows import Row, block, listing
from desktop.reports.terms import number
from desktop.words import _, pgettext

_BLANK = 4  # rows for the pen where nothing was said yet


def prepared(sheet: ActivitySheet) -> Iterator[Row]:
    """Give which plans were prepared: unit, lesson, period, version."""
    if not sheet.plans:
        return
    heads = (
        (pgettext("form", "Unit"), 44.0),
        (pgettext("form", "Lesson, period"), 0.0),
        (pgettext("form", "Version"), 24.0),
        (pgettext("form", "Lead preparer"), 24.0),
    )
    rows = [
        (_field(line, "unit"), _lesson(line), _version(line), _field(line, "lead_preparer_name"))
        for line in sheet.plans
    ]
    yield from listing(pgettext("form", "Prepared"), heads, rows, least=7.6)


def talked(sheet: ActivitySheet) -> Iterator[Row]:
    """Give what was said of the plans: who, what, whether it was adopted."""
    said = [(line, one) for line in sheet.plans for one in line.comments if not one.answers]
    heads = (
        (pgettext("form", "Speaker"), 24.0),
        (pgettext("form", "Question, opinion"), 0.0),
        (pgettext("form", "Adopted?"), 36.0),
    )
    several = len(sheet.plans) > 1
    rows = [(_speaker(one), _opinion(line, one, several), _decision(one)) for line, one in said]
    if not rows:
        return
    yield from listing(pgettext("form", "Discussion record"), heads, rows, least=8.0)


def voices(sheet: ActivitySheet) -> Iterator[Row]:
    """Give who gave what, also members who gave nothing: nobody sings alone unseen."""
    heads = (
        (pgettext("form", "Name"), 24.0),
        (pgettext("form", "School"), 0.0),
        (pgettext("form", "Comments"), 22.0),
        (pgettext("form", "Adopted"), 22.0),
        (pgettext("form", "Characters"), 26.0),
    )
    rows = [
        (
            one.person_name,
            one.school_name,
            str(one.comments),
            str(one.adopted + one.partly),
            str(one.characters),
        )
        for line in sheet.plans
        for one in line.voices
    ]
    if rows:
        yield from listing(pgettext("form", "Who gave what"), heads, rows, least=7.0)


def came_of_it(sheet: ActivitySheet) -> str:
    """Return the plans as what came of a preparation: agreed versions by name."""
    told = [f"{_lesson(line)} {_version(line)}".strip() for line in sheet.plans if line.version]
    return labels.listed(told)


def compared(sheet: ActivitySheet) -> Iterator[Row]:
    """Give the first plan beside each other one, step by step, then what was seen and is usable."""
    if len(sheet.plans) < 2:
        return
    first, *others = sheet.plans
    for other in others:
        yield from _beside(first, other)
    for line, letter in zip(sheet.plans, "ABCDEFGH", strict=False):
        for field, words in (("observation", line.observation), ("usable", line.usable)):
            name = labels.field_label("activity_plan", field)
            yield block(f"{name} {letter}", words, grows=8)


def _beside(one: ActivityPlanLine, other: ActivityPlanLine) -> Iterator[Row]:
    heads = (
        (pgettext("form", "Step"), 20.0),
        (f"A {_who(one)}".strip(), 0.0),
        (f"B {_who(other)}".strip(), 0.0),
        (pgettext("form", "Differs in"), 22.0),
        (pgettext("form", "Pupils did"), 21.0),
        (pgettext("form", "We can use"), 21.0),
    )
    rows: list[Sequence[str]] = []
    if one.content is not None and other.content is not None:
        for pair in compare(one.content, other.content).steps:
            step = pair.right or pair.left
            title = str(step.values.get("title") or "") if step else ""
            rows.append((title, _told(pair.left), _told(pair.right), _differs(pair), "", ""))
    rows = rows or [("",) * 6] * _BLANK
    yield from listing(pgettext("form", "Compared"), heads, rows, least=11.0)


def _told(step: StepContent | None) -> str:
    if step is None:
        return "—"
    minutes = step.values.get("minutes")
    time = f"{number(minutes)}′ " if isinstance(minutes, int | float) else ""
    texts = [str(step.values.get(name) or "") for name in ("teacher", "student", "track_a")]
    return time + "\n".join(words for words in texts if words)


def _differs(pair: StepPair) -> str:
    if pair.left is None:
        return pgettext("comparison", "only in B")
    if pair.right is None:
        return pgettext("comparison", "only in A")
    names = dict.fromkeys(one.part for one in pair.differences if one.part in STEP_COMPARED)
    told = [labels.field_label("plan_step", name) for name in names]
    if pair.moved:
        told.append(pgettext("comparison", "order"))
    return labels.listed(told) or pgettext("comparison", "alike")


def _who(line: ActivityPlanLine) -> str:
    return line.person or line.name


def _field(line: ActivityPlanLine, name: str) -> str:
    return str(line.content.fields.get(name) or "") if line.content else ""


def _lesson(line: ActivityPlanLine) -> str:
    period = line.content.fields.get("period_no") if line.content else None
    if period is None:
        return line.name
    words = _("period {number}").format(number=period)
    return _("{title}, {period}").format(title=line.name, period=words)


def _version(line: ActivityPlanLine) -> str:
    if line.version is not None:
        return _("Agreed plan, version {number}").format(number=line.version)
    return labels.choice_label("lesson_plan", "stage", _field(line, "stage"))


def _speaker(one: CommentRow) -> str:
    return "\n".join(words for words in (one.person_name, one.school_name) if words)


def _opinion(line: ActivityPlanLine, one: CommentRow, several: bool) -> str:
    about = [line.name if several else "", one.step_title]
    if one.part and not one.step_title:
        about.append(labels.field_label("lesson_plan", one.part))
    place = labels.listed([words for words in about if words])
    return _("{name}: {words}").format(name=place, words=one.body) if place else one.body


def _decision(one: CommentRow) -> str:
    word = labels.choice_label("plan_comment", "decision", one.decision)
    if not word:
        return pgettext("form", "open")
    return pgettext("between facts", ", ").join(words for words in (word, one.reason) if words)
