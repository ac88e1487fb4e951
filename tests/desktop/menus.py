"""Menus as a person uses them."""

from PySide6.QtWidgets import QMenu


def pick(menu: QMenu, words: str) -> None:
    """Open a menu and choose what is called so."""
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text() == words).trigger()
