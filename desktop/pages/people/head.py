"""The head of the form: who it is, whether it is saved, what can be done with the whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from desktop.pages.people.words import Tone
from desktop.widgets.basic import A, Avatar, Elided, Icon, column, label, row, tag
from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.filters import chips
from desktop.widgets.notices import Autosave
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the menu: its words, what it does; None makes a rule."""

    words: str
    do: Callable[[], object]
    enabled: bool = True


class RecordHead(QWidget):
    """Name, tags, a line about it; saved; invite; more."""

    invite_wanted = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__()
        layout = row(self, 14, (20, 14, 16, 12))
        self._avatar = Avatar("", side=48) if kind == "person" else None
        mark = self._avatar or Icon("house-line", "accent", 26, "accent_soft")
        layout.addWidget(mark, 0, A.AlignTop)
        words = column(gap=2)
        line = row(gap=8)
        self._name = Elided("", "title", least=60)
        line.addWidget(self._name, 1)
        self.saved = Autosave()
        line.addWidget(self.saved)
        self._invite = button("", "", "envelope-simple", small=True)
        self._invite.clicked.connect(self.invite_wanted)
        self._invite.hide()
        line.addWidget(self._invite)
        self._more = icon_button("dots-three", "")
        self._more.clicked.connect(self._open_menu)
        line.addWidget(self._more)
        words.addLayout(line)
        self._tags = chips(())
        words.addWidget(self._tags)
        self._about = label("", "small", "ink2", wrap=True)
        words.addWidget(self._about)
        layout.addLayout(words, 1)
        self.acts: Callable[[], Sequence[Act]] = _none
        self._retranslate()

    def show_words(self, name: str, about: str, tags: Sequence[Tone]) -> None:
        """Show who it is."""
        self._name.setText(name)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        if self._avatar is not None:
            self._avatar.set_name(name)
        self._tags.clear()
        for words, tone in tags:
            self._tags.add(tag(words, tone))
        self._tags.setVisible(bool(tags))

    def allow(self, *, more: bool, invite: bool) -> None:
        """Show the ways there are: none for a new record."""
        self._more.setVisible(more)
        self._invite.setVisible(invite)

    def name(self) -> str:
        """Return the name shown."""
        return self._name.text()

    def about(self) -> str:
        """Return the line about it."""
        return self._about.text()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self.acts():
            action = menu.addAction(act.words, act.do)
            action.setEnabled(act.enabled)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _retranslate(self) -> None:
        set_tip(self._more, _("More"))
        self._invite.setText(_("Invite"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _none() -> Sequence[Act]:
    return ()
