"""The plans of a unit as one booklet: a cover, the contents with page numbers, each plan."""

from collections.abc import Sequence
from pathlib import Path

from db.queries.plan_print import PrintedPlan
from desktop import labels
from desktop.reports.form import Form
from desktop.reports.form_rows import Frame
from desktop.reports.paper import Paper
from desktop.reports.plan_form import plan_form
from desktop.reports.plan_parts import layout_of
from desktop.reports.plan_words import Layout, name_of, signature
from desktop.reports.setting import TYPE, width
from desktop.reports.word_form import Word
from desktop.reports.written import written
from desktop.words import _, ngettext, pgettext

_LINES = 27  # of the contents on a page
_STEP = 8.6  # mm a line of the contents takes
_MM = 25.4 / 72


def write_booklet_pdf(
    plans: Sequence[PrintedPlan],
    path: Path,
    title: str,
    layout: Layout | None = None,
    *,
    invariant: bool = False,
) -> int:
    """Print plans into one PDF file.

    Args:
        plans: In their order; at least one.
        path: The file; replaced whole or not at all.
        title: Name of the unit.
        layout: One of LAYOUTS; None takes for each plan the one it is written for.
        invariant: Leave the time out, so that equal plans make equal files.

    Returns:
        How many pages it has.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    with written(path) as stream:
        paper = Paper(stream, "portrait", title, invariant=invariant)
        forms = [Form(paper, *plan_form(plan, layout or layout_of(plan))) for plan in plans]
        counts = [form.count() for form in forms]
        front = 1 + -(-len(plans) // _LINES)
        begins = [front + sum(counts[:n]) + 1 for n in range(len(plans))]
        pages = front + sum(counts)
        _cover(paper, plans, title)
        _contents(paper, plans, begins, pages)
        for form, begin in zip(forms, begins, strict=True):
            paper.next_sheet()
            form.draw(begin - 1, pages)
        paper.save()
    return pages


def booklet_docx(plans: Sequence[PrintedPlan], title: str, layout: Layout | None = None) -> bytes:
    """Return plans as one Word file: a cover, a list of them, each plan on a page of its own."""
    word = Word(title)
    name, *lines = _about(plans, title)
    word.cover([(name, 28), *((words, 14) for words in lines)])
    numbered = [f"{n}. {name_of(p)}    {signature(p)}" for n, p in enumerate(plans, 1)]
    word.contents(pgettext("form", "Contents"), numbered)
    for plan in plans:
        word.form(*plan_form(plan, layout or layout_of(plan)))
    printed = _("Lianke, printed on {date}").format(date=plans[0].made_on)
    word.foot(Frame(title, "", "", "", "", title, printed))
    return word.bytes()


def _about(plans: Sequence[PrintedPlan], title: str) -> list[str]:
    """Return the lines of the cover."""
    first = plans[0]
    subject = labels.value_label("lesson_plan", "subject", first.values.get("subject"))
    grade = labels.value_label("lesson_plan", "grade", first.values.get("grade"))
    volume = labels.value_label("lesson_plan", "volume", first.values.get("volume"))
    place = labels.volume_words(grade, volume)
    count = ngettext("{count} lesson plan", "{count} lesson plans", len(plans))
    people = dict.fromkeys(p.said("author_name") for p in plans if p.said("author_name"))
    lines = [
        title,
        " ".join(words for words in (subject, place) if words),
        first.said("edition"),
        first.school,
        labels.listed(list(people)),
        count.format(count=len(plans)),
        f"{first.made_on}",
    ]
    return [lines[0], *(line for line in lines[1:] if line)]


def _cover(paper: Paper, plans: Sequence[PrintedPlan], title: str) -> None:
    middle, y = paper.left + paper.w / 2, 86.0
    paper.line(paper.left + 30, y - 10, paper.left + paper.w - 30, y - 10, "frame")
    name, *lines = _about(plans, title)
    kind = "title-latin" if name.isascii() else "title"
    tall = paper.text(paper.left, y, paper.w, name, kind, "center")
    y += tall + 6
    paper.one(middle, y, pgettext("form", "Lesson plans of a unit"), "sub", "center")
    paper.line(paper.left + 30, y + 14, paper.left + paper.w - 30, y + 14, "frame")
    y += 40
    for line in lines:
        y += paper.text(paper.left, y, paper.w, line, "body", "center") + 3


def _contents(
    paper: Paper, plans: Sequence[PrintedPlan], begins: Sequence[int], pages: int
) -> None:
    for at, (plan, begin) in enumerate(zip(plans, begins, strict=True)):
        line = at % _LINES
        if line == 0:
            paper.next_sheet()
            name = pgettext("form", "Contents")
            kind = "title-latin" if name.isascii() else "title"
            paper.one(paper.left + paper.w / 2, paper.top, name, kind, "center")
            number = 2 + at // _LINES
            paper.foot("", _("Page {page} of {pages}").format(page=number, pages=pages), "")
        _entry(paper, paper.top + 20 + line * _STEP, plan, begin)


def _entry(paper: Paper, y: float, plan: PrintedPlan, begin: int) -> None:
    """Draw one line: its name, whose it is, dots, its page."""
    right = paper.left + paper.w
    name = name_of(plan)
    while width(name, TYPE["body"]) * _MM > paper.w * 0.55:
        name = name[:-2] + "…"
    end = paper.left + paper.one(paper.left, y, name, "body") + 3
    end += paper.one(end, y, signature(plan), "label") + 2
    start = right - paper.one(right, y, str(begin), "body", "right") - 2
    dots = int((start - end) / 1.8)
    for n in range(max(0, dots)):
        paper.line(start - n * 1.8 - 0.4, y + 4.0, start - n * 1.8, y + 4.0, "hair")
