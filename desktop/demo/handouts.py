"""The files of the sample's shared materials: worksheets, slides, pictures, made when asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from desktop.demo import pictures, source
from desktop.demo.plan import GRADES, SUBJECTS
from desktop.demo.records import Value
from desktop.reports.faces import HEI, HEI_MEDIUM, face

_PAGE = (720.0, 405.0)  # points of a slide
_VOLUMES = {"1": "上册", "2": "下册"}
_PICTURES, _WORKSHEETS, _SLIDES = 48, 40, 24


@dataclass(frozen=True, slots=True)
class Handout:
    """One file, and what its material says.

    Attributes:
        facts: The row of lessons.csv that it is for.
        path: Where it was written.
        values: By wire name.
    """

    facts: dict[str, str]
    path: Path
    values: dict[str, Value]


def handouts(folder: Path) -> Iterator[Handout]:
    """Write the files into a folder, one after the other."""
    lessons = [row for row in source.table("lessons") if row["answer"]]
    for number in range(_PICTURES):
        facts = lessons[number % len(lessons)]
        data = pictures.png(f"board|{facts['title']}|{facts['answer']}")
        needs = "no_network no_projector no_apparatus"
        yield _write(folder, facts, "板书.png", data, "picture", needs)
    for facts in lessons[:_WORKSHEETS]:
        needs = "no_network no_projector"
        yield _write(folder, facts, "练习单.docx", _worksheet(facts), "exercise", needs)
    for facts in lessons[: 2 * _SLIDES : 2]:
        yield _write(folder, facts, "课件.pdf", _slides(facts), "slides", "no_network")


def _write(
    folder: Path, facts: dict[str, str], file: str, data: bytes, type: str, needs: str
) -> Handout:
    what, dot, ending = file.partition(".")
    path = folder / f"{GRADES[facts['grade']]}{facts['title'].rstrip('?')}{what}{dot}{ending}"
    path.write_bytes(data)
    values: dict[str, Value] = {
        "title": f"《{facts['title']}》{what}", "type": type, "subject": facts["subject"],
        "grade": facts["grade"], "volume": facts["volume"], "edition": facts["edition"],
        "needs": needs,
    }  # fmt: skip
    return Handout(facts, path, values)


def _worksheet(facts: dict[str, str]) -> bytes:
    from desktop.reports.word_form import blank  # noqa: PLC0415 - python-docx, for this alone

    paper = blank()
    paper.add_heading(f"《{facts['title']}》练习单", 1)
    paper.add_paragraph("姓名：__________  班级：__________")
    paper.add_paragraph(f"一、想一想：{facts['question']}？")
    paper.add_paragraph("我的想法：" + "_" * 36)
    paper.add_paragraph(f"二、用{facts['aid']}做一做，把过程画下来。")
    paper.add_paragraph(f"三、小心这里：{facts['difficulty']}。请举一个例子。")
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _slides(facts: dict[str, str]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    page = Canvas(out, pagesize=_PAGE, invariant=True)
    page.setTitle(facts["title"])
    head = f"{SUBJECTS[facts['subject']]} {GRADES[facts['grade']]}{_VOLUMES[facts['volume']]}"
    for title, lines in (
        (facts["title"], [head, facts["edition"]]),
        ("想一想", [f"{facts['question']}？"]),
        ("做一做", [f"准备：{facts['aid']}", "自己先试，再和同桌说。"]),
        ("说一说", [facts["answer"], f"小心：{facts['difficulty']}"]),
    ):
        _slide(page, title, lines)
    page.save()
    return out.getvalue()


def _slide(page: Any, title: str, lines: list[str]) -> None:
    face(HEI)
    face(HEI_MEDIUM)
    width, height = _PAGE
    page.setFillColorRGB(0.09, 0.23, 0.18)
    page.rect(0, height - 96, width, 96, stroke=0, fill=1)
    page.setFillColorRGB(1, 1, 1)
    page.setFont(HEI_MEDIUM, 34)
    page.drawString(40, height - 62, title)
    page.setFillColorRGB(0.11, 0.15, 0.13)
    page.setFont(HEI, 22)
    for number, line in enumerate(lines):
        page.drawString(40, height - 160 - 44 * number, line)
    page.showPage()
