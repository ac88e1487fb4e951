"""The cards of an exchange that ended: what came and went by name, what was left out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from db.queries.carried import Carried
from desktop import glyphs, theme
from desktop.exchange_errors import skipped_words
from desktop.labels import listed
from desktop.pages.exchange import words
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, Card, Elided, Icon, clear, column, label, row
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.words import _, ngettext
from sync.result import Skipped

_SKIPPED_SHOWN = 12
_TALLEST = 12  # rows of a list in a page that scrolls


class _CarriedDelegate(Delegate):
    """A tick, the name, and at the right what it is and from whom."""

    height = 36

    @override
    def underline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Leave it out: these lists are read, not worked through."""

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Carried) -> None:
        worn, rect = theme.now(), rect_of(option)
        side, left = worn.size(17), rect.left() + worn.px(14)
        glyph, role = ("trash", "ink3") if row.deleted else ("check", "accent")
        drawn = glyphs.pixmap(
            glyph, str(getattr(worn.c, role)), side, painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(left, rect.center().y() - side // 2, drawn)
        inner = rect.adjusted(worn.px(14) + side + worn.px(9), 0, -worn.px(14), 0)
        note = inner.adjusted(inner.width() * 2 // 5, 0, 0, 0)
        align = A.AlignRight | A.AlignVCenter
        wide = text(painter, note, words.carried_note(row), "small", "ink3", align)
        text(painter, inner.adjusted(0, 0, -wide - worn.px(12), 0), words.carried_words(row))


class CarriedCard(Card):
    """What came, or what went, by name."""

    opened = Signal(object)  # a Carried

    def __init__(self, glyph: str) -> None:
        super().__init__(gap=0, margins=(0, 4, 0, 6))
        head = QWidget()
        line = row(head, 8, (14, 6, 14, 4))
        self._name, self._much = label("", "heading"), Elided("", "small", "ink3")
        line.addWidget(Icon(glyph, "accent", 20))
        line.addWidget(self._name)
        line.addWidget(self._much, 1)
        self.body.addWidget(head)
        self._model = LazyListModel[Carried](_spoken, self)
        self.rows = Rows(_CarriedDelegate)
        self.rows.setModel(self._model)
        self.rows.activated.connect(self._open)
        self._things: Sequence[Carried] = ()
        self._none = label("", "body", "ink3")
        self._none.setContentsMargins(theme.now().px(14), 4, 14, 8)
        self.body.addWidget(self._none)
        self.body.addWidget(self.rows, 1)

    @override
    def set_title(self, title: str, note: str = "") -> None:
        """Say what the list is of, and how much."""
        self._name.setText(title)
        self._much.setText(note)
        self.rows.setAccessibleName(title)

    def show_none(self, sentence: str) -> None:
        """Say that there is nothing, or nothing yet."""
        self._fill(())
        self._none.setText(sentence)

    def none_words(self) -> str:
        """Return what is said instead of a list."""
        return self._none.text()

    def show_things(self, things: Sequence[Carried]) -> None:
        """Show what came or went."""
        self._fill(things)

    def things(self) -> list[Carried]:
        """Return what is shown."""
        return list(self._things)

    def _fill(self, things: Sequence[Carried]) -> None:
        self._things = things
        self._model.set_source(len(things), lambda at, many: things[at : at + many])
        self._none.setVisible(not things)
        self.rows.setVisible(bool(things))
        delegate = self.rows.itemDelegate()
        tall = delegate.row_height() if isinstance(delegate, Delegate) else 0
        self.rows.setFixedHeight(tall * min(len(things), _TALLEST) + 2)

    def _open(self) -> None:
        one = self.rows.row()
        if isinstance(one, Carried):
            self.opened.emit(one)


def _spoken(one: Carried) -> str:
    return f"{words.carried_words(one)} {words.carried_note(one)}"


class SkippedCard(Card):
    """Each file that was not used, with the reason."""

    def show_skipped(self, skipped: Sequence[Skipped]) -> None:
        """Show them; the card goes away when there are none."""
        self.setVisible(bool(skipped))
        self.set_title(
            ngettext(
                "{count} file was not used", "{count} files were not used", len(skipped)
            ).format(count=len(skipped)),
            _("Everything else was"),
        )
        clear(self.body, 1)
        for one in skipped[:_SKIPPED_SHOWN]:
            self.body.addWidget(self._line(one))
        if len(skipped) > _SKIPPED_SHOWN:
            more = len(skipped) - _SKIPPED_SHOWN
            said = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self.body.addWidget(label(said, "small", "ink3"))

    @staticmethod
    def _line(one: Skipped) -> QWidget:
        out = QWidget()
        line = row(out, 8, (0, 2, 0, 2))
        line.addWidget(Icon("warning", "warn", 16), 0, A.AlignTop)
        said = column(gap=0)
        said.addWidget(label(skipped_words(one.reason), wrap=True))
        said.addWidget(Elided(one.name.rpartition("/")[2], "small", "ink3"))
        line.addLayout(said, 1)
        return out


class NoRoomCard(Card):
    """The files that did not fit, by name; they stay on the list for the next time."""

    def show_names(self, there: Sequence[str], here: Sequence[str]) -> None:
        """Show them; the card goes away when there are none.

        Args:
            there: Files for which the place had no room.
            here: Files for which this computer had no room.
        """
        self.setVisible(bool(there or here))
        count = len(there) + len(here)
        self.set_title(
            ngettext("{count} file did not fit", "{count} files did not fit", count).format(
                count=count
            ),
            _("It comes along the next time there is room"),
        )
        clear(self.body, 1)
        for names, said in (
            (there, _("No room there: {names}")),
            (here, _("No room on this computer: {names}")),
        ):
            if names:
                shown = listed([*names[:_SKIPPED_SHOWN]]) + (
                    "…" if len(names) > _SKIPPED_SHOWN else ""
                )
                self.body.addWidget(label(said.format(names=shown), wrap=True))
