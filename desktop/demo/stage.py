"""The five laptops of the demo and the stick that goes round between them."""

from collections.abc import Iterable
from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import func, select

from db.models.local import Document as Stored
from db.progress import finish
from db.queries.conflicts import OpenQuestion, open_questions
from db.store import Store
from desktop.demo import disputes, fingerprint, founding
from desktop.demo.alliance import MEMBERS, Sample, activity_of
from desktop.demo.people import CORE, VILLAGES
from desktop.demo.preparing import Preparing
from desktop.demo.recorder import Ids, Recorder
from desktop.demo.records import Entry, Person
from desktop.demo.trips import Trip
from sync.result import RoundResult
from sync.round import exchange

STICK, INVITATIONS = "stick", "invitations"
STICK_NAME = "三小的U盘"


class Stage:
    """Five laptops, each with its school's people, and one stick.

    Attributes:
        stops: How often the stick was put in.
        carried: How many records it brought to laptops.
    """

    def __init__(self, out: Path, made: Sample, stack: ExitStack) -> None:
        self.out, self.stops, self.carried = out, 0, 0
        self._made = made
        self._ids: Ids = {}
        self._stores = {s: stack.enter_context(closing(Store(out / s))) for s in MEMBERS}
        self._laptops: dict[str, Recorder] = {}
        self._parts: dict[str, list[Entry]] = {}
        for part in made.parts:
            self._parts.setdefault(activity_of(part), []).append(part)
        self._told: set[str] = set()
        self._preparing = Preparing(self._laptops, self._ids, made.people)
        self._events = iter(self._preparing.events())
        for folder in (STICK, INVITATIONS):
            (out / folder).mkdir(exist_ok=True)

    @property
    def stick(self) -> Path:
        """Return the folder that plays the stick."""
        return self.out / STICK

    def store(self, school: str) -> Store:
        """Return the store of a school's laptop."""
        return self._stores[school]

    def found_and_join(self) -> None:
        """Let the core school found the alliance, and the villages join it by invitation."""
        core = founding.found(self.store(CORE), self._made, self._ids)
        self._laptops[CORE] = core
        for school in VILLAGES:
            folder = self.out / INVITATIONS
            file, words = founding.invite(core, self._made, self._ids, school, folder)
            store = self.store(school)
            joined = founding.join(store, self._made, self._ids, school, file, words)
            self._laptops[school] = joined

    def record_people(self) -> None:
        """Let each school record its own people."""
        for school in MEMBERS:
            own = [p for p in self._made.people if p.laptop == school]
            self._laptops[school].record(own)

    def record_until(self, day: str) -> int:
        """Let each laptop record the activities of its school up to a day.

        Returns:
            How many activities were recorded.
        """
        due = [a for a in self._made.activities if a.on <= day and a.key not in self._told]
        due.sort(key=lambda activity: (activity.on, activity.key))
        for school in MEMBERS:
            own = [a for a in due if a.laptop == school]
            entries = (e for a in own for e in (a, *self._parts.get(a.key, [])))
            self._laptops[school].record(entries)
        self._told.update(activity.key for activity in due)
        return len(due)

    def carry(self, stops: Iterable[str]) -> None:
        """Carry the stick from laptop to laptop; each exchanges with it."""
        for school in stops:
            result: RoundResult = finish(exchange(self.store(school), self.stick, name=STICK_NAME))
            self.stops += 1
            self.carried += result.received

    def travel(self, trip: Trip) -> int:
        """Let everybody record and prepare until the day of a trip, then carry the stick.

        Returns:
            How many activities were recorded.
        """
        recorded = self.record_until(trip.day)
        prepare = next(self._events, None)
        if prepare is not None:
            prepare()
        self.carry(trip.stops)
        return recorded

    def quarrel(self) -> disputes.Disputes:
        """Let two laptops change the same activities and steps without knowing of each other."""
        keys = {a.title: a.key for a in self._made.activities}
        self._preparing.quarrel()
        return disputes.arise(self._laptops, self._ids, keys)

    def agree(self) -> bool:
        """Tell whether all five laptops hold the same."""
        return len({fingerprint.of_store(store) for store in self._stores.values()}) == 1

    def records(self) -> int:
        """Return how many records the core school's laptop holds."""
        with self.store(CORE).read() as session:
            return session.scalar(select(func.count()).select_from(Stored)) or 0

    def questions(self) -> list[OpenQuestion]:
        """Return what wants a person's decision, as the core school's laptop shows it."""
        with self.store(CORE).read() as session:
            return open_questions(session)

    def people(self) -> tuple[Person, ...]:
        """Return everybody in the sample."""
        return self._made.people
