"""Lines to choose by: one school of several with the age of its data, types by chips, columns."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from desktop import theme
from desktop.pages.reports import words
from desktop.reports.ledger_columns import USUAL
from desktop.widgets.basic import column, label, row, set_properties
from desktop.widgets.buttons import Check, button, chip
from desktop.widgets.filters import Chips
from desktop.words import _, pgettext

_ROOM = 218  # points that the pane leaves for columns side by side


class _Radio(QRadioButton):
    """A choice that answers wherever it is hit; the sheet's style answers at its words only."""

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class Group(QWidget):
    """Choices under a small line: what they are, at the right a note, and a way back to all."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = column(self, 4)
        head = QWidget()
        head.setFixedHeight(theme.now().size(28))
        line = row(head, 6)
        self.name, self.note = label("", "small", "ink3"), label("", "small", "ink3")
        self.all: QPushButton = button("", "quiet", small=True)
        self.all.hide()
        line.addWidget(self.name)
        line.addStretch(1)
        line.addWidget(self.all)
        line.addWidget(self.note)
        self.body.addWidget(head)

    def say(self, name: str) -> None:
        """Name the group, for eyes and for screen readers."""
        self.name.setText(name)
        self.setAccessibleName(name)


class Schools(Group):
    """The whole alliance or one school, each with how old its data is."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._lines: dict[str, tuple[QRadioButton, QLabel, QWidget]] = {}
        self._names: tuple[tuple[str, str], ...] = ()
        self._group.idClicked.connect(self._tell)

    def _tell(self, _number: int) -> None:
        self.changed.emit()

    def id(self) -> str:
        """Return the id of the school chosen; empty for the whole alliance."""
        return next((id for id, (box, *_rest) in self._lines.items() if box.isChecked()), "")

    def set_schools(self, schools: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer other schools, by id and name."""
        if tuple(schools) == self._names:
            return
        self._names = tuple(schools)
        for box, _age, line in self._lines.values():
            self._group.removeButton(box)
            line.setParent(None)
            line.deleteLater()
        self._lines = {}
        for id, name in (("", pgettext("ledger", "Whole alliance")), *schools):
            self._add(id, name, on=id == chosen)

    def _add(self, id: str, name: str, *, on: bool) -> None:
        line = QWidget()
        layout = row(line)
        box = _Radio(name)
        box.setChecked(on)
        box.setMinimumHeight(theme.now().size(28))
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        age = label("", "small", "ink3")
        layout.addWidget(box, 1)
        layout.addWidget(age)
        self._group.addButton(box)
        self._lines[id] = (box, age, line)
        self.body.addWidget(line)

    def set_ages(self, ages: Mapping[str, tuple[str, str, str]]) -> None:
        """Show beside each school, by its name, how old its data is: words, tone, tool tip."""
        for id, name in self._names:
            box, age, line = self._lines[id]
            said, tone, tip = ages.get(name, ("", "ink3", ""))
            age.setText(said)
            set_properties(age, tone=tone)
            line.setToolTip(tip)
            box.setAccessibleDescription(tip and f"{self.note.text()} {tip}")

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self.say(_("School"))
        self.note.setText(_("Data as of"))
        if "" in self._lines:
            self._lines[""][0].setText(pgettext("ledger", "Whole alliance"))


class Types(Group):
    """The types of activities that there are, each a chip with how many."""

    def __init__(self) -> None:
        super().__init__()
        self._chips: dict[str, QToolButton] = {}
        self._without: frozenset[str] = frozenset()
        self._box = Chips()
        self.body.addWidget(self._box)
        self.all.clicked.connect(self.take_all)

    def without(self) -> frozenset[str]:
        """Return the codes of the types that are left out."""
        return self._without

    def take_all(self) -> None:
        """Leave nothing out."""
        self._without = frozenset()
        for one in self._chips.values():
            one.setChecked(True)
        self._say()
        self.changed.emit()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Offer the types there are; those that were left out stay so."""
        if list(counts) != list(self._chips):
            self._box.clear()
            self._chips = {}
            for code in counts:
                one = self._chips[code] = chip("", checked=code not in self._without)
                one.clicked.connect(self._toggle)
                self._box.add(one)
        for code, count in counts.items():
            words_ = _("{type} {count}").format(type=words.type_words(code), count=count)
            self._chips[code].setText(words_)
        self._box.fit()
        self._say()

    def _toggle(self) -> None:
        self._without -= set(self._chips)  # those that are not here now stay as they were
        self._without |= {code for code, one in self._chips.items() if not one.isChecked()}
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        on = sum(one.isChecked() for one in self._chips.values())
        self.note.setText(f"{on} / {len(self._chips)}")
        self.all.setVisible(on < len(self._chips))
        self.setVisible(bool(self._chips))

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self.say(_("Types"))
        self.all.setText(_("Choose all"))


class Columns(Group):
    """The columns that are printed; two beside each other where their words have room."""

    def __init__(self) -> None:
        super().__init__()
        self._checks = {one.name: Check("", on=one.name in USUAL) for one in words.choosable()}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(theme.now().px(8))
        self.body.addLayout(self._grid)
        for one in self._checks.values():
            one.note.hide()  # its gap would cost the second column
            one.toggled.connect(self._toggle)
        self.all.clicked.connect(self.take_usual)

    def names(self) -> tuple[str, ...]:
        """Return the names of the columns that are printed."""
        return ("number", *(name for name, one in self._checks.items() if one.on()))

    def take_usual(self) -> None:
        """Print the usual columns."""
        for name, one in self._checks.items():
            one.set_on(name in USUAL)
        self._toggle()

    def _toggle(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.note.setText(f"{len(self.names()) - 1} / {len(self._checks)}")
        self.all.setVisible(set(self.names()) != set(USUAL))

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self.say(_("Columns to print"))
        self.all.setText(_("The usual ones"))
        for one in words.choosable():
            self._checks[one.name].box.setText(words.column_words(one))
            self._checks[one.name].setToolTip(one.head().replace("\n", " "))
        self._arrange()
        self._say()

    def _arrange(self) -> None:
        for one in self._checks.values():
            one.box.ensurePolished()
        widest = max(one.box.sizeHint().width() for one in self._checks.values())
        across = 2 if 2 * widest + theme.now().px(8) <= theme.now().size(_ROOM) else 1
        for number, one in enumerate(self._checks.values()):
            self._grid.addWidget(one, number // across, number % across)
