"""Nothing is going on: the one thing to do, large and calm."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop import theme
from desktop.pages.exchange.place_lines import PlaceLine
from desktop.tokens import ICON
from desktop.widgets.basic import A, Card, Icon, label
from desktop.widgets.buttons import button
from desktop.widgets.notices import Empty
from desktop.words import _, ngettext


class IdleView(QStackedWidget):
    """A place and 「开始交换」, or what to do when there is none."""

    start_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choose = button("", "", "folder-open")
        self._choose.clicked.connect(self.folder_wanted)
        self._empty = Empty("usb-stick", "", "", self._choose)
        self._card = Card(gap=8, margins=(24, 40, 24, 40))
        self._icon = Icon("usb-stick", "accent", ICON["empty"])
        self._name = label("", "title", wrap=True)
        self._what, self._last = label("", "body", wrap=True), label("", "small", "ink3", wrap=True)
        self._warning = label("", "body", "warn", wrap=True)
        self.start = button("", "primary", "arrows-left-right")
        self.start.clicked.connect(self.start_wanted)
        body = self._card.body
        body.addStretch(1)
        body.addWidget(self._icon, 0, A.AlignHCenter)
        self._last.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for words in (self._name, self._what, self._warning):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            body.addWidget(words)
        body.addSpacing(theme.now().px(8))
        body.addWidget(self.start, 0, A.AlignHCenter)
        body.addSpacing(theme.now().px(8))
        body.addWidget(self._last)
        body.addStretch(1)
        self.addWidget(self._card)
        self.addWidget(self._empty)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say where a stick will appear."""
        self._empty.set_text(
            _("Put a stick in: it appears here"),
            _("Or choose a folder that others can reach too, on a share for example."),
        )
        self._choose.setText(_("Choose a folder"))
        self.setCurrentWidget(self._empty)

    def show_place(self, line: PlaceLine, unsent: int, last: str = "") -> None:
        """Show a place, what would go there, and when something last did."""
        self._icon.set_icon("usb-stick" if line.stick else "folder-open")
        self._name.setText(line.name)
        self._last.setText(last)
        self._last.setVisible(bool(last))
        if unsent:
            going = ngettext(
                "Takes along {count:,} of your records and brings what is new.",
                "Takes along {count:,} of your records and brings what is new.",
                unsent,
            )
            self._what.setText(going.format(count=unsent))
        else:
            self._what.setText(_("Brings what is new."))
        self._warning.setText(_caution(line))
        self._warning.setVisible(bool(self._warning.text()))
        self.start.setText(_("Start the exchange"))
        self.start.setEnabled(line.ready)
        self.setCurrentWidget(self._card)

    def start_button(self) -> QWidget:
        """Return what Enter should press."""
        return self.start if self.currentWidget() is self._card else self._choose


def _caution(line: PlaceLine) -> str:
    if not line.ready:
        return _("It cannot be reached now. Put the stick in, or connect to the share.")
    if line.foreign:
        return _("Another alliance keeps its work here. It stays untouched; yours goes beside it.")
    if line.read_only:
        return _("It is locked: things can come, nothing of yours can go.")
    return ""
