"""A few laptops of one alliance, the places they meet at, and all that may happen to them."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from db import journal, permissions
from db.circles import NAMED, named_home
from db.commands import records
from db.heads import DELETED_AT
from db.journal import Sitting, Writer
from db.models.exchange import Certificate
from db.queries.records import show
from db.record import Value
from sync import revoking
from sync.errors import PlaceError
from sync.result import RoundResult
from sync.round import exchange_by
from tests.simulate import films
from tests.simulate.dying import dying
from tests.simulate.films import Film
from tests.simulate.forging import AFTER_THE_CUT, forge
from tests.simulate.ledger import FIELDS, TEXT, Kept, Op, Write, body, written
from tests.simulate.places import Fault, KilledError, Place, SimulatedCarrier
from tests.simulate.pool import Member, Pool, close_quick, copied, open_quick
from tests.sync.laptops import Laptop

_LETTERS = 0x4E00
_NOW = 1_763_000_000  # no clock of the machine has any part in this
OLD_TABLE = 1


@dataclass
class Seat:
    """A laptop in the play, or a clone of one.

    Attributes:
        member: Whose certificate it has.
        laptop: Its store.
        clock_s: How far its clock is off.
        is_old: Whether its program knows only the first table of permissions.
        saw: Writes that it held at some moment, by record.
        wishes: Ids of the films that somebody wished for there.
    """

    member: Member
    laptop: Laptop
    clock_s: int = 0
    is_old: bool = False
    saw: dict[str, set[Op]] = field(default_factory=dict)
    wishes: set[str] = field(default_factory=set)

    @property
    def takes_all(self) -> bool:
        """Whether long files come here by themselves."""
        return int(self.member.name) % 2 == 0


@dataclass
class Form:
    """An open form: what it shows, and the writes that are in that."""

    seat: Seat
    kept: Kept
    sitting: Sitting
    seen: bytes
    knows: set[Op]
    text: str


@dataclass(frozen=True)
class Copy:
    """A data folder as it lay there once."""

    seat: Seat
    folder: Path
    wishes: frozenset[str]


class World:
    """Everything of one history."""

    def __init__(self, folder: Path, pool: Pool, numbers: list[int], *, met: bool) -> None:
        self.folder, self.pool = folder, pool
        self.places = [Place("stick"), Place("share", latency_s=0.1), Place("other stick")]
        if met:
            for place in self.places[:2]:
                place.files = dict(pool.place)
        self.kept: list[Kept] = []
        self.films: list[Film] = []
        self.forms: list[Form] = []
        self.copies: list[Copy] = []
        self.revoked: set[str] = set()
        self.restored = False
        self._names = self._writes = 0
        source = pool.after_meeting if met else pool.joined
        self.seats = [self._seat(pool.members[n], source(n)) for n in numbers]
        self._late = range(pool.met if met else 0, len(pool.members))
        self.came_to_rest = False
        for id in pool.common if met else ():
            kept = Kept(id, "alliance", frozenset(self.readers_of(self.seats[0], "")), frozenset())
            self.kept.append(kept)
            self.note(self.seats[0], kept, {}, set())

    def _place(self) -> Path:
        self._names += 1
        return self.folder / str(self._names)

    def _seat(self, member: Member, source: Path) -> Seat:
        folder = copied(source, self._place())
        seat = Seat(member, Laptop(member.name, open_quick(folder)))
        if seat.takes_all:
            films.take_all(seat.laptop.store)
        return seat

    def join(self) -> None:
        """Let one more laptop take part, that has an invitation and has met nobody."""
        there = {seat.member.name for seat in self.seats}
        late = [number for number in self._late if str(number) not in there]
        if late:
            self.seats.append(self._seat(self.pool.members[late[0]], self.pool.joined(late[0])))

    def close(self) -> None:
        """Let go of all stores."""
        for seat in self.seats:
            close_quick(seat.laptop.store)

    @contextmanager
    def as_of(self, seat: Seat) -> Iterator[None]:
        """Be this laptop: its clock, its program."""
        clock, tables, current = time.time, permissions.TABLES, permissions.CURRENT
        time.time = lambda: float(_NOW + seat.clock_s)
        if seat.is_old:
            permissions.TABLES, permissions.CURRENT = {OLD_TABLE: tables[OLD_TABLE]}, OLD_TABLE
        try:
            yield
        finally:
            time.time, permissions.TABLES, permissions.CURRENT = clock, tables, current

    def readers(self) -> list[Seat]:
        """Return the laptops that still count."""
        return [seat for seat in self.seats if seat.member.laptop not in self.revoked]

    # what people do

    def may_write(self, seat: Seat, kept: Kept | None = None) -> bool:
        """Tell whether a person may write a record, and holds it."""
        if seat.member.role == "observer":
            return False
        if kept is None:
            return True
        if kept.circle == NAMED and seat.is_old:
            return False
        return self.ops(seat, kept) != {}

    def ops(self, seat: Seat, kept: Kept) -> Mapping[Op, tuple[str, Value]]:
        """Return the writes that a laptop holds of a record."""
        found = written(body(seat.laptop, kept.id))
        seat.saw.setdefault(kept.id, set()).update(found)
        return found

    def create(self, seat: Seat, circle: str, dice: random.Random) -> None:
        """Record an activity, for all, for the school or for some persons."""
        member = seat.member
        readers = self.readers_of(seat, circle)
        others: set[str] = set()
        home = member.school_id if circle == "school" else ""
        if circle == NAMED:
            named = dice.sample(self.seats, min(len(self.seats), dice.randint(1, 3)))
            home = named_home((member.person, *(one.member.person for one in named)))
            known = self._known(seat)
            readers = {one.member.laptop for one in named} | {member.laptop}
            others, readers = readers - known, readers & known
        value = self._value()
        made: list[str] = []

        def work(writer: Writer) -> None:
            values: dict[str, Value] = {"title": "送课", FIELDS[0]: value}
            made.append(writer.create("activity", values, circle=circle, home=home))

        self.write(seat, self.sit(seat), work)
        kept = Kept(made[0], circle, frozenset(readers), frozenset(others))
        self.kept.append(kept)
        self.note(seat, kept, {}, set())

    def readers_of(self, seat: Seat, circle: str) -> set[str]:
        """Return the laptops' ids that must come to hold what is written here for a circle."""
        home = seat.member.school_id if circle == "school" else ""
        return {m.laptop for m in self.pool.members if home in ("", m.school_id)}

    def attach(self, seat: Seat, kept: Kept, number: int) -> None:
        """Attach a file to a record."""
        with self.as_of(seat):
            film = films.attach(seat.laptop.store, self.sit(seat), kept, number)
        film.may_be_lost = seat.member.laptop in self.revoked
        self.films.append(film)

    def wish(self, seat: Seat, film: Film) -> None:
        """Wish for a file."""
        with self.as_of(seat):
            if films.wish(seat.laptop.store, film):
                seat.wishes.add(film.id)

    def _known(self, seat: Seat) -> set[str]:
        query = select(Certificate.laptop).where(
            Certificate.valid, Certificate.standing == "good", Certificate.purpose == "laptop"
        )
        with seat.laptop.store.read() as session:
            return set(session.scalars(query)) | {seat.member.laptop}

    def open(self, seat: Seat, kept: Kept) -> Form:
        """Open a form on a record."""
        with seat.laptop.store.read() as session:
            row = show(session, kept.id)
        knows = set(self.ops(seat, kept))
        text = str(row.values[TEXT] or "")
        self.forms.append(Form(seat, kept, self.sit(seat), row.version, knows, text))
        return self.forms[-1]

    def look_again(self, form: Form) -> None:
        """Show in an open form what the record is now; the sitting goes on."""
        with form.seat.laptop.store.read() as session:
            row = show(session, form.kept.id)
        form.seen, form.text = row.version, str(row.values[TEXT] or "")
        form.knows = set(self.ops(form.seat, form.kept))

    def save(self, form: Form, name: str, dice: random.Random) -> None:
        """Save a field, or a letter of the text, from a form as it was opened."""
        before = self.ops(form.seat, form.kept)
        value = self._value()
        said: Value = value
        if name == TEXT:
            value = chr(_LETTERS + self._writes)
            at = dice.randint(0, len(form.text))
            form.text = f"{form.text[:at]}{value}{form.text[at:]}"
            said = form.text

        def work(writer: Writer) -> None:
            form.seen = records.change(writer, form.kept.id, {name: said}, form.seen)

        self.write(form.seat, form.sitting, work)
        form.knows |= self._note(form.seat, form.kept, before, form.knows, name, value)

    def settle(self, seat: Seat, kept: Kept, name: str) -> None:
        """Choose the version that is shown."""
        before = self.ops(seat, kept)
        with seat.laptop.store.read() as session:
            shown = show(session, kept.id).values[name]
        self.write(seat, self.sit(seat), lambda w: records.settle(w, kept.id, {name: shown}))
        self._note(seat, kept, before, set(before), name, shown)

    def bin(self, seat: Seat, kept: Kept, *, back: bool) -> None:
        """Put a record into the bin, or take it out."""
        before = self.ops(seat, kept)
        value: Value = None if back else f"d{self._value()}"
        marks = {DELETED_AT: value}
        self.write(seat, self.sit(seat), lambda w: w.settle_fields(kept.id, marks))
        self._note(seat, kept, before, set(before), DELETED_AT, value)

    def _value(self) -> str:
        self._writes += 1
        return f"v{self._writes}"

    def sit(self, seat: Seat) -> Sitting:
        with seat.laptop.store.read() as session:
            return journal.begin(session, seat.member.person)

    def write(self, seat: Seat, sitting: Sitting, work: Callable[[Writer], object]) -> None:
        with self.as_of(seat), journal.writing(seat.laptop.store, sitting) as writer:
            work(writer)

    def _note(
        self,
        seat: Seat,
        kept: Kept,
        before: Mapping[Op, tuple[str, Value]],
        knew: set[Op],
        name: str,
        value: Value,
    ) -> set[Op]:
        """Put into the ledger what was just saved in one field."""
        new = self.note(seat, kept, before, knew)
        assert new, f"{name} of {kept.id} was saved and is not there"
        last = kept.writes[new[-1]]
        assert (last.name, last.value) == (name, value), f"{last} was saved, not {(name, value)}"
        return set(new)

    def note(
        self, seat: Seat, kept: Kept, before: Mapping[Op, tuple[str, Value]], knew: set[Op]
    ) -> list[Op]:
        """Put into the ledger whatever was just saved; return that in the order of writing."""
        after = self.ops(seat, kept)
        new = sorted(op for op in after if op not in before)
        for number, op in enumerate(new):  # settling takes the old value away first
            known = frozenset(knew) | frozenset(new[:number])
            kept.writes[op] = Write(op, *after[op], known, self.seats.index(seat))
        if seat.member.laptop in self.revoked:
            kept.may_be_lost |= set(new)
        return new

    # what happens to laptops and places

    def exchange(self, seat: Seat, place: Place, fault: Fault) -> RoundResult | None:
        """Exchange with a place, as far as the fault lets it."""
        carrier = SimulatedCarrier(place, fault)
        work = exchange_by(seat.laptop.store, carrier)
        with self.as_of(seat), ExitStack() as ending:
            if fault.kind == "die":
                ending.enter_context(dying(seat.laptop.store, fault.after))
            try:
                for step in range(10**6):
                    if fault.kind == "stop" and step > fault.after:
                        work.close()
                        return None
                    next(work)
            except StopIteration as end:
                result: RoundResult = end.value
                return result
            except KilledError:
                self.reopen(seat, seat.laptop.store.folder)
            except PlaceError:
                if fault.kind not in ("gone", "full"):
                    raise
        return None

    def reopen(self, seat: Seat, folder: Path) -> None:
        """Start a laptop again, perhaps with another disk; its open forms are gone."""
        close_quick(seat.laptop.store)
        seat.laptop.store = open_quick(folder)
        self.forms = [form for form in self.forms if form.seat is not seat]

    def keep_copy(self, seat: Seat) -> None:
        """Copy a data folder as it lies there."""
        folder = copied(seat.laptop.store.folder, self._place())
        self.copies.append(Copy(seat, folder, frozenset(seat.wishes)))

    def clone(self, copy: Copy) -> None:
        """Start one more laptop from a copy."""
        self.seats.append(self._seat(copy.seat.member, copy.folder))
        self.seats[-1].wishes = set(copy.wishes)

    def restore_copy(self, copy: Copy) -> None:
        """Put an old copy in a laptop's place; what only it had may be lost."""
        self.restored = True
        seat = copy.seat
        self._forgive(seat)
        self.reopen(seat, copied(copy.folder, self._place()))
        seat.saw.clear()

    def _forgive(self, seat: Seat) -> None:
        """Note what a laptop holds and no other that counts: it may be lost with it."""
        others = [one for one in self.readers() if one is not seat]
        for kept in self.kept:
            alone = set(written(body(seat.laptop, kept.id)))
            for other in others:
                alone -= set(self.ops(other, kept))
            kept.may_be_lost |= alone & set(kept.writes)
        for film in self.films:
            alone_here = not any(body(other.laptop, film.id) for other in others)
            film.may_be_lost |= alone_here and body(seat.laptop, film.id) is not None

    def revoke(self, by: Seat, of: Seat) -> None:
        """Let a coordinator revoke a laptop that it knows."""
        if of.member.laptop not in self._known(by) or of.member.laptop in self.revoked:
            return
        self.revoked.add(of.member.laptop)
        for seat in self.seats:
            if seat.member.laptop == of.member.laptop:
                self._forgive(seat)
        with self.as_of(by):
            revoking.revoke(by.laptop.store, of.member.laptop)

    def forge(self, seat: Seat, place: Place, way: str, dice: random.Random) -> None:
        """Let tampered code on a laptop lay an edit on a place that it has no right to."""
        if seat.member.role != "coordinator" or way == AFTER_THE_CUT:
            forge(seat.laptop, place, way, dice)
