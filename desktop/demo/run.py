"""The main job on five laptops: record, carry a stick round, agree, print the ledger."""

import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from db.queries.ledger import ledger
from db.store import FILE, Store
from desktop.demo import trips
from desktop.demo.alliance import MEMBERS, sample
from desktop.demo.people import PLACE_NAME
from desktop.demo.stage import INVITATIONS, STICK, Stage
from desktop.words import _
from sync import laptop
from sync.errors import AlreadyFoundedError

MARK = ".lianke-demo"
TERM = "2025-2026-1"
PRINTS = "lijia"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo left.

    Attributes:
        data: Each school's data folder by its key; ``data["sanxiao"]`` is the core school's.
        stick: The folder that played the stick.
        pdf, xlsx: The ledger of the first term, as a village school printed it.
        records: How many records each laptop holds.
        questions: How many of them want a person's decision.
        agree: Whether all laptops hold the same.
        seconds: How long it took.
    """

    data: dict[str, Path]
    stick: Path
    pdf: Path
    xlsx: Path
    records: int
    questions: int
    agree: bool
    seconds: float


def run(out: Path, tell: Tell = lambda line: None) -> Demo:
    """Build five laptops in a folder and do the main job with them.

    Args:
        out: Made if it is missing; what an earlier demo left there is replaced.
        tell: Called with each line about what was done.

    Raises:
        AlreadyFoundedError: One of the laptops' folders is in use, and not by a demo.
        ReportNotWrittenError: The ledger cannot be put there.
    """
    begun = time.monotonic()
    _make_room(out)
    with ExitStack() as stack:
        stage = Stage(out, sample(), stack)
        _set_up(stage, tell)
        _work_a_year(stage, tell)
        questions = _disagree(stage, tell)
        agree, records = stage.agree(), stage.records()
        _tell_outcome(tell, agree=agree, records=records)
        pdf, xlsx = _print_ledger(stage.store(PRINTS), out, tell)
    seconds = time.monotonic() - begun
    tell(_("The five data folders and the stick are in {folder}.").format(folder=out))
    tell(_("All that took {seconds} seconds.").format(seconds=f"{seconds:.1f}"))
    return Demo(
        data={school: out / school for school in MEMBERS},
        stick=out / STICK,
        pdf=pdf,
        xlsx=xlsx,
        records=records,
        questions=questions,
        agree=agree,
        seconds=seconds,
    )


def _make_room(out: Path) -> None:
    """Remove what an earlier demo left; what anybody else left stays."""
    out.mkdir(parents=True, exist_ok=True)
    mark = out / MARK
    for name in (*MEMBERS, STICK, INVITATIONS):
        folder = out / name
        if mark.exists() and folder.exists():
            shutil.rmtree(folder)
        elif (folder / FILE).exists():
            _refuse_if_used(folder)
    mark.touch()


def _refuse_if_used(folder: Path) -> None:
    with closing(Store(folder)) as store, store.read() as session:
        who = laptop.mine(session)
    if who is not None:
        raise AlreadyFoundedError(who.alliance_name)


def _set_up(stage: Stage, tell: Tell) -> None:
    schools = " · ".join(PLACE_NAME[school] for school in MEMBERS)
    stage.found_and_join()
    tell(
        _(
            "Five laptops: {schools}. The first founds the alliance; the others join it"
            " with an invitation file and six words, without a network."
        ).format(schools=schools)
    )
    stage.record_people()
    stage.carry(trips.JOINING)
    people = len(stage.people())
    tell(_("Each school records its own staff: {people} people in all.").format(people=people))


def _work_a_year(stage: Stage, tell: Tell) -> None:
    for number, term in enumerate((trips.FIRST_TERM, trips.SECOND_TERM), start=1):
        recorded = sum(stage.travel(trip) for trip in term)
        tell(
            _("Term {number}: {recorded} activities, each recorded at its school.").format(
                number=number, recorded=recorded
            )
        )
        way = " · ".join("→".join(PLACE_NAME[school] for school in trip.stops) for trip in term)
        tell(_("The stick goes round: {way}.").format(way=way))


def _disagree(stage: Stage, tell: Tell) -> int:
    stage.quarrel()
    stage.carry(trips.LAST_LAPS)
    questions = stage.questions()
    tell(
        _(
            "Then two laptops change the same activities without knowing it."
            " Nothing is lost; {count} want a decision: {titles}."
        ).format(count=len(questions), titles=" · ".join(q.name for q in questions))
    )
    return len(questions)


def _tell_outcome(tell: Tell, *, agree: bool, records: int) -> None:
    if agree:
        tell(_("All five laptops hold the same {records} records.").format(records=records))
    else:
        tell(_("The five laptops do not hold the same. This is a bug: please report it."))


def _print_ledger(store: Store, out: Path, tell: Tell) -> tuple[Path, Path]:
    from desktop.reports.export import export_ledger  # noqa: PLC0415 - reportlab takes its time

    with store.read() as session:
        found = ledger(session, term=TERM)
    pdf, xlsx = out / f"ledger-{TERM}.pdf", out / f"ledger-{TERM}.xlsx"
    export_ledger(found, "pdf", pdf)
    export_ledger(found, "xlsx", xlsx)
    place = PLACE_NAME[PRINTS]
    line = _("{place} prints the ledger of the first term, {count} activities: {path}")
    tell(line.format(place=place, count=len(found.rows), path=pdf))
    tell(_("The same as a workbook: {path}").format(path=xlsx))
    return pdf, xlsx
