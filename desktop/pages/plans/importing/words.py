"""What the import of plans calls fields, files and what became of them; no Qt."""

from collections.abc import Sequence

from db.commands.plan_files import ImportedPlan
from db.plan_files.labels import NOTHING
from db.plan_files.plan_file import STEP_FIELDS, PlanFile
from desktop.labels import field_label
from desktop.words import _, ngettext, pgettext

LEAVE = "~"
"""The choice to leave a piece to the file that is kept."""

_FIELDS = (
    "title", "subject", "grade+volume", "period+", "edition", "unit", "lesson_type", "school_name",
    "author_name", "lead_preparer_name", "class+pupils", "pupil_count", "prepared_on", "taught_on",
    "standard", "text_analysis", "learner_analysis", "objectives", "key+difficult", "key_points",
    "difficult_points", "methods", "aids", "board_plan", "homework+", "homework_basic",
    "homework_improve", "homework_extend", "homework_minutes", "reflection", "adaptation_note",
)  # fmt: skip


def field_choices() -> list[tuple[str, str]]:
    """Return what a piece of a file can be taken for, with its words."""
    leave = (LEAVE, pgettext("plan import", "Only in the file"))
    return [leave, *((code, field_name(code)) for code in _FIELDS)]


def field_name(code: str) -> str:
    """Return what a field, or several at once, are called."""
    several = {
        "grade+volume": pgettext("form", "Grade, volume"),
        "period+": pgettext("form", "Period"),
        "class+pupils": pgettext("form", "Class, pupils"),
        "key+difficult": pgettext("plan import", "Key and difficult points"),
        "homework+": pgettext("form", "Homework"),
        "school_name": field_label("lesson_plan", "school"),
        "author_name": field_label("lesson_plan", "author"),
        "lead_preparer_name": field_label("lesson_plan", "lead_preparer"),
    }
    return several.get(code) or field_label("lesson_plan", code)


def column_choices() -> list[tuple[str, str]]:
    """Return what a column of steps can be taken for, with its words."""
    leave = (LEAVE, pgettext("plan import", "Only in the file"))
    return [leave, *((code, field_label("plan_step", code)) for code in STEP_FIELDS)]


def code_of(field: str) -> str:
    """Return the choice that a field is."""
    return LEAVE if field in ("", NOTHING) else field


def summary(found: PlanFile) -> str:
    """Return in one sentence what was found in a file."""
    steps = len(found.rows)
    parts = [
        ngettext("{count} part understood", "{count} parts understood", found.understood).format(
            count=found.understood
        ),
        ngettext("{count} step", "{count} steps", steps).format(count=steps),
    ]
    columns = [column for column in found.columns if not column.field]
    unknown = sum(not piece.field for piece in found.pieces) + len(columns)
    if unknown:
        words = ngettext("{count} part not understood", "{count} parts not understood", unknown)
        parts.append(words.format(count=unknown))
    if found.pictures:
        words = ngettext(
            "{count} picture stays in the file", "{count} pictures stay in the file", found.pictures
        )
        parts.append(words.format(count=found.pictures))
    if found.macros:
        parts.append(_("its macros are left out"))
    return pgettext("between facts", ", ").join(parts)


def outcome(made: ImportedPlan) -> str:
    """Return in one sentence what became of a file."""
    if not made.plan:
        return _("Was here already: nothing was added")
    words = ngettext("Plan made, {count} step", "Plan made, {count} steps", made.steps)
    parts = [words.format(count=made.steps)]
    if made.left:
        words = ngettext(
            "{count} part is only in the attached file",
            "{count} parts are only in the attached file",
            len(made.left),
        )
        parts.append(words.format(count=len(made.left)))
    return pgettext("between facts", ", ").join(parts)


def counted(files: Sequence[object]) -> str:
    """Return how many files there are."""
    return ngettext("{count} file", "{count} files", len(files)).format(count=len(files))
