"""docs/faults.md and docs/security.md name tests that exist, and miss no fault and no bound."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from sync import limits

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
UNITS = {"KIB", "MIB", "PAD", "PROTOCOL", "SUITE", "ZSTD_LEVEL"}
"""Units, versions and what only a writer heeds: nothing is refused by them."""


@cache
def names_in(file: str) -> frozenset[str]:
    """Return the names of the tests in a file below `tests/`; none when it is not there."""
    path = ROOT / "tests" / file
    if not path.is_file():
        return frozenset()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(
        node.name for node in body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"
    )


def text_of(document: str) -> str:
    return (ROOT / "docs" / document).read_text(encoding="utf-8")


def rows(text: str) -> list[str]:
    """Return the rows of all tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {
        at + step for at, line in enumerate(lines) if set(line) <= set("|-") for step in (-1, 0)
    }
    return [line for at, line in enumerate(lines) if at not in heads]


@pytest.mark.parametrize("document", ["faults.md", "security.md"])
def test_every_test_that_is_named_exists(document: str) -> None:
    named = NAMED.findall(text_of(document))

    assert len(named) > 20
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []


@pytest.mark.parametrize("document", ["faults.md", "security.md"])
def test_every_row_names_its_proof(document: str) -> None:
    found = rows(text_of(document))

    assert len(found) > 10
    assert [row for row in found if not NAMED.search(row)] == []


def test_every_bound_has_its_row() -> None:
    _, _, table = text_of("faults.md").partition("## Bounds")
    named = [bound for row in rows(table) for bound in re.findall(r"\b[A-Z_]{3,}\b", row)]

    assert sorted(named) == sorted({name for name in vars(limits) if name.isupper()} - UNITS)


def test_a_name_that_is_no_test_is_seen() -> None:
    assert "test_no_such_thing" not in names_in("sync/test_limits.py")
    assert names_in("sync/test_nowhere.py") == frozenset()
