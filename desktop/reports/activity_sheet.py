"""The record sheet of one activity: an A4 form chosen by its type."""

from pathlib import Path

from db.queries.activity_sheet import ActivitySheet
from desktop.reports.activity_forms import MEETINGS, rows
from desktop.reports.form import Form
from desktop.reports.form_rows import Frame
from desktop.reports.paper import Paper
from desktop.reports.terms import term
from desktop.reports.written import written
from desktop.words import _, pgettext

_OTHER_THAN_RESEARCH = (
    "donation",
    "hand_in_hand",
    "student_exchange",
    "teacher_exchange",
    "shadowing",
    "showcase",
    "visit",
    "other",
)


def write_activity_sheet(sheet: ActivitySheet, path: Path, *, invariant: bool = False) -> int:
    """Print the record sheet of an activity into a PDF file.

    Args:
        sheet: The activity.
        path: The file; replaced whole or not at all.
        invariant: Leave the time out, so that equal sheets make equal files.

    Returns:
        How many pages it has.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    frame = framed(sheet, title(sheet), _signs(sheet))
    with written(path) as stream:
        paper = Paper(stream, "portrait", f"{frame.title} {sheet.title}", invariant=invariant)
        return Form(paper, frame, rows(sheet)).print()


def activity_docx(sheet: ActivitySheet) -> bytes:
    """Return the record sheet of an activity as the bytes of a Word file."""
    from desktop.reports.word_form import word_form  # noqa: PLC0415 - python-docx is slow

    return word_form(framed(sheet, title(sheet), _signs(sheet)), list(rows(sheet)))


def title(sheet: ActivitySheet) -> str:
    """Return the name of the form an activity is printed on."""
    match sheet.type:
        case "outreach_lesson":
            return pgettext("form", "Outreach lesson record")
        case "joint_preparation":
            return pgettext("form", "Joint preparation record")
        case "lesson_observation":
            return pgettext("form", "Lesson observation record")
        case type if type in MEETINGS:
            return pgettext("form", "Minutes of meeting")
        case type if type in _OTHER_THAN_RESEARCH:
            return pgettext("form", "Activity record")
    return pgettext("form", "Teaching research record")


def framed(sheet: ActivitySheet, name: str, signs: tuple[tuple[str, ...], ...]) -> Frame:
    """Return what stands around a form about an activity."""
    week = _("week {week}").format(week=sheet.week) if sheet.week else ""
    between = pgettext("between term and week", ", ")
    right = between.join(part for part in (sheet.term_name, week) if part)
    seen = _seen_by(sheet.circle)
    if sheet.others:
        seen += "  " + pgettext("form", "▲ two versions, none chosen yet")
    printed = _("Lianke, printed on {date}").format(date=sheet.made_on)
    return Frame(
        name, sheet.school, right, f"LK1 {sheet.id}", short_code(sheet), seen, printed, signs
    )


def _seen_by(circle: str) -> str:
    match circle:
        case "school":
            return pgettext("form", "Seen by: own school")
        case "named":
            return pgettext("form", "Seen by: a few people only")
        case _:
            return pgettext("form", "Seen by: whole alliance")


def short_code(sheet: ActivitySheet) -> str:
    """Return the few signs under the square code: what it is, the day, how its id begins."""
    kind = term("type", sheet.type)
    sign = "" if kind.isascii() else kind[:1]
    day = f"{sheet.held_on:%m%d}-" if sheet.held_on else ""
    return f"{sign} {day}{sheet.id.replace('-', '')[:4].upper()}".strip()


def _signs(sheet: ActivitySheet) -> tuple[tuple[str, ...], ...]:
    match sheet.type:
        case "outreach_lesson":
            return (
                (
                    pgettext("form", "Sending side:"),
                    pgettext("form", "Receiving side:"),
                    pgettext("form", "(Seal)"),
                    "",
                ),
            )
        case "joint_preparation":
            return ((pgettext("form", "Group leader:"), pgettext("form", "Dean's office:"), ""),)
        case "lesson_observation":
            return ((pgettext("form", "Observer:"), pgettext("form", "Teacher signs:"), ""),)
        case type if type in MEETINGS:
            return (
                (
                    pgettext("form", "Recorded by:"),
                    pgettext("form", "Approved by:"),
                    pgettext("form", "(Seal)"),
                    "",
                ),
            )
    return (
        (
            pgettext("form", "Recorded by:"),
            pgettext("form", "In charge:"),
            pgettext("form", "(Seal)"),
            "",
        ),
    )
