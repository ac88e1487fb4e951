"""One material in the list of a plan or an activity: where it is, what it is, what can be done."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from db.file_names import is_program
from db.queries.library import MaterialRow
from desktop import theme
from desktop.labels import choice_label
from desktop.pages.library import words
from desktop.widgets.basic import Icon, label, row, tag
from desktop.widgets.buttons import button, icon_button
from desktop.words import _

NARROW = 420  # pixels at usual letters: below it kind and size are left to the tool tip
_TITLE, _LEAST = 320, 150


class MaterialLine(QFrame):
    """A material that belongs here, or one that was found and may be taken."""

    titled = Signal(str)  # the material: its title was pressed
    file_wanted = Signal(str)  # the material: open its file
    wish_wanted = Signal(str)  # the material: bring its file next time
    removed = Signal(str)  # the link

    def __init__(self, one: MaterialRow, link: str = "", *, may_remove: bool = True) -> None:
        """Take a material and, where it belongs here already, the link's id."""
        super().__init__()
        self.one, self.link = one, link
        line = row(self, 8)
        glyph, role, told = words.where(one)
        sign = Icon(glyph, role, 16)
        sign.setToolTip(told)
        line.addWidget(sign)
        self._title = self._make_title(told)
        line.addWidget(self._title)
        kind = choice_label("material", "type", one.type)
        self._aside = [tag(kind)] if kind else []
        self._aside.append(label(words.file_words(one), "small", "ink3"))
        for part in self._aside:
            line.addWidget(part)
        line.addStretch(1)
        self._acts = self._add_acts(line, may_remove) if link else []

    def _make_title(self, told: str) -> QPushButton:
        out = button("", "quiet", small=True)
        out.setToolTip("\n".join(filter(None, (self.one.title, words.file_words(self.one)))))
        out.setAccessibleName(self.one.title)
        out.setAccessibleDescription(told)
        out.clicked.connect(self._press_title)
        return out

    def _add_acts(self, line: QHBoxLayout, may_remove: bool) -> list[QWidget]:
        """Add what can be done about its file, and the way off."""
        out: list[QWidget] = []
        if self.one.here and not is_program(self.one.file_name):
            first = button(_("Open"), "", "arrow-square-out", small=True)
            first.clicked.connect(self._want_file)
            out.append(first)
        elif self.one.files and not self.one.here and not self.one.wished:
            first = button(_("Bring it next time"), "", "tray", small=True)
            first.clicked.connect(self._wish)
            out.append(first)
        if may_remove:
            off = icon_button("x", _("Not for this any more"))
            off.clicked.connect(self._remove)
            out.append(off)
        for one in out:
            line.addWidget(one)
        return out

    def _press_title(self) -> None:
        self.titled.emit(self.one.id)

    def _want_file(self) -> None:
        self.file_wanted.emit(self.one.id)

    def _wish(self) -> None:
        self.wish_wanted.emit(self.one.id)

    def _remove(self) -> None:
        self.removed.emit(self.link)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return less than all of it wants: the title and what is aside give way."""
        acts = sum(one.sizeHint().width() + theme.now().px(8) for one in self._acts)
        return QSize(theme.now().size(_LEAST) + acts, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the title what room is left; kind and size go first."""
        worn = theme.now()
        for part in self._aside:
            part.setVisible(self.width() / worn.scale >= NARROW)
        beside = [*(part for part in self._aside if part.isVisibleTo(self)), *self._acts]
        taken = sum(part.sizeHint().width() + worn.px(8) for part in beside)
        metrics = self._title.fontMetrics()
        edges = self._title.sizeHint().width() - metrics.horizontalAdvance(self._title.text())
        room = self.width() - worn.size(16) - worn.px(8) * 2 - taken - edges
        room = min(max(room, 0), worn.size(_TITLE))
        self._title.setText(metrics.elidedText(self.one.title, Qt.TextElideMode.ElideRight, room))
