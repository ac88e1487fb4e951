"""Runs one command line: reads it, does it, and turns what went wrong into one sentence."""

import argparse
import gc
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop import words
from desktop.cli import (
    demo,
    exchange,
    export,
    founding,
    health,
    lessons,
    materials,
    members,
    places,
    plans,
    records,
    safety,
    undo,
)
from desktop.cli.errors import NothingFoundError, UsageError
from desktop.cli.parser import Parser
from desktop.cli.terminal import Screen, Terminal
from desktop.words import _

DONE, FAILED, USAGE = 0, 1, 2
_GARBAGE = 100_000  # objects made before Python looks: some 20 MB
log = logging.getLogger("lianke")


def run(arguments: Sequence[str], screen: Screen) -> int:
    """Do what a command line says.

    Args:
        arguments: The words behind the name of the program.
        screen: What needs Qt.

    Returns:
        0 done, 1 failed with one sentence on standard error, 2 for a command line not written as
        it must be.
    """
    _speak_utf8()
    given, wants_json = _without_json(arguments)
    given, language = _with_language_first(given)
    words.install(language)
    try:
        return _run(given, wants_json, screen)
    except UsageError as error:
        # out of the f-string: what stands inside one is not gathered for translation
        help = _("Help: {command}").format(command="lianke --help")
        _say(f"{error} {help}", wants_json)
        return USAGE
    except NothingFoundError as error:
        _say(str(error), wants_json)
        return FAILED
    except KeyboardInterrupt:
        _say(_("Stopped. What was done until then is kept."), wants_json)
        return FAILED
    except BrokenPipeError:  # whoever read along has left: nothing more to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # noqa: BLE001 - the boundary: one sentence, never a traceback
        return _failed(error, wants_json)


def _run(given: Sequence[str], wants_json: bool, screen: Screen) -> int:
    chosen = parser().parse_args(given)
    data = _data(chosen.data)
    if chosen.smoke:
        return screen.smoke()
    if chosen.command is None:
        return screen.open_window(data, chosen.lang, chosen.recording)
    terminal = Terminal(data, chosen.recording, wants_json, chosen.lang, screen)
    with _garbage_left():
        status: int | None = chosen.do(terminal, chosen)
    return status or DONE


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Look for garbage seldom: a command is soon over, and most it makes is what it reads in."""
    thresholds = gc.get_threshold()
    gc.set_threshold(_GARBAGE, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def parser() -> Parser:
    """Return the grammar, with its help in the language of now."""
    found = Parser(prog="lianke", description=_("Lianke: what paired schools do together."))
    found.add_argument(
        "--data", metavar="DIR", type=Path, help=_("The data folder (or LIANKE_DATA).")
    )
    found.add_argument(
        "--lang", metavar="LANG", help=_("The language: zh_CN or en; may stand anywhere.")
    )
    found.add_argument(
        "--as", dest="recording", metavar="PERSON", help=_("Who is recording: a name or an id.")
    )
    found.add_argument("--json", action="store_true", help=_("Answer in JSON; may stand anywhere."))
    found.add_argument("--smoke", action="store_true", help=argparse.SUPPRESS)
    commands = found.add_subparsers(
        dest="command", metavar=_("COMMAND"), title=_("Commands"), parser_class=Parser
    )
    for module in (
        demo,
        founding,
        members,
        exchange,
        places,
        health,
        records,
        plans,
        lessons,
        materials,
        undo,
        export,
        safety,
    ):
        module.add(commands)
    return found


def _without_json(arguments: Sequence[str]) -> tuple[list[str], bool]:
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    kept = [word for word in given[:end] if word != "--json"]
    return kept + given[end:], len(kept) < end


def _with_language_first(arguments: Sequence[str]) -> tuple[list[str], str]:
    """Return the words with ``--lang``, which may stand anywhere, before the command."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    for at, word in enumerate(given[:end]):
        if word == "--lang" and at + 1 < end:
            return given[at : at + 2] + given[:at] + given[at + 2 :], given[at + 1]
        if word.startswith("--lang="):
            return [word, *given[:at], *given[at + 1 :]], word.removeprefix("--lang=")
    return given, "system"


def _data(given: Path | None) -> Path:
    if given is not None:
        return given.expanduser()
    if named := os.environ.get("LIANKE_DATA"):
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("Lianke", appauthor=False)


def _failed(error: Exception, wants_json: bool) -> int:
    from db.errors import BackupError, UnknownFieldError, UnknownKindError  # noqa: PLC0415
    from desktop.errors import describe  # noqa: PLC0415

    notice = describe(error)
    if not notice.expected:
        log.error("unexpected", exc_info=error)
    _say(notice.text(), wants_json)
    usage = isinstance(error, UnknownKindError | UnknownFieldError) or (
        isinstance(error, BackupError) and error.reason == "needs_passphrase"
    )
    return USAGE if usage else FAILED


def _say(sentence: str, wants_json: bool) -> None:
    line = json.dumps({"error": sentence}, ensure_ascii=False) if wants_json else sentence
    print(line, file=sys.stderr)


def _speak_utf8() -> None:
    """Write UTF-8 everywhere: a Chinese Windows would use GBK when the output is a file."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
