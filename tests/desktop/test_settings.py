"""What this device remembers."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.settings import Settings, SettingsFile


def test_a_fresh_device_has_the_defaults(settings_file: SettingsFile) -> None:
    assert settings_file.read() == Settings()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "lianke.ini"
    wanted = Settings(
        language="zh_CN",
        letters="huge",
        dark="dark",
        geometry="01d9",
        last_page="activities",
        last_folder="/media/张老师的U盘",
    ).with_person(Path("/data/李家"), "person-1")

    SettingsFile(path).write(wanted)

    assert SettingsFile(path).read() == wanted


def test_a_value_of_another_time_reads_as_the_default(settings_file: SettingsFile) -> None:
    path = settings_file.path()
    path.write_text("[General]\nlanguage=klingon\nletters=tiny\nlast_page=home\n", "utf-8")

    found = SettingsFile(path).read()

    assert found == Settings(last_page="home")


def test_who_recorded_last_is_kept_for_each_store(settings_file: SettingsFile) -> None:
    settings = Settings().with_person(Path("a"), "1").with_person(Path("b"), "2")
    settings_file.write(settings.with_person(Path("a"), "3"))

    assert dict(settings_file.read().last_person) == {"a": "3", "b": "2"}


def test_a_setting_put_back_leaves_no_trace(settings_file: SettingsFile) -> None:
    settings_file.write(Settings(dark="dark"))

    settings_file.write(replace(settings_file.read(), dark="system"))

    assert "dark" not in settings_file.path().read_text("utf-8")


def test_letters_grow_by_name() -> None:
    assert Settings().scale == 1.0
    assert Settings(letters="huge").scale == pytest.approx(1.5)
