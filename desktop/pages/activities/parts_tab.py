"""Pages of the form made of rows: agenda, sign-in, actions. A row is a record of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from db.record import Value
from desktop import theme
from desktop.labels import field_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.boxes import LineBox, PersonBox
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import BESIDE, make_box
from desktop.pages.part_questions import PartQuestions
from desktop.widgets.basic import A, column, label, row, set_properties
from desktop.widgets.buttons import button, icon_button
from desktop.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row: its wire name and its share of the width."""

    name: str
    share: int


PLANS: Mapping[str, Sequence[Cell]] = {
    "agenda_item": (
        Cell("starts_at", 2), Cell("ends_at", 2), Cell("content", 8), Cell("person", 3),
    ),
    "participant": (
        Cell("person", 4), Cell("role", 4), Cell("attendance", 3), Cell("reason", 4),
    ),
    "action_item": (
        Cell("content", 7), Cell("owner", 3), Cell("due_on", 5), Cell("done_on", 5),
    ),
}  # fmt: skip
TWO_LINES = {"agenda_item": 560, "participant": 560, "action_item": 900}
"""Pixels at usual letters; below them a row takes two lines."""


class PartRow(QFrame):
    """One row: its boxes, and at the right its moves and its end."""

    edited = Signal(object, str, object)  # draft, wire name, value
    met = Signal(object, str, object, object)
    pressed = Signal()
    moved = Signal(object, int)  # draft, -1 or 1
    removed = Signal(object)
    versions_wanted = Signal(object, str)

    def __init__(self, draft: Draft, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "sheet")
        self.draft = draft
        self._cells = PLANS[draft.kind]
        self.boxes = {cell.name: make_box(draft.kind, cell.name, directory) for cell in self._cells}
        self._grid = QGridLayout(self)
        worn = theme.now()
        self._grid.setContentsMargins(0, worn.px(8), 0, worn.px(8))
        self._grid.setHorizontalSpacing(worn.px(8))
        self._grid.setVerticalSpacing(worn.px(6))
        self._tools = self._make_tools()
        self._note = button("", "quiet", "git-branch", small=True, role="warn")
        self._note.hide()
        self._note.clicked.connect(self._ask_versions)
        self._disputed = ""
        self._lines = 0
        for name, box in self.boxes.items():
            box.setAccessibleName(field_label(draft.kind, name))
            if isinstance(box, LineBox):
                box.setPlaceholderText(field_label(draft.kind, name))
                box.pressed.connect(self.pressed)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.edited.connect(self._edit)
            if isinstance(box, PersonBox):
                box.met.connect(self._meet)
        self.show_draft(frozenset())

    def _make_tools(self) -> QWidget:
        out = QWidget()
        layout = row(out, 0)
        self._up, self._down = icon_button("arrow-up", ""), icon_button("arrow-down", "")
        self._end = icon_button("x", "")
        for tool in (self._up, self._down, self._end):
            layout.addWidget(tool)
        ordered = self.draft.kind != "participant"
        self._up.setVisible(ordered)
        self._down.setVisible(ordered)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._end.clicked.connect(self._remove)
        self._retranslate()
        return out

    def show_draft(self, came: frozenset[str]) -> None:
        """Show what the draft says; what came is tinted."""
        for name, box in self.boxes.items():
            beside = str(self.draft.value(BESIDE.get(name, "")) or "")
            box.show_value(self.draft.value(name), beside)
            set_properties(box, state="far" if name in came or BESIDE.get(name) in came else "")
        reason = self.boxes.get("reason")
        if reason is not None:
            away = self.draft.value("attendance") in ("excused", "absent", "late")
            reason.setEnabled(away or bool(self.draft.value("reason")))

    def set_versions(self, fields: Sequence[str]) -> None:
        """Offer to compare the versions of a field."""
        self._disputed = fields[0] if fields else ""
        self._note.setVisible(bool(fields))
        self._note.setText(_("2 versions"))

    def focus_first(self) -> None:
        """Give the focus to the first box of words."""
        first = self.boxes.get("content") or next(iter(self.boxes.values()))
        first.setFocus()

    def _edit(self, value: object) -> None:
        box = self.sender()
        name = next(name for name, one in self.boxes.items() if one is box)
        set_properties(self.boxes[name], state="")
        self.edited.emit(self.draft, name, value)
        if name == "attendance":
            self.show_draft(frozenset())

    def _meet(self, id: object, name: object) -> None:
        box = self.sender()
        field = next(one for one, other in self.boxes.items() if other is box)
        self.met.emit(self.draft, field, id, name)

    def _move_up(self) -> None:
        self.moved.emit(self.draft, -1)

    def _move_down(self) -> None:
        self.moved.emit(self.draft, 1)

    def _remove(self) -> None:
        self.removed.emit(self.draft)

    def _ask_versions(self) -> None:
        self.versions_wanted.emit(self.draft, self._disputed)

    def arrange(self, *, two_lines: bool) -> None:
        """Lay the boxes side by side, or the words over the others."""
        lines = 2 if two_lines else 1
        if lines == self._lines:
            return
        self._lines = lines
        cells, at = list(self._cells), 0
        total = sum(cell.share for cell in cells)
        for number in range(total + 1):
            self._grid.setColumnStretch(number, 1 if number < total else 0)
        if two_lines:
            widest = max(cells, key=lambda cell: cell.share)
            cells.remove(widest)
            self._grid.addWidget(self.boxes[widest.name], 0, 0, 1, total)
            rest = sum(cell.share for cell in cells)
            for cell in cells:
                span = max(1, cell.share * total // rest)
                self._grid.addWidget(self.boxes[cell.name], 1, at, 1, span)
                at += span
        else:
            for cell in cells:
                self._grid.addWidget(self.boxes[cell.name], 0, at, 1, cell.share)
                at += cell.share
        self._grid.addWidget(self._tools, 0, total)
        self._grid.addWidget(self._note, lines, 0, 1, total, A.AlignLeft)

    def _retranslate(self) -> None:
        for tool, words in (
            (self._up, _("Move up")),
            (self._down, _("Move down")),
            (self._end, _("Take away")),
        ):
            tool.setToolTip(words)
            tool.setAccessibleName(words)


class PartsTab(QWidget):
    """The rows of one kind, in order, and a way to one more."""

    edited = Signal(object, str, object)
    met = Signal(object, str, object, object)
    pressed = Signal()
    moved = Signal(object, int)
    removed = Signal(object)
    wanted = Signal(str)  # one more row of this kind
    versions_wanted = Signal(object, str)

    def __init__(self, kind: str, directory: Directory) -> None:
        super().__init__()
        self.kind = kind
        self._directory = directory
        self._rows: list[PartRow] = []
        layout = column(self, 8, (20, 14, 20, 14))
        self.questions = PartQuestions()
        layout.addWidget(self.questions)
        self.head = column(gap=12)
        layout.addLayout(self.head)
        self._count = label("", "small", "ink3")
        layout.addWidget(self._count)
        self._list = column(gap=0)
        layout.addLayout(self._list)
        self._add = button("", "quiet", "plus")
        self._add.clicked.connect(self._want)
        layout.addWidget(self._add, 0, A.AlignLeft)
        layout.addStretch(1)
        self._retranslate()

    def rows(self) -> list[PartRow]:
        """Return the rows shown."""
        return list(self._rows)

    def set_drafts(
        self, drafts: Sequence[Draft], came: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        """Show these rows in this order; a row that stays keeps its caret."""
        fresh = came or {}
        known = {id(one.draft): one for one in self._rows}
        now: list[PartRow] = []
        for draft in drafts:
            shown = known.pop(id(draft), None) or self._make(draft)
            shown.show_draft(fresh.get(draft.id, frozenset()))
            now.append(shown)
        for gone in known.values():
            gone.setParent(None)
            gone.deleteLater()
        if now != self._rows:
            for one in now:
                self._list.removeWidget(one)
            for one in now:
                self._list.addWidget(one)
                one.show()
        self._rows = now
        self._tell_count()

    def _make(self, draft: Draft) -> PartRow:
        made = PartRow(draft, self._directory)
        made.edited.connect(self.edited)
        made.met.connect(self.met)
        made.pressed.connect(self.pressed)
        made.moved.connect(self.moved)
        made.removed.connect(self.removed)
        made.versions_wanted.connect(self.versions_wanted)
        made.arrange(two_lines=self._narrow())
        return made

    def _narrow(self) -> bool:
        return self.width() / theme.now().scale < TWO_LINES[self.kind]

    def focus_last(self) -> None:
        """Give the focus to the newest row."""
        if self._rows:
            self._rows[-1].focus_first()

    def row_of(self, draft: Draft) -> PartRow | None:
        """Return the row of a draft."""
        return next((one for one in self._rows if one.draft is draft), None)

    def lay_under(self, draft: Draft, widget: QWidget) -> None:
        """Put a widget under the row of a draft."""
        line = self.row_of(draft)
        self._list.insertWidget(self._list.indexOf(line) + 1 if line else 0, widget)

    def _want(self) -> None:
        self.wanted.emit(self.kind)

    def _tell_count(self) -> None:
        self._count.setText(count_words(self.kind, [one.draft for one in self._rows]))
        self._count.setVisible(bool(self._count.text()))

    def _retranslate(self) -> None:
        words = {
            "agenda_item": _("Add an item"),
            "participant": _("Add one"),
            "action_item": _("Add an action"),
        }
        self._add.setText(words[self.kind])
        self._tell_count()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for one in self._rows:
            one.arrange(two_lines=self._narrow())

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def count_words(kind: str, drafts: Sequence[Draft]) -> str:
    """Return what is said over the rows: how many, and how many of them came or are open."""
    total = len(drafts)
    if not total:
        return _("Nothing here yet")
    if kind == "participant":
        came = sum(_present(draft.value("attendance")) for draft in drafts)
        here = ngettext("{count} person", "{count} people", total).format(count=total)
        return _("{people}, {came} came").format(people=here, came=came)
    if kind == "action_item":
        open = sum(not draft.value("done_on") for draft in drafts)
        here = ngettext("{count} action", "{count} actions", total).format(count=total)
        return _("{actions}, {open} still open").format(actions=here, open=open)
    return ngettext("{count} item", "{count} items", total).format(count=total)


def _present(attendance: Value) -> bool:
    return attendance in (None, "", "present", "late")
