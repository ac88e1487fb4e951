"""看差别: the lineage on top, then step by step both plans, and what is taken over."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.errors import MalformedContentError, UnknownRecordError
from desktop.context import Desk
from desktop.pages.plans.compare import acts
from desktop.pages.plans.compare.choice import ADOPTED, KEPT, OPEN
from desktop.pages.plans.compare.lineage_view import LineageView
from desktop.pages.plans.compare.lines import Place
from desktop.pages.plans.compare.row import columns_at
from desktop.pages.plans.compare.sheet import CompareSheet, place_words, read_sheet
from desktop.pages.plans.compare.side_heads import SideHeads
from desktop.pages.plans.compare.sides import PlanRef as PlanRef  # where the page looks for it
from desktop.pages.plans.compare.table import LineTable, first_open
from desktop.widgets.basic import Elided, column, frame, label, row
from desktop.widgets.buttons import Segmented, button
from desktop.widgets.notices import Notice
from desktop.widgets.shell import Header
from desktop.words import _, ngettext, pgettext


class ComparePane(QWidget):
    """Two plans or versions side by side; nothing is overwritten that cannot be brought back."""

    back = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.sheet: CompareSheet | None = None
        self.decisions: dict[str, str] = {}
        self._undo: dict[str, Callable[[], None]] = {}
        self._base_before: str | None = None
        self._stacked = self._lineage_open = False
        self._head = Header()
        self._back = button("", "primary", "arrow-left")
        self._back.clicked.connect(self.back)
        self._head.add(self._back)
        layout = column(self, 0)
        self.lineage = LineageView()
        self._top = frame("bar")
        column(self._top, 0, (24, 10, 20, 4)).addWidget(self.lineage)
        layout.addWidget(self._top)
        layout.addWidget(self._make_bar())
        self._notice = Notice("", "good")
        holder = QWidget()
        inner = column(holder, 8, (24, 0, 20, 0))
        inner.addWidget(self._notice)
        self.heads, self.table = SideHeads(), LineTable()
        sheet = column(gap=0)
        sheet.addWidget(self.heads)
        sheet.addWidget(self.table.area, 1)
        inner.addLayout(sheet, 1)
        layout.addWidget(holder, 1)
        layout.addWidget(self._make_foot())
        self._connect()
        self._retranslate()

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        line = row(bar, 10, (24, 10, 20, 10))
        self._title, self._count = label("", "heading"), Elided("", "small", "ink3")
        self._up = button("", "quiet", "caret-up", small=True)
        self._down = button("", "quiet", "caret-down", small=True)
        self._which = Segmented(["", ""], 1)
        line.addWidget(self._title)
        line.addWidget(self._count, 1)
        for one in (self._up, self._down, self._which):
            line.addWidget(one)
        return bar

    def _make_foot(self) -> QWidget:
        self._foot = QWidget()
        line = row(self._foot, 8, (24, 8, 20, 10))
        self._others = button("", "quiet", "caret-down", small=True)
        self._others.clicked.connect(self._turn_lineage)
        self._others.hide()
        line.addWidget(self._others)
        self._said = label("", "small", "ink3", wrap=True)
        line.addWidget(self._said, 1)
        line.addStretch(0)  # where the sentence is left out
        self._rest = button("", "quiet", small=True)
        self._rest.clicked.connect(self.keep_rest)
        line.addWidget(self._rest)
        return self._foot

    def _connect(self) -> None:
        self._up.clicked.connect(self.go_up)
        self._down.clicked.connect(self.go_down)
        self._which.chosen.connect(self._show_which)
        self.lineage.chosen.connect(self._compare_left)
        self.heads.left_chosen.connect(self._compare_left)
        self.heads.right_chosen.connect(self._compare_right)
        self.table.adopt_wanted.connect(self.adopt)
        self.table.keep_wanted.connect(self.keep)
        self.table.again_wanted.connect(self.think_again)
        for keys, do in (
            ("Ctrl+Up", self.go_up), ("Ctrl+Down", self.go_down),
            ("1", self._adopt_here), ("2", self._keep_here),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        self.table.resized.connect(self._fit)
        self._desk.news.arrived.connect(self.reload)

    def _fit(self, wide: int) -> None:
        """Leave out what is said elsewhere too, where one side stands over the other."""
        stacked = columns_at(wide, deciding=True).stacked
        self.heads.setVisible(not stacked)  # each text says there whose it is
        self._said.setVisible(not stacked)
        self._stacked = stacked
        self._show_lineage()
        self.heads.set_wide(wide)

    def _turn_lineage(self) -> None:
        self._lineage_open = not self._lineage_open
        self._show_lineage()

    def _show_lineage(self) -> None:
        """Fold the family of the plan away where the two texts need the room."""
        self._top.setVisible(self._lineage_open or not self._stacked)
        self._others.setVisible(self._stacked)
        folded = _("Compare with others")
        self._others.setText(_("Fold away") if self._lineage_open else folded)

    def header(self) -> QWidget:
        """Return the head: what is compared, and the way back."""
        return self._head

    # showing

    def show_plans(self, left: PlanRef, right: PlanRef) -> None:
        """Compare two; what is taken over goes into the right one."""
        self.decisions, self._undo, self._base_before = {}, {}, None
        self._read(left, right)

    def reload(self) -> None:
        """Compare the same two as they stand now; what was decided stays so where it is left."""
        if self.sheet is not None and self.isVisible():
            self._read(self.sheet.left.ref, self.sheet.right.ref)

    def _read(self, left: PlanRef, right: PlanRef) -> None:
        desk = self._desk
        try:
            self.sheet = read_sheet(desk.store, left, right, desk.member, desk.person, desk.today())
        except (UnknownRecordError, MalformedContentError) as error:
            self._say_unreadable(error)
            return
        self.decisions = {
            key: what for key, what in self.decisions.items() if key in self._places()
        }
        sheet = self.sheet
        self.lineage.show_nodes(sheet.nodes, (sheet.left.ref, sheet.right.ref))
        self.heads.show_sides(sheet.left, sheet.right, sheet.choices)
        self.table.show_lines(sheet.lines, sheet.left, sheet.right)
        self.table.area.verticalScrollBar().setValue(0)
        self._show_decisions()
        self._retranslate()

    def _say_unreadable(self, error: Exception) -> None:
        self.sheet = None
        self.table.clear()
        if isinstance(error, UnknownRecordError):
            words = _("One of the two is not here yet; it comes with an exchange.")
        else:
            words = _("This version cannot be read here; the others hold it too.")
        self._notice.set_text(words, "warn")
        self._notice.show()

    def _places(self) -> dict[str, Place]:
        lines = self.sheet.lines if self.sheet else ()
        return {place.key: place for line in lines for place in line.places}

    def _show_which(self, at: int) -> None:
        self.table.set_only_differing(at == 0)

    def _compare_left(self, ref: PlanRef) -> None:
        if self.sheet is not None and ref != self.sheet.right.ref:
            self.show_plans(ref, self.sheet.right.ref)
        elif self.sheet is not None:
            self.show_plans(self.sheet.right.ref, self.sheet.left.ref)

    def _compare_right(self, ref: PlanRef) -> None:
        if self.sheet is not None and ref != self.sheet.left.ref:
            self.show_plans(self.sheet.left.ref, ref)
        elif self.sheet is not None:
            self.show_plans(self.sheet.right.ref, self.sheet.left.ref)

    def _show_decisions(self) -> None:
        self.table.set_decisions(self.decisions)
        self._say_count()

    def _say_count(self) -> None:
        keys = list(self._places())
        rest = [key for key in keys if self.decisions.get(key, OPEN) == OPEN]
        differ = ngettext("{count} place differs", "{count} places differ", len(keys))
        words = differ.format(count=len(keys)) if keys else ""
        writable = self.sheet is not None and self.sheet.right.writable
        if keys and rest and writable:
            left = ngettext("{count} still to look at", "{count} still to look at", len(rest))
            words = pgettext("two halves of a sentence", "{one}, {other}").format(
                one=words, other=left.format(count=len(rest))
            )
        elif keys and writable:
            words = pgettext("two halves of a sentence", "{one}, {other}").format(
                one=words, other=_("all looked at")
            )
        self._count.setText(words)
        if self.sheet is not None:
            self._notice.setVisible(not keys)
            self._notice.set_text(_("Both say the same."), "good")
        self._foot.setVisible(bool(keys) and writable)
        self._rest.setEnabled(bool(rest))
        for one in (self._up, self._down):
            one.setEnabled(bool(keys))

    # going from place to place

    def go_down(self) -> None:
        """Go to the next place that differs."""
        self._go(1)

    def go_up(self) -> None:
        """Go to the place before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        keys = self.table.places()
        if not keys:
            return
        here = self.table.here()
        at = keys.index(here) + step if here in keys else (0 if step > 0 else len(keys) - 1)
        self.table.show_place(keys[at % len(keys)])

    def _adopt_here(self) -> None:
        if (key := self.table.here()) and self.decisions.get(key, OPEN) == OPEN:
            self.adopt(key)

    def _keep_here(self) -> None:
        if (key := self.table.here()) and self.decisions.get(key, OPEN) == OPEN:
            self.keep(key)

    # deciding

    def adopt(self, key: str) -> None:
        """Take one place over into the right plan."""
        place, sheet = self._places().get(key), self.sheet
        if place is None or sheet is None or not sheet.right.writable:
            return
        plan, source = sheet.right.ref.plan, sheet.left.content
        self._undo[key] = acts.adopt(self._desk, plan, place.cause, source)
        self._decide(key, ADOPTED)
        said = _("Taken over: {name}").format(name=place.name)
        self.toasted.emit(said, _("Undo"), partial(self.think_again, key))

    def keep(self, key: str) -> None:
        """Leave one place as it is in the right plan."""
        if key in self._places():
            self._decide(key, KEPT)

    def think_again(self, key: str) -> None:
        """Take a decision back; what was taken over goes away again."""
        if (undo := self._undo.pop(key, None)) is not None:
            undo()
        self.decisions.pop(key, None)
        self._settle_base()
        self._show_decisions()

    def _decide(self, key: str, what: str) -> None:
        was_here = self.table.here() == key
        self.decisions[key] = what
        self._settle_base()
        self._show_decisions()
        after = self.table.places()[self.table.places().index(key) :]
        if was_here and (following := first_open(after, self.decisions)):
            self.table.show_place(following)

    def keep_rest(self) -> None:
        """Leave all that is still open as it is: the version counts as looked through."""
        rest = [key for key in self._places() if self.decisions.get(key, OPEN) == OPEN]
        self.decisions.update(dict.fromkeys(rest, KEPT))
        self._settle_base()
        self._show_decisions()
        said = ngettext("{count} place left as it is", "{count} places left as they are", len(rest))
        undo = partial(self._open_again, rest)
        self.toasted.emit(said.format(count=len(rest)), _("Undo"), undo)

    def _open_again(self, keys: list[str]) -> None:
        for key in keys:
            self.decisions.pop(key, None)
        self._settle_base()
        self._show_decisions()

    def _settle_base(self) -> None:
        """Let the version count as looked through once, and only while, all is decided."""
        sheet = self.sheet
        if sheet is None or not sheet.takes_over:
            return
        done = all(self.decisions.get(key, OPEN) != OPEN for key in self._places())
        plan = sheet.right.ref.plan
        if done and self._base_before is None and sheet.right.base != sheet.takes_over:
            self._base_before = sheet.right.base
            acts.set_base(self._desk, plan, sheet.takes_over)
        elif not done and self._base_before is not None:
            acts.set_base(self._desk, plan, self._base_before)
            self._base_before = None

    # words

    def _retranslate(self) -> None:
        sheet = self.sheet
        title = _("{title}: what differs").format(title=sheet.right.title) if sheet else ""
        crumbs = place_words(sheet.right.content.fields) if sheet else ""
        self._head.set_title(title or _("What differs"), "", crumbs)
        mine = sheet is not None and sheet.right.mine
        self._back.setText(_("Back to my plan") if mine else _("Back to the plan"))
        self._head.arrange()
        self._title.setText(_("Step by step"))
        self._show_lineage()
        self._up.setText(pgettext("difference", "Previous"))
        self._down.setText(pgettext("difference", "Next"))
        self._up.setToolTip(_("Ctrl+Up"))
        self._down.setToolTip(_("Ctrl+Down"))
        self._which.set_names([_("Only what differs"), _("All")])
        words = _("What stood there before is still under “How it was before”, at any time.")
        self._said.setText(words)
        self._rest.setText(_("Keep mine for the rest") if mine else _("Leave the rest as it is"))
        self.heads.retranslate()
        self._say_count()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.reload()
        super().changeEvent(event)
