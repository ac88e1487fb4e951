"""Who contributed what: a fact for the group, never a score."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from db.queries.plan_contributions import Contribution
from desktop.widgets.basic import Avatar, Card, Elided, clear, column, label, row
from desktop.words import _, ngettext


class VoicesCard(Card):
    """Every member of the group; who has said nothing yet is grey, and nothing else."""

    def __init__(self) -> None:
        super().__init__(gap=8)

    def show_rows(self, rows: Sequence[Contribution]) -> None:
        """Show these people: those who spoke, then those who have not yet."""
        clear(self.body, keep=1)
        spoke = [one for one in rows if not _silent(one)]
        silent = [one for one in rows if _silent(one)]
        note = ngettext("{count} person", "{count} people", len(spoke))
        self.set_title(_("Who contributed"), note.format(count=len(spoke)))
        for one in (*spoke, *silent):
            self.body.addWidget(_person(one))
        if not rows:
            words = _("Nobody yet. Members of the plan's preparation group stand here too.")
            self.body.addWidget(label(words, "small", "ink3", wrap=True))


def _person(one: Contribution) -> QWidget:
    out = QWidget()
    line = row(out, 10)
    silent = _silent(one)
    ground, ink = ("sunken", "ink3") if silent else ("accent_soft", "accent")
    line.addWidget(Avatar(one.person_name, ground, ink, 28))
    words = column(gap=0)
    name = "·".join(part for part in (one.person_name or _("Somebody"), one.school_name) if part)
    words.addWidget(Elided(name, "body", "ink3" if silent else ""))
    words.addWidget(label(voice_words(one), "small", "ink3", wrap=True))
    line.addLayout(words, 1)
    return out


def voice_words(one: Contribution) -> str:
    """Return what somebody contributed, in words."""
    if _silent(one):
        return _("has said nothing yet")
    parts = []
    if one.comments:
        said = ngettext("{count} comment", "{count} comments", one.comments)
        parts.append(said.format(count=one.comments))
    if taken := one.adopted + one.partly:
        parts.append(ngettext("{count} went in", "{count} went in", taken).format(count=taken))
    if one.characters:
        wrote = ngettext("wrote {count} character", "wrote {count} characters", one.characters)
        parts.append(wrote.format(count=one.characters))
    return "·".join(parts)


def _silent(one: Contribution) -> bool:
    return not one.comments and not one.characters
