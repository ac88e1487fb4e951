"""The catalogue as books: edition, subject, grade and volume, with their units; no Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.lessons import LessonRow
from desktop.labels import choice_label, listed
from desktop.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Book:
    """One textbook: what its lessons have in common."""

    edition: str
    subject: str
    grade: str
    volume: str
    lessons: tuple[LessonRow, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from the others."""
        return self.edition, self.subject, self.grade, self.volume


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a book."""

    number: int | None
    name: str
    lessons: tuple[LessonRow, ...]


def books_of(rows: Sequence[LessonRow]) -> list[Book]:
    """Return the books, in the order of the rows."""
    found: dict[tuple[str, str, str, str], list[LessonRow]] = {}
    for row in rows:
        found.setdefault((row.edition, row.subject, row.grade, row.volume), []).append(row)
    return [Book(*key, tuple(lessons)) for key, lessons in found.items()]


def units_of(book: Book) -> list[Unit]:
    """Return the units of a book, in their order."""
    found: dict[tuple[int | None, str], list[LessonRow]] = {}
    for row in book.lessons:
        found.setdefault((row.unit_no, row.unit), []).append(row)
    return [Unit(*key, tuple(lessons)) for key, lessons in found.items()]


def book_words(book: Book) -> str:
    """Return what a book is called: subject, grade and volume."""
    subject = choice_label("lesson", "subject", book.subject)
    grade = choice_label("lesson", "grade", book.grade)
    volume = choice_label("lesson", "volume", book.volume)
    return " ".join(part for part in (subject, grade, volume) if part) or _("Without a place")


def book_note(book: Book) -> str:
    """Return a book's edition and how many lessons it has."""
    count = len(book.lessons)
    lessons = ngettext("{count} lesson", "{count} lessons", count).format(count=count)
    return "·".join(part for part in (book.edition, lessons) if part)


def book_said(book: Book) -> str:
    """Return what a screen reader says of a book."""
    return listed([book_words(book), book_note(book)])


def unit_words(unit: Unit) -> str:
    """Return a unit's number and name."""
    if unit.number is None:
        return unit.name or _("Without a unit")
    number = _("Unit {number}").format(number=unit.number)
    return f"{number} {unit.name}".strip()


def lesson_words(row: LessonRow) -> str:
    """Return a lesson's number and title."""
    return f"{row.lesson_no} {row.title}" if row.lesson_no is not None else row.title


def lesson_note(row: LessonRow) -> str:
    """Return how long a lesson takes and how many plans there are of it."""
    parts = []
    if row.periods:
        many = ngettext("{count} period", "{count} periods", row.periods)
        parts.append(many.format(count=row.periods))
    if row.plans:
        plans = ngettext("{count} plan", "{count} plans", row.plans).format(count=row.plans)
        parts.append(plans)
    return "·".join(parts)


def lesson_said(row: LessonRow) -> str:
    """Return what a screen reader says of a lesson."""
    return listed([lesson_words(row), lesson_note(row)])
