"""The joint preparation that the plan was spoken of at: chosen, or recorded here and now."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from db.queries.plan_activities import LinkedActivity
from desktop.widgets.basic import Card, Elided, clear, label, row
from desktop.widgets.buttons import button, icon_button
from desktop.widgets.filters import chips
from desktop.words import _


class MeetingCard(Card):
    """What is linked, and two ways to link one more; the record form then fills itself."""

    link_wanted = Signal(str)  # an activity
    new_wanted = Signal()
    opened = Signal(str)  # an activity
    removed = Signal(str)  # a link

    def __init__(self) -> None:
        super().__init__(gap=8)
        self._choices: Sequence[LinkedActivity] = ()

    def show_rows(
        self, linked: Sequence[LinkedActivity], choices: Sequence[LinkedActivity], *, may: bool
    ) -> None:
        """Show what the plan is linked to, and what it could be."""
        clear(self.body, keep=1)
        self._choices = choices
        self.set_title(_("Joint preparation"))
        for one in linked:
            self.body.addWidget(self._line(one, may=may))
        words = _("Its record form takes over who spoke, what was said, and what was adopted.")
        self.body.addWidget(label(words, "small", "ink3", wrap=True))
        if may:
            self.body.addWidget(self._make_buttons())

    def _make_buttons(self) -> QWidget:
        new = button(_("Record one now"), "", "plus", small=True)
        new.clicked.connect(self.new_wanted)
        buttons: list[QWidget] = [new]
        if self._choices:
            self._choose = button(_("Choose one"), "quiet", "caret-down", small=True)
            self._choose.clicked.connect(self._open_menu)
            buttons.append(self._choose)
        return chips(buttons, 8)

    def _line(self, one: LinkedActivity, *, may: bool) -> QWidget:
        out = QWidget()
        line = row(out, 8)
        name = button(_("Open"), "quiet", small=True)
        name.setAccessibleName(f"{name.text()} {meeting_words(one)}")
        name.clicked.connect(partial(self.opened.emit, one.id))
        line.addWidget(Elided(meeting_words(one), "body", least=60), 1)
        line.addWidget(name)
        if may:
            end = icon_button("x", _("Take away"))
            end.clicked.connect(partial(self.removed.emit, one.link))
            line.addWidget(end)
        return out

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for one in self._choices:
            menu.addAction(meeting_words(one), partial(self.link_wanted.emit, one.id))
        menu.popup(self._choose.mapToGlobal(QPoint(0, self._choose.height())))


def meeting_words(one: LinkedActivity) -> str:
    """Return an activity's day and title."""
    day = one.held_on.isoformat() if one.held_on else ""
    return "·".join(part for part in (day, one.title or _("Joint preparation")) if part)
