"""Which language is spoken, and where its words come from."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from desktop import words
from desktop.words import _, closest, install, ngettext, pgettext


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak from a small catalogue of our own."""
    catalogue = Catalog("zh_CN")
    catalogue.add("Activities", "活动")
    catalogue.add(("{count} record", "{count} records"), ("{count} 条",))
    catalogue.add("Other", "其他", context="type")
    path = tmp_path / "zh_CN" / "LC_MESSAGES" / "lianke.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    monkeypatch.setattr(gettext, "_translations", {})
    install("zh_CN")


def test_words_come_from_the_catalogue(chinese: None) -> None:
    assert _("Activities") == "活动"
    assert ngettext("{count} record", "{count} records", 3).format(count=3) == "3 条"
    assert pgettext("type", "Other") == "其他"


def test_a_word_without_translation_is_shown_in_english(chinese: None) -> None:
    assert _("Not translated yet") == "Not translated yet"


def test_english_needs_no_catalogue(chinese: None) -> None:
    assert install("en") == "en"
    assert _("Activities") == "Activities"


@pytest.mark.parametrize(
    ("wishes", "spoken"),
    [
        (["zh-Hans-CN"], "zh_CN"),
        (["zh_TW.UTF-8"], "zh_CN"),
        (["fr-FR", "zh-CN"], "zh_CN"),
        (["en-GB", "zh-CN"], "en"),
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_the_first_wish_we_have_is_spoken(wishes: list[str], spoken: str) -> None:
    assert closest(wishes) == spoken


def test_the_system_is_asked_when_nothing_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    assert install("system") == "zh_CN"
