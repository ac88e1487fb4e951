"""docs/format.md says what the program does: every kind, field, type, code, right and id."""

import hashlib
import re
import uuid
from pathlib import Path

import msgspec
import pytest

from db import choices, permissions
from db.changes import OPERATIONS, UPDATE_BYTES, Change, natural_key, peer_of, record_id
from db.errors import UnknownFieldError
from db.kinds import KINDS, model_of
from db.permissions import Reach
from db.record import Record, field_named, fields_of

FORMAT = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
REACHES = {
    "—": Reach.NOBODY,
    "own home": Reach.OWN_HOME,
    "every home": Reach.EVERYBODY,
    "if named": Reach.NAMED,
}
HOMES = {"author": "the recording laptop's school", "none": "none", "school": "the school it names"}


def section(title: str) -> str:
    """Return what stands under a heading, up to the next of the same depth or less."""
    depth = title.index(" ")
    found = re.search(rf"^{re.escape(title)}$(.*?)(?=^#{{1,{depth}}} |\Z)", FORMAT, re.M | re.S)
    assert found is not None, title
    return found[1]


def parts(title: str) -> dict[str, str]:
    """Return the sections one level below a heading, by name."""
    found = re.split(r"^### (.+)$", section(title), flags=re.M)[1:]
    return {name.strip("`"): text for name, text in zip(found[::2], found[1::2], strict=True)}


def rows(text: str, first: str) -> list[list[str]]:
    """Return the cells of the table whose first column is called this."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    cells = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return cells


CODES = {name: tuple(r[0] for r in rows(text, "code")) for name, text in parts("## Codes").items()}


def told(cell: str) -> tuple[str, ...]:
    """Return the codes that a cell links to."""
    found = re.fullmatch(r"\[(.+)\]\(#(.+)\)", cell)
    if found is None:
        assert cell == ""
        return ()
    assert found[2] == found[1].replace(" ", "-")
    return CODES[found[1]]


def test_the_kinds_are_those_of_the_program() -> None:
    assert list(parts("## Kinds")) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_kind_are_those_of_its_model(kind: str) -> None:
    table = rows(parts("## Kinds")[kind], "field")

    written = [(name, type, told(codes)) for name, type, codes, _meaning in table]

    fields = fields_of(model_of(kind)).values()
    assert written == [(f.name, f.type, f.choices) for f in fields]


@pytest.mark.parametrize("kind", KINDS)
def test_home_key_parent_and_label_of_a_kind(kind: str) -> None:
    model = model_of(kind)

    ((home, key, parent, label),) = rows(parts("## Kinds")[kind], "home")

    assert home == ("its parent's" if model.PARENT else HOMES[model.HOME])
    assert tuple(re.findall(r"\w+", key)) == (expected_key(model))
    assert parent == (model.PARENT or "nothing")
    assert label == model.LABEL


def expected_key(model: type[Record]) -> tuple[str, ...]:
    """Return the words that tell of a kind's natural key."""
    if model.KIND == "alliance":
        return ("all", "of", "it")
    return model.KEY or ("none",)


def test_every_list_of_codes_is_told_and_no_other() -> None:
    declared = {value for name, value in vars(choices).items() if name.isupper()}

    assert set(CODES.values()) == declared


def test_every_type_of_field_is_told() -> None:
    used = {field.type for model in KINDS.values() for field in fields_of(model).values()}

    assert used <= {row[0] for row in rows(section("## Types"), "type")}


def test_permission_table_1_is_the_programs() -> None:
    kind, circle, *roles = (
        cell.strip()
        for cell in re.findall(r"^\| kind \| circle .*$", FORMAT, re.M)[0].split("|")[1:-1]
    )
    written = {
        (name, circle): dict(zip(roles, (REACHES[cell] for cell in cells), strict=True))
        for name, circle, *cells in rows(section("### Permission table 1"), "kind")
    }

    whole = {
        key: {role: row.get(role, Reach.NOBODY) for role in permissions.ROLES}
        for key, row in permissions.TABLES[1].items()
    }
    assert (kind, circle) == ("kind", "circle")
    assert written == whole


def test_permission_table_2_is_the_first_and_what_it_says() -> None:
    added = {
        (name, circle): dict(zip(permissions.ROLES, (REACHES[c] for c in cells), strict=True))
        for name, circle, *cells in rows(section("### Permission table 2"), "kind")
    }

    second = {
        key: {role: row.get(role, Reach.NOBODY) for role in permissions.ROLES}
        for key, row in permissions.TABLES[2].items()
        if key not in permissions.TABLES[1]
    }
    assert added == second
    assert permissions.TABLES[1].items() <= permissions.TABLES[2].items()


def test_permission_table_3_is_the_second_and_what_it_says() -> None:
    added = {
        (name, circle): dict(zip(permissions.ROLES, (REACHES[c] for c in cells), strict=True))
        for name, circle, *cells in rows(section("### Permission table 3"), "kind")
    }

    third = {
        key: {role: row.get(role, Reach.NOBODY) for role in permissions.ROLES}
        for key, row in permissions.TABLES[3].items()
        if key not in permissions.TABLES[2]
    }
    assert added == third
    assert permissions.TABLES[2].items() <= permissions.TABLES[3].items()
    assert permissions.CURRENT == 3


def test_a_change_is_the_array_it_says() -> None:
    table = rows(section("## A change"), "n")

    assert [name for _, name, *_ in table] == list(Change.__struct_fields__)
    assert [int(n) for n, *_ in table] == list(range(len(table)))
    change = Change("term", "alliance", "", b"k", b"n", b"u", "p", 7)
    plain = msgspec.msgpack.decode(msgspec.msgpack.encode(change))
    assert plain == ["term", "alliance", "", b"k", b"n", b"u", "p", 7]


def test_the_bounds_of_a_change_are_those_it_says() -> None:
    assert UPDATE_BYTES == 4 * 1024 * 1024
    assert OPERATIONS == 1_000_000
    assert "4 MiB of update and 1,000,000 operations" in FORMAT


def test_an_id_is_made_as_it_says() -> None:
    alliance, kind, circle, home, key = "abcdefghijklm", "term", "alliance", "", b"2025-2026-1"
    plain = b"lianke record 1"
    for part in (alliance.encode(), kind.encode(), circle.encode(), home.encode(), key):
        plain += len(part).to_bytes(4, "big") + part
    made = bytearray(hashlib.sha256(plain).digest()[:16])
    made[6] = 0x80 | made[6] & 0x0F
    made[8] = 0x80 | made[8] & 0x3F

    id = record_id(alliance, kind, circle, home, key)

    assert id == str(uuid.UUID(bytes=bytes(made)))
    assert uuid.UUID(id).version == 8
    assert id == "4c679fd7-701a-876c-8f43-f1689bb6bafa"


def test_ids_of_yesterday_are_those_of_today() -> None:
    """Fixed for ever: a record that got another id would be another record."""
    assert peer_of("a" * 26, bytes(16)) == 7111136627619574670
    assert natural_key("one", "other") == b"one\x1fother"


def test_a_peer_is_made_as_it_says() -> None:
    digest = hashlib.sha256(b"lianke peer" + b"a" * 26 + bytes(16)).digest()

    assert peer_of("a" * 26, bytes(16)) == int.from_bytes(digest[:8], "big") >> 1


def test_details_are_strings_of_activities_only() -> None:
    assert field_named(model_of("activity"), "d.stage").type == "string"
    for kind, name in (("activity", "d.Bad"), ("person", "d.stage"), ("activity", "nonsense")):
        with pytest.raises(UnknownFieldError):
            field_named(model_of(kind), name)
