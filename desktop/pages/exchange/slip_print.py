"""打印交接单: the slip of an exchange, with the names of what came and went."""

import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.progress import Progress, Work
from db.queries.carried import carried
from db.queries.records import label_of
from db.store import Store
from desktop import dates
from desktop.context import Desk
from desktop.exchange_work import DONE, Outcome
from desktop.pages.exchange import words
from desktop.pages.outside import place_for
from desktop.place_outcomes import outcome_words
from desktop.words import _


def writing_slip(store: Store, outcome: Outcome, person: str, school: str) -> Work[Path]:
    """Write the slip of an exchange as PDF; reportlab is read at the first one.

    Args:
        store: The store.
        outcome: The exchange.
        person: Record id of who is recording.
        school: Record id of this laptop's school.

    Returns:
        Where the file is.
    """
    from desktop.reports.slip import Slip, SlipLine, write_slip  # noqa: PLC0415

    yield Progress(0, 1)
    with store.read() as session:
        came, went = (
            [SlipLine(words.carried_words(one), words.carried_note(one)) for one in things]
            for things in (carried(session, outcome.came), carried(session, outcome.went))
        )
        by = label_of(session, "person", person) or ""
        of = label_of(session, "school", school) or ""
    when = datetime.datetime.fromtimestamp(outcome.at).astimezone()
    name = _("Exchange slip")
    path = place_for(f"{name}-{when:%m%d-%H%M%S}.pdf")
    slip = Slip(
        place=outcome.name,
        when=f"{dates.read(when.date())} {when:%H:%M}",
        school=of,
        person=by,
        ended=outcome_words(outcome.code),
        received=outcome.received,
        sent=outcome.sent,
        carried=outcome.carried,
        came=came,
        went=went,
        left_behind=outcome.left_behind,
        no_room=outcome.no_room,
        skipped=len(outcome.skipped),
        fitted=outcome.code == DONE and outcome.files_told,
        printed=dates.read(dates.today()),
    )
    write_slip(slip, path)
    return path


class SlipPrint(QObject):
    """Prints the slip of one exchange after another."""

    failed = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self.path: Path | None = None

    def print(self, outcome: Outcome) -> None:
        """Write the slip in the background, then ask for a printer."""
        me = self._desk.member
        work = writing_slip(self._desk.store, outcome, self._desk.person, me.school)
        self._desk.jobs.start(work, succeeded=self._put_on_paper, failed=self.failed.emit)

    def _put_on_paper(self, path: Path) -> None:
        from desktop.printing import Printing  # noqa: PLC0415 - Qt's printing and PDF parts

        self.path = path
        printing = Printing(self._desk.jobs, self._over)
        printing.failed.connect(self.failed)
        printing.print(path, _("Exchange slip"))
