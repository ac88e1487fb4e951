"""Forms that ask for a decision: which questions are open, and the buttons that answer them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.journal import Sitting, begin
from db.queries.conflicts import open_questions
from desktop.context import Desk


def sit(desk: Desk) -> Sitting:
    """Return a sitting of whose laptop it is."""
    with desk.store.read() as session:
        return begin(session, desk.person)


def asked(desk: Desk) -> list[str]:
    """Return the records about which something is asked."""
    with desk.store.read() as session:
        return [question.id for question in open_questions(session)]


def ways(within: QWidget, words: str) -> list[QPushButton]:
    """Return the buttons called so that can be seen."""
    found = within.findChildren(QPushButton)
    return [one for one in found if one.text() == words and one.isVisible()]


def answer(qtbot: QtBot, within: QWidget, words: str) -> None:
    """Press the one button called so, once it is there."""
    qtbot.waitUntil(lambda: len(ways(within, words)) == 1)
    qtbot.mouseClick(ways(within, words)[0], Qt.MouseButton.LeftButton)
