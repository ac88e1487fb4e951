"""腾出地方: the files that two other laptops keep, and may go from this one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.progress import Progress, Work
from db.store import Store
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.outside import free_bytes
from desktop.sizes import size_words
from desktop.widgets.basic import Card, clear, column, label, row
from desktop.widgets.buttons import Check, button
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.words import _, ngettext
from sync import material_rules, materials
from sync.materials import Spare

_SHOWN = 200


class TidyView(QWidget):
    """A line for each long file, ticked, one for all small ones; how much is and will be free."""

    left = Signal()
    changed = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Sequence[Spare] = ()
        self._small: Sequence[Spare] = ()
        self._checks: list[Check] = []
        self._small_check: Check | None = None
        inner = QWidget()
        layout = column(inner, 14, (24, 18, 24, 18))
        self._card = Card(gap=6)
        self._room, self._limit = (
            label("", "body", wrap=True),
            label("", "small", "ink2", wrap=True),
        )
        self._lines = QWidget()
        self._list = column(self._lines, 2)
        self._trouble = Notice("", "danger")
        self._trouble.hide()
        for one in (self._room, self._limit, self._trouble, self._lines):
            self._card.body.addWidget(one)
        line = row(gap=10)
        self.go = button("", "primary", "trash")
        self.go.clicked.connect(self.drop)
        line.addWidget(self.go)
        line.addStretch(1)
        self._card.body.addLayout(line)
        layout.addWidget(self._card)
        layout.addStretch(1)
        column(self, 0).addWidget(scroll(inner))
        self._retranslate()

    def look(self) -> None:
        """Find what may go, as a job: others' receipts are gone through."""
        work = _spare(self._desk.store)
        self._desk.jobs.start(work, succeeded=self._show, failed=self._failed)

    def _show(self, found: Sequence[Spare]) -> None:
        self._found = [one for one in found if not one.is_small][:_SHOWN]
        self._small = [one for one in found if one.is_small]
        clear(self._list)
        self._checks, self._small_check = [], None
        for one in self._found:
            keepers = ngettext("{count} other keeps it", "{count} others keep it",
                               len(one.holders)).format(count=len(one.holders))  # fmt: skip
            made = Check(one.name or _("A file of nobody's"), on=True,
                         note=f"{size_words(one.size_bytes)}·{keepers}")  # fmt: skip
            made.toggled.connect(self._tell)
            self._checks.append(made)
            self._list.addWidget(made)
        if self._small:
            self._small_check = self._offer_small()
        elif not self._found:
            words = _(
                "Nothing may go: two computers keep each file, and this one is among them here."
            )
            self._list.addWidget(label(words, "body", "ink2", wrap=True))
        self._retranslate()

    def _offer_small(self) -> Check:
        """Offer the small files as one: off, for these are what people look at every day."""
        size = size_words(sum(one.size_bytes for one in self._small))
        title = ngettext(
            "{count} photo or short file", "{count} photos and short files", len(self._small)
        ).format(count=len(self._small))
        note = _("{size}·two others keep each of them").format(size=size)
        made = Check(title, on=False, note=note)
        made.toggled.connect(self._tell)
        self._list.addWidget(made)
        return made

    def chosen(self) -> list[Spare]:
        """Return what is ticked."""
        ticked = zip(self._found, self._checks, strict=True)
        small = self._small if self._small_check is not None and self._small_check.on() else ()
        return [*(one for one, check in ticked if check.on()), *small]

    def drop(self) -> None:
        """Remove what is ticked from this laptop, as a job."""
        self.go.setEnabled(False)
        work = _drop(self._desk.store, [one.proof for one in self.chosen()])
        self._desk.jobs.start(work, succeeded=self._dropped, failed=self._failed)

    def _dropped(self, gained: int) -> None:
        words = _("{size} are free again. Wish for a file, and it comes back.")
        self.toasted.emit(words.format(size=size_words(gained)), "", None)
        self.changed.emit()
        self.look()

    def _failed(self, error: Exception) -> None:
        self._trouble.set_text(describe(error).text())
        self._trouble.show()

    def _tell(self) -> None:
        found = self.chosen()
        size = size_words(sum(one.size_bytes for one in found))
        self.go.setVisible(bool(self._found or self._small))
        self.go.setEnabled(bool(found))
        words = ngettext(
            "Remove {count} from this computer ({size})",
            "Remove {count} from this computer ({size})",
            len(found),
        )
        self.go.setText(words.format(count=len(found), size=size if found else "0"))

    def _retranslate(self) -> None:
        self._card.set_title(_("Make room on this computer"))
        with self._desk.store.read() as session:
            rules = material_rules.read(session)
        free = size_words(free_bytes(self._desk.store.folder))
        self._room.setText(_("{size} are free here.").format(size=free))
        self._limit.setText(
            _(
                "Long files leave {room} free, and at most {carried} are carried for others. What"
                " two other computers keep may go from here; its title and words stay."
            ).format(room=size_words(rules.room_bytes), carried=size_words(rules.courier_bytes))
        )
        self._tell()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _spare(store: Store) -> Work[list[Spare]]:
    yield Progress(0, 1)
    with store.read() as session:
        return materials.spare(session, store.blobs)


def _drop(store: Store, chosen: Sequence[str]) -> Work[int]:
    yield Progress(0, 1)
    return materials.drop(store, chosen)
