"""`kill -9` in the middle of an exchange, at many moments: nothing is lost, all goes on."""

import hashlib
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.store import Store
from tests.faults import apart
from tests.faults.lianke import Lianke, agree, litter
from tests.sticks import Stick

MOMENTS = 12  # for each direction at chosen steps, beside those after a chosen time
PARTS = 4  # tests that share the moments, so that two processes can take them


@dataclass(frozen=True)
class Scene:
    """The laptop whose exchange is killed, the other one, and the stick."""

    killed: Lianke
    other: Lianke
    stick: Path

    def command(self, place: Path | None = None) -> list[str | Path]:
        """Return the command line that is killed."""
        return ["--data", self.killed.data, "sync", place or self.stick]

    def watched(self) -> list[Path]:
        """Return the folders whose files count as steps."""
        return [self.killed.data, self.stick]


def attach(laptop: Lianke, data: bytes) -> None:
    """Keep an attachment's bytes, and its record."""
    store = Store(laptop.data)
    pieces = " ".join(map(str, store.blobs.keep(data)))
    store.close()
    (row,) = laptop.ask("records", "list", "activity", "--where", "title=第一次送课")
    whole = hashlib.sha256(data).hexdigest()
    fields = {"record": row["id"], "file_name": "照片.jpg", "sha256": whole, "pieces": pieces}
    laptop.ask("records", "add", "attachment", *(f"{k}={v}" for k, v in fields.items()))


@pytest.fixture(scope="module")
def busy(alliance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two laptops that have segments and an attachment for each other, and a's stick."""
    folder = tmp_path_factory.mktemp("busy")
    for name in "ab":
        laptop = Lianke(alliance / name).copy(folder / name)
        place = folder / "old"
        place.mkdir()
        for number in range(3):
            laptop.record(title=f"{name}{number}", summary="评课记录。" * 40)
            laptop.sync(place)
        attach(laptop, os.urandom(150_000))
        laptop.record(title=f"{name}未封")
        shutil.rmtree(place)
    (folder / "stick").mkdir()
    Lianke(folder / "a").copy(folder / "sender").sync(folder / "stick")
    return folder


@pytest.fixture
def scene(busy: Path, tmp_path: Path) -> Callable[[str], Scene]:
    """Return a function that makes a scene: a sends to an empty stick, b takes from a's."""
    made = 0

    def make(direction: str) -> Scene:
        nonlocal made
        made += 1
        folder = tmp_path / str(made)
        folder.mkdir()
        a, b = (Lianke(busy / name).copy(folder / name) for name in "ab")
        if direction == "sending":
            (folder / "stick").mkdir()
            return Scene(a, b, folder / "stick")
        shutil.copytree(busy / "stick", folder / "stick")
        return Scene(b, a, folder / "stick")

    return make


def goes_on(scene: Scene, before: set[str], place: Path | None = None) -> None:
    """Hold that nothing was lost and everything goes on."""
    place = place or scene.stick
    assert scene.killed.is_sound()
    assert scene.killed.titles() >= before
    for laptop in (scene.killed, scene.other, scene.killed):
        laptop.sync(place)
    assert agree(scene.killed, scene.other)
    expected = {f"{name}{end}" for name in "ab" for end in (0, 1, 2, "未封")}
    assert scene.other.titles() == expected | {"第一次送课"}
    pieces = [
        {p.name for p in (x.data / "pieces").glob("??/*")} for x in (scene.killed, scene.other)
    ]
    assert pieces[0] == pieces[1]
    assert len(pieces[0]) == 2
    assert litter(place, scene.killed.data, scene.other.data) == []


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("direction", ["sending", "receiving"])
def test_killed_at_any_step(scene: Callable[[str], Scene], direction: str, part: int) -> None:
    whole = scene(direction)
    steps = apart.count_steps(whole.command(), whole.watched())
    assert steps > 10 * MOMENTS

    for moment in range(part, MOMENTS, PARTS):
        one = scene(direction)
        before = one.killed.titles()
        at = random.randint(steps * moment // MOMENTS, steps * (moment + 1) // MOMENTS - 2) + 1
        process = apart.start(one.command(), one.watched(), at, sql=True)
        assert process.next()[0] == "here"
        process.kill()
        goes_on(one, before)


def test_killed_while_an_attachment_is_kept(scene: Callable[[str], Scene]) -> None:
    whole = scene("receiving")
    steps = apart.count_steps(whole.command(), [whole.killed.data / "pieces"], sql=False)

    for at in range(1, steps + 1):
        one = scene("receiving")
        before = one.killed.titles()
        process = apart.start(one.command(), [one.killed.data / "pieces"], at, sql=False)
        process.next()
        process.kill()
        goes_on(one, before)


@pytest.mark.parametrize("direction", ["sending", "receiving"])
def test_killed_after_any_time(scene: Callable[[str], Scene], direction: str) -> None:
    whole = scene(direction)
    begun = time.monotonic()
    apart.count_steps(whole.command(), whole.watched())
    lasts_s = time.monotonic() - begun

    running = 0
    for moment in range(6):
        one = scene(direction)
        before = one.killed.titles()
        process = apart.start(one.command(), one.watched(), 0, sql=True)
        running += process.kill_after(lasts_s * (moment + random.random()) / 8)
        goes_on(one, before)
    assert running > 1


@pytest.mark.parametrize("direction", ["sending", "receiving"])
def test_the_whole_program_killed_on_a_real_stick(
    scene: Callable[[str], Scene], direction: str, make_exfat_stick: Callable[..., Stick]
) -> None:
    stick = make_exfat_stick(name=direction)
    one = scene(direction)
    before = one.killed.titles()
    shutil.copytree(one.stick, stick.path, dirs_exist_ok=True)
    steps = apart.count_steps(scene(direction).command(), [one.stick.parent.parent])

    for moment in (2, 5, 8):  # each goes on from where the last was killed
        watched = [one.killed.data, stick.path]
        process = apart.start(one.command(stick.path), watched, steps * moment // 12, sql=True)
        process.next()
        process.kill()
        assert one.killed.is_sound()
    with one.killed.start("sync", stick.path) as program:
        try:
            program.wait(timeout=1 + random.random())
        except subprocess.TimeoutExpired:
            program.kill()

    goes_on(one, before, stick.path)
