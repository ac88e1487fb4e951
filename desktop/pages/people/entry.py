"""One field of a person's or a school's form: the box that fits its kind of value."""

from typing_extensions import override

from desktop.labels import choice_labels
from desktop.pages.activities.boxes import ChoiceBox, CodesBox, LineBox, NumberBox, TextBox
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import FieldBox
from desktop.pages.people.born import read_born
from desktop.words import _

AnyBox = ChoiceBox | CodesBox | LineBox | TextBox

_CODES = ("posts", "subjects", "grades")
_CHOICES = ("gender", "title_rank", "honour", "employment", "type")
_COUNTS = ("weekly_periods", "classes", "pupils", "staff", "devices")
_MEASURES = ("distance_km", "left_behind_percent")
_YEARS = range(1930, 2101)


class BornBox(LineBox):
    """A month of birth, in any usual way: 1984-03, 1984.3, 198403."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("1984-03")
        self.editingFinished.connect(self._tidy)

    @override
    def _edit(self, words: str) -> None:
        if not words.strip():
            self.edited.emit(None)
        elif found := read_born(words):
            self.edited.emit(found)

    def _tidy(self) -> None:
        found = read_born(self.text())
        if found:
            self.setText(found)
        elif self.text().strip():
            self.doubted.emit(_("A month fits here, such as 1984-03; this is not saved yet"))


class YearBox(LineBox):
    """A year of four figures; nothing is told of half a year."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("2008")
        self.editingFinished.connect(self._judge)

    @override
    def _edit(self, words: str) -> None:
        if not words.strip():
            self.edited.emit(None)
        elif (year := _year(words)) is not None:
            self.edited.emit(year)

    def _judge(self) -> None:
        if self.text().strip() and _year(self.text()) is None:
            self.doubted.emit(_("A year fits here, such as 2008; this is not saved yet"))


def _year(words: str) -> int | None:
    plain = words.strip().removesuffix("年")
    return int(plain) if plain.isdecimal() and int(plain) in _YEARS else None


def make_box(kind: str, name: str, directory: Directory) -> AnyBox:
    """Return the box for a field, by its type."""
    if name in _CODES:
        return CodesBox(kind, name)
    if name in _CHOICES:
        return ChoiceBox(choice_labels(kind, name))
    if name in _COUNTS or name in _MEASURES:
        return NumberBox(whole=name in _COUNTS)
    match name:
        case "born":
            return BornBox()
        case "teaching_since":
            return YearBox()
        case "school":
            return ChoiceBox(directory.names)
        case "notes":
            return TextBox(3)
    return LineBox()


class Entry(FieldBox):
    """A field of a person or a school; all but its box is as in the form of an activity."""

    def __init__(self, kind: str, name: str, directory: Directory) -> None:
        super().__init__(name, directory, kind)

    @override
    def _make_box(self, directory: Directory) -> AnyBox:
        return make_box(self.kind, self.name, directory)

    @override
    def _dress(self) -> None:
        if self.name == "name":
            self.box.setProperty("kind", "title")
        if self.name == "aliases" and isinstance(self.box, LineBox):
            self.box.setPlaceholderText(_("Other ways the name is written, with spaces between"))

    def note(self, words: str) -> None:
        """Say something quiet under the field, unless something else is said there."""
        if self.state() in ("", "note"):
            self._say(words, "", "note" if words else "")

    def ask_for(self, words: str) -> None:
        """Say in amber what is missing; it may stay so."""
        self._say(words, "warn" if words else "", "empty" if words else "")
