"""One comment in the margin: who, what, what became of it; adopt, decline, answer."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from db.queries.plan_sheet import CommentRow
from desktop import theme
from desktop.labels import choice_label
from desktop.pages.plans.comment_order import Thread
from desktop.pages.plans.plan_text import PlanTextBox
from desktop.widgets.basic import A, Elided, Icon, Prose, clear, column, frame, label, row, rule
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.words import _

NUMBER = 18


class WriteBox(QWidget):
    """Where a comment or an answer is written."""

    written = Signal(str)
    left = Signal()

    def __init__(self, about: str) -> None:
        super().__init__()
        layout = column(self, 6, (12, 8, 12, 8))
        self._about = label(about, "small", "ink3", wrap=True)
        self._about.setVisible(bool(about))
        self.box = PlanTextBox(3)
        self.box.setAccessibleName(about or _("Answer"))
        self._send, self._cancel = (
            button("", "", "check", small=True),
            button("", "quiet", small=True),
        )
        self._send.clicked.connect(self._write)
        self._cancel.clicked.connect(self.left)
        layout.addWidget(self._about)
        layout.addWidget(self.box)
        layout.addWidget(chips([self._send, self._cancel]))
        self._retranslate()

    def _write(self) -> None:
        words = self.box.toPlainText().strip()
        if words:
            self.written.emit(words)
        else:
            self.left.emit()

    def _retranslate(self) -> None:
        self._send.setText(_("Say it"))
        self._cancel.setText(_("Cancel"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


class CommentCard(QWidget):
    """A comment with its answers."""

    decided = Signal(str, str, str)  # comment's id, decision, reason
    answered = Signal(str, str)  # comment's id, words
    shown = Signal(str, str)  # the step or the field it speaks of

    def __init__(self, thread: Thread, place: str, *, may_write: bool) -> None:
        """Take the comment, and what it speaks of in words."""
        super().__init__()
        self.about = thread
        layout = column(self, 4, (12, 10, 12, 6))
        layout.addLayout(self._make_head())
        if place:
            layout.addWidget(label(place, "small", "ink3", wrap=True))
        layout.addWidget(Prose(thread.row.body, "body", "pen"))
        for answer in thread.answers:
            layout.addWidget(self._make_answer(answer))
        self._foot = QWidget()
        self._foot_layout = column(self._foot, 4)
        layout.addWidget(self._foot)
        layout.addWidget(rule())
        if may_write:
            self._show_foot()
        elif thread.row.decision:
            self._foot_layout.addWidget(self._make_decision())

    def _make_head(self) -> QHBoxLayout:
        worn, comment = theme.now(), self.about.row
        head = row(gap=7)
        number = label(str(self.about.number))
        number.setProperty("kind", "number")
        number.setFixedSize(worn.size(NUMBER), worn.size(NUMBER))
        number.setAlignment(A.AlignCenter)
        head.addWidget(number)
        head.addWidget(label(comment.person_name or _("Somebody"), "strong"))
        about = "·".join(part for part in (comment.school_name, comment.made_on[5:]) if part)
        head.addWidget(Elided(about, "small", "ink3"), 1)
        return head

    def _make_answer(self, answer: CommentRow) -> QWidget:
        out = frame("well")
        layout = column(out, 2, (8, 4, 8, 4))
        about = "·".join(p for p in (answer.person_name, answer.made_on[5:]) if p)
        layout.addWidget(label(about, "small", "ink3"))
        layout.addWidget(label(answer.body, "body", wrap=True))
        return out

    def _make_decision(self) -> QWidget:
        comment, out = self.about.row, QWidget()
        line = row(out, 4)
        kept = comment.decision != "declined"
        line.addWidget(
            Icon("check" if kept else "x", "accent" if kept else "ink3", 15), 0, A.AlignTop
        )
        words = choice_label("plan_comment", "decision", comment.decision)
        if comment.reason:
            words = f"{words}·{comment.reason}"
        line.addWidget(label(words, "small", "accent" if kept else "ink2", wrap=True), 1)
        return out

    def _show_foot(self) -> None:
        clear(self._foot_layout)
        comment, ways = self.about.row, list[QWidget]()
        if comment.decision:
            self._foot_layout.addWidget(self._make_decision())
            again = button(_("Decide again"), "quiet", small=True)
            again.clicked.connect(self._reopen)
            ways.append(again)
        else:
            adopt, decline = (
                button(_("Adopt"), "quiet", small=True),
                button(_("Decline"), "quiet", small=True),
            )
            adopt.clicked.connect(self._adopt)
            decline.clicked.connect(self._ask_reason)
            ways += [adopt, decline]
        answer = button(_("Answer"), "quiet", small=True)
        answer.clicked.connect(self._begin_answer)
        self._foot_layout.addWidget(chips([*ways, answer], 2))

    def _adopt(self) -> None:
        self.decided.emit(self.about.row.id, "adopted", "")

    def _reopen(self) -> None:
        self.decided.emit(self.about.row.id, "", "")

    def _ask_reason(self) -> None:
        clear(self._foot_layout)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why not? One line is enough"))
        self.reason.setAccessibleName(_("Why not? One line is enough"))
        self.reason.returnPressed.connect(self._decline)
        done, partly, back = (
            button(_("Decline"), "", small=True),
            button(_("Adopt in part"), "quiet", small=True),
            button(_("Cancel"), "quiet", small=True),
        )
        done.clicked.connect(self._decline)
        partly.clicked.connect(self._adopt_partly)
        back.clicked.connect(self._show_foot)
        self._foot_layout.addWidget(self.reason)
        self._foot_layout.addWidget(chips([done, partly, back], 2))
        self.reason.setFocus()

    def _decline(self) -> None:
        self.decided.emit(self.about.row.id, "declined", self.reason.text().strip())

    def _adopt_partly(self) -> None:
        self.decided.emit(self.about.row.id, "partly", self.reason.text().strip())

    def _begin_answer(self) -> None:
        clear(self._foot_layout)
        self.answer = WriteBox("")
        self.answer.written.connect(self._answer)
        self.answer.left.connect(self._show_foot)
        self._foot_layout.addWidget(self.answer)
        self.answer.box.setFocus()

    def _answer(self, words: str) -> None:
        self.answered.emit(self.about.row.id, words)

    def busy(self) -> bool:
        """Tell whether somebody is writing an answer or a reason in it."""
        boxes = self.findChildren(PlanTextBox) + self.findChildren(QLineEdit)
        return any(_words(box).strip() or box.hasFocus() for box in boxes if box.isVisible())


def _words(box: QWidget) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()  # type: ignore[attr-defined]
