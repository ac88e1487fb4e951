"""The one door says in words what a fresh machine lacks, and installs again when a lock changed."""

import ast
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def door(tmp_path: Path) -> SimpleNamespace:
    """Return what dev.py holds, of a copy with its own folder."""
    for name in ("dev.py", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return SimpleNamespace(**runpy.run_path(str(tmp_path / "dev.py"), run_name="door"))


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(folder / "dev.py"), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_nothing_that_has_to_be_installed() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import)
                 for a in node.names}  # fmt: skip

    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_an_unsuitable_python_alone_is_told_which_one_is_needed(
    version: tuple[int, int], door: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit, match=r"needs Python 3.11, 3.12 or 3.13; this is Python 3\.1\d"):
        door.suitable_python()


def test_a_suitable_python_elsewhere_is_found(
    door: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "python3.12"
    other.symlink_to(Path(sys.executable).resolve())
    monkeypatch.setattr(sys, "version_info", (3, 14, 0, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert door.suitable_python() == ["python3.12"]


def test_without_network_it_says_so(door: SimpleNamespace, tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "run",
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_FIND_LINKS="",
        PIP_RETRIES="0",
        PIP_NO_CACHE_DIR="1",
    )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == door.NO_NETWORK


@pytest.mark.parametrize("name", ["run", "dev"])
def test_a_changed_lock_is_installed_again(
    name: str, door: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def pip(command: list[str], **_: Any) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=0, stderr=b"")

    monkeypatch.setattr(subprocess, "run", pip)
    door.PYTHON.parent.mkdir(parents=True)
    door.PYTHON.touch()
    door.ready(name)
    first = len(asked)

    door.ready(name)
    assert len(asked) == first

    door.LOCKS[name].write_text("another==1\n", encoding="utf-8")
    door.ready(name)
    assert asked[-1][-1] == str(door.LOCKS[name])
    assert len(asked) > first


def test_what_is_installed_for_developers_serves_the_program_too(
    door: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def pip(command: list[str], **_: Any) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=0, stderr=b"")

    monkeypatch.setattr(subprocess, "run", pip)
    door.PYTHON.parent.mkdir(parents=True)
    door.PYTHON.touch()
    door.ready("dev")
    first = len(asked)

    door.ready("run")

    assert len(asked) == first


def test_an_unknown_command_is_a_usage_error() -> None:
    done = run(ROOT, "unheard-of")

    assert done.returncode == 2
    assert "unheard-of" in done.stderr
