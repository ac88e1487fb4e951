"""What the doctor found, in words, and what to do: for the window and the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.exchange_errors import skipped_advice, skipped_words
from desktop.place_outcomes import outcome_words
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from sync.doctor import Finding

_FILES = 5  # names of files under a finding


def finding_words(finding: "Finding") -> tuple[str, str]:
    """Return the sentence for a finding, and what to do about it; the second may be empty."""
    match finding.code:
        case "digest_differs":
            return (
                _("{person} has the same records, but they do not look the same there.").format(
                    person=finding.subject or _("Another computer")
                ),
                _("Write a report with lianke doctor --report FILE on both and send them to us."),
            )
        case "parked" | "refused" | "stranger" | "newer_segment" | "no_key" | "newer_program":
            return _waiting(finding)
        case "refused_file" | "missing_file" | "place_failed":
            return _at_places(finding)
        case _:
            return _here(finding)


def waiting_lines(findings: Sequence["Finding"]) -> list[str]:
    """Return what waits as it is said after an exchange: the sentence and what helps, in a line."""
    return ["  ".join(filter(None, finding_words(one))) for one in findings]


def _waiting(finding: "Finding") -> tuple[str, str]:
    count = finding.count
    match finding.code:
        case "parked":
            said = ngettext(
                "{count} change that came waits: {reason}",
                "{count} changes that came wait: {reason}",
                count,
            )
            return said.format(count=count, reason=_reason(finding.subject)), _advice(finding)
        case "refused":
            said = ngettext(
                "{count} change that came was not allowed: {reason}",
                "{count} changes that came were not allowed: {reason}",
                count,
            )
            return said.format(count=count, reason=_reason(finding.subject)), ""
        case "stranger":
            said = ngettext(
                "{count} file is from a computer that is not known here yet.",
                "{count} files are from computers that are not known here yet.",
                count,
            )
            return said.format(count=count), _("Exchange once with your coordinator.")
        case "newer_segment":
            said = ngettext(
                "{count} file needs a newer Lianke; it is handed on all the same.",
                "{count} files need a newer Lianke; they are handed on all the same.",
                count,
            )
            return said.format(count=count), _("Update Lianke on this computer.")
        case "no_key":
            return (
                _("Something that came cannot be opened here yet."),
                _("Exchange once with your coordinator."),
            )
        case _:
            said = ngettext(
                "{count} other computer already has a newer Lianke.",
                "{count} other computers already have a newer Lianke.",
                count,
            )
            return said.format(count=count), _("Update Lianke on this computer.")


def _reason(code: str) -> str:
    match code:
        case "pending":
            return _("something written before has not come yet")
        case "unknown_certificate":
            return _("its computer is not known here yet")
        case "newer_table" | "undecodable" | "unknown_circle":
            return _("it was written by a newer Lianke")
        case "refused":
            return _("whoever wrote it may not do that")
        case _:
            return _("it breaks the rules")


def _advice(finding: "Finding") -> str:
    if finding.subject in ("newer_table", "undecodable", "unknown_circle"):
        return _("Update Lianke on this computer.")
    return _("Exchange again; nothing is lost.")


def _at_places(finding: "Finding") -> tuple[str, str]:
    count = finding.count
    match finding.code:
        case "refused_file":
            return _refused(finding)
        case "missing_file":
            said = ngettext(
                "{place}: {count} file was announced and is not there.",
                "{place}: {count} files were announced and are not there.",
                count,
            )
            return (
                said.format(place=finding.subject, count=count),
                _("Ask whoever wrote it to exchange there again."),
            )
        case _:
            return (
                _("{place}, the last exchange: {outcome}").format(
                    place=finding.place, outcome=outcome_words(finding.subject)
                ),
                _("Exchange there again."),
            )


def _refused(finding: "Finding") -> tuple[str, str]:
    from sync.errors import Reason  # noqa: PLC0415

    reason = Reason(finding.subject)
    said = ngettext(
        "{place}, {count} file: {reason}", "{place}, {count} files: {reason}", finding.count
    )
    words = said.format(place=finding.place, count=finding.count, reason=skipped_words(reason))
    return words, skipped_advice(reason)


def file_lines(finding: "Finding", most: int = _FILES) -> list[str]:
    """Return the names of the files a finding is about, and how many more there are."""
    return some_names(finding.files, most)


def some_names(files: Sequence[str], most: int = _FILES) -> list[str]:
    """Return the names of some files, and how many more there are."""
    names = list(files[:most])
    more = len(files) - len(names)
    if more > 0:
        said = ngettext("… and {count} more", "… and {count} more", more)
        names.append(said.format(count=more))
    return names


def _here(finding: "Finding") -> tuple[str, str]:
    match finding.code:
        case "clock":
            return (
                _("The clock of this computer cannot be right."),
                _("Set date and time; the exchange works all the same."),
            )
        case "room":
            return (
                _("Only {size} MB are free on this computer.").format(size=finding.count),
                _("Make room; Lianke deletes nothing by itself."),
            )
        case "unsent":
            said = ngettext(
                "{count} record is only on this computer so far.",
                "{count} records are only on this computer so far.",
                finding.count,
            )
            return said.format(count=finding.count), _("Exchange with a stick or a share.")
        case _:
            if finding.at is None:
                return _("{person} was never heard of.").format(person=finding.subject), ""
            return (
                _("{person} was not heard of for weeks.").format(person=finding.subject),
                _("Ask for an exchange."),
            )
