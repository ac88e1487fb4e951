"""资料: what there is as tiles, one of them whole beside it, and files dropped in anywhere."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QWidget
from typing_extensions import override

from db.commands.materials import Added
from db.errors import UnknownRecordError
from db.queries.library import LibraryFilter, MaterialRow, material_rows
from db.queries.library_detail import MaterialDetail
from db.record import Value
from desktop import theme
from desktop.context import Desk
from desktop.jobs import Asking
from desktop.labels import choice_label
from desktop.pages.library import words
from desktop.pages.library.adding import AddingView
from desktop.pages.library.detail import WIDE, DetailPanel
from desktop.pages.library.drop_zone import DropZone, paths_of
from desktop.pages.library.filter_bar import FilterBar
from desktop.pages.library.finding import TOGETHER, Answer, Question, finding
from desktop.pages.library.heads import Heads
from desktop.pages.library.thumbs import Thumbs
from desktop.pages.library.tiles import LineDelegate, Tiles
from desktop.pages.page import Page
from desktop.tables import LazyListModel
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button
from desktop.widgets.list_or_empty import empty_bin
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty, Notice
from desktop.words import _, ngettext

ONE_UNDER = 62 * 15  # pixels at usual letters: under 62 em the panel takes the place of the tiles
_ANY = 16_777_215


class LibraryPage(Page):
    """Tiles or a list at the left, one material whole at the right."""

    found = Signal()  # what the filter lets through is shown

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self._ids: Sequence[str] = ()
        self._total, self._one, self._shows_panel = 0, False, False
        self._asking = Asking(desk.jobs, self)
        self._asking.answered.connect(self._show_found)
        self._greets, self._sought = False, ""
        self._newest: MaterialDetail | None = None
        self._other: QWidget | None = None
        self.heads, self.filters = Heads(), FilterBar(desk)
        self.thumbs = Thumbs(desk, self)
        self.model: LazyListModel[MaterialRow] = LazyListModel(words.said, self, TOGETHER)
        self.tiles, self.lines = Tiles(self.thumbs), Rows(LineDelegate)
        for view in (self.tiles, self.lines):
            view.setModel(self.model)
        self.lines.setProperty("area", "true")
        self.panel = DetailPanel(desk, self.thumbs)
        self.adding: AddingView | None = None
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self.refresh)
        self._next = QTimer(self, singleShot=True, interval=0)  # the tiles are painted before
        self._next.timeout.connect(self._greet)
        self._connect()
        self._retranslate()

    def _build(self) -> None:
        outer = column(self, 0)
        self._leave_bin = button("", "", "arrow-left", small=True)
        self._bin_bar = Notice("", "info", [self._leave_bin], "trash")
        self._bin_bar.hide()
        outer.addWidget(self.filters)
        outer.addWidget(self._bin_bar)
        self._clear_button, self._first = button("", ""), button("", "", "plus")
        self._nothing = Empty("folder", "", "", self._first)
        self._none_match = Empty("magnifying-glass", "", "", self._clear_button)
        self._views = QStackedWidget()
        pad = QWidget()
        column(pad, 0, (18, 10, 10, 0)).addWidget(self.tiles)
        self._tiles_place = pad
        self._empty_bin = empty_bin()
        for one in (pad, self.lines, self._nothing, self._none_match, self._empty_bin):
            self._views.addWidget(one)
        self._panes = QWidget()
        panes = row(self._panes, 0)
        panes.addWidget(self._views, 1)
        panes.addWidget(self.panel)
        self._body = QStackedWidget()
        self._body.addWidget(self._panes)
        outer.addWidget(self._body, 1)
        self._drop = DropZone(self._body)
        self.panel.hide()

    def _connect(self) -> None:
        heads, panel, news = self.heads, self.panel, self.desk.news
        heads.searched.connect(self.filters.set_words)
        heads.files_wanted.connect(self.begin_new)
        heads.folder_wanted.connect(self.choose_folder)
        heads.back_wanted.connect(self.go_back)
        heads.menu_wanted.connect(self._open_menu)
        self.filters.changed.connect(self.refresh)
        self.filters.view_chosen.connect(self._show_view)
        self._leave_bin.clicked.connect(partial(self.filters.show_bin, False))
        self._clear_button.clicked.connect(self._clear)
        self._first.clicked.connect(self.begin_new)
        for view in (self.tiles, self.lines):
            view.opened.connect(self._open_row)
        self.tiles.wanted.connect(self._want_row)
        panel.changed.connect(self._soon.start)
        panel.deleted.connect(self._deleted)
        panel.failed.connect(self.failed)
        panel.toasted.connect(self.toasted)
        panel.open_record.connect(self.open_record)
        panel.filter_wanted.connect(self._show_beside)
        panel.history_wanted.connect(self.show_history)
        for one in (news.changed, news.arrived, news.person_changed):
            one.connect(self._hear_news)
        news.flushing.connect(self.flush)

    def _hear_news(self) -> None:
        """Find anew in a moment; a page that nobody sees asks when it is come to."""
        if self.isVisible():
            self._soon.start()

    # the window's side

    @override
    def header(self) -> QWidget:
        return self.heads

    @override
    def activate(self) -> None:
        self._greets = not self.panel.id
        self.refresh()
        if self.panel.id:
            self._reload_panel()

    @override
    def show_record(self, kind: str, id: str) -> None:
        self._leave_other()
        try:
            self.open(id)
        except UnknownRecordError as error:
            self.failed.emit(error)
            return
        self._sought = "" if self._choose(id) else id
        if self._sought and not self.finding():
            self.refresh()

    @override
    def begin_new(self) -> None:
        dialog = QFileDialog(self, _("Put materials in"), self.desk.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._take_names)
        dialog.open()

    @override
    def flush(self) -> None:
        self.panel.flush()

    @override
    def shown_record(self) -> tuple[str, str] | None:
        return ("material", self.panel.id) if self.panel.id else None

    @override
    def focus_search(self) -> None:
        if not self.heads.other_shown():
            self.heads.search.setFocus()

    # the tiles

    def refresh(self) -> None:
        """Find what the filter lets through; the tiles stay as they are until it is known."""
        wanted = self.filters.filter()
        chosen = self._sought or self.panel.id
        top = self.tiles.top_line()
        asked = Question(wanted, chosen, self._ids, top, self._greets)
        self._asking.ask(finding(self.desk.store, asked))

    def finding(self) -> bool:
        """Return whether an answer is awaited."""
        return self._asking.pending()

    def _show_found(self, answer: Answer) -> None:
        self._total = answer.total
        if answer.ids == self._ids:
            self.model.reload(answer.ready)
        else:
            self._ids = answer.ids
            self.model.set_source(len(answer.ids), self._load, answer.ready)
            self._choose(self.panel.id)
        self._show_state(answer.question.wanted)
        self._show_sought()
        self._newest = answer.first
        if self._greets:
            self._next.start()
        self.found.emit()

    def _show_sought(self) -> None:
        """Bring what was asked for by name into view; no filter may hide it."""
        sought, self._sought = self._sought, ""
        if sought and not self._choose(sought) and self._hides_something():
            self._sought = sought
            self.heads.search.clear()
            self.filters.clear()

    def _hides_something(self) -> bool:
        return self.filters.narrowed() or self.filters.bin_shown()

    def _greet(self) -> None:
        """Show the newest one whole, when a person comes to the page."""
        self._greets, first, self._newest = False, self._newest, None
        if first is not None and not (self.panel.id or self._one or self.filters.bin_shown()):
            self.panel.open(first.row.id, first)
            self._show_panel()
            self._choose(first.row.id)

    def _load(self, offset: int, limit: int) -> Sequence[MaterialRow]:
        with self.desk.store.read() as session:
            some = self._ids[offset : offset + limit]
            return material_rows(session, self.desk.store.blobs, some)

    def _show_state(self, wanted: LibraryFilter) -> None:
        shown: QWidget = self._tiles_place if self._is_tiles() else self.lines
        if not self._ids:
            empty = not self._total and not wanted.deleted and not wanted.words
            shown = self._nothing if empty else self._none_match
            if wanted.deleted and not wanted.words:
                shown = self._empty_bin
        self._views.setCurrentWidget(shown)
        self._bin_bar.setVisible(wanted.deleted)
        self._arrange()
        if not self.heads.other_shown():
            self._say_title()

    def _say_title(self) -> None:
        count = len(self._ids)
        title = _("The bin") if self.filters.bin_shown() else _("Materials")
        note = ngettext("{count} material", "{count} materials", count).format(count=count)
        if count != self._total and not self.filters.bin_shown():
            note = _("{count} of {total}").format(count=count, total=self._total)
        self.heads.set_list(title, note if self._total else "")

    def _is_tiles(self) -> bool:
        return self.filters.tiles_shown()

    def _show_view(self, _at: int) -> None:
        self._show_state(self.filters.filter())
        self._choose(self.panel.id)

    def _choose(self, id: str) -> bool:
        """Choose a material where it stands; return whether it is shown."""
        if id not in self._ids:
            return False
        (self.tiles if self._is_tiles() else self.lines).choose(self._ids.index(id))
        return True

    def _clear(self) -> None:
        self.heads.search.clear()
        self.filters.clear()

    # the panel

    def _open_row(self, one: MaterialRow) -> None:
        try:
            self.open(one.id)
        except UnknownRecordError:
            self.refresh()

    def open(self, id: str) -> None:
        """Show a material in the panel.

        Raises:
            UnknownRecordError: There is none.
        """
        self.panel.open(id)
        self._show_panel()

    def _show_panel(self) -> None:
        self._shows_panel = True
        self._arrange()

    def _want_row(self, one: MaterialRow) -> None:
        self._open_row(one)
        self.panel.open_first()

    def _reload_panel(self) -> None:
        try:
            self.panel.reload()
        except UnknownRecordError:
            self._deleted(self.panel.id)

    def _deleted(self, _id: str) -> None:
        self.panel.close_record()
        self._shows_panel = False
        self.refresh()

    def _show_beside(self, id: str) -> None:
        """Show the materials of the same lesson that need no projector."""
        detail = self.panel.detail
        if detail is not None:
            self.heads.search.setText(detail.row.lesson_name)
            self.filters.set_codes("needs", ("no_projector",))

    # putting in

    def choose_folder(self) -> None:
        """Ask which folder to take in."""
        dialog = QFileDialog(self, _("Take in a folder"), self.desk.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._take_names)
        dialog.open()

    def _take_names(self, names: list[str]) -> None:
        self.take_in([Path(name) for name in names])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Show what files and folders would become, before anything is written."""
        if not paths or (self.adding is not None and self.adding.busy()):
            return
        self._leave_other()
        view = AddingView(self.desk)
        view.left.connect(self.go_back)
        view.added.connect(self._added)
        view.titled.connect(self._title_other)
        self.adding = view
        self._show_other(view, _("Look through, then put in"))
        view.look(paths, self._place())

    def _place(self) -> dict[str, Value]:
        """Return where dropped files belong, as the library is narrowed now."""
        return dict(self.filters.values())

    def _place_words(self) -> str:
        found = self.filters.values()
        return "·".join(choice_label("material", name, code) for name, code in found.items())

    def _added(self, added: Added) -> None:
        self._leave_other()
        count, same = len(added.made), len(added.same)
        said = ngettext("{count} file was put in.", "{count} files were put in.", count)
        told = said.format(count=count)
        if same:
            more = ngettext("{count} was here already.", "{count} were here already.", same)
            told = f"{told} {more.format(count=same)}"
        self.toasted.emit(told, "", None)
        self.refresh()
        first = added.made[0].id if added.made else added.same[0].known.id if added.same else ""
        if first:
            self.show_record("material", first)

    # what stands instead of the tiles

    def _show_other(self, view: QWidget, title: str) -> None:
        self._other = view
        self._body.addWidget(view)
        self._body.setCurrentWidget(view)
        self.filters.hide()
        self.heads.set_other(title)

    def _title_other(self, title: str, note: str) -> None:
        if self.heads.other_shown():
            self.heads.set_other(title, note)

    def go_back(self) -> None:
        """Go back to the tiles: from what stands instead, or from the panel before them."""
        if self._other is not None:
            if self.adding is not None and self.adding.busy():
                self.adding.stop()
                return
            self._leave_other()
        else:
            self._shows_panel = False
        self.refresh()
        self._arrange()

    def _leave_other(self) -> None:
        view, self._other, self.adding = self._other, None, None
        if view is None:
            return
        self._body.removeWidget(view)
        view.hide()
        view.deleteLater()
        self._body.setCurrentWidget(self._panes)
        self.filters.show()
        self.heads.show_list()
        self.rail_wanted.emit(False)

    def show_history(self, id: str) -> None:
        """Show how a material was before."""
        from desktop.pages.history import HistoryView  # noqa: PLC0415 - rarely looked at

        self._leave_other()
        view = HistoryView(self.desk, "material", id)
        view.left.connect(self.go_back)
        view.toasted.connect(self.toasted)
        self._show_other(view, _("How it was before"))
        self.rail_wanted.emit(True)

    def make_room(self) -> None:
        """Show what may go from this laptop."""
        from desktop.pages.library.tidy import TidyView  # noqa: PLC0415 - rarely looked at

        self._leave_other()
        view = TidyView(self.desk)
        view.toasted.connect(self.toasted)
        view.changed.connect(self._soon.start)
        self._show_other(view, _("Make room"))
        view.look()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Make room on this computer"), self.make_room)
        if self.filters.bin_shown():
            menu.addAction(_("Leave the bin"), partial(self.filters.show_bin, False))
        else:
            menu.addAction(_("The bin"), self.filters.show_bin)
        menu.popup(self.heads.menu_place())

    # dropping

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = paths_of(event.mimeData())
        if paths and not (self.adding is not None and self.adding.busy()):
            self._drop.offer(paths, self._place_words())
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.hide()
        if paths := paths_of(event.mimeData()):
            event.acceptProposedAction()
            self.take_in(paths)

    # room

    def _arrange(self) -> None:
        """Show tiles and panel side by side, or one at a time."""
        worn = theme.now()
        self._one = worn.large or self.width() / worn.scale < ONE_UNDER
        panel = bool(self.panel.id) and (not self._one or self._shows_panel)
        self.panel.setVisible(panel)
        self._views.setVisible(not (self._one and panel))
        if self._one:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(_ANY)
        else:
            self.panel.setFixedWidth(worn.size(WIDE))
        if self._other is None:
            alone = self._one and panel
            self.filters.setHidden(alone)
            if alone and self.panel.detail is not None:
                self.heads.set_other(self.panel.detail.row.title)
            elif self.heads.other_shown():
                self.heads.show_list()
                self._say_title()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def _retranslate(self) -> None:
        for view in (self.tiles, self.lines):
            view.setAccessibleName(_("Materials"))
        self._nothing.set_text(
            _("No materials yet"),
            _("Drop files or whole folders anywhere here: slides, pictures, films, papers."),
        )
        self._first.setText(_("Put materials in"))
        self._none_match.set_text(
            _("Nothing fits"), _("Take a filter away, or search for other words.")
        )
        self._clear_button.setText(_("Show all"))
        self._bin_bar.set_text(_("What was deleted; nothing is gone."))
        self._leave_bin.setText(_("Leave the bin"))
        if not self.heads.other_shown():
            self._say_title()
