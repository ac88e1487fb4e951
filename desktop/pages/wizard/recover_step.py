"""The coordinator's computer is gone: the code on paper and any stick of the alliance."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit
from typing_extensions import override

from desktop import theme
from desktop.errors import describe
from desktop.pages.exchange.place_lines import icon_of, is_server
from desktop.pages.wizard.step import Step
from desktop.sticks import Stick
from desktop.widgets.basic import Card, Icon, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.filters import Chips
from desktop.words import _, pgettext
from sync import recovery
from sync.errors import RecoveryCodeError


class RecoverStep(Step):
    """`done` gives the place and its name, the code, and the name of who works here."""

    server_wanted = Signal()

    def __init__(
        self, place: tuple[str, str] | None = None, code: str = "", name: str = ""
    ) -> None:
        """Ask for them.

        Args:
            place: The address of one that was chosen before, and what it is called.
            code: As it was typed before.
            name: As it was typed before.
        """
        super().__init__(
            _("Come back with the recovery code"),
            _("With the code on paper this computer becomes the coordinator's."),
        )
        self._chosen = place
        self._add_place()
        worn = theme.now()
        self.code = QLineEdit()
        self.code.setMaximumWidth(worn.size(420))
        self.code.setPlaceholderText(_("Six groups of four signs"))
        self.code.textChanged.connect(self.changed)
        self.code.editingFinished.connect(self._judge)
        self.code_field = Field(_("Recovery code"), self.code)
        self.body.addWidget(self.code_field)
        self.name = QLineEdit()
        self.name.setMaximumWidth(worn.size(420))
        self.name.setPlaceholderText(_("Leave empty if you founded the alliance"))
        self.body.addWidget(Field(_("Your name"), self.name))
        lead = _("What was never exchanged was on the lost computer only, and cannot be had back.")
        self.body.addWidget(label(lead, "small", "ink3", wrap=True))
        self.code.setText(code)
        self.name.setText(name)
        self.finish_building()
        self._say()

    def _add_place(self) -> None:
        card = Card(gap=8, margins=(16, 12, 16, 14))
        line = row(gap=12)
        self._icon = Icon("usb-stick", "ink2", 28)
        self._said = label("", "strong", wrap=True)
        self.choose = button(_("Choose a folder"), "", "folder-open", small=True)
        self.choose.clicked.connect(self._ask)
        self.server = button(_("Use a server"), "", "cloud", small=True)
        self.server.clicked.connect(self.server_wanted)
        line.addWidget(self._icon)
        line.addWidget(self._said, 1)
        card.body.addLayout(line)
        card.body.addWidget(Chips([self.choose, self.server], 8))
        self.body.addWidget(card)

    def offer(self, sticks: Sequence[Stick]) -> None:
        """Take the first stick that is there, until a place is chosen."""
        if sticks and self._chosen is None:
            self._chosen = (str(sticks[0].folder), sticks[0].name)
            self._say()

    def take_folder(self, folder: str) -> None:
        """Take a folder instead of a stick."""
        self._chosen = (folder, Path(folder).name)
        self.notice.hide()
        self._say()

    def _say(self) -> None:
        nothing = _("Put in a stick on which the alliance has exchanged")
        self._said.setText(self._chosen[1] if self._chosen else nothing)
        server = self._chosen is not None and is_server(self._chosen[0])
        glyph = icon_of(self._chosen[0]) if server and self._chosen else "usb-stick"
        self._icon.set_icon(glyph, "accent" if self._chosen else "ink2")
        self.changed.emit()

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def _judge(self) -> None:
        """Say at once what is wrong with the code: of which alliance it is is seen at the place."""
        self.notice.hide()
        if not self.code.text().strip():
            return
        try:
            recovery.secrets_of(self.code.text())
        except RecoveryCodeError as error:
            self.notice.set_text(describe(error).text(), "warn")
            self.notice.show()

    def typed(self) -> tuple[str, str]:
        """Return the code and the name, as they stand there."""
        return self.code.text(), self.name.text()

    @override
    def back_words(self) -> str:
        return pgettext("to the step before", "Back")

    @override
    def go_words(self) -> str:
        return _("Next")

    @override
    def lacking(self) -> str:
        if self._chosen is None:
            return _("No stick or server is chosen yet")
        return "" if self.code.text().strip() else _("The recovery code is still missing")

    @override
    def begin(self) -> None:
        self.code.setFocus()

    @override
    def go(self) -> None:
        if self._chosen is not None:
            self.done.emit((self._chosen, self.code.text(), self.name.text().strip()))
