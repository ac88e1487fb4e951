"""The pages of this version: one line each, with what makes it at its first visit.

A maker imports its page only then, so that the window shows before they are read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.context import Desk
from desktop.pages.page import Page
from desktop.words import _


def _home(desk: Desk) -> Page:
    from desktop.pages.home.page import HomePage  # noqa: PLC0415 - at the first visit

    return HomePage(desk)


def _activities(desk: Desk) -> Page:
    from desktop.pages.activities.page import ActivitiesPage  # noqa: PLC0415 - at the first visit

    return ActivitiesPage(desk)


def _plans(desk: Desk) -> Page:
    from desktop.pages.plans.page import PlansPage  # noqa: PLC0415 - at the first visit

    return PlansPage(desk)


def _materials(desk: Desk) -> Page:
    from desktop.pages.library.page import LibraryPage  # noqa: PLC0415 - at the first visit

    return LibraryPage(desk)


def _people(desk: Desk) -> Page:
    from desktop.pages.people.page import PeoplePage  # noqa: PLC0415 - at the first visit

    return PeoplePage(desk)


def _reports(desk: Desk) -> Page:
    from desktop.pages.reports.page import ReportsPage  # noqa: PLC0415 - at the first visit

    return ReportsPage(desk)


def _settings(desk: Desk) -> Page:
    from desktop.pages.settings.page import SettingsPage  # noqa: PLC0415 - at the first visit

    return SettingsPage(desk)


def _exchange(desk: Desk) -> Page:
    from desktop.pages.exchange.page import ExchangePage  # noqa: PLC0415 - at the first visit

    return ExchangePage(desk)


@dataclass(frozen=True)
class Place:
    """A place to go.

    Attributes:
        key: "home", "activities" …; what `Page.go` names.
        words: Its name in the language spoken now.
        icon: A Phosphor name.
        make: Makes the page.
        kinds: The kinds of records it shows.
        foot: Whether it stands apart at the foot of the board.
    """

    key: str
    words: Callable[[], str]
    icon: str
    make: Callable[[Desk], Page]
    kinds: tuple[str, ...] = ()
    foot: bool = False


PLACES: tuple[Place, ...] = (
    Place("home", lambda: _("Home"), "house", _home),
    Place("activities", lambda: _("Activities"), "calendar-blank", _activities, ("activity",)),
    Place(
        "plans",
        lambda: _("Plans"),
        "notebook",
        _plans,
        ("lesson_plan", "plan_step", "plan_version", "plan_comment", "prep_group"),
    ),
    Place("materials", lambda: _("Materials"), "folder-simple", _materials, ("material",)),
    Place("people", lambda: _("People"), "users-three", _people, ("person", "school")),
    Place("reports", lambda: _("Ledger"), "table", _reports),
    Place("exchange", lambda: _("Exchange"), "usb-stick", _exchange, foot=True),
    Place("settings", lambda: _("Settings"), "gear-six", _settings, foot=True),
)
