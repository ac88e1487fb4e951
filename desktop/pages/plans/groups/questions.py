"""What wants a decision in a preparation group and its members."""

from collections.abc import Iterator, Sequence

from typing_extensions import override

from db.queries.prep_groups import MemberRow
from db.record import ASKED
from desktop.labels import kind_label
from desktop.pages.activities.form_versions import Asked, FormVersions
from desktop.pages.part_questions import deleted_words, versions_words


class GroupQuestions(FormVersions):
    """Two versions, and what one deleted while another worked on it.

    Attributes:
        members: Of the group, as the form shows them.
    """

    members: Sequence[MemberRow] = ()

    @override
    def _rows(self) -> Sequence[Asked]:
        form = self._keeper.form
        return (form.record, *self.members) if form else ()

    def sentences(self) -> list[tuple[str, str, str]]:
        """Return record, field and a sentence for each place of which there are two versions."""
        names = {one.id: _member_words(one) for one in self.members}
        return [
            (id, field, versions_words(names.get(id, ""), words))
            for id, field, words in self.places()
        ]

    def deleted(self) -> list[tuple[str, str]]:
        """Return what one deleted while another worked on it: id, words."""
        return [(id, deleted_words(name)) for id, name in self._deleted()]

    def _deleted(self) -> Iterator[tuple[str, str]]:
        form = self._keeper.form
        if form and form.record.deletion == ASKED:
            yield form.record.id, str(form.record.values["name"] or kind_label("prep_group"))
        for one in self.members:
            if one.deletion == ASKED:
                yield one.id, _member_words(one)


def _member_words(member: MemberRow) -> str:
    return "·".join(word for word in (kind_label("prep_member"), member.name) if word)
