"""Heads of random histories against an independent oracle of vector clocks."""

import random
from dataclasses import dataclass, field

from loro import Frontiers, VersionVector

from db import heads as heads_module
from db.documents import Author, Document
from db.heads import DELETED_AT, Heads, advance, disputed, heads_of, is_deleted, pack, unpack
from db.record import Value

FIELDS = ("place", "hours", "organiser", DELETED_AT)


@dataclass
class Write:
    """One write as the oracle keeps it: who wrote, and all it knew."""

    number: int
    name: str
    value: Value
    knew: frozenset[int]


@dataclass
class Replica:
    """A document, and by hand the numbers of the writes it holds."""

    peer: int
    document: Document = field(default_factory=Document)
    knows: set[int] = field(default_factory=set)
    cache: Heads = field(default_factory=dict)
    cached_at: bytes = b""

    def heads(self) -> Heads:
        """Return heads brought up from the last time they were asked for."""
        at = Frontiers.decode(self.cached_at) if self.cached_at else Frontiers()
        since = self.document.doc.frontiers_to_vv(at) or VersionVector()
        self.cache = unpack(pack(advance(self.cache, self.document, since)))
        self.cached_at = self.document.version
        return self.cache


class History:
    """Some replicas that write and merge by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.writes: list[Write] = []
        self.replicas = [Replica(peer) for peer in range(1, chance.randint(2, 4) + 1)]

    def step(self) -> Replica:
        """Do one thing; return whose document changed."""
        replica = self.chance.choice(self.replicas)
        if self.chance.random() < 0.6:
            self._write(replica)
        else:
            self._merge(replica, self.chance.choice(self.replicas))
        return replica

    def _write(self, replica: Replica) -> None:
        name = self.chance.choice(FIELDS)
        value = self.chance.choice([None, "一", "二", "三"])
        number = len(self.writes)
        author = Author(replica.peer, "p", "l", 0)
        replica.document.settle(author, {name: value}, {})
        self.writes.append(Write(number, name, value, frozenset(replica.knows)))
        replica.knows.add(number)

    def _merge(self, into: Replica, source: Replica) -> None:
        into.document.import_(source.document.updates())
        into.knows |= source.knows

    def standing(self, replica: Replica, name: str) -> list[Write]:
        """Return the writes of a field that no other write of it knew, by the oracle."""
        mine = [w for w in self.writes if w.number in replica.knows and w.name == name]
        return [w for w in mine if not any(w.number in other.knew for other in mine)]

    def deleted(self, replica: Replica) -> bool:
        """Tell by the oracle whether standing deletions knew everything."""
        known: set[int] = set()
        for write in self.standing(replica, DELETED_AT):
            if write.value is not None:
                known |= write.knew | {write.number}
        return known >= replica.knows


def test_heads_equal_the_vector_clocks() -> None:
    seen_disputes = 0
    for seed in range(250):
        history = History(random.Random(seed))
        for _ in range(30):
            replica = history.step()
            found = heads_of(replica.document)
            for name in FIELDS:
                expected = sorted(str(w.value) for w in history.standing(replica, name))
                assert sorted(str(v) for v in found.get(name, {}).values()) == expected
            asked = {
                name
                for name in FIELDS
                if name != DELETED_AT
                and len({w.value for w in history.standing(replica, name)}) > 1
            }
            assert set(disputed(found)) == asked
            assert is_deleted(replica.document, found) == history.deleted(replica)
            seen_disputes += len(asked)
    assert seen_disputes > 1000  # or the histories are too tame to tell anything


def test_heads_brought_forward_equal_those_from_scratch() -> None:
    for seed in range(250):
        chance = random.Random(seed)
        history = History(chance)
        for _ in range(30):
            replica = history.step()
            if chance.random() < 0.5:
                assert replica.heads() == heads_of(replica.document)


def test_heads_are_the_same_whatever_arrives_first() -> None:
    for seed in range(100):
        history = History(random.Random(seed))
        for _ in range(30):
            history.step()
        found = []
        for order in (history.replicas, history.replicas[::-1]):
            together = Document()
            for replica in order:
                together.import_(replica.document.updates())
            found.append(heads_of(together))
        assert found[0] == found[1]


def test_two_positions_are_no_question() -> None:
    one, other = Document(), Document()
    one.write(Author(1, "p", "l", 0), {"position": "U"}, {})
    other.write(Author(2, "p", "l", 0), {"position": "V"}, {})
    one.import_(other.updates())

    assert disputed(heads_of(one)) == []


def test_one_and_true_are_two_versions() -> None:
    one, other = Document(), Document()
    one.write(Author(1, "p", "l", 0), {"hours": 1}, {})
    other.write(Author(2, "p", "l", 0), {"hours": True}, {})
    one.import_(other.updates())

    assert disputed(heads_of(one)) == ["hours"]


def test_a_deletion_is_named_alike_everywhere_when_two_stand() -> None:
    one, other = Document(), Document()
    one.settle(Author(1, "p", "l", 0), {DELETED_AT: "b"}, {})
    other.settle(Author(2, "p", "l", 0), {DELETED_AT: "a"}, {})
    one.import_(other.updates())
    other.import_(one.updates())

    assert heads_module.deletion_of(heads_of(one)) == "a"
    assert heads_module.deletion_of(heads_of(other)) == "a"
