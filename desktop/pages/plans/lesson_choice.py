"""写教案: choose a lesson of the catalogue by typing, or give the plan a title of its own."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStackedWidget, QStyleOptionViewItem, QWidget
from typing_extensions import override

from db.queries.lessons import LessonRow, list_lessons
from db.queries.plans import PlanRow
from desktop import theme
from desktop.context import Desk
from desktop.labels import choice_label, listed, volume_words
from desktop.pages.plans.lesson_plans import LessonPlans
from desktop.tables import Band, LazyListModel
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.lines import SearchField
from desktop.widgets.lists import Delegate, Rows, rect_of, sign, text
from desktop.widgets.notices import Empty
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext, pgettext


class LessonDelegate(Delegate):
    """A lesson in a line; at the right how many plans there are of it."""

    height = 44

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: LessonRow) -> None:
        worn, rect = theme.now(), rect_of(option)
        inner = rect.adjusted(worn.px(16), 0, -worn.px(16), 0)
        edge = inner.right()
        if row.plans:
            words = ngettext("{count} plan", "{count} plans", row.plans).format(count=row.plans)
            edge = sign(painter, edge, rect.center().y(), "notebook", words)
        title = QRect(inner.left(), inner.top(), edge - inner.left() - worn.px(12), inner.height())
        text(painter, title, row.title, "strong")


def _said(row: LessonRow) -> str:
    plans = ngettext("{count} plan", "{count} plans", row.plans).format(count=row.plans)
    return listed([row.title, row.unit, plans if row.plans else ""])


class LessonChoice(QWidget):
    """What is typed narrows the catalogue; Enter takes the first lesson, or the words."""

    chosen = Signal(object)  # the LessonRow
    titled = Signal(str)  # a title that is in no catalogue
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        layout = column(self, 12, (24, 20, 24, 0))
        self._hint = label("", "body", "ink2", wrap=True)
        layout.addWidget(self._hint)
        line = row(gap=8)
        self.search = SearchField("", 420)
        self.search.searched.connect(self._search)
        self.search.returnPressed.connect(self._enter)
        self._free = button("", "", "pencil-simple")
        self._free.clicked.connect(self._take_title)
        self._leave = button("", "quiet")
        self._leave.clicked.connect(self.left)
        line.addWidget(self.search, 1)
        line.addWidget(self._free)
        line.addWidget(self._leave)
        layout.addLayout(line)
        self._rows: Sequence[LessonRow] = ()
        self.model = LazyListModel[LessonRow](_said, self)
        self.view = Rows(LessonDelegate, "")
        self.view.PAUSE_MS = 3_600_000  # an arrow key goes on; Enter or a click chooses
        self.view.setModel(self.model)
        self.view.opened.connect(self._choose)
        self._empty = Empty("books", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self.plans = LessonPlans()
        self.plans.left.connect(self.begin)
        self._area = scroll(self.plans)
        for one in (self._empty, self._area):
            self._stack.addWidget(one)
        layout.addWidget(self._stack, 1)
        self._retranslate()

    def begin(self) -> None:
        """Show the whole catalogue, with the caret where one types."""
        self._show_search(shown=True)
        self.search.clear()
        self._search("")
        self.search.setFocus()

    def offer(self, title: str, plans: Sequence[PlanRow], count: int) -> None:
        """Offer the first of the plans there are of a lesson to begin with."""
        self.plans.show_plans(title, plans, count)
        self._stack.setCurrentWidget(self._area)
        self._show_search(shown=False)
        self.plans.focus()

    def _show_search(self, *, shown: bool) -> None:
        for one in (self._hint, self.search, self._free, self._leave):
            one.setVisible(shown)

    def _search(self, words: str) -> None:
        with self._desk.store.read() as session:
            self._rows = list_lessons(session, words=words)
        groups: list[tuple[Band, int]] = []
        for one in self._rows:
            band = _band(one)
            if groups and groups[-1][0] == band:
                groups[-1] = (band, groups[-1][1] + 1)
            else:
                groups.append((band, 1))
        self.model.set_groups(groups, self._load)
        self._stack.setCurrentWidget(self.view if self._rows else self._empty)
        self._name_free()

    def _load(self, offset: int, limit: int) -> Sequence[LessonRow]:
        return self._rows[offset : offset + limit]

    def count(self) -> int:
        """Return how many lessons fit what is typed."""
        return len(self._rows)

    def _enter(self) -> None:
        if self._rows and self.search.text().strip():
            self._choose(self._rows[0])
        else:
            self._take_title()

    def _choose(self, row: LessonRow) -> None:
        self.chosen.emit(row)

    def _take_title(self) -> None:
        words = self.search.text().strip()
        if words:
            self.titled.emit(words)

    def _name_free(self) -> None:
        words = self.search.text().strip()
        self._free.setEnabled(bool(words))
        self._free.setText(
            _("Take “{title}” as the title").format(title=words[:12])
            if words
            else _("A title of my own")
        )
        self._empty.set_text(
            _("No lesson fits") if words else _("The catalogue is empty"),
            _("Take what you typed as the title; the lesson can be chosen later."),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.view.setFocus()
        else:
            super().keyPressEvent(event)

    def _retranslate(self) -> None:
        self._hint.setText(
            _("Type a few characters or pinyin initials. The head of the form fills itself in.")
        )
        self.search.set_hint(_("Title or initials, such as {example}").format(example="kscf"))
        self._leave.setText(pgettext("choosing a record", "Not now"))
        self.view.setAccessibleName(_("Lessons of the catalogue"))
        self._name_free()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _band(row: LessonRow) -> Band:
    about = (
        row.edition,
        choice_label("lesson", "subject", row.subject),
        volume_words(
            choice_label("lesson", "grade", row.grade), choice_label("lesson", "volume", row.volume)
        ),
    )
    return Band("·".join(part for part in about if part), row.unit)
