"""The sample alliance: 云岭县 "三小—山乡", five schools, one school year, 125 activities."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from desktop.demo import activities, gaps, people, plan
from desktop.demo.dice import Dice
from desktop.demo.people import BUREAU, COUNTY, FIRST_DAY, MEMBERS
from desktop.demo.records import (
    Activity,
    Agreement,
    Alliance,
    Entry,
    Holiday,
    Membership,
    Person,
    School,
    SchoolYear,
    Term,
)
from desktop.demo.year import HOLIDAYS, TERMS, YEAR

SEED = 20250901
LEADS = {
    "sanxiao": "孙敏", "lijia": "王丽娟", "hongshi": "刘春梅", "chehe": "徐雪梅",
    "shuangfeng": "赵建国",
}  # fmt: skip
"""Who sets up the program at each school; 孙敏 founds the alliance."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything in the sample alliance.

    Attributes:
        parts: Agenda items, participants, tasks and pictures of the activities.
        twins: Pairs of keys of activities: one event, recorded by two schools.
    """

    alliance: Alliance
    schools: tuple[School, ...]
    memberships: tuple[Membership, ...]
    agreement: Agreement
    school_year: SchoolYear
    terms: tuple[Term, ...]
    holidays: tuple[Holiday, ...]
    people: tuple[Person, ...]
    activities: tuple[Activity, ...]
    parts: tuple[Entry, ...]
    twins: tuple[tuple[str, str], ...]

    def entries(self) -> list[Entry]:
        """Return all records, what others refer to before them, then by day."""
        first: list[Entry] = [
            *self.schools, *self.people, self.alliance, *self.memberships, self.agreement,
            self.school_year, *self.terms, *self.holidays,
        ]  # fmt: skip
        parts: dict[str, list[Entry]] = {}
        for part in self.parts:
            parts.setdefault(activity_of(part), []).append(part)
        for activity in sorted(self.activities, key=lambda a: (a.on, a.key)):
            first += [activity, *parts.get(activity.key, [])]
        return first

    def person(self, name: str) -> Person:
        """Return the person of that name."""
        return next(p for p in self.people if p.name == name)

    def digest(self) -> str:
        """Return a hash over every value: the same for ever, on every platform."""
        plain = [
            [e.KIND, e.key, e.laptop, e.by, e.on, sorted(e.values().items())]
            for e in self.entries()
        ]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def activity_of(part: Entry) -> str:
    """Return the key of the activity that a part belongs to."""
    return str(getattr(part, "activity", None) or getattr(part, "record", ""))


@cache
def sample() -> Sample:
    """Return the sample alliance."""
    dice = Dice(SEED)
    schools = people.schools()
    staff = people.staff(dice, schools)
    year = activities.happen(dice, staff)
    done, parts = gaps.leave(dice, plan.rows(), year)
    return Sample(
        alliance=_alliance(),
        schools=schools,
        memberships=people.memberships(),
        agreement=_agreement(),
        school_year=YEAR,
        terms=TERMS,
        holidays=HOLIDAYS,
        people=staff,
        activities=tuple(done),
        parts=tuple(parts),
        twins=tuple(year.twins),
    )


def _alliance() -> Alliance:
    return Alliance(
        key="alliance",
        name="云岭县“三小—山乡”结对联盟",
        model="consortium",
        county=COUNTY,
        founded_on="2024-08-28",
        notes="一所县城小学和四所山乡学校。对口帮扶与教研联合体合在一起办。示例数据，学校和人名都是编的。",
    )


def _agreement() -> Agreement:
    clauses = (
        "每学期送课到乙方不少于两节，由乙方提前两周点课。",
        "每学期各校教学开放不少于一次。",
        "每学期召开联席会议，商定计划，核对记录。",
        "每学期召开一次中层以上管理研讨会。",
        "同年级备课组每两周集体备课一次，共案各校共用。",
        "师徒结对一年，每学期互听不少于七节。",
        "双方互派教师支教、轮岗、跟岗，人数每年商定。",
        "教案、课件、练习等资料共享，接收方使用后反馈。",
        "捆绑考核以活动记录为据，不另报材料。",
    )
    return Agreement(
        key="agreement",
        title="云岭县第三小学与李家小学结对协议",
        party_a="sanxiao",
        party_a_name="三小",
        party_b="lijia",
        party_b_name="李家小学",
        signed_on="2025-08-29",
        expires_on="2026-08-31",
        signers="林国华、李德明",
        clauses="\n".join(f"{n}. {clause}" for n, clause in enumerate(clauses, 1)),
    )


__all__ = ["BUREAU", "FIRST_DAY", "LEADS", "MEMBERS", "SEED", "Sample", "activity_of", "sample"]
