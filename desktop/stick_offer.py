"""A stick is noticed wherever one is in the window: a toast, and one click to exchange with it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.exchanges import Exchanges
from desktop.sticks import Stick
from desktop.words import _

if TYPE_CHECKING:
    from desktop.window import Window

PAGE = "exchange"


class StickOffer(QObject):
    """Offers an exchange with a stick that was put in; nothing ever begins by itself."""

    def __init__(self, window: "Window") -> None:
        """Watch for a window, and live as long as it."""
        super().__init__(window)
        self._window = window
        self._exchanges = Exchanges.of(window.desk)
        self._exchanges.sticks.found.connect(self._offer)

    def _offer(self, stick: Stick) -> None:
        if self._window.current() == PAGE or self._exchanges.running():
            return
        words = _("A stick is here·{name}").format(name=stick.name)
        self._window.shell.toast(words, _("Exchange now"), partial(self._take_up, stick), "info")

    def _take_up(self, stick: Stick) -> None:
        self._window.go(PAGE)
        self._exchanges.start(stick.folder, stick.name)
