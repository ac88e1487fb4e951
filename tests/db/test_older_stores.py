"""A store of every revision that was ever in use opens with all its records, and takes news.

`stores/REVISION.db.zst` was written by the program of that time: a visit with a participant, a
record in the bin, and two changes of a kind it did not know yet, parked; from 0002 on also two
materials, and who used one.
"""

from pathlib import Path

import pytest
from backports import zstd
from sqlalchemy import select

from db import journal, migrate
from db.check import check
from db.judging import Signer
from db.models.activities import Activity, Participant
from db.models.plans import LessonPlan, PlanStep
from db.queries.library import LibraryFilter, find_materials, material_rows
from db.record import DELETED
from db.store import FILE, Store
from tests.db.laptops import HOME, laptop_id

STORES = Path(__file__).parent / "stores"
REVISIONS = sorted(path.name.split(".")[0] for path in STORES.iterdir())


@pytest.fixture(params=REVISIONS)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder of a store as an older program left it."""
    packed = (STORES / f"{request.param}.db.zst").read_bytes()
    (tmp_path / FILE).write_bytes(zstd.decompress(packed))
    return tmp_path


def test_there_is_one_of_each_revision_but_the_newest() -> None:
    known = sorted(path.name[:4] for path in (migrate._SCRIPTS / "versions").glob("0*.py"))

    assert known == [*REVISIONS, migrate.HEAD]


def test_it_keeps_its_records_and_passes_its_check(older: Path) -> None:
    store = Store(older)
    with store.read() as session:
        rows = session.execute(select(Activity.title, Activity.deletion == DELETED)).all()
        people = session.scalars(select(Participant.person_name)).all()

    assert sorted(map(tuple, rows)) == [("三小到红石小学送课", False), ("记错了", True)]
    assert people == ["张晓梅"]
    assert [p for p in check(store) if p.code != "parked"] == []
    store.close()


def test_what_it_could_not_read_yet_is_there_after_the_update(older: Path) -> None:
    store = Store(older)
    signer = Signer(laptop_id("b"), "coordinator", HOME, 3)

    journal.retry_parked(store, lambda *_named: signer)

    with store.read() as session:
        plan = session.scalars(select(LessonPlan)).one()
        step = session.scalars(select(PlanStep)).one()
        session.expunge_all()
    assert (plan.title, plan.objectives) == ("口算乘法", "会算整十数乘一位数。")
    assert (step.plan, step.title, step.minutes) == (plan.id, "摆小棒", 8)
    store.close()


def test_its_materials_stand_in_the_library_in_their_order(older: Path) -> None:
    store = Store(older)
    with store.read() as session:
        ids = find_materials(session, store.blobs, LibraryFilter())
        rows = material_rows(session, store.blobs, ids)
    store.close()

    had_materials = (older / f"{Path(FILE).stem}-before-0001.db").exists() is False
    titles = ["口算乘法练习单", "口算乘法课件"] if had_materials else []
    assert [row.title for row in rows] == titles
    assert [row.uses for row in rows] == [1, 0][: len(titles)]
