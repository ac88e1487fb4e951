"""What wants a decision in a preparation group and its members."""

from collections.abc import Iterator, Sequence

from typing_extensions import override

from db.queries.prep_groups import MemberRow
from db.record import ASKED
from desktop.labels import kind_label
from desktop.pages.activities.form_versions import Asked, FormVersions
from desktop.words import _


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
        said = _("Two versions: {field}")
        return [
            (id, field, said.format(field=f"{names[id]}·{words}" if id in names else words))
            for id, field, words in self.places()
        ]

    def deleted(self) -> list[tuple[str, str]]:
        """Return what one deleted while another worked on it: id, words."""
        said = _("“{name}” was deleted")
        return [(id, said.format(name=name)) for id, name in self._deleted()]

    def _deleted(self) -> Iterator[tuple[str, str]]:
        form = self._keeper.form
        if form and form.record.deletion == ASKED:
            yield form.record.id, str(form.record.values["name"] or kind_label("prep_group"))
        for one in self.members:
            if one.deletion == ASKED:
                yield one.id, _member_words(one)


def _member_words(member: MemberRow) -> str:
    return "·".join(word for word in (kind_label("prep_member"), member.name) if word)
