"""Who took part in an activity of the sample, in which role, and who came late or not at all."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.demo import source
from desktop.demo.dice import Dice
from desktop.demo.people import BUREAU, CORE
from desktop.demo.plan import Plan
from desktop.demo.records import Person
from desktop.demo.timetable import Diary

Range = tuple[int, int]
LIMIT = 18
MEETINGS = frozenset({"joint_meeting", "management_seminar"})
WIDE = MEETINGS | {
    "outreach_lesson", "joint_preparation", "parallel_lesson", "research_meeting", "lecture",
    "open_day",
}  # fmt: skip
"""Where one may be late or missing without the thing falling flat."""
WITH_BUREAU = frozenset({"contest", "management_seminar"})


@dataclass(frozen=True, slots=True)
class Size:
    """How many take part beside those whom the plan names."""

    hosts: Range
    guests: Range  # from each partner school
    role: str = "observer"


SIZES = {
    "outreach_lesson": Size((3, 6), (0, 1)),
    "joint_preparation": Size((1, 3), (1, 2), "participant"),
    "parallel_lesson": Size((2, 3), (1, 2)),
    "lesson_observation": Size((1, 1), (1, 1)),
    "mentoring": Size((0, 1), (0, 0)),
    "research_meeting": Size((2, 3), (1, 2), "participant"),
    "joint_meeting": Size((2, 3), (2, 2), "participant"),
    "management_seminar": Size((2, 3), (1, 2), "participant"),
    "teacher_exchange": Size((1, 2), (0, 1), "participant"),
    "shadowing": Size((1, 2), (1, 1), "participant"),
    "open_day": Size((4, 5), (2, 3)),
    "donation": Size((2, 2), (0, 1), "participant"),
    "hand_in_hand": Size((1, 2), (1, 1), "participant"),
    "contest": Size((2, 3), (2, 2), "contestant"),
    "lecture": Size((3, 5), (2, 3), "participant"),
    "visit": Size((2, 2), (3, 3), "participant"),
}
LEAD_ROLE = {
    "outreach_lesson": "teacher", "joint_preparation": "lead_preparer",
    "parallel_lesson": "teacher", "lesson_observation": "teacher", "mentoring": "mentor",
    "research_meeting": "speaker", "lecture": "speaker", "joint_meeting": "chair",
    "management_seminar": "chair", "contest": "chair", "visit": "leader", "donation": "leader",
    "open_day": "chair", "shadowing": "mentee", "teacher_exchange": "teacher",
    "hand_in_hand": "leader",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part in an activity."""

    person: Person
    role: str
    attendance: str = "present"
    reason: str | None = None


