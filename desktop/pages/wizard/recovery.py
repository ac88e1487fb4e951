"""The recovery code on paper: printed or copied, then one group asked back."""

import datetime
import secrets

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLineEdit
from typing_extensions import override

from desktop import icons, theme
from desktop.founding import AllianceDraft
from desktop.pages.wizard.slip import Slip, SlipWords, ask_printer, save_pdf
from desktop.pages.wizard.step import Step
from desktop.widgets.basic import Card, Icon, label, row, set_properties
from desktop.widgets.buttons import button
from desktop.widgets.filters import Chips
from desktop.widgets.notices import Notice
from desktop.words import _

COPIES = 2


class RecoveryStep(Step):
    """The code is covered once it is on paper; a group from the paper uncovers the way on."""

    def __init__(self, code: str, draft: AllianceDraft, today: datetime.date) -> None:
        super().__init__(
            _("Keep the recovery code on paper"),
            _(
                "Should every coordinator's computer be lost one day, this code and a colleague's "
                "stick bring the alliance back."
            ),
        )
        self._groups = code.split()
        self._asked = secrets.randbelow(len(self._groups))
        head = _("Lianke recovery code·{alliance}·{person}·{date}")
        foot = _("For a drawer or a file. There is no 0, 1, O or I in it.")
        self._said = SlipWords(
            head.format(alliance=draft.alliance, person=draft.person, date=today),
            self._groups,
            foot,
        )
        self.slip = Slip(self._said)
        self.body.addWidget(self.slip)
        self._add_actions()
        warning = _("Don't photograph it into a chat group: who holds it can act as the alliance.")
        self.body.addSpacing(theme.now().px(4))
        self.body.addWidget(Notice(warning, "warn"))
        self.body.addSpacing(theme.now().px(4))
        self._add_question()
        self.finish_building()

    def _add_actions(self) -> None:
        self.print = button(_("Print two copies"), "primary", "printer")
        self.save = button(_("Save as PDF"), "", "floppy-disk")
        self.copied = button(_("I wrote it down"), "", "pencil-simple")
        self.again = button(_("Show it again"), "quiet", "eye")
        self.again.hide()
        self._actions = Chips([self.print, self.save, self.copied, self.again], 8)
        self.body.addWidget(self._actions)
        once = _("It appears on the screen only this once.")
        self.body.addWidget(label(once, "small", "ink3", wrap=True))
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_file)
        self.copied.clicked.connect(self.cover)
        self.again.clicked.connect(self._uncover)

    def _add_question(self) -> None:
        self._card = Card(gap=8, margins=(18, 12, 18, 14))
        ask = _("Look at the paper and type group {number}").format(number=self._asked + 1)
        self._card.body.addWidget(label(ask, "strong"))
        line = row(gap=10)
        self.group = QLineEdit()
        self.group.setAccessibleName(ask)
        self.group.setPlaceholderText(_("four letters or digits"))
        self.group.setFixedWidth(theme.now().size(200))
        self.group.textChanged.connect(self._compare)
        self._tick = Icon("circle-dashed", "ink3", 18)
        self._hint = label("", "small", "ink3", wrap=True)
        for widget, stretch in ((self.group, 0), (self._tick, 0), (self._hint, 1)):
            line.addWidget(widget, stretch)
        self._card.body.addLayout(line)
        self.body.addWidget(self._card)
        self._card.hide()
        self._compare()

    def asked(self) -> int:
        """Return the number of the group that is asked back, from 0."""
        return self._asked

    def cover(self) -> None:
        """Cover the slip and ask for a group from the paper."""
        self.slip.set_covered(covered=True)
        self.again.show()
        self._actions.fit()
        self._card.show()
        self.group.setFocus()
        self.changed.emit()

    def _uncover(self) -> None:
        self.slip.set_covered(covered=False)
        self.again.hide()
        self._actions.fit()

    def _print(self) -> None:
        if QPrinterInfo.availablePrinters():
            ask_printer(self, self._said, COPIES).accepted.connect(self.cover)
        else:
            self._ask_file()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_("Lianke recovery code") + ".pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the slips as a PDF."""
        if save_pdf(path, self._said, COPIES):
            self.cover()
        else:
            self.notice.set_text(
                _("It cannot be written there. Choose another folder, or copy it by hand."), "warn"
            )
            self.notice.show()

    def warn_of_leaving(self) -> None:
        """Say what is lost when the window closes now."""
        said = _("The code is not on paper yet, and is shown only now. Close again to go without.")
        self.notice.set_text(said, "danger")
        self.notice.show()

    def _right(self) -> bool:
        typed = "".join(self.group.text().split()).upper()
        return typed == self._groups[self._asked]

    def _compare(self) -> None:
        typed = "".join(self.group.text().split())
        if self._right():
            self._tick.set_icon("check", "accent")
            self._hint.setText(_("That is right: the paper holds what it must."))
        elif len(typed) >= len(self._groups[0]):
            self._tick.set_icon("warning", "warn")
            self._hint.setText(
                _("This is not what group {number} says. Compare sign by sign.").format(
                    number=self._asked + 1
                )
            )
        else:
            self._tick.set_icon("circle-dashed", "ink3")
            self._hint.setText(_("Capitals or not, both will do."))
        set_properties(self.print, kind="secondary" if self._right() else "primary")
        icons.dress(self.print, "printer", "ink2" if self._right() else "on_accent", 18)
        self.changed.emit()

    @override
    def go_words(self) -> str:
        return _("Next")

    @override
    def is_main(self) -> bool:
        return self._right()  # printing is, until the paper was read

    @override
    def lacking(self) -> str:
        if not self._card.isVisibleTo(self):
            return _("First print it or write it down")
        if self._right():
            return ""
        return _("Type group {number}, then go on").format(number=self._asked + 1)

    @override
    def begin(self) -> None:
        self.print.setFocus()
