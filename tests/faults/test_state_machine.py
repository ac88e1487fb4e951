"""Laptops edit, exchange, are killed, cloned and restored by chance: all must come to the same.

Three switches break a rule on purpose, one at a time; the machine must find each of them.
"""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from loro import VersionVector
from typing_extensions import override

from db import heads, journal, merging
from db.documents import Document
from db.heads import Heads
from db.journal import Writer
from db.merging import _import_one
from db.store import Store
from tests.faults.world import FIELDS, Form, World, remove
from tests.simulate.pool import kept_sessions

EXAMPLES, STEPS = 45, 25
_PICK = st.integers(0, 10**6)
_WHERE = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    """Return the folder of an empty store."""
    folder = Path(tempfile.mkdtemp(prefix="lianke-world-", dir=_WHERE))
    Store(folder).close()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module", autouse=True)
def _sessions() -> Iterator[None]:
    """Begin and end sessions for little: they are what the machine does most."""
    with kept_sessions():
        yield


class Alliance(RuleBasedStateMachine):
    """Three or four laptops and what may happen to them."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lianke-world-", dir=_WHERE))

    @initialize(count=st.integers(3, 4))
    def begin(self, count: int) -> None:
        self.world = World(self.folder, self.template, count)
        self.world.create(0)
        self.world.seal(0)
        for at in range(1, count):
            self.world.deliver(at, self.world.sent)

    def _laptop(self, pick: int) -> int:
        return pick % len(self.world.laptops)

    def _record(self, at: int, pick: int) -> str | None:
        here = [r for r in self.world.records if self.world.holds(at, r)]
        return here[pick % len(here)] if here else None

    def _form(self, pick: int) -> Form:
        return self.world.forms[pick % len(self.world.forms)]

    @precondition(lambda self: len(self.world.records) < 3)
    @rule(who=_PICK)
    def record(self, who: int) -> None:
        self.world.create(self._laptop(who))

    @rule(who=_PICK, what=_PICK)
    def open_form(self, who: int, what: int) -> None:
        at = self._laptop(who)
        if (record := self._record(at, what)) is not None:
            self.world.open(at, record)

    @precondition(lambda self: self.world.forms)
    @rule(which=_PICK, name=st.sampled_from(FIELDS), clear=st.booleans())
    def save_field(self, which: int, name: str, clear: bool) -> None:
        self.world.save_field(self._form(which), name, clear)

    @precondition(lambda self: self.world.forms)
    @rule(which=_PICK, seed=_PICK)
    def save_text(self, which: int, seed: int) -> None:
        self.world.save_text(self._form(which), random.Random(seed))

    @rule(who=_PICK, what=_PICK, name=st.sampled_from(FIELDS), seed=_PICK)
    def edit_behind_an_open_form(self, who: int, what: int, name: str, seed: int) -> None:
        """A colleague's edit arrives while a form is open, and then the form saves."""
        at, other = self._laptop(who), self._laptop(who + 1)
        record = self._record(at, what)
        if record is None or not self.world.holds(other, record):
            return
        self.world.open(at, record)
        self.world.open(other, record)
        mine, theirs = self.world.forms[-2:]
        self.world.save_field(theirs, name, clear=False)
        self.world.save_text(theirs, random.Random(seed))
        self.world.seal(other)
        self.world.deliver(at, self.world.sent)
        self.world.save_field(mine, name, clear=False)
        self.world.save_text(mine, random.Random(seed + 1))
        self.world.check(at, record)

    @rule(who=_PICK, what=_PICK, name=st.sampled_from(FIELDS))
    def settle(self, who: int, what: int, name: str) -> None:
        at = self._laptop(who)
        if (record := self._record(at, what)) is not None:
            self.world.settle(at, record, name)

    @rule(who=_PICK, what=_PICK)
    def delete(self, who: int, what: int) -> None:
        at = self._laptop(who)
        if (record := self._record(at, what)) is not None:
            self.world.delete(at, record)

    @rule(who=_PICK, what=_PICK)
    def restore(self, who: int, what: int) -> None:
        at = self._laptop(who)
        if (record := self._record(at, what)) is not None:
            self.world.restore(at, record)

    @rule(who=_PICK)
    def seal(self, who: int) -> None:
        self.world.seal(self._laptop(who))

    @rule(who=_PICK, seed=_PICK)
    def receive(self, who: int, seed: int) -> None:
        """Some of all that was ever sealed arrives: late, again, in any order."""
        at, chance = self._laptop(who), random.Random(seed)
        sent = chance.choices(self.world.sent, k=chance.randint(1, len(self.world.sent)))
        self.world.deliver(at, sent)
        if (record := self._record(at, seed)) is not None:
            self.world.check(at, record)

    @rule(who=_PICK, what=_PICK)
    def kill(self, who: int, what: int) -> None:
        at = self._laptop(who)
        if (record := self._record(at, what)) is not None:
            self.world.kill(at, record)

    @rule(who=_PICK)
    def keep_copy(self, who: int) -> None:
        self.world.keep_copy(self._laptop(who))

    @precondition(lambda self: self.world.copies and len(self.world.laptops) < 6)
    @rule(which=_PICK)
    def clone(self, which: int) -> None:
        self.world.clone(which % len(self.world.copies))

    @precondition(lambda self: self.world.copies)
    @rule(which=_PICK)
    def restore_copy(self, which: int) -> None:
        self.world.restore_copy(which % len(self.world.copies))

    @rule(seed=_PICK)
    def exchange_all(self, seed: int) -> None:
        self.world.exchange_all(random.Random(seed))
        self.world.check_all(only=self._laptop(seed))

    @override
    def teardown(self) -> None:
        world = getattr(self, "world", None)
        try:
            if world is not None and not world.failed:  # it has been told once
                world.exchange_all(random.Random(1))
                world.check_all()
        finally:
            if world is not None:
                world.close()
            remove(self.folder)


def run(template: Path, examples: int) -> None:
    """Run the machine, the same way each time."""
    machine: Any = type("Machine", (Alliance,), {"template": template})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_all_laptops_come_to_the_same(template: Path) -> None:
    run(template, EXAMPLES)


def merge_drops_some(
    document: Document, judged: Any, honest: Callable[..., bool] = _import_one
) -> bool:
    """Import, but throw away what comes to a record that is here already."""
    return True if document.spans() else honest(document, judged)


def heads_forget_what_is_concurrent(
    found: Heads, document: Document, since: VersionVector
) -> Heads:
    """Keep only the last write of a field: the last writer wins."""
    for change in document.changes_since(since):
        for op in change["ops"]:
            if op["container"] == "cid:root-f:Map":
                at = (change["peer"], op["counter"])
                found[op["content"]["key"]] = {at: op["content"].get("value")}
    return found


@pytest.mark.parametrize("rule", ["merge", "heads", "seen"])
def test_a_broken_rule_is_found(template: Path, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    if rule == "merge":
        monkeypatch.setattr(merging, "_import_one", merge_drops_some)
    elif rule == "heads":
        monkeypatch.setattr(heads, "advance", heads_forget_what_is_concurrent)
    else:
        edit = Writer.edit
        monkeypatch.setattr(
            journal.Writer, "edit", lambda self, id, values, _seen=None: edit(self, id, values)
        )

    with pytest.raises(AssertionError):
        run(template, 300)
