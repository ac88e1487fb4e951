"""共案已更新: said over a plan whose parent was agreed on anew; nothing is changed by itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.queries.plan_lineage import PlanNews
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _, ngettext


class NewsBar(QWidget):
    """One sentence and two ways: look at what differs, or keep what stands here."""

    compare_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, news: PlanNews) -> None:
        super().__init__()
        look, keep = button("", "", "git-diff", small=True), button("", "quiet", small=True)
        look.setText(_("See what differs"))
        keep.setText(_("Keep mine"))
        look.clicked.connect(self.compare_wanted)
        keep.clicked.connect(self.keep_wanted)
        words = ngettext(
            "There is version {number} of the agreed plan; {count} place is new in it and "
            "differs from yours. Your changes are all here.",
            "There is version {number} of the agreed plan; {count} places are new in it and "
            "differ from yours. Your changes are all here.",
            news.differences,
        )
        said = words.format(number=news.version.number, count=news.differences)
        self.notice = Notice(said, "info", [look, keep], "arrows-clockwise")
        column(self, 0, (16, 10, 16, 0)).addWidget(self.notice)
