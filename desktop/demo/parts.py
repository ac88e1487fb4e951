"""What belongs to an activity of the sample: agenda, participants, tasks, pictures."""

from datetime import date, timedelta

from desktop.demo import source, timetable, writing
from desktop.demo.casting import Part
from desktop.demo.dice import Dice
from desktop.demo.pen import Facts, Pen
from desktop.demo.people import CORE
from desktop.demo.plan import LESSON_TYPES, Plan
from desktop.demo.records import (
    ActionItem,
    Activity,
    AgendaItem,
    Attachment,
    Entry,
    Participant,
)
from desktop.demo.year import working_day

MISHEARD = {"张晓梅": "张小梅"}
PICTURES = {
    "口算乘法": "corn", "平行四边形和梯形": "parallelogram", "平行四边形的面积": "parallelogram",
    "圆的面积": "circle", "几分之一": "fraction", "分数的意义": "fraction", "认识时间": "clock",
    "认识厘米": "ruler", "毫米的认识": "ruler", "长方体和正方体的体积": "cubes",
    "圆柱的体积": "cubes", "种植凤仙花": "seedling", "水到哪里去了": "seedling",
    "秋天的雨": "leaf", "桂花雨": "leaf", "找春天": "seedling", "剪窗花": "papercut",
}  # fmt: skip
FORMULAS = {
    "口算乘法": "20 × 3 = 60", "角的度量": "∠1 = 60°", "倍的认识": "6 ÷ 2 = 3",
    "7的乘法口诀": "3 × 7 = 21",
    "植树问题": "20 ÷ 5 + 1 = 5", "用字母表示数": "n → 3n", "面积和面积单位": "1 dm²",
    "有余数的除法": "13 ÷ 4 = 3 …… 1", "三角形的内角和": "∠1+∠2+∠3 = 180°",
    "平均数": "(78 + 90 + 84) ÷ 3 = 84", "找次品": "8 → 3, 3, 2", "鸡兔同笼": "26 − 8 × 2 = 10",
    "鸽巢问题": "4 ÷ 3 = 1 …… 1", "认识小数": "3 dm = 0.3 m", "平均分": "12 ÷ 3 = 4",
    "认识人民币": "5 + 3 = 8", "Colours": "It is green.", "We love animals": "It is a duck.",
    "What can you do?": "I can cook rice.", "At the zoo": "It is tall.",
    "At the farm": "These are potatoes.", "My favourite season": "I like autumn.",
    "My home": "She is in the garden.",
}  # fmt: skip


def write(dice: Dice, pen: Pen, plan: Plan, activity: Activity, cast: list[Part]) -> list[Entry]:
    """Return the parts of an activity, recorded with it."""
    facts = writing.facts_of(plan, cast, activity.pupil_count or 0)
    return [
        *_participants(plan, activity, cast),
        *_agenda(plan, activity, cast, facts),
        *_tasks(dice, pen, plan, activity, cast, facts),
        *_pictures(dice, pen, plan, activity, facts),
    ]


def _participants(plan: Plan, activity: Activity, cast: list[Part]) -> list[Participant]:
    found = []
    listed = _as_seen(plan, cast) if plan.is_twin else cast
    for at, part in enumerate(listed):
        typed = MISHEARD.get(part.person.name) if plan.is_twin else None
        found.append(
            Participant(
                key=f"{activity.key}-participant-{at:02}",
                laptop=activity.laptop,
                by=activity.by,
                on=activity.on,
                activity=activity.key,
                at=at,
                person=None if typed else part.person.key,
                person_name=typed or part.person.name,
                school=part.person.school,
                school_name=part.person.school_name,
                role=part.role,
                attendance=part.attendance,
                reason=part.reason,
            )
        )
    return found


def _as_seen(plan: Plan, cast: list[Part]) -> list[Part]:
    """Return whom the second school wrote down: its own people, and not all of the others."""
    own = [p for p in cast[1:] if p.person.school == plan.recorded_at]
    others = [p for p in cast[1:] if p not in own]
    return [cast[0], *own, *others[: max(0, len(others) - 2)]]


def _agenda(plan: Plan, activity: Activity, cast: list[Part], facts: Facts) -> list[AgendaItem]:
    lines = source.words("phrases")["plan"].get(plan.type, [])
    if plan.is_twin or not activity.starts_at:
        return []
    found, at_time = [], activity.starts_at
    for at, line in enumerate(lines):
        minutes, _, content = line.partition("|")
        until = timetable.later(at_time, int(minutes))
        lead = cast[0].person if at == 1 or plan.type == "lecture" else None
        found.append(
            AgendaItem(
                key=f"{activity.key}-agenda-{at:02}",
                laptop=activity.laptop,
                by=activity.by,
                on=activity.on,
                activity=activity.key,
                at=at,
                starts_at=at_time,
                ends_at=until,
                content=content.format(**facts),
                person=lead.key if lead else None,
                person_name=lead.name if lead else None,
            )
        )
        at_time = until
    return found


