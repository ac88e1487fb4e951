"""Which files were of no use at a place when it was last met, so that somebody can do something."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import local
from db.models.exchange import Place
from sync.errors import Reason
from sync.result import Skipped

_FACT = "skipped_at "  # then the place's address
_KEPT = 200  # of a place; a damaged stick may hold thousands


@dataclass(frozen=True, slots=True)
class SkippedThere:
    """What was of no use at one place.

    Attributes:
        address, name: Which place.
        reason: Why.
        files: Names of the files, safe to show.
    """

    address: str
    name: str
    reason: Reason
    files: tuple[str, ...]


def note(session: Session, address: str, found: Sequence[Skipped], *, whole: bool) -> None:
    """Remember which files an exchange did not use.

    Args:
        session: In a write transaction.
        address: Of the place.
        found: Those.
        whole: Whether the exchange came to its end: then what it did not name is well again.
    """
    before = [] if whole else _read(session, address)
    now = list(dict.fromkeys([*found, *before]))[:_KEPT]
    said = json.dumps([[one.name, one.reason.value] for one in now], ensure_ascii=False)
    if now or local.read(session, _FACT + address):
        local.write(session, _FACT + address, said if now else "")


def _read(session: Session, address: str) -> list[Skipped]:
    said = local.read(session, _FACT + address)
    return [Skipped(name, Reason(reason)) for name, reason in json.loads(said or "[]")]


def there(session: Session) -> list[SkippedThere]:
    """Return what was of no use, by place and reason; of places that are known still."""
    found = []
    for place in session.scalars(select(Place).order_by(Place.address)):
        names: dict[Reason, list[str]] = {}
        for one in _read(session, place.address):
            names.setdefault(one.reason, []).append(one.name)
        found += [
            SkippedThere(place.address, place.name, reason, tuple(files))
            for reason, files in sorted(names.items())
        ]
    return found
