"""A new place: what it is, where it is, who signs in; tried beside it while one types."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget
from typing_extensions import override

from db.progress import Progress, Work
from db.store import Store
from desktop import theme
from desktop.aside import Aside
from desktop.pages.exchange import new_place_words as words
from desktop.pages.exchange.new_place_draft import (
    JIANGUOYUN,
    OTHER,
    Draft,
    Kind,
    Part,
    draft_of,
    part_at_fault,
    parts,
)
from desktop.pages.exchange.place_test import PlaceTest
from desktop.widgets.basic import A, Card, Icon, column, label, row
from desktop.widgets.buttons import segmented
from desktop.widgets.fields import Combo, Field
from desktop.widgets.lines import IconLine
from desktop.widgets.picks import Pick
from desktop.widgets.scroll import scroll
from desktop.words import _
from sync import places
from sync.errors import PlaceAddressError, PlaceNewFolderError
from sync.passwords import IN_FILE, Passwords
from sync.place_check import CheckProgress, Findings, probe_address

_QUIET_MS = 1000  # after it somebody has stopped typing
_NARROW = 720
_DAV, _STORE = (JIANGUOYUN, OTHER), ("oss", "cos", "obs", "s3")


class NewPlaceView(QWidget):
    """The form at the left, the try at the right; under each other in a narrow window."""

    added = Signal(str)  # the address
    left = Signal()
    noted = Signal(str)  # where the password lies, when no keyring took it
    failed = Signal(object)
    ready_changed = Signal(bool)  # whether it can be added

    def __init__(self, store: Store, alliance: str, *, inside: bool = False) -> None:
        """Begin with nothing typed.

        Args:
            store: Keeps the place that is added.
            alliance: Id of this laptop's, whose work may lie there; empty while it has none.
            inside: Whether it stands among others on a page that scrolls: one below the other.
        """
        super().__init__()
        self._inside = inside
        self._store, self._alliance = store, alliance
        self._passwords = Passwords(store.folder)
        self._before = ""  # the address of the place that is changed
        self._lacks_folder = False  # which is made when the place is added
        self._draft = Draft()
        self._make()
        self._trying, self._keeping = Aside(self), Aside(self)
        self._trying.progressed.connect(self._show_step)
        self._trying.succeeded.connect(self._show_findings)
        self._trying.failed.connect(self._give_up_trying)
        self._keeping.succeeded.connect(self._kept)
        self._keeping.failed.connect(self._not_kept)
        self._pause = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._pause.timeout.connect(self.try_now)
        self.begin()

    # building

    def _make(self) -> None:
        page = QWidget()
        self._grid = QGridLayout(page)
        margins = (0, 0, 0, 0) if self._inside else (20, 16, 20, 16)
        self._grid.setContentsMargins(*(theme.now().px(n) for n in margins))
        self._grid.setSpacing(theme.now().px(16))
        self._form = Card(gap=12, margins=(18, 12, 18, 16))
        self._make_picks()
        self.dav = segmented([words.service_words(one) for one in _DAV])
        self.store = Combo([(one, words.service_words(one)) for one in _STORE], "oss")
        self.dav.chosen.connect(self._read)
        self.store.chosen.connect(self._read)
        self._form.body.addWidget(self.dav)
        self._store_field = Field(_("Whose store"), self.store)
        self._form.body.addWidget(self._store_field)
        self.name = QLineEdit()
        self.fields: dict[Part, QLineEdit] = {part: QLineEdit() for part in Part}
        self.fields[Part.WHERE] = folder = IconLine("", "folder-open")
        folder.trailing().clicked.connect(self._ask_folder)
        self._choose_folder = folder.trailing()
        self.fields[Part.PASSWORD].setEchoMode(QLineEdit.EchoMode.Password)
        self._holders = {part: Field("", line) for part, line in self.fields.items()}
        self._name_field = Field("", self.name)
        self._form.body.addWidget(self._name_field)
        both = QGridLayout()
        both.setHorizontalSpacing(theme.now().px(12))
        for at, part in enumerate((Part.USER, Part.PASSWORD)):
            where = (0, at) if not theme.now().large else (at, 0)
            both.addWidget(self._holders[part], *where)
        for part in (Part.WHERE, Part.REGION):
            self._form.body.addWidget(self._holders[part])
        self._form.body.addLayout(both)
        self._form.body.addWidget(self._holders[Part.INSIDE])
        for line in self.fields.values():
            line.textEdited.connect(self._read)
            line.returnPressed.connect(self.try_now)
        self.fields[Part.PASSWORD].editingFinished.connect(self._try_soon)
        self.name.textEdited.connect(self._rename)
        promise = row(gap=8)
        self._promise = label("", "small", "ink2", wrap=True)
        promise.addWidget(Icon("lock-simple", "ink3", 16), 0, A.AlignTop)
        promise.addWidget(self._promise, 1)
        self._form.body.addLayout(promise)
        self._form.body.addStretch(1)
        self.test = PlaceTest()
        self.test.again.clicked.connect(self.try_now)
        self._grid.addWidget(self._form, 0, 0)
        column(self, 0).addWidget(page if self._inside else scroll(page))
        self._arrange()

    def _make_picks(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(theme.now().px(8))
        self.picks: dict[Kind, Pick] = {}
        for at, kind in enumerate(Kind):
            pick = Pick(words.GLYPHS[kind], "", tall=56)
            pick.setAutoExclusive(True)
            pick.clicked.connect(partial(self.choose, kind))
            self.picks[kind] = pick
            where = (at, 0) if theme.now().large else divmod(at, 2)
            grid.addWidget(pick, *where)
        self._form.body.addLayout(grid)

    # what the page asks for

    def begin(self, address: str = "", name: str = "") -> None:
        """Begin with nothing, or with a place that is known, to change it."""
        self._before = address
        self._draft = draft_of(address, name) if address else Draft()
        for part, line in self.fields.items():
            line.setText(getattr(self._draft, part.value))
        self.name.setText(self._draft.name)
        self.dav.set_at(_DAV.index(OTHER) if self._draft.service == OTHER else 0)
        if self._draft.service in _STORE:
            self.store.set_code(self._draft.service)
        self.retranslate()
        self._show_kind()
        self.test.clear()
        self._pause.stop()
        self._trying.stop()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        for kind, pick in self.picks.items():
            pick.set_words(*words.kind_words(kind))
        self.dav.set_names([words.service_words(one) for one in _DAV])
        self.store.set_items([(one, words.service_words(one)) for one in _STORE])
        self._store_field.set_name(_("Whose store"))
        self._name_field.set_name(_("What you call it"), _("for yourselves"))
        self.test.retranslate()
        self._show_kind()

    def leave(self) -> None:
        """Put it away; what runs is not heard any more."""
        self._pause.stop()
        self._trying.stop()

    def ready(self) -> bool:
        """Return whether enough is typed to add the place."""
        return not self._keeping.running() and not self._draft.missing() and self._is_address()

    def changes_one(self) -> bool:
        """Return whether a place that is known is changed."""
        return bool(self._before)

    def called(self) -> str:
        """Return what people call the place, or what follows from its address."""
        return self._draft.name.strip() or self._draft.address().name

    def draft(self) -> Draft:
        """Return what is typed."""
        return self._draft

    # what is typed

    def choose(self, kind: Kind) -> None:
        """Turn to another kind of place."""
        self._draft = replace(self._draft, kind=kind, service="")
        self._show_kind()
        self._read()
        first = parts(kind, self._draft.service)[0]
        self.fields[first].setFocus()

    def _show_kind(self) -> None:
        kind = self._draft.kind
        self.picks[kind].setChecked(True)
        self._draft = replace(self._draft, service=self._service(kind))
        self.dav.setVisible(kind is Kind.DAV)
        self._store_field.setVisible(kind is Kind.STORE)
        asked = parts(kind, self._draft.service)
        for part, holder in self._holders.items():
            holder.setVisible(part in asked)
            holder.set_name(words.part_words(part, kind))
            self.fields[part].setPlaceholderText(words.part_example(part, self._draft))
        self._choose_folder.setVisible(kind is Kind.FOLDER)
        self._show_hints()
        self._promise.setText(words.promise_words(kind))

    def _service(self, kind: Kind) -> str:
        if kind is Kind.DAV:
            return _DAV[self.dav.at()]
        return self.store.code() if kind is Kind.STORE else ""

    def _show_hints(self, fault: Part | None = None) -> None:
        for part, holder in self._holders.items():
            if part is fault:
                holder.set_hint(_("Look at what is said beside"), "warn")
            else:
                holder.set_hint(words.part_hint(part, self._draft))

    def _rename(self) -> None:
        self._draft = replace(self._draft, name=self.name.text())

    def _read(self) -> None:
        service = self._service(self._draft.kind)
        if service != self._draft.service:
            self._show_kind()
        typed = {part: line.text() for part, line in self.fields.items()}
        self._draft = replace(
            self._draft,
            where=typed[Part.WHERE],
            region=typed[Part.REGION],
            user=typed[Part.USER],
            password=typed[Part.PASSWORD],
            inside=typed[Part.INSIDE],
        )
        self._trying.stop()
        self._lacks_folder = False
        self._show_hints()
        self.test.clear()
        # half a password is wrong, and some servers lock out who is wrong three times
        if self.fields[Part.PASSWORD].hasFocus():
            self._pause.stop()
        else:
            self._try_soon()
        self.ready_changed.emit(self.ready())

    def _try_soon(self) -> None:
        if not self._draft.missing() and not self.test.tried():
            self._pause.start()

    def _is_address(self) -> bool:
        try:
            self._draft.address()
        except PlaceAddressError:
            return False
        return True

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose a folder"), self._draft.where)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, folder: str) -> None:
        """Take a folder that was chosen."""
        self.fields[Part.WHERE].setText(folder)
        self._read()

    # trying

    def try_now(self) -> None:
        """Try the place, step by step, on a thread of its own."""
        self._pause.stop()
        if self._draft.missing():
            return
        try:
            address = self._draft.address()
        except PlaceAddressError as error:
            self._show_findings(Findings(error.place, failed=None, failure=error))
            return
        self._show_hints()
        self.test.begin()
        password = self._draft.password or None
        self._trying.start(probe_address(address.text, self._passwords, password))

    def _show_step(self, progress: Progress) -> None:
        if isinstance(progress, CheckProgress):
            self.test.show_step(progress.step)

    def _show_findings(self, findings: Findings) -> None:
        fault = part_at_fault(findings.failure, self._draft) if findings.failure else None
        self._show_hints(fault)
        self._lacks_folder = isinstance(findings.failure, PlaceNewFolderError)
        notice = words.failure_words(findings.failure, self._draft) if findings.failure else None
        known = self._alliance in findings.alliances
        self.test.show_findings(findings, notice, known=known)

    def _give_up_trying(self, error: Exception) -> None:
        self.test.clear()
        self.failed.emit(error)

    # keeping

    def add(self) -> None:
        """Add the place, tried or not; its password goes to the keyring.

        Where the try found that the folder alone is lacking, it is made first.
        """
        if not self.ready():
            return
        self._pause.stop()
        address, password = self._draft.address(), self._draft.password
        making = self._lacks_folder
        self._keeping.start(_keeping(self._passwords, address.text, password, making=making))
        self.ready_changed.emit(False)

    def _kept(self, kept: tuple[str, str]) -> None:
        address, where = kept
        with self._store.write() as session:
            places.remember(session, address, self._draft.name.strip())
            if self._before and self._before != address:
                places.forget(session, self._before)
        self.leave()
        self.added.emit(address)
        if where == IN_FILE:
            words = _("No keyring took the password: it lies in a file that only you can read.")
            self.noted.emit(words)

    def _not_kept(self, error: Exception) -> None:
        self.ready_changed.emit(self.ready())
        self.failed.emit(error)

    # shape

    def _arrange(self) -> None:
        self._narrow = self._is_narrow()
        self._grid.addWidget(self.test, *((1, 0) if self._narrow else (0, 1)))
        self._grid.setColumnStretch(0, 6)
        self._grid.setColumnStretch(1, 0 if self._narrow else 5)
        self._grid.setRowStretch(2, 1)

    def _is_narrow(self) -> bool:
        return self._inside or self.width() < theme.now().size(_NARROW)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_narrow() != self._narrow:
            self._arrange()


def _keeping(
    passwords: Passwords, address: str, password: str, *, making: bool
) -> Work[tuple[str, str]]:
    """Keep the password of a place; a keyring may wait until somebody unlocks it."""
    yield Progress(0, 1)
    if making:
        made = yield from probe_address(address, passwords, password or None, making=True)
        if made.failure is not None:
            raise made.failure
    return address, passwords.keep(address, password) if password else ""