def _tasks(
    dice: Dice, pen: Pen, plan: Plan, activity: Activity, cast: list[Part], facts: Facts
) -> list[ActionItem]:
    if plan.is_twin:
        return []
    lines = list(plan.story.get("actions", []))
    if not lines and plan.type in LESSON_TYPES and dice.chance(0.45):
        bank = {"joint_preparation": "preparation", "mentoring": "mentoring"}.get(
            plan.type, "lesson"
        )
        there = [p for p in cast if p.attendance == "present"]
        hosts = [p for p in there if p.person.school == plan.host]
        present = [p.person.name for p in (there if bank == "preparation" else hosts or there)]
        for content in pen.sentences(f"action.{bank}", dice.between(1, 2), facts):
            state = "done" if dice.chance(0.75) else "open"
            lines.append(f"{content}|{dice.pick(present)}|{dice.between(3, 21)}|{state}")
    by_name = {p.person.name: p.person for p in cast}
    held = date.fromisoformat(activity.on)
    found = []
    for at, line in enumerate(lines):
        content, owner, days, state = line.split("|")
        due = working_day(held + timedelta(days=int(days)))
        done = working_day(due - timedelta(days=dice.between(0, 2)), back=True)
        person = by_name.get(owner)
        found.append(
            ActionItem(
                key=f"{activity.key}-task-{at:02}",
                laptop=activity.laptop,
                by=activity.by,
                on=activity.on,
                activity=activity.key,
                at=at,
                content=content,
                owner=person.key if person else None,
                owner_name=owner,
                due_on=due.isoformat(),
                done_on=max(done, held).isoformat() if state == "done" else None,
            )
        )
    return found


def _pictures(
    dice: Dice, pen: Pen, plan: Plan, activity: Activity, facts: Facts
) -> list[Attachment]:
    drawings = plan.story.get("attachments", "").split() or _usual(dice, plan)
    return [
        Attachment(
            key=f"{activity.key}-picture-{at:02}",
            laptop=activity.laptop,
            by=activity.by,
            on=activity.on,
            record=activity.key,
            at=at,
            caption=_caption(pen, drawing, facts),
            file_name=f"{activity.held_on.replace('-', '')}-{at + 1}.png",
            picture=f"{drawing}|{_on_board(plan)}" if drawing == "board" else drawing,
            added_on=activity.on,
        )
        for at, drawing in enumerate(drawings)
    ]


def _caption(pen: Pen, drawing: str, facts: Facts) -> str:
    return CAPTIONS.get(drawing) or pen.sentences(f"caption.{drawing}", 1, facts)[0]


SEEN = {
    "hand_in_hand": ["letters"], "donation": [], "teacher_exchange": [], "visit": ["road"],
    "shadowing": ["minutes"], "open_day": ["classroom", "table"],
}  # fmt: skip
CAPTIONS = {
    "corn": "玉米粒，20粒一堆，摆3堆", "books": "清点图书",
    "circuit": "点亮第一个灯泡", "seedling": "酸奶杯里的苗",
    "clock": "纸盘钟面", "ruler": "量一量铅笔", "cubes": "切好的小方块",
    "parallelogram": "拉一拉木条框", "circle": "分成16份的圆", "fraction": "折出来的几分之一",
    "leaf": "学生拾来的叶子", "radish": "萝卜块学具", "papercut": "学生剪的窗花",
    "letters": "寄来的信", "ropes": "新到的短跳绳",
}  # fmt: skip


def _usual(dice: Dice, plan: Plan) -> list[str]:
    """Return the drawings that such an activity would have: none to four."""
    count = dice.weighted((46, 26, 16, 8, 4))
    own = PICTURES.get(plan.topic)
    fitting = [own] if own else []
    if plan.type == "joint_preparation":
        fitting += ["board", "draft"]
    elif plan.lesson:
        fitting += ["board", "sheet", "classroom"]
    else:
        fitting += SEEN.get(plan.type, ["table", "minutes"])
    if plan.host != CORE and plan.type != "joint_preparation":
        fitting.append("road")
    return fitting[:count]


def _on_board(plan: Plan) -> str:
    if plan.lesson is None:
        return ""
    return f"{plan.topic}|{FORMULAS.get(plan.topic) or plan.lesson['focus']}"
