"""School years with their terms and the holidays whose days are the same every year."""

import datetime

from db.commands import records
from db.journal import Writer

_YEAR_BEGINS = 8  # in August people prepare the year that begins


def school_year_of(day: datetime.date) -> int:
    """Return the year in which the school year of a day begins."""
    return day.year if day.month >= _YEAR_BEGINS else day.year - 1


def make_school_year(writer: Writer, begins: int) -> list[str]:
    """Make a school year, its two terms and its fixed holidays; what is there already stays.

    The days are the usual ones; each county sets its own, and they can be changed.

    Args:
        writer: The transaction, of a laptop that may write the calendar.
        begins: The year of its September.

    Returns:
        Ids of the two terms.
    """
    ends = begins + 1
    code = f"{begins}-{ends}"
    year = records.add(
        writer,
        "school_year",
        {"code": code, "starts_on": f"{begins}-09-01", "ends_on": f"{ends}-08-31"},
    )
    terms = []
    for number, name, first, last in (
        (1, "上学期", f"{begins}-09-01", f"{ends}-01-20"),
        (2, "下学期", f"{ends}-03-01", f"{ends}-07-05"),
    ):
        values = {
            "code": f"{code}-{number}",
            "name": f"{code}学年{name}",
            "school_year": year,
            "starts_on": first,
            "ends_on": last,
        }
        terms.append(records.add(writer, "term", values))
    for name, first, last in (
        ("国庆节", f"{begins}-10-01", f"{begins}-10-07"),
        ("元旦", f"{ends}-01-01", f"{ends}-01-01"),
        ("劳动节", f"{ends}-05-01", f"{ends}-05-05"),
    ):
        records.add(writer, "holiday", {"name": name, "starts_on": first, "ends_on": last})
    return terms
