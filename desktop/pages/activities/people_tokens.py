"""Who took part, as tokens with their roles; a click on one changes its role or attendance."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QCursor
from PySide6.QtWidgets import QMenu

from desktop.labels import choice_label, choice_labels
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.boxes import Propose
from desktop.widgets.tokens import Token, Tokens
from desktop.words import _


class PeopleTokens(Tokens):
    """The tokens of an activity's participants; each is keyed by its record's id."""

    chosen = Signal(str, str, str)  # participant, field, code

    def __init__(self, propose: Propose) -> None:
        super().__init__(propose)
        self.setAccessibleName(_("Teachers and participants"))
        self._drafts: dict[str, Draft] = {}
        self.opened.connect(self._open_menu)

    def set_drafts(self, drafts: Sequence[Draft]) -> None:
        """Show these participants."""
        self._drafts = {draft.id: draft for draft in drafts if draft.id}
        tokens = [token_of(draft) for draft in self._drafts.values()]
        if tokens != self.tokens():
            self.set_tokens(tokens)

    def _open_menu(self, id: str) -> None:
        draft = self._drafts.get(id)
        if draft is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for field in ("role", "attendance"):
            if field == "attendance":
                menu.addSeparator()
            group = QActionGroup(menu)
            for code, words in choice_labels("participant", field).items():
                action = menu.addAction(words)
                action.setCheckable(True)
                action.setChecked(draft.value(field) == code)
                action.setData((id, field, code))
                group.addAction(action)
        menu.triggered.connect(self._choose)
        menu.popup(QCursor.pos() if self.underMouse() else self.mapToGlobal(self.rect().center()))

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(*action.data())


def token_of(draft: Draft) -> Token:
    """Return the token of a participant: his name, and his role or why he was not there."""
    name = str(draft.value("person_name") or _("Somebody"))
    role = choice_label("participant", "role", str(draft.value("role") or ""))
    attendance = str(draft.value("attendance") or "")
    away = attendance in ("absent", "excused")
    note = choice_label("participant", "attendance", attendance) if away else role
    return Token(draft.id, name, note)
