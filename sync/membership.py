"""What the store knows of members: files taken in, statements believed, files made."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.authority import Adopted, Statement
from db.models.exchange import MembershipFile
from sync import (
    epochs,
    grants,
    laptop,
    membership_file,
    section_grants,
    standing,
    statements,
    trust,
)
from sync.certificates import SignedCertificate, read_statement
from sync.errors import MalformedError, NewerFormatError, SkippedFileError
from sync.keys import MEMBERSHIP, EpochKey
from sync.laptop import Me
from sync.limits import MEMBERSHIP_FILE_BYTES
from sync.membership_file import ADOPTION, CERTIFICATE, GRANT, REVOCATION, SECTION_GRANT, Item
from sync.names import id_of


def take(session: Session, data: bytes) -> None:
    """Keep a membership file and all that it says, if it holds to the format.

    What cannot be read yet is kept as bytes; :func:`settle` tries again.

    Raises:
        SkippedFileError: With the reason why it is not kept.
    """
    identity = id_of(data)
    if session.get(MembershipFile, identity) is not None:
        return
    understood = False
    try:
        understood = _apply(session, data)
    except NewerFormatError:
        if len(data) > MEMBERSHIP_FILE_BYTES:
            raise
    session.add(MembershipFile(id=identity, data=data, read=understood))
    session.flush()


def _apply(session: Session, data: bytes) -> bool:
    who = laptop.me(session)
    sealed = membership_file.read(data, who.alliance)
    epoch = epochs.find(session, sealed.header.epoch)
    if epoch is None or epoch.circle != MEMBERSHIP:
        return False
    items, others = membership_file.open_items(sealed, epoch)
    understood = [_apply_item(session, who, item) for item in items]
    return all(understood) and not others


def _apply_item(session: Session, who: Me, item: Item) -> bool:
    try:
        if item.kind == CERTIFICATE:
            signed = SignedCertificate(item.body, item.signature)
            trust.add(session, signed, read_statement(signed, who.alliance))
            return True
        if item.kind == GRANT:
            return grants.apply(session, who, item)
        if item.kind == REVOCATION:
            return _apply_revocation(session, who, item)
        if item.kind == ADOPTION:
            return _apply_adoption(session, who, item)
        if item.kind == SECTION_GRANT:
            return section_grants.apply(session, who, item)
    except NewerFormatError:
        return False
    except MalformedError:
        return True  # it will never be better
    return False


def _apply_revocation(session: Session, who: Me, item: Item) -> bool:
    said = statements.read_revocation(item.body, who.alliance)
    return _keep(session, item, said.issuer, said.laptop)


def _apply_adoption(session: Session, who: Me, item: Item) -> bool:
    said = statements.read_adoption(item.body, who.alliance)
    if not said.issuer or not _keep(session, item, said.issuer, ""):
        return False
    for segment in set(said.segments):
        session.merge(Adopted(segment=segment, statement=id_of(item.body)))
    session.flush()
    return True


def _keep(session: Session, item: Item, issuer: str, about: str) -> bool:
    """Keep a statement that does not count yet; False while its signer is unknown."""
    public = laptop.secrets(session).root_public
    if issuer:
        known = trust.find(session, issuer)
        if known is None:
            return False
        public = known.sign_public
    if not statements.is_signed_by(item, public):
        raise MalformedError("statement with a wrong signature")
    if session.get(Statement, id_of(item.body)) is None:
        session.add(
            Statement(
                id=id_of(item.body),
                kind=item.kind,
                issuer=issuer,
                about=about,
                body=item.body,
                signature=item.signature,
                authorised=True,
                standing=False,
            )
        )
        session.flush()
    return True


def keep_own(session: Session, who: Me, item: Item) -> None:
    """Keep a statement that this laptop makes; it counts once everything is judged again."""
    _apply_item(session, who, item)


def settle(session: Session) -> None:
    """Believe what can be believed now, read again what could not be read before, judge all."""
    trust.believe(session)
    while _read_again(session):
        trust.believe(session)
    standing.judge_all(session)


def _read_again(session: Session) -> bool:
    """Try the files that were not understood; tell whether any now is, which may help others."""
    progress = False
    for row in session.scalars(select(MembershipFile).where(~MembershipFile.read)).all():
        before = _known(session)
        try:
            row.read = _apply(session, row.data)
        except NewerFormatError:
            continue
        except SkippedFileError:
            row.read = True  # kept and handed on; there is nothing in it for us
        trust.believe(session)
        progress |= row.read or _known(session) != before
    session.flush()
    return progress


def _known(session: Session) -> int:
    """Return how many keys are held: a new one may open a file."""
    return len(epochs.ids(session))


def publish(session: Session, who: Me, items: Sequence[Item], epoch: EpochKey | None = None) -> str:
    """Make a membership file of statements and keep it; the next exchange hands it on.

    Args:
        session: In a write transaction.
        who: This laptop.
        items: The statements.
        epoch: What to seal it with; None is the current one.

    Returns:
        Its id.
    """
    sealed_with = epoch or epochs.current(session, MEMBERSHIP)
    data = membership_file.build(who.alliance, sealed_with, items)
    id = id_of(data)
    session.merge(MembershipFile(id=id, data=data, read=True))
    session.flush()
    return id


def give_on(session: Session, *, begun: Collection[str] = ()) -> None:
    """Give the keys held here to members who were not given them yet.

    A key of the circle ``membership`` goes out under the first such key, which every member has:
    whoever lacks the new one can read no other file.

    Args:
        session: In a write transaction.
        begun: Ids of the epochs that this laptop begins with that.
    """
    who = laptop.me(session)
    for epoch, without in grants.lacking(session, who):
        item = grants.make(session, who, epoch, without, begins=epoch.id in begun)
        if item is not None:
            first = epochs.first(session, MEMBERSHIP) if epoch.circle == MEMBERSHIP else None
            publish(session, who, [item], first)
    for item in section_grants.make(session, who):
        publish(session, who, [item])
