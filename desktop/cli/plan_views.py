"""Lesson plans and their differences as JSON and as lines for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.cli.record_views import conflict_lines
from desktop.cli.terminal import moment, pairs, table
from desktop.labels import choice_label, field_label, value_label
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from db.plan_compare import Comparison, Difference, StepPair
    from db.queries.conflicts import Conflict
    from db.queries.plan_lineage import PlanNews
    from db.queries.plan_sheet import CommentRow, PlanSheet, VersionRow
    from db.queries.plans import PlanRow
    from db.record import Value

_HEADER = (
    "title", "stage", "subject", "grade", "volume", "unit", "period_no", "author_name",
    "school_name", "group_name", "prepared_on", "taught_on", "parent_name",
)  # fmt: skip


def plan_json(row: "PlanRow") -> dict[str, object]:
    """Return a plan of the list."""
    return {
        "id": row.id,
        "title": row.title,
        "stage": row.stage or None,
        "layout": row.layout or None,
        "subject": row.subject or None,
        "grade": row.grade or None,
        "volume": row.volume or None,
        "unit": row.unit or None,
        "period_no": row.period_no,
        "author": row.author or None,
        "author_name": row.author_name or None,
        "school_name": row.school_name or None,
        "group_name": row.group_name or None,
        "lesson": row.lesson or None,
        "parent": row.parent or None,
        "taught_on": row.taught_on.isoformat() if row.taught_on else None,
        "changed_at": moment(row.changed_at),
        "versions": row.versions,
        "open_comments": row.open_comments,
        "disputed": row.disputed,
    }


def list_lines(rows: "Sequence[PlanRow]") -> list[str]:
    """Return a table of plans."""
    names = ("title", "stage", "subject", "grade", "author_name", "taught_on")
    if not rows:
        return []
    cells = [
        [
            row.title,
            choice_label("lesson_plan", "stage", row.stage),
            choice_label("lesson_plan", "subject", row.subject),
            value_label("lesson_plan", "grade", row.grade),
            row.author_name,
            row.taught_on.isoformat() if row.taught_on else "",
            row.id,
        ]
        for row in rows
    ]
    return table([*(_label(name) for name in names), _("id")], cells)


def sheet_json(sheet: "PlanSheet", news: "PlanNews | None") -> dict[str, object]:
    """Return a plan with all that belongs to it."""
    return {
        "id": sheet.record.id,
        **sheet.record.values,
        "circle": sheet.record.circle,
        "disputed": list(sheet.record.disputed),
        "steps": [
            {"id": step.id, **step.values, "disputed": list(step.disputed)} for step in sheet.steps
        ],
        "versions": [_version_json(row) for row in sheet.versions],
        "comments": [_comment_json(row) for row in sheet.comments],
        "attachments": sheet.attachments,
        "news": {"version": news.version.id, "differences": news.differences} if news else None,
    }


def _version_json(row: "VersionRow") -> dict[str, object]:
    return {
        "id": row.id,
        "number": row.number,
        "frozen_on": row.frozen_on or None,
        "frozen_by_name": row.frozen_by_name or None,
        "note": row.note or None,
        "altered": row.altered,
    }


def _comment_json(row: "CommentRow") -> dict[str, object]:
    return {
        "id": row.id,
        "step": row.step or None,
        "part": row.part or None,
        "about": row.about or None,
        "answers": row.answers or None,
        "person": row.person or None,
        "person_name": row.person_name or None,
        "school_name": row.school_name or None,
        "made_on": row.made_on or None,
        "body": row.body,
        "decision": row.decision or None,
        "reason": row.reason or None,
        "late": row.late,
    }


def sheet_lines(
    sheet: "PlanSheet", news: "PlanNews | None", others: "Mapping[str, Sequence[Conflict]]"
) -> list[str]:
    """Return a plan as a person reads it; `others` is what else was written, by record."""
    values = sheet.record.values
    shown = [name for name in values if name not in _HEADER and name in _TEXTS]
    rows = [(_label(n), _shown("lesson_plan", n, values[n])) for n in (*_HEADER, *shown)]
    out = pairs([row for row in rows if row[1]])
    out += conflict_lines("lesson_plan", others.get(sheet.record.id, ()))
    for number, step in enumerate(sheet.steps, 1):
        out += ["", f"{number}  {_named(step.values)}"]
        parts = [(name, step.values.get(name)) for name in _STEP_TEXTS]
        out += _indented(
            pairs([(field_label("plan_step", n), _shown("plan_step", n, v)) for n, v in parts if v])
        )
        out += _indented(conflict_lines("plan_step", others.get(step.id, ())))
    out += _said(sheet)
    if news is not None:
        words = ngettext(
            "Version {n} of the plan it derives from has {count} place that is new.",
            "Version {n} of the plan it derives from has {count} places that are new.",
            news.differences,
        )
        out += ["", words.format(n=news.version.number, count=news.differences)]
    return out


def _said(sheet: "PlanSheet") -> Iterator[str]:
    """Give the versions and the comments."""
    if sheet.versions:
        yield ""
    for row in sheet.versions:
        words = [_("Version {n}").format(n=row.number), row.frozen_on, row.frozen_by_name, row.note]
        words += [pgettext("a frozen version", "altered")] if row.altered else []
        yield "  ".join([*(word for word in words if word), row.id])
    if sheet.comments:
        yield ""
    for one in sheet.comments:
        decision = choice_label("plan_comment", "decision", one.decision)
        late = pgettext("a comment", "late") if one.late else ""
        words = [one.person_name, one.step_title, " ".join(one.body.split()), decision, one.reason]
        yield "  ".join([*(word for word in (*words, late) if word), one.id])


_TEXTS = (
    "standard", "text_analysis", "learner_analysis", "objectives", "key_points",
    "difficult_points", "methods", "aids", "board_plan", "homework_basic", "homework_improve",
    "homework_extend", "homework_minutes", "reflection", "adaptation_note",
)  # fmt: skip
_STEP_TEXTS = (
    "mode_a", "track_a", "mode_b", "track_b", "mode_c", "track_c", "teacher", "student", "intent",
    "second",
)  # fmt: skip


def comparison_json(found: "Comparison") -> dict[str, object]:
    """Return how two plans differ."""
    return {
        "count": found.count,
        "fields": [_difference_json(one) for one in found.fields],
        "steps": [
            {
                "left": pair.left.id if pair.left else None,
                "right": pair.right.id if pair.right else None,
                "moved": pair.moved,
                "changed": pair.changed or None,
                "differences": [_difference_json(one) for one in pair.differences],
            }
            for pair in found.steps
        ],
    }


def _difference_json(one: "Difference") -> dict[str, object]:
    return {
        "part": one.part,
        "left": one.left,
        "right": one.right,
        "left_pieces": [[piece.text, piece.differs] for piece in one.left_pieces],
        "right_pieces": [[piece.text, piece.differs] for piece in one.right_pieces],
        "changed": one.changed or None,
    }


def comparison_lines(found: "Comparison") -> list[str]:
    """Return how two plans differ, what differs in brackets: − the left one, + the right one."""
    out: list[str] = []
    for one in found.fields:
        out += [_label(one.part), *_indented(_both("lesson_plan", one)), ""]
    for number, pair in enumerate(found.steps, 1):
        if pair.count:
            out += [f"{number}  {_row(pair)}"]
            for one in pair.differences:
                name = field_label("plan_step", one.part)
                out += _indented([name, *_indented(_both("plan_step", one))])
            out.append("")
    count = found.count
    words = ngettext("{count} place differs.", "{count} places differ.", count)
    return [*out, words.format(count=count)]


def _row(pair: "StepPair") -> str:
    step = pair.right or pair.left
    words = [_named(step.values) if step else ""]
    if pair.right is None:
        words.append(pgettext("a step", "only in the first"))
    elif pair.left is None:
        words.append(pgettext("a step", "only in the second"))
    elif pair.moved:
        words.append(pgettext("a step", "moved"))
    return "  ".join(words)


def _named(values: "Mapping[str, Value]") -> str:
    """Return what names a step: its phase, its title, its minutes."""
    phase = choice_label("plan_step", "phase", str(values.get("phase") or ""))
    minutes = value_label("plan_step", "minutes", values.get("minutes"))
    words = [phase, str(values.get("title") or ""), f"{minutes}′" if minutes else ""]
    return "  ".join(word for word in words if word) or "—"


def _both(kind: str, one: "Difference") -> list[str]:
    out = []
    for mark, words, pieces in (
        ("−", one.left, one.left_pieces),
        ("+", one.right, one.right_pieces),
    ):
        coded = _shown(kind, one.part, words)
        marked = "".join(f"[{p.text}]" if p.differs else p.text for p in pieces)
        lines = (coded if coded != words else marked).splitlines() or [""]
        out += [f"{mark} {lines[0]}".rstrip(), *(f"  {line}" for line in lines[1:])]
    return out


def _shown(kind: str, name: str, value: "Value") -> str:
    return value_label(kind, name, value)


def _label(name: str) -> str:
    return field_label("lesson_plan", name)


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"   {line}".rstrip() for line in lines]
