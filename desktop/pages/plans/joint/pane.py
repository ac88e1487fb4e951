"""集体备课: all that was said of a plan, decided one after another, then agreed on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget
from typing_extensions import override

from db import permissions
from db.commands import joint, plans, records
from db.errors import LiankeError, UnknownRecordError
from db.progress import Progress, Work
from db.queries.plan_activities import activities_of, joinable
from db.queries.plan_changes import PlanChanges, changes_in, children_of
from db.queries.plan_contributions import Contribution, contributions
from db.queries.plan_sheet import PlanSheet, plan_sheet
from db.record import DELETED
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.plans.joint.decide_card import DECISIONS, DecideCard
from desktop.pages.plans.joint.freeze_bar import FreezeBar
from desktop.pages.plans.joint.heat_card import HeatCard
from desktop.pages.plans.joint.meeting_card import MeetingCard
from desktop.pages.plans.joint.rows import SaidDelegate
from desktop.pages.plans.joint.talk import Said, Topic, open_words, said_of, topics_of
from desktop.pages.plans.joint.voices_card import VoicesCard
from desktop.tables import Band, LazyListModel
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty, Notice
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _

LIST_WIDE = 380
ONE_UNDER = 62 * 15

Counted = tuple[str, Sequence[Contribution], PlanChanges]


class JointPane(QWidget):
    """The list of comments at the left; at the right the one at hand, and what they add up to."""

    back = Signal()
    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done
    activity_wanted = Signal(str)  # an activity to be opened

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.plan = ""
        self.sheet: PlanSheet | None = None
        self.topics: list[Topic] = []
        self._flat: list[Said] = []
        self._one, self._side_open = False, False
        self._head = Header()
        self._back, self._freeze = button("", "", "arrow-left"), button("", "primary", "check")
        self._back.clicked.connect(self._go_back)
        self._freeze.clicked.connect(self.begin_freezing)
        self._head.add(self._back)
        self._head.add(self._freeze)
        outer = column(self, 0)
        self.freezing = FreezeBar()
        self.freezing.hide()
        outer.addWidget(self.freezing)
        self._notice = Notice("", "danger")
        self._notice.hide()
        outer.addWidget(self._notice)
        body = row(gap=0)
        outer.addLayout(body, 1)
        body.addWidget(self._make_list())
        body.addWidget(self._make_side(), 1)
        self._connect()
        self._retranslate()

    def _make_list(self) -> QWidget:
        self._left = QFrame()
        self._left.setProperty("kind", "left")
        self._left.setProperty("area", True)
        layout = column(self._left, 0, (0, 0, 1, 0))
        self._model = LazyListModel[Said](said_of, self)
        self.view = Rows(SaidDelegate)
        self.view.setModel(self._model)
        self._lists = QStackedWidget()
        self._nothing = Empty("chat-text", "", "")
        self._lists.addWidget(self.view)
        self._lists.addWidget(self._nothing)
        layout.addWidget(self._lists)
        return self._left

    def _make_side(self) -> QWidget:
        page = QWidget()
        layout = column(page, 16, (24, 16, 24, 24))
        self.decide_card, self.voices = DecideCard(), VoicesCard()
        self.heat, self.meetings = HeatCard(), MeetingCard()
        for card in (self.decide_card, self.voices, self.heat, self.meetings):
            layout.addWidget(card)
        layout.addStretch(1)
        self._side = scroll(page)
        self._side.setProperty("area", True)
        return self._side

    def _connect(self) -> None:
        self.view.opened.connect(self._open)
        for pressed in (self.view.clicked, self.view.activated):
            pressed.connect(self._go_in)
        self.decide_card.decided.connect(self.decide)
        for number, code in enumerate(DECISIONS, 1):
            shortcut = QShortcut(QKeySequence(str(number)), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._decide_in_list, code))
        self.freezing.frozen.connect(self.freeze)
        self.freezing.left.connect(self._end_freezing)
        self.meetings.link_wanted.connect(self.link)
        self.meetings.new_wanted.connect(self.record_meeting)
        self.meetings.opened.connect(self.activity_wanted)
        self.meetings.removed.connect(self.unlink)
        self._desk.news.arrived.connect(self.reload)

    def header(self) -> QWidget:
        """Return the head: whose plan, the way back, and 定稿."""
        return self._head

    # showing

    def show_plan(self, id: str) -> None:
        """Show what was said of a plan, the first open comment at hand."""
        self.plan, self._side_open = id, False
        self._end_freezing()
        self.reload()
        self._show_first()

    def reload(self) -> None:
        """Read all of it again; the comment at hand stays."""
        if not self.plan:
            return
        at_hand = self._at_hand()
        try:
            with self._desk.store.read() as session:
                self.sheet = plan_sheet(session, self.plan)
                linked = activities_of(session, self.plan)
                choices = joinable(session, self.plan)
        except UnknownRecordError:
            self.back.emit()
            return
        self.topics = topics_of(self.sheet)
        self._flat = [said for topic in self.topics for said in topic.said]
        groups = [(Band(t.words, "", str(len(t.said))), len(t.said)) for t in self.topics]
        self._model.set_groups(groups, self._load)
        self._lists.setCurrentWidget(self.view if self._flat else self._nothing)
        self.meetings.show_rows(linked, choices, may=self._may_write())
        self._choose(at_hand.comment.id if at_hand else "")
        self._desk.jobs.start(_counting(self._desk, self.plan), succeeded=self._show_counted)
        self._retranslate()
        self._arrange()

    def _load(self, offset: int, limit: int) -> Sequence[Said]:
        return self._flat[offset : offset + limit]

    def _show_counted(self, counted: Counted) -> None:
        plan, people, found = counted
        if plan == self.plan:
            self.voices.show_rows(people)
            self.heat.show_changes(found)

    def _at_hand(self) -> Said | None:
        found = self.view.row()
        return found if isinstance(found, Said) else None

    def _choose(self, id: str) -> bool:
        """Take a comment in hand; return whether it is there."""
        at = next((at for at, one in enumerate(self._flat) if one.comment.id == id), -1)
        if at >= 0:
            self.view.choose(self._model.line_of(at))
            self._show_said(self._flat[at])
        self.decide_card.setVisible(at >= 0)
        return at >= 0

    def _show_first(self) -> None:
        first = [one for one in self._flat if not one.comment.decision] or self._flat
        self._choose(first[0].comment.id if first else "")
        self.view.setFocus()

    def _show_said(self, said: Said) -> None:
        if self.sheet is not None:
            self.decide_card.show_said(said, self.sheet, self._desk.today())
            self.decide_card.setEnabled(self._may_write())
            self.decide_card.show()

    def _open(self, said: Said) -> None:
        self._show_said(said)
        self._side_open = True
        self._arrange()

    def _go_in(self) -> None:
        """Open the comment pressed, also where it was at hand already."""
        if (said := self._at_hand()) is not None:
            self._open(said)

    def _may_write(self) -> bool:
        if self.sheet is None:
            return False
        member, record = self._desk.member, self.sheet.record
        return record.deletion != DELETED and permissions.may_write(
            member.role, member.school, "plan_comment", record.circle, record.home,
            person=member.person,
        )  # fmt: skip

    # deciding

    def _decide_in_list(self, code: str) -> None:
        self.decide_card.decide(code)

    def decide(self, code: str, reason: str) -> None:
        """Decide about the comment at hand and go on to the next open one."""
        said = self._at_hand()
        if said is None:
            return
        one, today = said.comment, self._desk.today()
        with self._desk.write() as writer:
            plans.decide(writer, one.id, code, today=today, reason=reason, seen=one.version)
        after = self._next_open(one.id)
        self.reload()
        self._choose(after if code else one.id)
        if not self._one:
            self.view.setFocus()
        if code:
            undo = partial(self._undecide, one.id, one.decision, one.reason)
            self.toasted.emit(_("Decided"), _("Undo"), undo)

    def _undecide(self, id: str, decision: str, reason: str) -> None:
        with self._desk.write() as writer:
            plans.decide(writer, id, decision, today=self._desk.today(), reason=reason)
        self.reload()
        self._choose(id)

    def _next_open(self, id: str) -> str:
        """Return the next open comment after one, from the top again; the same if none is."""
        ids = [one.comment.id for one in self._flat]
        at = ids.index(id) + 1 if id in ids else 0
        turned = [*self._flat[at:], *self._flat[:at]]
        open = [one.comment.id for one in turned if not one.comment.decision]
        return next((one for one in open if one != id), id)

    # agreeing

    def begin_freezing(self) -> None:
        """Ask for a word about what is new, in the page."""
        if self.sheet is not None:
            number = max((one.number for one in self.sheet.versions), default=0) + 1
            self.freezing.begin(number, self._open_count())
            self._freeze.hide()  # two filled buttons, and neither were first

    def _end_freezing(self) -> None:
        self.freezing.hide()
        self._freeze.show()

    def freeze(self, note: str) -> None:
        """Keep the plan as it stands as the next agreed version."""
        before = len(self.sheet.versions) if self.sheet else 0
        with self._desk.write() as writer:
            id = plans.freeze(writer, self.plan, today=self._desk.today(), note=note)
        self._end_freezing()
        self.reload()
        versions = self.sheet.versions if self.sheet else ()
        number = next((one.number for one in versions if one.id == id), 0)
        if len(versions) == before:
            said = _("The same was agreed on already, as version {number}")
            self.warned.emit(said.format(number=number), "", None)
            return
        said = _("Agreed on: version {number}")
        self.toasted.emit(said.format(number=number), _("Undo"), partial(self._unfreeze, id))

    def _unfreeze(self, id: str) -> None:
        with self._desk.write() as writer:
            records.delete(writer, id)
        self.reload()

    def _open_count(self) -> int:
        return sum(not one.comment.decision for one in self._flat)

    # the meeting

    def link(self, activity: str) -> None:
        """Link an activity, with the version that stands now."""
        versions = self.sheet.versions if self.sheet else ()
        newest = versions[-1].id if versions else ""
        try:
            with self._desk.write() as writer:
                made = plans.link_activity(writer, activity, self.plan, newest)
        except LiankeError as error:
            self._say_failed(error)
            return
        self.reload()
        self.toasted.emit(_("Linked; its record form fills itself"), _("Undo"), partial(
            self._take_back, made
        ))  # fmt: skip

    def record_meeting(self) -> None:
        """Record the joint preparation now: the group and all who spoke are in it."""
        title = _("Joint preparation: {title}").format(title=self._title())
        with self._desk.write() as writer:
            made = joint.record_preparation(writer, self.plan, title, today=self._desk.today())
        self.reload()
        undo = partial(self._take_back, made)
        self.toasted.emit(_("Recorded as a joint preparation of today"), _("Undo"), undo)

    def unlink(self, link: str) -> None:
        """Take an activity away from the plan; it stays where it is."""
        with self._desk.write() as writer:
            records.delete(writer, link)
        self.reload()
        self.toasted.emit(_("Taken away; the activity stays"), _("Undo"), partial(
            self._bring_back, link
        ))  # fmt: skip

    def _take_back(self, id: str) -> None:
        with self._desk.write() as writer:
            records.delete(writer, id)
        self.reload()

    def _bring_back(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        self.reload()

    def _say_failed(self, error: Exception) -> None:
        self._notice.set_text(describe(error).text(), "danger")
        self._notice.show()

    # room and words

    def _go_back(self) -> None:
        if self._one and self._side_open:
            self._side_open = False
            self._arrange()
            self._retranslate()
        else:
            self.back.emit()

    def _arrange(self) -> None:
        worn = theme.now()
        self._one = worn.large or self.width() / worn.scale < ONE_UNDER
        self._left.setVisible(not self._one or not self._side_open)
        self._side.setVisible(not self._one or self._side_open)
        if self._one:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._left.setFixedWidth(worn.size(LIST_WIDE))
        narrow = self._one and self._side_open
        self._back.setText(_("Back to the list") if narrow else _("Back to the plan"))
        self._head.arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _title(self) -> str:
        return str(self.sheet.record.values.get("title") or "") if self.sheet else ""

    def _retranslate(self) -> None:
        values = self.sheet.record.values if self.sheet else {}
        lead = str(values.get("lead_preparer_name") or values.get("author_name") or "")
        note = _("{name} leads").format(name=lead) if lead else ""
        count = open_words(self._open_count()) if self._flat else ""
        self._head.set_title(
            self._title(), "·".join(part for part in (note, count) if part),
            _("Preparing it together"),
        )  # fmt: skip
        self._freeze.setText(_("Agree on it"))
        self._freeze.setEnabled(self._may_write())
        self.view.setAccessibleName(_("What was said of the plan"))
        self._nothing.set_text(
            _("Nobody has said anything yet"),
            _("Comments are written beside the steps of the plan, on any laptop."),
        )
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if self.isVisible():
                self.reload()
        super().changeEvent(event)


def _counting(desk: Desk, plan: str) -> Work[Counted]:
    """Read who gave what, and compare every personal plan with what it began from."""
    yield Progress(0, 1)
    with desk.store.read() as session:
        people = contributions(session, plan)
        return plan, people, changes_in(session, plan, children_of(session, plan))
