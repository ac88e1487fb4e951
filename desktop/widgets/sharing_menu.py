"""The menu by which a record is shared with more people, as a new one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidgetAction

from db.circles import ALLIANCE, NAMED, SCHOOL
from desktop import theme
from desktop.widgets.basic import label
from desktop.words import _


def add_sharing(menu: QMenu, circle: str, share: Callable[[str], object]) -> None:
    """Offer the circles wider than a record's own, under the sentence that says what happens.

    Args:
        menu: Where; a record that the whole alliance reads adds nothing.
        circle: Who reads the record now.
        share: Is called with the circle chosen.
    """
    if circle == ALLIANCE:
        return
    wider = menu.addMenu(_("Share with more people"))
    said = label(
        _("This makes a new record with what stands here today;")
        + "\n"
        + _("this one, and what was crossed out, stays as it is."),
        "small",
    )
    said.setContentsMargins(*(theme.now().px(12),) * 4)
    sentence = QWidgetAction(wider)
    sentence.setDefaultWidget(said)
    wider.addAction(sentence)
    wider.addSeparator()
    if circle == NAMED:
        wider.addAction(_("With our school"), partial(share, SCHOOL))
    wider.addAction(_("With the whole alliance"), partial(share, ALLIANCE))
