"""What is moving now: its name, how far it is, the way to stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop import theme
from desktop.pages.exchange import words
from desktop.widgets.basic import Card, Elided, Icon, label, row, set_properties
from desktop.widgets.buttons import button
from desktop.words import _
from sync.visit import RoundProgress, Stage


class MovingCard(Card):
    """The card of an exchange that runs."""

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(gap=7, margins=(16, 12, 16, 12))
        self._stage: Stage | None = None
        self._shown = 0
        top = row(gap=10)
        self._now, self._count = Elided("", "heading"), label("", "body", "ink2")
        self._stop = button("", "", "stop", small=True)
        self._stop.clicked.connect(self.stop_wanted)
        for widget, stretch in ((self._now, 1), (self._count, 0), (self._stop, 0)):
            top.addWidget(widget, stretch)
        self.body.addLayout(top)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.body.addWidget(self.bar)
        foot = row(gap=16)
        self._steps = [
            (Icon("circle-dashed", "ink3", 16), label("", "small")) for _s in words.STAGES
        ]
        for icon, name in self._steps:
            step = row(gap=5)
            step.addWidget(icon)
            step.addWidget(name)
            foot.addLayout(step)
        foot.addStretch(1)
        self._promise = label("", "small", "ink3", wrap=theme.now().large)
        if theme.now().large:  # the steps are told by the name; the promise stays
            for icon, name in self._steps:
                icon.hide()
                name.hide()
            self.body.addWidget(self._promise)
        else:
            foot.addWidget(self._promise)
            self.body.addLayout(foot)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.bar.setAccessibleName(_("How far the exchange is"))
        self._promise.setText(_("Stopping loses nothing; the next time goes on from here"))
        for stage, (_icon, name) in zip(words.STAGES, self._steps, strict=True):
            name.setText(words.step_words(stage))
        self.set_stopping(stopping=False)

    def stop_button(self) -> QWidget:
        """Return what stops it."""
        return self._stop

    def begin(self) -> None:
        """Begin again from nothing."""
        self._shown, self._stage = 0, None
        self.set_stopping(stopping=False)
        self.show_progress(None)

    def set_stopping(self, *, stopping: bool) -> None:
        """Say whether it was asked to stop."""
        self._stop.setEnabled(not stopping)
        self._stop.setText(_("Stopping") if stopping else _("Stop"))

    def show_progress(self, progress: RoundProgress | None) -> None:
        """Show how far it is; the bar never gets shorter."""
        self._now.setText(words.now_words(progress))
        self._count.setText(words.count_words(progress))
        self._shown = max(self._shown, words.percent(progress))
        self.bar.setValue(self._shown)
        stage = progress.stage if progress else Stage.SEALING
        if stage == self._stage:
            return
        self._stage = stage
        at = words.STAGES.index(stage) if stage in words.STAGES else -1
        if stage is Stage.READABLE:
            at = len(words.STAGES)
        for number, (icon, name) in enumerate(self._steps):
            if number < at:
                icon.set_icon("check", "accent")
            elif number == at:
                icon.set_icon("arrow-circle-down", "far")
            else:
                icon.set_icon("circle-dashed", "ink3")
            set_properties(name, tone="ink2" if number <= at else "ink3")
