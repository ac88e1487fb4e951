"""The panel of one material: open it, have it brought, where it is, who used it, what it is for."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from db import permissions
from db.circles import ALLIANCE, NAMED
from db.commands import records
from db.commands.material_links import link
from db.commands.materials import add_use
from db.commands.sharing import share_wider
from db.errors import AttachmentError, UnknownRecordError
from db.file_names import is_program, safe_name
from db.material_files import catalogue
from db.queries.attachments import AttachmentRow
from db.queries.library_detail import LinkRow, MaterialDetail, material_detail
from db.record import DELETED, Value
from desktop import theme
from desktop.context import Desk
from desktop.labels import kind_label, listed
from desktop.pages.file_opening import FileOpening
from desktop.pages.library import detail_facts as facts
from desktop.pages.library.fields import MaterialFields
from desktop.pages.library.questions import MaterialQuestions
from desktop.pages.library.record_picker import RecordPicker
from desktop.pages.library.thumbs import Thumbs
from desktop.pages.library.tiles import paint_picture
from desktop.pages.library.uses import UseForm, use_lines
from desktop.pages.outside import save_as
from desktop.widgets.basic import clear, column, label, row, rule, tag
from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.facts import cap, fact, said
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext
from sync import wishes

WIDE = 312
_PICTURE = 150
_NAMES = 66
_WIDEST = 2.0  # where the panel is a whole page


class Picture(QWidget):
    """The picture of a material, as on its tile."""

    def __init__(self, thumbs: Thumbs) -> None:
        super().__init__()
        self._thumbs = thumbs
        self._detail: MaterialDetail | None = None
        self.setFixedHeight(theme.now().size(_PICTURE))
        thumbs.changed.connect(self.update)

    def show_detail(self, detail: MaterialDetail) -> None:
        """Show another one."""
        self._detail = detail
        self.setFixedHeight(theme.now().size(_PICTURE if detail.row.here else 100))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._detail is not None:
            picture = self._thumbs.pixmap(self._detail.row) if self._detail.row.here else None
            box = QRectF(self.rect())
            box.setWidth(min(box.width(), box.height() * _WIDEST))
            paint_picture(QPainter(self), box, self._detail.row, picture)


class DetailPanel(QFrame):
    """One material whole."""

    changed = Signal()
    deleted = Signal(str)
    failed = Signal(object)
    toasted = Signal(str, str, object)
    open_record = Signal(str, str)
    filter_wanted = Signal(str)  # without_projector: show those beside it
    history_wanted = Signal(str)

    def __init__(self, desk: Desk, thumbs: Thumbs) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setProperty("area", "true")
        self._desk = desk
        self.id = ""
        self.detail: MaterialDetail | None = None
        self._place = facts.Place("", ())
        self.picture = Picture(thumbs)
        self._tags = row(gap=6)
        self._menu = icon_button("dots-three", "")
        self._menu.clicked.connect(self._open_menu)
        self._title = label("", "title", wrap=True)
        self.questions = MaterialQuestions(desk)
        self.questions.kept.connect(self._keep)
        self.questions.deleted.connect(self._let_go)
        self.questions.settled.connect(self._settle)
        self.opening = FileOpening(desk)
        self.opening.failed.connect(self.failed)
        self._files, self._facts = QWidget(), QWidget()
        self._where, self._links = QWidget(), QWidget()
        self._uses = QWidget()
        self.use_form = UseForm()
        self.use_form.hide()
        self.use_form.said.connect(self._save_use)
        self.use_form.left.connect(self.use_form.hide)
        self.fields = MaterialFields()
        self.fields.edited.connect(self._edit)
        self.fields.hide()
        self._picker: RecordPicker | None = None
        self._build()
        self._retranslate()

    def _build(self) -> None:
        inner = QWidget()
        self._layout = column(inner, 10, (18, 14, 16, 14))
        head = row(gap=6)
        head.addLayout(self._tags)
        head.addStretch(1)
        head.addWidget(self._menu)
        self._layout.addLayout(head)
        self._done = button("", "primary", "check", small=True)
        self._done.clicked.connect(self._end_editing)
        self._done.hide()
        parts = (self.questions, self._title, self.fields, self._done, self.picture, self.opening,
                 self._files, self._facts, self._where, self._links)  # fmt: skip
        for one in parts:
            self._layout.addWidget(one)
        self._picker_place = column(gap=0)
        self._layout.addLayout(self._picker_place)
        self._layout.addWidget(self._uses)
        self._layout.addWidget(self.use_form)
        self._layout.addStretch(1)
        self._scroll = scroll(inner)
        column(self, 0).addWidget(self._scroll)

    # what it shows

    def open(self, id: str, detail: MaterialDetail | None = None) -> None:
        """Show a material; what a job has read of it already is not read again.

        Raises:
            UnknownRecordError: There is no such material.
        """
        if id != self.id:
            self._end_editing()
            self.use_form.hide()
            self._close_picker()
            self.opening.put_away()
            self._place = facts.Place("", ())
        self.id = id
        if detail is None:
            self.reload()
        else:
            self._take(detail)

    def close_record(self) -> None:
        """Show nothing any more."""
        self._end_editing()
        self.id, self.detail = "", None

    def reload(self) -> None:
        """Show what the store holds now; where the file is follows from a job.

        Raises:
            UnknownRecordError: It is gone.
        """
        if not self.id:
            return
        with self._desk.store.read() as session:
            detail = material_detail(session, self._desk.store.blobs, self.id)
        self._take(detail)

    def _take(self, detail: MaterialDetail) -> None:
        self.detail = detail
        self._show(detail)
        work = facts.reading(self._desk.store, self.id, detail.row.attachment)
        self._desk.jobs.start(work, succeeded=self._show_place, failed=self._no_place)

    def _show(self, detail: MaterialDetail) -> None:
        clear(self._tags)
        for words in filter(None, (facts.type_word(detail), *self._marks(detail))):
            self._tags.addWidget(tag(words))
        self.questions.show_detail(detail, may_write=self._may_write())
        self._title.setText(detail.row.title or _("No title yet"))
        if self.fields.isVisible():
            self.fields.show_values(detail.record.values)
        self.picture.show_detail(detail)
        self._show_files(detail)
        self._show_facts(detail)
        self._show_links(detail)
        self._show_uses(detail)

    def _marks(self, detail: MaterialDetail) -> list[str]:
        marks = []
        if detail.record.circle == ALLIANCE:
            pass
        elif detail.record.circle == NAMED:
            marks.append(_("For some people"))
        else:
            marks.append(_("For our school"))
        if detail.record.deletion == DELETED:
            marks.append(_("In the bin"))
        if detail.row.versions:
            marks.append(_("Two versions"))
        return marks

    def _show_files(self, detail: MaterialDetail) -> None:
        layout = _fresh(self._files, 8)
        if not detail.row.here:
            words = facts.lacking_words(detail, self._place.at)
            layout.addWidget(said("circle-dashed", "ink3", words))
        for one in detail.files:
            if len(detail.files) > 1:
                layout.addWidget(label(one.caption or one.file_name, "small", "ink2", wrap=True))
            layout.addWidget(self._file_actions(one, one.id in detail.wished))

    def _file_actions(self, one: AttachmentRow, wished: bool) -> QWidget:
        out = QWidget()
        line = row(out, 8)
        if one.here:
            if is_program(one.file_name):
                words = _("A program: it is not opened here.")
                line.addWidget(label(words, "small", "warn", wrap=True), 1)
                return out
            first = button(_("Open"), "primary", "arrow-square-out")
            first.clicked.connect(partial(self.open_file, one))
            second = button(_("Save as…"), "", "floppy-disk")
            second.clicked.connect(partial(self._ask_where, one))
            line.addWidget(first)
            line.addWidget(second)
        elif wished:
            line.addWidget(said("tray", "far", _("It comes with the next exchange"), "small"), 1)
            back = button(_("Take back"), "quiet", small=True)
            back.clicked.connect(partial(self._wish, one.id, False))
            line.addWidget(back)
        else:
            first = button(_("Bring it next time"), "primary", "tray")
            first.clicked.connect(partial(self._wish, one.id, True))
            line.addWidget(first)
        line.addStretch(1)
        return out

    def _show_facts(self, detail: MaterialDetail) -> None:
        layout = _fresh(self._facts, 8)
        layout.addWidget(rule())
        for name, value in facts.facts(detail):
            layout.addWidget(fact(name, value, _NAMES))
        if notes := detail.record.values.get("notes"):
            layout.addWidget(label(str(notes), "small", "ink2", wrap=True))
        if detail.without_projector:
            words = ngettext(
                "{count} of the same lesson, here",
                "{count} of the same lesson, here",
                detail.without_projector,
            ).format(count=detail.without_projector)
            layout.addWidget(fact(_("Without projector"), words, _NAMES))
            more = button(_("Show them"), "quiet", small=True)
            more.clicked.connect(partial(self.filter_wanted.emit, self.id))
            layout.addWidget(more)

    def _show_links(self, detail: MaterialDetail) -> None:
        layout = _fresh(self._links, 6)
        layout.addWidget(rule())
        layout.addWidget(cap(_("Used for")))
        for one in detail.links:
            layout.addWidget(self._link_line(one))
        add = button(_("Use it for a plan or an activity"), "quiet", "plus", small=True)
        add.clicked.connect(self.ask_link)
        layout.addWidget(add)

    def _link_line(self, one: LinkRow) -> QWidget:
        out = QWidget()
        line = row(out, 6)
        name = "·".join(part for part in (one.name or kind_label(one.kind), one.about) if part)
        head = button("", "quiet", small=True)
        room = theme.now().size(WIDE) - theme.now().px(130)
        head.setText(head.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room))
        head.setToolTip(name)
        head.setAccessibleName(name)
        head.setEnabled(one.here)
        head.clicked.connect(partial(self.open_record.emit, one.kind, one.record))
        off = icon_button("x", _("Not for this any more"))
        off.clicked.connect(partial(self._unlink, one.id))
        line.addWidget(head)
        line.addStretch(1)
        line.addWidget(off)
        return out

    def _show_uses(self, detail: MaterialDetail) -> None:
        layout = _fresh(self._uses, 4)
        layout.addWidget(rule())
        count = len(detail.uses)
        times = ngettext("{count} time", "{count} times", count).format(count=count)
        layout.addWidget(cap(_("Who used it"), times if count else ""))
        for one in use_lines(detail.uses):
            layout.addWidget(one)
        if not count:
            layout.addWidget(label(_("Nobody has told yet."), "small", "ink3", wrap=True))
        mine = button(_("I used it"), "", "chalkboard-teacher", small=True)
        mine.clicked.connect(self._begin_use)
        layout.addWidget(mine)

    def _show_place(self, found: facts.Place) -> None:
        if found.material != self.id or self.detail is None:
            return
        self._place = found
        layout = _fresh(self._where, 4)
        layout.addWidget(rule())
        layout.addWidget(cap(_("Where it is")))
        lines = facts.place_lines(found.at)
        words = listed(lines) or _("Nobody is known to have it. Ask whoever put it in.")
        layout.addWidget(label(words, "small", "ink2", wrap=True))
        if not self.detail.row.here:
            self._show_files(self.detail)

    def _no_place(self, _error: Exception) -> None:
        """Leave the line out: the material may be gone meanwhile."""

    # its file

    def open_file(self, one: AttachmentRow) -> None:
        """Open a file in the system's program; one with macros only after a sentence."""
        self.opening.open(one)

    def open_first(self) -> None:
        """Open its first file, or wish for it where it is not here."""
        if self.detail is None or not self.detail.files:
            return
        first = self.detail.files[0]
        if not first.here:
            self._wish(first.id, True)
        elif is_program(first.file_name):
            self.failed.emit(AttachmentError(Path(safe_name(first.file_name)), "program"))
        else:
            self.open_file(first)

    def _ask_where(self, one: AttachmentRow) -> None:
        folder = Path(self._desk.settings.last_folder or str(Path.home()))
        dialog = QFileDialog(self, _("Save as…"), str(folder / safe_name(one.file_name)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(partial(self.save_file, one))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_file(self, one: AttachmentRow, target: str) -> None:
        """Copy a file to where a person wants it."""
        work = save_as(self._desk.store.blobs, one, Path(target))
        self._desk.jobs.start(work, succeeded=self._saved, failed=self.failed.emit)

    def _saved(self, path: Path) -> None:
        self.toasted.emit(_("Saved as “{name}”").format(name=path.name), "", None)

    def _wish(self, attachment: str, wanted: bool) -> None:
        with self._desk.store.write() as session:
            if wanted:
                wishes.add(session, attachment)
            else:
                wishes.remove(session, attachment)
        self.changed.emit()
        self.reload()

    # its fields

    def edit(self) -> None:
        """Show its fields to be changed; each is saved as it is left."""
        if self.detail is None:
            return
        with self._desk.store.read() as session:
            self.fields.set_lessons(catalogue(session))
        self.fields.show_values(self.detail.record.values)
        self.fields.show()
        self._done.show()
        self._title.hide()
        self.fields.focus_title()

    def _edit(self, values: dict[str, Value]) -> None:
        if self.detail is None or values.get("title", "…") is None:
            return
        with self._desk.write() as writer:
            records.change(writer, self.id, values, self.detail.record.version)
        self.reload()
        self.changed.emit()

    def _end_editing(self) -> None:
        if not self.fields.isHidden():
            self.fields.commit()
            self.fields.hide()
            self._done.hide()
            self._title.show()

    def flush(self) -> None:
        """Save what is being typed."""
        if not self.fields.isHidden():
            self.fields.commit()

    # uses and links

    def _begin_use(self) -> None:
        self.use_form.show()
        self.use_form.begin()
        self._scroll.reveal_soon(self.use_form)  # it stands at the end of a long column

    def _save_use(self, values: dict[str, Value]) -> None:
        with self._desk.write() as writer:
            today = self._desk.today().isoformat()
            made = add_use(writer, self.id, {"used_on": today, **values})
        self.use_form.hide()
        self.reload()
        self.changed.emit()
        self.toasted.emit(_("Noted that you used it"), _("Undo"), partial(self._take_back, made))

    def ask_link(self) -> None:
        """Ask for which plan or activity it is."""
        if self._picker is None:
            self._picker = RecordPicker(self._desk)
            self._picker.chosen.connect(self._link)
            self._picker.left.connect(self._close_picker)
            self._picker_place.addWidget(self._picker)
        self._picker.begin()
        self._scroll.reveal_soon(self._picker)

    def _link(self, record: str) -> None:
        self._close_picker()
        with self._desk.write() as writer:
            link(writer, self.id, record)
        self.reload()

    def _unlink(self, id: str) -> None:
        with self._desk.write() as writer:
            records.delete(writer, id)
        self.reload()
        self.toasted.emit(_("Taken off"), _("Undo"), partial(self._bring_back, id))

    def _close_picker(self) -> None:
        picker, self._picker = self._picker, None
        if picker is not None:
            picker.hide()
            picker.deleteLater()

    def _take_back(self, id: str) -> None:
        with self._desk.write() as writer:
            records.delete(writer, id)
        self._reload_if_here()

    def _bring_back(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        self._reload_if_here()

    def _reload_if_here(self) -> None:
        try:
            self.reload()
        except UnknownRecordError:
            self.close_record()
        self.changed.emit()

    # what wants a decision

    def _settle(self, id: str, field: str, value: Value) -> None:
        with self._desk.write() as writer:
            records.settle(writer, id, {field: value})
        self.reload()
        self.changed.emit()
        self.toasted.emit(_("Decided. The other version is in the history."), "", None)

    def _keep(self, id: str) -> None:
        self._bring_back(id)
        self.toasted.emit(_("It stays"), "", None)

    def _let_go(self, id: str) -> None:
        if id == self.id:
            self._delete()
        else:
            self._unlink(id)
            self.changed.emit()

    # the menu

    def _open_menu(self) -> None:
        if self.detail is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.detail.record.deletion == DELETED:
            menu.addAction(_("Take it out of the bin"), partial(self._bring_back, self.id))
        elif self._may_write():
            menu.addAction(_("Change title and place"), self.edit)
            if self.detail.record.circle != ALLIANCE:
                menu.addAction(_("Share with the whole alliance"), self._share)
            menu.addAction(_("Put it into the bin"), self._delete)
        menu.addAction(_("How it was before"), partial(self.history_wanted.emit, self.id))
        menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def _may_write(self) -> bool:
        record, member = self.detail.record if self.detail else None, self._desk.member
        return record is not None and permissions.may_write(
            member.role, member.school, "material", record.circle, record.home
        )

    def _share(self) -> None:
        with self._desk.write() as writer:
            made = share_wider(writer, self.id, ALLIANCE)
        self.open(made)
        self.changed.emit()
        said_now = _("Shared with the whole alliance, as a new record")
        self.toasted.emit(said_now, _("Undo"), partial(self._take_back, made))

    def _delete(self) -> None:
        id = self.id
        with self._desk.write() as writer:
            records.delete(writer, id)
        self.toasted.emit(_("In the bin"), _("Undo"), partial(self._bring_back, id))
        self.deleted.emit(id)

    def _retranslate(self) -> None:
        set_tip(self._menu, _("More"))
        self._done.setText(_("Done"))
        if self.detail is not None:
            self._show(self.detail)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _fresh(place: QWidget, gap: int) -> QVBoxLayout:
    """Return the empty layout of a part that is shown anew."""
    found = place.layout()
    if isinstance(found, QVBoxLayout):
        clear(found)
        return found
    return column(place, gap)
