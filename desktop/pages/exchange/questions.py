"""What two people wrote without knowing of each other: one line each, and the way to decide."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.queries.conflicts import OpenQuestion
from desktop.labels import field_label, kind_label, listed
from desktop.widgets.basic import Card, Elided, Icon, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.words import _, ngettext

SHOWN = 6


class QuestionsCard(Card):
    """Both versions are kept until a person decides; neither is the default."""

    look_wanted = Signal(object)  # an OpenQuestion

    def __init__(self) -> None:
        super().__init__(gap=4, margins=(16, 8, 16, 12))
        self._questions: Sequence[OpenQuestion] = ()

    def questions(self) -> Sequence[OpenQuestion]:
        """Return what is asked."""
        return self._questions

    def show_questions(self, questions: Sequence[OpenQuestion]) -> None:
        """Show what wants deciding; the card goes away when there is nothing."""
        self._questions = questions
        self.setVisible(bool(questions))
        self.set_title(
            ngettext(
                "{count} thing wants your decision",
                "{count} things want your decision",
                len(questions),
            ).format(count=len(questions)),
            _("Both versions are kept; there is no hurry"),
        )
        clear(self.body, 1)
        for question in questions[:SHOWN]:
            self.body.addWidget(self._line(question))
        if len(questions) > SHOWN:
            more = len(questions) - SHOWN
            said = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self.body.addWidget(label(said, "small", "ink3"))

    def _line(self, question: OpenQuestion) -> QWidget:
        out = QWidget()
        line = row(out, 10, (0, 4, 0, 4))
        line.addWidget(Icon("warning" if question.deleted else "git-branch", "warn", 18))
        said = column(gap=0)
        name = question.name or kind_label(question.kind)
        said.addWidget(Elided(name, "strong"))
        said.addWidget(Elided(_why(question), "small", "ink2"))
        line.addLayout(said, 1)
        look = button(_("Have a look"), "", "arrow-right", small=True)
        look.setAccessibleDescription(name)
        look.clicked.connect(partial(self.look_wanted.emit, question))
        line.addWidget(look)
        return out


def _why(question: OpenQuestion) -> str:
    kind = kind_label(question.kind)
    if question.deleted:
        return _("{kind}·somebody deleted it while another worked on it").format(kind=kind)
    fields = listed([field_label(question.kind, field) for field in question.fields])
    return _("{kind}·two versions of {fields}").format(kind=kind, fields=fields)
