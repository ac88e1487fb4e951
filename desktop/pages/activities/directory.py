"""Whom and what the boxes of a form propose: schools, people, terms, holidays."""

from db.queries.people import PersonRow, SchoolRow, list_people, list_schools
from db.queries.terms import TermRow, list_holidays, list_terms, term_of
from desktop.context import Desk
from desktop.dates import Span
from desktop.pages.activities.weeks import spans
from desktop.widgets.tokens import Token

MOST = 8  # proposals at once


class Directory:
    """What the store knows of schools, people and terms, read again when it changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.schools: list[SchoolRow] = []
        self.terms: list[TermRow] = []
        self.holidays: list[Span] = []
        self.refresh()

    def refresh(self) -> None:
        """Read all of it again."""
        with self._desk.store.read() as session:
            self.schools = list_schools(session)
            self.terms = list_terms(session)
            self.holidays = [Span(h.name, h.starts_on, h.ends_on) for h in list_holidays(session)]

    @property
    def spans(self) -> list[Span]:
        """The terms as fields and pickers know them."""
        return spans(self.terms)

    @property
    def current_term(self) -> TermRow | None:
        """The term of today."""
        return term_of(self.terms, self._desk.today()) or (self.terms[-1] if self.terms else None)

    @property
    def short_names(self) -> dict[str, str]:
        """The short name of each school, by id."""
        return {school.id: school.short_name for school in self.schools}

    @property
    def names(self) -> dict[str, str]:
        """The name of each school, by id."""
        return {school.id: school.name for school in self.schools}

    def propose_schools(self, words: str) -> list[Token]:
        """Return schools whose names hold the words, as tokens."""
        found = [s for s in self.schools if words in s.name or words in s.short_name]
        return [Token(s.id, s.short_name) for s in found[:MOST]]

    def people(self, words: str) -> list[PersonRow]:
        """Return people by name or initials, those of this laptop's school first."""
        with self._desk.store.read() as session:
            found = list_people(session, words=words, today=self._desk.today())
        home = self._desk.member.school
        return sorted(found, key=lambda person: person.school != home)

    def propose_people(self, words: str) -> list[Token]:
        """Return people by name or initials, as tokens with their schools."""
        short = self.short_names
        return [
            Token(person.id, person.name, short.get(person.school, person.school_name))
            for person in self.people(words)[:MOST]
        ]
