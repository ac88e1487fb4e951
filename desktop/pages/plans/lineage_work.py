"""What an open plan has to do with the one it derives from, read beside the window; no Qt here."""

from dataclasses import dataclass

from db.errors import LiankeError
from db.progress import Progress, Work
from db.queries.plan_lineage import PlanNews, adapted, news_for
from db.store import Store


@dataclass(frozen=True, slots=True)
class Relation:
    """What is to be said of a plan and its parent.

    Attributes:
        plan: The plan's id.
        news: What was agreed on anew, or None.
        adapted: At how many places the plan says otherwise than what it was taken from.
    """

    plan: str
    news: PlanNews | None = None
    adapted: int = 0


def relation(store: Store, plan: str) -> Work[Relation]:
    """Compare a plan with what it was taken from, and with what is new there."""
    yield Progress(0, 1)
    with store.read() as session:
        try:
            found = adapted(session, plan)
            return Relation(plan, news_for(session, plan), found.count if found else 0)
        except LiankeError:
            return Relation(plan)  # the parent cannot be read here; the plan stands by itself
