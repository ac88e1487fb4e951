"""How an exchange ended: the sentence, what came and went by name, what was skipped."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStyleOptionViewItem, QWidget
from typing_extensions import override

from db.progress import Progress, Work
from db.queries.carried import Carried, carried
from db.store import Store
from desktop import glyphs, theme
from desktop.context import Desk
from desktop.exchange_errors import skipped_words
from desktop.exchange_work import Outcome
from desktop.pages.exchange import words
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, Card, Elided, Icon, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.widgets.notices import Notice
from desktop.words import _, ngettext
from sync.result import Skipped

_SKIPPED_SHOWN = 12
_TALLEST = 12  # rows of a list in a page that scrolls
_NARROW = 640


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
        while self.body.count() > 1:
            item = self.body.takeAt(1)
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
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


class OutcomeView(QWidget):
    """The whole of it: for the exchange just now, and for those of the past."""

    open_record = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._of: Outcome | None = None
        layout = column(self, 14)
        self.notice = Notice("", "good")
        self._summary = label("", "body", "ink2", wrap=True)
        self.again = button("", "", "arrows-left-right")
        layout.addWidget(self.notice)
        line = row(gap=12)
        line.addWidget(self._summary, 1)
        line.addWidget(self.again, 0, A.AlignTop)
        self.again.hide()
        layout.addLayout(line)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.now().px(14))
        self.came, self.went = CarriedCard("arrow-line-down"), CarriedCard("arrow-line-up")
        for card in (self.came, self.went):
            card.opened.connect(self._open)
        layout.addLayout(self._grid)
        self.skipped = SkippedCard()
        layout.addWidget(self.skipped)
        self._arrange()

    def shown(self) -> Outcome | None:
        """Return what is shown."""
        return self._of

    def show_outcome(self, outcome: Outcome, *, stick: bool) -> None:
        """Show how an exchange ended; the names follow as soon as they are read."""
        self._of = outcome
        self.notice.set_text(*words.ending(outcome, stick=stick))
        self._summary.setText(words.summary(outcome))
        self._title_cards(outcome)
        self.skipped.show_skipped(outcome.skipped)
        wait = _("Reading the names")
        self.came.show_none(wait if outcome.came else _("Nothing new came."))
        self.went.show_none(wait if outcome.went else _("Nothing of yours had to go."))
        for card in (self.came, self.went):
            card.setVisible(outcome.moved or outcome.error is None)
        if outcome.came or outcome.went:
            work = _naming(self._desk.store, outcome)
            self._desk.jobs.start(work, succeeded=self._show_names)

    def _title_cards(self, outcome: Outcome) -> None:
        self.came.set_title(_("Came"), words.records_words(outcome.received))
        note = words.records_words(outcome.sent)
        if outcome.carried:
            others = _("{count} more carried for others").format(count=outcome.carried)
            note = f"{note}·{others}"
        self.went.set_title(_("Went"), note)

    def _show_names(self, names: tuple[Outcome, list[Carried], list[Carried]]) -> None:
        outcome, came, went = names
        if outcome is not self._of:
            return  # another one is shown by now
        if came:
            self.came.show_things(came)
        if went:
            self.went.show_things(went)

    def _open(self, one: Carried) -> None:
        self.open_record.emit(one.kind, one.id)

    def _arrange(self) -> None:
        self._narrow = self.width() < theme.now().size(_NARROW)
        self._grid.addWidget(self.came, 0, 0, 1, 2 if self._narrow else 1, A.AlignTop)
        at = (1, 0, 1, 2) if self._narrow else (0, 1, 1, 1)
        self._grid.addWidget(self.went, *at, A.AlignTop)
        for column_at in (0, 1):
            self._grid.setColumnStretch(column_at, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < theme.now().size(_NARROW)) != self._narrow:
            self._arrange()


def _naming(store: Store, outcome: Outcome) -> Work[tuple[Outcome, list[Carried], list[Carried]]]:
    """Read the names of what came and went."""
    yield Progress(0, 0)
    with store.read() as session:
        return outcome, carried(session, outcome.came), carried(session, outcome.went)
