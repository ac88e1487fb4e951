"""What was dropped, before it is put in: recognised, changed in place; then put in by a job."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from db.commands.materials import Added, add_materials
from db.file_names import shown_name
from db.material_files import Looked, catalogue, look_through
from db.record import Value
from desktop import glyphs, theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.jobs import Job
from desktop.labels import choice_label
from desktop.pages.library.fields import MaterialFields
from desktop.pages.library.intake import Draft, Line
from desktop.pages.people.import_progress import ImportProgress
from desktop.sizes import size_words
from desktop.tables import ROW_ROLE
from desktop.widgets.basic import A, column, frame, label, row
from desktop.widgets.buttons import Segmented, button
from desktop.widgets.lists import Delegate, Index, Rows, pill, rect_of, text
from desktop.widgets.notices import Empty, Notice
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext, pgettext

SIDE = 330
CIRCLES = ("alliance", "school")
_NOWHERE = QModelIndex()
_NAMED = 5


class Lines(QAbstractListModel):
    """The files of the preview."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def touch(self) -> None:
        """Paint them again: some changed what they say."""
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.values.get('title', '')} {state_words(line)}"
        return None


def state_words(line: Line) -> str:
    """Return what becomes of a file, when it is not simply put in."""
    one = line.candidate
    match one.refused:
        case "program":
            return _("A program: not put in")
        case "empty":
            return _("Empty: not put in")
        case "unreadable":
            return _("Cannot be read now: is it open elsewhere?")
    if one.known:
        return _("Here already: “{title}”").format(title=one.known.title)
    if one.twin:
        return _("The same as “{name}”").format(name=one.twin.name)
    return "" if line.wanted else _("Left out")


class LineDelegate(Delegate):
    """The title, under it the file's name, type and place; at the left whether it is put in."""

    height = 58

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any) -> None:
        worn, rect = theme.now(), rect_of(option)
        box = rect.adjusted(worn.px(16), worn.px(8), -worn.px(16), -worn.px(8))
        half, side = box.height() // 2, worn.size(20)
        taken = row.is_new and row.wanted
        glyph, role = ("check-circle", "accent") if taken else ("minus-circle", "ink3")
        if row.candidate.refused:
            glyph, role = "warning", "warn"
        colour, ratio = str(getattr(worn.c, role)), painter.device().devicePixelRatioF()
        middle = QPointF(box.left(), box.center().y() - side / 2)
        painter.drawPixmap(middle, glyphs.pixmap(glyph, colour, side, ratio))
        left = box.left() + side + worn.px(12)
        upper = QRect(left, box.top(), box.right() - left, half)
        size = size_words(row.candidate.size_bytes) if row.candidate.size_bytes else ""
        wide = text(painter, upper, size, "small", "ink3", A.AlignRight | A.AlignVCenter)
        title = str(row.values.get("title") or shown_name(row.candidate.path.name))
        text(painter, upper.adjusted(0, 0, -wide - worn.px(10), 0), title, "strong",
             "ink" if taken else "ink3")  # fmt: skip
        lower = QRect(left, box.top() + half, box.right() - left, half)
        if told := state_words(row):
            text(painter, lower, told, "small", "warn" if row.candidate.refused else "ink2")
            return
        kind = choice_label("material", "type", str(row.values.get("type") or ""))
        edge = left
        if kind:
            y = lower.top() + half // 2
            edge = pill(painter, left, y, kind, "ink2", "sunken") + worn.px(8)
        name = shown_name(row.candidate.path.name)
        words = "·".join(filter(None, (place_of(row), name)))
        text(painter, QRect(edge, lower.top(), box.right() - edge, half), words, "small", "ink3")


def place_of(line: Line) -> str:
    """Return where a file will belong, in words."""
    said = {name: str(value or "") for name, value in line.values.items()}
    grade = "、".join(
        choice_label("material", "grade", code) for code in said.get("grade", "").split()
    )
    parts = (
        grade,
        choice_label("material", "subject", said.get("subject", "")),
        choice_label("material", "volume", said.get("volume", "")),
        said.get("lesson_name") or said.get("unit", ""),
    )
    return " ".join(filter(None, parts))


class Preview(Rows):
    """The files; Space or Delete leaves one out, or takes it again."""

    toggled = Signal(object)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.row()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete) and line is not None:
            self.toggled.emit(line)
        else:
            super().keyPressEvent(event)


