"""From a plan and a layout to the file that is shown, printed or kept; no Qt."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from db.errors import UnknownRecordError
from db.progress import Progress, Work
from desktop.context import Desk
from desktop.words import pgettext


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a textbook, as plans name it: codes, and its name."""

    name: str
    subject: str = ""
    grade: str = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Unit":
        """Return the unit that a plan belongs to; its name is empty where it belongs to none."""
        name, subject, grade = (str(values.get(n) or "") for n in ("unit", "subject", "grade"))
        return cls(name, subject, grade.partition(" ")[0])


CODES = ("full", "half", "multigrade", "study")  # as desktop.reports.plan_words has them


def layout_names() -> tuple[str, ...]:
    """Return what the layouts are called, in the order of CODES."""
    return (
        pgettext("layout", "Whole page"),
        pgettext("layout", "Half blank"),
        pgettext("layout", "Several grades"),
        pgettext("layout", "Lesson study"),
    )


def make_file(desk: Desk, plan: str, version: str, layout: str, path: Path) -> Work[Path]:
    """Write a plan in a layout; the file's ending says whether as PDF or for Word.

    Args:
        desk: Where the store is.
        plan: The plan's id.
        version: One of its frozen versions; empty for the plan in work.
        layout: One of CODES; empty is what the plan is written for.
        path: The file.
    """
    from db.queries.plan_print import plan_print  # noqa: PLC0415 - reportlab is slow
    from desktop.reports.plan_files import write_plan  # noqa: PLC0415
    from desktop.reports.plan_words import LAYOUTS  # noqa: PLC0415

    yield Progress(0, 1, path.name)
    with desk.store.read() as session:
        found = plan_print(session, plan, version=version, made_on=desk.today())
    wanted = next((one for one in LAYOUTS if one == layout), None)
    write_plan(found, path, "docx" if path.suffix.lower() == ".docx" else "pdf", wanted)
    return path


def make_booklet(desk: Desk, unit: Unit, layout: str, path: Path) -> Work[Path]:
    """Write the plans of a unit as one booklet; see :func:`make_file`.

    Args:
        desk: Where the store is.
        unit: Whose plans.
        layout: One of CODES; the whole page is for each plan what it is written for.
        path: The file.

    Raises:
        UnknownRecordError: The unit has no plan any more.
    """
    from db.queries.plan_print import plan_print, plans_of_unit  # noqa: PLC0415
    from desktop.reports.plan_files import write_booklet  # noqa: PLC0415
    from desktop.reports.plan_words import LAYOUTS  # noqa: PLC0415

    with desk.store.read() as session:
        ids = plans_of_unit(session, unit=unit.name, subject=unit.subject, grade=unit.grade)
        found = []
        for number, id in enumerate(ids):
            yield Progress(number, len(ids), path.name)
            found.append(plan_print(session, id, made_on=desk.today()))
    if not found:
        raise UnknownRecordError(unit.name)
    wanted = next((one for one in LAYOUTS if one == layout != CODES[0]), None)
    format: Literal["docx", "pdf"] = "docx" if path.suffix.lower() == ".docx" else "pdf"
    write_booklet(found, path, format, unit.name, wanted)
    return path


def keep_file(source: Path, target: Path) -> Work[Path]:
    """Put the very file that was looked at where a person wants it."""
    from desktop.reports.written import written  # noqa: PLC0415 - with the reports

    yield Progress(0, 1, target.name)
    with source.open("rb") as stream, written(target) as out:
        shutil.copyfileobj(stream, out)
    return target
