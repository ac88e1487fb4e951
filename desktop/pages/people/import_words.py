"""What the rows of a staff list will do, in words; no Qt in here."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.commands.imports import NEW, SKIP, ImportReport
from db.import_columns import YEARS, fields_to_import
from db.queries.imports import ImportPlan, PlannedRow
from db.queries.people import PersonRow
from db.record import Value
from desktop.import_words import problem_words
from desktop.labels import field_label, listed, value_label
from desktop.pages.people.import_draft import KIND, NEAR, NOT_WANTED, SCHOOL, Decisions, Preview
from desktop.words import _, ngettext, pgettext

_SHOWN = 2  # changes named in a row; the others are counted


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row will do: sign, tone, a word, and why."""

    glyph: str
    tone: str
    word: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a row that asks."""

    words: str
    answer: str


def verdict(preview: Preview, row: PlannedRow, decisions: Decisions, year: int) -> Verdict:
    """Return what a row will do and why."""
    why = " ".join(
        _problem(row, one.code, one.words) or problem_words(KIND, one) for one in row.problems
    )
    doubtful = any(one.code in ("unreadable", "unknown_school") for one in row.problems)
    match decisions.does(row):
        case "new":
            glyph, tone = ("warning", "warn") if doubtful else ("plus", "accent")
            return Verdict(glyph, tone, _("Added"), why if doubtful else "")
        case "update" if row.action == "ask":
            name = preview.known[decisions.of(row)].name
            return Verdict("check", "accent", _("Updated"), _("it is {name}").format(name=name))
        case "update":
            changes = _changes(row, preview.before.get(row.number, {}), year)
            said = _("known already: {changes}").format(changes=changes)
            tone = "warn" if doubtful else "ink2"
            return Verdict(
                "warning" if doubtful else "arrows-clockwise",
                tone,
                _("Updated"),
                f"{said} {why}".strip(),
            )
        case "same":
            return Verdict("equals", "ink3", _("Unchanged"), _("known already, nothing differs"))
        case "ask":
            return Verdict("question", "warn", _("Please look"), why)
    return Verdict("minus", "ink3", _("Left out"), "" if row.action == "ask" else why)


def _problem(row: PlannedRow, code: str, words: str) -> str:
    if code == NEAR:
        return _("one character away from “{name}”").format(name=words)
    if code == "several":
        return ngettext(
            "{count} person here has this name", "{count} people here have this name",
            len(row.candidates),
        ).format(count=len(row.candidates))  # fmt: skip
    return ""


def _changes(row: PlannedRow, before: Mapping[str, Value], year: int) -> str:
    said = [
        _change(name, before.get(name), value, year) for name, value in list(row.values.items())
    ]
    words = listed(said[:_SHOWN])
    if len(said) > _SHOWN:
        words = _("{changes} and {count} more").format(changes=words, count=len(said) - _SHOWN)
    return words


def _change(name: str, before: Value, after: Value, year: int) -> str:
    if name == "teaching_since":
        label = column_words(YEARS)
        old = str(year - before) if isinstance(before, int) else ""
        new = str(year - after) if isinstance(after, int) else ""
    else:
        label = field_label(KIND, name)
        old, new = value_label(KIND, name, before), value_label(KIND, name, after)
    return f"{label} {old} → {new}" if old else f"{label} {new}"


def choices(preview: Preview, row: PlannedRow) -> list[Choice]:
    """Return the answers to a row that asks: whom it may mean, and somebody else."""
    found = [(preview.known[id], id) for id in row.candidates if id in preview.known]
    gender = row.values.get("gender")
    mean = {
        "female": pgettext("a row of a list", "It is her"),
        "male": pgettext("a row of a list", "It is him"),
    }.get(str(gender), _("The same one"))
    if len(found) == 1:
        answers = [Choice(mean, found[0][1])]
    else:
        answers = [Choice(_("It is {name}").format(name=_told_apart(one)), id) for one, id in found]
    if not found:
        answers = [Choice(mean, SKIP)]
    return [*answers, Choice(_("Somebody else"), NEW)]


def _told_apart(one: PersonRow) -> str:
    """Return a name with what tells it from the same name."""
    facts = (one.name, value_label(KIND, "subjects", one.subjects), one.school_name)
    return "·".join(fact for fact in facts if fact)


def column_words(name: str) -> str:
    """Return what a column can be taken for, as a person calls it."""
    match name:
        case "":
            return pgettext("a column of a list", "Skip")
        case _ if name == YEARS:
            return _("Years of teaching")
        case _ if name == SCHOOL:
            return field_label(KIND, "school")
    return field_label(KIND, name)


def columns() -> list[tuple[str, str]]:
    """Return all that a column can be taken for, with its words; "not wanted" last."""
    names = [*fields_to_import(KIND), NOT_WANTED]
    return [(name or NO_COLUMN, column_words(name)) for name in names]


NO_COLUMN = "-"
"""The code of "not wanted" in a choice, whose codes are never empty."""


def counts(planned: ImportPlan, decisions: Decisions) -> str:
    """Return how many rows will do what."""
    words = {
        "new": ngettext("{count} added", "{count} added", decisions.count(planned, "new")),
        "update": ngettext(
            "{count} updated", "{count} updated", decisions.count(planned, "update")
        ),
        "same": ngettext(
            "{count} unchanged", "{count} unchanged", decisions.count(planned, "same")
        ),
        "ask": ngettext(
            "{count} to look at", "{count} to look at", decisions.count(planned, "ask")
        ),
        "skip": ngettext("{count} left out", "{count} left out", decisions.count(planned, "skip")),
    }
    return listed(
        [
            said.format(count=decisions.count(planned, does))
            for does, said in words.items()
            if decisions.count(planned, does)
        ]
    )


def summary(preview: Preview, decisions: Decisions) -> str:
    """Return what the whole list would do."""
    table, planned = preview.table, preview.plan
    sheet = ""
    if len(table.sheets) > 1:
        sheet = _("sheet “{name}”, ").format(name=table.sheet)
    rows = ngettext("{count} row", "{count} rows", len(table.rows)).format(count=len(table.rows))
    head = _("“{file}”, {sheet}{rows}").format(file=table.path.name, sheet=sheet, rows=rows)
    if planned is None:
        return _("{head}. Which column is the name? Choose it in the head of the table.").format(
            head=head
        )
    return _("{head}: {counts}.").format(head=head, counts=counts(planned, decisions))


def take_words(count: int) -> str:
    """Return the words of the button that takes the list in."""
    if not count:
        return _("Nobody to take in")
    return ngettext("Take in {count} person", "Take in {count} people", count).format(count=count)


def outcome(report: ImportReport) -> str:
    """Return what became of the list."""
    added, updated = report.count("added"), report.count("updated")
    failed = sum(row.did == "failed" and row.record is None for row in report.rows)
    done = []
    if added:
        done.append(ngettext("{count} added", "{count} added", added).format(count=added))
    if updated:
        done.append(ngettext("{count} updated", "{count} updated", updated).format(count=updated))
    if failed:
        words = ngettext("{count} not taken in", "{count} not taken in", failed)
        done.append(words.format(count=failed))
    if not done:
        return _("Nobody was taken in.")
    return _("Taken in: {counts}.").format(counts=listed(done))
