"""What wants a decision in a material and its parts: asked in its panel, and answered there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from db.progress import finish
from db.queries.records import show
from db.record import DELETED, LIVE, Value
from desktop.context import Desk
from desktop.pages.library.detail import DetailPanel
from desktop.pages.library.thumbs import Thumbs
from sync.round import exchange
from tests.desktop.asking import answer, asked, sit, ways
from tests.desktop.exchange_laptops import Laptops, laptops, made_alliance
from tests.desktop.office import Office

__all__ = ["laptops", "made_alliance"]  # fixtures

PARTS: Mapping[str, tuple[Mapping[str, Value], Mapping[str, Value]]] = {
    "material": ({}, {"notes": "要配音箱。"}),
    "material_use": ({"person_name": "赵敏", "worked": "well"}, {"changed": "换成本地的水果。"}),
    "material_link": ({"record_kind": "activity", "record_name": "口算"}, {"position": "b"}),
    "attachment": ({"file_name": "板书.jpg"}, {"caption": "板书"}),
}
"""By kind: what it says at first, and what is written on it."""


def add(desk: Desk, kind: str) -> tuple[str, str]:
    """Record a material, and a part of it: return both ids, or twice the material's own."""
    with writing(desk.store, sit(desk)) as writer:
        material = records.add(writer, "material", {"title": "分数课件", "type": "slides"})
        if kind == "material":
            return material, material
        whole = "record" if kind == "attachment" else "material"
        return material, records.add(writer, kind, {whole: material, **PARTS[kind][0]})


@pytest.fixture
def show_on(qtbot: QtBot) -> Callable[[Desk], DetailPanel]:
    """Return a function that shows the panel of a material on a laptop."""

    def on_screen(desk: Desk) -> DetailPanel:
        panel = DetailPanel(desk, Thumbs(desk))
        panel.resize(320, 800)
        qtbot.addWidget(panel)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return on_screen


@pytest.mark.parametrize(("words", "left"), [("Keep", LIVE), ("Delete", DELETED)])
@pytest.mark.parametrize("kind", PARTS)
def test_an_answer_given_on_one_laptop_ends_the_question_on_both(
    kind: str,
    words: str,
    left: int,
    laptops: Laptops,
    tmp_path: Path,
    show_on: Callable[[Desk], DetailPanel],
    qtbot: QtBot,
) -> None:
    core, guest, stick = laptops.desk("core"), laptops.desk("guest"), tmp_path / "stick"
    stick.mkdir()
    material, part = add(core, kind)
    for desk in (core, guest):
        finish(exchange(desk.store, stick))
    with writing(guest.store, sit(guest)) as writer:
        records.change(writer, part, PARTS[kind][1])
    with writing(core.store, sit(core)) as writer:
        records.delete(writer, part)
    for desk in (guest, core, guest):
        finish(exchange(desk.store, stick))
    assert [asked(desk) for desk in (core, guest)] == [[part], [part]]

    panel = show_on(core)
    panel.open(material)
    answer(qtbot, panel.questions, words)
    for desk in (core, guest):
        finish(exchange(desk.store, stick))

    for desk in (core, guest):
        with desk.store.read() as session:
            row = show(session, part)
        assert (asked(desk), row.deletion) == ([], left)
        assert {name: row.values[name] for name in PARTS[kind][1]} == dict(PARTS[kind][1])


def ask_about(office: Office, kind: str) -> tuple[str, str]:
    """Let a colleague delete a material, or a part of it, while somebody writes on it."""
    material, part = add(office.desk, kind)
    seen = office.show(part).version
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, part)
    office.write(part, PARTS[kind][1], seen=seen)
    return material, part


@pytest.mark.parametrize("kind", PARTS)
def test_the_answer_delete_can_be_taken_back(
    kind: str, office: Office, show_on: Callable[[Desk], DetailPanel], qtbot: QtBot
) -> None:
    material, part = ask_about(office, kind)
    panel = show_on(office.desk)
    told: list[Callable[[], object]] = []
    panel.toasted.connect(lambda _words, _way, do: told.append(do))
    panel.open(material)

    answer(qtbot, panel.questions, "Delete")
    assert office.show(part).deletion == DELETED
    told[0]()

    assert office.show(part).deletion == LIVE
    assert not panel.questions.isVisible()


def test_who_may_only_read_is_not_asked(
    office: Office, show_on: Callable[[Desk], DetailPanel]
) -> None:
    material, _part = ask_about(office, "material")
    office.desk.member = replace(office.desk.member, role="observer")
    panel = show_on(office.desk)

    panel.open(material)

    assert not panel.questions.isVisible()


@pytest.mark.parametrize(
    ("kind", "field", "mine", "other"),
    [
        ("material", "title", "分数的课件", "分数课件（改）"),
        ("material", "notes", "要配音箱。", "要带小棒。"),
        ("material_use", "changed", "换成本地的水果。", "少放两页。"),
        ("material_link", "record_name", "口算乘法", "口算除法"),
        ("attachment", "caption", "板书", "板书照片"),
    ],
)
def test_two_versions_are_settled_in_the_panel(
    kind: str,
    field: str,
    mine: str,
    other: str,
    office: Office,
    show_on: Callable[[Desk], DetailPanel],
    qtbot: QtBot,
) -> None:
    material, part = add(office.desk, kind)
    office.dispute(part, field, mine, other)
    assert asked(office.desk) == [part]
    panel = show_on(office.desk)
    panel.open(material)

    answer(qtbot, panel.questions, "Compare both")
    card = panel.questions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    chosen = card.disputed.sides[1].value
    qtbot.mouseClick(card._uses[1], Qt.MouseButton.LeftButton)

    assert (office.show(part).values[field], asked(office.desk)) == (chosen, [])
    assert not panel.questions.isVisible()


def test_deciding_later_leaves_both_versions(
    office: Office, show_on: Callable[[Desk], DetailPanel], qtbot: QtBot
) -> None:
    material, _same = add(office.desk, "material")
    office.dispute(material, "title", "分数的课件", "分数课件（改）")
    panel = show_on(office.desk)
    panel.open(material)

    answer(qtbot, panel.questions, "Compare both")
    card = panel.questions.card()
    assert card is not None
    card.put_off.emit()

    assert panel.questions.card() is None
    assert office.show(material).disputed == ("title",)
    assert len(ways(panel.questions, "Compare both")) == 1
