"""The command line's grammar, with its help in the language of now."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from typing_extensions import override

from desktop.cli.errors import UsageError
from desktop.words import _


class _Help(argparse.HelpFormatter):
    @override
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        # an empty prefix asks for the bare words, to put before those of a command
        super().add_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving, and speaks our words."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("formatter_class", _Help)
        super().__init__(**given, add_help=False, allow_abbrev=False)
        self._positionals.title = _("What it needs")
        self._optionals.title = _("Options")
        self.add_argument("-h", "--help", action="help", help=_("Show this help."))

    @override
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in our words; argparse has its own only in English.

        Raises:
            UsageError: Always.
        """
        raise UsageError(_sentence(message))


def _sentence(message: str) -> str:
    if found := re.fullmatch(r"the following arguments are required: (.+)", message):
        return _("Something is missing: {names}.").format(names=found[1])
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message):
        return _("This is one word too many: {words}.").format(words=found[1])
    if found := re.search(r"invalid choice: (.+?) \(choose from (.+)\)$", message):
        return _("{word} is not known here; it can be: {choices}.").format(
            word=found[1].strip("'"), choices=found[2].replace("'", "")
        )
    if found := re.search(r"argument (.+?): expected", message):
        return _("Something is missing after {name}.").format(name=found[1])
    return _("This command is not understood: {detail}").format(detail=message)
