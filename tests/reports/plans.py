"""Sample plans for the tests of their printing: one grade, two grades, and very long ones."""

import datetime
from dataclasses import replace

from db.queries.plan_print import PrintedPlan, PrintedStep
from db.record import Value

TODAY = datetime.date(2025, 10, 17)
_STEPS = (
    ("lead_in", "导入", 5.0, "出示三叠贴纸。", "列式 20×3。", "从生活进入。", "换成实物贴纸。"),
    ("new", "探究新知", 14.0, "摆 3 个 20，追问算理。", "四人摆一摆。", "明算理。", "换玉米粒。"),
    ("practice", "分层练习", 16.0, "出示练习，巡视。", "A 层必做，B 层选做。", "有事做。", ""),
    ("homework", "布置作业", 5.0, "基础 6 题。", "记录。", "", ""),
)  # fmt: skip


def one_grade(**values: Value) -> PrintedPlan:
    """Return a plan for one grade."""
    said: dict[str, Value] = {
        "title": "口算乘法", "stage": "personal", "layout": "standard", "subject": "maths",
        "grade": "3", "volume": "1", "edition": "人教版", "unit": "第六单元 多位数乘一位数",
        "period_no": 1, "period_count": 2, "lesson_type": "new", "school_name": "云岭县李家小学",
        "author_name": "李志强", "lead_preparer_name": "张晓梅", "class_name": "三（1）班",
        "pupil_count": 38, "prepared_on": "2025-10-10", "taught_on": "2025-10-17",
        "standard": "能口算整十数。", "text_analysis": "起始课。", "learner_analysis": "会乘法。",
        "objectives": "1. 会口算。\n2. 能说清算理。", "key_points": "口算方法。",
        "difficult_points": "防止只会“添 0”。", "methods": "动手操作", "aids": "小棒每组 60 根",
        "board_plan": "2×3=6      20×3=60\n2 个十 × 3 = 6 个十", "homework_basic": "第 1 题。",
        "homework_improve": "第 5 题。", "homework_extend": "编一道题。", "homework_minutes": 15,
        "adaptation_note": "用玉米粒。", "reflection": "后两组还要摆。", **values,
    }  # fmt: skip
    names = ("phase", "title", "minutes", "teacher", "student", "intent", "second")
    steps = tuple(
        PrintedStep(f"step-{n}", dict(zip(names, step, strict=True)))
        for n, step in enumerate(_STEPS)
    )
    return PrintedPlan("0b0fa1f0-7c1e-8000-8000-000000000001", "云岭县李家小学", TODAY, said, steps)


def two_grades() -> PrintedPlan:
    """Return a plan for two grades at once."""
    rows: tuple[dict[str, Value], ...] = (
        {"minutes": 8.0, "title": "组织教学", "phase": "lead_in", "mode_a": "direct",
         "track_a": "复习 20×3。", "mode_b": "seatwork", "track_b": "预习例 2。"},
        {"minutes": 15.0, "title": "换班", "mode_a": "seatwork", "track_a": "A 层 4 题。",
         "mode_b": "direct", "track_b": "讲平均数。"},
    )  # fmt: skip
    plan = one_grade(layout="multigrade", grade_a="3", grade_b="4", grade="3 4")
    steps = tuple(PrintedStep(f"step-{n}", row) for n, row in enumerate(rows))
    return replace(plan, steps=steps)


def disputed() -> PrintedPlan:
    """Return a plan of which two texts stand in two versions."""
    plan = one_grade()
    first, *rest = plan.steps
    first = replace(first, others={"teacher": ("改成赶集买菜。",)})
    return replace(plan, steps=(first, *rest), others={"objectives": ("会估算。",)})


def long(steps: int, words: int) -> PrintedPlan:
    """Return a plan of many steps, or of steps of many words."""
    text = "让学生先说算理，再动手摆一摆。" * (words // 15 + 1)
    rows = tuple(
        PrintedStep(f"step-{n}", {"title": f"第{n + 1}步", "teacher": text, "student": "听。"})
        for n in range(steps)
    )
    return replace(one_grade(), steps=rows)
