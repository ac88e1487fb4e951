"""The sentences around a ledger: its name, what it covers, its counts, how old the data is."""

from collections.abc import Sequence

from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from db.queries.ledger_schools import SchoolAge
from desktop.reports.terms import listed, number, term
from desktop.words import _, ngettext, pgettext


def title(ledger: Ledger) -> str:
    """Return the name of the ledger."""
    return _("{alliance} activity ledger").format(alliance=ledger.alliance)


def scope(ledger: Ledger) -> str:
    """Return the line under the name: for whom, which term, from when to when."""
    whom = ledger.school or pgettext("ledger", "Whole alliance")
    parts = [whom, ledger.term_name or ledger.term]
    if ledger.starts_on and ledger.ends_on:
        days = {"first": f"{ledger.starts_on}", "last": f"{ledger.ends_on}"}
        if ledger.starts_on.year == ledger.ends_on.year:
            days["last"] = f"{ledger.ends_on:%m-%d}"
        first, last = ledger.week(ledger.starts_on), ledger.week(ledger.ends_on)
        if first and last:
            span = _(" ({first} to {last}, weeks {one}–{other})")
            parts[-1] += span.format(**days, one=first, other=last)
        else:
            parts[-1] += _(" ({first} to {last})").format(**days)
    return _("{school}, {term}").format(school=parts[0], term=parts[1])


def total(ledger: Ledger) -> str:
    """Return the counts at the right of the line under the name."""
    count = len(ledger.rows)
    words = ngettext("{count} activity", "{count} activities", count).format(count=count)
    if ledger.held != count:
        words += _(" ({count} held)").format(count=ledger.held)
    hours = number(ledger.hours)
    return _("{activities}, {hours} hours").format(activities=words, hours=hours)


def data_as_of(ledger: Ledger) -> str:
    """Return how old the data of each school is, and of whom something is still missing."""
    ages = _("; ").join(_age(age) for age in ledger.ages)
    as_of = _("Data as of {date}").format(date=ledger.made_on)
    return (
        _("{as_of}: {ages}.").format(as_of=as_of, ages=ages)
        if ages
        else _("{as_of}.").format(as_of=as_of)
    )


def _age(age: SchoolAge) -> str:
    if age.seen_on is None:
        return _("{school} nothing yet").format(school=age.name)
    words = _("{school} {date}").format(school=age.name, date=f"{age.seen_on:%m-%d}")
    if age.missing:
        words += ngettext(
            " ({count} batch not here yet, records may be missing)",
            " ({count} batches not here yet, records may be missing)",
            age.missing,
        ).format(count=age.missing)
    return words


def counts(rows: Sequence[LedgerRow]) -> str:
    """Return how many activities a month has, in all and of each type."""
    count = len(rows)
    words = ngettext("{count} activity", "{count} activities", count).format(count=count)
    kinds = dict.fromkeys(row.type for row in rows)
    each = [
        _("{type} {count}").format(
            type=term("type", kind) or pgettext("ledger", "no type"),
            count=sum(row.type == kind for row in rows),
        )
        for kind in kinds
    ]
    return _("{activities}: {types}").format(activities=words, types=listed(each))
