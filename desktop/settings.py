"""What belongs to this device and not to the work: language, letters, the window, last choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QSettings

from desktop.tokens import SCALES

LANGUAGES = ("system", "zh_CN", "en")
LETTERS = tuple(SCALES)
DARK = ("system", "light", "dark")
UNASKED = ("on", "off")


@dataclass(frozen=True)
class Settings:
    """The settings of one device; every default stands here and nowhere else.

    Attributes:
        language: "system", "zh_CN" or "en".
        letters: Name of a scale: "standard", "large" or "huge".
        dark: "system", "light" or "dark".
        unasked: "on" or "off": whether it exchanges by itself with places that answer.
        geometry: What `QWidget.saveGeometry` gave, as hexadecimal; empty at first.
        last_page: Key of the page shown last.
        last_folder: Folder of the last file chosen.
        last_place: Folder of the last exchange.
        last_store: Data folder opened last.
        last_person: Who recorded last, by data folder.
        staff_columns: What the columns of staff lists were taken for, as JSON: name to field.
    """

    language: Literal["system", "zh_CN", "en"] = "system"
    letters: Literal["standard", "large", "huge"] = "standard"
    dark: Literal["system", "light", "dark"] = "system"
    unasked: Literal["on", "off"] = "on"
    geometry: str = ""
    last_page: str = ""
    last_folder: str = ""
    last_place: str = ""
    last_store: str = ""
    last_person: Mapping[str, str] = field(default_factory=dict)
    staff_columns: str = ""

    @property
    def scale(self) -> float:
        """The factor the letters grow by."""
        return SCALES[self.letters]

    def with_person(self, store: Path, person: str) -> "Settings":
        """Return the settings with somebody remembered for a data folder."""
        return replace(self, last_person={**self.last_person, str(store): person})


ALLOWED: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "letters": LETTERS,
    "dark": DARK,
    "unasked": UNASKED,
}


class SettingsFile:
    """Reads and writes the settings in an INI file; a broken or foreign value reads as default."""

    def __init__(self, path: Path | None = None) -> None:
        """Take a file; without one, the usual place of this system."""
        ini = QSettings.Format.IniFormat
        if path is None:
            user = QSettings.Scope.UserScope
            self._raw = QSettings(ini, user, "Lianke", "lianke")
        else:
            self._raw = QSettings(str(path), ini)

    def path(self) -> Path:
        """Return where the file lies."""
        return Path(self._raw.fileName())

    def read(self) -> Settings:
        """Return what the file says."""
        found: dict[str, Any] = {"last_person": self._read_people()}
        for name in (one.name for one in fields(Settings) if one.name not in found):
            value = self._raw.value(name)
            if isinstance(value, str) and value in ALLOWED.get(name, (value,)):
                found[name] = value
        return Settings(**found)

    def write(self, settings: Settings) -> None:
        """Write what differs from the defaults; nothing is said if the disk refuses."""
        plain = Settings()
        for one in fields(Settings):
            value = getattr(settings, one.name)
            if one.name == "last_person":
                self._write_people(value)
            elif value == getattr(plain, one.name):
                self._raw.remove(one.name)
            else:
                self._raw.setValue(one.name, value)
        self._raw.sync()

    def _read_people(self) -> dict[str, str]:
        count = self._raw.beginReadArray("last_person")
        people = {}
        for number in range(count):
            self._raw.setArrayIndex(number)
            store, person = self._raw.value("store"), self._raw.value("person")
            if isinstance(store, str) and isinstance(person, str):
                people[store] = person
        self._raw.endArray()
        return people

    def _write_people(self, people: Mapping[str, str]) -> None:
        self._raw.remove("last_person")
        self._raw.beginWriteArray("last_person", len(people))
        for number, (store, person) in enumerate(people.items()):
            self._raw.setArrayIndex(number)
            self._raw.setValue("store", store)
            self._raw.setValue("person", person)
        self._raw.endArray()
