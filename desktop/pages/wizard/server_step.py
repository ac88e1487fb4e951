"""A server to begin with, where the alliance exchanges over one: a share, a net disk, a store."""

from typing_extensions import override

from db.store import Store
from desktop.pages.exchange.new_place import NewPlaceView
from desktop.pages.wizard.step import Step
from desktop.words import _, pgettext


class ServerStep(Step):
    """`done` gives the address, and what people call it; its password is kept by then."""

    def __init__(self, store: Store, alliance: str) -> None:
        """Show the form of a place.

        Args:
            store: Keeps the place.
            alliance: Id of this laptop's; empty while it has none.
        """
        super().__init__(_("Where your alliance exchanges"))
        self.place = NewPlaceView(store, alliance, inside=True)
        self.place.ready_changed.connect(self.changed)
        self.place.failed.connect(self.fail)
        self.place.added.connect(self._end)
        self.body.addWidget(self.place)
        self.finish_building()

    def _end(self, address: str) -> None:
        self.done.emit((address, self.place.called()))

    @override
    def back_words(self) -> str:
        return pgettext("to the step before", "Back")

    @override
    def go_words(self) -> str:
        return _("Take this place")

    @override
    def lacking(self) -> str:
        return "" if self.place.ready() else _("Something is not filled in yet")

    @override
    def begin(self) -> None:
        self.place.picks[self.place.draft().kind].setFocus()

    @override
    def go(self) -> None:
        self.place.add()
