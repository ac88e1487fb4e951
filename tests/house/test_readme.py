"""The READMEs are true: every command, every path, every link, in both languages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DOCUMENTS = sorted([ROOT / name for name in READMES] + list((ROOT / "docs").rglob("*.md")))


def commands() -> list[str]:
    """Return the sub-commands that dev.py offers."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    listed = done.stdout.split("commands:\n", 1)[1]
    return re.findall(r"^  (\w+) +\S", listed, re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_one_door_is_explained(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")

    assert len(commands()) == 10
    assert [name for name in commands() if f"python3 dev.py {name}" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_no_command_is_explained_that_is_not_there(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")

    assert set(re.findall(r"python3 dev\.py (\w+)", text)) <= set(commands())


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_come_first(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")

    assert re.findall(r"python3 dev\.py (\w+)", text)[:2] == ["demo", "test"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    ours = [link.split("#")[0] for link in links if "://" not in link and not link.startswith("#")]

    assert [link for link in ours if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_map_of_the_house_is_true(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    rooms = re.findall(r"^    (\w+)/ ", text, re.MULTILINE)
    inner = re.findall(r"^      (\w+)/ ", text, re.MULTILINE)

    assert [room for room in rooms if not (ROOT / room).is_dir()] == []
    assert [room for room in inner if not (ROOT / "desktop" / room).is_dir()] == []
    assert {"desktop", "sync", "db", "resources", "packaging", "tests"} <= set(rooms)


def test_the_twins_have_the_same_pictures_and_links() -> None:
    links = [set(LINK.findall((ROOT / name).read_text(encoding="utf-8"))) for name in READMES]

    same = [{link.replace("-en.png", ".png") for link in found} for found in links]
    assert same[0] - set(READMES) == same[1] - set(READMES)


def test_recipes_stay_short() -> None:
    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    recipes = re.split(r"^## ", text, flags=re.MULTILINE)[1:]

    assert len(recipes) >= 6
    assert [r.splitlines()[0] for r in recipes if len(r.strip().splitlines()) > 7] == []
