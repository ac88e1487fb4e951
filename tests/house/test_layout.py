"""The house stands as `docs/` says: whose names are whose, what is tracked, what it is called."""

import ast
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOREIGN_PATHS = re.compile(rb"(?<![\w.])/(?:work/\w|root/[\w.]|tmp/\w)")
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def tracked() -> list[Path]:
    """Return the files under version control, also those not yet committed."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["db", "sync", "desktop"])
def test_our_package_names_are_ours(name: str) -> None:
    found = find_spec(name)

    assert found is not None
    assert found.origin == str(ROOT / name / "__init__.py")


def test_packaging_is_not_ours() -> None:
    found = find_spec("packaging")

    assert found is not None
    assert found.origin is not None
    assert not Path(found.origin).is_relative_to(ROOT / "packaging")
    assert not list((ROOT / "packaging").rglob("__init__.py"))


def test_no_tracked_file_names_a_place_on_somebodys_machine() -> None:
    named = {
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in tracked()
        if path.suffix not in {".ttf", ".png", ".mo", ".pdf"} and path != Path(__file__).resolve()
        for match in FOREIGN_PATHS.finditer(path.read_bytes())
    }

    assert named == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = [path for path in tracked() if path.suffix == ".py"]

    assert [str(path) for path in modules if path.stem in VAGUE_NAMES] == []


def test_tests_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_a_package_file_holds_a_docstring_and_no_more() -> None:
    long = []
    for package in ("db", "sync", "desktop"):
        for path in (ROOT / package).rglob("__init__.py"):
            body = ast.parse(path.read_text(encoding="utf-8")).body
            is_docstring = [isinstance(node, ast.Expr) for node in body] == [True]
            if not is_docstring:
                long.append(str(path.relative_to(ROOT)))

    assert long == []
