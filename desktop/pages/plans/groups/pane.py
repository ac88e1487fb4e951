"""The preparation groups: the list at the left, one of them at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QStyleOptionViewItem, QWidget
from typing_extensions import override

from db.commands import records
from db.errors import UnknownRecordError
from db.queries.prep_groups import GroupRow, list_groups
from db.queries.records import show
from db.record import Value
from desktop import theme
from desktop.context import Desk
from desktop.pages.activities.directory import Directory
from desktop.pages.plans.groups import words
from desktop.pages.plans.groups.form import GroupForm
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, column, row
from desktop.widgets.buttons import button
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.widgets.notices import Empty
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _

LIST_WIDE = 320
RIGHT = A.AlignRight | A.AlignVCenter
ONE_UNDER = 62 * 15


class GroupDelegate(Delegate):
    """Name and how many members; under them subject, grades and who leads."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: GroupRow) -> None:
        worn, rect = theme.now(), rect_of(option)
        inner = rect.adjusted(worn.px(16), worn.px(8), -worn.px(14), -worn.px(8))
        tall = inner.height() // 2
        top = QRect(inner.left(), inner.top(), inner.width(), tall)
        count = words.members_words(len(row.members))
        wide = painter.fontMetrics().horizontalAdvance(count) + worn.px(16)
        text(painter, top.adjusted(0, 0, -wide, 0), row.name, "strong")
        right = QRect(inner.right() - wide, inner.top(), wide, tall)
        text(painter, right, count, "small", "ink3", RIGHT)
        under = top.translated(0, tall)
        text(painter, under, words.about(row), "small", "ink2")


class GroupsPane(QWidget):
    """All groups, one of them open; made, changed and put into the bin here."""

    back = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._directory = Directory(desk)
        self.groups: list[GroupRow] = []
        self._head = Header()
        self._back = button("", "quiet", "arrow-left")
        self._new = button("", "primary", "plus")
        self._back.clicked.connect(self._go_back)
        self._new.clicked.connect(self.begin_new)
        self._head.add(self._back)
        self._head.add(self._new)
        layout = row(self, 0)
        layout.addWidget(self._make_list())
        self._side = QStackedWidget()
        self._first = button("", "", "plus")
        self._first.clicked.connect(self.begin_new)
        self._nothing = Empty("users-three", "", "", self._first)
        self.form = GroupForm(desk, self._directory)
        self._area = scroll(self.form)
        self._side.addWidget(self._nothing)
        self._side.addWidget(self._area)
        layout.addWidget(self._side, 1)
        self._connect()
        self._retranslate()
        self.refresh()

    def _make_list(self) -> QWidget:
        self._left = QFrame()
        self._left.setProperty("kind", "left")
        self._left.setProperty("area", True)
        layout = column(self._left, 0, (0, 8, 1, 8))
        self._model = LazyListModel[GroupRow](words.said, self)
        self.view = Rows(GroupDelegate)
        self.view.setModel(self._model)
        self.view.opened.connect(self._open_row)
        layout.addWidget(self.view)
        return self._left

    def _connect(self) -> None:
        form, news = self.form, self._desk.news
        form.changed.connect(self.refresh)
        form.created.connect(self._created)
        form.deleted.connect(self._deleted)
        form.toasted.connect(self.toasted)
        news.arrived.connect(self.refresh)

    def header(self) -> QWidget:
        """Return the head: the way back, and the one to a new group."""
        return self._head

    def flush(self) -> None:
        """Save all that is typed."""
        self.form.flush()

    def end(self) -> None:
        """Let go of the saving thread."""
        self.form.end()

    # the list

    def refresh(self) -> None:
        """Read the groups again; the one open stays chosen."""
        with self._desk.store.read() as session:
            self.groups = list_groups(session)
        self._model.set_source(len(self.groups), self._load)
        self._choose(self.form.id)
        self._head.set_title(_("Preparation groups"), words.title_note(self.groups))
        if not self.form.keeper.open:
            self._side.setCurrentWidget(self._nothing)
        self._arrange()

    def _load(self, offset: int, limit: int) -> Sequence[GroupRow]:
        return self.groups[offset : offset + limit]

    def _choose(self, id: str) -> None:
        at = next((at for at, one in enumerate(self.groups) if one.id == id), -1)
        if at >= 0:
            self.view.choose(at)
        else:
            self.view.setCurrentIndex(QModelIndex())

    def _open_row(self, group: GroupRow) -> None:
        self.show_group(group.id)

    def show_group(self, id: str) -> None:
        """Show one group."""
        try:
            self.form.open(id)
        except UnknownRecordError:
            self.refresh()
            return
        self._side.setCurrentWidget(self._area)
        self._choose(id)
        self._arrange()

    def begin_new(self) -> None:
        """Begin a new group: mine leads, my subject and grade where I have one."""
        self._choose("")
        self.form.open_new(self._prefill())
        self._side.setCurrentWidget(self._area)
        self._arrange()
        self.form.boxes["name"].setFocus()

    def _prefill(self) -> dict[str, Value]:
        out: dict[str, Value] = {"leader": self._desk.person}
        with self._desk.store.read() as session:
            try:
                me = show(session, self._desk.person).values
            except UnknownRecordError:
                return {}
        out["leader_name"] = me.get("name")
        for name in ("subject", "grade"):
            codes = str(me.get(f"{name}s") or "").split()
            if len(codes) == 1 and codes != ["all"]:
                out[name] = codes[0]
        term = self._directory.current_term
        if term is not None:
            out["term"] = term.id
        return out

    def _created(self, id: str) -> None:
        """Let who leads be a member from the start, and show the group in the list."""
        leader = str(self.form.keeper.draft.record.value("leader") or "")
        with self._desk.store.read() as session:
            group = next((one for one in list_groups(session) if one.id == id), None)
        if group is not None and leader and not group.members:
            with self._desk.write() as writer:
                records.add(writer, "prep_member", {"group": id, "person": leader})
            self.form.keeper.reload()
        self.refresh()
        if not self.form.id:
            self.show_group(id)

    def _deleted(self, _id: str) -> None:
        self.form.keeper.close()
        self._side.setCurrentWidget(self._nothing)
        self.refresh()

    def _go_back(self) -> None:
        if self._one and self._side.currentWidget() is self._area:
            self.form.flush()
            self.form.keeper.close()
            self.refresh()
            return
        self.form.flush()
        self.back.emit()

    # one pane at a time

    _one = False

    def _arrange(self) -> None:
        worn = theme.now()
        self._one = worn.large or self.width() / worn.scale < ONE_UNDER
        open = self._side.currentWidget() is self._area
        self._left.setVisible(bool(self.groups) and not (self._one and open))
        self._side.setVisible(not self._one or open or not self.groups)
        if self._one:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._left.setFixedWidth(worn.size(LIST_WIDE))
        self._say_nothing()

    def _say_nothing(self) -> None:
        if self.groups:
            said, hint = _("No group chosen"), _("Choose one at the left.")
        else:
            said = _("No preparation groups yet")
            hint = _("A group is who prepares one subject together, also across schools.")
        self._nothing.set_text(said, hint)
        self._first.setVisible(not self.groups)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _retranslate(self) -> None:
        self._back.setText(_("Back to the plans"))
        self._new.setText(_("New group"))
        self._first.setText(_("New group"))
        self.view.setAccessibleName(_("Preparation groups"))
        self._head.set_title(_("Preparation groups"), words.title_note(self.groups))
        self._head.arrange()
        self._say_nothing()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
