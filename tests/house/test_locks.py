"""The locks hold exactly what pyproject.toml asks for, with hashes and from no named place."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN: list[str] = PROJECT["project"]["dependencies"]
DEV: list[str] = PROJECT["dependency-groups"]["dev"]


def pins(lock: str) -> dict[str, str]:
    """Return the entries of a lock by name: the text of each, hashes and all."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return {
        canonicalize_name(line.split("==")[0]): line for line in text.splitlines() if line.strip()
    }


def version(entry: str) -> str:
    return entry.split("==")[1].split()[0]


@pytest.mark.parametrize(
    ("lock", "wanted"), [("requirements.lock", RUN), ("requirements-dev.lock", [*RUN, *DEV])]
)
def test_a_lock_satisfies_what_is_asked_for(lock: str, wanted: list[str]) -> None:
    locked = pins(lock)

    for requirement in map(Requirement, wanted):
        entry = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version(entry)), entry


def test_both_locks_name_the_same_versions() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {name: version(dev[name]) for name in run} == {n: version(e) for n, e in run.items()}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_entry_has_hashes_and_no_address(lock: str) -> None:
    for entry in pins(lock).values():
        assert re.fullmatch(
            r"[\w.-]+==\S+(?: *;[^\\]*?)?(?: +--hash=sha256:[0-9a-f]{64})+ *", entry
        )
        assert "://" not in entry
