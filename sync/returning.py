"""Coming back: a laptop that was revoked, by mistake or for a while, goes on with what it holds.

A revocation is for ever, so the laptop takes new keys with a new invitation. What it sealed with
the old ones and nobody had taken is adopted by the new one, as anybody who counts may adopt.
"""

from pathlib import Path

from sqlalchemy.orm import Session

from db import local
from db.store import Store
from sync import adopting, joining, laptop, log, standing
from sync.errors import OtherInvitationError, StillMemberError
from sync.joining import Joined, Opened
from sync.laptop import Me

_WAS = "was_laptop"
"""Ids of the laptops that this data folder was before: what they recorded is here."""


def is_wanted(session: Session) -> bool:
    """Tell whether this laptop belongs to an alliance that has revoked it, as far as known here."""
    who = laptop.mine(session)
    return who is not None and not standing.is_good(session, who.certificate)


def was(session: Session) -> list[str]:
    """Return the ids of the laptops that this one was before it came back."""
    return (local.read(session, _WAS) or "").split()


def come_back(store: Store, file: Path, typed: str) -> Joined:
    """Take new keys with an invitation; all that is recorded here stays, also what never left.

    Args:
        store: Of a laptop that was revoked and knows it.
        file: An invitation for the same person.
        typed: Its six words.

    Raises:
        StillMemberError: This laptop was not revoked, as far as it knows.
        OtherInvitationError: The invitation is for another alliance or person.
        InvitationError: With what is wrong with the file or the words.
    """
    data = joining.read_file(file)
    with store.read() as session:
        _check_gone(session)
    opened = joining.open_invitation(data, typed)
    with store.read() as session:
        _check_same(laptop.me(session), opened)
    for _ in log.seal_waiting(store):  # most of it, with a breath between
        pass
    with store.write() as session:
        before = _check_gone(session)
        log.seal_rest(session)  # the old keys end here: what they made is sealed with them
        joined = joining.enter(session, opened)
        local.write(session, _WAS, " ".join([*was(session), before.laptop]))
        adopting.adopt(session)
    return joined


def _check_gone(session: Session) -> Me:
    if not is_wanted(session):
        raise StillMemberError
    return laptop.me(session)


def _check_same(who: Me, opened: Opened) -> None:
    said = opened.said
    if (said.alliance, said.person) != (who.alliance, who.person):
        raise OtherInvitationError(said.person_name)
