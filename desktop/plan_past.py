"""The past of a plan with all its steps: one sitting after another, and how it was then; no Qt."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.plan_content import PLAN_FIELDS, STEP_FIELDS, PlanContent, StepContent, said
from db.queries.history import HistoryEntry, as_it_was
from db.queries.plan_history import PlanChange, PlanSitting, plan_history
from db.queries.records import list_records
from desktop.labels import choice_label
from desktop.past import HIDDEN, SHOWN_CHANGES, SittingRow, change_words, day_words, span_words
from desktop.versions import school_of
from desktop.words import _, ngettext

PLAN = "lesson_plan"
STEP = "plan_step"


@dataclass(frozen=True, slots=True)
class Moment:
    """One sitting, and what stood then.

    Attributes:
        row: Who, when, and what changed, in words.
        versions: Of every record that was there, its version right after.
        gone: The steps that lay in the bin then.
    """

    row: SittingRow
    versions: Mapping[str, bytes]
    gone: frozenset[str]


def moments(
    session: Session, plan: str, own_laptop: str, today: datetime.date
) -> tuple[Moment, ...]:
    """Return every sitting that changed a plan or one of its steps, the newest first.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    names = _step_names(session, plan)
    found: list[Moment] = []
    versions: dict[str, bytes] = {}
    gone: set[str] = set()
    for number, sitting in enumerate(reversed(plan_history(session, plan))):
        for change in sitting.changes:
            versions[change.record] = change.version
            if change.did == "deleted":
                gone.add(change.record)
            elif change.did == "restored":
                gone.discard(change.record)
        row = _row(session, number, sitting, names, own_laptop, today)
        found.append(Moment(row, dict(versions), frozenset(gone)))
    return tuple(reversed(found))


def content_then(session: Session, plan: str, moment: Moment) -> PlanContent:
    """Return what a plan said right after a sitting.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    version = moment.versions.get(plan)
    fields = as_it_was(session, plan, version) if version else {}
    steps = []
    for id, seen in moment.versions.items():
        if id == plan or id in moment.gone:
            continue
        values = as_it_was(session, id, seen)
        place = str(values.get("position") or "~")
        kept = {name: values.get(name) for name in STEP_FIELDS}
        steps.append((place, id, StepContent(id, said(kept))))
    ordered = tuple(step for _place, _id, step in sorted(steps, key=lambda one: one[:2]))
    return PlanContent(said({name: fields.get(name) for name in PLAN_FIELDS}), ordered)


def _step_names(session: Session, plan: str) -> dict[str, str]:
    """Return what the steps are called, also those in the bin."""
    rows = list_records(session, STEP, {"plan": plan})
    rows += list_records(session, STEP, {"plan": plan}, deleted=True)
    ordered = sorted(rows, key=lambda row: (str(row.values.get("position") or "~"), row.id))
    names = {}
    for number, step in enumerate(ordered, 1):
        phase = choice_label(STEP, "phase", str(step.values.get("phase") or ""))
        name = phase or str(step.values.get("title") or "") or _("Step")
        names[step.id] = f"{number} {name}"
    return names


def _row(
    session: Session,
    number: int,
    sitting: PlanSitting,
    names: Mapping[str, str],
    own_laptop: str,
    today: datetime.date,
) -> SittingRow:
    when, last = span_words([sitting.at])
    lines = _lines(session, sitting, names)
    if len(lines) > SHOWN_CHANGES:
        rest = len(lines) - SHOWN_CHANGES + 1
        more = ngettext("and {count} more change", "and {count} more changes", rest)
        lines = [*lines[: SHOWN_CHANGES - 1], more.format(count=rest)]
    return SittingRow(
        number,
        sitting.person_name or _("Somebody"),
        school_of(session, sitting.person),
        day_words(last, today),
        when,
        sitting.device == own_laptop,
        lines,
        b"",
        [change.field for change in sitting.changes],
    )


def _lines(session: Session, sitting: PlanSitting, names: Mapping[str, str]) -> list[str]:
    """Return what changed, the steps by their names; those made in it are one line."""
    grouped: dict[str, list[PlanChange]] = {}
    for change in sitting.changes:
        grouped.setdefault(change.record, []).append(change)
    lines: list[str] = []
    added = 0
    for record, changes in grouped.items():
        began = any(change.did == "added" for change in changes)
        if began and changes[0].step:
            added += 1
            continue
        words = _one(session, sitting, changes)
        lines += [f"{names.get(record, '')}·{one}" if changes[0].step else one for one in words]
    if added:
        many = ngettext("Added {count} step", "Added {count} steps", added)
        lines.append(many.format(count=added))
    return lines


def _one(session: Session, sitting: PlanSitting, changes: Sequence[PlanChange]) -> list[str]:
    """Return what happened to one record."""
    kind = STEP if changes[0].step else PLAN
    told = [c for c in changes if c.field and not c.field.endswith(HIDDEN)]
    entries = [
        HistoryEntry(
            sitting.at, sitting.person, sitting.person_name, sitting.device, change.field,
            change.old, change.new, change.version, 0,
        )
        for change in told
    ]  # fmt: skip
    lines = change_words(session, kind, entries) if entries else []
    done = {change.did for change in changes}
    for did, words in (
        ("moved", _("moved")),
        ("deleted", _("deleted")),
        ("restored", _("restored")),
    ):
        if did in done:
            lines.append(words)
    return lines
