"""An invitation that was made: where it lies, the slip with its six words, how it goes on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.founding import Invited
from desktop.pages.wizard.slip import Slip, SlipWords, ask_printer, save_pdf
from desktop.widgets.basic import Prose, column
from desktop.widgets.buttons import button
from desktop.widgets.filters import Chips
from desktop.widgets.notices import Notice
from desktop.words import _, pgettext


class SixWordsMade(QWidget):
    """What a person does with the words: print, copy, tell them apart from the file."""

    def __init__(self, more: Sequence[QWidget] = ()) -> None:
        """Begin with nothing to show.

        Args:
            more: Buttons beside those for the slip.
        """
        super().__init__()
        self._made: Invited | None = None
        self._said, self._folder = SlipWords("", (), ""), ""
        body = column(self, 10)
        self._done = Notice("", "good")
        self._slip: Slip | None = None
        self._slip_place = column(gap=0)
        self._tell = Prose("", "body", "ink2")
        self.notice = Notice("", "warn")
        self.notice.hide()
        self.print = button(_("Print the slip"), "primary", "printer")
        self.copy = button(_("Copy the words"), "", "copy")
        body.addWidget(self._done)
        body.addLayout(self._slip_place)
        body.addWidget(Chips([self.print, self.copy, *more], 8))
        body.addWidget(self.notice)
        body.addWidget(self._tell)
        self.print.clicked.connect(self._print)
        self.copy.clicked.connect(self._copy)

    def show_made(self, made: Invited, how: str, folder: str) -> None:
        """Show an invitation that was written.

        Args:
            made: Which.
            how: What to do with it, in words.
            folder: Where a slip is saved where there is no printer.
        """
        self._made, self._folder = made, folder
        head = _("Six words for {person}·{school}").format(person=made.person, school=made.school)
        foot = _("Not into the same envelope as the stick. They open one invitation only.")
        self._said = SlipWords(head, made.words, foot)
        if self._slip is not None:
            self._slip.hide()
            self._slip.deleteLater()
        self._slip = Slip(self._said)
        self._slip_place.addWidget(self._slip)
        where = made.file.parent.name or str(made.file.parent)
        self._done.set_text(
            _("The invitation “{file}” lies on “{place}”.").format(file=made.file.name, place=where)
        )
        self._tell.set_text(how)
        self.notice.hide()
        self.print.setFocus()

    def words(self) -> tuple[str, ...]:
        """Return the six words shown; empty before there are any."""
        return self._made.words if self._made else ()

    def _print(self) -> None:
        if QPrinterInfo.availablePrinters():
            ask_printer(self, self._said, 1)
        else:
            dialog = QFileDialog(self, _("Save as PDF"), self._folder)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(pgettext("file name", "Six words") + ".pdf")
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(self.save_to)
            dialog.open()

    def save_to(self, path: str) -> None:
        """Write the slip as a PDF."""
        if not save_pdf(path, self._said, 1):
            self.notice.set_text(_("It cannot be written there. Choose another folder."), "warn")
            self.notice.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(" ".join(self._said.cells))
