"""The first steps, from the first page to a laptop that can exchange."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.local import LAST_PERSON, member, read
from db.progress import finish
from db.queries.people import alliance_name, list_people, list_schools
from db.queries.records import list_records, show
from db.sealed_backup import seal_backup
from db.store import Store
from desktop import theme, words
from desktop.founding import AllianceDraft
from desktop.jobs import Jobs
from desktop.pages.exchange.new_place_draft import Kind, Part, draft_of
from desktop.pages.wizard import start
from desktop.pages.wizard.first_exchange import FirstExchangeStep
from desktop.pages.wizard.found_steps import AllianceStep, FounderStep
from desktop.pages.wizard.invite_step import InviteStep
from desktop.pages.wizard.join_step import JoinStep
from desktop.pages.wizard.recover_step import RecoverStep
from desktop.pages.wizard.recovered_step import RecoveredStep
from desktop.pages.wizard.recovery import RecoveryStep
from desktop.pages.wizard.restore_step import RestoreStep
from desktop.pages.wizard.sample import SampleBar, is_sample, own_folder, sample_folder
from desktop.pages.wizard.server_step import ServerStep
from desktop.pages.wizard.start import StartStep
from desktop.pages.wizard.who_step import WhoStep
from desktop.pages.wizard.wizard import Wizard
from desktop.settings import SettingsFile
from desktop.sticks import Stick, Sticks
from desktop.theme import Theme
from sync import identity, places
from sync.passwords import Passwords
from sync.recovery import read_code
from sync.round import exchange
from tests.desktop.exchange_laptops import (
    TODAY,
    Laptops,
    add_activity,
    laptops,
    made_alliance,
    titles,
)
from tests.sync.servers import PASSWORD, webdav, webdav_address

__all__ = ["laptops", "made_alliance"]  # fixtures

Open = Callable[..., Wizard]
_RECOVER, _SERVER = -1, -2  # ways in that are none of the three large ones


@pytest.fixture
def open_wizard(qtbot: QtBot, tmp_path: Path, settings_file: SettingsFile) -> Iterator[Open]:
    """Return a function that opens the first steps on a fresh data folder."""
    wizards: list[Wizard] = []
    all_jobs: list[Jobs] = []

    def open(*sticks: Stick, name: str = "new") -> Wizard:
        jobs = Jobs()
        wizard = Wizard(
            Store(tmp_path / name),
            jobs,
            settings_file,
            settings_file.read(),
            sticks=Sticks(None, lambda: sticks, tick_ms=10),
            today=lambda: TODAY,
        )
        wizards.append(wizard)
        all_jobs.append(jobs)
        qtbot.addWidget(wizard)
        wizard.resize(1280, 800)
        wizard.show()
        return wizard

    yield open
    for jobs in all_jobs:
        jobs.shut_down()
    for wizard in wizards:
        wizard._stop_watching()
        wizard.store.close()
        wizard.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wizards.clear()


def invite(laptops: Laptops, folder: Path, name: str = "张晓梅") -> tuple[Path, str]:
    """Let the core laptop invite a teacher of its school and exchange with the folder."""
    core = laptops.store("core")
    with core.read() as session:
        me = identity.me(session)
    file = folder / "邀请.invitation"
    said = identity.invite(
        core,
        school=me.school,
        person=me.person,
        person_name=name,
        role="teacher",
        out=file,
        school_name="三小",
    )
    add_activity(core, "送课")
    finish(exchange(core, folder))
    return file, said


def press(qtbot: QtBot, wizard: Wizard) -> None:
    """Press the one way on."""
    assert wizard.foot.go.isEnabled(), wizard.step().lacking()
    qtbot.mouseClick(wizard.foot.go, Qt.MouseButton.LeftButton)


def reach(qtbot: QtBot, wizard: Wizard, kind: type) -> None:
    """Wait until a step of a kind is shown."""
    qtbot.waitUntil(lambda: isinstance(wizard.step(), kind), timeout=20_000)


def choose(qtbot: QtBot, wizard: Wizard, way: int) -> None:
    """Choose one of the three ways on the first page."""
    step = wizard.step()
    assert isinstance(step, StartStep)
    step.picks.set_at(way)
    press(qtbot, wizard)


def found(qtbot: QtBot, wizard: Wizard) -> RecoveryStep:
    """Found an alliance, up to the recovery code."""
    choose(qtbot, wizard, start.FOUND)
    alliance = wizard.step()
    assert isinstance(alliance, AllianceStep)
    alliance.alliance.setText("青山小学教育联盟")
    alliance.school.setText("云岭县第三小学")
    alliance.short.setText("三小")
    alliance.county.setText("云岭县")
    alliance.type.set_code("county_primary")
    press(qtbot, wizard)
    founder = wizard.step()
    assert isinstance(founder, FounderStep)
    founder.name.setText("孙敏")
    founder.posts["vice_principal"].click()
    press(qtbot, wizard)
    reach(qtbot, wizard, RecoveryStep)
    step = wizard.step()
    assert isinstance(step, RecoveryStep)
    return step


def type_group(step: RecoveryStep) -> None:
    """Type the group that is asked back, in small letters."""
    step.copied.click()
    step.group.setText(step._groups[step.asked()].lower())


def test_founding_makes_the_alliance_its_school_and_its_founder(
    qtbot: QtBot, open_wizard: Open
) -> None:
    wizard = open_wizard()

    found(qtbot, wizard)

    with wizard.store.read() as session:
        schools = list_schools(session)
        people = list_people(session, today=TODAY)
        assert alliance_name(session) == "青山小学教育联盟"
        assert [(s.short_name, s.type, s.role) for s in schools] == [
            ("三小", "county_primary", "core")
        ]
        assert [(p.name, p.posts) for p in people] == [("孙敏", "vice_principal")]
        assert show(session, schools[0].id).values["county"] == "云岭县"
        assert read(session, LAST_PERSON) == people[0].id
        assert len(list_records(session, "term")) == 2


def test_the_code_on_the_slip_is_the_code_of_the_alliance(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()

    step = found(qtbot, wizard)

    with wizard.store.read() as session:
        me = member(session)
        assert me is not None
        assert read_code(" ".join(step._groups), me.alliance)


def test_founding_goes_on_only_when_the_paper_was_read(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    step = found(qtbot, wizard)

    before = wizard.foot.go.isEnabled()
    step.copied.click()
    step.group.setText("2222")
    wrong = wizard.foot.go.isEnabled()
    type_group(step)

    assert (before, wrong, wizard.foot.go.isEnabled()) == (False, False, True)
    assert step.slip.covered()


def test_the_slip_can_be_saved_as_pdf(qtbot: QtBot, open_wizard: Open, tmp_path: Path) -> None:
    wizard = open_wizard()
    step = found(qtbot, wizard)

    step.save_to(str(tmp_path / "code.pdf"))

    assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF")
    assert step.slip.covered()


def test_closing_before_the_code_is_on_paper_warns_once(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    step = found(qtbot, wizard)

    stayed = not wizard.close()

    assert stayed
    qtbot.waitUntil(step.notice.isVisible)
    assert wizard.close()


def test_founding_ends_with_an_invitation_and_the_window(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    wizard = open_wizard()
    type_group(found(qtbot, wizard))
    press(qtbot, wizard)
    step = wizard.step()
    assert isinstance(step, InviteStep)
    step.panel.school.set_code("new")
    step.panel._show_people()
    step.panel.new_school.setText("李家小学")
    step.panel.new_person.setText("王丽娟")
    step.panel.role.set_code("lead")
    step.panel.place.take_folder(str(tmp_path))

    with qtbot.waitSignal(step.panel.invited, timeout=20_000):
        step.panel.make.click()
    with qtbot.waitSignal(wizard.opened) as opened:
        press(qtbot, wizard)

    assert opened.args == [tmp_path / "new"]
    file = tmp_path / "李家小学-王丽娟.invitation"
    joined = identity.join(guest := Store(tmp_path / "guest"), file, " ".join(step.panel.words()))
    guest.close()
    assert (joined.person_name, joined.role) == ("王丽娟", "lead")


def test_joining_brings_everything_from_the_stick(
    qtbot: QtBot, open_wizard: Open, laptops: Laptops, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    _file, said = invite(laptops, stick)
    wizard = open_wizard(Stick(stick, "张老师的U盘"))
    wizard._sticks.start()  # type: ignore[union-attr]  # what is plugged in is known by now
    qtbot.waitUntil(lambda: bool(wizard._sticks and wizard._sticks.now()))
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)
    qtbot.waitUntil(step.invitation.is_ready)

    step.words.spread(said)
    press(qtbot, wizard)
    reach(qtbot, wizard, FirstExchangeStep)
    exchange = wizard.step()
    assert isinstance(exchange, FirstExchangeStep)
    qtbot.waitUntil(wizard.foot.go.isEnabled)
    press(qtbot, wizard)
    qtbot.waitUntil(lambda: exchange.ending.isVisible(), timeout=20_000)
    press(qtbot, wizard)
    who = wizard.step()
    assert isinstance(who, WhoStep)
    with qtbot.waitSignal(wizard.opened):
        press(qtbot, wizard)

    store = Store(tmp_path / "new")
    assert who.person()[0] == "孙敏"
    assert titles(store) == ["送课"]
    store.close()


def test_somebody_who_is_not_in_the_list_is_added_to_the_school(
    qtbot: QtBot, open_wizard: Open, laptops: Laptops, tmp_path: Path
) -> None:
    file, said = invite(laptops, tmp_path)
    wizard = open_wizard()
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)
    step.invitation.take(file)
    step.words.spread(said)
    press(qtbot, wizard)
    reach(qtbot, wizard, FirstExchangeStep)
    exchange = wizard.step()
    assert isinstance(exchange, FirstExchangeStep)
    wizard.foot.skip_wanted.emit()
    who = wizard.step()
    assert isinstance(who, WhoStep)

    who.name.setText("陈雨欣")
    with qtbot.waitSignal(wizard.opened):
        press(qtbot, wizard)

    store = Store(tmp_path / "new")
    with store.read() as session:
        people = list_people(session, today=TODAY)
        me = member(session)
        assert me is not None
        assert [(p.name, p.school) for p in people] == [("陈雨欣", me.school)]
        assert read(session, LAST_PERSON) == people[0].id
    store.close()


def test_wrong_words_say_so_and_nothing_was_joined(
    qtbot: QtBot, open_wizard: Open, laptops: Laptops, tmp_path: Path
) -> None:
    file, said = invite(laptops, tmp_path)
    wizard = open_wizard()
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)
    step.invitation.take(file)

    step.words.spread(" ".join(reversed(said.split())))
    press(qtbot, wizard)
    qtbot.waitUntil(step.notice.isVisible, timeout=20_000)

    assert step.notice.text().startswith("These are six words, but not those")
    with wizard.store.read() as session:
        assert member(session) is None


def test_a_file_that_is_no_invitation_is_said_at_once(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff" * 100)
    wizard = open_wizard()
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)

    step.invitation.take(photo)

    assert step.invitation.problem().startswith("This file is no invitation.")
    assert not wizard.foot.go.isEnabled()


def test_initials_are_proposed_and_enter_takes_the_first(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)
    first = step.words.fields[0]
    first.line.setFocus()
    qtbot.waitUntil(first.line.hasFocus)

    qtbot.keyClicks(first.line, "qs")
    offered = [one.text() for one in step.words.proposals if one.isVisible()]
    qtbot.keyClick(first.line, Qt.Key.Key_Return)

    assert first.word() == offered[0]
    assert first.is_right()
    assert step.words.fields[1].line.hasFocus()


def test_six_words_pasted_into_one_field_find_their_places(qtbot: QtBot, open_wizard: Open) -> None:
    from sync.words import draw

    wizard = open_wizard()
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)
    drawn = draw()

    QApplication.clipboard().setText(" ".join(drawn))
    step.words.fields[0].line.setFocus()
    step.words.fields[0].line.paste()

    assert tuple(field.word() for field in step.words.fields) == drawn


def test_a_word_of_no_list_is_pointed_out_when_it_is_left(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    choose(qtbot, wizard, start.JOIN)
    step = wizard.step()
    assert isinstance(step, JoinStep)
    field = step.words.fields[0]
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)

    qtbot.keyClicks(field.line, "xyzzy")
    step.words.fields[1].line.setFocus()

    assert field.line.accessibleDescription() == "not one of our words"


def test_the_sample_lies_in_a_folder_of_its_own(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    wizard = open_wizard()

    with qtbot.waitSignal(wizard.opened, timeout=60_000) as opened:
        choose(qtbot, wizard, start.SAMPLE)

    assert opened.args == [tmp_path / "new-sample"]
    assert is_sample(tmp_path / "new-sample")
    own = Store(tmp_path / "new")
    with own.read() as session:
        assert member(session) is None
    own.close()


def test_the_sample_is_marked_over_the_whole_window_and_leads_back(
    qtbot: QtBot, laptops: Laptops
) -> None:
    from desktop.window import Window

    window = Window(laptops.desk("core"))
    qtbot.addWidget(window)
    window.show()
    window.start()

    bar = SampleBar.over(window)
    window.rebuild()

    assert bar.isVisible()
    assert bar.geometry().top() == 0
    with qtbot.waitSignal(bar.back_wanted):
        bar.back.click()


def test_a_sample_knows_the_folder_it_belongs_to(tmp_path: Path) -> None:
    assert own_folder(sample_folder(tmp_path / "data")) == tmp_path / "data"


def test_a_sealed_backup_brings_a_laptop_back(
    qtbot: QtBot, open_wizard: Open, laptops: Laptops, tmp_path: Path
) -> None:
    old = laptops.store("core")
    add_activity(old, "送课")
    finish(seal_backup(old.folder, tmp_path / "old.lkb", "天上有云"))
    wizard = open_wizard()
    step = wizard.step()
    assert isinstance(step, StartStep)
    step.restore_wanted.emit()
    restore = wizard.step()
    assert isinstance(restore, RestoreStep)
    restore.take(str(tmp_path / "old.lkb"))

    restore.passphrase.setText("天上有雨")
    press(qtbot, wizard)
    qtbot.waitUntil(restore.notice.isVisible, timeout=20_000)
    restore.passphrase.setText("天上有云")
    with qtbot.waitSignal(wizard.opened, timeout=20_000):
        press(qtbot, wizard)

    store = Store(tmp_path / "new")
    assert titles(store) == ["送课"]
    store.close()


def test_the_recovery_code_brings_a_lost_coordinator_back(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    wizard = open_wizard(name="lost")
    code = " ".join(found(qtbot, wizard)._groups)
    stick = tmp_path / "stick"
    stick.mkdir()
    add_activity(wizard.store, "送课")
    finish(exchange(wizard.store, stick))
    new = open_wizard()
    start_step = new.step()
    assert isinstance(start_step, StartStep)

    start_step.recover_wanted.emit()
    step = new.step()
    assert isinstance(step, RecoverStep)
    step.take_folder(str(stick))
    step.code.setText(code.lower())
    press(qtbot, new)
    reach(qtbot, new, FirstExchangeStep)
    exchanging = new.step()
    assert isinstance(exchanging, FirstExchangeStep)
    press(qtbot, new)  # the place is known: nothing is asked twice
    qtbot.waitUntil(lambda: exchanging.ending.isVisible(), timeout=20_000)
    press(qtbot, new)
    reach(qtbot, new, RecoveredStep)
    with qtbot.waitSignal(new.opened):
        press(qtbot, new)

    store = Store(tmp_path / "new")
    assert titles(store) == ["送课"]
    with store.read() as session:
        me = identity.me(session)
    assert (me.role, me.person_name, me.alliance_name) == (
        "coordinator",
        "孙敏",
        "青山小学教育联盟",
    )
    store.close()


def take_server(qtbot: QtBot, wizard: Wizard, address: str) -> None:
    """Fill in a net disk of one's own in the step that asks for a server, and take it."""
    step = wizard.step()
    assert isinstance(step, ServerStep)
    form, typed = step.place, draft_of(address, "县里的网盘")
    form.choose(Kind.DAV)
    form.dav.set_at(1)
    form.name.setText(typed.name)
    form.name.textEdited.emit(typed.name)
    for part, said in (
        (Part.WHERE, typed.where),
        (Part.USER, typed.user),
        (Part.PASSWORD, PASSWORD),
    ):
        form.fields[part].setText(said)
        form.fields[part].textEdited.emit(said)
    press(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.step() is not step, timeout=20_000)


