"""Words on paper and in sheets: codes, days, months, numbers."""

import datetime
from collections.abc import Iterable, Mapping

from desktop import labels
from desktop.dates import weekday
from desktop.words import pgettext

__all__ = ["listed", "month", "number", "stands_wide", "term", "terms", "weekday"]

_ELSEWHERE: Mapping[str, tuple[str, str]] = {
    "role": ("participant", "role"),
    "attendance": ("participant", "attendance"),
    "post": ("person", "posts"),
    "stage": ("activity", "d.stage"),
}


def term(kind: str, code: str) -> str:
    """Return the word for a code of a choice field, such as ("type", "donation")."""
    return labels.choice_label(*_ELSEWHERE.get(kind, ("activity", kind)), code)


def terms(kind: str, codes: str) -> str:
    """Return the words for several codes separated by spaces."""
    return listed(term(kind, code) for code in codes.split())


def listed(words: Iterable[str]) -> str:
    """Return words joined the way this language lists them, the empty ones left out."""
    return labels.listed(list(words))


def month(day: datetime.date) -> str:
    """Return the name of the month."""
    return (
        pgettext("month", "January"),
        pgettext("month", "February"),
        pgettext("month", "March"),
        pgettext("month", "April"),
        pgettext("month", "May"),
        pgettext("month", "June"),
        pgettext("month", "July"),
        pgettext("month", "August"),
        pgettext("month", "September"),
        pgettext("month", "October"),
        pgettext("month", "November"),
        pgettext("month", "December"),
    )[day.month - 1]


def number(value: float | None) -> str:
    """Return a number without a tail of zeros; nothing for nothing."""
    return "" if value is None else f"{value:g}"


def stands_wide(label: str) -> str:
    """Return a label; one of two Chinese signs is opened with two spaces, as forms do."""
    return "  ".join(label) if len(label) == 2 and not label.isascii() else label
