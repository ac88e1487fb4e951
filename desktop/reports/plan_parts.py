"""What stands on a printed plan, in words: its head, its texts, its steps as a table; no paper yet.

Paper and Word files are two renderings of these parts, so that both say the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from db.queries.plan_print import PrintedPlan, PrintedStep
from db.record import Value
from desktop import labels
from desktop.reports.terms import number
from desktop.words import _, pgettext

Layout = Literal["full", "half", "multigrade", "study"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

_BEFORE = (
    ("standard", True),
    ("text_analysis", False),
    ("learner_analysis", False),
    ("objectives", True),
    ("key_points", True),
    ("difficult_points", True),
    ("methods", False),
    ("aids", True),
)
_PLAN, _STEP = "lesson_plan", "plan_step"


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a plan beside its label; empty is left for the pen.

    Attributes:
        room: Millimetres it is high at least.
    """

    name: str
    words: str
    room: float = 9.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of steps.

    Attributes:
        w: Width in millimetres of 167; 0 shares what the others leave.
    """

    name: str
    w: float = 0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class PlanParts:
    """A plan in words.

    Attributes:
        title: The name of the form; `left` and `right` the line under it.
        head: Rows of labels and values.
        before, after: Its texts above and below the steps.
        columns, rows: The table of steps.
        procedure: What the table is called, with the sum of its minutes.
        blank: Name of the half that stays empty; "" where none does.
        unsettled: Whether something stands there in two versions.
    """

    title: str
    left: str
    right: str
    head: tuple[tuple[tuple[str, str], ...], ...]
    before: tuple[Part, ...]
    procedure: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[Part, ...]
    blank: str
    unsettled: bool


def layout_of(plan: PrintedPlan) -> Layout:
    """Return the layout a plan is printed in when nobody asks for another."""
    return "multigrade" if plan.values.get("layout") == "multigrade" else "full"


def plan_parts(plan: PrintedPlan, layout: Layout) -> PlanParts:
    """Return what a plan says in a layout."""
    columns, rows = _steps(plan, layout)
    half = layout == "half"
    return PlanParts(
        _title(layout),
        plan.school,
        _standing(plan),
        tuple(_head(plan, layout)),
        tuple(_part(plan, name) for name, always in _BEFORE if always or plan.said(name)),
        _procedure(plan),
        columns,
        rows,
        tuple(_after(plan, layout)),
        pgettext("form", "Second preparation (by hand)") if half else "",
        bool(plan.others) or any(step.others for step in plan.steps),
    )


def name_of(plan: PrintedPlan) -> str:
    """Return what a plan is called, with its period: for files, contents and feet."""
    period = _period(plan)
    title = plan.said("title") or pgettext("plan", "Untitled plan")
    return _("{title}, {period}").format(title=title, period=period) if period else title


def signature(plan: PrintedPlan) -> str:
    """Return whose plan it is: school and author."""
    between = pgettext("between school and author", " · ")
    return between.join(w for w in (plan.said("school_name"), plan.said("author_name")) if w)


def _title(layout: Layout) -> str:
    match layout:
        case "multigrade":
            return pgettext("form", "Lesson plan for several grades")
        case "study":
            return pgettext("form", "Lesson study plan")
        case _:
            return pgettext("form", "Lesson plan")


def _standing(plan: PrintedPlan) -> str:
    """Return what stage the plan is at, and which version was frozen."""
    if plan.version is not None:
        words = _("Agreed plan, version {number}").format(number=plan.version)
        day = f"{plan.frozen_on}" if plan.frozen_on else ""
        return pgettext("between facts", ", ").join(part for part in (words, day) if part)
    return labels.choice_label(_PLAN, "stage", plan.said("stage"))


def _head(plan: PrintedPlan, layout: Layout) -> Iterator[tuple[tuple[str, str], ...]]:
    yield (
        (_field("title"), said(plan, _PLAN, "title")),
        (pgettext("form", "Period"), _both(plan, _period, "period_no", "period_count")),
    )
    grades = _grade_words(plan) if layout == "multigrade" else ""
    yield (
        (_field("subject"), said(plan, _PLAN, "subject")),
        (
            pgettext("form", "Grade, volume"),
            grades or _both(plan, _volume, "grade", "volume"),
        ),
        (_field("edition"), said(plan, _PLAN, "edition")),
    )
    yield (
        (_field("unit"), said(plan, _PLAN, "unit")),
        (_field("lesson_type"), said(plan, _PLAN, "lesson_type")),
    )
    yield (
        (_field("lead_preparer"), said(plan, _PLAN, "lead_preparer_name")),
        (pgettext("form", "Taught by"), said(plan, _PLAN, "author_name")),
        (pgettext("form", "Class, pupils"), _both(plan, _class, "class_name", "pupil_count")),
    )
    yield (
        (_field("prepared_on"), said(plan, _PLAN, "prepared_on")),
        (_field("taught_on"), said(plan, _PLAN, "taught_on")),
    )


def _field(name: str) -> str:
    return labels.field_label(_PLAN, name)


def _period(plan: PrintedPlan) -> str:
    number, count = plan.said("period_no"), plan.said("period_count")
    if number and count:
        return _("period {number} of {count}").format(number=number, count=count)
    if number:
        return _("period {number}").format(number=number)
    return _("{count} periods in all").format(count=count) if count else ""


def _volume(plan: PrintedPlan) -> str:
    parts = [labels.value_label(_PLAN, name, plan.values.get(name)) for name in ("grade", "volume")]
    return pgettext("between grade and volume", ", ").join(part for part in parts if part)


def _class(plan: PrintedPlan) -> str:
    count = plan.said("pupil_count")
    pupils = _("{count} pupils").format(count=count) if count else ""
    return pgettext("between facts", ", ").join(w for w in (plan.said("class_name"), pupils) if w)


def grades_of(plan: PrintedPlan) -> list[str]:
    """Return the letters of the grades that a plan for several grades has."""
    used = [
        letter
        for letter in "abc"
        if plan.said(f"grade_{letter}")
        or any(step.values.get(f"track_{letter}") for step in plan.steps)
    ]
    return used or ["a", "b"]


def grade_name(plan: PrintedPlan, letter: str) -> str:
    """Return what one of the grades is called."""
    code = _grade(plan, letter)
    if code:
        return labels.choice_label(_PLAN, f"grade_{letter}", code)
    return labels.field_label(_STEP, f"track_{letter}")


def _grade(plan: PrintedPlan, letter: str) -> str:
    """Return the code of one of the grades; a plan for one grade is that of the first."""
    if any(plan.said(f"grade_{one}") for one in "abc"):
        return plan.said(f"grade_{letter}")
    codes = plan.said("grade").split()
    at = "abc".index(letter)
    return codes[at] if at < len(codes) else ""


def _grade_words(plan: PrintedPlan) -> str:
    named = [grade_name(plan, x) for x in grades_of(plan) if _grade(plan, x)]
    volume = labels.value_label(_PLAN, "volume", plan.values.get("volume"))
    words = labels.listed(named)
    return pgettext("between grade and volume", ", ").join(w for w in (words, volume) if w)


def _part(plan: PrintedPlan, name: str, room: float = 9.0) -> Part:
    return Part(_field(name), said(plan, _PLAN, name), room)


def _after(plan: PrintedPlan, layout: Layout) -> Iterator[Part]:
    yield _part(plan, "board_plan", 26)
    minutes = plan.said("homework_minutes")
    name = pgettext("form", "Homework")
    if minutes:
        name = _("{name} ({minutes} min)").format(name=name, minutes=minutes)
    levels = [(name, said(plan, _PLAN, level)) for level, name in _levels()]
    words = [_("{name}: {words}").format(name=n, words=words) for n, words in levels if words]
    yield Part(name, "\n".join(words), 12)
    if plan.said("adaptation_note") or "adaptation_note" in plan.others:
        yield _part(plan, "adaptation_note")
    yield _part(plan, "reflection", 30 if layout != "half" else 20)
    if plan.files:
        yield Part(pgettext("form", "Files"), labels.listed(list(plan.files)))


def _levels() -> tuple[tuple[str, str], ...]:
    return (
        ("homework_basic", pgettext("homework", "Basic")),
        ("homework_improve", pgettext("homework", "More")),
        ("homework_extend", pgettext("homework", "Extra")),
    )


def _procedure(plan: PrintedPlan) -> str:
    minutes = [step.values.get("minutes") for step in plan.steps]
    total = sum(value for value in minutes if isinstance(value, int | float))
    name = pgettext("form", "Procedure")
    return _("{name} ({minutes} min)").format(name=name, minutes=number(total)) if total else name


def _steps(
    plan: PrintedPlan, layout: Layout
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    step = Column(_of_step("title"), 22, centred=True)
    time = Column(pgettext("form", "Min"), 11, centred=True)
    match layout:
        case "multigrade":
            letters = grades_of(plan)
            columns = (
                time,
                step,
                *(Column(grade_name(plan, letter)) for letter in letters),
                Column(_of_step("second"), 24),
            )
            rows = [
                (
                    _minutes(row),
                    _step_name(row),
                    *(_track(row, letter, letters[0]) for letter in letters),
                    said(row, _STEP, "second"),
                )
                for row in plan.steps
            ]
        case "study":
            columns = (
                step,
                time,
                Column(pgettext("form", "Activities, questions of the teacher")),
                Column(pgettext("form", "Responses to be expected"), 40),
                Column(pgettext("form", "Support, intent"), 30),
                Column(pgettext("form", "What to observe"), 30),
            )
            rows = [(*_texts(row, plan), _named(row, "intent", "second"), "") for row in plan.steps]
        case "half":
            columns = (step, time, Column(pgettext("form", "Activities")))
            rows = [(_step_name(row), _minutes(row), _activities(row, plan)) for row in plan.steps]
        case _:
            columns = (
                step,
                time,
                Column(_of_step("teacher")),
                Column(_of_step("student"), 37),
                Column(_of_step("intent"), 27),
                Column(_of_step("second"), 27),
            )
            rows = [_texts(row, plan, "intent", "second") for row in plan.steps]
    return columns, tuple(rows)


def _of_step(name: str) -> str:
    if name == "title":
        return pgettext("form", "Step")
    return labels.field_label(_STEP, name)


def _texts(step: PrintedStep, plan: PrintedPlan, *names: str) -> tuple[str, ...]:
    """Return a step's name, minutes, activities and further texts.

    What each grade does stands below what the teacher does: no layout leaves a word out.
    """
    tracks = [
        (grade_name(plan, x), _track(step, x)) for x in "abc" if step.values.get(f"track_{x}")
    ]
    teacher = _lines(said(step, _STEP, "teacher"), tracks)
    rest = (said(step, _STEP, name) for name in ("student", *names))
    return (_step_name(step), _minutes(step), teacher, *rest)


def _named(step: PrintedStep, first: str, *more: str) -> str:
    """Return a field, and below it others with their names."""
    rest = [(_of_step(name), said(step, _STEP, name)) for name in more]
    return _lines(said(step, _STEP, first), rest)


def _lines(first: str, rest: Sequence[tuple[str, str]]) -> str:
    """Return words, and below them those of others with their names."""
    named = [_("{name}: {words}").format(name=name, words=words) for name, words in rest if words]
    return "\n".join(words for words in (first, *named) if words)


def _step_name(step: PrintedStep) -> str:
    """Return what a step is called, under the sign of its phase."""
    title = said(step, _STEP, "title")
    phase = labels.choice_label(_STEP, "phase", str(step.values.get("phase") or ""))
    sign = PHASE_SIGNS.get(str(step.values.get("phase") or ""), "")
    if not title or title == phase:
        return f"{sign} {phase}".strip()
    return f"{sign} {title}".strip()


PHASE_SIGNS: Mapping[str, str] = {
    "lead_in": "◇",
    "new": "◆",
    "practice": "△",
    "consolidate": "■",
    "summary": "●",
    "homework": "○",
}
"""One sign a phase: it can be told in a photocopy, where a colour cannot."""


def _minutes(step: PrintedStep) -> str:
    versions = [step.values.get("minutes"), *step.others.get("minutes", ())]
    told = [f"{number(value)}′" for value in versions if isinstance(value, int | float)]
    return two(told)


def _track(step: PrintedStep, letter: str, first: str = "") -> str:
    """Return what a grade does; in the column of the first one also what the step says besides."""
    mode = labels.choice_label(
        _STEP, f"mode_{letter}", str(step.values.get(f"mode_{letter}") or "")
    )
    words = said(step, _STEP, f"track_{letter}")
    words = pgettext("form", "[{mode}] {words}").format(mode=mode, words=words) if mode else words
    rest = [(_of_step(name), said(step, _STEP, name)) for name in ("teacher", "student", "intent")]
    return _lines(words, rest) if letter == first else words


def _activities(step: PrintedStep, plan: PrintedPlan) -> str:
    """Return teacher, pupils and intent under each other, each named."""
    parts = [
        (_of_step("teacher"), said(step, _STEP, "teacher")),
        (_of_step("student"), said(step, _STEP, "student")),
        (_of_step("intent"), said(step, _STEP, "intent")),
        (_of_step("second"), said(step, _STEP, "second")),
        *(
            (grade_name(plan, letter), _track(step, letter))
            for letter in "abc"
            if step.values.get(f"track_{letter}")
        ),
    ]
    return "\n".join(_("{name}: {words}").format(name=n, words=w) for n, w in parts if w)


def said(row: PrintedPlan | PrintedStep, kind: str, name: str) -> str:
    """Return a field in words; of two versions both, each with its sign."""
    versions: Sequence[Value] = [row.values.get(name), *row.others.get(name, ())]
    return two([labels.value_label(kind, name, value) for value in versions])


def _both(plan: PrintedPlan, tell: Callable[[PrintedPlan], str], *names: str) -> str:
    """Return what is told of several fields at once; of two versions of any of them both."""
    versions = [tell(plan)]
    for name in names:
        for other in plan.others.get(name, ()):
            versions.append(tell(replace(plan, values={**plan.values, name: other})))
    return two(versions)


def two(versions: Sequence[str]) -> str:
    """Return words; of two versions both, each with its sign."""
    distinct = [words for words in dict.fromkeys(versions) if words]
    if len(distinct) > 1:
        return "▲ " + "\n｜ ".join(distinct)
    return distinct[0] if distinct else ""
