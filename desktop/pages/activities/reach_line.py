"""已保存在本机 → 已放到U盘 → 张老师已收到: how far the last change of one record has come."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from db.progress import Progress, Work
from desktop.context import Desk
from desktop.labels import listed
from desktop.widgets.basic import Elided, Icon, row
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from sync.receipts import RecordReach

_PAUSE_MS = 700  # whoever leafs through records waits for none of them
_NAMED = 2


def reading_reach(desk: Desk, id: str) -> Work["tuple[str, RecordReach]"]:
    """Read how far a record has come; the others' receipts are gone through."""
    from sync.receipts import reach_of  # noqa: PLC0415 - after the page

    yield Progress(0, 1)
    with desk.store.read() as session:
        return id, reach_of(session, id)


def reach_words(reach: "RecordReach") -> str:
    """Return the way a record has come, in words."""
    steps = [_("Saved on this computer")]
    if reach.unsent:
        return steps[0] + "·" + _("goes along with the next exchange")
    if reach.places:
        places = listed([one.name for one in reach.places[:_NAMED]])
        steps.append(_("put to {places}").format(places=places))
    people = [one.person_name for one in reach.holders]
    if people and len(people) == reach.others:
        steps.append(_("everybody has it"))
    elif len(people) > _NAMED:
        more = len(people) - 1
        has = ngettext(
            "{person} and {count} more have it", "{person} and {count} more have it", more
        )
        steps.append(has.format(person=people[0], count=more))
    elif people:
        steps.append(
            ngettext("{people} has it", "{people} have it", len(people)).format(
                people=listed(people)
            )
        )
    return " → ".join(steps)


class ReachLine(QWidget):
    """One quiet line under a form; nothing while it is not known, and for what is new."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._id = ""
        layout = row(self, 8, (20, 4, 20, 4))
        layout.addWidget(Icon("share-network", "ink3", 16))
        self._words = Elided("", "small", "ink3")
        layout.addWidget(self._words, 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.hide()

    def show_record(self, id: str) -> None:
        """Turn to a record; an empty id is one that is not saved yet."""
        if id != self._id:
            self.hide()
        self._id = id
        if id:
            self._pause.start()
        else:
            self._pause.stop()

    def text(self) -> str:
        """Return the words shown."""
        return self._words.text() if not self.isHidden() else ""

    def _read(self) -> None:
        work = reading_reach(self._desk, self._id)
        self._desk.jobs.start(work, succeeded=self._show)

    def _show(self, found: "tuple[str, RecordReach]") -> None:
        id, reach = found
        if id == self._id:
            self._words.setText(reach_words(reach))
            self.show()
