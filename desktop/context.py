"""What every page is given: the store, the jobs, who is recording, and how pages hear of news."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.member import Member
from db.store import Store
from desktop.dates import today
from desktop.jobs import Jobs
from desktop.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from db.journal import Sitting, Writer


class News(QObject):
    """What one part of the window tells all others; all on the thread of the window."""

    changed = Signal()  # this window wrote something
    arrived = Signal()  # an exchange brought something
    person_changed = Signal()  # another one is recording
    member_changed = Signal()  # this computer came back into the alliance with new keys
    settings_changed = Signal(object, object)  # the settings before and now
    saving = Signal(bool)  # whether all that was typed in the forms is saved
    flushing = Signal()  # save what is typed, now: an exchange or the end is near


@dataclass
class Desk:
    """One open data folder, and who works on it.

    Attributes:
        store: The data folder.
        jobs: Runs what takes longer than 50 ms.
        settings_file: Where the settings of this device are kept.
        settings: As they are now; change them with `change_settings`.
        member: Who this laptop is in its alliance.
        person: Record id of who is recording.
        today: The day on the wall calendar; another clock in tests.
        news: The signals.
    """

    store: Store
    jobs: Jobs
    settings_file: SettingsFile
    settings: Settings
    member: Member
    person: str
    today: Callable[[], datetime.date] = today
    news: News = field(default_factory=News)

    def sit_down(self) -> Sitting:
        """Begin a sitting of who is recording: one for a form from open to close."""
        from db.journal import begin  # noqa: PLC0415 - after the first page

        with self.store.read() as session:
            return begin(session, self.person)

    @contextmanager
    def write(self, sitting: Sitting | None = None) -> Iterator[Writer]:
        """Give a Writer in one transaction, then tell all pages that something changed.

        Args:
            sitting: The form's; None begins one for this write alone.
        """
        from db.journal import writing  # noqa: PLC0415 - after the first page

        with writing(self.store, sitting or self.sit_down()) as writer:
            yield writer
        self.news.changed.emit()

    def flush(self) -> None:
        """Save what is typed in every form: before an exchange, and before the end."""
        self.news.flushing.emit()

    def change_settings(self, settings: Settings) -> None:
        """Keep other settings; the window dresses itself anew where it must."""
        before, self.settings = self.settings, settings
        self.settings_file.write(settings)
        if settings != before:
            self.news.settings_changed.emit(before, settings)

    def come_back(self) -> None:
        """Be who the store says this computer is now; the window begins anew."""
        from db.local import member  # noqa: PLC0415 - after the first page

        with self.store.read() as session:
            self.member = member(session) or self.member
        self.news.member_changed.emit()

    def change_person(self, person: str) -> None:
        """Let another person record from now on."""
        self.flush()
        self.person = person
        self.change_settings(self.settings.with_person(self.store.folder, person))
        self.news.person_changed.emit()
