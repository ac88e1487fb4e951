"""Every replicated kind this version knows, by its wire name."""

from collections.abc import Mapping
from types import MappingProxyType

from db.errors import UnknownKindError
from db.models.activities import ActionItem, Activity, AgendaItem, Attachment, Participant
from db.models.calendar import Holiday, SchoolYear, Term
from db.models.people import Person, SameAs
from db.models.plans import (
    ActivityPlan,
    Lesson,
    LessonPlan,
    PlanComment,
    PlanStep,
    PlanVersion,
    PrepGroup,
    PrepMember,
)
from db.models.schools import Agreement, Alliance, Membership, School
from db.models.shared import Material, MaterialLink, MaterialUse
from db.record import Record

KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        model.KIND: model
        for model in (
            Alliance,
            School,
            Membership,
            Agreement,
            Person,
            SchoolYear,
            Term,
            Holiday,
            Activity,
            AgendaItem,
            Participant,
            ActionItem,
            Attachment,
            SameAs,
            Lesson,
            PrepGroup,
            PrepMember,
            LessonPlan,
            PlanStep,
            PlanVersion,
            PlanComment,
            ActivityPlan,
            Material,
            MaterialLink,
            MaterialUse,
        )
    }
)

PARTS: Mapping[str, tuple[type[Record], ...]] = MappingProxyType(
    {
        "activity": (AgendaItem, Participant, ActionItem, Attachment, ActivityPlan),
        "prep_group": (PrepMember,),
        "lesson_plan": (PlanStep, PlanVersion, PlanComment, Attachment),
        "material": (MaterialLink, MaterialUse, Attachment),
    }
)
"""The kinds whose records are parts of one of this kind; a file may be a part of several."""


def model_of(kind: str) -> type[Record]:
    """Return the model of a kind.

    Raises:
        UnknownKindError: This version of the program has no such kind.
    """
    found = KINDS.get(kind)
    if found is None:
        raise UnknownKindError(kind)
    return found
