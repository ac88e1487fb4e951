"""The sample's schools and their staff: the cast by name, the others by chance."""

from dataclasses import dataclass

from desktop.demo import source
from desktop.demo.dice import Dice
from desktop.demo.records import Membership, Person, School

CORE = "sanxiao"
VILLAGES = ("lijia", "hongshi", "chehe", "shuangfeng")
MEMBERS = (CORE, *VILLAGES)
BUREAU = "jiaoyanshi"
COUNTY = "云岭县"
PLACE_NAME = {
    "sanxiao": "三小", "lijia": "李家", "hongshi": "红石", "chehe": "车河", "shuangfeng": "双峰",
}  # fmt: skip
FIRST_DAY = "2025-09-01"


def schools() -> tuple[School, ...]:
    """Return the five schools and the county's research office."""

    def number(words: str) -> int | None:
        return int(words) if words else None

    return tuple(
        School(
            key=row["key"],
            laptop=row["key"] if row["key"] in MEMBERS else CORE,
            name=row["name"],
            short_name=row["short_name"],
            code=row["code"],
            type=row["type"],
            county=COUNTY,
            township=row["township"],
            classes=number(row["classes"]),
            pupils=number(row["pupils"]),
            staff=number(row["staff"]),
            distance_km=float(row["distance_km"]),
            network=row["network"],
            devices=number(row["devices"]),
            left_behind_percent=number(row["left_behind_percent"]),
            contact=row["contact"],
            notes=row["notes"],
        )
        for row in source.table("schools")
    )


def memberships() -> tuple[Membership, ...]:
    """Return the places of the five schools in the alliance."""
    return tuple(
        Membership(
            key=f"membership-{school}",
            school=school,
            role="core" if school == CORE else "member",
            joined_on=FIRST_DAY,
        )
        for school in MEMBERS
    )


def staff(dice: Dice, all_schools: tuple[School, ...]) -> tuple[Person, ...]:
    """Return the 61 people of the schools and the county's research officer."""
    short = {school.key: school.short_name for school in all_schools}
    names = _Names(dice, {row["name"] for row in source.table("staff")})
    return tuple(
        _person(dice, names, number, row, short[row["school"]])
        for number, row in enumerate(source.table("staff"), start=1)
    )


@dataclass
class _Names:
    """Hands out full names, each once."""

    dice: Dice
    taken: set[str]

    def name(self, cohort: str, gender: str) -> str:
        surnames = source.words("names")["surnames"]
        given = source.words("names")[cohort][gender]["given"]
        while True:
            # the smaller of two throws: the common surnames come first in the list
            surname = surnames[min(self.dice.below(len(surnames)), self.dice.below(len(surnames)))]
            name: str = surname + self.dice.pick(given)
            if name not in self.taken and not any(n[1:] == name[1:] for n in self.taken):
                self.taken.add(name)
                return name


def _person(dice: Dice, names: _Names, number: int, row: dict[str, str], short: str) -> Person:
    cohort = row["born"]
    name = row["name"] or names.name(cohort, row["gender"])
    year = dice.between(int(cohort) + 1, int(cohort) + 7) if len(cohort) == 4 else int(cohort[:4])
    born = f"{year}-{dice.between(1, 12):02}" if len(cohort) == 4 else cohort
    since = int(row["teaching_since"] or min(2024, year + dice.between(21, 24)))
    return Person(
        key=f"person-{number:02}",
        laptop=row["school"] if row["school"] in MEMBERS else CORE,
        name=name,
        aliases=row["aliases"],
        gender=row["gender"],
        born=born,
        school=row["school"],
        school_name=short,
        posts=row["posts"],
        subjects=row["subjects"],
        grades=row["grades"],
        title_rank=row["title_rank"],
        honour=row["honour"],
        employment=row["employment"],
        teaching_since=since,
        weekly_periods=_periods(dice, row),
    )


def _periods(dice: Dice, row: dict[str, str]) -> int:
    if row["school"] == BUREAU:
        return 0
    if "principal" in row["posts"]:
        return dice.between(4, 8)
    return dice.between(12, 15) if row["school"] == CORE else dice.between(16, 22)
