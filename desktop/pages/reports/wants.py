"""What the ledger still lacks: a few things under the sheet, all of them on demand."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.reports.words import Want
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, Elided, Icon, column, label, row, rule
from desktop.widgets.buttons import button
from desktop.widgets.lists import Delegate, Rows, pill, rect_of, text
from desktop.words import _, ngettext

_ITEM = 216  # points a thing takes under the sheet
_MOST = 3  # under the sheet; the others are in the list
_LINES, _LINES_LARGE = 5, 3  # of the list, before it scrolls


class _Line(Delegate):
    """One thing: its sign on the sheet, which activity, what it lacks, what one does."""

    height = 36

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Want) -> None:
        worn, rect = theme.now(), rect_of(option)
        inner = rect.adjusted(worn.px(16), 0, -worn.px(12), 0)
        wide = text(painter, inner, row.do, "small", "accent", A.AlignRight | A.AlignVCenter)
        inner.setRight(inner.right() - wide - worn.px(16))
        sign = row.sign or _("{count} versions").format(count=2)
        left = pill(painter, inner.left(), rect.center().y(), sign, "warn", "warn_soft")
        inner.setLeft(max(left, inner.left() + worn.size(52)) + worn.px(10))
        room = inner.adjusted(inner.width() // 2, 0, 0, 0)
        text(painter, room, row.lack, "small", "warn", A.AlignRight | A.AlignVCenter)
        wide = min(painter.fontMetrics().horizontalAdvance(row.lack), room.width())
        inner.setRight(inner.right() - wide - worn.px(10))
        text(painter, inner, row.what, "small")


def spoken(want: Want) -> str:
    """Return what a screen reader says of a thing."""
    return " ".join(part for part in (want.sign, want.what, want.lack) if part)


class _Item(QWidget):
    """One thing under the sheet, with its button."""

    def __init__(self, want: Want) -> None:
        super().__init__()
        layout = row(self, 6)
        said = column(gap=0)
        sign = want.sign or "▲"
        said.addWidget(Elided(f"{sign}  {want.what}", "small"))
        said.addWidget(Elided(want.lack, "small", "warn"))
        layout.addLayout(said, 1)
        self.button = button(want.do, "quiet", small=True)
        self.button.setAccessibleName(f"{want.do} {spoken(want)}")
        layout.addWidget(self.button, 0, A.AlignVCenter)


class Wants(QFrame):
    """缺 3 项, 不影响导出, and each with a way to see to it."""

    opened = Signal(object)  # Want

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("area", True)
        self._wants: Sequence[Want] = ()
        self._shown: Sequence[Want] = ()
        self._page = 0
        outer = column(self, 0)
        line = row(gap=12, margins=(16, 8, 8, 8))
        outer.addLayout(line)
        line.addLayout(self._make_head())
        self._items = row(gap=16)
        line.addLayout(self._items, 1)
        self._more: QPushButton = button("", "quiet", small=True)
        self._more.clicked.connect(self._toggle)
        line.addWidget(self._more, 0, A.AlignVCenter)
        self._rule = rule()
        outer.addWidget(self._rule)
        self._model = LazyListModel[Want](spoken, self)
        self._list = Rows(_Line)
        self._list.setModel(self._model)
        self._list.setProperty("round", True)
        self._list.clicked.connect(self._open)
        self._list.activated.connect(self._open)
        outer.addWidget(self._list)
        self._unfold(on=False)

    def _make_head(self) -> QVBoxLayout:
        out = column(gap=0)
        top = row(gap=6)
        top.addWidget(Icon("warning", "warn", 18))
        self._title = label("", "heading", "warn")
        top.addWidget(self._title)
        top.addStretch(1)
        out.addLayout(top)
        self._note = label("", "small", "ink3")
        out.addWidget(self._note)
        return out

    def set_wants(self, wants: Sequence[Want]) -> None:
        """Show other things; nothing at all hides the card."""
        self._wants = wants
        self._model.set_source(len(wants), lambda at, many: wants[at : at + many])
        worn = theme.now()
        most = _LINES_LARGE if worn.large else _LINES
        line = worn.size(20) + worn.px(16)
        self._list.setFixedHeight(line * min(len(wants), most) + 1)
        self._say()
        self._arrange()
        self.setVisible(bool(wants))

    def set_page(self, page: int) -> None:
        """Put what stands on a sheet before the others."""
        self._page = page
        self._arrange()

    def _say(self) -> None:
        two = sum(not want.sign for want in self._wants)
        empty = len(self._wants) - two
        both = ngettext("{count} with two versions", "{count} with two versions", two)
        both = both.format(count=two)
        missing = ngettext("{count} cell empty", "{count} cells empty", empty)
        self._title.setText(missing.format(count=empty) if empty else both)
        calm = _("It can go out all the same")
        self._note.setText("·".join((both, calm)) if two and empty else calm)
        self._list.setAccessibleName(self._title.text())
        self._say_more()

    def _say_more(self) -> None:
        folded = self._list.isHidden()
        words = _("All {count}").format(count=len(self._wants)) if folded else _("Fold up")
        self._more.setText(words)

    def _toggle(self) -> None:
        self._unfold(on=self._list.isHidden())

    def _unfold(self, *, on: bool) -> None:
        self._list.setVisible(on)
        self._rule.setVisible(on)
        self._say_more()
        self._arrange()

    def _arrange(self) -> None:
        """Show as many things as have room, those of the sheet that is looked at first."""
        shown: Sequence[Want] = ()
        if self._list.isHidden():
            room = self.width() - theme.now().size(220)
            many = max(0, min(room // theme.now().size(_ITEM), _MOST))
            here = [want for want in self._wants if want.page in (self._page, -1)]
            others = [want for want in self._wants if want not in here]
            shown = (here + others)[:many]
        self._more.setHidden(len(shown) == len(self._wants))
        self._fill(shown)

    def _fill(self, shown: Sequence[Want]) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        while (taken := self._items.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for want in shown:
            item = _Item(want)
            item.button.clicked.connect(partial(self.opened.emit, want))
            self._items.addWidget(item, 1)
        if not shown:
            self._items.addStretch(1)

    def _open(self) -> None:
        want = self._list.row()
        if want is not None:
            self.opened.emit(want)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
