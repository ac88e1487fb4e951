"""The first page: today, what wants doing, what wants deciding, how fresh the schools' data is."""

import datetime
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.home import Home, HomeActivity, home
from db.queries.questions import OpenQuestion
from desktop import dates, theme
from desktop.context import Desk
from desktop.labels import kind_label
from desktop.pages.home import words
from desktop.pages.home.lines import Line
from desktop.pages.page import Page
from desktop.status import OLD_DAYS, ago, days_old, status, unsent_words
from desktop.widgets.basic import A, Card, Icon, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.facts import cap
from desktop.widgets.filters import chips
from desktop.widgets.lines import SearchField
from desktop.widgets.notices import Empty
from desktop.widgets.picks import Tile
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _, language, ngettext

if TYPE_CHECKING:
    from desktop.pages.home.found import Found

_NARROW = 780  # points of content under which cards stand one over the other
_COMING = 4
_LINES = 6


class HomePage(Page):
    """What is next, at one look."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown = False
        self._found: Found | None = None
        self._header = Header()
        self._search = SearchField("", 270)
        self._header.add(self._search)
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._stack.addWidget(scroll(self._make_page()))
        self._search.searched.connect(self._find)
        for signal in (desk.news.changed, desk.news.arrived, desk.news.person_changed):
            signal.connect(self._reload)
        self._retranslate()

    @override
    def header(self) -> QWidget:
        return self._header

    @override
    def activate(self) -> None:
        self._shown = True
        self._reload()

    @override
    def focus_search(self) -> None:
        self._search.setFocus()

    def look_for(self, typed: str) -> None:
        """Search as if these words were typed."""
        self._search.setText(typed)
        self._find(typed)

    def _make_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, 16, (24, 18, 24, 18))
        self._tiles = QGridLayout()
        self._tiles.setSpacing(theme.now().px(12))
        self._record = Tile("plus-circle", "", main=True)
        self._exchange = Tile("usb-stick", "")
        self._ledger = Tile("table", "")
        self._people = Tile("users-three", "")
        self._record.clicked.connect(self._record_activity)
        for tile, key in (
            (self._exchange, "exchange"),
            (self._ledger, "reports"),
            (self._people, "people"),
        ):
            tile.clicked.connect(partial(self.go.emit, key))
        layout.addLayout(self._tiles)
        self._today, self._todos, self._ages = Card(gap=0), Card(gap=0), Card(gap=0)
        self._questions = Card(gap=0)
        layout.addWidget(self._questions)
        self._pair = QGridLayout()
        self._pair.setSpacing(theme.now().px(16))
        layout.addLayout(self._pair, 1)
        layout.addWidget(self._ages)
        self._arrange()
        return page

    @override
    def _retranslate(self) -> None:
        self._search.set_hint(_("Search (characters or pinyin initials)"))
        if self._found is not None:
            self._found.retranslate()
        if self._shown:  # before its first visit there is nothing to say again
            self._reload()

    def _reload(self) -> None:
        day = self.desk.today()
        with self.desk.store.glance() as look:
            found = home(look, person=self.desk.person, school=self.desk.member.school, today=day)
            foot = status(look, self.desk.member.school)
        title = QLocale(language()).toString(
            QDate(day.year, day.month, day.day), words.day_pattern()
        )
        self._header.set_title(title, words.term_words(found.term, day, short=theme.now().large))
        self._say_tiles(foot.unsent)
        self._show_questions(found.questions)
        self._show_today(found)
        self._show_todos(found)
        moment = time.time()
        self._show_ages([(one.name, days_old(one, moment)) for one in foot.schools])

    def _say_tiles(self, unsent: int) -> None:
        self._record.set_words(_("Record an activity"), _("Four entries are enough"))
        self._exchange.set_words(
            _("Exchange by stick"),
            unsent_words(unsent) or _("Everything has gone out"),
            "far" if unsent else "ink3",
        )
        self._ledger.set_words(_("Print the ledger"), _("Preview, PDF and workbook"))
        self._people.set_words(_("People and schools"), _("Take in a staff list"))

    def _show_questions(self, questions: Sequence[OpenQuestion]) -> None:
        self._questions.setVisible(bool(questions))
        self._questions.set_title(
            ngettext(
                "{count} thing wants your decision",
                "{count} things want your decision",
                len(questions),
            ).format(count=len(questions)),
            _("Both versions are kept; there is no hurry"),
        )
        self._fill(
            self._questions,
            [
                self._line(
                    Line(
                        q.name or kind_label(q.kind),
                        icon="warning" if q.deleted else "git-branch",
                        badge=_("somebody deleted it")
                        if q.deleted
                        else _("{count} versions").format(count=2),
                        tone="warn",
                    ),
                    *q.opens,
                )
                for q in questions[:5]
            ],
        )

    def _show_today(self, found: Home) -> None:
        coming, day = found.coming[:_COMING], self.desk.today()
        title = _("Recorded last")
        if found.today or coming:
            title = _("Today") if found.today else _("Coming up")
        note = ngettext(
            "{count} more in the next two weeks",
            "{count} more in the next two weeks",
            len(found.coming),
        ).format(count=len(found.coming))
        self._today.set_title(title, note if found.coming else "")
        shown = [*found.today, *coming] or list(found.recent)
        lines: list[QWidget] = [self._activity_line(one, day) for one in shown]
        if shown and (rest := found.recent[: _LINES - len(shown)]) and rest[0] not in shown:
            lines += [cap(_("Recorded last")), *(self._activity_line(one, day) for one in rest)]
        if not lines:
            first = button(_("Record an activity"), "", "plus")
            first.clicked.connect(self._record_activity)
            lines = [
                Empty(
                    "calendar-blank",
                    _("No activity yet"),
                    _("Press “Record an activity”: four entries are enough."),
                    first,
                )
            ]
        self._fill(self._today, lines)

    def _activity_line(self, one: HomeActivity, day: datetime.date) -> QWidget:
        lead = ""
        if one.held_on is not None:
            today = one.held_on == day
            lead = _("Today") if today else f"{one.held_on:%m-%d} {dates.weekday(one.held_on)}"
        line = Line(one.title or _("(no topic yet)"), words.activity_note(one), lead=lead)
        return self._line(line, "activity", one.id)

    def _show_todos(self, found: Home) -> None:
        day = self.desk.today()
        self._todos.set_title(_("My to-dos"), str(len(found.todos)) if found.todos else "")
        lines: list[QWidget] = []
        for todo in found.todos[:7]:
            said, icon = words.todo_words(todo)
            badge, tone = words.due_words(todo.due_on, day)
            line = Line(said, icon=icon, badge=badge, tone=tone)
            lines.append(self._line(line, "activity", todo.activity))
        if not lines:
            lines = [
                Empty(
                    "check-circle",
                    _("Nothing waits for you"),
                    _("Follow-ups you promise appear here."),
                )
            ]
        self._fill(self._todos, lines)

    def _show_ages(self, schools: Sequence[tuple[str, int | None]]) -> None:
        self._ages.setVisible(bool(schools))
        head = label(_("Data as of"), "strong")
        head.setContentsMargins(0, 3, 0, 3)
        parts: list[QWidget] = [head]
        for name, days in schools:
            glyph, tone = "check-circle", "accent"
            if days is None:
                glyph, tone = "circle-dashed", "ink3"
            elif days >= OLD_DAYS:
                glyph, tone = "warning", "warn"
            elif days > 0:
                glyph, tone = "clock", "ink2"
            one = QWidget()
            line = row(one, 6, (0, 3, 0, 3))
            line.addWidget(Icon(glyph, tone, 16))
            line.addWidget(label(name))
            line.addWidget(label(_("nothing yet") if days is None else ago(days), "body", tone))
            parts.append(one)
        go = button(_("Exchange"), "", "usb-stick", small=True)
        go.clicked.connect(partial(self.go.emit, "exchange"))
        holder = QWidget()
        wide = row(holder, 16, (2, 4, 0, 4))
        wide.addWidget(chips(parts, 20), 1)
        wide.addWidget(go, 0, A.AlignTop)
        self._fill(self._ages, [holder])

    def _fill(self, card: Card, lines: Sequence[QWidget]) -> None:
        """Show other lines in a card, under its title."""
        while card.body.count() > 1:
            item = card.body.takeAt(1)
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            card.body.addWidget(line)
        if lines and isinstance(lines[-1], Line):
            lines[-1].last = True
        card.body.addStretch(1)

    def _line(self, line: Line, kind: str, id: str) -> Line:
        line.clicked.connect(partial(self.open_record.emit, kind, id))
        return line

    def _record_activity(self) -> None:
        self.open_record.emit("activity", "")

    def _find(self, typed: str) -> None:
        if typed:
            if self._found is None:
                self._found = self._make_found()
            self._found.look_for(typed)
        self._stack.setCurrentIndex(1 if typed else 0)

    def _make_found(self) -> "Found":
        from desktop.pages.home.found import Found  # noqa: PLC0415 - at the first search

        found = Found(self.desk)
        found.opened.connect(self.open_record)
        self._stack.addWidget(found)
        return found

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_narrow() != self._narrow:
            self._arrange()

    def _is_narrow(self) -> bool:
        return self.width() < theme.now().size(_NARROW)

    def _arrange(self) -> None:
        """Put tiles and cards side by side, or in a narrow window one over the other."""
        self._narrow = self._is_narrow()
        across = 2 if self._narrow else 4
        for number, tile in enumerate((self._record, self._exchange, self._ledger, self._people)):
            self._tiles.addWidget(tile, number // across, number % across)
        self._pair.addWidget(self._today, 0, 0)
        if self._narrow:
            self._pair.addWidget(self._todos, 1, 0, 1, 2)
            self._pair.addWidget(self._today, 0, 0, 1, 2)
        else:
            self._pair.addWidget(self._todos, 0, 1)
        self._pair.setColumnStretch(0, 11)
        self._pair.setColumnStretch(1, 10)
