"""What a check of the store found, in words; for the window and the command line."""

from typing import TYPE_CHECKING

from desktop.labels import field_label, kind_label
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from db.check import Problem


def check_words(problem: "Problem") -> str:
    """Return the sentence for something a check found."""
    kind = kind_label(problem.kind) if problem.kind else ""
    match problem.code:
        case "damaged_store":
            return _("The data file is damaged. Restore the last backup.")
        case "damaged_record" | "foreign_record":
            return _("A record ({kind}) is damaged.").format(kind=kind)
        case "wrong_row" | "missing_row" | "row_without_record":
            return _("A record ({kind}) is shown otherwise than it is.").format(kind=kind)
        case "wrong_index":
            return _("The search does not know everything.")
        case "orphan_in_outbox":
            return _("Something waits to be sent that is not here.")
        case "damaged_piece" | "wrong_attachment":
            return _("The file of an attachment is damaged.")
        case "unusable_value":
            return _("{field} ({kind}) holds something this version cannot show.").format(
                field=field_label(problem.kind, problem.field), kind=kind
            )
        case _:
            return ngettext(
                "{count} change that came is put aside for now.",
                "{count} changes that came are put aside for now.",
                problem.count,
            ).format(count=problem.count)
