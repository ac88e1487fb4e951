"""A lesson plan as rows of a form, in each layout; paper and Word files are made of them."""

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from db.queries.plan_print import PrintedPlan
from desktop.reports.form_rows import SMALL, Box, Frame, Row, label_width, pairs
from desktop.reports.plan_parts import Part, PlanParts, plan_parts
from desktop.reports.plan_words import Layout, name_of, signature
from desktop.reports.terms import stands_wide
from desktop.words import _, pgettext

HALF = 0.55
"""How much of the width the plan takes where the other half is left for the pen."""

_LIST = "procedure"
_FOOT = 27.0  # Han signs of the foot's left part: the number of the page stands in the middle


def plan_form(plan: PrintedPlan, layout: Layout) -> tuple[Frame, list[Row]]:
    """Return what stands around a plan, and its rows."""
    parts = plan_parts(plan, layout)
    rows = _half(parts) if layout == "half" else _full(parts)
    return _frame(plan, parts), [*_head(parts), *rows, *_review()]


def _frame(plan: PrintedPlan, parts: PlanParts) -> Frame:
    name = pgettext("between facts", ", ").join(w for w in (name_of(plan), signature(plan)) if w)
    kind = pgettext("form", "Plan")
    sign = "" if kind.isascii() else kind[:1]
    short = f"{sign} {plan.id.replace('-', '')[:4].upper()}".strip()
    signs = ((pgettext("form", "Research group:"), pgettext("form", "Dean's office:"), ""),)
    printed = _("Lianke, printed on {date}").format(date=plan.made_on)
    code = f"LK1 {plan.id}"
    right = parts.right
    if parts.unsettled:
        note = pgettext("form", "▲ two versions, none chosen yet")
        right = pgettext("between facts", ", ").join(words for words in (right, note) if words)
    return Frame(parts.title, parts.left, right, code, short, _foot(name), printed, signs)


def _foot(name: str) -> str:
    """Return a name as far as the foot has room for it; Latin letters are half as wide."""
    wide = list(accumulate(0.55 if sign.isascii() else 1.0 for sign in name))
    if not wide or wide[-1] <= _FOOT:
        return name
    return name[: bisect(wide, _FOOT - 1)] + "…"


def _head(parts: PlanParts) -> Iterator[Row]:
    for fields in parts.head:
        shares = (1.3, 1.0) if len(fields) == 2 else (1.0, 1.15, 1.0)
        yield pairs(*((name, words, w) for (name, words), w in zip(fields, shares, strict=True)))


def _full(parts: PlanParts) -> Iterator[Row]:
    for part in parts.before:
        yield _text(part)
    yield Row((Box(parts.procedure, 0, "label", "center"),), SMALL, leads=True)
    heads = [Box(stands_wide(c.name), c.w, "label", "center") for c in parts.columns]
    yield Row(tuple(heads), SMALL, head=True, of=_LIST)
    yield from _steps(parts, 1.0, len(parts.rows) or 6)
    for part in parts.after:
        yield _text(part)


def _half(parts: PlanParts) -> Iterator[Row]:
    """Give the plan in the left part, the other one empty under its name."""
    wide = 167.0 * HALF
    names = (Box(parts.title, wide, "label", "center"), Box(parts.blank, 0, "label", "center"))
    yield Row(names, SMALL)
    for part in parts.before:
        yield _text(part, HALF)
    yield Row((Box(parts.procedure, 0, "label", "center"),), SMALL, leads=True, share=HALF)
    heads = [Box(stands_wide(c.name), c.w, "label", "center") for c in parts.columns]
    yield Row(tuple(heads), SMALL, head=True, of=_LIST, share=HALF)
    yield from _steps(parts, HALF, len(parts.rows) or 4)
    for part in parts.after:
        yield _text(part, HALF)


def _text(part: Part, share: float = 1.0) -> Row:
    label = Box(stands_wide(part.name), label_width(), "label", "center")
    words = Box(part.words, 0, "body", "justify")
    least = part.room if share == 1 else min(part.room, 16.0)
    flows = bool(part.words)  # an empty box is not torn: its rest would stand without its name
    return Row((label, words), least, grows=part.room, flows=flows, share=share)


def _steps(parts: PlanParts, share: float, count: int) -> Iterator[Row]:
    empty = ("",) * len(parts.columns)
    for words in (*parts.rows, *[empty] * (count - len(parts.rows))):
        cells = [
            Box(said, c.w, "note", "center" if c.centred else "left")
            for said, c in zip(words, parts.columns, strict=True)
        ]
        yield Row(tuple(cells), 11.0, flows=True, of=_LIST, share=share)


def _review() -> Iterator[Row]:
    wide = label_width()
    yield Row(
        (
            Box(pgettext("form", "Review"), wide, "label", "center"),
            Box("", 0),
            Box(stands_wide(pgettext("form", "Mark")), wide, "label", "center"),
            Box("", 24),
        ),
        15.0,
    )


def file_name(plan: PrintedPlan) -> str:
    """Return what a plan's file is called, without its ending: signs that any system takes."""
    name = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else " " for c in name_of(plan))
    return " ".join(name.split())[:60].rstrip(" .") or pgettext("plan", "Plan")
