"""What one file would become: each piece with what it is taken for, then its steps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.plan_files.labels import NOTHING
from db.plan_files.plan_file import PlanFile
from desktop.pages.plans.importing.piece_row import PieceRow
from desktop.pages.plans.importing.taking import Candidate
from desktop.pages.plans.importing.words import (
    code_of,
    column_choices,
    field_choices,
    summary,
)
from desktop.widgets.basic import clear, column, label
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext

MOST = 120  # pieces shown; a file with more is no plan, and keeps them all anyway
_SAMPLES = 3


class FilePreview(QWidget):
    """One file; `piece_chosen` and `column_chosen` tell what a person changes."""

    piece_chosen = Signal(int, str)
    column_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 8)
        self.notice = Notice("", "info")
        layout.addWidget(self.notice)
        page = QWidget()
        self._rows: QVBoxLayout = column(page, 8, (0, 0, 8, 8))
        layout.addWidget(scroll(page), 1)
        self.pieces: list[PieceRow] = []
        self.columns: list[PieceRow] = []

    def show_file(self, one: Candidate) -> None:
        """Show what was found in a file that could be read."""
        clear(self._rows)
        self.pieces, self.columns = [], []
        found = one.found
        if found is None:
            return
        fields = [one.field for one in found.pieces] + [one.field for one in found.columns]
        unknown = not all(fields)
        self.notice.set_text(summary(found), "warn" if unknown else "good")
        self._add_pieces(one, found)
        self._add_columns(one, found)
        self._rows.addStretch(1)

    def _add_pieces(self, one: Candidate, found: PlanFile) -> None:
        choices = field_choices()
        pieces = [piece for piece in found.pieces if piece.field != NOTHING]
        pieces.sort(key=lambda piece: (bool(piece.field), piece.number))  # what asks comes first
        for piece in pieces[:MOST]:
            field = one.chosen.pieces.get(piece.number, piece.field)
            line = PieceRow(piece.number, piece.label, piece.words, choices, code_of(field))
            line.mark(unknown=not piece.field and piece.number not in one.chosen.pieces)
            line.chosen.connect(self.piece_chosen)
            self.pieces.append(line)
            self._rows.addWidget(line)
        if len(pieces) > MOST:
            more = len(pieces) - MOST
            words = ngettext("{count} more part", "{count} more parts", more).format(count=more)
            self._rows.addWidget(label(words, "small", "ink3"))

    def _add_columns(self, one: Candidate, found: PlanFile) -> None:
        if not found.rows:
            return
        count = len(found.rows)
        title = ngettext("Procedure, {count} step", "Procedure, {count} steps", count)
        self._rows.addWidget(label(title.format(count=count), "heading"))
        choices = column_choices()
        for at, col in enumerate(found.columns):
            cells = [row[at] for row in found.rows if row[at].strip()]
            field = one.chosen.columns.get(at, col.field)
            samples = "\n".join(" ".join(cell.split())[:60] for cell in cells[:_SAMPLES])
            line = PieceRow(at, col.name or _("Step"), samples, choices, code_of(field))
            line.mark(unknown=not col.field and at not in one.chosen.columns)
            line.chosen.connect(self.column_chosen)
            self.columns.append(line)
            self._rows.addWidget(line)
