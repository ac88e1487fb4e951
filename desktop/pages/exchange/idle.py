"""Nothing is going on: the one thing to do, large and calm."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop import theme
from desktop.pages.exchange.place_lines import PlaceLine, is_server
from desktop.suspect_words import suspect_words
from desktop.tokens import ICON
from desktop.widgets.basic import A, Card, Icon, label, row
from desktop.widgets.buttons import button, check
from desktop.widgets.notices import Empty
from desktop.words import _, ngettext


class IdleView(QStackedWidget):
    """A place and 「开始交换」, or what to do when there is none."""

    start_wanted = Signal()
    folder_wanted = Signal()
    place_wanted = Signal()  # a new one
    change_wanted = Signal(str)  # the address of a place
    forget_wanted = Signal(str)
    readable_chosen = Signal(str, bool)  # the address, and whether copies are wanted there

    def __init__(self) -> None:
        super().__init__()
        self._line: PlaceLine | None = None
        self._choose = button("", "", "folder-open")
        self._choose.clicked.connect(self.folder_wanted)
        self._add = button("", "", "plus")
        self._add.clicked.connect(self.place_wanted)
        ways = QWidget()
        line = row(ways, 10)
        line.addWidget(self._choose)
        line.addWidget(self._add)
        self._empty = Empty("usb-stick", "", "", ways)
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
        self.readable = check("")
        self.readable.note.hide()
        self.readable.box.clicked.connect(self._choose_readable)
        body.addWidget(self.readable, 0, A.AlignHCenter)
        self._copies = label("", "small", "ink3", wrap=True)
        self._copies.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self._copies)
        body.addSpacing(theme.now().px(8))
        body.addWidget(self._last)
        body.addStretch(1)
        body.addLayout(self._make_foot())
        self.addWidget(self._card)
        self.addWidget(self._empty)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say where a stick will appear."""
        self._empty.set_text(
            _("Put a stick in: it appears here"),
            _("Or add a place that others reach too: a shared folder, a net disk."),
        )
        self._choose.setText(_("Choose a folder"))
        self._add.setText(_("Add a place"))
        self.setCurrentWidget(self._empty)

    def show_place(self, line: PlaceLine, unsent: int, last: str = "") -> None:
        """Show a place, what would go there, and when something last did."""
        self._line = line
        self._icon.set_icon(line.icon)
        self._change.setText(_("Change"))
        self._change.setVisible(is_server(line.folder))
        self._forget.setText(_("Take off the list"))
        self._forget.setVisible(line.known and not line.stick)
        self._offer_copies(line)
        self._name.setText(line.name)
        said = _("Last time here") + "·" + line.result if line.result else last
        self._last.setText(said)
        self._last.setVisible(bool(said))
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

    def _make_foot(self) -> QHBoxLayout:
        self._change = button("", "quiet", "pencil-simple", small=True)
        self._change.clicked.connect(self._ask_change)
        self._forget = button("", "quiet", "x", small=True)
        self._forget.clicked.connect(self._ask_forget)
        foot = row(gap=8)
        foot.addStretch(1)
        foot.addWidget(self._change)
        foot.addWidget(self._forget)
        foot.addStretch(1)
        return foot

    def _offer_copies(self, line: PlaceLine) -> None:
        """Offer readable copies where people open folders: a stick, above all."""
        self.readable.box.setText(_("Put readable copies there too"))
        self._copies.setText(
            _(
                "For computers without Lianke: plans and materials by book in the folder 共享教案,"
                " the ledger and what belongs to activities in 共享资料. Whoever has the stick can"
                " open them."
            )
        )
        self.readable.box.setChecked(line.readable)
        offered = not is_server(line.folder) and not line.read_only and not line.foreign
        self.readable.setVisible(offered)
        self._copies.setVisible(offered and line.readable)

    def _choose_readable(self, wanted: bool) -> None:
        if self._line is not None:
            self.readable_chosen.emit(self._line.folder, wanted)

    def _ask_change(self) -> None:
        if self._line is not None:
            self.change_wanted.emit(self._line.folder)

    def _ask_forget(self) -> None:
        if self._line is not None:
            self.forget_wanted.emit(self._line.folder)

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
    return suspect_words(line.suspects)
