"""The catalogue of lessons: the books at the left, the lessons of one at the right."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QWidget
from typing_extensions import override

from db import permissions
from db.commands import records
from db.commands.lessons import add_lesson
from db.errors import LiankeError
from db.queries.lessons import LessonRow, list_lessons
from db.record import Value
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.settings.catalogue.books import (
    Book,
    book_said,
    book_words,
    books_of,
    lesson_said,
    unit_words,
    units_of,
)
from desktop.pages.settings.catalogue.lesson_form import LessonForm, changed_of
from desktop.pages.settings.catalogue.new_book import NewBook
from desktop.pages.settings.catalogue.rows import BookDelegate, LessonDelegate
from desktop.pages.settings.catalogue.taking_in import TakingIn
from desktop.tables import Band, LazyListModel
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty, Notice
from desktop.widgets.shell import Header
from desktop.words import _, ngettext

LIST_WIDE = 280
ONE_UNDER = 52 * 15


class CataloguePane(QWidget):
    """Which textbook has which lessons; taken in from a table, given out as one, edited here."""

    back = Signal()
    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.books: list[Book] = []
        self.book: Book | None = None
        self._lessons: list[LessonRow] = []
        self._one, self._book_open = False, False
        self._head = Header()
        self._back = button("", "quiet", "arrow-left")
        self._give, self._take = button("", "", "export"), button("", "primary", "table")
        for one in (self._give, self._back, self._take):
            self._head.add(one)
        outer = column(self, 0)
        self._notice = Notice("", "good")
        self._notice.hide()
        outer.addWidget(self._notice)
        self.taking = TakingIn(desk)
        outer.addWidget(self.taking, 1)
        self._body = QWidget()
        body = row(self._body, 0)
        outer.addWidget(self._body, 1)
        body.addWidget(self._make_books())
        self._side = QStackedWidget()
        self._sample = button("", "", "book-open")
        self._nothing = Empty("book-open", "", "", self._sample)
        self._new = QWidget()
        self.new_book = NewBook()
        inner = column(self._new, 0, (24, 16, 24, 16))
        inner.addWidget(self.new_book)
        inner.addStretch(1)
        for page in (self._nothing, self._make_lessons(), self._new):
            self._side.addWidget(page)
        body.addWidget(self._side, 1)
        self._connect()
        self._retranslate()
        self.refresh()

    def _make_books(self) -> QWidget:
        self._left = QFrame()
        self._left.setProperty("kind", "left")
        self._left.setProperty("area", True)
        layout = column(self._left, 0, (0, 8, 1, 8))
        self._book_model = LazyListModel[Book](book_said, self)
        self.book_view = Rows(BookDelegate)
        self.book_view.setModel(self._book_model)
        layout.addWidget(self.book_view, 1)
        foot = row(gap=0, margins=(8, 4, 8, 0))
        self._add_book = button("", "quiet", "plus", small=True)
        foot.addWidget(self._add_book)
        foot.addStretch(1)
        layout.addLayout(foot)
        return self._left

    def _make_lessons(self) -> QWidget:
        self._page = QFrame()
        self._page.setProperty("kind", "paper")
        self._page.setProperty("area", True)
        layout = column(self._page, 0)
        head = QWidget()
        line = column(head, 6, (16, 10, 16, 10))
        self._book_name = label("", "heading", wrap=True)
        line.addWidget(self._book_name)
        self.adding = QLineEdit()
        self._unit_button = button("", "", small=True)
        self._unit_button.clicked.connect(self.rename_unit)
        self._unit = QLineEdit()
        self._unit.hide()
        self._unit.returnPressed.connect(self._keep_unit)
        line.addWidget(self.adding)
        line.addWidget(chips([self._unit_button], 8))
        line.addWidget(self._unit)
        layout.addWidget(head)
        self._lesson_model = LazyListModel[LessonRow](lesson_said, self)
        self.lesson_view = Rows(LessonDelegate)
        self.lesson_view.setModel(self._lesson_model)
        layout.addWidget(self.lesson_view, 1)
        self.form = LessonForm()
        layout.addWidget(self.form)
        return self._page

    def _connect(self) -> None:
        self._back.clicked.connect(self._go_back)
        self._give.clicked.connect(self.taking.ask_where)
        self._take.clicked.connect(self.taking.ask_which)
        self._sample.clicked.connect(self.taking.take_sample)
        self.taking.done.connect(self.refresh)
        self.taking.toasted.connect(self.toasted)
        self.taking.warned.connect(self.warned)
        self.taking.shown.connect(self._take.setHidden)
        self.taking.shown.connect(self._body.setHidden)
        self.book_view.opened.connect(self._open_row)
        for pressed in (self.book_view.clicked, self.book_view.activated):
            pressed.connect(self._go_in)
        self.lesson_view.opened.connect(self._open_lesson)
        self._add_book.clicked.connect(self.begin_book)
        self.new_book.chosen.connect(self._begin_lessons)
        self.new_book.left.connect(self._show_side)
        self.adding.returnPressed.connect(self._add_typed)
        self.form.changed.connect(self.change)
        self.form.delete_wanted.connect(self.delete)
        self._desk.news.arrived.connect(self.refresh)
        self._desk.news.flushing.connect(self.form.flush)

    def header(self) -> QWidget:
        """Return the head: the way back, give out, take in."""
        return self._head

    def may_write(self) -> bool:
        """Return whether this laptop may write the catalogue."""
        member = self._desk.member
        return permissions.may_write(member.role, member.school, "lesson", "alliance", "")

    # reading

    def refresh(self) -> None:
        """Read the catalogue again; the book and the lesson shown stay."""
        with self._desk.store.read() as session:
            self.books = books_of(list_lessons(session))
        self._book_model.set_source(len(self.books), self._load_books)
        key = self.book.key if self.book else None
        found = next((book for book in self.books if book.key == key), None)
        if found is not None:
            self._show_book(found)
        elif self.book is None or self.book.lessons:
            self.book = None
            if self.books and not self._one:
                self._show_book(self.books[0])
        self._retranslate()
        self._show_side()

    def _load_books(self, offset: int, limit: int) -> Sequence[Book]:
        return self.books[offset : offset + limit]

    def _load_lessons(self, offset: int, limit: int) -> Sequence[LessonRow]:
        return self._lessons[offset : offset + limit]

    def _open_row(self, book: Book) -> None:
        self.form.flush()
        self._book_open = True
        self._show_book(book)
        self._show_side()

    def _go_in(self) -> None:
        """Go to the lessons, also of the book that was chosen already."""
        book = self.book_view.row()
        if self._one and isinstance(book, Book):
            self._open_row(book)

    def _show_book(self, book: Book) -> None:
        self.book = book
        at = next((at for at, one in enumerate(self.books) if one.key == book.key), -1)
        if at >= 0:
            self.book_view.choose(at)
        units = units_of(book)
        self._lessons = [lesson for unit in units for lesson in unit.lessons]
        groups = [(Band(unit_words(unit), "", ""), len(unit.lessons)) for unit in units]
        self._lesson_model.set_groups(groups, self._load_lessons)
        before = self.form.lesson()
        ids = [lesson.id for lesson in self._lessons]
        shown = before.id if before and before.id in ids else (ids[0] if ids else "")
        self._choose_lesson(shown)
        self._book_name.setText("·".join(part for part in (book_words(book), book.edition) if part))

    def _choose_lesson(self, id: str) -> None:
        at = next((at for at, one in enumerate(self._lessons) if one.id == id), -1)
        self.form.setVisible(at >= 0)
        self._unit_button.setVisible(at >= 0 and self.may_write())
        if at >= 0:
            self.lesson_view.choose(self._lesson_model.line_of(at))
            self._open_lesson(self._lessons[at])

    def _open_lesson(self, lesson: LessonRow) -> None:
        self.form.show_lesson(lesson, may=self.may_write())

    # writing

    def change(self, id: str, values: Mapping[str, Value]) -> None:
        """Write what was typed about a lesson."""
        row = next((one for one in self._lessons if one.id == id), None)
        self._write(partial(self._change, id, values, row.version if row else None))

    def _change(self, id: str, values: Mapping[str, Value], seen: bytes | None) -> None:
        with self._desk.write() as writer:
            records.change(writer, id, changed_of(values), seen)
        self.refresh()

    def _write(self, do: partial[None]) -> None:
        try:
            do()
        except LiankeError as error:
            self._notice.set_text(describe(error).text(), "danger")
            self._notice.show()
        else:
            self._notice.hide()

    def _add_typed(self) -> None:
        title = self.adding.text().strip()
        if title and self.book is not None:
            self.adding.clear()
            self._write(partial(self.add, title))

    def add(self, title: str) -> None:
        """Add a lesson behind the chosen one, in its unit."""
        book = self.book
        if book is None:
            return
        values: dict[str, Value] = {
            "edition": book.edition, "subject": book.subject, "grade": book.grade,
            "volume": book.volume, "title": title,
        }  # fmt: skip
        beside = self.form.lesson()
        if beside is not None and any(one.id == beside.id for one in book.lessons):
            values |= {"unit": beside.unit or None, "unit_no": beside.unit_no}
            numbers = [o.lesson_no for o in book.lessons if o.unit_no == beside.unit_no]
            known = [number for number in numbers if number is not None]
            values["lesson_no"] = max(known) + 1 if known else None
        with self._desk.write() as writer:
            made = add_lesson(writer, {n: v for n, v in values.items() if v is not None})
        self.refresh()
        self._choose_lesson(made)
        self.adding.setFocus()

    def rename_unit(self) -> None:
        """Let the unit of the chosen lesson be called otherwise, in all its lessons at once."""
        lesson = self.form.lesson()
        if lesson is not None:
            self._unit.setText(lesson.unit)
            self._unit.show()
            self._unit.setFocus()
            self._unit.selectAll()

    def _keep_unit(self) -> None:
        lesson, name = self.form.lesson(), self._unit.text().strip()
        self._unit.hide()
        if lesson is None or self.book is None or name == lesson.unit:
            return
        same = [
            one
            for one in self.book.lessons
            if (one.unit_no, one.unit) == (lesson.unit_no, lesson.unit)
        ]
        self._write(partial(self._rename, [one.id for one in same], name or None))
        undo = partial(self._rename, [one.id for one in same], lesson.unit or None)
        self.toasted.emit(_("The unit has another name now"), _("Undo"), undo)

    def _rename(self, ids: Sequence[str], name: str | None) -> None:
        with self._desk.write() as writer:
            for id in ids:
                records.change(writer, id, {"unit": name})
        self.refresh()

    def delete(self, id: str) -> None:
        """Put a lesson into the bin, with a way back; plans of it stay."""
        row = next((one for one in self._lessons if one.id == id), None)
        with self._desk.write() as writer:
            records.delete(writer, id)
        self.refresh()
        said = _("“{name}” is in the bin").format(name=row.title if row else "")
        self.toasted.emit(said, _("Undo"), partial(self._restore, id))

    def _restore(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        self.refresh()

    def begin_book(self) -> None:
        """Begin a textbook that is not there yet."""
        self.form.flush()
        self.new_book.begin(self.books[-1].edition if self.books else "")
        self._side.setCurrentWidget(self._new)
        self._book_open = True
        self._arrange()

    def _begin_lessons(self, book: Book) -> None:
        found = next((one for one in self.books if one.key == book.key), book)
        self._show_book(found)
        self._show_side()
        self.adding.setFocus()

    # room and words

    def _go_back(self) -> None:
        self.form.flush()
        if self._one and self._book_open:
            self._book_open = False
            self._arrange()
        else:
            self.back.emit()

    def _show_side(self) -> None:
        self._side.setCurrentWidget(self._page if self.book is not None else self._nothing)
        self._arrange()

    def _arrange(self) -> None:
        worn = theme.now()
        self._one = worn.large or self.width() / worn.scale < ONE_UNDER
        open = self._book_open or not self.books
        self._left.setVisible((bool(self.books) and not self._one) or not open)
        self._side.setVisible(not self._one or open)
        if self._one:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._left.setFixedWidth(worn.size(LIST_WIDE))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _retranslate(self) -> None:
        count = sum(len(book.lessons) for book in self.books)
        note = ngettext("{count} lesson", "{count} lessons", count).format(count=count)
        self._head.set_title(_("Textbooks and lessons"), note if count else "", _("Settings"))
        may = self.may_write()
        self._back.setText(_("Back to the settings"))
        self._give.setText(_("Give out as a table"))
        self._give.setEnabled(bool(self.books))
        self._take.setText(_("Take in a table"))
        for one in (self._take, self._add_book, self.adding):
            one.setVisible(may)
        self._head.arrange()
        self._sample.setText(_("Begin with the sample catalogue"))
        self._sample.setVisible(may and not self.books)
        self._nothing.set_text(
            _("No textbooks yet"),
            _("A table with edition, subject, grade, volume, unit and lesson can be taken in."),
        )
        self._add_book.setText(_("A new textbook"))
        self.adding.setPlaceholderText(_("Title of one more lesson, then Enter"))
        self.adding.setAccessibleName(_("Title of one more lesson, then Enter"))
        self._unit_button.setText(_("Rename the unit"))
        self._unit.setAccessibleName(_("Name of the unit"))
        self.book_view.setAccessibleName(_("Textbooks"))
        self.lesson_view.setAccessibleName(_("Lessons"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.refresh()
        super().changeEvent(event)
