"""The lesson plans of the sample year as they were first written: what each says, step by step."""

from dataclasses import dataclass, field
from typing import Any

from desktop.demo import source
from desktop.demo.dice import Dice
from desktop.demo.plan import GRADES, SUBJECTS
from desktop.demo.records import Value

FLAGSHIP = "口算乘法"
FAMILIES = (
    FLAGSHIP, "倍的认识", "几分之一", "面积和面积单位", "平行四边形的面积", "植树问题", "平均分",
    "角的度量", "曹冲称象", "狐假虎威", "燕子", "爬山虎的脚", "桂花雨", "赵州桥", "水到哪里去了",
    "Colours",
)  # fmt: skip
"""What is prepared together: from a first draft to agreed versions to each school's own."""
SOLO = ("认识时间", "守株待兔", "找次品", "剪窗花", "跳短绳", "让我们荡起双桨")
_MINUTES = (
    ("lead_in", 5),
    ("new", 14),
    ("new", 6),
    ("practice", 10),
    ("summary", 3),
    ("homework", 2),
)
_PHASES = {
    "lead_in": "导入",
    "new": "新授",
    "practice": "练习",
    "summary": "小结",
    "homework": "作业",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as it is first written.

    Attributes:
        title: The lesson.
        subject: Its code.
        fields: Wire names of a plan and their values.
        steps: The same of its steps.
        facts: The row of lessons.csv behind it, for whoever writes more about it.
    """

    title: str
    subject: str
    fields: dict[str, Value]
    steps: list[dict[str, Value]]
    facts: dict[str, str] = field(default_factory=dict)


def draft(dice: Dice, title: str) -> Draft:
    """Return the plan of a lesson: written out for 口算乘法, put together for the others."""
    facts = next(row for row in source.table("lessons") if row["title"] == title)
    head: dict[str, Value] = {
        "title": title, "edition": facts["edition"], "subject": facts["subject"],
        "grade": facts["grade"], "volume": facts["volume"], "lesson_type": "new", "period_no": 1,
        "period_count": 1, "homework_minutes": 15,
    }  # fmt: skip
    bank = source.words("plans")
    if title == FLAGSHIP:
        written = bank["flagship"]
        texts = {n: v for n, v in written.items() if n not in ("steps", "comments", "title")}
        head |= {**texts, "unit": "多位数乘一位数"}
        return Draft(title, "maths", head, [dict(step) for step in written["steps"]], facts)
    head |= _texts(dice, bank, facts)
    return Draft(title, facts["subject"], head, _steps(dice, bank, facts), facts)


def _texts(dice: Dice, bank: dict[str, Any], facts: dict[str, str]) -> dict[str, Value]:
    kind = facts["subject"] if facts["subject"] in ("maths", "chinese") else "other"
    said: dict[str, Value] = {
        "standard": _say(dice, bank["standard"][kind], facts),
        "objectives": _say(dice, bank["objectives"][kind], facts),
        "key_points": f"{facts['focus']}。",
        "difficult_points": f"{facts['difficulty']}。",
        "aids": f"{facts['aid']}。",
    }
    for name in (
        "text_analysis", "learner_analysis", "methods", "board_plan", "homework_basic",
        "homework_improve", "homework_extend",
    ):  # fmt: skip
        said[name] = _say(dice, bank[name]["any"], facts)
    return said


def _steps(dice: Dice, bank: dict[str, Any], facts: dict[str, str]) -> list[dict[str, Value]]:
    out: list[dict[str, Value]] = []
    said: set[str] = set()
    for phase, minutes in _MINUTES:
        step: dict[str, Value] = {"phase": phase, "title": _PHASES[phase], "minutes": minutes}
        for name in ("teacher", "student", "intent"):
            fresh = [one for one in bank[phase][name] if one not in said] or bank[phase][name]
            chosen = dice.pick(fresh)
            said.add(chosen)
            step[name] = fill(chosen, facts)
        out.append(step)
    return out


def _say(dice: Dice, variants: list[str], facts: dict[str, str]) -> str:
    return fill(dice.pick(variants), facts)


def fill(words: str, facts: dict[str, str]) -> str:
    """Return a sentence with a lesson's own words in it."""
    text = words.format(**facts)
    return text.replace("？？", "？").replace("。。", "。").replace("？”？", "？”")


def multigrade() -> list[Draft]:
    """Return the plans for two grades in one room, as they are taught at 双峰."""
    out = []
    for written in source.words("plans")["multigrade"]:
        first, second = written["grades"]
        head: dict[str, Value] = {
            "title": written["title"], "subject": written["subject"],
            "grade": f"{first} {second}", "layout": "multigrade", "grade_a": first,
            "grade_b": second, "aids": "旧日历、花生、学具钱，都不用电。",
            "objectives": f"{GRADES[first]}、{GRADES[second]}各有目标，动静轮换，谁也不空等。",
            "standard": f"{SUBJECTS[written['subject']]}课标对两个学段的要求分别落实。",
        }  # fmt: skip
        steps: list[dict[str, Value]] = [
            {
                "phase": phase, "title": title, "minutes": minutes, "mode_a": mode_a,
                "track_a": track_a, "mode_b": mode_b, "track_b": track_b,
            }
            for phase, title, minutes, mode_a, track_a, mode_b, track_b in written["steps"]
        ]  # fmt: skip
        out.append(Draft(written["title"], written["subject"], head, steps))
    return out