def test_the_recovery_code_is_used_over_a_server_too(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    wizard = open_wizard(name="lost")
    code = " ".join(found(qtbot, wizard)._groups)
    add_activity(wizard.store, "送课")
    (tmp_path / "served").mkdir()
    with webdav(tmp_path / "served") as served:
        address = webdav_address(served.port)
        Passwords(wizard.store.folder).keep(address, PASSWORD)
        finish(exchange(wizard.store, address))
        new = open_wizard()
        new._show_recover()
        step = new.step()
        assert isinstance(step, RecoverStep)
        step.code.setText(code)

        qtbot.mouseClick(step.server, Qt.MouseButton.LeftButton)
        take_server(qtbot, new, address)
        press(qtbot, new)  # the code that was typed before is still there
        reach(qtbot, new, FirstExchangeStep)
        exchanging = new.step()
        assert isinstance(exchanging, FirstExchangeStep)
        press(qtbot, new)
        qtbot.waitUntil(lambda: exchanging.ending.isVisible(), timeout=20_000)

    assert exchanging.ending.text() == "Done."
    assert titles(new.store) == ["送课"]
    with new.store.read() as session:
        assert identity.me(session).role == "coordinator"
        assert [one.name for one in places.known(session)] == ["县里的网盘"]


def test_who_joins_may_begin_with_a_server(
    qtbot: QtBot, open_wizard: Open, laptops: Laptops, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    file, said = invite(laptops, stick)
    (tmp_path / "served").mkdir()
    wizard = open_wizard()
    with webdav(tmp_path / "served") as served:
        address = webdav_address(served.port)
        core = laptops.store("core")
        Passwords(core.folder).keep(address, PASSWORD)
        finish(exchange(core, address))
        wizard._join((file, said))
        reach(qtbot, wizard, FirstExchangeStep)
        step = wizard.step()
        assert isinstance(step, FirstExchangeStep)

        qtbot.mouseClick(step.server, Qt.MouseButton.LeftButton)
        take_server(qtbot, wizard, address)
        reached = wizard.step()
        assert isinstance(reached, FirstExchangeStep)
        press(qtbot, wizard)
        qtbot.waitUntil(lambda: reached.ending.isVisible(), timeout=20_000)

    assert titles(wizard.store) == ["送课"]


def test_who_turns_back_from_a_server_finds_what_was_typed(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    wizard._show_recover()
    step = wizard.step()
    assert isinstance(step, RecoverStep)
    step.code.setText("AAAA BBBB")
    step.name.setText("孙敏")
    step.server.click()

    wizard.foot.back_wanted.emit()

    again = wizard.step()
    assert isinstance(again, RecoverStep)
    assert again.typed() == ("AAAA BBBB", "孙敏")


def test_a_recovery_code_with_a_slip_of_the_pen_is_told_before_anything_is_asked(
    qtbot: QtBot, open_wizard: Open
) -> None:
    wizard = open_wizard()
    wizard._show_recover()
    step = wizard.step()
    assert isinstance(step, RecoverStep)

    qtbot.keyClicks(step.code, "AAAA BBBB")
    qtbot.keyClick(step.code, Qt.Key.Key_Return)

    assert step.notice.isVisibleTo(step)


def test_a_stick_of_another_alliance_does_not_take_the_recovery_code(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    code = " ".join(found(qtbot, open_wizard(name="lost"))._groups)
    stick = tmp_path / "stick"
    stick.mkdir()
    wizard = open_wizard(Stick(stick, "U盘"))
    wizard._show_recover()
    step = wizard.step()
    assert isinstance(step, RecoverStep)
    step.take_folder(str(stick))
    step.code.setText(code)

    press(qtbot, wizard)
    qtbot.waitUntil(lambda: step.notice.isVisible())

    assert wizard.step() is step
    with wizard.store.read() as session:
        assert member(session) is None


def test_letters_and_language_change_on_the_first_page(
    qtbot: QtBot, open_wizard: Open, wear: Callable[[Theme], None], settings_file: SettingsFile
) -> None:
    wizard = open_wizard()
    wizard.dressing.connect(lambda settings: wear(Theme(scale=settings.scale, language="en")))
    step = wizard.step()
    assert isinstance(step, StartStep)

    step.letters.chosen.emit(2)

    assert settings_file.read().letters == "huge"
    assert theme.now().scale == 1.5
    assert isinstance(wizard.step(), StartStep)


def test_enter_goes_on_from_the_first_page(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    step = wizard.step()
    assert isinstance(step, StartStep)

    qtbot.keyClick(step.picks, Qt.Key.Key_Return)

    assert isinstance(wizard.step(), JoinStep)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("way", [None, start.JOIN, start.FOUND, _RECOVER, _SERVER])
def test_no_step_widens_a_small_window_at_large_letters(
    qtbot: QtBot, open_wizard: Open, wear: Callable[[Theme], None], language: str, way: int | None
) -> None:
    wear(Theme(scale=1.5, language=language))
    words.install(language)
    wizard = open_wizard()
    wizard.resize(1024, 768)

    if way == _RECOVER:
        wizard._show_recover()
    elif way == _SERVER:
        wizard._show_server()
    elif way is not None:
        choose(qtbot, wizard, way)

    assert wizard.minimumSizeHint().width() <= 1024
    assert wizard._scroll.widget().minimumSizeHint().width() <= wizard._scroll.viewport().width()


def test_the_slip_fits_a_small_window_at_large_letters(
    qtbot: QtBot, open_wizard: Open, wear: Callable[[Theme], None]
) -> None:
    wear(Theme(scale=1.5, language="en"))
    wizard = open_wizard()
    wizard.resize(1024, 768)

    step = found(qtbot, wizard)
    type_group(step)

    inside = wizard._scroll.widget().minimumSizeHint().width()
    assert inside <= wizard._scroll.viewport().width()


def test_enter_in_a_field_takes_one_step_only(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    found_once = wizard._draft = AllianceDraft("青山联盟", "", "三小", person="孙敏")
    choose(qtbot, wizard, start.FOUND)
    step = wizard.step()
    assert isinstance(step, AllianceStep)

    qtbot.keyClick(step.school, Qt.Key.Key_Return)

    assert isinstance(wizard.step(), FounderStep)
    assert not wizard.step().busy()
    assert found_once.person == "孙敏"


def test_enter_while_inviting_makes_the_invitation_and_does_not_leave(
    qtbot: QtBot, open_wizard: Open, tmp_path: Path
) -> None:
    wizard = open_wizard()
    type_group(found(qtbot, wizard))
    press(qtbot, wizard)
    step = wizard.step()
    assert isinstance(step, InviteStep)
    step.panel.person.set_code("new")
    step.panel._change()
    step.panel.place.take_folder(str(tmp_path))
    step.panel.new_person.setText("张晓梅")

    with qtbot.waitSignal(step.panel.invited, timeout=20_000):
        qtbot.keyClick(step.panel.new_person, Qt.Key.Key_Return)

    assert isinstance(wizard.step(), InviteStep)
    assert len(step.panel.words()) == 6


def test_going_back_keeps_what_was_typed(qtbot: QtBot, open_wizard: Open) -> None:
    wizard = open_wizard()
    choose(qtbot, wizard, start.FOUND)
    first = wizard.step()
    assert isinstance(first, AllianceStep)
    first.alliance.setText("青山联盟")
    first.school.setText("三小")
    press(qtbot, wizard)

    wizard.foot.back_wanted.emit()

    again = wizard.step()
    assert isinstance(again, AllianceStep)
    assert again.alliance.text() == "青山联盟"
