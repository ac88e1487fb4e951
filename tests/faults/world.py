"""Laptops that edit, exchange, are killed, cloned and restored; and by hand what must follow.

The oracle never looks into a document: it keeps every write with the set of writes its author had
seen, and delivers changes by these sets alone. What the laptops show is held against it.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from loro import VersionVector
from sqlalchemy import event

from db import journal
from db.changes import DECODER, record_id
from db.commands import records
from db.heads import DELETED_AT
from db.journal import Sitting, Writer
from db.judging import Arrival
from db.record import ASKED, DELETED, LIVE, Value
from db.store import Store
from tests.db.laptops import ALLIANCE, Air, Laptop, copy_of, new_laptop
from tests.simulate.pool import close_quick

FIELDS = ("place", "organiser", "class_name")
TEXT = "summary"
_LETTERS = 0x4E00


@dataclass(frozen=True)
class Write:
    """One write of one field, or one edit of the text: letters put in and taken out."""

    number: int
    record: str
    name: str
    value: Value
    added: str
    removed: str
    knew: frozenset[int]


@dataclass(frozen=True)
class Sent:
    """A sealed change and the writes in it."""

    arrival: Arrival
    writes: frozenset[int]


@dataclass
class Held:
    """What one store holds by the oracle."""

    writes: set[int] = field(default_factory=set)
    waiting: list[frozenset[int]] = field(default_factory=list)
    unsealed: dict[tuple[str, bytes], set[int]] = field(default_factory=dict)

    def copy(self) -> "Held":
        """Return what a copy of the data folder holds."""
        unsealed = {key: set(numbers) for key, numbers in self.unsealed.items()}
        return Held(set(self.writes), list(self.waiting), unsealed)


@dataclass
class Form:
    """An open form: what it shows, and the writes that are in that."""

    laptop: int
    record: str
    sitting: Sitting
    seen: bytes
    knows: set[int]
    text: str
    values: dict[str, Value]


class KilledError(Exception):
    """The process ends in the middle of a transaction."""


class World:
    """Some laptops of one alliance and everything they ever sealed."""

    def __init__(self, folder: Path, template: Path, count: int) -> None:
        self.folder, self.air = folder, Air()
        self.writes: dict[int, Write] = {}
        self.sent: list[Sent] = []
        self.records: list[str] = []
        self.forms: list[Form] = []
        self.copies: list[tuple[int, Path, Held]] = []
        self.failed = False
        self._names = 0
        self.laptops: list[Laptop] = []
        self.held: list[Held] = []
        for name in "abcd"[:count]:
            self.laptops.append(quick(new_laptop(template, self._place(), self.air, name)))
            self.held.append(Held())

    def _place(self) -> Path:
        self._names += 1
        return self.folder / str(self._names)

    def close(self) -> None:
        """Let go of all stores."""
        for laptop in self.laptops:
            close_quick(laptop.store)

    # what people do

    def create(self, at: int) -> None:
        """Record an activity."""
        laptop = self.laptops[at]
        laptop.sit_down()
        number = len(self.writes)
        value = f"v{number}"
        made: list[str] = []
        laptop.write(lambda w: made.append(w.create("activity", {FIELDS[0]: value})))
        self.records.append(made[0])
        self._note(at, made[0], laptop.sitting, FIELDS[0], value, set())

    def open(self, at: int, record: str) -> None:
        """Open a form on a record."""
        shown = self.laptops[at].shown(record)
        with self.laptops[at].store.read() as session:
            sitting = journal.begin(session, self.laptops[at].person)
        knows = self._of(record) & self.held[at].writes
        text = str(shown.values[TEXT] or "")
        self.forms.append(Form(at, record, sitting, shown.version, knows, text, dict(shown.values)))

    def save_field(self, form: Form, name: str, clear: bool) -> None:
        """Save a field from a form, on what the form has seen."""
        value = None if clear and form.values.get(name) is not None else f"v{len(self.writes)}"
        self._save(form, {name: value})
        self._note(form.laptop, form.record, form.sitting, name, value, form.knows)
        form.values[name] = value

    def save_text(self, form: Form, chance: random.Random) -> None:
        """Type a letter somewhere and perhaps rub one out, then autosave."""
        text, removed = form.text, ""
        if text and chance.random() < 0.3:
            removed = chance.choice(text)
            text = text.replace(removed, "")
        added = chr(_LETTERS + len(self.writes))
        place = chance.randint(0, len(text))
        form.text = text[:place] + added + text[place:]
        self._save(form, {TEXT: form.text})
        self._note(
            form.laptop, form.record, form.sitting, TEXT, None, form.knows, added, removed
        )  # fmt: skip

    def _save(self, form: Form, values: dict[str, Value]) -> None:
        store = self.laptops[form.laptop].store
        with journal.writing(store, form.sitting) as writer:
            form.seen = records.change(writer, form.record, values, form.seen)

    def settle(self, at: int, record: str, name: str) -> None:
        """Choose the value shown, which is written all the same."""
        laptop = self.laptops[at]
        laptop.sit_down()
        shown = laptop.value(record, name)
        laptop.settle(record, **{name: shown})
        self._note(at, record, laptop.sitting, name, shown, self._seen(at, record))

    def delete(self, at: int, record: str) -> None:
        """Put a record into the bin."""
        self._mark(at, record, lambda w: w.settle_fields(record, {DELETED_AT: "d"}), "d")

    def restore(self, at: int, record: str) -> None:
        """Take it out again, or answer "keep"."""
        self._mark(at, record, lambda w: w.settle_fields(record, {DELETED_AT: None}), None)

    def _mark(self, at: int, record: str, work: Callable[[Writer], None], value: Value) -> None:
        laptop = self.laptops[at]
        laptop.sit_down()
        laptop.write(work)
        self._note(at, record, laptop.sitting, DELETED_AT, value, self._seen(at, record))

    def _note(
        self,
        at: int,
        record: str,
        sitting: Sitting,
        name: str,
        value: Value,
        knows: set[int],
        added: str = "",
        removed: str = "",
    ) -> None:
        number = len(self.writes)
        write = Write(number, record, name, value, added, removed, frozenset(knows))
        self.writes[number] = write
        held = self.held[at]
        held.writes.add(number)
        held.unsealed.setdefault((record, sitting.nonce), set()).add(number)
        knows.add(number)

    def _of(self, record: str) -> set[int]:
        return {w.number for w in self.writes.values() if w.record == record}

    def _seen(self, at: int, record: str) -> set[int]:
        return self._of(record) & self.held[at].writes

    # what happens to laptops

    def seal(self, at: int) -> None:
        """Seal all that waits; from now on it may arrive anywhere, at any time, again."""
        for arrival in self.laptops[at].seal():
            change = DECODER.decode(arrival.raw)
            record = record_id(ALLIANCE, change.kind, change.circle, change.home, change.key)
            numbers = self.held[at].unsealed.pop((record, change.nonce))
            self.sent.append(Sent(arrival, frozenset(numbers)))
        assert not self.held[at].unsealed

    def deliver(self, at: int, sent: list[Sent]) -> None:
        """Let changes arrive, in this order."""
        self.laptops[at].take([s.arrival for s in sent])
        held = self.held[at]
        held.waiting += [s.writes for s in sent]
        moved = True
        while moved:
            moved, waiting = False, held.waiting
            held.waiting = []
            for numbers in waiting:
                known = held.writes | numbers
                if all(self.writes[n].knew <= known for n in numbers):
                    held.writes |= numbers
                    moved = True
                else:
                    held.waiting.append(numbers)

    def kill(self, at: int, record: str) -> None:
        """End a laptop's process in the middle of a save; its forms are gone, nothing else."""
        laptop = self.laptops[at]
        with killed(), journal.writing(laptop.store, laptop.sitting) as writer:
            writer.edit(record, {FIELDS[0]: "never", TEXT: "never"})
            writer.flush()
            raise KilledError
        self._reopen(at, laptop.store.folder)

    def keep_copy(self, at: int) -> None:
        """Copy a data folder as it lies there."""
        place = self._place()
        copy_of(self.laptops[at].store.folder, place)
        self.copies.append((at, place, self.held[at].copy()))

    def clone(self, copy: int) -> None:
        """Start a further laptop from a copy: same identity, same outbox."""
        at, source, held = self.copies[copy]
        laptop = Laptop.__new__(Laptop)
        twin = self.laptops[at]
        laptop.name, laptop.air, laptop.role = twin.name, twin.air, twin.role
        laptop.school = twin.school
        laptop.store = Store(copy_of(source, self._place()))
        self.laptops.append(quick(laptop))
        self.held.append(held.copy())

    def restore_copy(self, copy: int) -> None:
        """Put an old copy in a laptop's place; what it had not sealed since is lost with it."""
        at, source, held = self.copies[copy]
        self._reopen(at, copy_of(source, self._place()))
        self.held[at] = held.copy()

    def _reopen(self, at: int, folder: Path) -> None:
        close_quick(self.laptops[at].store)
        self.laptops[at].store = Store(folder)
        quick(self.laptops[at])
        self.forms = [form for form in self.forms if form.laptop != at]

    # what must follow

    def exchange_all(self, chance: random.Random) -> None:
        """Let everybody seal and receive everything, each in an order of its own."""
        for at in range(len(self.laptops)):
            self.seal(at)
        for at in range(len(self.laptops)):
            sent = list(self.sent)
            chance.shuffle(sent)
            self.deliver(at, sent)

    def check_all(self, only: int | None = None) -> None:
        """Hold the laptops against the oracle, after everybody has everything.

        Args:
            only: The one laptop whose records are looked at; the digest speaks for the others.
        """
        self.failed = True
        assert len({frozenset(held.writes) for held in self.held}) == 1
        assert all(not laptop.parked() for laptop in self.laptops)
        assert len({laptop.digest() for laptop in self.laptops}) == 1
        assert len({str(self._texts_disputed(laptop)) for laptop in self.laptops}) == 1
        for at in range(len(self.laptops)) if only is None else [only]:
            for record in self.records:
                self.check(at, record)
        for record in self.records:
            self._check_history(record)
        self.failed = False

    def _texts_disputed(self, laptop: Laptop) -> list[tuple[str, str | None]]:
        return sorted((id, row.disputed_texts) for id, row in laptop.stored().items())

    def holds(self, at: int, record: str) -> bool:
        """Tell whether a laptop has anything of a record."""
        return bool(self._seen(at, record))

    def check(self, at: int, record: str) -> None:
        """Hold one record on one laptop against the oracle."""
        laptop, before, self.failed = self.laptops[at], self.failed, True
        known = [self.writes[n] for n in sorted(self._seen(at, record))]
        if not known:
            assert record not in laptop.stored()
            self.failed = before
            return
        row = laptop.shown(record)
        told = laptop.conflicts(record) if row.disputed else []
        for name in FIELDS:
            values = {w.value for w in _standing(known, name)}
            assert row.values[name] in (values or {None})
            others = {c.other for c in told if c.field == name}
            assert others == values - {row.values[name]}, "every conflict is shown"
            assert (name in row.disputed) == (len(values) > 1)
        inserted = {letter for w in known for letter in w.added}
        gone = {letter for w in known for letter in w.removed}
        assert sorted(str(row.values[TEXT] or "")) == sorted(inserted - gone)
        assert row.deletion == _deletion(known)
        cells = laptop.document(record).values()
        assert {n: cells.get(n) for n in FIELDS} == {n: row.values[n] for n in FIELDS}
        self.failed = before

    def _check_history(self, record: str) -> None:
        """Every edit that any laptop still holds is in the history."""
        if not self.holds(0, record):
            return  # lost with the laptop it was made on, before it was ever sealed
        found: set[object] = set()
        for change in self.laptops[0].document(record).changes_since(VersionVector()):
            for op in change["ops"]:
                content = op["content"]
                found |= {content["value"]} if "value" in content else set()
                found |= set(content.get("text", ""))
        for number in self._seen(0, record):
            write = self.writes[number]
            expected: set[object] = set(write.added) or {write.value}
            assert expected <= found, write


def _standing(known: list[Write], name: str) -> list[Write]:
    mine = [w for w in known if w.name == name]
    return [w for w in mine if not any(w.number in other.knew for other in mine)]


def _deletion(known: list[Write]) -> int:
    covered: set[int] = set()
    standing = [w for w in _standing(known, DELETED_AT) if w.value is not None]
    for write in standing:
        covered |= write.knew | {write.number}
    if not standing:
        return LIVE
    return DELETED if covered >= {w.number for w in known} else ASKED


@contextmanager
def killed() -> Iterator[None]:
    """Go on after the process ended."""
    with suppress(KilledError):
        yield


def quick(laptop: Laptop) -> Laptop:
    """Let a laptop's store not wait for the disk: no power is cut in these tests."""

    def configure(raw: object, _entry: object) -> None:
        raw.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]

    for engine in (laptop.store._writing, laptop.store._reading):
        event.listen(engine, "connect", configure)
        engine.dispose()
    laptop.sit_down()
    return laptop


def remove(folder: Path) -> None:
    """Throw a world's folder away."""
    shutil.rmtree(folder, ignore_errors=True)
