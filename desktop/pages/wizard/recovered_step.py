"""After coming back with the recovery code: what this computer is now, and what is to be done."""

from typing_extensions import override

from desktop.coming_back import Recovered
from desktop.pages.wizard.step import Step
from desktop.widgets.facts import said
from desktop.words import _


class RecoveredStep(Step):
    """Says who works here, what cannot be read, and that the lost computer is to be revoked."""

    def __init__(self, found: Recovered) -> None:
        super().__init__(
            _("This computer is the coordinator's now"),
            "·".join(part for part in (found.alliance, found.person) if part),
        )
        revoke = _("Revoke the lost computer: on the page Exchange, under Computers.")
        self.body.addWidget(said("prohibit", "warn", revoke))
        for school in found.unread:
            words = _("What {school} keeps to itself cannot be read here: its key was not given.")
            self.body.addWidget(said("warning", "warn", words.format(school=school)))
        second = _("Invite a second coordinator, so that one lost computer is never the only one.")
        self.body.addWidget(said("users-three", "accent", second))
        paper = _("The recovery code stays the same: keep the paper.")
        self.body.addWidget(said("check", "accent", paper))
        self.finish_building()

    @override
    def go_words(self) -> str:
        return _("Begin with Lianke")
