"""我用过: who taught with a material, and a few boxes to say so oneself."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from db.queries.records import RecordRow
from db.record import Value
from desktop import theme
from desktop.labels import choice_label, choice_labels, field_label
from desktop.widgets.basic import A, Avatar, Elided, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Combo
from desktop.words import _


class UseForm(QWidget):
    """How it went, in which class, and what was changed: all but the first may stay empty."""

    said = Signal(object)  # values by wire name
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 8)
        self._worked = Combo()
        self._class, self._changed = QLineEdit(), QPlainTextEdit()
        self._changed.setFixedHeight(theme.now().size(72))
        self._changed.setTabChangesFocus(True)
        layout.addWidget(self._worked)
        layout.addWidget(self._class)
        layout.addWidget(self._changed)
        line = row(gap=8)
        self._save, self._leave = button("", "primary", small=True), button("", "quiet", small=True)
        self._save.clicked.connect(self._say)
        self._leave.clicked.connect(self.left)
        line.addWidget(self._save)
        line.addWidget(self._leave)
        line.addStretch(1)
        layout.addLayout(line)
        self._retranslate()

    def begin(self) -> None:
        """Begin with empty boxes."""
        self._worked.setCurrentIndex(0)
        self._class.clear()
        self._changed.clear()
        self._changed.setFocus()

    def _say(self) -> None:
        values: dict[str, Value] = {
            "worked": self._worked.code(),
            "class_name": self._class.text().strip(),
            "changed": self._changed.toPlainText().strip(),
        }
        self.said.emit(values)

    def _retranslate(self) -> None:
        self._worked.set_items(list(choice_labels("material_use", "worked").items()))
        self._worked.setAccessibleName(field_label("material_use", "worked"))
        self._class.setPlaceholderText(field_label("material_use", "class_name"))
        self._class.setAccessibleName(field_label("material_use", "class_name"))
        self._changed.setPlaceholderText(_("What you changed for your class"))
        self._changed.setAccessibleName(field_label("material_use", "changed"))
        self._save.setText(_("Save"))
        self._leave.setText(_("Not now"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def use_line(use: RecordRow) -> QWidget:
    """Return what one teacher said of a material."""
    said = {name: str(value or "") for name, value in use.values.items()}
    out = QWidget()
    layout = row(out, 10, (0, 4, 0, 4))
    name = said["person_name"] or _("Somebody")
    layout.addWidget(Avatar(name, side=26), 0, A.AlignTop)
    words = column(gap=1)
    head = row(gap=6)
    head.addWidget(label(name, "strong"))
    beside = (said["school_name"], said["used_on"], said["class_name"])
    head.addWidget(Elided("·".join(filter(None, beside)), "small", "ink3"), 1)
    words.addLayout(head)
    worked = choice_label("material_use", "worked", said["worked"])
    told = _("{worked}. {changed}") if worked and said["changed"] else "{worked}{changed}"
    words.addWidget(
        label(told.format(worked=worked, changed=said["changed"]), "small", "ink2", wrap=True)
    )
    layout.addLayout(words, 1)
    return out


def use_lines(uses: Sequence[RecordRow]) -> list[QWidget]:
    """Return what the teachers said, the latest first."""
    return [use_line(one) for one in uses]
