"""The golden depot: bytes as they lie on sticks already, read by a stranger and by today's code."""

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from db.documents import Document
from db.models.local import Document as Stored
from db.progress import finish
from db.store import Store
from sync import identity, invitations, joining, keys, recovery, round, segment, words
from sync.keys import epoch_id
from sync.segment import Sealed
from tests.sync import golden_parts as g

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


def test_an_independent_reader_understands_the_format() -> None:
    script = Path(__file__).parent / "read_golden.py"

    done = subprocess.run(
        [sys.executable, script, GOLDEN], capture_output=True, check=True, timeout=120
    )

    assert json.loads(done.stdout) == EXPECTED


def test_the_independent_reader_is_short_and_imports_nothing_of_ours() -> None:
    lines = (Path(__file__).parent / "read_golden.py").read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if line and not line.startswith("#")]

    assert len(code) <= 60
    assert not any("import sync" in line or "from sync" in line or "db" in line for line in code)


def test_the_golden_recovery_code_still_leads_to_its_alliance() -> None:
    known = json.loads((GOLDEN / "known.json").read_text(encoding="utf-8"))

    private = recovery.read_code(known["recovery"], EXPECTED["invitation"][0])

    assert keys.alliance_id(keys.sign_public(private)) == EXPECTED["invitation"][0]


def test_the_golden_invitation_still_opens() -> None:
    data = (GOLDEN / "invitation").read_bytes()

    invitation = invitations.open_with(data, words.canonical(words.read("".join(g.CODE_WORDS))))

    assert [invitation.alliance, invitation.alliance_name] == EXPECTED["invitation"][:2]
    assert joining._check(invitation).person_name == "张晓梅"


def test_the_golden_segments_still_open() -> None:
    alliance = EXPECTED["invitation"][0]
    paths = sorted(GOLDEN.rglob("*.seg"))
    found = [segment.read(path.read_bytes(), alliance) for path in paths]

    assert all(isinstance(one, Sealed) for one in found)
    assert all(
        isinstance(one, Sealed) and one.is_signed_by(keys.sign_public(g.KEYS["laptop"]))
        for one in found
    )
    assert epoch_id(alliance, "alliance", "", 1, g.EPOCH_KEYS["alliance"]) == (
        found[0].header.sections[0].epoch if isinstance(found[0], Sealed) else ""
    )


def test_a_laptop_of_today_joins_the_golden_alliance_and_reads_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    known = json.loads((GOLDEN / "known.json").read_text(encoding="utf-8"))
    identity.join(store, GOLDEN / "invitation", known["words"])
    copy = tmp_path / "stick"
    subprocess.run(["cp", "-r", GOLDEN, copy], check=True)

    result = finish(round.exchange(store, copy))

    assert result.skipped == ()
    assert set(result.came) == set(EXPECTED["records"])
    with store.read() as session:
        for record, value in EXPECTED["records"].items():
            assert _value(session, record) == value
    store.close()


def _value(session: Session, record: str) -> object:
    stored = session.query(Stored).filter(Stored.id == record).one()
    return Document.load(stored.body).doc.get_deep_value()
