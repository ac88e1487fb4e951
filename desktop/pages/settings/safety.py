"""The card that keeps the work safe: backups in the data folder and elsewhere, and the check."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from db.backup import back_up, list_backups
from db.check import Problem, checking
from db.progress import Progress, Work
from db.sealed_backup import seal_backup
from desktop.context import Desk
from desktop.status import ago
from desktop.widgets.basic import Card, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.notices import Notice
from desktop.words import _, ngettext

_SHORTEST = 6  # characters of a passphrase


class SafetyCard(Card):
    """What was backed up when; back up now, back up elsewhere, check everything."""

    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=10)
        self._desk = desk
        self._said = label("", "body", "ink2", wrap=True)
        self.body.addWidget(self._said)
        buttons = row(gap=8)
        self._now = button("", "", "floppy-disk", small=True)
        self._away = button("", "", "usb-stick", small=True)
        self._check = button("", "", "shield-check", small=True)
        for one, do in (
            (self._now, self._back_up),
            (self._away, self._ask_passphrase),
            (self._check, self._check_all),
        ):
            one.clicked.connect(do)
            buttons.addWidget(one)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self._panel = self._make_panel()
        self.body.addWidget(self._panel)
        self._notice = Notice("", "good")
        self._notice.hide()
        self.body.addWidget(self._notice)
        self.retranslate()

    def _make_panel(self) -> QWidget:
        """Make the two fields of a passphrase, shown once a backup elsewhere is wanted."""
        panel = QWidget()
        layout = column(panel, 8)
        fields = row(gap=12)
        self._one, self._two = QLineEdit(), QLineEdit()
        self._fields = [Field("", line) for line in (self._one, self._two)]
        for field, line in zip(self._fields, (self._one, self._two), strict=True):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.textChanged.connect(self._judge)
            line.returnPressed.connect(self._choose_file)
            fields.addWidget(field, 1)
        layout.addLayout(fields)
        foot = row(gap=8)
        self._why = label("", "small", "ink3", wrap=True)
        foot.addWidget(self._why, 1)
        self._cancel, self._go = button("", "quiet", small=True), button("", "", small=True)
        self._cancel.clicked.connect(panel.hide)
        self._go.clicked.connect(self._choose_file)
        foot.addWidget(self._cancel)
        foot.addWidget(self._go)
        layout.addLayout(foot)
        panel.hide()
        return panel

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self.set_title(_("Backup and check"))
        self._now.setText(_("Back up now"))
        self._away.setText(_("Back up elsewhere"))
        self._check.setText(_("Check everything"))
        self._fields[0].set_name(_("Passphrase for this backup"))
        self._fields[1].set_name(_("The same again"))
        self._cancel.setText(_("Not now"))
        self._go.setText(_("Choose where"))
        self._judge()
        self.reload()

    def reload(self) -> None:
        """Say when the last backup was made."""
        found = list_backups(self._desk.store.folder)
        if found:
            days = (self._desk.today() - found[0].made_on).days
            self._said.setText(
                _(
                    "The last backup on this computer was made {when}; seven days and four weeks"
                    " are kept. A backup on a stick is sealed with a passphrase."
                ).format(when=ago(days))
            )
        else:
            self._said.setText(
                _(
                    "A backup is made on this computer every day. One on a stick is sealed with a"
                    " passphrase."
                )
            )

    def _back_up(self) -> None:
        self._desk.flush()
        self._busy(busy=True)
        self._desk.jobs.start(
            _rolling(self._desk), succeeded=self._backed_up, failed=self._not_done
        )

    def _backed_up(self, _path: Path) -> None:
        self._busy(busy=False)
        self._tell(_("Backed up."), "good")
        self.reload()

    def _ask_passphrase(self) -> None:
        self._notice.hide()
        self._panel.show()
        self._one.setFocus()

    def _judge(self) -> None:
        one, two = self._one.text(), self._two.text()
        why = _("Whoever opens the backup needs it; nobody can find it again for you.")
        if one and len(one) < _SHORTEST:
            why = _("At least {count} characters").format(count=_SHORTEST)
        elif two and one != two:
            why = _("The two are not the same yet")
        self._why.setText(why)
        self._go.setEnabled(len(one) >= _SHORTEST and one == two)

    def _choose_file(self) -> None:
        if not self._go.isEnabled():
            return
        name = _("Lianke backup {date}").format(date=self._desk.today())
        dialog = QFileDialog(self, _("Back up elsewhere"), self._desk.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"{name}.lkb")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.seal_to)
        dialog.open()

    def seal_to(self, path: str) -> None:
        """Write the sealed backup into a file."""
        self._desk.flush()
        self._busy(busy=True)
        self._desk.jobs.start(
            seal_backup(self._desk.store.folder, Path(path), self._one.text()),
            succeeded=self._sealed,
            failed=self._not_done,
            progressed=self._sealing,
        )

    def _sealing(self, progress: Progress) -> None:
        self._tell(
            _("Backing up: {done} of {total}").format(done=progress.done, total=progress.total),
            "info",
        )

    def _sealed(self, path: Path) -> None:
        self._busy(busy=False)
        self._panel.hide()
        self._one.clear()
        self._two.clear()
        self._tell(_("Backed up as “{name}”.").format(name=path.name), "good")

    def _check_all(self) -> None:
        self._desk.flush()
        self._busy(busy=True)
        self._desk.jobs.start(
            checking(self._desk.store, deep=True),
            succeeded=self._checked,
            failed=self._not_done,
            progressed=self._checking,
        )

    def _checking(self, progress: Progress) -> None:
        self._tell(
            _("Checking: {done} of {total}").format(done=progress.done, total=progress.total),
            "info",
        )

    def _checked(self, problems: Sequence[Problem]) -> None:
        self._busy(busy=False)
        serious = [p for p in problems if p.serious]
        if not serious:
            self._tell(_("Everything is in order."), "good")
            return
        self._tell(
            ngettext(
                "{count} thing is not in order. Nothing is lost: back up now, then send us the"
                " report in the data folder.",
                "{count} things are not in order. Nothing is lost: back up now, then send us the"
                " report in the data folder.",
                len(serious),
            ).format(count=len(serious)),
            "warn",
        )
        lines = [f"{p.code} {p.kind} {p.record} {p.field} {p.detail} {p.count}" for p in problems]
        report = self._desk.store.folder / "check.txt"
        report.write_text("\n".join(lines), encoding="utf-8")

    def _not_done(self, error: object) -> None:
        self._busy(busy=False)
        self._notice.hide()
        self.failed.emit(error)

    def _busy(self, *, busy: bool) -> None:
        for one in (self._now, self._away, self._check):
            one.setEnabled(not busy)

    def _tell(self, words: str, kind: str) -> None:
        self._notice.set_text(words, kind)
        self._notice.show()


def _rolling(desk: Desk) -> Work[Path]:
    yield Progress(0, 1)
    return back_up(desk.store.folder, desk.today())
