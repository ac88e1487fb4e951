"""What the page of people says of schools and people; no Qt in here."""

from collections.abc import Mapping, Sequence

from db.queries.people import PersonRow, SchoolRow
from db.record import Value
from desktop.labels import choice_label, listed
from desktop.status import DAY_S, OLD_DAYS, ago
from desktop.words import _, ngettext, pgettext

NEW_YEARS = 1  # so many years of teaching make a new teacher
_RUN = 3  # from so many neighbouring grades on, only the first and the last are named

Tone = tuple[str, str]  # words, tone


def person_note(row: PersonRow) -> str:
    """Return posts, subjects and grades of a person, for the second line of a row."""
    posts = [code for code in row.posts.split() if code != "teacher"]
    parts = (
        listed([choice_label("person", "posts", code) for code in posts[:2]]),
        listed([choice_label("person", "subjects", code) for code in row.subjects.split()]),
        grades_words(row.grades),
    )
    return "·".join(part for part in parts if part)


def grades_words(codes: str) -> str:
    """Return grades as people say them: neighbouring ones from the first to the last."""
    found = codes.split()
    words = [choice_label("person", "grades", code) for code in found]
    numbers = [int(code) for code in found if code.isdecimal()]
    run = len(numbers) == len(found) >= _RUN and numbers[-1] - numbers[0] == len(numbers) - 1
    if not run:
        return listed(words)
    return pgettext("grades of a teacher", "{first} to {last}").format(
        first=words[0], last=words[-1]
    )


def badge(row: PersonRow) -> Tone:
    """Return the tag of a person: the honour, or liaison, or new; no words for none."""
    if row.honour:
        return choice_label("person", "honour", row.honour), "accent"
    if "liaison" in row.posts.split():
        return choice_label("person", "posts", "liaison"), "plain"
    if row.years_teaching is not None and 0 <= row.years_teaching <= NEW_YEARS:
        return _("New teacher"), "plain"
    return "", "plain"


def marks(row: PersonRow) -> list[tuple[str, str, str]]:
    """Return the signs of a row: glyph, words, role; the most pressing first."""
    found = []
    if row.asked:
        found.append(("question", _("Deleted elsewhere"), "warn"))
    if row.versions:
        found.append(("git-branch", _("2 versions"), "warn"))
    if row.unsent:
        found.append(("tray", _("Unsent"), "far"))
    return found


def person_said(row: PersonRow) -> str:
    """Return what a screen reader says of a person's row."""
    said = [words for _glyph, words, _role in marks(row)]
    return listed([row.name, person_note(row), badge(row)[0], *said])


def school_note(row: SchoolRow) -> str:
    """Return the type of a school and how many people are recorded there."""
    kind = choice_label("school", "type", row.type)
    return "·".join(part for part in (kind, people_words(row.people)) if part)


def people_words(count: int) -> str:
    """Return a number of people."""
    return ngettext("{count} staff", "{count} staff", count).format(count=count)


def age_words(changed_at: int | None, moment: float, *, own: bool) -> Tone:
    """Return how old the data of a school is, and the tone that is said in.

    Args:
        changed_at: Newest stamp of the school's data in seconds; None or 0 while there is none.
        moment: Now, in seconds.
        own: Whether it is the school of this laptop: its data is of today.
    """
    if own:
        return ago(0), "ink3"
    if not changed_at:
        return _("nothing yet"), "ink3"
    days = max(0, int((moment - changed_at) // DAY_S))
    return ago(days), "warn" if days >= OLD_DAYS else "ink3"


def head_note(schools: Sequence[SchoolRow]) -> str:
    """Return how many people there are, and how many of them at the bureau."""
    staff = sum(s.people for s in schools if s.type != "bureau")
    bureau = sum(s.people for s in schools if s.type == "bureau")
    words = people_words(staff)
    if not bureau:
        return words
    others = ngettext("{count} researcher", "{count} researchers", bureau).format(count=bureau)
    return _("{staff}, {others}").format(staff=words, others=others)


def years_words(since: Value, year: int) -> str:
    """Return years of teaching; nothing where the first year is unknown or to come."""
    if not isinstance(since, int) or since > year:
        return ""
    years = year - since
    return ngettext("{count} year of teaching", "{count} years of teaching", years).format(
        count=years
    )


def person_line(values: Mapping[str, Value], school: str, year: int) -> str:
    """Return the line under a person's name: school, posts, years, other names."""
    posts = str(values.get("posts") or "").split()
    called = str(values.get("aliases") or "")
    parts = (
        school,
        listed([choice_label("person", "posts", code) for code in posts]),
        years_words(values.get("teaching_since"), year),
        _("also written {names}").format(names=listed(called.split())) if called else "",
    )
    return "·".join(part for part in parts if part)


def school_line(values: Mapping[str, Value], people: int) -> str:
    """Return the line under a school's name: type, place, people."""
    parts = (
        choice_label("school", "type", str(values.get("type") or "")),
        str(values.get("county") or "") + str(values.get("township") or ""),
        people_words(people),
    )
    return "·".join(part for part in parts if part)
