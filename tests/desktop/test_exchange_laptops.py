"""A lost computer's person gets a new one; one revoked by mistake comes back: in the window."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import begin, writing
from db.progress import finish
from db.store import Store
from desktop.exchanges import Exchanges
from desktop.laptop_facts import looking_at, reading_laptops
from desktop.pages.exchange.laptops_view import LaptopsView
from desktop.pages.exchange.page import NOW, ExchangePage
from desktop.sticks import Stick, Sticks
from desktop.window import Frame
from sync import identity, revoking
from sync.round import exchange
from tests.desktop.exchange_laptops import (
    Laptops,
    add_activity,
    laptops,
    made_alliance,
    titles,
)
from tests.desktop.test_exchange_sections import (
    choose,
    laptop_of,
    page,
    stick,
    turn_to_laptops,
)

__all__ = ["laptops", "made_alliance", "page", "stick"]  # fixtures


def add_teacher(core: Store, folder: Path, stick: Path, name: str = "李志强") -> Store:
    """Let one more laptop join at the school of `core`, and let both exchange."""
    file = folder / f"{name}.invitation"
    with core.read() as session:
        me = identity.me(session)
    with core.read() as session:
        sitting = begin(session, me.person)
    with writing(core, sitting) as writer:
        person = records.add(writer, "person", {"name": name, "school": me.school})
    spoken = identity.invite(
        core, school=me.school, person=person, person_name=name, role="teacher",
        out=file, school_name="三小",
    )  # fmt: skip
    teacher = Store(folder / name)
    identity.join(teacher, file, spoken)
    file.unlink()
    for store in (core, teacher, core):
        finish(exchange(store, stick))
    return teacher


def make_again(qtbot: QtBot, view: LaptopsView, folder: Path) -> tuple[Path, str]:
    """Press what makes the invitation of a revoked laptop's person; return file and words."""
    again = view.panel.again
    again.place.take_folder(str(folder))
    with qtbot.waitSignal(again.made, timeout=10_000):
        qtbot.mouseClick(again.make, Qt.MouseButton.LeftButton)
    (file,) = folder.glob("*.invitation")
    return file, " ".join(again.result.words())


def test_the_person_of_a_lost_computer_gets_a_new_one_that_says_what_may_be_missing(
    qtbot: QtBot, page: ExchangePage, stick: Path, tmp_path: Path
) -> None:
    core = page.desk.store
    old = add_teacher(core, tmp_path, stick)
    add_activity(old, "交换过的")
    for store in (old, core):
        finish(exchange(store, stick))
    lost = laptop_of(old)
    old.close()
    view = choose(qtbot, page, lost)
    qtbot.mouseClick(view.panel.lost.lost, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.panel.changed):
        qtbot.mouseClick(view.panel.lost.revoke, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.panel.again.isVisible, timeout=10_000)

    file, spoken = make_again(qtbot, view, stick)
    finish(exchange(core, stick))
    new = Store(tmp_path / "new")
    identity.join(new, file, spoken)
    finish(exchange(new, stick))
    told = finish(reading_laptops(new)).own
    held = titles(new)
    new.close()

    assert finish(looking_at(core, lost)).invited_at is not None
    assert len(spoken.split()) == 6
    assert held == ["交换过的"]
    assert [line.split(":")[0] for line in told] == ["May be missing"]


def test_a_computer_that_was_revoked_by_mistake_comes_back_in_its_own_window(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path, tmp_path: Path
) -> None:
    core = page.desk.store
    teacher = add_teacher(core, tmp_path, stick)
    revoking.revoke(core, laptop_of(teacher))
    for store in (core, teacher):
        finish(exchange(store, stick))
    add_activity(teacher, "不知道的时候写的")
    view = choose(qtbot, page, laptop_of(teacher))
    file, spoken = make_again(qtbot, view, stick)
    finish(exchange(core, stick))
    theirs = laptops.desk_of(teacher)
    Exchanges(theirs, Sticks(None, tuple, tick_ms=10))
    other = ExchangePage(theirs)
    frame = Frame(other)
    qtbot.addWidget(frame)
    frame.show()
    other.activate()
    told = other.standing.text()
    other._to_laptops.click()
    assert other.laptops is not None
    back = other.laptops.panel.back
    qtbot.waitUntil(back.isVisible)

    qtbot.mouseClick(back.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not theirs.jobs.busy(), timeout=10_000)
    back.invitation.take(file)
    back.words.spread(spoken)
    with qtbot.waitSignal(theirs.news.member_changed, timeout=20_000):
        qtbot.mouseClick(back.go, Qt.MouseButton.LeftButton)
    for store in (teacher, core):
        finish(exchange(store, stick))

    assert told == "This computer was revoked: it takes part in nothing new."
    assert theirs.member.laptop == laptop_of(teacher)
    assert titles(core) == ["不知道的时候写的"]
    other.activate()
    assert other.standing.isHidden()


def test_only_a_revoked_computer_is_offered_the_way_back(qtbot: QtBot, page: ExchangePage) -> None:
    view = turn_to_laptops(qtbot, page)

    assert not view.panel.back.isVisible()
    assert not view.panel.again.isVisible()


def test_who_may_not_invite_is_offered_no_invitation_for_a_revoked_computer(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path, tmp_path: Path
) -> None:
    core = page.desk.store
    teacher = add_teacher(core, tmp_path, stick)
    guest = laptop_of(laptops.put_on(stick))
    finish(exchange(core, stick))
    revoking.revoke(core, guest)
    for store in (core, teacher):
        finish(exchange(store, stick))

    by_coordinator = finish(looking_at(core, guest))
    by_teacher = finish(looking_at(teacher, guest))
    teacher.close()

    assert by_coordinator.may_replace
    assert not by_teacher.may_replace
    assert by_teacher.preview is None


def test_a_computer_in_doubt_is_let_in_with_one_press(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path, tmp_path: Path
) -> None:
    core = page.desk.store
    guest = laptops.put_on(stick)
    finish(exchange(core, stick))
    apart = tmp_path / "apart"
    apart.mkdir()
    unheard = add_teacher(guest, tmp_path, apart)
    revoking.revoke(core, laptop_of(guest))
    finish(exchange(unheard, stick))
    finish(exchange(core, stick))
    view = choose(qtbot, page, laptop_of(unheard))
    doubt = view.panel.doubt
    assert doubt.isVisible()

    with qtbot.waitSignal(doubt.admitted, timeout=10_000):
        qtbot.mouseClick(doubt.admit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())

    states = {line.member.laptop: line.member.state for line in view.lines()}
    assert states[laptop_of(unheard)] == "good"
    assert not doubt.isVisible()
    unheard.close()


def test_a_stick_put_in_for_an_invitation_does_not_turn_the_page(
    qtbot: QtBot, page: ExchangePage, stick: Path
) -> None:
    view = turn_to_laptops(qtbot, page)

    page.exchanges.sticks.found.emit(Stick(stick, "U盘"))
    shown = view.isVisible()
    page.tabs.chosen.emit(NOW)

    assert shown
    assert page.idle.isVisible()
