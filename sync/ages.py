"""How fresh what this laptop holds is: for each school, up to when its work has come."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.exchange import Certificate, Segment


@dataclass(frozen=True, slots=True)
class Age:
    """Up to when something has come.

    Attributes:
        changed_at: Newest stamp in it, by the clock of whoever wrote it, never later than it came;
            0 when no stamp could be believed.
        received_at: When the last of it came, by this laptop's clock.
    """

    changed_at: int
    received_at: int


def of_schools(session: Session) -> dict[str, Age]:
    """Return for each school's id how fresh its work is here."""
    query = (
        select(Segment.school, func.max(Segment.changed_at), func.max(Segment.received_at))
        .where(Segment.school != "")
        .group_by(Segment.school)
    )
    return {school: Age(changed, received) for school, changed, received in session.execute(query)}


def of_laptops(session: Session) -> dict[str, Age]:
    """Return for each laptop's id how fresh its work is here."""
    query = (
        select(Certificate.laptop, func.max(Segment.changed_at), func.max(Segment.received_at))
        .join(Certificate, Certificate.id == Segment.signer)
        .group_by(Certificate.laptop)
    )
    return {laptop: Age(changed, received) for laptop, changed, received in session.execute(query)}
