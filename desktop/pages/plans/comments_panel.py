"""旁批: what colleagues say of the plan, beside it; what came late stands apart."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.part_questions import PartQuestions
from desktop.pages.plans.comment_card import CommentCard, WriteBox
from desktop.pages.plans.comment_order import Thread
from desktop.pages.plans.plan_parts import part_words
from desktop.widgets.basic import clear, column, frame, label, row, rule
from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext, pgettext

WIDTH = 252


class CommentsPanel(QFrame):
    """The margin at the right of a plan."""

    written = Signal(str, str, str)  # words, the step, the field
    decided = Signal(str, str, str)  # comment's id, decision, reason
    answered = Signal(str, str)  # comment's id, words
    folded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setProperty("area", True)
        layout = column(self, 0)
        head = row(gap=6, margins=(14, 10, 6, 6))
        self._name, self._count = label("", "heading"), label("", "small", "ink3")
        self._write = button("", "quiet", "pencil-simple", small=True, role="pen")
        self._write.clicked.connect(self._begin_here)
        self._fold = icon_button("caret-double-right", "")
        self._fold.clicked.connect(self.folded)
        self._back = button("", "", "arrow-left", small=True)
        self._back.clicked.connect(self.folded)
        for one in (self._name, self._count):
            head.addWidget(one)
        head.addStretch(1)
        head.addWidget(self._write)
        head.addWidget(self._fold)
        head.addWidget(self._back)
        layout.addLayout(head)
        self.set_alone(False)
        layout.addWidget(rule())
        self._page = QWidget()
        self._body = column(self._page, 0)
        self.questions = PartQuestions()
        self._body.addWidget(self.questions)
        self._new: WriteBox | None = None
        self._target = ("", "", "")
        self.cards: dict[str, CommentCard] = {}
        self._list = QWidget()
        self._list_layout = column(self._list, 0)
        self._body.addWidget(self._list)
        self._body.addStretch(1)
        self._area = scroll(self._page)
        layout.addWidget(self._area, 1)
        self._found: Sequence[Thread] = ()
        self._steps: Mapping[str, str] = {}
        self._may_write = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill)
        self._retranslate()

    def show_threads(
        self, found: Sequence[Thread], steps: Mapping[str, str], *, may_write: bool
    ) -> None:
        """Show comments; a card that somebody writes in stays as it is.

        Args:
            found: The comments in their order.
            steps: What each step is called.
            may_write: Whether comments can be written here.
        """
        self._steps = steps
        if tuple(found) == tuple(self._found) and may_write == self._may_write:
            return
        busy = any(card.busy() for card in self.cards.values())
        self._found, self._may_write = found, may_write
        waiting = sum(1 for one in found if not one.row.decision)
        self._count.setText(str(waiting) if waiting else "")
        self._write.setVisible(may_write)
        if not busy:
            self._soon.start()  # the plan first: its cards may come a moment later

    def _fill(self) -> None:
        self._soon.stop()
        clear(self._list_layout)
        self.cards = {}
        if not self._found:
            said = _("No comments yet. What a colleague says of this plan stands here.")
            empty = label(said, "small", "ink3", wrap=True)
            empty.setContentsMargins(*(theme.now().px(14),) * 4)
            self._list_layout.addWidget(empty)
        late = False
        for thread in self._found:
            if thread.row.late and not late:
                late = True
                self._list_layout.addWidget(self._late_head())
            self._add(thread)

    def _late_head(self) -> QWidget:
        out = frame("band")
        layout = column(out, 0, (12, 6, 12, 6))
        layout.addWidget(label(_("Came late"), "strong"))
        said = _("They speak of an older version; they are kept and change nothing by themselves.")
        layout.addWidget(label(said, "small", "ink3", wrap=True))
        return out

    def lay_on_top(self, widget: QWidget) -> None:
        """Put a widget over the comments, under the questions."""
        self._body.insertWidget(1, widget)
        self._area.reveal_soon(widget)

    def _add(self, thread: Thread) -> None:
        step = self._steps.get(thread.row.step) or thread.row.step_title
        place = step if thread.row.step else part_words(thread.part)
        card = CommentCard(thread, place, may_write=self._may_write)
        card.decided.connect(self.decided)
        card.answered.connect(self.answered)
        self.cards[thread.row.id] = card
        self._list_layout.addWidget(card)

    def aim(self, step: str, field: str, words: str) -> None:
        """Hear what a new comment would speak of: a step or a field, and its words."""
        self._target = (step, field, words)

    def begin(self, step: str, field: str, words: str) -> None:
        """Open the box for a new comment."""
        self.aim(step, field, words)
        self._begin_here()

    def _begin_here(self) -> None:
        if self._new is not None:
            self._new.box.setFocus()
            return
        step, field, words = self._target
        about = _("About: {what}").format(what=words) if words else _("About the whole plan")
        box = self._new = WriteBox(about)
        box.written.connect(self._send)
        box.left.connect(self._end_new)
        self._about = (step, field)
        self._body.insertWidget(1, box)
        self._area.verticalScrollBar().setValue(0)
        box.box.setFocus()

    def _send(self, words: str) -> None:
        step, field = self._about
        self._end_new()
        self.written.emit(words, step, field)

    def _end_new(self) -> None:
        if self._new is not None:
            self._new.hide()
            self._new.deleteLater()
            self._new = None

    def writing(self) -> WriteBox | None:
        """Return the box for a new comment while it is open."""
        return self._new

    def show_comment_of(self, step: str, field: str = "") -> None:
        """Bring the first comment on a step or a field into view."""
        if self._soon.isActive():
            self._fill()
        for thread in self._found:
            if (step and thread.row.step == step) or (field and thread.row.part == field):
                self._area.reveal(self.cards[thread.row.id])
                return

    def retell(self) -> None:
        """Build all cards anew: what is written in them is done with."""
        self._fill()

    def words(self) -> str:
        """Return what the button that opens this panel says."""
        count = len(self._found)
        if not count:
            return _("Comments")
        return ngettext("{count} comment", "{count} comments", count).format(count=count)

    def set_alone(self, alone: bool) -> None:
        """Fill the page, or stand at its right."""
        self._fold.setVisible(not alone)
        self._back.setVisible(alone)
        if alone:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(theme.now().size(WIDTH))

    def _retranslate(self) -> None:
        self._name.setText(pgettext("in the margin of a plan", "Notes"))
        self._write.setText(pgettext("in the margin of a plan", "Comment"))
        set_tip(self._fold, _("Fold away"))
        self._back.setText(_("Back to the plan"))
        self._fill()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
