"""`lianke members`, `revoke`, `replace`, `admit` and `recover`: who belongs to the alliance."""

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.terminal import Terminal, moment, pairs, shown_moment, table
from desktop.member_words import gap_words, member_state_words, role_label
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from db.store import Store
    from sync.joining import Joined
    from sync.members import Member
    from sync.revoking import Preview

_SHORT = 6  # signs of an id that tell laptops apart well enough to read


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Show all computers of the alliance, and invitations nobody used yet.")
    commands.add_parser("members", help=help, description=help).set_defaults(do=_members)

    help = _("Revoke a computer: nothing new of it counts, and new keys leave it out.")
    revoke = commands.add_parser("revoke", help=help, description=help)
    _laptop(revoke)
    _reason(revoke)
    revoke.add_argument(
        "--except",
        dest="without",
        metavar="ID",
        action="append",
        default=[],
        help=_("An invitation or revocation of its that shall not stay; may be given often."),
    )
    revoke.add_argument(
        "--recovery", metavar="CODE", help=_("The recovery code, to revoke any coordinator.")
    )
    revoke.add_argument("--yes", action="store_true", help=_("Do it; without, it is only shown."))
    revoke.set_defaults(do=_revoke)

    help = _("Revoke a lost or broken computer and invite the one that takes its place.")
    replace = commands.add_parser("replace", help=help, description=help)
    _laptop(replace)
    _reason(replace)
    replace.add_argument(
        "--out", required=True, metavar="FILE", type=Path, help=_("The invitation's file.")
    )
    replace.set_defaults(do=_replace)

    help = _("Let in again a computer that a revoked one had let in unseen.")
    admit = commands.add_parser("admit", help=help, description=help)
    _laptop(admit)
    admit.set_defaults(do=_admit)

    help = _("Make this computer a coordinator's with the recovery code.")
    recover = commands.add_parser("recover", help=help, description=help)
    recover.add_argument("place", metavar="PLACE", help=_("A stick or share of the alliance."))
    recover.add_argument(
        "--code", metavar="CODE", help=_("The recovery code; without, it is asked for.")
    )
    recover.add_argument(
        "--person", metavar="NAME", default="", help=_("Who works here; else the founder.")
    )
    recover.set_defaults(do=_recover)


def _laptop(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "laptop", metavar="LAPTOP", help=_("First signs of its id or certificate, or a name.")
    )


def _reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", metavar="WORDS", default="", help=_("Why, for the others."))


def _members(terminal: Terminal, _chosen: argparse.Namespace) -> None:
    from sync import members  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        rows = members.members(session)
    heads = (_("Id"), _("Name"), _("School"), _("Role"), _("Since"), _("Last heard"), _("State"))
    terminal.answer([_as_json(row) for row in rows], *table(heads, [_cells(row) for row in rows]))


def _cells(row: "Member") -> tuple[str, ...]:
    return (
        row.laptop[:_SHORT],
        row.person_name,
        row.school_name,
        role_label(row.role),
        shown_moment(row.since),
        shown_moment(row.heard_at) if row.heard_at else "—",
        member_state_words(row),
    )


def _as_json(row: "Member") -> dict[str, Any]:
    return {
        "laptop": row.laptop,
        "certificate": row.certificate,
        "person": row.person,
        "person_name": row.person_name,
        "school": row.school,
        "school_name": row.school_name,
        "role": row.role,
        "own": row.own,
        "invited": row.invited,
        "since": moment(row.since),
        "heard_at": moment(row.heard_at),
        "wrote_at": moment(row.wrote_at),
        "state": row.state,
        "host": row.host,
        "revoked": [
            {
                "statement": one.statement,
                "by": one.by,
                "at": moment(one.at),
                "reason": one.reason,
                "counts": one.counts,
            }
            for one in row.revoked
        ],
        "shared_with": list(row.shared_with),
        "adopted": row.adopted,
    }


