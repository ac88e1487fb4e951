"""The first exchange of a laptop that joined: from the stick that is there, or later."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from desktop.exchange_work import Outcome
from desktop.exchanges import Exchanges
from desktop.pages.exchange.moving import MovingCard
from desktop.pages.exchange.place_lines import icon_of, is_server
from desktop.pages.exchange.words import ending, summary
from desktop.pages.wizard.step import Step
from desktop.sticks import Stick
from desktop.widgets.basic import Card, Icon, label, row
from desktop.widgets.buttons import button
from desktop.widgets.filters import Chips
from desktop.widgets.notices import Notice
from desktop.words import _
from sync.identity import Joined
from sync.visit import RoundProgress


class FirstExchangeStep(Step):
    """`done` comes when one goes on, exchanged or not."""

    server_wanted = Signal()

    def __init__(
        self, exchanges: Exchanges, joined: Joined, place: tuple[str, str] | None = None
    ) -> None:
        """Show where to exchange.

        Args:
            exchanges: Runs it.
            joined: Whose laptop this is now; without the alliance's name before it has come.
            place: Where to exchange and what it is called, where that was chosen before.
        """
        super().__init__(
            _("Welcome to {alliance}").format(alliance=joined.alliance_name)
            if joined.alliance_name
            else _("Welcome back, {person}").format(person=joined.person_name),
            _("Exchange once with a stick that a colleague has exchanged with: then all is here."),
        )
        self._exchanges = exchanges
        self._place = place
        self._ended = False
        self._card = Card(gap=8, margins=(16, 12, 16, 14))
        line = row(gap=12)
        self._icon = Icon("usb-stick", "ink2", 28)
        self._said = label("", "strong", wrap=True)
        self.choose = button("", "", "folder-open", small=True)
        self.choose.setText(_("Choose a folder"))
        self.choose.clicked.connect(self._ask)
        self.server = button(_("Use a server"), "", "cloud", small=True)
        self.server.clicked.connect(self.server_wanted)
        line.addWidget(self._icon)
        line.addWidget(self._said, 1)
        self._card.body.addLayout(line)
        self._card.body.addWidget(Chips([self.choose, self.server], 8))
        self.body.addWidget(self._card)
        self.moving = MovingCard()
        self.moving.stop_wanted.connect(exchanges.stop)
        self.moving.hide()
        self.body.addWidget(self.moving)
        self.ending = Notice("", "good")
        self.ending.hide()
        self.body.addWidget(self.ending)
        self._numbers = label("", "body", "ink2", wrap=True)
        self.body.addWidget(self._numbers)
        self.finish_building()
        exchanges.began.connect(self._begin)
        exchanges.progressed.connect(self._progress)
        exchanges.ended.connect(self._end)
        exchanges.sticks.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        """Take the first stick that is there, until a place is chosen."""
        sticks = self._exchanges.sticks.now()
        if sticks and self._place is None:
            self._take_stick(sticks[0])
        self._say()

    def _take_stick(self, stick: Stick) -> None:
        self._place = (str(stick.folder), stick.name)

    def take_folder(self, folder: str) -> None:
        """Exchange with a folder instead of a stick."""
        self._place = (folder, Path(folder).name)
        self._say()

    def _say(self) -> None:
        if self._place is None:
            self._said.setText(_("Put the stick in: it appears here"))
        else:
            self._said.setText(self._place[1])
        glyph = icon_of(self._place[0]) if self._place and self._is_far() else "usb-stick"
        self._icon.set_icon(glyph, "accent" if self._place else "ink2")
        self.changed.emit()

    def _is_far(self) -> bool:
        return self._place is not None and is_server(self._place[0])

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def _begin(self) -> None:
        self._card.hide()
        self.ending.hide()
        self.moving.begin()
        self.moving.show()
        self.set_busy(_("The exchange is running"))

    def _progress(self, progress: RoundProgress) -> None:
        self.moving.show_progress(progress)

    def _end(self, outcome: Outcome) -> None:
        self.moving.hide()
        self._ended = outcome.code == "done"
        self._card.setVisible(not self._ended)
        self.ending.set_text(*ending(outcome, stick=not self._is_far()))
        self.ending.show()
        self._numbers.setText(summary(outcome))
        self.set_busy("")

    @override
    def skip_words(self) -> str:
        return "" if self._ended else _("Later, go on without")

    @override
    def go_words(self) -> str:
        return _("Next") if self._ended else _("Start the exchange")

    @override
    def lacking(self) -> str:
        return "" if self._ended or self._place else _("No stick or server is chosen yet")

    @override
    def begin(self) -> None:
        self.choose.setFocus()

    @override
    def go(self) -> None:
        if self._ended:
            self.done.emit(None)
        elif self._place is not None:
            self._exchanges.start(*self._place)
