"""`lianke records …`: the same commands and permissions as the window's."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.cli import imports
from desktop.cli.errors import UsageError
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
    from db.queries.conflicts import Conflict
    from db.record import Value


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
    imports.add(actions)


def _kind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("Such as activity, person, school."))


def _fields(parser: argparse.ArgumentParser, nargs: str) -> None:
    parser.add_argument("fields", metavar="FIELD=VALUE", nargs=nargs, help=_("What to write."))


def _values(kind: str, given: Sequence[str]) -> "dict[str, Value]":
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

    where = _values(chosen.kind, chosen.where)
    where = {name: None if value == "" else value for name, value in where.items()}
    with terminal.store() as store, store.read() as session:
        rows = list_records(session, chosen.kind, where, deleted=chosen.deleted)
    count = ngettext("{count} record", "{count} records", len(rows)).format(count=len(rows))
    terminal.answer([row_json(row) for row in rows], *list_lines(chosen.kind, rows), count)


def _show(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.conflicts import conflicts  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415
    from db.record import ASKED, DELETED  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        row = show(session, chosen.id)
        others = conflicts(session, chosen.id)
    answer = {
        **row_json(row),
        "kind": row.kind,
        "deleted": row.deletion == DELETED,
        "asked": row.deletion == ASKED,
        "conflicts": [_conflict_json(one) for one in others],
    }
    terminal.answer(answer, *record_lines(row), *conflict_lines(row.kind, others))


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

    values = _values(chosen.kind, chosen.fields)
    with terminal.store() as store, terminal.writing(store) as writer:
        if chosen.kind == "activity":
            id = record_activity(writer, values, today=today())
        else:
            if chosen.kind == "person" and not values.get("school_name"):
                values.setdefault("school", writer.member.school)
            id = add_record(writer, chosen.kind, values)
    terminal.answer({"id": id}, id)


def _set(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.records import change  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            seen = show(session, chosen.id)
        values = _values(seen.kind, chosen.fields)
        with terminal.writing(store) as writer:
            change(writer, chosen.id, values, seen.version)
    terminal.answer({"id": chosen.id}, _("Saved."))


def _settle(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.records import settle  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            kind = show(session, chosen.id).kind
        values = _values(kind, chosen.fields)
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
