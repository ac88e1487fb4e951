"""What became of the rows of an imported list, in words; for the window and the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.labels import field_label
from desktop.words import _, pgettext

if TYPE_CHECKING:
    from db.queries.imports import Problem


def did_words(did: str) -> str:
    """Return the word for what was done with a row."""
    match did:
        case "added":
            return pgettext("row of a list", "added")
        case "updated":
            return pgettext("row of a list", "updated")
        case "skipped":
            return pgettext("row of a list", "skipped")
        case _:
            return pgettext("row of a list", "not imported")


def action_words(action: str) -> str:
    """Return the word for what would be done with a row."""
    match action:
        case "new":
            return pgettext("row of a list", "new")
        case "update":
            return pgettext("row of a list", "changes")
        case "same":
            return pgettext("row of a list", "unchanged")
        case "ask":
            return pgettext("row of a list", "please choose")
        case _:
            return pgettext("row of a list", "left out")


def problems_words(kind: str, problems: "Sequence[Problem]") -> str:
    """Return the sentences for all problems of a row; empty when there is none."""
    return " ".join(problem_words(kind, problem) for problem in problems)


def problem_words(kind: str, problem: "Problem") -> str:
    """Return the sentence for one problem of a row."""
    field = field_label(kind, problem.field) if problem.field else ""
    match problem.code:
        case "unreadable":
            return _("{field}: “{words}” is not understood.").format(
                field=field, words=problem.words
            )
        case "no_label":
            return _("{field} is missing.").format(field=field)
        case "not_json":
            return _("The line is broken.")
        case "unknown_school":
            return _("The school “{words}” is not known; its name is kept.").format(
                words=problem.words
            )
        case "several":
            return _("Several records may be meant.")
        case "twice":
            return _("It stands in the list before.")
        case "renamed":
            return _("It is called “{words}” here now, and stays so.").format(words=problem.words)
        case "total":
            return _("A sum or a remark, no record.")
        case "not_allowed":
            return _("This computer may not write it.")
        case _:
            return _("It does not fit.")
