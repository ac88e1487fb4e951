"""`lianke records …`: the same commands and permissions as the window's."""

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.cli import imports
from desktop.cli.errors import UsageError
from desktop.cli.materials import where_json, where_lines
from desktop.cli.record_views import (
    conflict_lines,
    history_json,
    history_lines,
    list_lines,
    record_lines,
    row_json,
)
from desktop.cli.terminal import Terminal, moment
from desktop.dates import today
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.blobs import Blobs
    from db.journal import Writer
    from db.queries.conflicts import Conflict
    from db.queries.records import RecordRow
    from db.record import Value
    from sync.materials import Whereabouts

CIRCLES = ("alliance", "school", "named")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("List, show, add and change records.")
    records = commands.add_parser("records", help=help, description=help)
    actions = records.add_subparsers(
        dest="action", metavar=_("ACTION"), required=True, title=_("Commands")
    )
    help = _("List the records of a kind.")
    one = actions.add_parser("list", help=help, description=help)
    _kind(one)
    one.add_argument(
        "--where", action="append", default=[], metavar="FIELD=VALUE", help=_("Only such records.")
    )
    one.add_argument("--deleted", action="store_true", help=_("Those in the bin instead."))
    one.set_defaults(do=_list)
    for name, help, do in (
        ("show", _("Show one record, with every other version of its fields."), _show),
        ("history", _("Show who changed what, oldest first."), _history),
        ("delete", _("Put a record into the bin."), _delete),
        ("restore", _("Take a record out of the bin."), _restore),
    ):
        one = actions.add_parser(name, help=help, description=help)
        one.add_argument("id", metavar="ID", help=_("The record."))
        one.set_defaults(do=do)
    help = _("Add a record; what is left out is filled in as the form does.")
    one = actions.add_parser("add", help=help, description=help)
    _kind(one)
    _fields(one, nargs="*")
    one.set_defaults(do=_add)
    for name, help, do in (
        ("set", _("Change fields; nothing behind the equals sign clears one."), _set),
        ("settle", _("Decide between two versions of a field or text."), _settle),
    ):
        one = actions.add_parser(name, help=help, description=help)
        one.add_argument("id", metavar="ID", help=_("The record."))
        _fields(one, nargs="+")
        one.set_defaults(do=do)
    help = _("Make a new record, with what stands in this one today, that more people read.")
    one = actions.add_parser("share", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The record."))
    one.add_argument(
        "--circle", choices=("alliance", "school"), required=True, help=_("Who shall read it.")
    )
    one.set_defaults(do=_share)
    imports.add(actions)


def _kind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("Such as activity, person, school."))


def _fields(parser: argparse.ArgumentParser, nargs: str) -> None:
    parser.add_argument("fields", metavar="FIELD=VALUE", nargs=nargs, help=_("What to write."))


def values_of(kind: str, given: Sequence[str]) -> "dict[str, Value]":
    """Read ``field=value`` words.

    Raises:
        UsageError: One has no equals sign.
        UnknownKindError, UnknownFieldError, UnusableValueError: as they say.
    """
    from db.kinds import model_of  # noqa: PLC0415
    from db.record import field_named, parse  # noqa: PLC0415

    model = model_of(kind)
    out: dict[str, Value] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(_("“{word}” is no FIELD=VALUE.").format(word=word))
        out[name.strip()] = parse(kind, field_named(model, name.strip()), value)
    return out


