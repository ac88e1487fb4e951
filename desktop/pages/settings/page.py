"""Settings: how the program looks and speaks, who this laptop is, backups and the check."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from db import journal
from db.queries.people import alliance_name, list_schools
from desktop import theme
from desktop.context import Desk
from desktop.labels import kind_label
from desktop.pages.page import Page
from desktop.pages.settings.catalogue.card import CatalogueCard
from desktop.pages.settings.safety import SafetyCard
from desktop.settings import DARK, LANGUAGES, LETTERS, UNASKED
from desktop.status import recorder
from desktop.widgets.basic import A, Card, column, label, row
from desktop.widgets.buttons import Segmented, button
from desktop.widgets.facts import fact
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _, ngettext, pgettext

_WIDEST = 760
_NAME_WIDE = 130


class SettingsPage(Page):
    """What belongs to this device, and what keeps the work safe."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._header = Header()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        wide = row(page, 0, (24, 18, 24, 24))
        inner = QWidget()
        inner.setMaximumWidth(theme.now().size(_WIDEST))
        self._column = column(inner, 16)
        wide.addWidget(inner, 1)
        wide.addStretch(0)
        self._heads, self._body = QStackedWidget(), QStackedWidget()
        self._heads.addWidget(self._header)
        self._heads.setSizePolicy(self._header.sizePolicy())
        self._body.addWidget(scroll(page))
        self._catalogue: QWidget | None = None
        outer.addWidget(self._body)
        self._looks, self._exchange, self._laptop = Card(gap=12), Card(gap=6), Card(gap=6)
        self._safety = SafetyCard(desk)
        self._safety.failed.connect(self.failed)
        self._books = CatalogueCard(desk)
        self._books.opened.connect(self.open_catalogue)
        for card in (self._looks, self._exchange, self._books, self._laptop, self._safety):
            self._column.addWidget(card)
        self._column.addStretch(1)
        desk.news.person_changed.connect(self._show_laptop)
        desk.news.arrived.connect(self._show_laptop)
        self._retranslate()

    @override
    def header(self) -> QWidget:
        return self._heads

    def open_catalogue(self) -> None:
        """Show the textbooks and their lessons in the place of the settings."""
        from desktop.pages.settings.catalogue.pane import CataloguePane  # noqa: PLC0415 - rarely

        if self._catalogue is not None:
            return
        pane = CataloguePane(self.desk)
        pane.back.connect(self._leave_catalogue)
        pane.toasted.connect(self.toasted)
        pane.warned.connect(self.warned)
        self._catalogue = pane
        for stack, part in ((self._body, pane), (self._heads, pane.header())):
            stack.addWidget(part)
            stack.setCurrentWidget(part)

    def _leave_catalogue(self) -> None:
        pane, self._catalogue = self._catalogue, None
        head = self._heads.currentWidget()
        self._body.setCurrentIndex(0)
        self._heads.setCurrentIndex(0)
        self._books.reload()
        for part in (pane, head):
            if part is not None and part is not self._header:
                part.deleteLater()

    @override
    def flush(self) -> None:
        if self._catalogue is not None:
            self.desk.news.flushing.emit()

    @override
    def activate(self) -> None:
        self._show_laptop()
        self._safety.reload()
        self._books.reload()

    @override
    def _retranslate(self) -> None:
        self._header.set_title(_("Settings"), _("Only for this computer"))
        self._show_looks()
        self._show_exchange()
        self._show_laptop()
        self._safety.retranslate()
        self._books.retranslate()

    def _show_looks(self) -> None:
        self._looks.set_title(_("Letters, colours, language"))
        settings = self.desk.settings
        system = _("As the system")
        choices: tuple[tuple[str, Sequence[str], Sequence[str], str, str], ...] = (
            (
                _("Size of letters"),
                (
                    pgettext("size of letters", "Standard"),
                    pgettext("size of letters", "Large"),
                    pgettext("size of letters", "Huge"),
                ),
                LETTERS,
                "letters",
                settings.letters,
            ),
            (_("Colours"), (system, _("Light"), _("Dark")), DARK, "dark", settings.dark),
            (
                _("Language"),
                (system, "简体中文", "English"),
                LANGUAGES,
                "language",
                settings.language,
            ),
        )
        _empty(self._looks)
        for choice in choices:
            self._add_choice(self._looks, *choice)

    def _show_exchange(self) -> None:
        self._exchange.set_title(_("Exchange"))
        _empty(self._exchange)
        names = (pgettext("by itself", "Yes"), pgettext("by itself", "No"))
        now = self.desk.settings.unasked
        self._add_choice(self._exchange, _("By itself"), names, UNASKED, "unasked", now)
        said = _("With shares and net disks that answer, not with sticks; no half-filled forms.")
        self._exchange.body.addWidget(label(said, "small", "ink3", wrap=True))

    def _add_choice(
        self, card: Card, name: str, names: Sequence[str], codes: Sequence[str], key: str, now: str
    ) -> None:
        choice = Segmented(list(names), list(codes).index(now))
        choice.chosen.connect(partial(self._choose, key, tuple(codes)))
        choice.setAccessibleName(name)
        line = row(gap=12)
        head = label(name)
        head.setMinimumWidth(theme.now().size(_NAME_WIDE))
        line.addWidget(head, 0, A.AlignVCenter)
        line.addWidget(choice)
        line.addStretch(1)
        card.body.addLayout(line)

    def _choose(self, key: str, codes: tuple[str, ...], at: int) -> None:
        changed: dict[str, Any] = {key: codes[at]}
        self.desk.change_settings(replace(self.desk.settings, **changed))

    def _show_laptop(self) -> None:
        with self.desk.store.read() as session:
            alliance = alliance_name(session)
            school = next(
                (s.name for s in list_schools(session) if s.id == self.desk.member.school), ""
            )
            waiting = journal.waiting(session)
        with self.desk.store.glance() as look:
            who = recorder(look, self.desk.person) if self.desk.person else None
        self._laptop.set_title(_("This computer"))
        _empty(self._laptop)
        roles = {
            "coordinator": _("Coordinator of the alliance"),
            "lead": _("Lead of the school"),
            "teacher": _("Teacher"),
            "observer": _("Bureau observer"),
        }
        facts = [
            (kind_label("alliance"), alliance),
            (kind_label("school"), school),
            (_("Role"), roles.get(self.desk.member.role, self.desk.member.role)),
            (
                _("Who is recording"),
                f"{who.name}·{who.note}" if who and who.note else (who.name if who else ""),
            ),
            (
                _("Not yet sent"),
                ngettext("{count} record", "{count} records", waiting).format(count=waiting),
            ),
        ]
        for name, value in facts:
            self._laptop.body.addWidget(fact(name, value or _("(not here yet)"), _NAME_WIDE))
        line: QHBoxLayout = row(gap=8)
        line.setContentsMargins(-theme.now().px(8), 0, 0, 0)
        folder = button(_("Show the data folder"), "quiet", "folder-open", small=True)
        folder.clicked.connect(self._show_folder)
        line.addWidget(folder)
        line.addStretch(1)
        self._laptop.body.addLayout(line)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.store.folder)))


def _empty(card: Card) -> None:
    """Take everything under a card's title away."""
    while card.body.count() > 1:
        item = card.body.takeAt(1)
        widgets = [item.widget()]
        if (inner := item.layout()) is not None:
            widgets += [inner.takeAt(0).widget() for _at in range(inner.count())]
        for widget in widgets:
            if widget is not None:
                widget.hide()
                widget.deleteLater()
