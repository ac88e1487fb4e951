"""以前的样子: a plan at any sitting or agreed version, beside it how it is; any part comes back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.errors import LiankeError, UnknownRecordError
from db.plan_compare import compare
from db.plan_content import PlanContent
from db.progress import Progress, Work
from db.queries.plan_sheet import VersionRow, content_of_version, versions_of
from db.queries.records import label_of
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.history import SIDE_WIDTH, STACKED_UNDER, SittingButton
from desktop.pages.plans.compare import acts
from desktop.pages.plans.compare.choice import ADOPTED, KEPT, OPEN, bringing_back
from desktop.pages.plans.compare.lines import Line, lines_of
from desktop.pages.plans.compare.side_heads import SideHeads
from desktop.pages.plans.compare.sides import PlanRef, Side, read_side, version_name
from desktop.pages.plans.compare.table import LineTable
from desktop.plan_past import Moment, content_then, moments
from desktop.widgets.basic import clear, column, frame, label, row, rule
from desktop.widgets.buttons import button, chip
from desktop.widgets.filters import chips
from desktop.widgets.notices import Loading, Notice
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _, ngettext

Found = tuple[str, tuple[Moment, ...], tuple[VersionRow, ...]]


class PlanPastPane(QWidget):
    """Nothing moves until a person restores something; restoring is a change like any other."""

    back = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.plan = ""
        self.moments: tuple[Moment, ...] = ()
        self.versions: tuple[VersionRow, ...] = ()
        self.buttons: list[SittingButton] = []
        self.decisions: dict[str, str] = {}
        self._lines: tuple[Line, ...] = ()
        self._then: PlanContent | None = None
        self._wanted: Moment | None = None
        self._undo: dict[str, Callable[[], None]] = {}
        self._head = Header()
        self._back = button("", "primary", "arrow-left")
        self._back.clicked.connect(self._go_back)
        self._head.add(self._back)
        self._outer = row(self, 0)
        self._main = self._make_main()
        self._outer.addWidget(self._main, 1)
        self._one, self._main_open = False, False
        self._side = frame("side")
        self._side.setProperty("area", True)
        self._rows = column(self._side, 0)
        self._outer.addWidget(self._side)
        self.table.adopt_wanted.connect(self.restore)
        self.table.keep_wanted.connect(self.keep)
        self.table.again_wanted.connect(self.think_again)
        self.table.resized.connect(self.heads.set_wide)
        self._retranslate()

    def _make_main(self) -> QWidget:
        main = QWidget()
        layout = column(main, 12, (24, 16, 20, 12))
        self._whole = button("", "", "clock-counter-clockwise", small=True)
        self._whole.clicked.connect(self.restore_all)
        self._notice = Notice("", "info", [self._whole], "clock-counter-clockwise")
        layout.addWidget(self._notice)
        sheet = column(gap=0)
        self.heads, self.table = SideHeads(), LineTable()
        sheet.addWidget(self.heads)
        sheet.addWidget(self.table.area, 1)
        layout.addLayout(sheet, 1)
        self._foot = label("", "small", "ink3", wrap=True)
        layout.addWidget(self._foot)
        return main

    def header(self) -> QWidget:
        """Return the head: what it is, and the way back."""
        return self._head

    # reading

    def show_plan(self, id: str) -> None:
        """Show how a plan was before; the sittings come from a job."""
        self.plan, self._then, self._main_open = id, None, False
        self._wanted = None
        self.moments, self.versions = (), ()
        inner = self._rows
        clear(inner)
        inner.addWidget(Loading(_("Reading who changed what")))
        self._desk.jobs.start(
            _reading(self._desk, id), succeeded=self._show_found, failed=self._say_failed
        )

    def _show_found(self, found: Found) -> None:
        plan, self.moments, self.versions = found
        if plan != self.plan:
            return
        inner = self._rows
        clear(inner)
        inner.addWidget(self._side_head())
        if self.versions:
            inner.addWidget(self._make_versions())
        inner.addWidget(rule())
        inner.addWidget(scroll(self._make_rows()), 1)
        if self.buttons:
            self.buttons[min(1, len(self.buttons) - 1)].setChecked(True)
        self._retranslate()

    def _side_head(self) -> QWidget:
        out = QWidget()
        layout = column(out, 0, (16, 12, 8, 8))
        layout.addWidget(label(_("Who changed what"), "heading"))
        people = len({one.row.name for one in self.moments})
        count = len(self.moments)
        times = ngettext("{count} time", "{count} times", count).format(count=count)
        who = ngettext("{count} person", "{count} people", people).format(count=people)
        layout.addWidget(label(f"{times}·{who}", "small", "ink3"))
        return out

    def _make_versions(self) -> QWidget:
        out = QWidget()
        layout = column(out, 4, (16, 0, 12, 10))
        layout.addWidget(label(_("Beside what was agreed on"), "small", "ink2"))
        marks = []
        for one in reversed(self.versions):
            mark = chip(version_name(one.number), checkable=False)
            mark.clicked.connect(partial(self.show_version, one))
            marks.append(mark)
        layout.addWidget(chips(marks, 6))
        return out

    def _make_rows(self) -> QWidget:
        rows = QWidget()
        inner = column(rows, 0)
        self.buttons = []
        day = ""
        for moment in self.moments:
            if moment.row.day != day:
                day = moment.row.day
                band = frame("band")
                row(band, 0, (16, 5, 16, 5)).addWidget(label(day, "small", "ink2"))
                inner.addWidget(band)
            one = SittingButton(moment.row)
            one.toggled.connect(partial(self._choose, moment))
            one.clicked.connect(self._go_in)
            self.buttons.append(one)
            inner.addWidget(one)
        inner.addStretch(1)
        return rows

    # then and now

    def _go_in(self) -> None:
        """Go to the plan, also where the one pressed was chosen already."""
        self._main_open = True
        self._arrange()

    def _choose(self, moment: Moment, on: bool) -> None:
        if on:
            self.show_moment(moment)

    def show_moment(self, moment: Moment) -> None:
        """Show the plan as it was after a sitting; a job puts it together."""
        self._wanted = moment
        work = _remembering(self._desk, self.plan, moment)
        self._desk.jobs.start(work, succeeded=self._show_moment, failed=self._say_failed)

    def _show_moment(self, found: tuple[Moment, PlanContent]) -> None:
        moment, then = found
        if moment is not self._wanted:
            return  # another one was chosen meanwhile
        when = f"{moment.row.day} {moment.row.when.rpartition('–')[2]}"
        words = _("You see it as it was on {when}, after {name}. Nothing has been changed.")
        self._show(then, when, moment.row.name, words.format(when=when, name=moment.row.name))

    def show_version(self, version: VersionRow) -> None:
        """Show the plan as it was agreed on."""
        for one in self.buttons:
            one.setAutoExclusive(False)
            one.setChecked(False)
            one.setAutoExclusive(True)
        try:
            with self._desk.store.read() as session:
                then = content_of_version(session, version.id)
        except LiankeError as error:
            self._say_failed(error)
            return
        self._main_open, self._wanted = True, None
        self._arrange()
        name = version_name(version.number)
        words = _("You see {version}. Nothing has been changed.").format(version=name)
        self._show(then, name, version.frozen_by_name, words)

    def _show(self, then: PlanContent, name: str, person: str, words: str) -> None:
        desk = self._desk
        now = read_side(desk.store, PlanRef(self.plan), desk.member, desk.person, desk.today())
        self._then, self.decisions, self._undo = then, {}, {}
        left = _then_side(now, then, name, person)
        right = _now_side(now)
        self._lines = lines_of(compare(then, now.content), then, now.content)
        self.heads.show_sides(left, right, ())
        self.table.show_lines(self._lines, left, right, bringing_back())
        self.table.set_only_differing(any(line.places for line in self._lines))
        self.table.area.verticalScrollBar().setValue(0)
        differs = bool(self._places())
        self._notice.set_text(words if differs else _("This is how it is now."), "info")
        self._whole.setVisible(differs and now.writable)

    def _places(self) -> list[str]:
        return [place.key for line in self._lines for place in line.places]

    # bringing back

    def restore(self, key: str) -> None:
        """Bring one part back as it was."""
        place = next((p for line in self._lines for p in line.places if p.key == key), None)
        if place is None or self._then is None:
            return
        self._undo[key] = acts.adopt(self._desk, self.plan, place.cause, self._then)
        self._decide(key, ADOPTED)
        said = _("Restored: {name}").format(name=place.name)
        self.toasted.emit(said, _("Undo"), partial(self.think_again, key))

    def restore_all(self) -> None:
        """Bring everything back as it was, in one go."""
        places = [place for line in self._lines for place in line.places]
        open = [one for one in places if self.decisions.get(one.key, OPEN) == OPEN]
        if self._then is None or not open:
            return
        back = acts.adopt_all(self._desk, self.plan, [one.cause for one in open], self._then)
        self.decisions.update({one.key: ADOPTED for one in open})
        self.table.set_decisions(self.decisions)
        self._whole.hide()
        self.toasted.emit(_("Restored"), _("Undo"), partial(self._put_back, back))

    def _put_back(self, back: Callable[[], None]) -> None:
        back()
        self.show_plan(self.plan)

    def keep(self, key: str) -> None:
        """Leave one part as it is."""
        self._decide(key, KEPT)

    def think_again(self, key: str) -> None:
        """Take a decision back."""
        if (undo := self._undo.pop(key, None)) is not None:
            undo()
        self.decisions.pop(key, None)
        self.table.set_decisions(self.decisions)

    def _decide(self, key: str, what: str) -> None:
        self.decisions[key] = what
        self.table.set_decisions(self.decisions)

    def _say_failed(self, error: Exception) -> None:
        if isinstance(error, UnknownRecordError):
            self.back.emit()
            return
        self._notice.set_text(describe(error).text(), "danger")

    # room and words

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Show the list beside the plan, or one of them at a time."""
        worn = theme.now()
        self._one = self.width() / worn.scale < STACKED_UNDER
        self._main.setVisible(not self._one or self._main_open)
        self._side.setVisible(not self._one or not self._main_open)
        self.heads.setVisible(not self._one)  # each text says there whose it is
        if self._one:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(min(worn.size(SIDE_WIDTH), self.width() * 2 // 5))
        in_list = self._one and self._main_open
        self._back.setText(_("Back to the list") if in_list else _("Back to now"))
        self._head.arrange()

    def _go_back(self) -> None:
        if self._one and self._main_open:
            self._main_open = False
            self._arrange()
        else:
            self.back.emit()

    def _retranslate(self) -> None:
        title = ""
        if self.plan:
            with self._desk.store.read() as session:
                title = label_of(session, "lesson_plan", self.plan) or ""
        self._head.set_title(title, "", _("How it was before"))
        self._arrange()
        self._whole.setText(_("Restore all of it"))
        self._foot.setText(_("Restoring is a change too: it is written here, and can be undone."))
        self.heads.retranslate()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _then_side(now: Side, then: PlanContent, name: str, person: str) -> Side:
    return replace(
        now, name=name, note="", person=person, agreed=False, mine=False, writable=False,
        content=then,
    )  # fmt: skip


def _now_side(now: Side) -> Side:
    return replace(now, name=_("Now"), note="")


def _remembering(desk: Desk, plan: str, moment: Moment) -> Work[tuple[Moment, PlanContent]]:
    """Put a plan together as it was."""
    yield Progress(0, 1)
    with desk.store.read() as session:
        return moment, content_then(session, plan, moment)


def _reading(desk: Desk, plan: str) -> Work[Found]:
    """Read the histories of a plan and all its steps."""
    yield Progress(0, 1)
    with desk.store.read() as session:
        found = moments(session, plan, desk.member.laptop, desk.today())
        return plan, found, versions_of(session, plan)
