"""Choosing the plan or the activity that a material is for: one types, and it is found."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from db.queries.library_detail import LINKED
from db.queries.search_all import Hit, Wanted, search_all
from desktop import theme
from desktop.context import Desk
from desktop.labels import kind_label
from desktop.widgets.basic import clear, column, label
from desktop.widgets.buttons import button
from desktop.widgets.lines import SearchField
from desktop.words import _, pgettext

MOST = 8
_WIDE = 210


class RecordPicker(QFrame):
    """`chosen` tells the id of a plan or an activity."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self._desk = desk
        layout = column(self, 6, (10, 10, 10, 10))
        self.search = SearchField("", 160)
        self.search.searched.connect(self.look_for)
        layout.addWidget(self.search)
        self._found = QWidget()
        self._lines = column(self._found, 2)
        layout.addWidget(self._found)
        self._leave = button("", "quiet", small=True)
        self._leave.clicked.connect(self.left)
        layout.addWidget(self._leave)
        self._retranslate()

    def begin(self) -> None:
        """Begin to ask."""
        self.show()
        self.search.setFocus()

    def look_for(self, words: str) -> None:
        """Show the plans and activities that hold what was typed."""
        clear(self._lines)
        if not words:
            return
        with self._desk.store.read() as session:
            hits = [
                hit
                for kind in LINKED
                for hit in search_all(session, Wanted(words, kind=kind), MOST)
            ]
        for hit in hits[: 2 * MOST]:
            self._lines.addWidget(self._line(hit))
        if not hits:
            self._lines.addWidget(label(_("Nothing is called that."), "small", "ink3", wrap=True))

    def _line(self, hit: Hit) -> QWidget:
        words = "·".join(filter(None, (kind_label(hit.kind), hit.label, hit.note)))
        made = button("", "quiet", small=True)
        room = theme.now().size(_WIDE)
        made.setText(made.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.setObjectName(hit.id)
        made.clicked.connect(self._choose)
        return made

    def _choose(self) -> None:
        self.chosen.emit(self.sender().objectName())

    def _retranslate(self) -> None:
        self.search.set_hint(_("A plan or an activity"))
        self._leave.setText(pgettext("choosing a record", "Not now"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
