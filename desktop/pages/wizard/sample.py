"""The sample alliance: a data folder of its own, and the mark over a window that shows it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.progress import Progress, Work
from db.queries.foot import member
from db.store import Store
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _

_MARK = "sample"


def sample_folder(folder: Path) -> Path:
    """Return where the sample lies that belongs to a data folder."""
    return folder.with_name(f"{folder.name}-{_MARK}")


def own_folder(sample: Path) -> Path:
    """Return the data folder that a sample belongs to."""
    return sample.with_name(sample.name.removesuffix(f"-{_MARK}"))


def is_sample(folder: Path) -> bool:
    """Tell whether a data folder holds the sample."""
    return (folder / _MARK).exists()


def making_sample(folder: Path) -> Work[Path]:
    """Make the sample in a data folder of its own, unless it is there; return that folder."""
    from desktop.demo.load import load_sample  # noqa: PLC0415 - only who looks needs it

    yield Progress(0, 0)
    store = Store(folder)
    try:
        with store.glance() as look:
            there = member(look) is not None
        if not there:
            load_sample(store)
            (folder / _MARK).touch()
    finally:
        store.close()
    return folder


class SampleBar(QWidget):
    """Says over the whole window that this is the sample, and leads back."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = button(_("Leave the sample"), "", "arrow-left", small=True)
        self.back.clicked.connect(self.back_wanted)
        said = _("Sample: invented schools and people. Nothing here is yours, nothing can break.")
        column(self, 0).addWidget(Notice(said, "info", [self.back], icon="eye"))

    @classmethod
    def over(cls, window: QWidget) -> "SampleBar":
        """Put the bar over a window that shows the sample; it stays when pages are built anew."""
        bar = cls()
        layout = window.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, bar)
            bar.show()
        return bar
