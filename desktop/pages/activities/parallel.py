"""同课异构: two or three plans of one lesson side by side, what was seen, and the conclusion."""

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from db import permissions
from db.errors import MalformedContentError, UnknownRecordError
from db.record import Value
from desktop.context import Desk
from desktop.labels import field_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.boxes import TextBox, composing_in
from desktop.pages.activities.form_keeper import FormKeeper
from desktop.pages.activities.plans_tab import PlanNotes
from desktop.pages.keeper import Came
from desktop.pages.plans.compare.sheet import parallel_sheet
from desktop.pages.plans.compare.side_heads import SideHeads
from desktop.pages.plans.compare.sides import PlanRef
from desktop.pages.plans.compare.table import LineTable
from desktop.widgets.basic import clear, column, label, row
from desktop.widgets.buttons import Segmented, button
from desktop.widgets.fields import Field
from desktop.widgets.notices import Autosave, Empty
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _, ngettext


class ParallelPane(QWidget):
    """Step by step both plans; and, a click away, what each class did and what was concluded."""

    back = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk, activity: str) -> None:
        super().__init__()
        self._desk = desk
        self.keeper = FormKeeper(desk, self)
        self.keeper.composing = partial(composing_in, self)
        self._refs: list[PlanRef] = []
        self._shown: tuple[PlanRef, PlanRef] | None = None
        self._head = Header()
        self._saved = Autosave()
        self._which = Segmented(["", ""], 0)
        self._back = button("", "primary", "arrow-left")
        for one in (self._saved, self._back):
            self._head.add(one)
        self._count = label("", "small", "ink3")
        self._stack = QStackedWidget()
        layout = column(self, 0)
        bar = row(gap=12, margins=(24, 10, 20, 0))
        bar.addWidget(self._which)
        bar.addWidget(self._count)
        bar.addStretch(1)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        self._stack.addWidget(self._make_table())
        self._stack.addWidget(self._make_notes())
        self._nothing = Empty("columns", "", "")
        self._stack.addWidget(self._nothing)
        self._connect()
        self._retranslate()
        self.keeper.open_record(activity)

    def _make_table(self) -> QWidget:
        page = QWidget()
        layout = column(page, 0, (24, 10, 20, 12))
        self.heads, self.table = SideHeads(), LineTable()
        layout.addWidget(self.heads)
        layout.addWidget(self.table.area, 1)
        return page

    def _make_notes(self) -> QWidget:
        page = QWidget()
        layout = column(page, 12, (24, 16, 24, 20))
        self._cards = QWidget()
        column(self._cards, 12)
        layout.addWidget(self._cards)
        self.conclusion = TextBox(6)
        self._conclusion = Field("", self.conclusion)
        layout.addWidget(self._conclusion)
        layout.addStretch(1)
        self.notes: list[PlanNotes] = []
        return scroll(page)

    def _connect(self) -> None:
        keeper = self.keeper
        keeper.shown.connect(self._show)
        keeper.said.connect(self._saved.set_text)
        keeper.gone.connect(self.back)
        self.conclusion.edited.connect(self._conclude)
        self.conclusion.left.connect(keeper.save_soon)
        self.conclusion.pressed.connect(keeper.touch)
        self._which.chosen.connect(self._show_page)
        self._back.clicked.connect(self._go_back)
        self.heads.left_chosen.connect(self._choose_left)
        self.heads.right_chosen.connect(self._choose_right)
        self.table.resized.connect(self.heads.set_wide)

    def header(self) -> QWidget:
        """Return the head: the activity, both pages, and the way back."""
        return self._head

    def flush(self) -> bool:
        """Save all that is typed; return whether it is in the store."""
        return self.keeper.flush()

    def _go_back(self) -> None:
        if self.flush():
            self.back.emit()

    # showing

    def _show(self, _came: Came) -> None:
        drafts = [one for one in self.keeper.draft.parts["activity_plan"] if one.id]
        if [one.draft for one in self.notes] != drafts:
            self._make_cards(drafts)
        for one in self.notes:
            one.show_draft()
        self.conclusion.show_value(self.keeper.draft.record.value("discussion"))
        may = self._may_write()
        for box in (self.conclusion, *(b for one in self.notes for b in one.boxes.values())):
            box.setReadOnly(not may)
        refs = [_ref(one) for one in drafts if one.value("plan")]
        if refs != self._refs:
            self._refs = refs
            self._shown = (refs[0], refs[1]) if len(refs) > 1 else None
        self._show_plans()
        self._retranslate()

    def _may_write(self) -> bool:
        member, form = self._desk.member, self.keeper.form
        circle = form.record.circle if form else "alliance"
        home = form.record.home if form else member.school
        return permissions.may_write(
            member.role, member.school, "activity", circle, home, person=member.person
        )

    def _make_cards(self, drafts: list[Draft]) -> None:
        inner = self._cards.layout()
        assert inner is not None
        clear(inner)
        self.notes = []
        for draft in drafts:
            one = PlanNotes(draft)
            one.edited.connect(self._edit)
            one.left.connect(self.keeper.save_soon)
            one.pressed.connect(self.keeper.touch)
            inner.addWidget(one)
            self.notes.append(one)

    def _show_page(self, at: int) -> None:
        wanted = self._nothing if at == 0 and self._shown is None else self._stack.widget(at)
        self._stack.setCurrentWidget(wanted)
        self._count.setVisible(at == 0)

    def _show_plans(self) -> None:
        self._show_page(self._which.at())
        if self._shown is None:
            return
        desk = self._desk
        try:
            sheet = parallel_sheet(
                desk.store, self._refs, self._shown, desk.member, desk.person, desk.today()
            )
        except (UnknownRecordError, MalformedContentError):
            self._shown = None
            self._show_page(self._which.at())
            return
        self.heads.show_sides(sheet.left, sheet.right, sheet.choices)
        self.table.show_lines(sheet.lines, sheet.left, sheet.right)
        count = sum(len(line.places) for line in sheet.lines)
        words = ngettext("{count} place differs", "{count} places differ", count)
        self._count.setText(words.format(count=count) if count else _("Both say the same."))

    def _choose_left(self, ref: PlanRef) -> None:
        if self._shown is not None:
            other = self._shown[1] if ref != self._shown[1] else self._shown[0]
            self._shown = (ref, other)
            self._show_plans()

    def _choose_right(self, ref: PlanRef) -> None:
        if self._shown is not None:
            other = self._shown[0] if ref != self._shown[0] else self._shown[1]
            self._shown = (other, ref)
            self._show_plans()

    # typing

    def _edit(self, draft: Draft, name: str, value: Value) -> None:
        self.keeper.type(draft, {name: value})

    def _conclude(self, value: Value) -> None:
        self.keeper.type(self.keeper.draft.record, {"discussion": value})

    # words

    def _retranslate(self) -> None:
        title = str(self.keeper.draft.record.value("title") or "")
        self._head.set_title(title, _("Parallel lessons"))
        self._which.set_names([_("Step by step"), _("What was seen")])
        self._back.setText(_("Back to the activity"))
        self._head.arrange()
        self._conclusion.set_name(
            _("Conclusion"), field_label("activity", "discussion").join(("(", ")"))
        )
        self._nothing.set_text(
            _("Nothing to put side by side yet"),
            _("Add two plans of the lesson on the activity's page “Plans”."),
        )

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DeferredDelete:
            self.keeper.end()  # what is typed is saved, wherever one went from here
        return super().event(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _ref(draft: Draft) -> PlanRef:
    return PlanRef(str(draft.value("plan") or ""), str(draft.value("plan_version") or ""))
