"""The texts of an activity of the sample: what happened, what came of it, what was said."""

from dataclasses import dataclass

from desktop.demo import lesson_notes
from desktop.demo.casting import Part
from desktop.demo.dice import Dice
from desktop.demo.pen import VILLAGE, Facts, Pen
from desktop.demo.people import PLACE_NAME, VILLAGES
from desktop.demo.plan import GRADES, LESSON_TYPES, SUBJECTS, Plan
from desktop.demo.records import Person

ROAD = {
    "lijia": "一个小时", "hongshi": "一个半小时", "chehe": "近两个小时",
    "shuangfeng": "两个多小时", "sanxiao": "一个多小时",
}  # fmt: skip
NAME = {**PLACE_NAME, "lijia": "李家小学", "hongshi": "红石小学", "chehe": "车河小学",
        "shuangfeng": "双峰教学点"}  # fmt: skip
_BANKS = frozenset({"maths", "chinese", "english"})


@dataclass(frozen=True, slots=True)
class Texts:
    """The four texts; None where nothing was written."""

    summary: str | None = None
    outcome: str | None = None
    discussion: str | None = None
    decisions: str | None = None


def facts_of(plan: Plan, parts: list[Part], pupils: int) -> dict[str, str]:
    """Return what fills the places of sentences about this activity."""
    lead = parts[0].person
    speakers = {line.partition("：")[0] for line in plan.story.get("discussion", [])}
    there = [p.person.name for p in parts[1:] if p.attendance == "present"]
    others = [name for name in there if name not in speakers] or there
    if plan.type == "joint_preparation":
        from_villages = {p.person.name for p in parts if p.person.school in VILLAGES}
        others.sort(key=lambda name: name not in from_villages)
    mentee = next((p.person.name for p in parts if p.role == "mentee"), "")
    facts = {
        "host": NAME[plan.host],
        "guest": "、".join(NAME[p] for p in plan.partners),
        "lead": lead.name,
        "grade": GRADES.get(plan.grade, ""),
        "subject": SUBJECTS.get(plan.subject, ""),
        "pupils": str(pupils) if pupils else "",
        "attended": str(len(parts) - 1) if len(parts) > 3 else "",
        "road": ROAD[plan.host] if plan.direction == "city_to_rural" else "",
        "other": others[0] if others else "",
        "another": others[1] if len(others) > 1 else "",
        "mentee": mentee,
        "village": "yes" if plan.host in VILLAGES or plan.type == "joint_preparation" else "",
        "boarders": "yes" if plan.host == "chehe" else "",
        "drills": "yes" if plan.subject in _BANKS else "",
    }
    if plan.lesson:
        for name in ("focus", "difficulty", "aid", "question", "answer"):
            # they come to stand inside quotation marks
            facts[name] = plan.lesson[name].replace("“", "‘").replace("”", "’")
        facts["kit"] = facts["aid"] if plan.lesson["kit"] else ""
        facts["lesson"] = f"《{plan.lesson['title']}》"
        facts["answer"] = facts["answer"].rstrip("。.")
        facts["question"] += "" if facts["question"].endswith("?") else "？"
    return facts


def write(dice: Dice, pen: Pen, plan: Plan, parts: list[Part], facts: Facts) -> Texts:
    """Return the texts of an activity: its own where it has a story, else of sentences."""
    own = {} if plan.is_twin else plan.story
    return Texts(
        _told(own, "summary", facts) or _summary(dice, pen, plan, facts),
        _told(own, "outcome", facts) or _outcome(dice, pen, plan, facts),
        _spoken(own.get("discussion", []), facts) or _discussion(dice, pen, plan, parts, facts),
        _numbered(own.get("decisions", []), facts) or _decisions(dice, pen, plan, facts),
    )


def _told(own: dict[str, str], name: str, facts: Facts) -> str | None:
    return own[name].format(**facts).strip() if name in own else None


def _spoken(lines: list[str], facts: Facts) -> str | None:
    return "\n".join(line.format(**facts) for line in lines) or None


def _numbered(lines: list[str], facts: Facts) -> str | None:
    return "\n".join(f"{n}. {line.format(**facts)}" for n, line in enumerate(lines, 1)) or None


def _summary(dice: Dice, pen: Pen, plan: Plan, facts: Facts) -> str | None:
    if plan.type == "lesson_observation":
        return lesson_notes.write(dice, pen, plan.subject, facts)
    if plan.type not in LESSON_TYPES:
        return None
    said: set[str] = set()
    bank = f"summary.{plan.type}"
    middle = "summary.lesson.middle" if plan.type == "outreach_lesson" else f"{bank}.middle"
    texts = pen.sentences(f"{bank}.open", 1, facts, said=said)
    texts += pen.sentences(middle, dice.between(2, 4), facts, said=said, ordered=True)
    if plan.type == "outreach_lesson" and int(facts["pupils"] or 0) in range(1, 15):
        texts.insert(1, pen.sentences("summary.lesson.small", 1, facts)[0])
    texts += pen.sentences(f"{bank}.close", 1, facts, said=said)
    return "".join(texts)


def _outcome(dice: Dice, pen: Pen, plan: Plan, facts: Facts) -> str | None:
    bank = {
        "joint_preparation": "preparation", "parallel_lesson": "comparison",
        "mentoring": "mentoring",
    }.get(plan.type, "lesson")  # fmt: skip
    if plan.type not in LESSON_TYPES:
        return None
    return "".join(pen.sentences(f"outcome.{bank}", dice.between(1, 3), facts))


def _discussion(dice: Dice, pen: Pen, plan: Plan, parts: list[Part], facts: Facts) -> str | None:
    if plan.type not in LESSON_TYPES or plan.story:
        return None
    speakers = [p.person for p in parts[1:] if p.attendance in {"present", "late"}]
    count = min(len(speakers), dice.between(3, 5))
    said: set[str] = set()
    if plan.type in {"joint_preparation", "mentoring"}:
        bank = "preparation" if plan.type == "joint_preparation" else "mentoring"
        lines = pen.sentences(f"discussion.{bank}", count, facts, said=said, keep_marks=True)
    else:
        own = plan.subject if plan.subject in _BANKS else "other"
        first = pen.sentences(f"discussion.{own}", (count + 1) // 2, facts, said=said)
        rest = pen.sentences("discussion.teaching", count - len(first), facts, said=said)
        lines = dice.shuffled([*first, *rest])
    if plan.type == "mentoring":
        return "\n".join(lines) or None
    return "\n".join(_given(dice.shuffled(speakers), lines)) or None


def _given(speakers: list[Person], lines: list[str]) -> list[str]:
    """Give each line to a speaker, what only a village teacher would say to one of them."""
    found = []
    for line in sorted(lines, key=lambda line: not line.startswith(VILLAGE)):
        fit = [s for s in speakers if s.school in VILLAGES or not line.startswith(VILLAGE)]
        if fit:
            speakers.remove(fit[0])
            found.append(f"{fit[0].name}：{line.removeprefix(VILLAGE)}")
    return found[1:] + found[:1]


def _decisions(dice: Dice, pen: Pen, plan: Plan, facts: Facts) -> str | None:
    if plan.type == "joint_preparation":
        return _numbered(pen.sentences("decisions.preparation", dice.between(2, 4), facts), {})
    if plan.type in {"outreach_lesson", "parallel_lesson"} and not plan.story:
        return _numbered(pen.sentences("decisions.lesson", dice.between(1, 2), facts), {})
    return None
