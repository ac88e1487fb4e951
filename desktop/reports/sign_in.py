"""签到表: the list an activity's people sign, with their names or with blank rows."""

from collections.abc import Iterator
from pathlib import Path

from db.queries.activity_sheet import ActivitySheet, ParticipantLine
from desktop.reports.activity_rows import when
from desktop.reports.activity_sheet import framed
from desktop.reports.form import Form
from desktop.reports.form_rows import Box, Row, label_width, pairs
from desktop.reports.paper import Paper
from desktop.reports.terms import listed, stands_wide, term, terms
from desktop.reports.written import written
from desktop.words import pgettext

_ROWS = 20  # on the first sheet, signed or not
_SPARE = 3  # for guests nobody expected
_HIGH = 9.2  # mm, a pen fits in


def write_sign_in(
    sheet: ActivitySheet, path: Path, *, blank: bool = False, invariant: bool = False
) -> int:
    """Print the sign-in list of an activity into a PDF file.

    Args:
        sheet: The activity.
        path: The file; replaced whole or not at all.
        blank: Leave the names out.
        invariant: Leave the time out, so that equal lists make equal files.

    Returns:
        How many pages it has.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    frame = framed(sheet, pgettext("form", "Sign-in sheet"), ())
    with written(path) as stream:
        paper = Paper(stream, "portrait", f"{frame.title} {sheet.title}", invariant=invariant)
        return Form(paper, frame, _rows(sheet, blank=blank)).print()


def _rows(sheet: ActivitySheet, *, blank: bool) -> Iterator[Row]:
    yield pairs((pgettext("form", "Activity"), sheet.title, 1))
    yield pairs(
        (pgettext("form", "Time"), when(sheet), 1.3),
        (pgettext("form", "Place"), sheet.place or sheet.host, 1),
    )
    wide = label_width()
    heads = (
        (pgettext("form", "No."), 11.0),
        (pgettext("form", "Name"), 22.0),
        (pgettext("form", "School"), 34.0),
        (pgettext("form", "Post, subject"), 30.0),
        (pgettext("form", "Morning"), 0.0),
        (pgettext("form", "Afternoon"), 0.0),
        (pgettext("form", "Remarks"), wide),
    )
    boxes = [Box(stands_wide(head), wide, "label", "center") for head, wide in heads]
    yield Row(tuple(boxes), 7.4, head=True)
    people = () if blank else sheet.participants
    for n in range(max(_ROWS, len(people) + _SPARE if people else _ROWS)):
        values = _line(people[n]) if n < len(people) else ("", "", "", "")
        words = (str(n + 1), *values[:3], "", "", values[3])
        cells = [
            Box(value, wide, "note", "center")
            for value, (_head, wide) in zip(words, heads, strict=True)
        ]
        yield Row(tuple(cells), _HIGH, spare=n >= len(people))


def _line(person: ParticipantLine) -> tuple[str, str, str, str]:
    post = next((term("post", code) for code in person.posts.split() if code != "teacher"), "")
    duty = listed((post, terms("subject", " ".join(person.subjects.split()[:2]))))
    role = term("role", person.role) if person.role not in ("", "participant") else ""
    return person.name, person.school, duty, role
