"""The very first page: three ways in, the size of the letters, the language."""

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop import theme
from desktop.pages.wizard.step import Step
from desktop.settings import Settings
from desktop.widgets.basic import Icon, label, row, rule
from desktop.widgets.buttons import Segmented, button
from desktop.widgets.picks import Pick, Picks
from desktop.words import ENGLISH, _, language

JOIN, FOUND, SAMPLE = 0, 1, 2
_SPOKEN: tuple[Literal["zh_CN", "en"], ...] = ("zh_CN", "en")
_LETTERS: tuple[Literal["standard", "large", "huge"], ...] = ("standard", "large", "huge")


class StartStep(Step):
    """`done` tells which of the three ways was chosen."""

    settings_wanted = Signal(object)  # Settings
    restore_wanted = Signal()
    recover_wanted = Signal()

    def __init__(self, settings: Settings, at: int = JOIN) -> None:
        super().__init__(
            _("Lianke is new on this computer"), _("Choose one to begin; it can be changed later.")
        )
        worn, self._settings = theme.now(), settings
        self.picks = Picks(
            [
                Pick(icon, name, hint, tall=88, icon_size=28)
                for icon, name, hint in (
                    (
                        "envelope-open",
                        _("Join with an invitation"),
                        _("A colleague gave you a file and six words"),
                    ),
                    (
                        "users-three",
                        _("Found an alliance"),
                        _("You coordinate: your school, then the others"),
                    ),
                    (
                        "eye",
                        _("Look at a sample first"),
                        _("Five schools, one year; nothing can break"),
                    ),
                )
            ],
            at,
        )
        self.picks.accepted.connect(self.go_asked)
        self.body.addWidget(self.picks)
        self.body.addSpacing(worn.px(14))
        self.body.addWidget(rule())
        self.body.addSpacing(worn.px(6))
        self._add_restore()
        self._add_looks()
        self.finish_building()

    def _add_restore(self) -> None:
        line = row(gap=10)
        line.addWidget(Icon("laptop", "ink2", 20))
        ask = label(_("A new computer instead of an old one?"), wrap=theme.now().large)
        restore = button(_("Restore a backup"), "quiet", small=True)
        restore.clicked.connect(self.restore_wanted)
        recover = button(_("I have the recovery code"), "quiet", small=True)
        recover.clicked.connect(self.recover_wanted)
        large = theme.now().large
        line.addWidget(ask, 1 if large else 0)
        if large:  # side by side they would widen the window
            self.body.addLayout(line)
            line = row(gap=10)
        line.addWidget(restore)
        line.addWidget(recover)
        line.addStretch(1)
        self.body.addLayout(line)

    def _add_looks(self) -> None:
        letters = row(gap=10)
        letters.addWidget(Icon("text-aa", "ink2", 20))
        letters.addWidget(label(_("Size of the letters")))
        at = _LETTERS.index(self._settings.letters)
        self.letters = Segmented([_("Usual"), _("Large"), _("Very large")], at)
        self.letters.setAccessibleName(_("Size of the letters"))
        self.letters.chosen.connect(self._choose_letters)
        letters.addWidget(self.letters)
        letters.addStretch(1)
        self.spoken = Segmented(["中文", "English"], 1 if language() == ENGLISH else 0)
        self.spoken.setAccessibleName(_("Language"))
        self.spoken.chosen.connect(self._choose_language)
        if theme.now().large:  # side by side they would widen the window
            self.body.addLayout(letters)
            letters = row(gap=10)
        letters.addWidget(self.spoken)
        if theme.now().large:
            letters.addStretch(1)
        self.body.addLayout(letters)

    def _choose_letters(self, at: int) -> None:
        self.settings_wanted.emit(replace(self._settings, letters=_LETTERS[at]))

    def _choose_language(self, at: int) -> None:
        self.settings_wanted.emit(replace(self._settings, language=_SPOKEN[at]))

    @override
    def go_words(self) -> str:
        return _("Next")

    @override
    def begin(self) -> None:
        self.picks.setFocus()

    @override
    def go(self) -> None:
        self.done.emit(self.picks.at())
