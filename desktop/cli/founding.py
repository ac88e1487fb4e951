"""`lianke init`, `invite` and `join`: how laptops come into an alliance, without a network."""

import argparse
import sys
from pathlib import Path

from desktop.cli.errors import UsageError
from desktop.cli.terminal import Terminal
from desktop.dates import today
from desktop.words import _

ROLES = ("coordinator", "lead", "teacher", "observer")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Found an alliance; this computer becomes a coordinator's.")
    init = commands.add_parser("init", help=help, description=help)
    for name, words in (
        ("--alliance", _("Name of the alliance.")),
        ("--school", _("Name of your school.")),
        ("--person", _("Your name.")),
    ):
        init.add_argument(name, required=True, metavar="NAME", help=words)
    init.set_defaults(do=_init)

    help = _("Write an invitation for one more computer and print its six words.")
    invite = commands.add_parser("invite", help=help, description=help)
    invite.add_argument("--school", required=True, metavar="NAME", help=_("Its school."))
    invite.add_argument("--person", required=True, metavar="NAME", help=_("Whose it is."))
    invite.add_argument("--role", required=True, choices=ROLES, help=_("What it may do at most."))
    invite.add_argument("--out", required=True, metavar="FILE", type=Path, help=_("The file."))
    invite.set_defaults(do=_invite)

    help = _("Join an alliance with an invitation.")
    join = commands.add_parser("join", help=help, description=help)
    join.add_argument("file", metavar="FILE", type=Path, help=_("The invitation."))
    join.add_argument(
        "--passphrase", metavar="WORDS", help=_("The six words; without, they are asked for.")
    )
    join.set_defaults(do=_join)


def _init(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.founding import First  # noqa: PLC0415
    from sync import identity  # noqa: PLC0415

    names = {
        name: " ".join(getattr(chosen, name).split()) for name in ("alliance", "school", "person")
    }
    for name, said in names.items():
        if not said:
            raise UsageError(_("Something is missing after {name}.").format(name=f"--{name}"))
    first = First(names["alliance"], names["school"], names["person"], today())
    with terminal.store(fresh=True) as store:
        made = identity.found(
            store,
            alliance_name=first.alliance,
            person_name=first.person,
            make_records=first.make,
        )
    terminal.answer(
        {
            "alliance": made.alliance,
            "school": made.school,
            "person": made.person,
            "recovery": made.recovery,
        },
        _("“{alliance}” is founded. You record as {person}, {school}.").format(
            alliance=first.alliance, person=first.person, school=first.school
        ),
        _("Recovery code: {code}").format(code=made.recovery),
        _("Write it down and lock it away: it is kept nowhere, and nobody can find it again."),
    )


def _invite(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.founding import person_named, school_named  # noqa: PLC0415
    from db.queries.records import label_of  # noqa: PLC0415
    from sync import identity  # noqa: PLC0415

    with terminal.store() as store:
        with terminal.writing(store) as writer:
            school = school_named(writer, chosen.school, today=today())
            person, person_name = person_named(writer, chosen.person, school)
            writer.flush()
            school_name = label_of(writer.session, "school", school) or chosen.school
        words = identity.invite(
            store,
            school=school,
            person=person,
            person_name=person_name,
            role=chosen.role,
            out=chosen.out,
            school_name=school_name,
        )
    terminal.answer(
        {"file": str(chosen.out), "passphrase": words, "person": person, "school": school}, words
    )
    terminal.note(
        _("Give {person} the file, and tell the six words apart from it.").format(
            person=person_name
        )
    )


def _join(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db import local  # noqa: PLC0415
    from sync import identity, returning  # noqa: PLC0415

    identity.read_file(chosen.file)
    words = chosen.passphrase
    if words is None:
        if sys.stdin.isatty():
            terminal.note(_("The six words:"))
        words = sys.stdin.readline()
    with terminal.store(fresh=True) as store:
        with store.read() as session:
            comes_back = returning.is_wanted(session)
        enter = returning.come_back if comes_back else identity.join
        joined = enter(store, chosen.file, words)
        with store.write() as session:
            local.write(session, local.LAST_PERSON, joined.person)
    terminal.answer(
        {"alliance": joined.alliance, "school": joined.school, "person": joined.person},
        _("You have joined “{alliance}” as {person}.").format(
            alliance=joined.alliance_name, person=joined.person_name
        ),
        _("Exchange with a stick or share of the alliance: then everything is here."),
    )