def _list(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.records import list_records  # noqa: PLC0415

    where = values_of(chosen.kind, chosen.where)
    where = {name: None if value == "" else value for name, value in where.items()}
    with terminal.store() as store, store.read() as session:
        rows = list_records(session, chosen.kind, where, deleted=chosen.deleted)
    count = ngettext("{count} record", "{count} records", len(rows)).format(count=len(rows))
    terminal.answer([row_json(row) for row in rows], *list_lines(chosen.kind, rows), count)


def _show(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.circles import persons_of  # noqa: PLC0415
    from db.queries.conflicts import conflicts  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415
    from db.record import ASKED, DELETED  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        row = show(session, chosen.id)
        others = conflicts(session, chosen.id)
        where = _where(session, store.blobs, row)
    answer: dict[str, object] = {
        **row_json(row),
        "kind": row.kind,
        "circle": row.circle,
        "for": list(persons_of(row.home)) if row.circle == "named" else [],
        "deleted": row.deletion == DELETED,
        "asked": row.deletion == ASKED,
        "conflicts": [_conflict_json(one) for one in others],
    }
    lines: list[str] = []
    if where is not None:
        answer["where"] = [where_json(one) for one in where]
        lines = ["", *where_lines(where)]
    terminal.answer(answer, *record_lines(row), *lines, *conflict_lines(row.kind, others))


def _where(session: "Session", blobs: "Blobs", row: "RecordRow") -> "list[Whereabouts] | None":
    """Return where the file of an attachment is; None for other records."""
    from sync.materials import where_is  # noqa: PLC0415

    return where_is(session, blobs, row.id) if row.kind == "attachment" else None


def _conflict_json(one: "Conflict") -> dict[str, object]:
    return {
        "field": one.field,
        "shown": one.shown,
        "other": one.other,
        "person": one.person,
        "person_name": one.person_name,
        "at": moment(one.at),
    }


def _history(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.history import history  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        kind = show(session, chosen.id).kind
        entries = history(session, chosen.id)
    terminal.answer(history_json(entries), *history_lines(kind, entries))


def _add(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.activities import record_activity  # noqa: PLC0415
    from db.commands.records import add as add_record  # noqa: PLC0415

    circle, persons, fields = _circle(chosen.kind, chosen.fields)
    values = values_of(chosen.kind, fields)
    with terminal.store() as store, terminal.writing(store) as writer:
        if chosen.kind == "activity":
            home = _home(writer, persons) if circle == "named" else None
            id = record_activity(writer, values, today=today(), circle=circle, home=home)
        else:
            if chosen.kind == "person" and not values.get("school_name"):
                values.setdefault("school", writer.member.school)
            id = add_record(writer, chosen.kind, values)
    terminal.answer({"id": id}, id)


def _circle(kind: str, given: Sequence[str]) -> tuple[str, list[str], list[str]]:
    """Take out of ``field=value`` words who shall read a new activity.

    Returns:
        The circle, the persons it is for, and the other words.

    Raises:
        UsageError: The circle is none.
    """
    circle, persons, rest = "", [], []
    for word in given:
        name, _equals, value = word.partition("=")
        if kind == "activity" and name.strip() == "circle":
            circle = value.strip()
        elif kind == "activity" and name.strip() == "for":
            persons = [one.strip() for one in re.split("[,，、]", value) if one.strip()]
        else:
            rest.append(word)
    circle = circle or ("named" if persons else "alliance")
    if circle not in CIRCLES or (persons and circle != "named"):
        raise UsageError(
            _("Who reads it is circle=alliance, circle=school, or circle=named with for=PERSON,….")
        )
    return circle, persons, rest


def _home(writer: "Writer", persons: Sequence[str]) -> str:
    from db.commands.sharing import home_for  # noqa: PLC0415
    from db.queries.people import resolve_person  # noqa: PLC0415

    session = writer.session
    try:
        return home_for(session, writer.member, [resolve_person(session, one) for one in persons])
    except ValueError:
        raise UsageError(_("A record can be for a few people only.")) from None


def _share(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.sharing import share_wider  # noqa: PLC0415

    with terminal.store() as store, terminal.writing(store) as writer:
        id = share_wider(writer, chosen.id, chosen.circle)
    terminal.answer(
        {"id": id},
        id,
        _("A new record with what stands there today. The old one stays with those who had it."),
    )


def _set(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.records import change  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            seen = show(session, chosen.id)
        values = values_of(seen.kind, chosen.fields)
        with terminal.writing(store) as writer:
            change(writer, chosen.id, values, seen.version)
    terminal.answer({"id": chosen.id}, _("Saved."))


def _settle(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.records import settle  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            kind = show(session, chosen.id).kind
        values = values_of(kind, chosen.fields)
        with terminal.writing(store) as writer:
            settle(writer, chosen.id, values)
    terminal.answer({"id": chosen.id}, _("Decided. Everybody sees this version from now on."))


def _delete(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.records import delete  # noqa: PLC0415

    with terminal.store() as store, terminal.writing(store) as writer:
        delete(writer, chosen.id)
    terminal.answer(
        {"id": chosen.id}, _("It lies in the bin now; `records restore` takes it out again.")
    )


def _restore(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.records import restore  # noqa: PLC0415

    with terminal.store() as store, terminal.writing(store) as writer:
        restore(writer, chosen.id)
    terminal.answer({"id": chosen.id}, _("It is back, with all that was deleted with it."))
