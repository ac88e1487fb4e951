"""The try of a place as people read it: a list of questions, each answered or still open."""

from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from desktop import theme
from desktop.notice import Notice as Said
from desktop.pages.exchange.words import size_words
from desktop.place_steps import step_words
from desktop.widgets.basic import Card, Icon, column, label, row, set_properties
from desktop.widgets.buttons import button
from desktop.words import _
from sync.place_check import Findings, Step


class PlaceTest(Card):
    """✓ for what went well, an amber sign and what to do for the first that did not."""

    def __init__(self) -> None:
        super().__init__(gap=2, margins=(0, 10, 0, 10))
        margin = theme.now().px(16)
        self._head.setContentsMargins(margin, 0, margin, 0)
        self._steps: dict[Step, _StepLine] = {}
        for step in Step:
            self._steps[step] = _StepLine()
            self.body.addWidget(self._steps[step])
        self._said = _StepLine()
        self.body.addWidget(self._said)
        self._tried = False
        self.body.addStretch(1)
        foot = QWidget()
        line = row(foot, 10, (16, 6, 16, 2))
        self._later = label("", "small", "ink3", wrap=True)
        self.again = button("", "", "arrow-clockwise", small=True)
        line.addWidget(self._later, 1)
        line.addWidget(self.again)
        self.body.addWidget(foot)
        self.retranslate()
        self.clear()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.set_title(_("Try it"), _("by itself, when you stop typing"))
        self._later.setText(_("You can add it all the same and try later."))
        self.again.setText(_("Try now"))
        for step, line in self._steps.items():
            line.set_words(step_words(step))

    def tried(self) -> bool:
        """Return whether an answer is shown, or on its way."""
        return self._tried

    @override
    def said(self) -> str:
        """Return all that is answered, in words."""
        lines = [*self._steps.values(), *([] if self._said.isHidden() else [self._said])]
        return " ".join(line.words() for line in lines)

    def clear(self) -> None:
        """Show that nothing was tried yet."""
        self._tried = False
        self._later.show()
        for step, line in self._steps.items():
            line.show_as("circle-dashed", "ink3", step_words(step))
        self._said.hide()

    def begin(self) -> None:
        """Show that it is being tried."""
        self.clear()
        self._tried = True

    def show_step(self, at: Step) -> None:
        """Show what is tried now; what came before went well."""
        passed = True
        for step, line in self._steps.items():
            if step == at:
                passed = False
                line.show_as("arrow-circle-right", "far", step_words(step))
            elif passed:
                line.show_as("check-circle", "accent", step_words(step))

    def show_findings(self, findings: Findings, notice: Said | None, *, known: bool) -> None:
        """Show what came of it.

        Args:
            findings: Of the try.
            notice: The words for what went wrong, or None.
            known: Whether the own alliance's work lies there already.
        """
        self._tried = True
        self._later.setVisible(notice is not None)
        for step, line in self._steps.items():
            if step in findings.passed:
                line.show_as("check-circle", "accent", _passed_words(step, findings))
            elif step == findings.failed and notice is not None:
                line.show_as("warning-circle", "warn", notice.title, notice.advice)
            else:
                line.show_as("circle-dashed", "ink3", step_words(step))
        if notice is not None and findings.failed is None:  # not even an address
            self._said.show_as("warning-circle", "warn", notice.title, notice.advice)
            self._said.show()
        elif notice is None:
            said = _("Your alliance's work lies there already.") if known else ""
            self._said.show_as("check-circle", "accent", _("You can exchange here."), said)
            self._said.show()
        else:
            self._said.hide()


class _StepLine(QFrame):
    """One question; amber with what to do when the answer is no."""

    def __init__(self) -> None:
        super().__init__()
        layout = row(self, 10, (16, 6, 16, 6))
        self._icon = Icon("circle-dashed", "ink3", 18)
        sign = column(margins=(0, 3, 0, 0))  # beside the first line, however many follow
        sign.addWidget(self._icon)
        sign.addStretch(1)
        layout.addLayout(sign)
        words = column(gap=2)
        self._words = label("", "body", "ink3", wrap=True)
        self._advice = label("", "small", "ink2", wrap=True)
        words.addWidget(self._words)
        words.addWidget(self._advice)
        layout.addLayout(words, 1)

    def set_words(self, words: str) -> None:
        self._words.setText(words)

    def words(self) -> str:
        return f"{self._words.text()} {self._advice.text()}".strip()

    def show_as(self, glyph: str, tone: str, words: str, advice: str = "") -> None:
        self._icon.set_icon(glyph, tone)
        self._words.setText(words)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        set_properties(self._words, tone="" if tone in ("accent", "far") else tone)
        # the tint and the bar of a notice, without its own sign
        set_properties(self, notice="warn" if tone == "warn" else "")


def _passed_words(step: Step, findings: Findings) -> str:
    if step is Step.FREE and findings.free_bytes is not None:
        return _("{size} free").format(size=size_words(findings.free_bytes))
    if step is Step.FREE:
        return _("How much room there is, nobody says")
    return step_words(step)
