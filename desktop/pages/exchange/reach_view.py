"""谁有什么: how far one's work has come, and the files that are still elsewhere."""

import time
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.context import Desk
from desktop.pages.exchange import reach_words
from desktop.pages.exchange.health_cards import HealthCard, WaitingCard, looking
from desktop.pages.exchange.reach_words import ReachLine
from desktop.pages.exchange.words import size_words
from desktop.reach_facts import FileLine, ReachFacts, reading
from desktop.widgets.basic import Card, Elided, Icon, clear, column, label, row, rule
from desktop.widgets.buttons import button
from desktop.widgets.notices import Loading
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext
from sync import wishes
from sync.doctor import Health

_SHOWN = 12


class ReachView(QWidget):
    """Cards under each other; read anew each time it is looked at."""

    failed = Signal(object)
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts: ReachFacts | None = None
        page = QWidget()
        self._page = column(page, 14, (20, 16, 20, 16))
        self._loading = Loading(_("Going through what the others said"))
        self.reach, self.files = ReachCard(), FilesCard()
        self.waiting, self.health = WaitingCard(), HealthCard(desk)
        self.files.wish_changed.connect(self._wish)
        self.health.failed.connect(self.failed)
        self.health.saved.connect(self._tell_saved)
        self._page.addWidget(self._loading)
        for part in (self.reach, self.waiting, self.files, self.health):
            part.hide()
            self._page.addWidget(part)
        self._page.addStretch(1)
        column(self, 0).addWidget(scroll(page))

    def reload(self) -> None:
        """Read it anew, in the background; what is shown stays until then."""
        work = reading(self._desk.store)
        self._desk.jobs.start(work, succeeded=self._show, failed=self._fail)
        look = looking(self._desk.store)
        self._desk.jobs.start(look, succeeded=self._show_health, failed=self._fail)

    def facts(self) -> ReachFacts | None:
        """Return what is shown."""
        return self._facts

    def _fail(self, error: Exception) -> None:
        self._loading.hide()
        self.failed.emit(error)

    def _show(self, facts: ReachFacts) -> None:
        self._facts = facts
        self._loading.hide()
        lines = reach_words.reach_lines(facts.reaches, time.time(), self._desk.today())
        self.reach.show_lines(lines, reach_words.reach_summary(facts.reaches), facts.unsent)
        self.files.show_files(facts.files, facts.more_files)
        self.reach.show()

    def _show_health(self, found: tuple[Health, list[str]]) -> None:
        health, gaps = found
        self.waiting.show_findings(health.findings, gaps)
        self.health.show_findings(health.findings)
        self.health.show()

    def _tell_saved(self, name: str) -> None:
        self.toasted.emit(_("Saved as “{name}”").format(name=name), "", None)

    def _wish(self, attachment: str, wished: bool) -> None:
        with self._desk.store.write() as session:
            if wished:
                wishes.add(session, attachment)
            else:
                wishes.remove(session, attachment)
        self.reload()


class ReachCard(Card):
    """The other laptops, one line each; those that lack most and are silent longest first."""

    def __init__(self) -> None:
        super().__init__(gap=0, margins=(16, 8, 16, 10))
        self._lines: Sequence[ReachLine] = ()
        self._all = False

    def lines(self) -> Sequence[ReachLine]:
        """Return what is shown, or would be by 「还有」."""
        return self._lines

    def show_lines(self, lines: Sequence[ReachLine], summary: str, unsent: int) -> None:
        """Show how far one's work has come.

        Args:
            lines: The other laptops.
            summary: The small words beside the title.
            unsent: Records that are only here so far.
        """
        self._lines, self._summary, self._unsent = lines, summary, unsent
        self._fill()

    def _fill(self) -> None:
        self.set_title(_("Who has what you wrote"), self._summary)
        clear(self.body, 1)
        if self._unsent:
            waits = ngettext(
                "{count} record is only on this computer so far; the next exchange takes it along.",
                "{count} records are only on this computer so far; the next exchange takes them"
                " along.",
                self._unsent,
            )
            self.body.addWidget(_note("tray", "far", waits.format(count=self._unsent)))
        if not self._lines:
            self.body.addWidget(_note("laptop", "ink3", _("No other computer has joined yet.")))
        shown = self._lines if self._all else self._lines[:_SHOWN]
        for number, line in enumerate(shown):
            if number or self._unsent:
                self.body.addWidget(rule())
            self.body.addWidget(_reach_line(line))
        if len(shown) < len(self._lines):
            more = len(self._lines) - len(shown)
            rest = button(_("{count} more").format(count=more), "quiet", "caret-down", small=True)
            rest.clicked.connect(self._show_all)
            self.body.addWidget(rest)

    def _show_all(self) -> None:
        self._all = True
        self._fill()


def _reach_line(line: ReachLine) -> QWidget:
    out = QWidget()
    layout = row(out, 10, (0, 7, 0, 7))
    layout.addWidget(Icon(line.glyph, line.tone, 18))
    words = column(gap=0)
    words.addWidget(Elided(line.name, "strong"))
    words.addWidget(Elided(line.said, "small", "ink2"))
    layout.addLayout(words, 1)
    layout.addWidget(label(line.heard, "small", "warn" if line.old else "ink3"))
    return out


def _note(glyph: str, tone: str, words: str) -> QWidget:
    out = QWidget()
    layout = row(out, 10, (0, 6, 0, 6))
    layout.addWidget(Icon(glyph, tone, 18))
    layout.addWidget(label(words, "body", "ink2", wrap=True), 1)
    return out


class FilesCard(Card):
    """The files that are not here: where they are, and whether they are to be brought along."""

    wish_changed = Signal(str, bool)  # attachment; whether it is wanted

    def __init__(self) -> None:
        super().__init__(gap=0, margins=(16, 8, 16, 10))
        self._files: Sequence[FileLine] = ()

    def files(self) -> Sequence[FileLine]:
        """Return what is shown."""
        return self._files

    def show_files(self, files: Sequence[FileLine], more: int) -> None:
        """Show the files, the wished ones first; the card goes away when all are here."""
        self._files = files
        self.setVisible(bool(files))
        wished = sum(one.wished for one in files)
        note = _("{count} to be brought along").format(count=wished) if wished else ""
        self.set_title(_("Files that are not here yet"), note)
        clear(self.body, 1)
        for number, one in enumerate(files):
            if number:
                self.body.addWidget(rule())
            self.body.addWidget(self._line(one))
        if more:
            said = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self.body.addWidget(label(said, "small", "ink3"))

    def _line(self, one: FileLine) -> QWidget:
        out = QWidget()
        layout = row(out, 10, (0, 7, 0, 7))
        glyph, tone = ("package", "far") if one.wished else ("circle-dashed", "ink3")
        layout.addWidget(Icon(glyph, tone, 18))
        words = column(gap=0)
        words.addWidget(Elided(one.name, "strong"))
        of = one.of if one.of != one.name else ""  # a material is called as its file
        parts = [of, size_words(one.size_bytes), reach_words.where_words(one)]
        words.addWidget(Elided("·".join(part for part in parts if part), "small", "ink2"))
        layout.addLayout(words, 1)
        if one.wished:
            layout.addWidget(label(_("Comes along next time"), "small", "far"))
            do = button(_("Not any more"), "quiet", small=True)
        else:
            do = button(_("I want this one"), "", "package", small=True)
        do.setAccessibleDescription(one.name)
        do.clicked.connect(partial(self._change, one))
        layout.addWidget(do)
        return out

    def _change(self, one: FileLine) -> None:
        self.wish_changed.emit(one.attachment, not one.wished)
