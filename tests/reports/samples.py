"""Ledgers and sheets to print: plain facts, no store."""

import datetime
from dataclasses import replace

from db.queries.activity_sheet import (
    ActionLine,
    ActivitySheet,
    AgendaLine,
    AttachmentLine,
    ParticipantLine,
)
from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from db.queries.ledger_schools import SchoolAge

DAY = datetime.date(2025, 10, 17)
SUMMARY = "先用小棒摆 3 个 20，再说算理；第二个例题改用玉米粒。"


def make_row(n: int = 0, **facts: object) -> LedgerRow:
    """Return an activity of which everything is known."""
    row = LedgerRow(
        id=f"{n:08x}-0000-8000-8000-000000000000",
        title=f"三年级数学《口算乘法》送课（第{n}次）",
        type="outreach_lesson",
        held_on=DAY,
        host="李家",
        partners=("三小",),
        leads=("张晓梅",),
        subject="maths",
        grade="3",
        own_count=8,
        guest_count=2,
        hours=1.5,
        summary=SUMMARY,
        outcome="共案已发四校",
        follow_up_on=datetime.date(2025, 10, 31),
        evidence=2,
        recorder="王丽娟",
    )
    return replace(row, **facts)  # type: ignore[arg-type]


def make_ledger(*rows: LedgerRow, **facts: object) -> Ledger:
    """Return the ledger of an autumn term."""
    made = Ledger(
        alliance="云岭县“三小—山乡”结对联盟",
        school="李家小学",
        term="2025-2026-1",
        term_name="2025–2026 学年上学期",
        term_starts_on=datetime.date(2025, 9, 1),
        starts_on=datetime.date(2025, 9, 1),
        ends_on=datetime.date(2026, 1, 23),
        made_on=DAY,
        rows=rows,
        ages=(SchoolAge("三小", DAY), SchoolAge("双峰", datetime.date(2025, 9, 21), 2)),
    )
    return replace(made, **facts)  # type: ignore[arg-type]


def make_term(count: int) -> Ledger:
    """Return a ledger of so many activities, spread over its term."""
    first = datetime.date(2025, 9, 1)
    days = (first + datetime.timedelta(days=n * 140 // count) for n in range(count))
    return make_ledger(*(make_row(n, held_on=day) for n, day in enumerate(days)))


def make_sheet(**facts: object) -> ActivitySheet:
    """Return an activity with one or two of each of its parts."""
    sheet = ActivitySheet(
        id="3f9a1c22-0000-8000-8000-000000000001",
        school="云岭县李家小学",
        made_on=DAY,
        term_name="2025–2026 学年上学期",
        week=7,
        title="三年级数学《口算乘法》送课",
        type="outreach_lesson",
        held_on=DAY,
        starts_at="09:00",
        ends_at="11:30",
        place="三（1）班教室",
        host="李家",
        partners=("三小",),
        lesson="口算乘法",
        recorder="王丽娟",
        own_count=5,
        summary=SUMMARY,
        discussion="李志强：先摆 2 个百，再推到 200×3。",
        details={"stage": "refine"},
        agenda=(AgendaLine("09:00", "09:40", "送课《口算乘法》", "张晓梅"),),
        participants=(
            ParticipantLine("张晓梅", "三小", "teacher", "present"),
            ParticipantLine("刘桂兰", "李家", "observer", "excused", "家访", "dean", "chinese"),
        ),
        actions=(ActionLine("把教案发给四校", "张晓梅", DAY),),
        attachments=(AttachmentLine("教案", "kousuan.docx", 420_000),),
    )
    return replace(sheet, **facts)  # type: ignore[arg-type]
