"""What the first page's search found: anything, by words or pinyin initials, kind by kind."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QStackedWidget, QStyleOptionViewItem
from typing_extensions import override

from db.queries.search_all import SHOWN, Hit, Wanted, search_all
from desktop import theme
from desktop.context import Desk
from desktop.labels import choice_labels, field_label, kind_label
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, column, row
from desktop.widgets.buttons import button, chip
from desktop.widgets.choice_menus import ChoiceMenus
from desktop.widgets.filters import Filters
from desktop.widgets.lists import Delegate, Rows, pill, rect_of, text
from desktop.widgets.notices import Empty
from desktop.words import _, pgettext

KINDS = tuple(kind for kind in SHOWN if kind != "agreement")


class _HitDelegate(Delegate):
    """A record that was found: its kind as a tag, its name, a note; under it what it says."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Hit) -> None:
        worn, rect = theme.now(), rect_of(option)
        upper = QRect(rect)
        if row.said:
            upper.setHeight(rect.height() // 2 + worn.px(4))
        edge = pill(
            painter, rect.left() + worn.px(24), upper.center().y(), kind_label(row.kind), "ink2",
            "sunken",
        )  # fmt: skip
        left = edge - rect.left() + worn.px(12)
        inner = upper.adjusted(left, 0, -worn.px(20), 0)
        wide = text(painter, inner, row.note, "small", "ink3", A.AlignRight | A.AlignVCenter)
        text(painter, inner.adjusted(0, 0, -wide - worn.px(12), 0), row.label, "strong")
        if row.said:
            lower = QRect(rect.left(), upper.bottom() + 1, rect.width(), rect.height() // 2)
            lower.setBottom(rect.bottom() - worn.px(6))
            part = f"{kind_label(row.part)} · " if row.part else ""
            said = part + row.said
            text(painter, lower.adjusted(left, 0, -worn.px(20), 0), said, "small", "ink2")


class Found(QFrame):
    """The records found, or that there are none; made when somebody searches."""

    opened = Signal(str, str)  # kind, id

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted = Wanted("")
        self.hits = LazyListModel[Hit](lambda hit: f"{kind_label(hit.kind)} {hit.label}", self)
        self._rows = Rows(_HitDelegate)
        self._rows.setModel(self.hits)
        self._rows.opened.connect(self._open)
        self._all = button("", "")
        self._all.clicked.connect(self._look_everywhere)
        self._nothing = Empty("magnifying-glass", "", "", self._all)
        self._kinds = {kind: chip("") for kind in ("", *KINDS)}
        for kind, one in self._kinds.items():
            one.clicked.connect(partial(self._choose, kind=kind))
        self._menus = ChoiceMenus(
            ("subject", "grade"),
            partial(choice_labels, "activity"),
            partial(field_label, "activity"),
            many=False,
        )
        self._menus.chosen.connect(self._narrow)
        bar = QFrame()
        bar.setProperty("kind", "bar")
        self._filters = Filters([*self._kinds.values(), *self._menus.chips.values()])
        row(bar, 8, (24, 9, 20, 9)).addWidget(self._filters)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rows)
        self._stack.addWidget(self._nothing)
        layout = column(self, 0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self._rows.setAccessibleName(_("Found"))
        self._all.setText(_("Clear the filter"))
        self._say()

    def look_for(self, typed: str) -> None:
        """Show what these words find."""
        self._look(Wanted(typed, self._wanted.kind, self._wanted.subject, self._wanted.grade))

    def _look(self, wanted: Wanted) -> None:
        self._wanted = wanted
        with self._desk.store.read() as session:
            hits = search_all(session, wanted)
        self._show(hits)

    def _show(self, hits: Sequence[Hit]) -> None:
        self.hits.set_source(len(hits), lambda at, many: list(hits[at : at + many]))
        self._stack.setCurrentIndex(0 if hits else 1)
        self._say()

    def _say(self) -> None:
        """Say on every chip what it stands for, and which are on."""
        wanted = self._wanted
        narrow = bool(wanted.kind or wanted.subject or wanted.grade)
        hint = _("Take a filter away, or search for other words.")
        self._nothing.set_text(
            _("Nothing found"), hint if narrow else _("Fewer characters find more.")
        )
        self._all.setVisible(narrow)
        for kind, one in self._kinds.items():
            one.setText(kind_label(kind) if kind else pgettext("kinds of records", "All"))
            one.setChecked(kind == wanted.kind)
        self._menus.retranslate()
        self._filters.arrange()

    def _choose(self, _checked: bool = False, *, kind: str) -> None:
        self._look(Wanted(self._wanted.words, kind, self._wanted.subject, self._wanted.grade))

    def _look_everywhere(self) -> None:
        self._menus.clear()
        self._look(Wanted(self._wanted.words))

    def _narrow(self) -> None:
        subject, grade = ("".join(self._menus.codes(name)) for name in ("subject", "grade"))
        self._look(Wanted(self._wanted.words, self._wanted.kind, subject, grade))

    def _open(self, hit: Hit) -> None:
        self.opened.emit(hit.kind, hit.id)
