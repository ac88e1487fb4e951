"""How the sample alliance prepares lessons: drafts, comments, agreed versions, each school's own.

Nobody is online with anybody: what one school wrote reaches the next with the stick.
"""

import datetime
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select

from db.commands import plans, records
from db.commands.material_links import link
from db.commands.materials import Intake, add_materials, add_use
from db.commands.plan_steps import add_step
from db.journal import Writer, writing
from db.models.activities import Activity
from db.progress import finish
from db.queries.plan_sheet import plan_sheet
from desktop.demo import drafts, source
from desktop.demo.dice import Dice
from desktop.demo.drafts import FAMILIES, FLAGSHIP, SOLO, Draft
from desktop.demo.handouts import Handout, handouts
from desktop.demo.people import CORE, MEMBERS, VILLAGES
from desktop.demo.recorder import Ids, Recorder
from desktop.demo.records import Person, Value

SEED = 20251017
_OWN = 36  # plans that the schools made their own
_MARKED = ("lijia", "hongshi", "chehe", "shuangfeng")
_FAR = ("chehe", "shuangfeng")
_MEMBERS = ("张晓梅", "李志强", "孙敏", "陈雨欣", "赵建国", "胡佳怡")
_GROUP = "三小—山乡 中年级数学备课组"


class Preparing:
    """The teachers of five schools over their plans, from September to July."""

    def __init__(
        self, laptops: Mapping[str, Recorder], ids: Ids, people: tuple[Person, ...]
    ) -> None:
        """Take the laptops by school; one laptop may stand for all of them."""
        self._laptops, self._ids, self._people = laptops, ids, people
        self._dice = Dice(SEED)
        self._drafts: dict[str, Draft] = {}
        self._plans: dict[str, str] = {}
        self._own: list[tuple[str, str, str]] = []  # school, title, plan
        self._group = ""
        self._materials: dict[str, list[str]] = {}  # by the lesson's title
        self._lessons: dict[tuple[str, str], str] = {}  # subject and title

    def events(self) -> list[Callable[[], None]]:
        """Return what happens before each trip of the stick, in the order of the trips."""
        return [
            self.begin, self.discuss, self.agree, self.discuss_late, self.derive, self.renew,
            self.look_back,
        ]  # fmt: skip

    def begin(self) -> None:
        """Write the first drafts; the villages also write what they teach alone."""
        day = datetime.date(2025, 9, 22)
        self._take_in_catalogue()
        self._found_group()
        for title in FAMILIES:
            self._write(drafts.draft(self._dice, title), CORE, day)
        for title, school in zip(SOLO, ("lijia", "hongshi", "chehe") * 2, strict=True):
            self._write(drafts.draft(self._dice, title), school, day, stage="personal")
        for one in drafts.multigrade():
            self._write(one, "shuangfeng", day, stage="personal")

    def discuss(self) -> None:
        """Let the near villages and the core school say what they think, step by step."""
        for said in source.words("plans")["flagship"]["comments"]:
            self._say_of(FLAGSHIP, self._named(said["by"]), said["step"], said["body"])
        for number, title in enumerate(FAMILIES[1:]):
            for school in ("lijia", "hongshi")[: 1 + number % 2]:
                self._comment(title, school)

    def agree(self) -> None:
        """Decide about the comments at the core school, and agree on the first version."""
        day = datetime.date(2025, 11, 20)
        for title in FAMILIES:
            self._decide(title, day)
            self._freeze(title, day, "第一次定稿")

    def discuss_late(self) -> None:
        """Let the far villages, who saw the drafts last, say theirs; agree once more on some."""
        self.share()
        for number, title in enumerate(FAMILIES[:8]):
            self._comment(title, _FAR[number % 2])
        for title in FAMILIES[:6]:
            self._improve(title, 1, "teacher", "请后两组先说，等五秒再请别人补充。")
            self._freeze(title, datetime.date(2026, 1, 8), "加了后两组先说")

    def share(self) -> None:
        """Put worksheets, slides and pictures where all find them; each school its own."""
        day = datetime.date(2025, 12, 18)
        with tempfile.TemporaryDirectory() as folder:
            whose: dict[str, list[Handout]] = {}
            for number, one in enumerate(handouts(Path(folder))):
                whose.setdefault(MEMBERS[number % len(MEMBERS)], []).append(one)
            for school, files in whose.items():
                self._put_in(school, files, day)

    def derive(self) -> None:
        """Let each village make agreed plans its own: other things to hold, other examples."""
        day = datetime.date(2026, 3, 9)
        for number in range(_OWN):
            school = VILLAGES[number % len(VILLAGES)]
            title = FAMILIES[(number * 5 + number // 16) % len(FAMILIES)]
            who = self._teacher(school, self._drafts[title])
            laptop = self._laptops[school]
            with writing(laptop.store, laptop.sitting(who)) as writer:
                plan = plans.derive(writer, self._plans[title], today=day)
                self._make_own(writer, plan, title, heavy=number % 7 == 0, light=number % 2 == 0)
            self._own.append((school, title, plan))

    def renew(self) -> None:
        """Agree on newer versions of what the schools took: they are shown what is new."""
        for title in FAMILIES[:4]:
            self._improve(title, 4, "teacher", "再问：“这个办法还能用在哪里？”")
            self._freeze(title, datetime.date(2026, 4, 20), "小结多问一句")

    def look_back(self) -> None:
        """Write after the lesson how it went."""
        for school, title, plan in self._own[:5]:
            facts, bank = self._drafts[title].facts, source.words("plans")
            words = drafts.fill(self._dice.pick(bank["reflection"]["any"]), facts)
            self._use(school, title, plan)
            taught: dict[str, Value] = {"reflection": words, "taught_on": "2026-06-10"}
            self._change(school, plan, taught)
        self._tie()

    def quarrel(self) -> None:
        """Let two laptops retype the same sentence of a step without knowing of each other."""
        for number, title in enumerate(FAMILIES[:4]):
            village = _MARKED[number % 2]
            for school, words in ((CORE, "同桌先说。"), (village, "全班一起说。")):
                laptop = self._laptops[school]
                with laptop.store.read() as session:
                    step = plan_sheet(session, self._plans[title]).steps[3]
                before = str(step.values["student"])
                self._change(school, step.id, {"student": words + before.partition("。")[2]})

    # the hands behind

    def _tie(self) -> None:
        """Say which plans were prepared together at a meeting, or taught beside each other."""
        laptop = self._laptops[CORE]
        query = select(
            Activity.id, Activity.type, Activity.lesson, Activity.host_school,
            Activity.partner_schools,
        ).where(
            Activity.type.in_(("joint_preparation", "parallel_lesson")),
            Activity.lesson.in_(FAMILIES),
        )  # fmt: skip
        with laptop.store.read() as session:
            about = session.execute(query.order_by(Activity.held_on, Activity.id)).all()
        with writing(laptop.store, laptop.sitting(self._named("孙敏").key)) as writer:
            for activity, type, lesson, host, partners in about:
                title, schools = str(lesson), [str(host), *str(partners).split()]
                if type == "joint_preparation":
                    plans.link_activity(writer, activity, self._plans[title])
                else:
                    self._tie_taught(writer, activity, title, schools)

    def _tie_taught(self, writer: Writer, activity: str, title: str, schools: list[str]) -> None:
        """Tie what each school taught: its own plan, or else the agreed one."""
        own = {(self._ids[school], of): plan for school, of, plan in self._own}
        taught = dict.fromkeys(own.get((school, title), self._plans[title]) for school in schools)
        seen, facts = source.words("plans")["parallel"], self._drafts[title].facts
        for number, plan in enumerate(taught):
            texts: dict[str, Value] = {
                n: drafts.fill(said[number % len(said)], facts) for n, said in sorted(seen.items())
            }
            records.change(writer, plans.link_activity(writer, activity, plan), texts)

    def _take_in_catalogue(self) -> None:
        laptop = self._laptops[CORE]
        with writing(laptop.store, laptop.sitting()) as writer:
            for row in source.table("catalogue"):
                values: dict[str, Value] = {n: v for n, v in row.items() if v}
                for name in ("unit_no", "lesson_no", "periods"):
                    values[name] = int(row[name]) if row[name] else None
                id = records.add(writer, "lesson", values)
                self._lessons[row["subject"], row["title"]] = id

    def _found_group(self) -> None:
        laptop = self._laptops[CORE]
        lead = self._named("张晓梅")
        members = [self._named(n) for n in _MEMBERS]
        with writing(laptop.store, laptop.sitting(lead.key)) as writer:
            values: dict[str, Value] = {
                "name": _GROUP, "subject": "maths", "grade": "3 4", "leader": self._ids[lead.key],
            }  # fmt: skip
            self._group = records.add(writer, "prep_group", values)
            for one in members:
                who: dict[str, Value] = {
                    "group": self._group, "person": self._ids[one.key],
                    "school": self._ids[one.school],
                }  # fmt: skip
                records.add(writer, "prep_member", who)

    def _write(self, one: Draft, school: str, day: datetime.date, stage: str = "draft") -> None:
        who = self._teacher(school, one)
        laptop = self._laptops[school]
        head = {**one.fields, "stage": stage, "author": self._ids[who]}
        if lesson := self._lessons.get((one.subject, one.title)):
            head["lesson"] = lesson
        if school == CORE:
            head["lead_preparer"] = self._ids[who]
        if one.subject == "maths" and one.fields.get("grade") in ("3", "4"):
            head["group"] = self._group
        with writing(laptop.store, laptop.sitting(who)) as writer:
            plan = plans.add_plan(writer, head, today=day)
            above = ""
            for step in one.steps:
                above = add_step(writer, plan, after=above, values=step)
        self._drafts[one.title], self._plans[one.title] = one, plan

    def _put_in(self, school: str, files: list[Handout], day: datetime.date) -> None:
        laptop = self._laptops[school]
        taken = []
        for one in files:
            key = one.facts["subject"], one.facts["title"]
            lesson = self._lessons.get(key)
            taken.append(Intake(one.path, {**one.values, "lesson": lesson}))
        added = finish(add_materials(laptop.store, laptop.sitting(), taken, today=day))
        with writing(laptop.store, laptop.sitting()) as writer:
            for one, made in zip(files, added.made, strict=True):
                title = one.facts["title"]
                self._materials.setdefault(title, []).append(made.id)
                if title in self._plans and title in FAMILIES:
                    link(writer, made.id, self._plans[title])

    def _use(self, school: str, title: str, plan: str) -> None:
        laptop = self._laptops[school]
        with writing(laptop.store, laptop.sitting()) as writer:
            for number, material in enumerate(self._materials.get(title, ())):
                values: dict[str, Value] = {
                    "used_on": "2026-06-10", "plan": plan, "worked": ("well", "partly")[number % 2],
                    "changed": ("", "字放大了一号，题目换成村里的事。")[number % 2],
                }  # fmt: skip
                add_use(writer, material, values)

    def _comment(self, title: str, school: str) -> None:
        one = self._drafts[title]
        who = self._person(self._teacher(school, one))
        step = self._dice.below(len(one.steps))
        body = drafts.fill(self._dice.pick(source.words("plans")["comments"]["any"]), one.facts)
        self._say_of(title, who, step, body)

    def _say_of(self, title: str, who: Person, step: int, body: str) -> None:
        laptop, plan = self._laptops[self._sits_at(who)], self._plans[title]
        with laptop.store.read() as session:
            steps = plan_sheet(session, plan).steps
        day = datetime.date(2025, 10, 16)
        with writing(laptop.store, laptop.sitting(who.key)) as writer:
            plans.comment(writer, plan, body, today=day, step=steps[step].id)

    def _decide(self, title: str, day: datetime.date) -> None:
        laptop, plan = self._laptops[CORE], self._plans[title]
        written = source.words("plans")
        known = {c["body"]: c for c in written["flagship"]["comments"]}
        with laptop.store.read() as session:
            comments = plan_sheet(session, plan).comments
        with writing(laptop.store, laptop.sitting(self._named("孙敏").key)) as writer:
            for number, comment in enumerate(comments):
                told = known.get(comment.body)
                decision = ("adopted", "partly", "declined", "adopted")[number % 4]
                decision = told.get("decision", "") if told else decision
                reason = told.get("reason", "") if told else ""
                reason = reason or self._dice.pick(written["comments"]["reasons"])
                if decision:
                    plans.decide(writer, comment.id, decision, today=day, reason=reason)

    def _freeze(self, title: str, day: datetime.date, note: str) -> None:
        laptop = self._laptops[CORE]
        with writing(laptop.store, laptop.sitting(self._named("孙敏").key)) as writer:
            plans.freeze(writer, self._plans[title], today=day, note=note)

    def _improve(self, title: str, step: int, part: str, words: str) -> None:
        with self._laptops[CORE].store.read() as session:
            row = plan_sheet(session, self._plans[title]).steps[step]
        self._change(CORE, row.id, {part: f"{row.values[part]}{words}"})

    def _make_own(self, writer: Writer, plan: str, title: str, *, heavy: bool, light: bool) -> None:
        """Change little, more or much of a plan that was just derived."""
        writer.flush()
        steps = plan_sheet(writer.session, plan).steps
        facts, bank = self._drafts[title].facts, source.words("plans")
        many = 4 if heavy else 1 if light else 2
        for step in self._dice.shuffled(steps)[:many]:
            words = drafts.fill(self._dice.pick(bank["second"]["any"]), facts)
            records.change(writer, step.id, {"second": words})
        if not light:
            minutes = steps[1].values["minutes"]
            longer = float(minutes) + 2 if isinstance(minutes, int | float) else 16
            records.change(writer, steps[1].id, {"minutes": longer})
            note = drafts.fill(self._dice.pick(bank["adaptation_note"]["any"]), facts)
            records.change(writer, plan, {"adaptation_note": note})
        if heavy:
            records.delete(writer, steps[2].id)

    def _change(self, school: str, id: str, values: Mapping[str, Value]) -> None:
        laptop = self._laptops[school]
        with writing(laptop.store, laptop.sitting()) as writer:
            records.change(writer, id, values)

    def _teacher(self, school: str, one: Draft) -> str:
        """Return who teaches a lesson at a school, or anybody who teaches its subject there."""
        grade = str(one.fields.get("grade") or "").split()[0]
        own = [p for p in self._people if p.school == school]
        fits = [p for p in own if p.teaches(one.subject) and p.teaches_grade(grade)]
        fits = fits or [p for p in own if p.teaches(one.subject)] or own
        return fits[0].key

    def _person(self, key: str) -> Person:
        return next(p for p in self._people if p.key == key)

    def _named(self, name: str) -> Person:
        return next(p for p in self._people if p.name == name)

    def _sits_at(self, who: Person) -> str:
        return who.school if who.school in self._laptops else CORE
