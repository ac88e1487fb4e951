"""Who is recording when the window opens."""

import logging
from collections.abc import Iterable

from db.errors import UnknownPersonError
from db.queries.foot import is_person
from db.store import Store

log = logging.getLogger("lianke")


def first_known(store: Store, wishes: Iterable[str | None]) -> str:
    """Return the id of the first person of a list of wishes who is here; nothing if none is.

    Args:
        store: The open store.
        wishes: Ids, or what a person typed: a name or an alias.
    """
    for wish in filter(None, wishes):
        with store.glance() as look:
            if is_person(look, wish):
                return wish
        if found := _by_name(store, wish):
            return found
        log.warning("nobody, or more than one, is called as asked for")
    return ""


def _by_name(store: Store, name: str) -> str:
    from db.queries.people import resolve_person  # noqa: PLC0415 - the usual start asks by id

    with store.read() as session:
        try:
            return resolve_person(session, name)
        except UnknownPersonError:
            return ""
