"""The head of an open plan: where it comes from, whether it is saved, what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from db.circles import ALLIANCE
from desktop import theme
from desktop.pages.plans.lineage_words import Link
from desktop.widgets.basic import A, Icon, clear, row, tag
from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.header import Header
from desktop.widgets.notices import Autosave
from desktop.widgets.sharing_menu import add_sharing
from desktop.words import _

PRIMARY = {"draft": "freeze", "agreed": "derive", "personal": ""}


class Chain(QWidget):
    """初案 › 共案 第4版 › 我的教案."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = row(self, 6)
        self._links: tuple[Link, ...] = ()

    def links(self) -> tuple[Link, ...]:
        """Return the links that are shown."""
        return self._links

    def show_links(self, links: Sequence[Link]) -> None:
        """Show the links."""
        clear(self._layout)
        self._links = tuple(links)
        for at, (words, tone) in enumerate(links):
            if at:
                self._layout.addWidget(Icon("caret-right", "ink3", 12), 0, A.AlignVCenter)
            self._layout.addWidget(tag(words, tone))


class PlanHead(QWidget):
    """Back, title, chain; saved, print, the one primary, and the rest in a menu."""

    back_wanted = Signal()
    print_wanted = Signal()
    unit_wanted = Signal()  # all plans of its unit on paper
    derive_wanted = Signal()
    freeze_wanted = Signal()
    copy_wanted = Signal()
    history_wanted = Signal()
    delete_wanted = Signal()
    compare_wanted = Signal()
    joint_wanted = Signal()
    share_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        layout = row(self, 0)
        self.chain, self.saved = Chain(), Autosave()
        self._back = icon_button("arrow-left", "")
        self._print = button("", "", "printer")
        self._freeze = button("", "primary", "circle-wavy-check")
        self._derive_first = button("", "primary", "git-fork")
        self._more = icon_button("dots-three", "")
        right = [self.saved, self._print, self._freeze, self._derive_first, self._more]
        self._bar = Header("", "", right, beside=self.chain)
        self._bar.leave_to_page()
        layout.addWidget(self._bar, 1)
        back = self._bar.layout()
        if back is not None:
            back.insertWidget(0, self._back)  # type: ignore[attr-defined]
        for one, heard in (
            (self._back, self.back_wanted),
            (self._print, self.print_wanted),
            (self._derive_first, self.derive_wanted),
            (self._freeze, self.freeze_wanted),
        ):
            one.clicked.connect(heard)
        self._more.clicked.connect(self._open_menu)
        self._circle, self._may_write, self._in_unit = ALLIANCE, True, False
        self._retranslate()

    def show_plan(
        self, title: str, crumbs: str, stage: str, links: Sequence[Link], *, may_write: bool
    ) -> None:
        """Name the plan and offer what its stage wants first."""
        self._bar.set_title(title or _("No title yet"), "", crumbs)
        self.chain.show_links(links if not theme.now().large else links[-1:])
        first = PRIMARY.get(stage, "freeze")
        self._may_write = may_write
        self._freeze.setVisible(first == "freeze" and may_write)
        self._derive_first.setVisible(first == "derive")
        self._print.setVisible(not theme.now().large)  # there it stands in the menu
        self._bar.arrange()

    def set_in_unit(self, in_unit: bool) -> None:
        """Hear whether the plan belongs to a unit, which can be printed as a booklet."""
        self._in_unit = in_unit

    def set_circle(self, circle: str) -> None:
        """Hear who may read the plan."""
        self._circle = circle

    def _open_menu(self) -> None:
        menu = QMenu(self)
        if self._print.isHidden():
            menu.addAction(_("Print"), self.print_wanted.emit)
        if self._in_unit:
            menu.addAction(_("Print the whole unit"), self.unit_wanted.emit)
        menu.addAction(_("Derive my plan"), self.derive_wanted.emit)
        menu.addAction(_("Copy as a new draft"), self.copy_wanted.emit)
        if self._may_write:
            menu.addAction(_("Agree on it…"), self.freeze_wanted.emit)
        menu.addSeparator()
        menu.addAction(_("See what differs"), self.compare_wanted.emit)
        menu.addAction(_("All comments at once"), self.joint_wanted.emit)
        menu.addAction(_("How it was before"), self.history_wanted.emit)
        add_sharing(menu, self._circle, self.share_wanted.emit)
        if self._may_write:
            menu.addSeparator()
            menu.addAction(_("Delete"), self.delete_wanted.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _retranslate(self) -> None:
        set_tip(self._back, _("Back to the list"))
        self._print.setText(_("Print"))
        self._derive_first.setText(_("Derive my plan"))
        self._freeze.setText(_("Agree on it"))
        set_tip(self._more, _("More"))
        self._bar.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
