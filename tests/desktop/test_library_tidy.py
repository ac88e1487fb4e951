"""Making room: long files line by line, small ones as one line that is off at first."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.queries.materials import list_materials
from desktop.pages.library.tidy import TidyView
from tests.desktop.exchange_laptops import Laptops, add_activity, laptops, made_alliance
from tests.desktop.test_readable_copies import attach
from tests.sync.laptops import Laptop
from tests.sync.test_materials_spare import before, say

__all__ = ["laptops", "made_alliance"]  # fixtures


@pytest.fixture
def core(laptops: Laptops, tmp_path: Path) -> Laptop:
    """Return a laptop with two small files, which two others hold."""
    core = Laptop("core", laptops.store("core"))
    for name in ("板书.txt", "练习.txt"):
        (tmp_path / name).write_bytes(name.encode())
        attach(core.store, add_activity(core.store, "送课"), tmp_path / name)
    with core.store.read() as session:
        proofs = [one.proof for one in list_materials(session, core.store.blobs)]
    for proof in proofs:
        for other in before(core, proof)[:2]:
            say(core, other, proofs)
    return core


@pytest.fixture
def view(qtbot: QtBot, laptops: Laptops, core: Laptop) -> TidyView:
    """Return the view, once it has looked."""
    view = TidyView(laptops.desk_of(core.store))
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.look()
    qtbot.waitUntil(lambda: view._small_check is not None)
    return view


def test_small_files_are_one_line_that_is_off_at_first(view: TidyView) -> None:
    check = view._small_check
    assert check is not None

    assert check.box.text() == "2 photos and short files"
    assert not check.on()
    assert not view.go.isEnabled()


def test_ticked_they_go_and_nothing_more_may(qtbot: QtBot, view: TidyView, core: Laptop) -> None:
    check = view._small_check
    assert check is not None
    check.box.setChecked(True)

    view.go.click()

    qtbot.waitUntil(lambda: not view._small)
    with core.store.read() as session:
        files = list_materials(session, core.store.blobs)
    assert not any(one.is_here(core.store.blobs) for one in files)
