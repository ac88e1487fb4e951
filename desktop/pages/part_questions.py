"""What wants a decision in a record, asked beside its parts: two versions, and deleted parts."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.widgets.basic import Icon, clear, column, frame, label, row
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.words import _

_MOST = 4  # of each sort; the next ones come up as these are decided


def versions_words(*names: str) -> str:
    """Return that there are two versions of something: what it belongs to first, if anything."""
    return _("Two versions: {field}").format(field="·".join(name for name in names if name))


def deleted_words(name: str) -> str:
    """Return that somebody deleted what is called so."""
    return _("“{name}” was deleted").format(name=name)


class PartQuestions(QWidget):
    """A box for each question; nothing at all where there is none."""

    versions_wanted = Signal(str, str)  # record, field
    kept = Signal(str)  # part
    deleted = Signal(str)  # part

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(self, 8)

    def show_questions(
        self, places: Sequence[tuple[str, str, str]], gone: Sequence[tuple[str, str]]
    ) -> None:
        """Ask what wants a decision.

        Args:
            places: Of what there are two versions: record, field, words.
            gone: Parts that one deleted while another worked on them: id, words.
        """
        clear(self._layout)
        self.setVisible(bool(places or gone))
        for id, field, words in places[:_MOST]:
            look = button(_("Compare both"), "", "git-branch", small=True)
            look.clicked.connect(partial(self.versions_wanted.emit, id, field))
            said = _("Two people changed this. Both are kept; you choose.")
            self._ask("git-branch", words, said, [look])
        for id, words in gone[:_MOST]:
            keep, delete = (
                button(_("Keep"), "", small=True),
                button(_("Delete"), "quiet", small=True),
            )
            keep.clicked.connect(partial(self.kept.emit, id))
            delete.clicked.connect(partial(self.deleted.emit, id))
            said = _("Somebody deleted this while another one was still working on it. Keep it?")
            self._ask("warning", words, said, [keep, delete])

    def _ask(self, icon: str, words: str, said: str, ways: Iterable[QPushButton]) -> None:
        box = frame("warn")
        layout = column(box, 6, (12, 10, 12, 10))
        head = row(gap=7)
        head.addWidget(Icon(icon, "warn", 18))
        head.addWidget(label(words, "strong", "warn", wrap=True), 1)
        layout.addLayout(head)
        layout.addWidget(label(said, "body", wrap=True))
        layout.addWidget(chips(list(ways)))
        self._layout.addWidget(box)
