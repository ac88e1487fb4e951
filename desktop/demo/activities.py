"""The 125 activities of the sample year, with all that belongs to each."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desktop.demo import parts as parts_of
from desktop.demo import plan as plans
from desktop.demo import timetable, writing
from desktop.demo.casting import Casting, Part
from desktop.demo.dice import Dice
from desktop.demo.pen import Pen
from desktop.demo.people import CORE, PLACE_NAME
from desktop.demo.plan import GRADES, LESSON_TYPES, SUBJECTS, Plan
from desktop.demo.records import Activity, Entry, Person
from desktop.demo.year import TERMS, working_day

CLASS_SIZE = {
    "sanxiao": (42, 50), "lijia": (23, 31), "hongshi": (17, 23), "chehe": (13, 18),
    "shuangfeng": (6, 9),
}  # fmt: skip
CREDIT_HOURS = {
    "outreach_lesson": 3, "joint_preparation": 2, "lesson_observation": 1, "parallel_lesson": 3,
    "mentoring": 2, "research_meeting": 2, "joint_meeting": 2, "management_seminar": 2,
    "lecture": 2, "open_day": 4, "contest": 4, "shadowing": 24,
}  # fmt: skip
LESSON_COUNT = {"outreach_lesson": 1, "lesson_observation": 1, "parallel_lesson": 2, "open_day": 4}
DIMENSIONS = {
    "outreach_lesson": "research training", "joint_preparation": "research resources",
    "lesson_observation": "research", "parallel_lesson": "research",
    "mentoring": "training development", "research_meeting": "research science",
    "joint_meeting": "development information", "management_seminar": "development",
    "lecture": "training", "open_day": "research information", "contest": "development outcomes",
    "teacher_exchange": "development", "shadowing": "training development",
    "donation": "resources", "hand_in_hand": "development", "visit": "development information",
}  # fmt: skip
INDOORS = frozenset({"joint_meeting", "management_seminar", "research_meeting", "lecture"})


@dataclass
class Year:
    """Everything that happened: the activities and their parts, in the plan's order.

    Attributes:
        twins: Pairs of keys: one event, recorded by two schools.
    """

    activities: list[Activity] = field(default_factory=list)
    parts: list[Entry] = field(default_factory=list)
    twins: list[tuple[str, str]] = field(default_factory=list)


def happen(dice: Dice, people: tuple[Person, ...]) -> Year:
    """Return the year."""
    teller = _Teller(dice, people)
    year = Year()
    for plan in plans.rows():
        activity, parts = teller.tell(plan, year.activities[-1] if plan.is_twin else None)
        if plan.is_twin:
            year.twins.append((year.activities[-1].key, activity.key))
        year.activities.append(activity)
        year.parts.extend(parts)
    return year


class _Teller:
    """Turns the rows of the plan into records, one after the other."""

    def __init__(self, dice: Dice, people: tuple[Person, ...]) -> None:
        self._dice, self._people = dice, people
        self._diary = timetable.Diary(dice)
        self._casting = Casting(dice, people, self._diary)
        self._pen = Pen(dice)
        self._cast: list[Part] = []
        self._classes: dict[tuple[str, str], int] = {("lijia", "3"): 27}

    def tell(self, plan: Plan, first: Activity | None) -> tuple[Activity, list[Entry]]:
        """Return an activity and its parts; for a twin, ``first`` is the first school's record."""
        leads = self._casting.leads(plan)
        if first is None:
            needed = {p.key for p in [*leads, *self._casting.mentioned(plan)]}
            day = self._diary.day(
                plan.week, plan.weekday, outing=plan.is_outing, host=plan.host,
                needed=sorted(needed),
            )  # fmt: skip
            self._cast = self._casting.cast(plan, leads, day)
            self._diary.take(day, plan.host, [p.person.key for p in self._cast])
        else:
            day = date.fromisoformat(first.held_on)
        cast = self._cast
        activity = self._activity(plan, cast, day)
        if first is not None:
            same = ("starts_at", "ends_at", "period", "place", "own_count", "guest_count",
                    "pupil_count")  # fmt: skip
            activity = replace(activity, **{name: getattr(first, name) for name in same})
            counted = first.pupil_count - 1 if first.pupil_count else None
            activity = replace(activity, own_count=None, pupil_count=counted)
        parts = parts_of.write(self._dice, self._pen, plan, activity, cast)
        return activity, parts

    def _activity(self, plan: Plan, cast: list[Part], day: date) -> Activity:
        pupils = self._pupils(plan)
        facts = writing.facts_of(plan, cast, pupils)
        texts = writing.write(self._dice, self._pen, plan, cast, facts)
        recorder = self._recorder(plan, cast)
        hours = timetable.hours(self._dice, plan.type)
        own = sum(p.person.school == plan.host for p in cast if p.attendance != "excused")
        came = sum(p.attendance != "excused" for p in cast)
        more = self._dice.between(0, 5) if plan.type in {"lecture", "open_day", "contest"} else 0
        names = [writing.NAME[school] for school in plan.partners]
        again = self._follow_up(plan, cast, day)
        return Activity(
            key=f"activity-{plan.number:03}",
            laptop=plan.recorded_at,
            by=recorder.key,
            on=(
                day + timedelta(days=(0, 1, 2, 3, 5)[self._dice.weighted((45, 25, 15, 10, 5))])
            ).isoformat(),
            title=_title(plan, cast),
            type=plan.type,
            held_on=_clock(plan, day).isoformat(),
            ends_on=_last_day(plan, day),
            starts_at=hours.starts_at,
            ends_at=hours.ends_at,
            period=hours.period,
            place=_place(plan),
            host_school=plan.host,
            host_school_name=writing.NAME[plan.host],
            partner_schools=" ".join(plan.partners),
            partner_school_names="、".join(names),
            direction=plan.direction,
            subject=plan.subject or None,
            grade=plan.grade or None,
            lesson=plan.lesson["title"] if plan.lesson else None,
            organiser=f"{PLACE_NAME[plan.host]}教导处" if plan.host != CORE else "三小教研室",
            recorder=recorder.key,
            recorder_name=recorder.name,
            own_count=own + more,
            guest_count=came - own,
            pupil_count=pupils or None,
            hours=CREDIT_HOURS.get(plan.type),
            lesson_count=LESSON_COUNT.get(plan.type),
            dimensions=DIMENSIONS[plan.type],
            follow_up_on=again.on if again else None,
            follow_up_person=again.person.key if again else None,
            follow_up_person_name=again.person.name if again else None,
            follow_up_done=again.done if again else None,
            summary=texts.summary,
            outcome=texts.outcome,
            discussion=texts.discussion,
            decisions=texts.decisions,
            details=_details(plan),
        )

    def _pupils(self, plan: Plan) -> int:
        """Return how many pupils there were: a class of a school keeps its size."""
        if plan.type not in {"outreach_lesson", "lesson_observation", "parallel_lesson"}:
            return int(plan.story.get("pupils", 0))
        usual = self._dice.between(*CLASS_SIZE[plan.host])
        named = plan.story.get("pupils", usual)
        return self._classes.setdefault((plan.host, plan.grade), int(named))

    def _recorder(self, plan: Plan, cast: list[Part]) -> Person:
        here = [p for p in self._people if p.school == plan.recorded_at]
        liaison = next(p for p in here if p.has_post("liaison"))
        present = [p.person for p in cast if p.person in here and p.attendance == "present"]
        return liaison if not present or self._dice.chance(0.5) else self._dice.pick(present)

    def _follow_up(self, plan: Plan, cast: list[Part], day: date) -> "_FollowUp | None":
        if plan.type not in {"outreach_lesson", "lesson_observation"}:
            return None
        visitors = [p.person for p in cast if p.person.school != plan.host] or [cast[0].person]
        due = working_day(day + timedelta(days=14)).isoformat()
        last = TERMS[plan.week.term - 1].ends_on
        return _FollowUp(min(due, last), visitors[0], self._dice.chance(0.7))