@dataclass
class Casting:
    """Chooses people, so that each gets a fair share and nobody is in two places at once."""

    dice: Dice
    people: tuple[Person, ...]
    diary: Diary
    share: Counter[str] = field(default_factory=Counter)

    def named(self, name: str) -> Person | None:
        """Return the person of that name."""
        return next((p for p in self.people if p.name == name), None)

    def leads(self, plan: Plan) -> list[Person]:
        """Return who teaches or leads: one person, two for a pair or two lessons."""
        if plan.type == "mentoring":
            mentor, _, mentee = plan.lead.partition(">")
            village = plan.host if plan.host != CORE else plan.partners[0]
            first = self.named(mentor) or self._teacher(CORE, plan, set())
            if ">" not in plan.lead:
                return [first]
            return [first, self.named(mentee) or self._young(village, plan)]
        school = plan.partners[0] if plan.type == "outreach_lesson" else plan.host
        if plan.type == "teacher_exchange":
            school = plan.partners[0]
        first = self.named(plan.lead) or self._teacher(school, plan, set())
        if plan.type != "parallel_lesson":
            return [first]
        return [first, self._teacher(plan.partners[0], plan, {first.key})]

    def cast(self, plan: Plan, leads: list[Person], day: date) -> list[Part]:
        """Return everybody's part; those who lead come first."""
        parts = {lead.key: Part(lead, LEAD_ROLE[plan.type]) for lead in leads}
        if plan.type == "mentoring" and len(leads) > 1:
            parts[leads[1].key] = Part(leads[1], "mentee")
        for person in self.mentioned(plan):
            parts.setdefault(person.key, Part(person, self._role(plan, person)))
        size = SIZES[plan.type]
        for school in (plan.host, *plan.partners):
            lowest, highest = size.hosts if school == plan.host else size.guests
            there = sum(part.person.school == school for part in parts.values())
            wanted = self.dice.between(lowest, highest) - max(0, there - (school == plan.host))
            for person in self._some(plan, school, wanted, day, set(parts)):
                parts[person.key] = Part(person, self._role(plan, person))
        chosen = [self._attended(plan, part) for part in list(parts.values())[:LIMIT]]
        self.share.update(part.person.key for part in chosen)
        return self._with_offices(plan, chosen)

    def mentioned(self, plan: Plan) -> list[Person]:
        """Return those whom the activity's own words name."""
        speakers = [line.partition("：")[0] for line in plan.story.get("discussion", [])]
        owners = [line.split("|")[1] for line in plan.story.get("actions", [])]
        names = list(dict.fromkeys([*speakers, *plan.story.get("present", "").split(), *owners]))
        found = [self.named(name) for name in names]
        schools = {plan.host, *plan.partners, BUREAU}
        if plan.type in WITH_BUREAU:
            found.append(next(p for p in self.people if p.school == BUREAU))
        return [p for p in found if p is not None and p.school in schools]

    def _role(self, plan: Plan, person: Person) -> str:
        if plan.type == "contest":
            senior = person.posts != "teacher" or person.born < "1985"
            return "judge" if senior else "contestant"
        return SIZES[plan.type].role

    def _some(
        self, plan: Plan, school: str, wanted: int, day: date, taken: set[str]
    ) -> list[Person]:
        here = [p for p in self.people if p.school == school and p.key not in taken]
        free = [p for p in here if self.diary.is_free(day, p.key)]
        if plan.type == "contest" and plan.direction == "rural_to_city" and school == CORE:
            return []
        if plan.type == "contest":
            free = [p for p in free if p.posts == "teacher" and p.born >= "1985"]
        if plan.type == "joint_preparation":
            free = [p for p in free if p.teaches(plan.subject)]
        return self._ranked(plan, free)[: max(0, wanted)]

    def _ranked(self, plan: Plan, people: list[Person]) -> list[Person]:
        """Return people, the likeliest first: by office or subject, then by who had least."""

        def rank(person: Person) -> float:
            points = self.share[person.key] * 0.6 + self.dice.below(100) / 50
            if plan.type in MEETINGS:
                points -= 6 * person.has_post("principal") + 5 * person.has_post("dean")
            elif plan.subject:
                points -= 3 * person.teaches(plan.subject)
                points -= 1.5 * person.teaches_grade(plan.grade)
            return points

        return [p for _, _, p in sorted((rank(p), p.key, p) for p in people)]

    def _teacher(self, school: str, plan: Plan, taken: set[str]) -> Person:
        fit = [p for p in self.people if p.school == school and p.key not in taken]
        fit = [p for p in fit if not plan.subject or p.teaches(plan.subject)] or fit
        fit = [p for p in fit if not plan.grade or p.teaches_grade(plan.grade)] or fit
        return self._ranked(plan, fit)[0]

    def _young(self, school: str, plan: Plan) -> Person:
        here = [p for p in self.people if p.school == school and p.teaches(plan.subject)]
        return max(here, key=lambda p: (p.born, p.key))

    def _attended(self, plan: Plan, part: Part) -> Part:
        """Return the part with who came late or sent word; those with a task were there."""
        if part.role not in {"observer", "participant"} or part.person in self.mentioned(plan):
            return part
        reasons = source.words("phrases")["absence"]
        side = "host" if part.person.school == plan.host else "guest"
        for attendance, probability in (("excused", 0.06), ("late", 0.05)):
            if plan.type in WIDE and self.dice.chance(probability):
                reason = self.dice.pick(reasons[f"{attendance}_{side}"])
                return replace(part, attendance=attendance, reason=reason)
        return part

    def _with_offices(self, plan: Plan, parts: list[Part]) -> list[Part]:
        """Give the offices such an activity has: who leads the visitors, who is in the chair."""
        if plan.type == "outreach_lesson":
            guests = [p for p in parts if p.person.school in plan.partners and p.role == "observer"]
            parts = [replace(p, role="leader") if p in guests[:1] else p for p in parts]
        chaired = {"outreach_lesson", "parallel_lesson", "research_meeting", "lecture"}
        if plan.type in chaired:
            head = next(
                (
                    p
                    for p in parts
                    if p.person.school == plan.host and p.role in SEATED and not p.reason
                ),
                None,
            )
            parts = [replace(p, role="chair") if p is head else p for p in parts]
        if plan.type in {"joint_preparation", "joint_meeting"}:
            scribe = next((p for p in reversed(parts) if p.role in SEATED and not p.reason), None)
            parts = [replace(p, role="recorder") if p is scribe else p for p in parts]
        return parts


SEATED = ("observer", "participant")
