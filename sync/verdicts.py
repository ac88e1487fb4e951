"""Who still counts: a pure function of the certificates and statements there are.

Nothing here touches the store, and nothing depends on the order in which things came: laptops that
know the same statements judge alike. Revocations are looked at in ascending (distance of the
signer from the root key, signer, id), the root key's own first; one by a signer who is revoked by
then, and whose revoker did not keep it, is void.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sync.certificates import may_invite


@dataclass(frozen=True, slots=True)
class Link:
    """One certificate whose chain up to the root key holds.

    Attributes:
        id: Of the certificate.
        issuer: Of the certificate that signed it; empty for the root key.
        purpose, laptop, exchange, school, role, person: As it says.
    """

    id: str
    issuer: str
    purpose: str
    laptop: str
    exchange: bytes
    school: str
    role: str
    person: str

    @property
    def right(self) -> tuple[str, str, bytes, str, str, str]:
        """What it grants to whom: certificates that agree in this stand for each other."""
        return self.purpose, self.laptop, self.exchange, self.school, self.role, self.person


@dataclass(frozen=True, slots=True)
class Revoking:
    """One revocation.

    Attributes:
        id: Of the statement.
        issuer: Certificate of the signer; empty for the root key.
        laptop: Who is revoked.
        kept: Ids of the laptop's statements that stay.
    """

    id: str
    issuer: str
    laptop: str
    kept: frozenset[str]


def may_revoke(issuer: Link | None, target: Link) -> bool:
    """Tell whether a certificate may end another: as for letting in. None is the root key."""
    if target.purpose == "recovery":
        return False
    if issuer is None:
        return True
    return issuer.purpose == "laptop" and may_invite(
        issuer.role, issuer.school, to_role=target.role, to_school=target.school
    )


class Verdicts:
    """What follows from all certificates and revocations that are known.

    Attributes:
        standing: Ids of the revocations that count.
    """

    def __init__(self, links: Mapping[str, Link], revocations: Iterable[Revoking]) -> None:
        self._links = links
        self._twins: dict[object, list[str]] = defaultdict(list)
        self._of_laptop: dict[str, list[Link]] = defaultdict(list)
        for link in links.values():
            self._twins[link.right].append(link.id)
            self._of_laptop[link.laptop].append(link)
        self._revokers: dict[str, list[Revoking]] = defaultdict(list)
        self._let_in = self._all_let_in()
        self.standing: set[str] = set()
        for revocation in sorted(revocations, key=self._rank):
            self._judge(revocation)

    def _rank(self, revocation: Revoking) -> tuple[int, str, str]:
        return self._distance(revocation.issuer), revocation.issuer, revocation.id

    def _distance(self, id: str) -> int:
        steps = 0
        while id and steps <= len(self._links):
            found = self._links.get(id)
            id = found.issuer if found else ""
            steps += 1
        return steps

    def _judge(self, revocation: Revoking) -> None:
        if not self.counts(revocation.issuer, revocation.id):
            return
        issuer = self._links.get(revocation.issuer)
        ended = [t for t in self._of_laptop[revocation.laptop] if may_revoke(issuer, t)]
        for target in ended:
            self._revokers[target.id].append(revocation)
        if ended:
            self.standing.add(revocation.id)
            self._let_in = self._all_let_in()

    def _all_let_in(self) -> set[str]:
        """Return the certificates that were let in by somebody who counted then."""
        found: set[str] = set()
        waiting = list(self._links.values())
        while True:
            left = [link for link in waiting if link.id not in found]
            for link in left:
                if not link.issuer or (
                    link.issuer in found and self._is_kept(link.issuer, link.id)
                ):
                    found.update(self._twins[link.right])
            waiting = [link for link in left if link.id not in found]
            if len(waiting) == len(left):
                return found

    def _is_kept(self, issuer: str, statement: str) -> bool:
        revokers = self._revokers[issuer]
        return not revokers or any(statement in revoker.kept for revoker in revokers)

    def counts(self, issuer: str, statement: str) -> bool:
        """Tell whether a statement by the holder of a certificate counts; empty is the root key."""
        return not issuer or (issuer in self._let_in and self._is_kept(issuer, statement))

    def of(self, certificate: str) -> str:
        """Return ``good``, ``revoked`` or ``doubtful`` for a certificate."""
        if self._revokers[certificate]:
            return "revoked"
        return "good" if certificate in self._let_in else "doubtful"
