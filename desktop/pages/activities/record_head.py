"""The head of the form: what it is, whether it is saved, what can be done with the whole of it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QMenu, QTabBar, QWidget
from typing_extensions import override

from db.circles import ALLIANCE, NAMED, SCHOOL
from desktop.labels import choice_label
from desktop.pages.activities.form_draft import FormDraft
from desktop.pages.activities.row_delegate import TONES
from desktop.widgets.basic import column, row, set_properties, tag
from desktop.widgets.buttons import icon_button, set_tip
from desktop.widgets.notices import Autosave
from desktop.widgets.sharing_menu import add_sharing
from desktop.words import _

TABS = ("basics", "agenda", "people", "notes", "plans", "actions", "files")


class RecordHead(QWidget):
    """Tags, saved, print, copy, more; under them the tabs."""

    tab_chosen = Signal(str)
    print_wanted = Signal()
    copy_wanted = Signal()
    history_wanted = Signal()
    delete_wanted = Signal()
    share_wanted = Signal(str)  # the wider circle

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 4, (20, 12, 16, 0))
        line = row(gap=8)
        self._type, self._direction, self._status = tag(""), tag(""), tag("", "warn")
        self._circle_tag, self._circle = tag(""), ALLIANCE
        for one in (self._type, self._direction, self._status, self._circle_tag):
            line.addWidget(one)
        line.addStretch(1)
        self.saved = Autosave()
        line.addWidget(self.saved)
        self._print, self._copy = icon_button("printer", ""), icon_button("copy", "")
        self._more = icon_button("dots-three", "")
        self._print.clicked.connect(self.print_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._more.clicked.connect(self._open_menu)
        for tool in (self._print, self._copy, self._more):
            line.addWidget(tool)
        layout.addLayout(line)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        for _name in TABS:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._tell_tab)
        layout.addWidget(self.tabs)
        self._counts = dict.fromkeys(TABS, 0)
        self._retranslate()

    def show_draft(self, draft: FormDraft, files: int) -> None:
        """Show the tags and the numbers of the tabs."""
        values = draft.record.values()
        type = str(values.get("type") or "")
        self._set_tag(self._type, choice_label("activity", "type", type), TONES.get(type, "plain"))
        direction = str(values.get("direction") or "")
        self._set_tag(self._direction, choice_label("activity", "direction", direction), "plain")
        status = str(values.get("status") or "held")
        words = "" if status == "held" else choice_label("activity", "status", status)
        self._set_tag(self._status, words, "far" if status == "planned" else "warn")
        self._counts = {
            "agenda": len(draft.parts["agenda_item"]),
            "people": len(draft.parts["participant"]),
            "actions": len(draft.parts["action_item"]),
            "plans": len(draft.parts["activity_plan"]),
            "files": files,
        }
        for tool in (self._print, self._copy, self._more):
            tool.setEnabled(bool(draft.record.id))
        self._name_tabs()

    def _set_tag(self, one: QWidget, words: str, tone: str) -> None:
        one.setVisible(bool(words))
        one.setText(words)  # type: ignore[attr-defined]
        set_properties(one, tag=tone)

    def set_tab(self, name: str) -> None:
        """Go to a tab."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def _tell_tab(self, at: int) -> None:
        self.tab_chosen.emit(TABS[at])

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("How it was before"), self.history_wanted.emit)
        add_sharing(menu, self._circle, self.share_wanted.emit)
        menu.addSeparator()
        menu.addAction(_("Delete"), self.delete_wanted.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def set_circle(self, circle: str) -> None:
        """Say who reads the activity, where that is not the whole alliance."""
        self._circle = circle
        words = {SCHOOL: _("Our school only"), NAMED: _("A few people only")}.get(circle, "")
        self._set_tag(self._circle_tag, words, "plain")

    def tab_words(self, name: str) -> str:
        """Return what a tab is called."""
        words = {
            "basics": _("Basics"),
            "agenda": _("Agenda"),
            "people": _("Sign-in"),
            "notes": _("Notes"),
            "plans": _("Plans"),
            "actions": _("Decisions"),
            "files": _("Files"),
        }
        return words[name]

    def _name_tabs(self) -> None:
        for at, name in enumerate(TABS):
            count, words = self._counts.get(name, 0), self.tab_words(name)
            self.tabs.setTabText(at, f"{words} {count}" if count else words)

    def _retranslate(self) -> None:
        set_tip(self._print, _("Print this one"))
        set_tip(self._copy, _("Copy this one as a new one"))
        set_tip(self._more, _("More"))
        self.tabs.setAccessibleName(_("Parts of the record"))
        self.set_circle(self._circle)
        self._name_tabs()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
