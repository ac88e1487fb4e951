"""The demo: five laptops, one stick, the same records everywhere, a printed ledger."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from db.queries.conflicts import OpenQuestion, conflicts, open_questions
from db.queries.plans import PlanFilter, list_plans
from db.queries.records import RecordRow, list_records
from db.store import Store
from desktop import words
from desktop.demo.alliance import MEMBERS
from desktop.demo.disputes import BOOKS
from desktop.demo.load import load_sample
from desktop.demo.run import MARK, Demo, _make_room, run
from sync.errors import AlreadyFoundedError

pytestmark = pytest.mark.xdist_group("sample")  # one demo, in one process


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Demo:
    words.install("en")
    return run(tmp_path_factory.mktemp("demo"), told.append)


@pytest.fixture(params=MEMBERS)
def store(demo: Demo, request: pytest.FixtureRequest) -> Iterator[Store]:
    with closing(Store(demo.data[request.param])) as opened:
        yield opened


@pytest.fixture
def core(demo: Demo) -> Iterator[Store]:
    with closing(Store(demo.data["sanxiao"])) as opened:
        yield opened


def questions(store: Store) -> list[OpenQuestion]:
    with store.read() as session:
        return open_questions(session)


def activities(store: Store) -> list[RecordRow]:
    with store.read() as session:
        return list(list_records(session, "activity"))


def test_all_five_laptops_hold_the_same(demo: Demo) -> None:
    assert demo.agree


def test_each_laptop_has_the_whole_year(store: Store) -> None:
    assert len(activities(store)) == 125


def test_each_laptop_asks_the_same_questions(store: Store) -> None:
    found = questions(store)

    about = {kind: [q for q in found if q.kind == kind] for kind in ("activity", "plan_step")}
    assert sorted((q.fields, q.deleted) for q in about["activity"]) == [
        ((), True), (("outcome",), False), (("title",), False),
    ]  # fmt: skip
    assert [q.fields for q in about["plan_step"]] == [("student",)] * 4
    assert len(found) == 7


def test_each_laptop_has_the_plans_of_all_schools(store: Store) -> None:
    with store.read() as session:
        found = list_plans(session, PlanFilter(), limit=100)
        catalogue = list_records(session, "lesson")

    assert Counter(plan.stage for plan in found) == {"agreed": 16, "personal": 44}
    assert sum(plan.layout == "multigrade" for plan in found) == 2
    assert sum(bool(plan.parent) for plan in found) == 36
    assert max(plan.versions for plan in found) == 3
    assert len(catalogue) == 169


def test_each_laptop_knows_what_was_prepared_and_taught_beside_each_other(store: Store) -> None:
    with store.read() as session:
        types = {row.id: row.values["type"] for row in list_records(session, "activity")}
        ties = list_records(session, "activity_plan")

    about = Counter(types[str(tie.values["activity"])] for tie in ties)
    assert about["joint_preparation"] >= 5
    assert about["parallel_lesson"] >= 2
    assert all(
        tie.values["observation"]
        for tie in ties
        if types[str(tie.values["activity"])] == "parallel_lesson"
    )


def test_each_laptop_has_the_materials_of_all_schools(store: Store) -> None:
    with store.read() as session:
        materials = list_records(session, "material")
        links = list_records(session, "material_link")
        uses = list_records(session, "material_use")

    types = Counter(row.values["type"] for row in materials)
    assert types == {
        "picture": 48, "exercise": 40, "slides": 24, "plan": 14, "paper": 10, "audio": 8,
        "local": 6,
    }  # fmt: skip
    silent = ("picture", "audio")
    assert all(row.values["words"] for row in materials if row.values["type"] not in silent)
    assert len(links) > 20
    assert len(uses) > 5


def test_both_values_of_the_disputed_title_are_kept(core: Store) -> None:
    asked = next(q for q in questions(core) if q.fields == ("title",))

    with core.read() as session:
        found = conflicts(session, asked.id)

    assert {found[0].shown, found[0].other} == {f"{BOOKS}，分装五箱", "三小五（2）班赠书124册"}
    assert found[0].person_name in {"孙敏", "王丽娟"}


def test_edits_of_different_fields_and_lines_all_survive(core: Store) -> None:
    rows = activities(core)

    assert [r for r in rows if r.values.get("place") == "李家小学图书室"]
    assert [r for r in rows if "按颜色扎好" in str(r.values.get("discussion"))]


def test_pictures_arrive_with_their_bytes(store: Store) -> None:
    with store.read() as session:
        pictures = list_records(session, "attachment")

    assert len(pictures) > 60
    for picture in pictures:
        pieces = str(picture.values["pieces"]).split()
        assert all(store.blobs.has(piece.partition(":")[0]) for piece in pieces)


def test_the_ledger_is_printed_and_a_workbook(demo: Demo) -> None:
    text = "".join(page.extract_text() for page in PdfReader(demo.pdf).pages)
    book = load_workbook(demo.xlsx)

    assert "口算乘法" in text
    assert sum(sheet.max_row for sheet in book.worksheets) > 66


def test_it_tells_what_it_did_in_a_dozen_lines_with_the_paths(demo: Demo, told: list[str]) -> None:
    assert 10 <= len(told) <= 14
    for path in (demo.pdf, demo.xlsx, demo.stick.parent):
        assert any(str(path) in line for line in told)


def test_a_second_demo_replaces_the_first(tmp_path: Path) -> None:
    (tmp_path / MARK).touch()
    for name in ("sanxiao", "stick", "mine"):
        (tmp_path / name).mkdir()

    _make_room(tmp_path)

    assert sorted(p.name for p in tmp_path.iterdir()) == [MARK, "mine"]


def test_a_laptop_that_is_in_use_is_left_alone(sample_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "lijia"))

    for _again in range(2):
        with pytest.raises(AlreadyFoundedError):
            run(tmp_path)

    with closing(Store(folder)) as used:
        assert len(activities(used)) == 125
    assert [p.name for p in tmp_path.iterdir()] == ["lijia"]


def test_the_whole_sample_goes_into_one_data_folder(sample_folder: Path, tmp_path: Path) -> None:
    with closing(Store(shutil.copytree(sample_folder, tmp_path / "look"))) as opened:
        assert len(activities(opened)) == 125
        assert questions(opened) == []
        with opened.read() as session:
            assert len(list_records(session, "person")) == 62


def test_the_sample_is_not_poured_into_a_folder_in_use(sample_folder: Path, tmp_path: Path) -> None:
    opened = Store(shutil.copytree(sample_folder, tmp_path / "look"))

    with closing(opened), pytest.raises(AlreadyFoundedError):
        load_sample(opened)
