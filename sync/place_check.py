"""Whether a place is good to exchange with: tried step by step, before anybody relies on it."""

import secrets
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum

from db.progress import Progress, Work
from sync.carriers.carrier import Carrier
from sync.carriers.opening import open_place
from sync.errors import (
    PlaceAddressError,
    PlaceError,
    PlaceNewFolderError,
    PlaceSignInError,
    PlaceUnreadableError,
    SkippedFileError,
)
from sync.listing import ROOT
from sync.names import is_short_id
from sync.passwords import Passwords

NAME = "lianke-test-{random}.txt"
"""What the file is called that is written, read and removed again, if a test is cut off."""


class Step(StrEnum):
    """What is tried, in order; the codes are part of the command line's contract."""

    LIST = "list"  # is reached, lets us sign in, shows what lies there
    WRITE = "write"
    READ = "read"
    DELETE = "delete"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class CheckProgress(Progress):
    """How far a test has come.

    Attributes:
        step: What is tried next; the window has words for it.
    """

    step: Step = Step.LIST


@dataclass(frozen=True, slots=True)
class Findings:
    """What a test of a place found.

    Attributes:
        address: The place.
        passed: The steps that went well.
        failed: The step that did not, or None.
        failure: Why it did not.
        free_bytes: What is free; None when nobody knows.
        alliances: Ids of the alliances that exchange there already.
        made: Name of the folder that was not there and was made; empty where nothing was.
    """

    address: str
    passed: tuple[Step, ...] = ()
    failed: Step | None = None
    failure: PlaceError | None = None
    free_bytes: int | None = None
    alliances: tuple[str, ...] = ()
    made: str = ""

    @property
    def good(self) -> bool:
        """Whether one can exchange there."""
        return self.failure is None


class _Test:
    """One test of a place."""

    def __init__(self, carrier: Carrier, *, making: bool) -> None:
        self._carrier, self._making = carrier, making
        self.made = ""
        self._name = NAME.format(random=secrets.token_hex(8))
        self._body = secrets.token_bytes(1024)
        self._written = False
        self.free_bytes: int | None = None
        self.alliances: tuple[str, ...] = ()

    def findings(
        self, passed: Sequence[Step], failed: Step | None = None, failure: PlaceError | None = None
    ) -> Findings:
        """Return what is known after some steps."""
        return Findings(
            self._carrier.address,
            tuple(passed),
            failed,
            failure,
            free_bytes=self.free_bytes,
            alliances=self.alliances,
            made=self.made,
        )

    def do(self, step: Step) -> None:
        """Take a step.

        Raises:
            PlaceError: It does not go well.
        """
        getattr(self, step.value)()

    def list(self) -> None:
        """Look what lies there; a folder that is lacking is made, or said."""
        lacking = self._carrier.lacking_folder()
        if lacking and not self._making:
            raise PlaceNewFolderError(self._carrier.address, lacking)
        if lacking:
            self._carrier.make_folder()
            self.made = lacking
        self._carrier.list("")
        found = self._carrier.list(ROOT)
        self.alliances = tuple(
            sorted(one.name for one in found if one.is_folder and is_short_id(one.name))
        )

    def write(self) -> None:
        """Put a small file."""
        self._written = True
        self._carrier.put_new(self._name, lambda: [self._body])

    def read(self) -> None:
        """Read it back, whole and in part."""
        try:
            whole = self._carrier.read(self._name, 0, len(self._body) + 1)
            part = self._carrier.read(self._name, 100, 100)
        except SkippedFileError as error:
            raise PlaceUnreadableError(self._carrier.address, str(error)) from error
        if whole != self._body or part != self._body[100:200]:
            raise PlaceUnreadableError(self._carrier.address, "reads back otherwise")

    def delete(self) -> None:
        """Remove it; some servers go on showing it for a moment, which does no harm."""
        self._carrier.delete(self._name)
        self._written = False

    def free(self) -> None:
        """Ask how much room there is."""
        self.free_bytes = self._carrier.free()

    def tidy(self) -> None:
        """Leave nothing behind."""
        if self._written:
            with suppress(PlaceError):
                self._carrier.delete(self._name)


def probe(carrier: Carrier, *, making: bool = False) -> Work[Findings]:
    """Try whether a place can be exchanged with; what is wrong stands in the findings.

    Args:
        carrier: The place; opened with a writer's name of its own, so that an exchange which runs
            at the same time keeps its unfinished files. It is left open.
        making: Whether the place's own folder is made where only that is lacking. Who is still
            typing an address wants none made of half its name.

    Yields:
        Which step comes next.
    """
    test = _Test(carrier, making=making)
    passed: list[Step] = []
    steps = list(Step)
    try:
        for number, step in enumerate(steps):
            yield CheckProgress(number, len(steps), step=step)
            try:
                test.do(step)
            except PlaceError as error:
                return test.findings(passed, step, error)
            passed.append(step)
    finally:
        test.tidy()
    return test.findings(passed)


def probe_address(
    address: str, passwords: Passwords, password: str | None = None, *, making: bool = False
) -> Work[Findings]:
    """Try whether one can exchange with what an address names.

    Args:
        address: A folder, or the URL of a server.
        passwords: Of the data folder.
        password: To try; None takes the one that is kept.
        making: Whether a folder that alone is lacking is made.

    Raises:
        PlaceAddressError: It is no address.
    """
    try:
        carrier = open_place(address, f"test{secrets.token_hex(4)}", passwords, password)
    except PlaceAddressError:
        raise
    except PlaceError as error:
        return _explained(Findings(error.place, (), Step.LIST, error), passwords, password)
    with closing(carrier):
        found = yield from probe(carrier, making=making)
    return _explained(found, passwords, password)


def _explained(found: Findings, passwords: Passwords, password: str | None) -> Findings:
    """Note whether there was a password to try, where none was typed."""
    if isinstance(found.failure, PlaceSignInError) and password is None:
        passwords.explain(found.failure)
    return found
