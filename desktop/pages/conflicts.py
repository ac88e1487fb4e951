"""Two versions side by side: whose, from where, of which day; a person chooses, none is first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget
from typing_extensions import override

from db.record import Value
from desktop import theme
from desktop.labels import field_label
from desktop.pages.activities.boxes import TextBox
from desktop.versions import Disputed, Side
from desktop.widgets.basic import A, Avatar, Icon, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.differing import Differing, differences
from desktop.widgets.filters import chips
from desktop.words import _

STACKED_UNDER = 420  # pixels at usual letters; below it the versions stand one over the other


class _SideView(QWidget):
    """One version: who, from where, when, and what it reads; what differs is underlined."""

    def __init__(self, side: Side, other: str, tone: str) -> None:
        super().__init__()
        layout = column(self, 4)
        head = row(gap=8)
        name = side.name or _("Somebody")
        head.addWidget(Avatar(name, f"{tone}_soft", tone, 24))
        head.addWidget(label(name, "strong", tone))
        head.addStretch(1)
        layout.addLayout(head)
        about = "·".join(part for part in (side.school, side.day) if part)
        layout.addWidget(label(about, "small", "ink3", wrap=True))
        marks, _others = differences(side.words, other)
        layout.addWidget(Differing(side.words, marks, tone))
        layout.addStretch(1)


class ConflictCard(QFrame):
    """The versions of one field, and the ways to settle them; "later" is always one of them."""

    settled = Signal(str, object)  # wire name, the value chosen
    put_off = Signal()

    def __init__(self, disputed: Disputed) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.disputed = disputed
        layout = column(self, 10, (16, 12, 16, 12))
        head = row(gap=8)
        head.addWidget(Icon("git-branch", "warn", 18))
        name = field_label(disputed.kind, disputed.field)
        head.addWidget(label(_("Two versions: {field}").format(field=name), "strong"))
        head.addStretch(1)
        layout.addLayout(head)
        said = _("Both are kept. Choose one; the other stays in the history.")
        layout.addWidget(label(said, "small", "ink3", wrap=True))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.now().px(16))
        first, *rest = disputed.sides
        for number, side in enumerate(disputed.sides):
            other = rest[0].words if number == 0 and rest else first.words
            tone = "accent" if number == 0 else "far"
            self._sides.addWidget(_SideView(side, other, tone), 1)
        layout.addLayout(self._sides)
        self._editor: TextBox | None = None
        self._both = QWidget()
        self._both.hide()
        layout.addWidget(self._both)
        self._uses: list[QPushButton] = []
        self._actions = chips(self._make_actions())
        layout.addWidget(self._actions)
        self.setAccessibleName(_("Two versions: {field}").format(field=name))
        self._name_uses(stacked=False)

    def _make_actions(self) -> Sequence[QWidget]:
        for number in range(len(self.disputed.sides)):
            use = button("", "", small=True)
            use.clicked.connect(lambda _checked=False, at=number: self.choose(at))
            self._uses.append(use)
        found: list[QWidget] = [*self._uses]
        if self.disputed.text:
            self._keep = button(_("Keep both"), "", small=True)
            self._keep.clicked.connect(self.keep_both)
            found.append(self._keep)
        later = button(_("Decide later"), "quiet", small=True)
        later.clicked.connect(self.put_off)
        return [*found, later]

    def _name_uses(self, *, stacked: bool) -> None:
        if len(self._uses) > 2:
            names = [_("Use number {number}").format(number=n + 1) for n in range(len(self._uses))]
        elif stacked:
            names = [_("Use the upper one"), _("Use the lower one")]
        else:
            names = [_("Use the left one"), _("Use the right one")]
        for use, name in zip(self._uses, names, strict=False):
            use.setText(name)
        self._actions.fit()

    def choose(self, at: int) -> None:
        """Settle for one of the versions."""
        self._tell(self.disputed.sides[at].value)

    def keep_both(self) -> None:
        """Open both texts in one, to be put in order and kept."""
        if self._editor is None:
            self._editor = TextBox(4)
            self._editor.show_value(self.disputed.merged)
            self._editor.setAccessibleName(_("Both in one"))
            inner = column(self._both, 6)
            inner.addWidget(label(_("Both in one"), "small", "ink2"))
            inner.addWidget(self._editor)
            done = button(_("Keep it like this"), "", "check", small=True)
            done.clicked.connect(self._keep_edited)
            inner.addWidget(done, 0, A.AlignLeft)
        self._both.show()
        self._keep.setEnabled(False)
        self._editor.setFocus()

    def editor(self) -> TextBox | None:
        """Return the box with both in one, once it is open."""
        return self._editor

    def _keep_edited(self) -> None:
        if self._editor is not None:
            self._tell(self._editor.toPlainText())

    def _tell(self, value: Value) -> None:
        self.settled.emit(self.disputed.field, value)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() / theme.now().scale < STACKED_UNDER
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if way != self._sides.direction():
            self._sides.setDirection(way)
            self._name_uses(stacked=stacked)
