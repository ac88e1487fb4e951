"""「同一个人？」: two records side by side, and what happens when they are one person."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from db.queries.people import PersonRow
from db.queries.records import RecordRow, show
from desktop import theme
from desktop.context import Desk
from desktop.pages.activities.boxes import PersonBox
from desktop.pages.activities.directory import Directory
from desktop.pages.people import likeness
from desktop.pages.people.likeness import Compared
from desktop.widgets.basic import A, column, frame, label, row, rule, tag
from desktop.widgets.buttons import button, chip
from desktop.widgets.fields import Field
from desktop.widgets.filters import chips
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.widgets.tokens import Token
from desktop.words import _


class SamePanel(QFrame):
    """Choose the other record, look at both, say that they are one person."""

    joined = Signal(str, str)  # the link's id, the record that stands for both
    left = Signal()

    def __init__(self, desk: Desk, directory: Directory, person: str) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setProperty("area", True)
        self._desk, self._directory, self.person, self.other = desk, directory, person, ""
        inner = QWidget()
        self._layout = column(inner, 12, (20, 16, 20, 16))
        column(self, 0).addWidget(scroll(inner))
        with desk.store.read() as session:
            self._one = show(session, person)
        found = likeness.likely(desk.store, self._one, desk.today())
        name = str(self._one.values["name"] or "")
        self._layout.addWidget(label(_("Is it the same person?"), "title"))
        words = _("Who is {name} recorded as a second time?").format(name=name)
        self._box = PersonBox(self._propose)
        self._box.met.connect(self._meet)
        self._layout.addWidget(Field(words, self._box))
        if found:
            self._layout.addWidget(chips([self._chip(one) for one in found]))
        self._preview = QWidget()
        self._body = column(self._preview, 10)
        self._layout.addWidget(self._preview)
        self._layout.addLayout(self._make_foot())
        self._layout.addStretch(1)
        if len(found) == 1:
            self.choose(found[0].id)

    def _chip(self, one: PersonRow) -> QWidget:
        out = chip(f"{one.name}·{one.school_name}", checkable=False, icon="user")
        out.clicked.connect(partial(self.choose, one.id))
        return out

    def _make_foot(self) -> QHBoxLayout:
        foot = row(gap=8)
        self._join = button(_("They are one person"), "", "check")
        self._join.clicked.connect(self.join)
        self._join.setEnabled(False)
        not_now = button(_("Not the same"), "quiet")
        not_now.clicked.connect(self.left)
        foot.addWidget(self._join)
        foot.addWidget(not_now)
        foot.addStretch(1)
        return foot

    def focus(self) -> None:
        """Give the focus to what is asked first."""
        (self._join if self.other else self._box).setFocus()

    def _propose(self, words: str) -> Sequence[Token]:
        return [one for one in self._directory.propose_people(words) if one.key != self.person]

    def _meet(self, id: object, _name: object) -> None:
        if isinstance(id, str):
            self.choose(id)

    def choose(self, other: str, *_checked: object) -> None:
        """Show another record beside this one."""
        self.other = other
        with self._desk.store.read() as session:
            two = show(session, other)
        compared = likeness.compare(self._desk.store, self._one, two)
        self._join.setEnabled(True)
        while self._body.count():
            gone = self._body.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        self._body.addWidget(self._make_table(two, compared))
        stands = self._one if self.person < other else two
        words = _(
            "Only “{name}·{school}” stays in the list. Nothing is lost: what both took part in"
            " counts together, and you can part them again at any time."
        ).format(name=stands.values["name"], school=stands.values["school_name"] or "")
        self._body.addWidget(Notice(words, "info"))

    def _make_table(self, two: RecordRow, compared: Sequence[Compared]) -> QWidget:
        """Return both records, a line for each field that either has."""
        out = frame("card")
        grid = QGridLayout(out)
        worn = theme.now()
        grid.setContentsMargins(worn.px(14), worn.px(10), worn.px(14), worn.px(10))
        grid.setHorizontalSpacing(worn.px(14))
        grid.setVerticalSpacing(worn.px(6))
        stays = self._one if self.person < two.id else two
        for at, one in enumerate((self._one, two), start=1):
            kept = _("stays in the list") if one is stays else _("is put behind it")
            grid.addWidget(tag(kept, "accent" if one is stays else "plain"), 0, at, A.AlignLeft)
        grid.addWidget(rule(), 1, 0, 1, 3)
        for line, field in enumerate(compared, start=2):
            tone = "warn" if field.differs else ""
            grid.addWidget(label(field.name, "small", "ink3", wrap=True), line, 0, A.AlignTop)
            for at, words in enumerate((field.one, field.other), start=1):
                said = label(words or "—", "small", tone, wrap=True)
                grid.addWidget(said, line, at, A.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return out

    def join(self) -> None:
        """Say that they are one person."""
        with self._desk.write() as writer:
            link = likeness.link(writer, self.person, self.other)
        self.joined.emit(link, min(self.person, self.other))
