"""Founding: the alliance and its core school, then who I am."""

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton
from typing_extensions import override

from desktop import theme
from desktop.founding import AllianceDraft
from desktop.labels import choice_labels
from desktop.pages.wizard.step import Step
from desktop.widgets.basic import label
from desktop.widgets.buttons import chip
from desktop.widgets.fields import Combo, Field
from desktop.widgets.filters import Chips
from desktop.words import _, pgettext


def plain(line: QLineEdit) -> str:
    """Return what was typed, without blanks at the ends or doubled ones."""
    return " ".join(line.text().split())


class AllianceStep(Step):
    """`done` gives the draft with the alliance and the school."""

    def __init__(self, draft: AllianceDraft) -> None:
        super().__init__(
            _("The alliance and your school"),
            _("Two names are enough; the rest can wait."),
        )
        self._draft = draft
        self.alliance, self.county = QLineEdit(draft.alliance), QLineEdit(draft.county)
        self.school, self.short = QLineEdit(draft.school), QLineEdit(draft.school_short_name)
        types = choice_labels("school", "type")
        self.type = Combo([("", _("not said yet")), *types.items()], draft.school_type)
        for line in (self.alliance, self.county, self.school, self.short):
            line.textChanged.connect(self.changed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.now().px(16))
        grid.setVerticalSpacing(theme.now().px(12))
        grid.addWidget(
            Field(
                _("Name of the alliance"),
                self.alliance,
                _("As everybody calls it, for example 青山小学教育联盟"),
            ),
            0,
            0,
            1,
            2,
        )
        grid.addWidget(Field(_("Your school, the core school"), self.school), 1, 0)
        grid.addWidget(
            Field(_("Its short name"), self.short, _("For lists, for example 三小")), 1, 1
        )
        grid.addWidget(Field(_("Its type"), self.type), 2, 0)
        grid.addWidget(Field(_("County"), self.county), 2, 1)
        for at in (0, 1):
            grid.setColumnStretch(at, 1)
        self.body.addLayout(grid)
        self.finish_building()

    @override
    def back_words(self) -> str:
        return pgettext("to the step before", "Back")

    @override
    def go_words(self) -> str:
        return _("Next")

    @override
    def lacking(self) -> str:
        if not plain(self.alliance):
            return _("The name of the alliance is still missing")
        return "" if plain(self.school) else _("The name of your school is still missing")

    @override
    def begin(self) -> None:
        self.alliance.setFocus()

    @override
    def go(self) -> None:
        self.done.emit(
            replace(
                self._draft,
                alliance=plain(self.alliance),
                county=plain(self.county),
                school=plain(self.school),
                school_short_name=plain(self.short),
                school_type=self.type.code(),
            )
        )


class FounderStep(Step):
    """`done` gives the draft with who founds it."""

    def __init__(self, draft: AllianceDraft) -> None:
        super().__init__(
            _("Who are you?"),
            _("Your name stands under what you record, at {school}.").format(school=draft.school),
        )
        self._draft = draft
        self.name = QLineEdit(draft.person)
        self.name.textChanged.connect(self.changed)
        self.name.setMaximumWidth(theme.now().size(320))
        self.body.addWidget(Field(_("Your name"), self.name))
        self.body.addSpacing(theme.now().px(8))
        self.body.addWidget(label(_("Your posts (as many as you have)"), "small", "ink2"))
        self.posts: dict[str, QToolButton] = {}
        chosen = draft.posts.split()
        for code, words in choice_labels("person", "posts").items():
            self.posts[code] = chip(words, checked=code in chosen)
        self.body.addWidget(Chips(list(self.posts.values())))
        self.finish_building()

    @override
    def back_words(self) -> str:
        return pgettext("to the step before", "Back")

    @override
    def go_words(self) -> str:
        return _("Found the alliance")

    @override
    def lacking(self) -> str:
        return "" if plain(self.name) else _("Your name is still missing")

    @override
    def begin(self) -> None:
        self.name.setFocus()

    def draft(self) -> AllianceDraft:
        """Return what was said so far."""
        posts = " ".join(code for code, one in self.posts.items() if one.isChecked())
        return replace(self._draft, person=plain(self.name), posts=posts)

    @override
    def go(self) -> None:
        self.done.emit(self.draft())
