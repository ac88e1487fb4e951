"""A book that is not there yet: its edition, subject, grade and volume."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QGridLayout
from typing_extensions import override

from desktop import theme
from desktop.labels import choice_labels, field_label
from desktop.pages.activities.boxes import ChoiceBox, LineBox
from desktop.pages.settings.catalogue.books import Book
from desktop.widgets.basic import column, label
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.filters import chips
from desktop.words import _

PLACES = ("edition", "subject", "grade", "volume")


class NewBook(QFrame):
    """Four choices; the book comes to be with its first lesson."""

    chosen = Signal(object)  # a Book without lessons
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        layout = column(self, 10, (16, 12, 16, 14))
        self._title = label("", "heading")
        layout.addWidget(self._title)
        self._edition = LineBox()
        self._choices = {
            name: ChoiceBox(choice_labels("lesson", name)) for name in PLACES if name != "edition"
        }
        self._fields = {"edition": Field("", self._edition)}
        self._fields |= {name: Field("", box) for name, box in self._choices.items()}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.now().px(12))
        grid.setVerticalSpacing(theme.now().px(8))
        for at, name in enumerate(PLACES):
            grid.addWidget(self._fields[name], at // 2, at % 2)
        layout.addLayout(grid)
        self._hint = label("", "small", "ink3", wrap=True)
        layout.addWidget(self._hint)
        self._do, self._not = button("", "primary", "check"), button("", "quiet")
        layout.addWidget(chips([self._do, self._not], 8))
        self._do.clicked.connect(self._choose)
        self._not.clicked.connect(self.left)
        self._edition.returnPressed.connect(self._choose)
        self._retranslate()

    def begin(self, edition: str) -> None:
        """Start with an edition that is used already."""
        self._edition.setText(edition)
        for box in self._choices.values():
            box.set_code("")
        self._say()
        self._edition.setFocus()

    def _choose(self) -> None:
        codes = {name: box.code() for name, box in self._choices.items()}
        if not all(codes.values()) or not self._edition.text().strip():
            self._say(missing=True)
            return
        edition = self._edition.text().strip()
        self.chosen.emit(Book(edition, codes["subject"], codes["grade"], codes["volume"]))

    def _say(self, *, missing: bool = False) -> None:
        if missing:
            self._hint.setText(_("All four are needed: they tell one textbook from another."))
        else:
            self._hint.setText(_("The book comes to be with its first lesson."))

    def _retranslate(self) -> None:
        self._title.setText(_("A new textbook"))
        for name, field in self._fields.items():
            field.set_name(field_label("lesson", name))
        self._do.setText(_("Write its lessons"))
        self._not.setText(_("Not now"))
        self._say()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
