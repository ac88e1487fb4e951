"""After founding: the first invitations, at once or later."""

from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop.context import Desk
from desktop.pages.wizard.invite import InvitePanel
from desktop.pages.wizard.step import Step
from desktop.words import _


class InviteStep(Step):
    """`done` comes when one goes on, whether anybody was invited or not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Invite the others"),
            _(
                "One invitation for each computer. A second coordinator is a good idea; later is "
                "fine too, on the People page."
            ),
        )
        self.panel = InvitePanel(desk, embedded=True)
        self._invited = False
        self.panel.invited.connect(self._note)
        self.body.addWidget(self.panel)
        self.finish_building()

    def _note(self) -> None:
        self._invited = True
        self.changed.emit()

    @override
    def go_words(self) -> str:
        return _("Begin with Lianke") if self._invited else _("Later, begin with Lianke")

    @override
    def is_main(self) -> bool:
        return False  # making an invitation is

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Enter makes the invitation, it does not leave

    @override
    def begin(self) -> None:
        self.panel.setFocus()