@dataclass(frozen=True, slots=True)
class _FollowUp:
    """A second visit: when, by whom, and whether it took place."""

    on: str
    person: Person
    done: bool


def _clock(plan: Plan, day: date) -> date:
    """Return the date that the laptop believed in."""
    wrong = plan.marks.get("clock", "0")
    return date.fromisoformat(wrong) if len(wrong) == 10 else day + timedelta(days=int(wrong))


def _last_day(plan: Plan, day: date) -> str | None:
    if plan.type == "teacher_exchange" and "days" not in plan.marks:
        return TERMS[-1 if "全年" in plan.topic else plan.week.term - 1].ends_on
    days = int(plan.marks.get("days", "0"))
    return working_day(day + timedelta(days=days), back=True).isoformat() if days else None


def _place(plan: Plan) -> str:
    if plan.type in INDOORS or plan.type == "joint_preparation":
        office = "教研室" if plan.host == CORE else "办公室"
        return f"{PLACE_NAME[plan.host]}{'会议室' if plan.type in INDOORS else office}"
    if plan.grade and plan.lesson and plan.host == "shuangfeng":
        return "双峰教室"
    if plan.grade and plan.lesson:
        return f"{PLACE_NAME[plan.host]}{GRADES[plan.grade]}教室"
    return writing.NAME[plan.host]


def _title(plan: Plan, cast: list[Part]) -> str:
    if plan.story.get("title"):
        return str(plan.story["title"])
    if (
        plan.type not in LESSON_TYPES
        or plan.lesson is None
        or (plan.story and plan.topic and plan.type == "joint_preparation")
    ):
        return (
            f"{SUBJECTS[plan.subject]}期末复习备课"
            if plan.type == "joint_preparation"
            else (plan.topic)
        )
    lesson = f"{GRADES[plan.grade]}{SUBJECTS[plan.subject]}《{plan.topic}》"
    pair = f"{PLACE_NAME[plan.partners[0]]}—{PLACE_NAME[plan.host]}"
    lead = cast[0].person.name
    if plan.is_twin:
        return {
            "outreach_lesson": f"到{PLACE_NAME[plan.host]}上《{plan.topic}》",
            "parallel_lesson": f"和{PLACE_NAME[plan.host]}同课异构：{plan.topic}",
            "lesson_observation": f"到三小听课《{plan.topic}》",
        }.get(plan.type, f"五校一起备《{plan.topic}》")
    match plan.type:
        case "outreach_lesson":
            return f"{pair} {lesson}送课"
        case "joint_preparation":
            return f"{lesson}集体备课"
        case "parallel_lesson":
            return f"{pair} {lesson}同课异构"
        case "lesson_observation":
            return f"听{lead}老师{lesson}"
        case _:
            mentee = next((p.person.name for p in cast if p.role == "mentee"), lead)
            return f"师徒结对：{mentee}《{plan.topic}》"


def _details(plan: Plan) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    if "stage" in plan.marks:
        found["stage"] = plan.marks["stage"]
        found["round"] = int(plan.marks["round"])
    for name in ("level", "donor", "items", "amount", "topic"):
        if name in plan.story:
            found[name] = plan.story[name]
    return found
