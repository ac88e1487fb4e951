"""Words for members: roles, states, and what a lost laptop may have taken along; no Qt in here."""

from datetime import datetime
from typing import TYPE_CHECKING

from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.store import Store
    from sync.members import Member


_TOLD = "gaps_told"


def role_label(role: str) -> str:
    """Return what people call a role; one of a newer version keeps its code."""
    return {
        "coordinator": pgettext("role of a computer", "coordinator"),
        "lead": pgettext("role of a computer", "school lead"),
        "teacher": pgettext("role of a computer", "teacher"),
        "observer": pgettext("role of a computer", "observer"),
    }.get(role, role)


def member_state_words(row: "Member") -> str:
    """Return how a member stands, in a few words."""
    parts = [_state(row)]
    if row.own:
        parts.append(_("this computer"))
    if row.invited:
        parts.append(_("invited, not here yet"))
    if row.shared_with:
        parts.append(_("came in by one invitation with another"))
    if row.adopted:
        parts.append(
            ngettext(
                "{count} file from later counts all the same",
                "{count} files from later count all the same",
                row.adopted,
            ).format(count=row.adopted)
        )
    return pgettext("between parts of a state", "; ").join(part for part in parts if part)


def _state(row: "Member") -> str:
    if row.state == "good":
        return "" if row.own or row.invited else _("member")
    if row.state == "doubtful":
        return _("in doubt: let in by a revoked computer")
    standing = [one for one in row.revoked if one.counts]
    if standing and standing[0].by:
        return _("revoked by {person}").format(person=standing[0].by)
    return _("revoked with the recovery code") if standing else _("revoked")


def standing_words(session: "Session") -> str:
    """Return why this computer does not take part as it did; empty when it does."""
    from sync import members  # noqa: PLC0415

    match members.own_state(session):
        case "revoked":
            return _("This computer was revoked: it takes part in nothing new.")
        case "doubtful":
            return _("This computer was let in by a revoked one: a coordinator has to admit it.")
        case _:
            return ""


def own_lines(session: "Session") -> list[str]:
    """Return what the person here should know of this computer's own standing."""
    standing = standing_words(session)
    return ([standing] if standing else []) + gap_words(session)


def own_news(store: "Store") -> list[str]:
    """Return the same after an exchange: what may be missing is told only once."""
    from db import local  # noqa: PLC0415

    with store.read() as session:
        lines, gaps = own_lines(session), gap_words(session)
        told = (local.read(session, _TOLD) or "").splitlines()
    if set(gaps) <= set(told):
        return [line for line in lines if line not in gaps]
    with store.write() as session:
        local.write(session, _TOLD, "\n".join(gaps))
    return lines


def gap_words(session: "Session") -> list[str]:
    """Return what may be missing here because a laptop of the same person is gone."""
    from sync import replacing  # noqa: PLC0415

    lines = []
    for gap in replacing.gaps(session):
        if gap.since is None:
            lines.append(
                _("May be missing: all of {person}'s old computer; it never exchanged.").format(
                    person=gap.person_name
                )
            )
        elif _day(gap.since) == _day(gap.until):
            lines.append(
                _("May be missing: what {person} recorded on {day} and did not exchange.").format(
                    person=gap.person_name, day=_day(gap.since)
                )
            )
        else:
            lines.append(
                _(
                    "May be missing: what {person} recorded from {first} to {last} and did not "
                    "exchange."
                ).format(person=gap.person_name, first=_day(gap.since), last=_day(gap.until))
            )
    return lines


def _day(at: int) -> str:
    try:
        return f"{datetime.fromtimestamp(at).astimezone():%m-%d}"
    except (OverflowError, OSError, ValueError):
        return _("unknown time")
