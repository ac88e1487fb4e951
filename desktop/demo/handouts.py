"""The files of the sample's shared materials, made when asked for: pictures, papers, sounds."""

import math
import wave
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
_GUIDES, _TESTS, _BEATS, _LOCAL = 14, 10, 8, 6
_OFFLINE = "no_network no_projector no_apparatus"
_RATE = 4000  # samples a second: a tick is understood


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
        yield _write(folder, facts, "板书.png", data, "picture", _OFFLINE)
    for facts in lessons[:_WORKSHEETS]:
        needs = "no_network no_projector"
        yield _write(folder, facts, "练习单.docx", _worksheet(facts), "exercise", needs)
    for facts in lessons[: 2 * _SLIDES : 2]:
        yield _write(folder, facts, "课件.pdf", _slides(facts), "slides", "no_network")
    for facts in lessons[1 : 2 * _GUIDES : 2]:
        yield _write(folder, facts, "学案.txt", _lines(*_guide(facts)), "plan", _OFFLINE)
    for facts in lessons[:_TESTS]:
        yield _write(folder, facts, "检测题.txt", _lines(*_test(facts)), "paper", _OFFLINE)
    for number, facts in enumerate(lessons[:_BEATS]):
        data = _beat(60 + 6 * number)
        yield _write(folder, facts, "口令节拍.wav", data, "audio", "no_network no_projector")
    for facts in lessons[30 : 30 + _LOCAL]:
        yield _write(folder, facts, "本土学具.txt", _lines(*_local(facts)), "local", _OFFLINE)


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


def _lines(*said: str) -> bytes:
    return "\r\n".join(said).encode("utf-8-sig")


def _guide(facts: dict[str, str]) -> Iterator[str]:
    yield f"《{facts['title']}》学案"
    yield f"学什么：{facts['focus']}。"
    yield f"先想：{facts['question']}？"
    yield f"再做：准备{facts['aid']}，自己试一试，和同桌说一说。"
    yield f"小心：{facts['difficulty']}。"


def _test(facts: dict[str, str]) -> Iterator[str]:
    yield f"《{facts['title']}》检测题    姓名：________"
    yield f"1. {facts['question']}？写出你的想法。"
    yield f"2. {facts['focus']}，请举一个例子。"
    yield f"3. 改错：{facts['difficulty']}。错在哪里？"
    yield f"参考答案：1. {facts['answer']}。"


def _local(facts: dict[str, str]) -> Iterator[str]:
    yield f"《{facts['title']}》用身边的东西做学具"
    yield f"材料：{facts['aid']}。"
    yield f"用法：先问“{facts['question']}？”，每人一份，边摆边说。"


def _beat(a_minute: int) -> bytes:
    """Return five seconds of ticks, as a recording that any player opens."""
    tick = bytes(128 + int(90 * math.sin(n * 1.4) * (1 - n / 200)) for n in range(200))
    rest = b"\x80" * (_RATE * 60 // a_minute - len(tick))
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_RATE)
        sound.writeframes(((tick + rest) * 10)[: 5 * _RATE])
    return out.getvalue()


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