def _revoke(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import members, recovery, revoking  # noqa: PLC0415
    from sync.laptop import me  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            of = members.find(session, chosen.laptop)
            code, alliance = chosen.recovery, me(session).alliance
            root = recovery.read_code(code, alliance) if code else None
            seen = revoking.preview(session, of, by_root=root is not None, without=chosen.without)
            lines = _seen_lines(seen, _names(store))
        if chosen.yes:
            revoking.revoke(
                store, of, reason=chosen.reason, root_private=root, without=chosen.without
            )
    if chosen.yes:
        lines += [
            _("Revoked. The next exchanges tell the others."),
            _("What is on that computer's disk stays readable to whoever has it."),
        ]
    else:
        lines.append(_("Nothing was done yet. With --yes it is."))
    terminal.answer({"done": chosen.yes, **_seen_json(seen)}, *lines)


def _names(store: "Store") -> dict[str, str]:
    from sync import members  # noqa: PLC0415

    with store.read() as session:
        rows = members.members(session)
    names = {row.certificate: row.person_name for row in rows}
    return names | {row.laptop: row.person_name for row in rows}


def _seen_lines(seen: "Preview", names: dict[str, str]) -> list[str]:
    stays = ngettext(
        "{count} record in {segments} files", "{count} records in {segments} files", seen.records
    ).format(count=seen.records, segments=seen.segments)
    rows = [
        (_("Computer"), f"{seen.laptop[:_SHORT]}  {seen.person_name}, {role_label(seen.role)}"),
        (_("Stays of its work"), stays),
        (_("Newest of it"), shown_moment(seen.changed_at) if seen.changed_at else "—"),
    ]
    for id in seen.let_in:
        rows.append((_("Stays a member"), f"{id[:_SHORT]}  {names.get(id, '')}"))
    for id, of in seen.revoked:
        rows.append((_("Stays revoked"), f"{id[:_SHORT]}  {names.get(of, '')}"))
    return pairs(rows)


def _seen_json(seen: "Preview") -> dict[str, Any]:
    return {
        "laptop": seen.laptop,
        "person_name": seen.person_name,
        "school": seen.school,
        "role": seen.role,
        "segments": seen.segments,
        "records": seen.records,
        "changed_at": moment(seen.changed_at) if seen.changed_at else None,
        "let_in": list(seen.let_in),
        "revoked": [{"statement": id, "laptop": of} for id, of in seen.revoked],
        "cut": list(seen.cut),
    }


def _replace(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import members, replacing  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            of = members.find(session, chosen.laptop)
        words, seen = replacing.replace(store, of, out=chosen.out, reason=chosen.reason)
    terminal.answer({"file": str(chosen.out), "passphrase": words, **_seen_json(seen)}, words)
    terminal.note(
        _("The old computer is revoked. Give {person} the file, and tell the words apart.").format(
            person=seen.person_name
        )
    )


def _admit(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import admitting, members  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            of = members.find(session, chosen.laptop)
        certificate = admitting.admit(store, of)
    terminal.answer(
        {"laptop": of, "certificate": certificate},
        _("It is a member again; the next exchanges tell the others."),
    )


def _recover(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db import local  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from db.queries.people import alliance_name  # noqa: PLC0415
    from db.queries.records import label_of  # noqa: PLC0415
    from sync import recovering  # noqa: PLC0415
    from sync.round import exchange  # noqa: PLC0415

    code = chosen.code
    if code is None:
        if sys.stdin.isatty():
            terminal.note(_("The recovery code:"))
        code = sys.stdin.readline()
    with terminal.store(fresh=True) as store:
        joined = _recovered(store, chosen.place, code, chosen.person)
        with store.write() as session:
            local.write(session, local.LAST_PERSON, joined.person)
        result = finish(exchange(store, chosen.place))
        with store.write() as session:
            recovering.remember_name(session)
            unread = recovering.unread_schools(session)
            name = alliance_name(session)
            schools = [label_of(session, "school", id) or id[:_SHORT] for id in unread]
            lines = gap_words(session)
    terminal.answer(
        {
            "alliance": joined.alliance,
            "school": joined.school,
            "person": joined.person,
            "received": result.received,
            "unread_schools": unread,
        },
        _("This computer is a coordinator's of “{alliance}” now, for {person}.").format(
            alliance=name, person=joined.person_name
        ),
        ngettext("{count} record received.", "{count} records received.", result.received).format(
            count=result.received
        ),
        *[
            _("What {school} keeps to itself cannot be read here: its key was not given.").format(
                school=school
            )
            for school in schools
        ],
        *lines,
        _("Revoke the computer that is gone: lianke revoke LAPTOP"),
    )


def _recovered(store: "Store", place: str, code: str, person: str) -> "Joined":
    from sync import recovering  # noqa: PLC0415
    from sync.carriers.opening import open_place  # noqa: PLC0415
    from sync.laptop import new_replica_id  # noqa: PLC0415
    from sync.passwords import Passwords  # noqa: PLC0415

    with closing(open_place(place, new_replica_id(), Passwords(store.folder))) as carrier:
        return recovering.recover(store, carrier, code, person_name=person)
