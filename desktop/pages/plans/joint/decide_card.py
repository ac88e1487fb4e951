"""The comment at hand: what it says, what the step says, and the three ways to decide."""

import datetime
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from typing_extensions import override

from db.queries.plan_sheet import PlanSheet
from db.record import Value
from desktop.labels import field_label, value_label
from desktop.pages.plans.joint.talk import Said, day_words, decision_words, who_words
from desktop.widgets.basic import Avatar, Card, Prose, column, frame, label, row, tag
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.filters import chips
from desktop.words import _

DECISIONS = ("adopted", "partly", "declined")
TEXTS = ("teacher", "student", "intent", "second", "track_a", "track_b", "track_c")


class DecideCard(Card):
    """One comment whole; Alt+1, Alt+2 and Alt+3 decide, a reason may stand beside it."""

    decided = Signal(str, str)  # a code, empty to open it again; and the reason

    def __init__(self) -> None:
        super().__init__(gap=10, margins=(16, 12, 16, 14))
        self._said: Said | None = None
        head = row(gap=10)
        self._avatar = Avatar("", "pen_soft", "pen", 32)
        words = column(gap=0)
        self._who, self._about = label("", "strong"), label("", "small", "ink3", wrap=True)
        words.addWidget(self._who)
        words.addWidget(self._about)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        self._tag = tag("")
        head.addWidget(self._tag)
        self.body.addLayout(head)
        self._body = Prose("", tone="pen")
        self.body.addWidget(self._body)
        self._answers = Prose("", "small", "ink2")
        self.body.addWidget(self._answers)
        self._step = self._make_step()
        self.body.addWidget(self._step)
        self.reason = QLineEdit()
        self._field = Field("", self.reason)
        self.body.addWidget(self._field)
        self.body.addWidget(self._make_buttons())
        self._asked = False
        self._retranslate()

    def _make_step(self) -> QWidget:
        out = frame("well")
        inner = column(out, 3, (12, 8, 12, 8))
        self._step_name, self._step_words = label("", "small", "ink3"), Prose("", "small")
        inner.addWidget(self._step_name)
        inner.addWidget(self._step_words)
        return out

    def _make_buttons(self) -> QWidget:
        self.buttons: dict[str, QPushButton] = {}
        for number, code in enumerate(DECISIONS, 1):
            one = button("", "", small=True)
            one.clicked.connect(partial(self.decide, code))
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(partial(self.decide, code))
            self.buttons[code] = one
        self._again = button("", "quiet", small=True)
        self._again.clicked.connect(self._open_again)
        self._chips = chips([*self.buttons.values(), self._again], 8)
        return self._chips

    def show_said(self, said: Said, sheet: PlanSheet, today: datetime.date) -> None:
        """Show a comment, beside it what it speaks of as it stands now."""
        self._said, self._asked = said, False
        one = said.comment
        self._avatar.set_name(one.person_name)
        self._who.setText(who_words(one))
        self._about.setText(
            "·".join(part for part in (said.about, day_words(one.made_on, today)) if part)
        )
        self._body.set_text(one.body)
        lines = [f"{who_words(answer)}　{answer.body}" for answer in said.answers]
        self._answers.set_text("\n".join(lines))
        self._answers.setVisible(bool(lines))
        self._show_step(said, sheet)
        words = decision_words(one)[0]
        self._tag.setText(words or (_("Came late") if one.late else ""))
        self._tag.setVisible(bool(self._tag.text()))
        self.reason.setText(one.reason)
        self._field.set_hint(_decided_by(said))
        self._again.setVisible(bool(one.decision))
        self._chips.fit()

    def _show_step(self, said: Said, sheet: PlanSheet) -> None:
        one, values = said.comment, dict(sheet.record.values)
        kind, parts = "lesson_plan", [one.part] if one.part else []
        if one.step:
            step = next((step for step in sheet.steps if step.id == one.step), None)
            values = dict(step.values) if step is not None else {}
            kind, parts = "plan_step", [one.part] if one.part else list(TEXTS)
        lines = _lines(kind, parts, values)
        self._step.setVisible(bool(lines))
        self._step_name.setText(said.about)
        self._step_words.set_text("\n".join(lines))

    def decide(self, code: str) -> None:
        """Decide; who declines is asked once for a word why."""
        if self._said is None or not self.isEnabled():
            return
        reason = self.reason.text().strip()
        if code == "declined" and not reason and not self._asked:
            self._asked = True
            self._field.set_hint(_("One word why helps who wrote it. Again declines without."))
            self.reason.setFocus()
            return
        self.decided.emit(code, reason)

    def _open_again(self) -> None:
        self.decided.emit("", "")

    def _retranslate(self) -> None:
        names = {
            "adopted": _("Adopt"), "partly": _("Adopt in part"), "declined": _("Do not adopt"),
        }  # fmt: skip
        for number, (code, one) in enumerate(self.buttons.items(), 1):
            one.setText(names[code])
            one.setToolTip(_("Alt+{number}; in the list {number} alone").format(number=number))
        self._again.setText(_("Open it again"))
        self._field.set_name(_("Reason"), _("may stay empty"))
        self._chips.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _decided_by(said: Said) -> str:
    words, name = decision_words(said.comment)[0], said.comment.decided_by_name
    return f"{words}·{name}" if words and name else words


def _lines(kind: str, parts: list[str], values: dict[str, Value]) -> list[str]:
    return [
        f"{name}　{said}" if len(parts) > 1 else said  # the name of one stands over it
        for part in parts
        for name, said in ((field_label(kind, part), value_label(kind, part, values.get(part))),)
        if values.get(part) not in (None, "")
    ]
