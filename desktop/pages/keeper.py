"""Keeps what a form says: saves as one types, and takes in what comes meanwhile in one step.

The keeper knows when; the draft (of an activity, of a plan …) knows what; the form only shows.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QDateTime, QElapsedTimer, QObject, QTimer, Signal

from db.errors import LiankeError, UnknownRecordError
from db.journal import Sitting, Writer, writing
from db.record import Value
from desktop.context import Desk
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.form_draft import Kept, Leaving
from desktop.pages.activities.saver import Saver
from desktop.words import _

PAUSE_MS = 600  # after the last key
LONGEST_MS = 1000  # who types without a pause is saved all the same
QUIET_MS = 2000  # nothing is put under fingers that pressed a key so lately
LOOK_MS = 250
RETRY_MS = 10_000
SLOW_MS = 1000  # from here on it is said that saving takes its time

Came = Mapping[str, frozenset[str]]
Saved = tuple[Sequence[Leaving], Sequence[Kept]]


class Drafts(Protocol):
    """All that one form has under the hands of its person: a record and its parts."""

    record: Draft

    def pending(self) -> bool:
        """Return whether something is not in the store yet."""

    def take(self) -> Sequence[Leaving]:
        """Return what is to be written, on its way from now on."""

    def take_new(self) -> Sequence[Leaving]:
        """Return a new record as it stands, though nobody has typed anything."""

    def kept(self, leaving: Sequence[Leaving], kept: Sequence[Kept]) -> None:
        """Hear that all of it is in the store."""

    def not_kept(self, leaving: Sequence[Leaving]) -> None:
        """Hear that nothing of it is."""

    def reload(self, form: Any) -> Came:
        """Show all as it stands now, and return which fields of which record came."""


AnyDrafts = TypeVar("AnyDrafts", bound=Drafts)
Form = TypeVar("Form")


class Keeper(QObject, Generic[AnyDrafts, Form]):
    """One open form: its draft, its sitting from open to close, its way to the store.

    A subclass says how a form is read, what its draft is, and how what left it is written.
    """

    shown = Signal(object)  # all fields are to be shown anew; what came, by record
    created = Signal(str)  # the new record is in the store
    kept = Signal(bool)  # all that was typed is in the store; whether the list looks otherwise now
    said = Signal(str, str, str)  # what stands in the corner: words, icon, role
    failed = Signal(object)
    gone = Signal()  # the record is not here any more

    def __init__(self, desk: Desk, parent: QObject, empty: AnyDrafts) -> None:
        """Take the desk, the form, and the draft of nothing."""
        super().__init__(parent)
        self._desk = desk
        self.draft = empty
        self.form: Form | None = None
        self.open = False
        self.composing: Callable[[], bool] = _never
        self.commit: Callable[[], None] = _nothing
        self._sitting: Sitting | None = None
        self._leaving: Sequence[Leaving] = ()
        self._saver = Saver(self)
        self._saver.succeeded.connect(self._succeeded)
        self._saver.failed.connect(self._failed)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.save)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(self.save)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._take_in_when_quiet)
        self._last_key = QElapsedTimer()
        self._unsaved = False
        desk.news.arrived.connect(self.expect_arrival)
        desk.news.flushing.connect(self.flush)

    # what a subclass says

    @abstractmethod
    def _read(self, id: str) -> Form:
        """Return what the store holds of a record and its parts.

        Raises:
            UnknownRecordError: There is no such record.
        """

    @abstractmethod
    def _draft_of(self, form: Form) -> AnyDrafts:
        """Return the draft of what was read."""

    @abstractmethod
    def _write(self, sitting: Sitting, id: str, leaving: Sequence[Leaving]) -> Saved:
        """Write what left the form; called on the saving thread."""

    def _regroups(self, leaving: Sequence[Leaving]) -> bool:
        """Tell whether a list has to be put in order anew for what was saved."""
        return bool(leaving)

    # opening and closing

    def open_record(self, id: str) -> None:
        """Open a record; a sitting begins.

        Raises:
            UnknownRecordError: There is no such record.
        """
        self.close()
        form = self._read(id)
        self._begin(self._draft_of(form), form)

    def _begin(self, draft: AnyDrafts, form: Form | None) -> None:
        self.draft, self.form, self.open = draft, form, True
        self._sitting = self._desk.sit_down()
        self._last_key.invalidate()
        self.said.emit("", "check", "accent")
        self.shown.emit({})

    def close(self) -> None:
        """Save what is typed and let the record go."""
        self.flush()
        self._look.stop()
        self.open, self._sitting = False, None

    def end(self) -> None:
        """Let the saving thread go, for good."""
        self.close()
        self._saver.close()

    @property
    def id(self) -> str:
        """The record's id; empty while it is not in the store."""
        return self.draft.record.id

    # typing and saving

    def touch(self) -> None:
        """Hear that a key was pressed."""
        self._last_key.start()

    def type(self, draft: Draft, values: Mapping[str, Value]) -> None:
        """Take what a person put into fields of a record; it is saved after a pause."""
        changed = [draft.type(name, value) for name, value in values.items()]
        if any(changed):
            self.touch()
            self._pause.start()
            if not self._longest.isActive():
                self._longest.start()

    def save_soon(self) -> None:
        """Save at once, but without waiting: a field was left."""
        if self.draft.pending():
            self.save()

    def save(self) -> None:
        """Bring what was typed on its way to the store."""
        self._pause.stop()
        self._longest.stop()
        if self._saver.busy() or not self.open or self._sitting is None:
            return
        leaving = self.draft.take()
        if not leaving:
            return
        self._leaving = leaving
        self._slow.start()
        self._saver.start(partial(self._write, self._sitting, self.id, leaving))

    def _succeeded(self, saved: Saved) -> None:
        self._slow.stop()
        was_new = not self.id
        leaving, kept = saved
        self.draft.kept(leaving, kept)
        self._leaving = ()
        self._tell_saved(saved=True)
        moment = QDateTime.currentDateTime().toString("HH:mm")
        self.said.emit(_("Saved {time}").format(time=moment), "check", "accent")
        if was_new and self.id:
            self.created.emit(self.id)
        self.kept.emit(was_new or self._regroups(leaving))
        self._desk.news.changed.emit()
        if self.draft.pending():
            self.save()  # typed while this was on its way

    def _failed(self, error: Exception) -> None:
        self._slow.stop()
        self.draft.not_kept(self._leaving)
        self._leaving = ()
        self._tell_saved(saved=False)
        self.said.emit(_("Not saved yet"), "warning-circle", "danger")
        self.failed.emit(error)
        QTimer.singleShot(RETRY_MS, self, self.save_soon)

    def _tell_saved(self, *, saved: bool) -> None:
        if saved == self._unsaved:
            self._unsaved = not saved
            self._desk.news.saving.emit(saved)

    def _say_slow(self) -> None:
        self.said.emit(_("Saving…"), "clock", "ink3")

    def flush(self) -> bool:
        """Save all that is typed, now; return whether it is in the store."""
        if not self.open:
            return True
        self.commit()
        self._saver.wait()
        if self.draft.pending():
            self.save()
            self._saver.wait()
        return not self.draft.pending()

    # what comes meanwhile

    def expect_arrival(self) -> None:
        """Hear that an exchange brought something; it is shown when the fingers rest."""
        if self.open and self.id:
            self._look.start()
            self._take_in_when_quiet()

    def _take_in_when_quiet(self) -> None:
        resting = not self._last_key.isValid() or self._last_key.elapsed() >= QUIET_MS
        if resting and not self.composing():
            self._look.stop()
            self.reload()

    def reload(self) -> None:
        """Show all fields as they stand now, in one step; what was typed is saved first."""
        if not self.open or not self.id or not self.flush():
            return
        try:
            form = self._read(self.id)
        except UnknownRecordError:
            self.gone.emit()
            return
        came = self.draft.reload(form)
        self.form = form
        self.shown.emit(came)

    # whole acts

    def act(self, do: Callable[[Writer], object]) -> bool:
        """Do something named in the form's own sitting and show what became of it.

        A new record is brought into being first.  False when it could not be done; it was told.
        """
        if not self.ensure() or self._sitting is None:
            return False
        try:
            with writing(self._desk.store, self._sitting) as writer:
                do(writer)
        except LiankeError as error:
            self.failed.emit(error)
            return False
        self.reload()
        self._desk.news.changed.emit()
        return True

    def ensure(self) -> bool:
        """Bring a new record into being; return whether it is in the store."""
        if not self.flush():
            return False
        if not self.id and self._sitting is not None:
            self._leaving = self.draft.take_new()
            self._saver.start(partial(self._write, self._sitting, "", self._leaving))
            self._saver.wait()
        return bool(self.id)


def _never() -> bool:
    return False


def _nothing() -> None:
    return None
