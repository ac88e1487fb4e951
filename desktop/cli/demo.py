"""`lianke demo`: the main job on the sample alliance, then the window on what it left."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.terminal import Terminal
from desktop.words import _

if TYPE_CHECKING:
    from desktop.demo.run import Demo

CORE = "sanxiao"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the grammar."""
    help = _("Show the main job on the sample alliance.")
    demo = commands.add_parser("demo", help=help, description=help)
    demo.add_argument("--out", metavar="DIR", type=Path, help=_("Where to put it."))
    demo.set_defaults(do=_demo)


def _demo(terminal: Terminal, chosen: argparse.Namespace) -> int:
    from platformdirs import user_data_path  # noqa: PLC0415

    from desktop.demo.run import run  # noqa: PLC0415

    out = chosen.out or user_data_path("Lianke-demo", appauthor=False)
    made = run(out.resolve(), _nothing if terminal.json else _tell)
    if has_display() and not terminal.json:
        status = terminal.screen.open_window(made.data[CORE], terminal.language, None)
        return status if made.agree else 1
    pictures = terminal.screen.take_pictures(made.data[CORE], out.resolve() / "pictures")
    how = _("There is no display here. Where there is one: {command}").format(
        command=f'lianke --data "{made.data[CORE]}"'
    )
    shown = _("Pictures of the window are in {folder}.").format(folder=out.resolve() / "pictures")
    answer = {**_json(made), "pictures": [str(picture) for picture in pictures]}
    terminal.answer(answer, how, *([shown] if pictures else []))
    return 0 if made.agree else 1


def _json(made: "Demo") -> dict[str, object]:
    return {
        "data": {name: str(folder) for name, folder in made.data.items()},
        "stick": str(made.stick),
        "pdf": str(made.pdf),
        "xlsx": str(made.xlsx),
        "records": made.records,
        "questions": made.questions,
        "agree": made.agree,
        "seconds": round(made.seconds, 1),
    }


def has_display() -> bool:
    """Tell whether a window can be shown to anybody here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _tell(line: str) -> None:
    print(line, flush=True)


def _nothing(_line: str) -> None:
    """Say nothing: the answer comes in JSON."""
