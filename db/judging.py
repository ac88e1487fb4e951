"""Changes from other laptops, judged from what never changes: by whom, of what kind, how long."""

import hashlib
from dataclasses import dataclass

import msgspec

from db import permissions
from db.changes import CIRCLES, DECODER, UPDATE_BYTES, Change, peer_of
from db.documents import mode_problem, signed
from db.pending import Identity
from db.permissions import Verdict


@dataclass(frozen=True, slots=True)
class Signer:
    """Who sealed a segment, from the certificate named in its header.

    Attributes:
        laptop: Id of the laptop.
        role: What its certificate allows at most.
        school: Record id of its school.
        table: Version of the permission table named in the header.
        person: Id of the person the certificate was made for.
    """

    laptop: str
    role: str
    school: str
    table: int
    person: str = ""


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """One change out of a segment.

    Attributes:
        raw: MessagePack bytes of one :class:`~db.changes.Change`.
        segment: Id of the segment.
        certificate: Id of the certificate named in its header.
        table: Version of the permission table named there.
        signer: What the certificate says; None while it is not known here.
        change: What ``raw`` says, where that was read already.
    """

    raw: bytes
    segment: str
    certificate: str
    table: int
    signer: Signer | None
    change: Change | None = None

    @property
    def digest(self) -> bytes:
        """Return what tells this change from any other that is parked."""
        return hashlib.sha256(self.segment.encode() + b"\0" + self.raw).digest()


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A change that may be applied.

    Attributes:
        arrival, change, signer: What came, and by whom.
        identity: What the record's id is the hash of.
        record: That id.
        peer: The one peer whose operations it may bring.
        message: What the commits in it must say.
    """

    arrival: Arrival
    change: Change
    signer: Signer
    identity: Identity
    record: str
    peer: int
    message: str


class NotYetError(Exception):
    """A change may not be applied, now or ever: why, and of which record."""

    def __init__(self, reason: str, record: str = "") -> None:
        super().__init__(reason)
        self.reason, self.record = reason, record


class Judge:
    """Judges one batch: the same right of the same signer is looked up once."""

    def __init__(self, alliance: str) -> None:
        self._alliance = alliance
        self._verdicts: dict[tuple[Signer, str, str, str], Verdict] = {}

    def judge(self, arrival: Arrival) -> Judged:
        """Return a change that may be applied.

        Raises:
            NotYetError: It may not, now or ever.
        """
        change = arrival.change
        if change is None:
            try:
                change = DECODER.decode(arrival.raw)
            except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
                raise NotYetError("undecodable") from None
        identity = Identity(change.kind, change.circle, change.home, change.key)
        record = identity.id(self._alliance)
        if change.circle not in CIRCLES:
            raise NotYetError("unknown_circle", record)
        signer = arrival.signer
        if signer is None:
            raise NotYetError("unknown_certificate", record)
        match self._verdict(signer, identity, record):
            case Verdict.REFUSED:
                raise NotYetError("refused", record)
            case Verdict.PARKED:
                raise NotYetError("newer_table", record)
        if len(change.update) > UPDATE_BYTES:
            raise NotYetError("too_large", record)
        if (problem := mode_problem(change.update)) is not None:
            raise NotYetError(problem, record)
        peer = peer_of(signer.laptop, change.nonce)
        message = signed(change.person, signer.laptop)
        return Judged(arrival, change, signer, identity, record, peer, message)

    def _verdict(self, signer: Signer, of: Identity, record: str) -> Verdict:
        home = record if of.kind == "school" else of.home
        known = (signer, of.kind, of.circle, home)
        found = self._verdicts.get(known)
        if found is None:
            found = self._verdicts[known] = permissions.verdict(
                signer.table,
                signer.role,
                signer.school,
                kind=of.kind,
                circle=of.circle,
                home=of.home,
                record=record,
                person=signer.person,
            )
        return found
