"""What waits and why, and how the exchange fares: the doctor's findings, each with what to do."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.progress import Progress, Work
from db.store import Store
from desktop.context import Desk
from desktop.doctor_words import file_lines, finding_words
from desktop.member_words import gap_words
from desktop.notice import together
from desktop.reports.errors import ReportNotWrittenError
from desktop.widgets.basic import Card, Icon, clear, column, label, row, rule
from desktop.widgets.buttons import button
from desktop.words import _
from sync import alarms
from sync.doctor import Finding, Health, examining

_WAITING = (
    "parked",
    "refused",
    "stranger",
    "newer_segment",
    "no_key",
    "newer_program",
    "refused_file",
    "missing_file",
)
_TOLD_ELSEWHERE = ("unsent", "silent")  # who has what says both, and better


def looking(store: Store) -> Work[tuple[Health, list[str]]]:
    """Examine the exchange; return what was found, and what a lost laptop may have taken along."""
    health = yield from examining(store)
    with store.read() as session:
        return health, gap_words(session)


class WaitingCard(Card):
    """What came and cannot be used yet, or never; why, and what helps."""

    def __init__(self) -> None:
        super().__init__(gap=0, margins=(16, 8, 16, 10))

    def show_findings(self, findings: Sequence[Finding], gaps: Sequence[str]) -> None:
        """Show them; the card goes away when nothing waits.

        Args:
            findings: Of the doctor.
            gaps: What may be missing, in words.
        """
        waits = [one for one in findings if one.code in _WAITING]
        self.setVisible(bool(waits or gaps))
        self.set_title(_("What waits, and why"), _("It is kept, and looked at again"))
        clear(self.body, 1)
        lines = [finding_line(one) for one in waits]
        lines += [sentence("circle-dashed", "ink3", words, "") for words in gaps]
        for number, line in enumerate(lines):
            if number:
                self.body.addWidget(rule())
            self.body.addWidget(line)


class HealthCard(Card):
    """Whether all is well, and a report to send if it is not."""

    failed = Signal(object)
    saved = Signal(str)  # the file's name

    def __init__(self, desk: Desk) -> None:
        self._save = button("", "quiet", "download-simple", small=True)
        super().__init__(action=self._save, gap=0, margins=(16, 8, 16, 10))
        self._desk = desk
        self._save.clicked.connect(self._ask_file)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show how it fares."""
        self._save.setText(_("Save a report"))
        found = [one for one in findings if one.code not in (*_WAITING, *_TOLD_ELSEWHERE)]
        serious = any(one.serious for one in found)
        self.set_title(_("How the exchange fares"))
        clear(self.body, 1)
        if not serious:
            well = _("Laptops that hold the same records show the same.")
            if not found:
                well = together(_("All is well."), well)
            self.body.addWidget(sentence("check-circle", "accent", well, ""))
        for one in found:
            self.body.addWidget(finding_line(one))

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Save a report"), self._desk.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_("Lianke report {date}").format(date=self._desk.today()) + ".txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the report: numbers and hashes, nothing that people wrote."""
        work = _writing(self._desk.store, Path(path))
        self._desk.jobs.start(work, succeeded=self.saved.emit, failed=self.failed.emit)


def _writing(store: Store, path: Path) -> Work[str]:
    yield Progress(0, 1)
    with store.read() as session:
        report = alarms.report(session)
    try:
        path.write_bytes(report)
    except OSError as error:
        raise ReportNotWrittenError.of(path, error) from error
    return path.name


def finding_line(one: Finding) -> QWidget:
    """Return a finding with what to do about it."""
    said, advice = finding_words(one)
    if one.code == "digest_differs":
        advice = _("Press “Save a report” on both computers and send us both files.")
    names = "\n".join(file_lines(one))
    if one.serious:
        return sentence("warning", "warn", said, advice)
    glyph = "hourglass" if one.code in _WAITING else "info"
    if one.code in ("refused", "refused_file"):
        glyph = "prohibit"
    return sentence(glyph, "ink2", said, advice, names)


def sentence(glyph: str, tone: str, said: str, advice: str, names: str = "") -> QWidget:
    """Return a sign, a sentence, and under it what helps and which files it is about."""
    out = QWidget()
    layout = row(out, 10, (0, 7, 0, 7))
    sign = column(margins=(0, 2, 0, 0))
    sign.addWidget(Icon(glyph, tone, 18))
    sign.addStretch(1)
    layout.addLayout(sign)
    words = column(gap=0)
    words.addWidget(label(said, "body", "warn" if tone == "warn" else "", wrap=True))
    if advice:
        words.addWidget(label(advice, "small", "ink2", wrap=True))
    if names:
        words.addWidget(label(names, "small", "ink3", wrap=True))
    layout.addLayout(words, 1)
    return out