class AddingView(QWidget):
    """The preview, its fields at the right, and at the bottom the one button."""

    left = Signal()
    added = Signal(object)  # Added
    titled = Signal(str, str)  # what stands in the head

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.draft = Draft((), {})
        self._place: dict[str, Value] = {}
        self._line: Line | None = None
        self._job: Job | None = None
        self._more = False
        self.lines = Lines()
        self.view = Preview(LineDelegate)
        self.view.setModel(self.lines)
        self.view.setProperty("area", "true")
        self.view.opened.connect(self._open)
        self.view.toggled.connect(self._toggle)
        self.fields = MaterialFields()
        self.fields.edited.connect(self._edit)
        self._nothing = Empty("folder-plus", "", "")
        self._notice = Notice("", "info")
        self._notice.hide()
        self.progress = ImportProgress()
        self.progress.stopped.connect(self.stop)
        self._build()
        self._retranslate()

    def _build(self) -> None:
        outer = column(self, 0)
        outer.addWidget(self._notice)
        self._body = QWidget()
        body = row(self._body, 0)
        body.addWidget(self.view, 1)
        side = frame("side")
        side.setFixedWidth(theme.now().size(SIDE))
        inner = QWidget()
        inside = column(inner, 12, (18, 14, 16, 14))
        inside.addWidget(self.fields)
        self._leave_out = button("", "", small=True)
        self._leave_out.clicked.connect(self._toggle_shown)
        self._spread = button("", "", small=True)
        self._spread.clicked.connect(self._spread_place)
        inside.addWidget(self._spread)
        inside.addWidget(self._leave_out)
        inside.addStretch(1)
        column(side, 0).addWidget(scroll(inner))
        self._side = side
        body.addWidget(side)
        outer.addWidget(self._body, 1)
        outer.addWidget(self._nothing, 1)
        self._nothing.hide()
        outer.addWidget(self._make_foot())

    def _make_foot(self) -> QWidget:
        foot = frame("foot")
        lines = column(foot, 8, (20, 10, 20, 10))
        lines.addWidget(self.progress)
        line = row(gap=10)
        self._circle = Segmented(["", ""])
        self._total = label("", "small", "ink2", wrap=True)
        self._cancel = button("", "")
        self._cancel.clicked.connect(self._leave)
        self.put = button("", "primary", "check")
        self.put.clicked.connect(self.begin)
        line.addWidget(self._circle)
        line.addWidget(self._total, 1)
        line.addWidget(self._cancel)
        line.addWidget(self.put)
        lines.addLayout(line)
        return foot

    # looking through

    def look(self, paths: Sequence[Path], place: dict[str, Value]) -> None:
        """Look files and folders through, as a job; nothing is written before a person says so."""
        self._place = place
        with self._desk.store.read() as session:
            self.fields.set_lessons(catalogue(session))
        self._busy(_("Looking at {name}"))
        work = look_through(self._desk.store, list(paths))
        self._job = self._desk.jobs.start(
            work, succeeded=self._show, progressed=self.progress.show_progress,
            failed=self._failed, stopped=self._leave,
        )  # fmt: skip

    def _show(self, found: Looked) -> None:
        self._idle()
        self.draft = Draft(found.candidates, self._place)
        self._more = found.more
        self.lines.set_lines(self.draft.lines)
        empty = not self.draft.lines
        self._nothing.setVisible(empty)
        self._body.setVisible(not empty)
        if not empty:
            at = next((n for n, line in enumerate(self.draft.lines) if line.is_new), 0)
            self.view.choose(at)
            self._open(self.draft.lines[at])
            self.view.setFocus()
        self._tell()

    def _open(self, line: Line) -> None:
        self.fields.commit()
        self._line = line
        self.fields.show_values(line.values)
        self.fields.setEnabled(line.is_new and line.wanted)
        self._leave_out.setEnabled(line.is_new)
        self._retranslate()

    def _edit(self, values: dict[str, Value]) -> None:
        if self._line is not None:
            self.draft.change(self._line, values)
            self.lines.touch()

    def _toggle(self, line: Line) -> None:
        if line.is_new:
            line.wanted = not line.wanted
            self.lines.touch()
            if line is self._line:
                self._open(line)
            self._tell()

    def _toggle_shown(self) -> None:
        if self._line is not None:
            self._toggle(self._line)

    def _spread_place(self) -> None:
        if self._line is not None:
            self.fields.commit()
            self.draft.spread(self._line)
            self.lines.touch()

    # putting in

    def begin(self) -> None:
        """Put the files in, as a job."""
        self.fields.commit()
        if not self.draft.chosen() or self._job is not None:
            return
        self._busy(_("Putting in {name}"))
        work = add_materials(
            self._desk.store,
            self._desk.sit_down(),
            self.draft.intakes(),
            today=self._desk.today(),
            circle=CIRCLES[self._circle.at()],
        )
        self._job = self._desk.jobs.start(
            work, succeeded=self._done, progressed=self.progress.show_progress,
            failed=self._failed, stopped=self._halted,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop after the file that is being put in; those before it stay."""
        if self._job is not None:
            self._job.stop()

    def busy(self) -> bool:
        """Return whether a job is running."""
        return self._job is not None

    def _done(self, added: Added) -> None:
        self._idle()
        self._desk.news.changed.emit()
        if added.stopped is None and not added.failed:
            self.added.emit(added)
            return
        put = {one.path for one in added.made} | {one.path for one in added.same}
        kept = [line for line in self.draft.lines if line.candidate.path not in put]
        self.draft.lines = [line for line in kept if line.is_new]
        self._line = None
        self.lines.set_lines(self.draft.lines)
        if self.draft.lines:  # the fields shall not show a file that is in already
            self.view.choose(0)
            self._open(self.draft.lines[0])
        self._say_trouble(added)
        self._tell()

    def _say_trouble(self, added: Added) -> None:
        made = ngettext("{count} file was put in.", "{count} files were put in.", len(added.made))
        said = [made.format(count=len(added.made))]
        if added.stopped is not None:
            said.append(describe(added.stopped).text())
            left = ngettext("{count} file is left.", "{count} files are left.", added.left).format(
                count=added.left
            )
            said.append(left)
        said += [describe(error).text() for error in added.failed[:_NAMED]]
        self._notice.set_text(" ".join(said), "warn")
        self._notice.show()

    def _halted(self) -> None:
        self._idle()
        self._desk.news.changed.emit()
        self.left.emit()

    def _failed(self, error: Exception) -> None:
        self._idle()
        self._notice.set_text(describe(error).text(), "danger")
        self._notice.show()
        self._desk.news.changed.emit()

    def _busy(self, words: str) -> None:
        self._notice.hide()
        self.progress.begin(words)
        self._body.setEnabled(False)
        self.put.setEnabled(False)
        self._cancel.setEnabled(False)

    def _idle(self) -> None:
        self._job = None
        self.progress.hide()
        self._body.setEnabled(True)
        self._cancel.setEnabled(True)

    def _leave(self) -> None:
        self._idle()
        self.left.emit()

    # the words

    def _tell(self) -> None:
        count = len(self.draft.chosen())
        words = ngettext("Put {count} in", "Put {count} in", count).format(count=count)
        self.put.setText(words)
        self.put.setEnabled(count > 0 and self._job is None)
        said = [size_words(self.draft.size_bytes())] if count else []
        if known := self.draft.known():
            told = ngettext("{count} is here already", "{count} are here already", known)
            said.append(told.format(count=known))
        if refused := self.draft.refused():
            told = ngettext("{count} cannot be put in", "{count} cannot be put in", refused)
            said.append(told.format(count=refused))
        if self._more:
            said.append(_("more files than are taken at once: drop the rest again"))
        self._total.setText("·".join(said))
        total = len(self.draft.lines)
        note = ngettext("{count} file", "{count} files", total).format(count=total)
        self.titled.emit(_("Look through, then put in"), note if total else "")

    def _retranslate(self) -> None:
        self._circle.set_names(
            [pgettext("circle", "For the alliance"), pgettext("circle", "For our school")]
        )
        self._circle.setAccessibleName(_("Who may read them"))
        self._cancel.setText(pgettext("putting in", "Not now"))
        self._spread.setText(_("All belong here too"))
        out = self._line is None or self._line.wanted
        self._leave_out.setText(_("Leave this one out") if out else _("Take this one again"))
        self._nothing.set_text(
            _("There is no file in there"), _("Hidden files and shortcuts are passed over.")
        )
        self._tell()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
