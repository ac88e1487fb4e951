"""What is done with the photos and files of a form: attached by a job, opened, drawn small."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.commands.attachments import attach_files
from desktop.context import Desk
from desktop.pages.activities.files_tab import FilesTab, thumbnails
from desktop.pages.activities.form_keeper import FormKeeper


class FormFiles(QObject):
    """Listens to the page of files, and runs the jobs."""

    failed = Signal(object)
    attached = Signal()

    def __init__(self, desk: Desk, keeper: FormKeeper) -> None:
        super().__init__(keeper)
        self._desk, self._keeper = desk, keeper

    def listen_to(self, page: FilesTab) -> None:
        """Listen to the page, new."""
        page.folder = self._desk.settings.last_folder
        page.chosen.connect(self.attach)
        page.picker.unsaved.connect(self._save_first)
        for failing in (page.opening, page.picker):
            failing.failed.connect(self.failed)

    def show(self, page: FilesTab) -> None:
        """Show the files as they stand; their pictures follow."""
        form, record = self._keeper.form, self._keeper.draft.record
        page.picker.show_record(record.id, str(record.value("lesson") or ""))
        if page.set_rows(form.attachments if form else ()):
            work = thumbnails(self._desk.store.blobs, page.rows)
            self._desk.jobs.start(work, succeeded=page.set_pictures)

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach photos and files, as a job: a large photo takes a second."""
        if self._keeper.ensure():
            desk = self._desk
            work = attach_files(
                desk.store, desk.sit_down(), self._keeper.id, paths, today=desk.today()
            )
            desk.jobs.start(work, succeeded=self._done, failed=self._not_all)

    def _done(self, _ids: Sequence[str]) -> None:
        self._keeper.reload()
        self._desk.news.changed.emit()
        self.attached.emit()

    def _not_all(self, error: Exception) -> None:
        self._keeper.reload()
        self.failed.emit(error)

    def _save_first(self) -> None:
        """Save an activity that is new: then a material can belong to it."""
        if self._keeper.ensure():
            self._keeper.reload()
