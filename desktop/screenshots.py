"""Pictures of every page on the sample alliance: `python -m desktop.screenshots --out DIR`.

Chinese, English, by night and with the largest letters; for the README and for whoever looks
whether a change made something ugly.
"""

import argparse
import datetime
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt looks for a display

from PySide6.QtCore import QElapsedTimer, QEvent
from PySide6.QtWidgets import QApplication

from db.local import member
from db.queries.conflicts import open_questions
from db.queries.plans import PlanFilter, list_plans
from db.store import Store
from desktop import app as program
from desktop.collector import Collector
from desktop.context import Desk
from desktop.jobs import Jobs
from desktop.pages.activities.page import ActivitiesPage
from desktop.pages.home.page import HomePage
from desktop.pages.plans.page import PlansPage
from desktop.pages.table import PLACES
from desktop.settings import Settings, SettingsFile
from desktop.window import Window
from sync.laptop import mine

TODAY = datetime.date(2026, 6, 12)  # late in the sample's second term
SETTLED_MS = 600  # after it nothing moves any more
LONGEST_MS = 20_000
IN_DOCUMENTS = (
    "home", "activities-record", "activities-versions", "reports", "plan", "plan-compare",
    "materials",
)  # fmt: skip
SCHOOL = "lijia"


@dataclass(frozen=True)
class Look:
    """One set of clothes: a suffix for the files, the settings, the size of the window."""

    suffix: str
    settings: Settings
    width: int = 1280
    height: int = 800


USUAL = Look("", Settings(language="zh_CN", dark="light"))
ENGLISH = Look("-en", Settings(language="en", dark="light"))
LOOKS = (
    USUAL,
    ENGLISH,
    Look("-dark", Settings(language="zh_CN", dark="dark")),
    Look("-150", Settings(language="zh_CN", dark="light", letters="huge"), 1024, 768),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m desktop.screenshots")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--data", type=Path, help="a data folder to show instead of the sample")
    parser.add_argument("--every", action="store_true", help="every page in every look")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    with _data(given.data) as data:
        if given.every:
            made = shoot(data, given.out)
        else:
            made = shoot(data, given.out, (USUAL, ENGLISH), IN_DOCUMENTS)
    sys.stdout.write("".join(f"{path}\n" for path in made))
    return 0 if made else 1


@contextmanager
def _data(given: Path | None) -> Iterator[Path]:
    """Give a data folder: the one named, or a village school's of the sample, made for this."""
    if given is not None:
        yield given
        return
    from desktop.demo.run import run  # noqa: PLC0415 - twenty seconds, only without a folder

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield run(Path(folder) / "demo").data[SCHOOL]


def shoot(
    data: Path, out: Path, looks: Sequence[Look] = LOOKS, names: Sequence[str] = ()
) -> list[Path]:
    """Write the pictures of pages in some looks, and return their paths.

    Args:
        data: The data folder that is shown.
        out: Where the pictures go.
        looks: Which clothes.
        names: Which views; none means every one.
    """
    made: list[Path] = []
    app = program.application()
    collector = Collector()  # else a job's thread may collect the widgets of a page that is gone
    for look in looks:
        with _window(app, data, look) as window:
            for name, show in chain(_views(window), _plan_views(window)):
                show()
                if names and name not in names:
                    continue
                _settle(app, window.desk.jobs)
                path = out / f"{name}{look.suffix}.png"
                window.grab().save(str(path))
                made.append(path)
    collector.stop()
    return made


@contextmanager
def _window(app: QApplication, data: Path, look: Look) -> Iterator[Window]:
    program.wear(app, look.settings)
    store, jobs = Store(data), Jobs()
    with store.read() as session:
        me, who = member(session), mine(session)
    if me is None or who is None:
        store.close()
        raise SystemExit(f"{data.name} belongs to no alliance")
    with tempfile.TemporaryDirectory() as folder:
        file = SettingsFile(Path(folder) / "lianke.ini")
        desk = Desk(store, jobs, file, replace(look.settings), me, who.person, lambda: TODAY)
        window = Window(desk)
        window.resize(look.width, look.height)
        window.show()
        window.start()
        yield window
        window.close()
        window.deleteLater()
        # gone before the next one is dressed: it would put on the other clothes too
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    jobs.shut_down()
    store.close()


def _settle(app: QApplication, jobs: Jobs) -> None:
    """Let jobs end and layouts settle."""
    whole, quiet = QElapsedTimer(), QElapsedTimer()
    whole.start()
    quiet.start()
    while quiet.elapsed() < SETTLED_MS and whole.elapsed() < LONGEST_MS:
        app.processEvents()
        if jobs.busy():
            quiet.restart()


def _views(window: Window) -> Iterator[tuple[str, Callable[[], object]]]:
    """Return what is shown one after another, by the name of its picture."""
    for place in PLACES:
        yield place.key, partial(window.go, place.key)
    home = window.page("home")
    if isinstance(home, HomePage):
        window.go("home")
        yield "home-found", partial(home.look_for, "口算")
        home.look_for("")
    window.go("activities")
    page = window.page("activities")
    if not isinstance(page, ActivitiesPage):
        return
    yield "activities-types", page.begin_new
    yield "activities-new", lambda: page.begin("outreach_lesson")
    with window.desk.store.read() as session:
        asked = [q for q in open_questions(session) if q.kind == "activity" and q.fields]
    if not asked:
        return
    first = asked[0]
    yield "activities-record", lambda: window.open_record("activity", first.id)
    yield "activities-versions", lambda: page.form.compare(first.id, first.fields[0])
    yield "activities-people", lambda: page.form.head.set_tab("people")
    yield "activities-files", lambda: page.form.head.set_tab("files")
    yield "activities-history", lambda: page.show_history(first.id)
    yield "activities-print", lambda: page.print(first.id)


def _plan_views(window: Window) -> Iterator[tuple[str, Callable[[], object]]]:
    """Return the views of lesson plans: by week, the choice of a lesson, one plan at its steps."""
    window.go("plans")
    page = window.page("plans")
    if not isinstance(page, PlansPage):
        return
    yield "plans-weeks", lambda: page.filters.set_weekly(True)
    yield "plans-new", page.begin_new
    with window.desk.store.read() as session:
        every = list_plans(session, PlanFilter())
    told = [plan for plan in every if plan.title == "口算乘法"] or every
    agreed = [plan for plan in told if plan.stage == "agreed"]
    own = [plan for plan in told if plan.parent]
    several = [plan for plan in every if plan.layout == "multigrade"]
    for name, plans in (("plan-agreed", agreed), ("plan-grades", several), ("plan", own)):
        if plans:
            yield f"{name}-head", partial(page.open, plans[0].id)
            yield name, partial(_to_steps, page)
    if own:
        yield "plan-compare", page.compare
        yield "plan-print", page.print
    if agreed:
        page.open(agreed[0].id)
        yield "plan-joint", page.show_joint
        yield "plan-past", page.show_history


def _to_steps(page: PlansPage) -> None:
    if page.editor is not None:
        page.editor.form.go_to("steps")


if __name__ == "__main__":
    sys.exit(main())
