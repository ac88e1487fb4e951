"""The catalogue tool gathers, keeps and checks words."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = """
from desktop.words import _, ngettext, pgettext

def show(count: int) -> list[str]:
    # Translators: a button
    return [
        _("Save {name}").format(name="x"),
        ngettext("{count} record", "{count} records", count).format(count=count),
        pgettext("verb", "Exchange"),
        pgettext("noun", "Exchange"),
    ]
"""
CHINESE = {
    'msgid "Save {name}"\nmsgstr ""': 'msgid "Save {name}"\nmsgstr "保存「{name}」"',
    'msgstr[0] ""': 'msgstr[0] "{count} 条记录"',
    '"verb"\nmsgid "Exchange"\nmsgstr ""': '"verb"\nmsgid "Exchange"\nmsgstr "交换"',
    '"noun"\nmsgid "Exchange"\nmsgstr ""': '"noun"\nmsgid "Exchange"\nmsgstr "交接"',
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a house with one page, all its words in Chinese."""
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "page.py").write_text(PAGE, encoding="utf-8")
    translate(tmp_path)
    text = po(tmp_path).read_text(encoding="utf-8")
    for empty, done in CHINESE.items():
        assert empty in text
        text = text.replace(empty, done)
    po(tmp_path).write_text(text, encoding="utf-8")
    translate(tmp_path)
    return tmp_path


def po(house: Path) -> Path:
    return house / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "lianke.po"


def translate(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "catalogue.py"), "--root", str(house), *options],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def add(house: Path, line: str) -> None:
    with (house / "desktop" / "page.py").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def test_a_finished_catalogue_passes(house: Path) -> None:
    done = translate(house, "--check")

    assert done.returncode == 0, done.stderr


def test_translating_again_changes_nothing(house: Path) -> None:
    before = [file.read_bytes() for file in (po(house), po(house).with_suffix(".mo"))]

    translate(house)

    assert [file.read_bytes() for file in (po(house), po(house).with_suffix(".mo"))] == before


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('NEW = _("A new word")', "stale"),
        ('name = "x"; _(name)', "takes literals only"),
        ('name = "x"; _(f"Hello {name}")', "takes literals only"),
        ('ngettext("One", "Ma" + "ny", 2)', "takes literals only"),
        ("f\"{_('A new word')}.\"", "stands inside an f-string"),
    ],
)
def test_words_in_the_program_that_the_catalogue_lacks_are_found(
    line: str, complaint: str, house: Path
) -> None:
    add(house, line)

    done = translate(house, "--check")

    assert done.returncode == 1
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("保存「{name}」", "", "has no translation"),
        ("保存「{name}」", "保存「{nam}」", "other placeholders"),
        ("保存「{name}」", "保存", "other placeholders"),
        ("保存「{name}」", "保存「{name」", "broken placeholder"),
        ("{count} 条记录", "条记录", "other placeholders"),
        ("#, python-brace-format", "#, fuzzy, python-brace-format", "fuzzy"),
    ],
)
def test_a_wrong_translation_is_found(right: str, wrong: str, complaint: str, house: Path) -> None:
    text = po(house).read_text(encoding="utf-8")
    assert right in text
    po(house).write_text(text.replace(right, wrong), encoding="utf-8")

    done = translate(house)

    assert done.returncode == 1
    assert complaint in done.stderr


def test_a_message_no_longer_said_leaves_the_catalogue(house: Path) -> None:
    (house / "desktop" / "page.py").write_text("", encoding="utf-8")

    translate(house)

    assert "Save" not in po(house).read_text(encoding="utf-8")
