"""What the first page's search found: any record, by words or pinyin initials."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QStyleOptionViewItem
from typing_extensions import override

from db.queries.search import Hit, search_everything
from desktop import theme
from desktop.context import Desk
from desktop.labels import kind_label
from desktop.tables import LazyListModel
from desktop.widgets.basic import A
from desktop.widgets.lists import Delegate, Rows, pill, rect_of, text
from desktop.widgets.notices import Empty
from desktop.words import _


class _HitDelegate(Delegate):
    """A record that was found: its kind as a tag, its name, a note at the right."""

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Hit) -> None:
        worn, rect = theme.now(), rect_of(option)
        middle = rect.center().y()
        edge = pill(
            painter, rect.left() + worn.px(16), middle, kind_label(row.kind), "ink2", "sunken"
        )
        inner = rect.adjusted(edge - rect.left() + worn.px(12), 0, -worn.px(16), 0)
        wide = text(painter, inner, row.note, "small", "ink3", A.AlignRight | A.AlignVCenter)
        text(painter, inner.adjusted(0, 0, -wide - worn.px(12), 0), row.label, "strong")


class Found(QStackedWidget):
    """The records found, or that there are none; made when somebody searches."""

    opened = Signal(str, str)  # kind, id

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.hits = LazyListModel[Hit](lambda hit: f"{kind_label(hit.kind)} {hit.label}", self)
        self._rows = Rows(_HitDelegate)
        self._rows.setModel(self.hits)
        self._rows.opened.connect(self._open)
        self._nothing = Empty("magnifying-glass", "", "")
        self.addWidget(self._rows)
        self.addWidget(self._nothing)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self._rows.setAccessibleName(_("Found"))
        self._nothing.set_text(_("Nothing found"), _("Fewer characters find more."))

    def look_for(self, typed: str) -> None:
        """Show what these words find."""
        with self._desk.store.read() as session:
            hits = search_everything(session, typed)
        self.hits.set_source(len(hits), lambda at, many: hits[at : at + many])
        self.setCurrentIndex(0 if hits else 1)

    def _open(self, hit: Hit) -> None:
        self.opened.emit(hit.kind, hit.id)
