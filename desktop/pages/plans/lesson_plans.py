"""写教案: of a lesson that has plans already, take one of them as the beginning, or none."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.queries.plans import PlanRow
from desktop.pages.plans.plan_rows import TONES, stage_words, title_of, who_of
from desktop.widgets.basic import A, Card, Elided, clear, column, label, row, tag
from desktop.widgets.buttons import button
from desktop.words import _, ngettext, pgettext

MOST = 8


class LessonPlans(QWidget):
    """The plans of one lesson, each with a way to write one's own after it."""

    taken = Signal(object)  # the PlanRow to write after
    looked_at = Signal(str)  # a plan's id
    empty_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._count = "", 0
        self._plans: Sequence[PlanRow] = ()
        layout = column(self, 12)
        self._said = label("", "body", "ink2", wrap=True)
        layout.addWidget(self._said)
        self._card = Card(gap=0, margins=(16, 4, 16, 4))
        layout.addWidget(self._card)
        line = row(gap=8)
        self._empty = button("", "", "file-plus")
        self._empty.clicked.connect(self.empty_wanted)
        self._leave = button("", "quiet")
        self._leave.clicked.connect(self.left)
        line.addWidget(self._empty)
        line.addWidget(self._leave)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addStretch(1)
        self._retranslate()

    def show_plans(self, title: str, plans: Sequence[PlanRow], count: int) -> None:
        """Show plans of a lesson, and say how many it has."""
        self._title, self._plans, self._count = title, plans, count
        self._retranslate()

    def _line(self, one: PlanRow, *, first: bool) -> QWidget:
        out = QWidget()
        whole = row(out, 10, (0, 8, 0, 8))
        words = column(gap=2)
        head = row(gap=8)
        head.addWidget(tag(stage_words(one), TONES.get(one.stage, "plain")))
        head.addWidget(Elided(title_of(one), "strong"), 1)
        words.addLayout(head)
        words.addWidget(Elided(who_of(one), "small", "ink2"))
        whole.addLayout(words, 1)
        look = button(_("Look at it"), "quiet", small=True)
        look.clicked.connect(partial(self.looked_at.emit, one.id))
        take = button(
            _("Write mine after it"), "primary" if first else "", "git-branch", small=True
        )
        take.clicked.connect(partial(self.taken.emit, one))
        for part, about in ((look, _("Look at it")), (take, _("Write mine after it"))):
            part.setAccessibleName(f"{about} {title_of(one)} {who_of(one)}")
            whole.addWidget(part, 0, A.AlignVCenter)
        return out

    def focus(self) -> None:
        """Give the keyboard to the first way."""
        self._empty.setFocus()

    def _retranslate(self) -> None:
        said = ngettext(
            "There is {count} plan of “{title}” already. Yours begins with what stands there,"
            " and its materials; that plan stays as it is.",
            "There are {count} plans of “{title}” already. Yours begins with what stands in one,"
            " and its materials; that plan stays as it is.",
            self._count,
        )
        self._said.setText(said.format(count=self._count, title=self._title))
        self._empty.setText(_("Begin with an empty one"))
        self._leave.setText(pgettext("choosing a record", "Not now"))
        clear(self._card.body, 1)
        for number, one in enumerate(self._plans):
            self._card.body.addWidget(self._line(one, first=not number))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
