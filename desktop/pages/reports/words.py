"""What the ledger's page says of a ledger: its name as a file, what it lacks, how old data is."""

import datetime
import re
from dataclasses import dataclass

from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from db.queries.ledger_schools import SchoolAge
from desktop.dates import term_name
from desktop.labels import choice_label, field_label, listed
from desktop.pages.reports.making import Made
from desktop.reports.ledger_columns import COLUMNS, Column
from desktop.status import OLD_DAYS, ago
from desktop.words import _, ngettext, pgettext

FIELDS = {"host": "host_school", "partners": "partner_schools"}  # the ledger's name, the record's
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')  # in the name of a file, somewhere
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Want:
    """Something a person may see to before the ledger goes out.

    Attributes:
        record: Id of the activity.
        field: The field it is about, by its wire name; "leads" is who teaches or speaks.
        page: The sheet it stands on, from 0; -1 for what stands on no particular one.
        sign: What marks it on the sheet; empty for two versions.
        what: Which activity.
        lack: What it lacks.
        do: What the button says.
    """

    record: str
    field: str
    page: int
    sign: str
    what: str
    lack: str
    do: str


def scope(made: Made) -> str:
    """Return for whom it is and how much is in it, for the head of the page."""
    count = len(made.ledger.rows)
    items = ngettext("{count} activity", "{count} activities", count).format(count=count)
    whom = made.ledger.school or pgettext("ledger", "Whole alliance")
    return "·".join((whom, term_name(made.ledger.term), items))


def file_name(ledger: Ledger) -> str:
    """Return what the file is called, without its ending: 李家小学 活动台账 2025-2026学年上学期."""
    words = _("{school} activity ledger {term}").format(
        school=ledger.school or ledger.alliance,
        term=re.sub("[–—]", "-", ledger.term_name or ledger.term),
    )
    return _UNFIT.sub(" ", words).strip(" .")[:_LONGEST]


def column_words(column: Column) -> str:
    """Return what a column is called where one chooses: its head, in short."""
    return column.head().split("\n", maxsplit=1)[0]


def choosable() -> tuple[Column, ...]:
    """Return the columns one can leave out; the number is always there."""
    return tuple(column for column in COLUMNS if column.name != "number")


def type_words(code: str) -> str:
    """Return what a type is called."""
    return choice_label("activity", "type", code) or pgettext("ledger", "no type")


def age_words(age: SchoolAge, day: datetime.date) -> tuple[str, str, str]:
    """Return how old a school's data is, the tone it is said in, and all of it for a tool tip."""
    if age.seen_on is None:
        words = _("nothing yet")
        return words, "ink3", words
    days = (day - age.seen_on).days
    words = ago(days)
    tone = "warn" if days >= OLD_DAYS or age.missing else "ink3"
    if not age.missing:
        return words, tone, f"{age.seen_on}"
    lacking = ngettext(
        "{count} batch has not come yet", "{count} batches have not come yet", age.missing
    ).format(count=age.missing)
    return words, tone, f"{age.seen_on}·{lacking}"


def sign_words(number: int) -> str:
    """Return the sign on an empty cell of the preview."""
    return pgettext("sign on an empty cell", "? {number}").format(number=number)


def wants(made: Made) -> list[Want]:
    """Return what one may see to: first where there are two versions, then the empty cells."""
    rows = {row.id: row for row in made.ledger.rows}
    found = [
        Want(
            row.id,
            next(iter(row.others)),
            -1,
            "",
            _named(row),
            _("two versions of {fields}").format(fields=listed([_field(n) for n in row.others])),
            pgettext("at two versions", "Look"),
        )
        for row in made.ledger.rows
        if row.others
    ]
    for number, mark in enumerate(made.marks, 1):
        lack = _("{field} missing").format(field=_field(mark.field))
        what = _named(rows[mark.record])
        sign = sign_words(number)
        found.append(Want(mark.record, mark.field, mark.page, sign, what, lack, _("Fill in")))
    return found


def _named(row: LedgerRow) -> str:
    day = f"{row.held_on:%m-%d}" if row.held_on else ""
    return " ".join(part for part in (day, row.title or type_words(row.type)) if part)


def _field(name: str) -> str:
    if name == "leads":
        return pgettext("ledger", "Speaker, teacher")
    return field_label("activity", FIELDS.get(name, name))
