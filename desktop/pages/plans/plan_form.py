"""The paper form of a plan from top to bottom: the head, the texts, the steps, in one scroll."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.record import Value
from desktop import theme
from desktop.context import Desk
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.directory import Directory
from desktop.pages.library.picker import MaterialPicker
from desktop.pages.plans import step_reading
from desktop.pages.plans.header_strip import HeaderStrip
from desktop.pages.plans.own_files import OwnFiles
from desktop.pages.plans.plan_parts import AIDS, PARTS, STEPS, minutes_due, minutes_of
from desktop.pages.plans.plan_text import TextPart
from desktop.pages.plans.step_columns import MULTIGRADE, columns_of
from desktop.pages.plans.step_source import StepSource
from desktop.pages.plans.step_table import StepTable
from desktop.widgets.basic import Elided, column, frame, label, row, set_properties, tag
from desktop.widgets.buttons import button
from desktop.widgets.notices import Empty
from desktop.widgets.scroll import Scroll, scroll
from desktop.words import _, ngettext

AIR = 24  # pixels above a part that is gone to


class StepsHead(QWidget):
    """教学过程: how many steps, how many minutes; fold the intents, add a step."""

    def __init__(self) -> None:
        super().__init__()
        whole = column(self, 0)
        line = row(gap=10, margins=(16, 12, 16, 4))
        whole.addLayout(line)
        self._name = label("", "heading")
        self._sum = Elided("", "small", "ink3")
        self.doubt = Elided("", "small", "warn")
        self.adapted = tag("", "accent")
        self.adapted.hide()
        self.intent = button("", "quiet", small=True)
        self.add = button("", "", "plus", small=True)
        line.addWidget(self._name)
        if theme.now().large:  # beside the buttons there would be no room for what counts
            line.addStretch(1)
            below = row(gap=10, margins=(16, 0, 16, 4))
        else:
            below = line
        for one in (self._sum, self.doubt):
            below.addWidget(one, 1)
        line.addWidget(self.adapted)
        line.addWidget(self.intent)
        line.addWidget(self.add)
        if below is not line:
            whole.addLayout(below)
        self._unfolded = True
        self.say_doubt("")
        self.retranslate()

    def show_sum(self, plan: Mapping[str, Value], steps: Sequence[Mapping[str, Value]]) -> None:
        """Say how many steps there are and how long they take; in amber when that is not 40′."""
        minutes, due = minutes_of(steps), minutes_due(plan)
        count = ngettext("{count} step", "{count} steps", len(steps)).format(count=len(steps))
        words = _("{steps}·{minutes:g}′ in all").format(steps=count, minutes=minutes)
        beside = ""
        if minutes and minutes > due:
            beside = _("{minutes:g}′ more than a lesson has").format(minutes=minutes - due)
        elif minutes and minutes < due:
            beside = _("{minutes:g}′ of the lesson are left").format(minutes=due - minutes)
        self._sum.setText(f"{words}·{beside}" if beside else words)
        set_properties(self._sum, tone="warn" if beside else "ink3")

    def set_adapted(self, count: int) -> None:
        """Say at how many places the plan was adapted for this class."""
        words = ngettext("Adapted at {count} place", "Adapted at {count} places", count)
        self.adapted.setText(words.format(count=count))
        self.adapted.setVisible(bool(count))

    def say_doubt(self, words: str) -> None:
        """Say in place of the sum that a number cannot be read yet."""
        self.doubt.setText(words)
        self.doubt.setVisible(bool(words))
        self._sum.setVisible(not words)

    def sum_words(self) -> str:
        """Return what is said of steps and minutes."""
        return self._sum.text()

    def set_unfolded(self, unfolded: bool) -> None:
        """Hear whether the column of intents is shown."""
        self._unfolded = unfolded
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self._name.setText(_("Procedure"))
        self.intent.setText(_("Fold intents away") if self._unfolded else _("Show intents"))
        self.add.setText(_("Add a step"))


class PlanForm(QWidget):
    """All of one plan, to be read and written."""

    part_entered = Signal(str)  # the part at the top of what is seen

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        page = QWidget()
        self._layout = column(page, 0)
        self.strip = HeaderStrip(directory)
        self._layout.addWidget(self.strip)
        self.files = OwnFiles(desk)
        self._layout.addWidget(self.files)
        self.texts: dict[str, TextPart] = {}
        step_reading.install()
        self.steps_head, self.table = StepsHead(), StepTable()
        self.source = StepSource(desk)
        self.no_steps = self._make_no_steps()
        self._places: dict[str, QWidget] = {}
        for part in PARTS:
            if part.key == STEPS:
                self._add_steps()
                continue
            text = TextPart(part)
            self.texts[part.key] = self._places[part.key] = text
            self._layout.addWidget(text)
        self.materials = MaterialPicker(desk)
        self.texts[AIDS].lay_under(self.materials)
        self._layout.addStretch(1)
        self.area: Scroll = scroll(page)
        self.materials.grew.connect(self.area.reveal_soon)
        column(self, 0).addWidget(self.area)
        self.intent, self._going = True, False
        self._plan: Mapping[str, Value] = {}
        self._drafts: Sequence[Draft] = ()
        self.steps_head.intent.clicked.connect(self.turn_intent)
        self.table.doubted.connect(self._say_doubt)
        self.table.revealed.connect(self._reveal)
        self.area.verticalScrollBar().valueChanged.connect(self._tell_part)

    def _make_no_steps(self) -> Empty:
        self.first = button("", "", "plus")
        return Empty("list-numbers", "", "", self.first)

    def _add_steps(self) -> None:
        self._places[STEPS] = self.steps_head
        self._layout.addWidget(self.steps_head)
        self._layout.addWidget(self.source)
        self._sheet = frame("sheet")
        inner = column(self._sheet, 0, (0, 1, 0, 1))
        inner.addWidget(self.no_steps)
        inner.addWidget(self.table)
        self._layout.addWidget(self._sheet)

    def show_plan(
        self,
        plan: Mapping[str, Value],
        drafts: Sequence[Draft],
        came: Mapping[str, frozenset[str]],
        fields: frozenset[str],
        words: str,
    ) -> None:
        """Show all of a plan; what came from elsewhere is tinted.

        Args:
            plan: The plan's fields.
            drafts: Its steps in their order.
            came: The fields of steps that came, by step.
            fields: Those of the plan itself.
            words: What is said beside a field that came.
        """
        self._plan, self._drafts = plan, drafts
        self.strip.show_values(plan, fields, words)
        for text in self.texts.values():
            text.show_values(plan, fields)
        self.show_steps(came)

    def show_materials(self, id: str, lesson: str, files: int) -> None:
        """Show the shared materials of the plan, under its aids, and its own files on top."""
        self.materials.show_record(id, lesson)
        self.files.show_record(id, files)

    def offer_steps(self, plan: Mapping[str, Value], id: str) -> None:
        """Offer steps of agreed plans, where several grades are taught together."""
        several = plan.get("layout") == MULTIGRADE
        self.source.setVisible(several)
        if several:
            self.source.show_plan(plan, id)

    def show_steps(self, came: Mapping[str, frozenset[str]] | None = None) -> None:
        """Show the steps in the columns they have now."""
        columns = columns_of(self._plan, intent=self.intent)
        self.table.show_steps(self._drafts, columns, came)
        self.no_steps.setVisible(not self._drafts)
        self.table.setVisible(bool(self._drafts))
        self.steps_head.intent.setVisible(self._plan.get("layout") != MULTIGRADE)
        self.recount(self._plan)

    def recount(self, plan: Mapping[str, Value]) -> None:
        """Add the minutes up again."""
        self._plan = plan
        self.steps_head.show_sum(plan, [draft.values() for draft in self._drafts])

    def turn_intent(self) -> None:
        """Fold the column of intents away, or show it."""
        self.intent = not self.intent
        self.steps_head.set_unfolded(self.intent)
        self.show_steps(self.table.marks.came)

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed, where this laptop may not write."""
        self.strip.set_read_only(read_only)
        self.table.set_read_only(read_only)
        self.materials.set_read_only(read_only)
        for text in self.texts.values():
            text.set_read_only(read_only)
        for one in (self.steps_head.add, self.first):
            one.setEnabled(not read_only)

    def composing(self) -> bool:
        """Tell whether an input method is at work anywhere."""
        texts = any(text.composing() for text in self.texts.values())
        return texts or self.table.composing() or self.strip.composing()

    def lay_under(self, part: str, widget: QWidget) -> None:
        """Put a widget under a part: under the heading of the steps, above their table."""
        if part in self.texts:
            self.texts[part].lay_under(widget)
        elif part == STEPS:
            self._layout.insertWidget(self._layout.indexOf(self._sheet), widget)
        else:
            self._layout.insertWidget(1, widget)

    # going about

    def go_to(self, key: str) -> None:
        """Bring a part to the top, and the caret into it."""
        place = self._places.get(key)
        if place is None:
            return
        self._going = True
        self.area.verticalScrollBar().setValue(max(place.y() - AIR // 2, 0))
        if key == STEPS:
            if self._drafts:
                self.table.setFocus()
        else:
            next(iter(self.texts[key].boxes.values())).setFocus()
        self._going = False
        self.part_entered.emit(key)

    def _tell_part(self, y: int) -> None:
        if not self._going:
            self.part_entered.emit(self.part_at(y + AIR))

    def part_at(self, y: int) -> str:
        """Return the part at a height of the page."""
        found = PARTS[0].key
        for key, place in self._places.items():
            if place.y() <= y:
                found = key
        return found

    def _reveal(self, rect: QRect) -> None:
        """Bring a cell of the table into view, with some air."""
        QTimer.singleShot(0, self, lambda: self._show_rect(rect))

    def _show_rect(self, rect: QRect) -> None:
        top = self.table.mapTo(self.area.widget(), rect.topLeft())
        bar, height = self.area.verticalScrollBar(), self.area.viewport().height()
        y, tall = top.y(), min(rect.height(), height - 2 * AIR)
        if y - AIR < bar.value():
            bar.setValue(y - AIR)
        elif y + tall + AIR > bar.value() + height:
            bar.setValue(y + tall + AIR - height)

    def step_at_top(self) -> QPoint:
        """Return where the table begins, on the page."""
        return self.table.mapTo(self.area.widget(), QPoint(0, 0))

    def _say_doubt(self, words: str) -> None:
        self.steps_head.say_doubt(words)

    def retranslate(self) -> None:
        """Set the words."""
        self.steps_head.retranslate()
        self.no_steps.set_text(
            _("No steps yet"), _("Add the first one, or paste a table from Word into the steps.")
        )
        self.first.setText(_("Put in the six usual steps"))
        if self._drafts:
            self.show_steps(self.table.marks.came)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
