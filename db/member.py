"""Who a laptop is in its alliance; apart from the models, which take long to import."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Who this laptop is in its alliance.

    Attributes:
        alliance: Id of the alliance (13 characters).
        laptop: Id of the laptop (26 characters).
        role: What its certificate allows at most.
        school: Record id of its school.
        person: Id of the person its certificate was made for.
    """

    alliance: str
    laptop: str
    role: str
    school: str
    person: str = ""
