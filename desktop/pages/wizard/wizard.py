"""The first steps on a computer whose data folder belongs to no alliance yet."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from db.local import Member, member
from db.restore import Restored
from db.store import Store
from desktop import dates, theme
from desktop.coming_back import Recovered, end_recovery, recover_alliance
from desktop.context import Desk
from desktop.exchanges import Exchanges
from desktop.founding import (
    AllianceDraft,
    find_invitations,
    found_alliance,
    join_alliance,
    sit_down_as,
)
from desktop.jobs import Jobs
from desktop.pages.wizard import start
from desktop.pages.wizard.board import Board
from desktop.pages.wizard.first_exchange import FirstExchangeStep
from desktop.pages.wizard.foot import MARGIN, WIDEST, Foot
from desktop.pages.wizard.found_steps import AllianceStep, FounderStep
from desktop.pages.wizard.invite_step import InviteStep
from desktop.pages.wizard.join_step import JoinStep
from desktop.pages.wizard.recover_step import RecoverStep
from desktop.pages.wizard.recovered_step import RecoveredStep
from desktop.pages.wizard.recovery import RecoveryStep
from desktop.pages.wizard.restore_step import RestoreStep
from desktop.pages.wizard.sample import making_sample, sample_folder
from desktop.pages.wizard.server_step import ServerStep
from desktop.pages.wizard.start import StartStep
from desktop.pages.wizard.step import Step
from desktop.pages.wizard.who_step import WhoStep
from desktop.restoring import restoring
from desktop.settings import Settings, SettingsFile
from desktop.sticks import Poll, Sticks, plugged_in
from desktop.widgets.basic import column, row
from desktop.widgets.ring import FocusRing
from desktop.widgets.scroll import scroll
from desktop.words import _
from sync.identity import Founded, Joined


class Wizard(QWidget):
    """Shows one step after the other; it owns the store it is given, and closes it at the end."""

    dressing = Signal(object)  # Settings: the application should wear them now
    opened = Signal(object)  # Path: open the window on this data folder; the store is closed
    closed = Signal()

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        settings_file: SettingsFile,
        settings: Settings,
        *,
        sticks: Sticks | None = None,
        today: Callable[[], datetime.date] = dates.today,
    ) -> None:
        """Begin with the first page.

        Args:
            store: Of a data folder that belongs to no alliance.
            jobs: Runs what takes long.
            settings_file: Where the settings of this device are kept.
            settings: As they are now.
            sticks: What is plugged in; None watches this computer.
            today: The day on the wall calendar.
        """
        super().__init__()
        self.store, self._jobs, self._today = store, jobs, today
        self._folder = store.folder
        self._settings_file, self._settings = settings_file, settings
        self._sticks = sticks
        self._draft = AllianceDraft()
        self._joined: Joined | None = None
        self._met: tuple[str, str] | None = None  # where the recovery code was used
        self._typed = ("", "")  # the recovery code and the name, while a server is looked for
        self._desk: Desk | None = None
        self._leaving = self._warned = False
        self._step: Step | None = None
        self._invitations: Poll | None = None
        self.setWindowTitle(_("Lianke"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._build()
        self.show_start()

    # building

    def _build(self) -> None:
        self._whole = QWidget()
        outer = row(self._whole, 0)
        self.board = Board()
        outer.addWidget(self.board)
        right = column(gap=0)
        self._page = QWidget()
        side = 24 if theme.now().large else MARGIN
        wide = row(self._page, 0, (side, 44, side, 20))
        inner = QWidget()
        inner.setMaximumWidth(theme.now().size(WIDEST))
        self._place = column(inner, 0)
        wide.addWidget(inner, 1)
        wide.addStretch(0)
        self._scroll = scroll(self._page)
        right.addWidget(self._scroll, 1)
        self.foot = Foot()
        self.foot.go_wanted.connect(self._go)
        self.foot.back_wanted.connect(self._go_back)
        self.foot.skip_wanted.connect(self._skip)
        right.addWidget(self.foot)
        outer.addLayout(right, 1)
        self._layout.addWidget(self._whole)
        self._ring = FocusRing(self)
        self.setMinimumSize(760, 520)

    def step(self) -> Step:
        """Return the step that is shown."""
        if self._step is None:
            raise AssertionError("there is always a step after the constructor")
        return self._step

    def _show(self, step: Step, names: Sequence[str] = (), at: int = 0) -> None:
        before, self._step = self._step, step
        if before is not None:
            before.blockSignals(True)  # the key that ended it still travels up
            before.hide()
            before.deleteLater()
        self._place.addWidget(step)
        self.board.show_steps(names, at)
        step.changed.connect(self._show_foot)
        step.go_asked.connect(self._go)
        self._show_foot()
        self._scroll.verticalScrollBar().setValue(0)
        step.begin()

    def _show_foot(self) -> None:
        if self._step is not None:
            self.foot.show_step(self._step)

    def _go(self) -> None:
        step = self.step()
        if not step.busy() and not step.lacking():
            step.go()

    # the first page

    def show_start(self, at: int = start.JOIN) -> None:
        """Show the first page."""
        step = StartStep(self._settings, at)
        step.settings_wanted.connect(self._wear)
        step.restore_wanted.connect(self._show_restore)
        step.recover_wanted.connect(self._show_recover)
        step.done.connect(self._choose)
        self._show(step)

    def _wear(self, settings: Settings) -> None:
        """Wear other letters or another language at once, and begin anew in them."""
        self._settings = settings
        self._settings_file.write(settings)
        self.dressing.emit(settings)
        step = self.step()
        at = step.picks.at() if isinstance(step, StartStep) else start.JOIN
        self._layout.removeWidget(self._whole)
        for old in (self._whole, self._ring):
            old.hide()
            old.deleteLater()
        self._step = None
        self._build()
        self.show_start(at)

    def _choose(self, at: int) -> None:
        {start.JOIN: self._show_join, start.FOUND: self._show_found, start.SAMPLE: self._sample}[
            at
        ]()

    def _go_back(self) -> None:
        step = self.step()
        if isinstance(step, FounderStep):
            self._draft = step.draft()
            self._show_found()
        elif isinstance(step, ServerStep):
            self._end_server(None)
        else:
            self.show_start(start.FOUND if isinstance(step, AllianceStep) else start.JOIN)

    def _skip(self) -> None:
        step = self.step()
        if isinstance(step, JoinStep):
            self._sample()
        elif self._met is not None:
            self._end_recovery()
        else:
            self._show_who()

    # looking at the sample

    def _sample(self) -> None:
        self.step().set_busy(_("The sample is being made: a few seconds"))
        self._jobs.start(
            making_sample(sample_folder(self._folder)),
            succeeded=self._leave_for,
            failed=self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self.step().fail(error)

    # founding

    def _founding_steps(self) -> Sequence[str]:
        return (
            _("Alliance and school"),
            _("Who you are"),
            _("Recovery code"),
            _("Invite the others"),
        )

    def _show_found(self) -> None:
        step = AllianceStep(self._draft)
        step.done.connect(self._show_founder)
        self._show(step, self._founding_steps(), 0)

    def _show_founder(self, draft: AllianceDraft) -> None:
        self._draft = draft
        step = FounderStep(draft)
        step.done.connect(self._found)
        self._show(step, self._founding_steps(), 1)

    def _found(self, draft: AllianceDraft) -> None:
        self._draft = draft
        self.step().set_busy(_("The alliance is being founded"))
        work = found_alliance(self.store, draft, self._today())
        self._jobs.start(work, succeeded=self._show_recovery, failed=self._fail)

    def _show_recovery(self, founded: Founded) -> None:
        self._record_as(founded.person)
        step = RecoveryStep(founded.recovery, self._draft, self._today())
        step.done.connect(self._show_invite)
        self._show(step, self._founding_steps(), 2)

    def _show_invite(self) -> None:
        step = InviteStep(self._make_desk())
        step.done.connect(self._leave)
        self._show(step, self._founding_steps(), 3)

    # joining

    def _joining_steps(self) -> Sequence[str]:
        return (_("Invitation and six words"), _("First exchange"), _("Who you are"))

    def _show_join(self) -> None:
        step = JoinStep(self._settings.last_folder)
        step.done.connect(self._join)
        self._show(step, self._joining_steps(), 0)
        self._invitations = Poll(self._look_for_invitations(), step)
        self._invitations.seen.connect(step.invitation.offer)
        self._invitations.start()

    def _look_for_invitations(self) -> Callable[[], object]:
        """Return what finds invitations on sticks; it holds no widget."""
        if self._sticks is None:
            return lambda: find_invitations(stick.folder for stick in plugged_in())
        folders = [stick.folder for stick in self._sticks.now()]
        return lambda: find_invitations(folders)

    def _join(self, said: tuple[Path, str]) -> None:
        self.step().set_busy(_("The invitation is being opened"))
        work = join_alliance(self.store, *said)
        self._jobs.start(work, succeeded=self._show_first_exchange, failed=self._fail)

    def _show_first_exchange(self, joined: Joined, place: tuple[str, str] | None = None) -> None:
        self._joined = joined
        self._record_as(joined.person)
        step = FirstExchangeStep(self._exchanges(), joined, place)
        step.done.connect(self._show_who)
        step.server_wanted.connect(self._show_server)
        self._show(step, self._joining_steps(), 1)

    # a server, instead of a stick

    def _show_server(self) -> None:
        before = self.step()
        if isinstance(before, RecoverStep):
            self._typed = before.typed()
        joined = self._joined
        step = ServerStep(self.store, joined.alliance if joined else "")
        step.done.connect(self._end_server)
        names = self._joining_steps() if joined and self._met is None else self._recovering_steps()
        self._show(step, names, 1 if joined else 0)

    def _end_server(self, place: tuple[str, str] | None) -> None:
        if self._joined is None:
            self._show_recover(place)
        elif self._met is None:
            self._show_first_exchange(self._joined, place)
        else:
            self._met = place or self._met
            self._show_catching_up(self._joined)

    def _show_who(self) -> None:
        if self._joined is None:
            return
        step = WhoStep(self.store, self._joined, self._today())
        step.done.connect(self._sit_down)
        self._show(step, self._joining_steps(), 2)

    def _sit_down(self, said: tuple[str, str]) -> None:
        name, id = said
        school = self._joined.school if self._joined else ""
        try:
            self._record_as(sit_down_as(self.store, name, school, id))
        except Exception as error:  # noqa: BLE001 - shown in the step, as a job's would be
            self._fail(error)
            return
        self._leave()

    # restoring

    def _show_restore(self) -> None:
        step = RestoreStep(self._settings.last_folder)
        step.done.connect(self._restore)
        self._show(step)

    def _restore(self, said: tuple[Path, str]) -> None:
        self.step().set_busy(_("The backup is being put in place"))
        self.store.close()
        work = restoring(self._folder, *said, self._today())
        self._jobs.start(work, succeeded=self._end_restoring, failed=self._fail_restoring)

    def _end_restoring(self, _restored: Restored) -> None:
        self._leave_for(self._folder)

    def _fail_restoring(self, error: Exception) -> None:
        self.store = Store(self._folder)
        self._fail(error)

    # coming back with the recovery code

    def _recovering_steps(self) -> Sequence[str]:
        return (_("Recovery code"), _("First exchange"), _("What is to be done now"))

    def _show_recover(self, place: tuple[str, str] | None = None) -> None:
        step = RecoverStep(place, *self._typed)
        step.done.connect(self._recover)
        step.server_wanted.connect(self._show_server)
        self._show(step, self._recovering_steps(), 0)
        looking = Poll(self._look_for_sticks(), step)
        looking.seen.connect(step.offer)
        looking.start()

    def _look_for_sticks(self) -> Callable[[], object]:
        """Return what tells which sticks are there; it holds no widget."""
        if self._sticks is None:
            return plugged_in
        there = self._sticks.now()
        return lambda: there

    def _recover(self, said: tuple[tuple[str, str], str, str]) -> None:
        self._met, code, name = said
        self.step().set_busy(_("The code is being looked up at this place"))
        work = recover_alliance(self.store, self._met[0], code, name)
        self._jobs.start(work, succeeded=self._show_catching_up, failed=self._fail)

    def _show_catching_up(self, joined: Joined) -> None:
        self._joined = joined
        self._record_as(joined.person)
        step = FirstExchangeStep(self._exchanges(), joined, self._met)
        step.done.connect(self._end_recovery)
        step.server_wanted.connect(self._show_server)
        self._show(step, self._recovering_steps(), 1)

    def _end_recovery(self) -> None:
        work = end_recovery(self.store)
        self._jobs.start(work, succeeded=self._show_recovered, failed=self._fail)

    def _show_recovered(self, found: Recovered) -> None:
        step = RecoveredStep(found)
        step.done.connect(self._leave)
        self._show(step, self._recovering_steps(), 2)

    # what founding and joining need of a window

    def _record_as(self, person: str) -> None:
        self._settings = self._settings.with_person(self._folder, person)
        self._settings_file.write(self._settings)

    def _make_desk(self) -> Desk:
        if self._desk is None:
            with self.store.read() as session:
                me = member(session) or Member("", "", "observer", "")
            person = self._settings.last_person.get(str(self._folder), "")
            self._desk = Desk(
                self.store,
                self._jobs,
                self._settings_file,
                self._settings,
                me,
                person,
                today=self._today,
            )
            self._desk.news.setParent(self)
        return self._desk

    def _exchanges(self) -> Exchanges:
        desk = self._make_desk()
        if self._sticks is not None and desk.news.findChild(Exchanges) is None:
            return Exchanges(desk, self._sticks)
        return Exchanges.of(desk)

    # the end

    def _leave(self) -> None:
        self._leave_for(self._folder)

    def _leave_for(self, folder: Path) -> None:
        """Hand over to the window on a data folder."""
        if self._leaving:
            return
        self._leaving = True
        if self._desk is not None:
            self._settings = self._desk.settings
        self._stop_watching()
        self.store.close()
        self.opened.emit(folder)

    def _stop_watching(self) -> None:
        if self._desk is not None:
            for exchanges in self._desk.news.findChildren(Exchanges):
                exchanges.sticks.stop()

    @override
    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        step = self._step
        if isinstance(step, RecoveryStep) and step.lacking() and not self._warned:
            self._warned = True
            step.warn_of_leaving()
            event.ignore()
            return
        event.accept()
        if not self._leaving:
            self._stop_watching()
            self.closed.emit()
