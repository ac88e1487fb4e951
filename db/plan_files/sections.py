"""From the blocks of a document to pieces with names: sections, header fields, steps."""

import re
from dataclasses import dataclass
from dataclasses import field as of

from db.plan_files.blocks import Block, Cell, Paragraph, Table
from db.plan_files.labels import (
    LABEL,
    LONG,
    NOTHING,
    PROCEDURE,
    meant,
    meant_inside,
    plain,
    style_of,
)
from db.plan_files.plan_file import Piece
from db.plan_files.step_tables import Head, Steps, ends, head_of

_TOKENS = re.compile(r"\s+(?=[\u4e00-\u9fff]{2,8}[:：])|\t+|\s{2,}|\u3000+")
_COLON = re.compile(r"[:：]")
_BLANK = re.compile(r"[_＿\s]+|[年月日\s_]+$")
_BOOK = re.compile(r"《([^《》]{1,40})》")
_SCHOOL = re.compile(r"\S{2,20}(?:小学|学校|中学|教学点|中心校|校区|一小|二小|三小)")
_NAMES = re.compile(r"教案|教学设计|教学案|备课|导学案|lesson plan|lesson study", re.IGNORECASE)
_TITLE = 24


@dataclass
class _Open:
    label: str
    field: str
    style: str
    strong: bool
    lines: list[str] = of(default_factory=list)


class Sections:
    """Reads blocks in their order."""

    def __init__(self) -> None:
        self.steps = Steps()
        self.title = ""
        self._pieces: list[tuple[str, str, str]] = []
        self._open: _Open | None = None

    def read(self, blocks: tuple[Block, ...]) -> None:
        """Read blocks, one after another."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                for words in block.words.split("\n"):
                    self._paragraph(Paragraph(words, block.strong))

    def pieces(self) -> tuple[Piece, ...]:
        """Return what was found; a procedure without a table has become steps."""
        self._close()
        kept = [(label, words.strip(), code) for label, words, code in self._pieces]
        kept = [one for one in kept if one[1]]
        return tuple(Piece(n, label, words, code) for n, (label, words, code) in enumerate(kept))

    def _paragraph(self, said: Paragraph) -> None:
        words = said.words.strip()
        if not words:
            return
        now = self._open
        if now is not None and meant_inside(now.field, _COLON.split(words)[0]):
            now.lines.append(words)
            return
        if self._header_fields(words):
            return
        label, rest, code = _labelled(words, strong=said.strong)
        if code and self._may_begin(code, words, strong=said.strong):
            if code in LONG:
                self._begin(label, code, style_of(words), strong=said.strong)
                if rest and self._open is not None:
                    self._open.lines.append(rest)
            else:
                self._put(label, rest, code)
        elif now is not None:
            now.lines.append(words)
        else:
            self._preface(words)

    def _may_begin(self, code: str, words: str, *, strong: bool) -> bool:
        """Return whether a line with a known name begins a section here; in a procedure few do."""
        now = self._open
        if now is None or now.field != PROCEDURE:
            return True
        if code in ("board_plan", "reflection"):
            return True
        same = style_of(words) == now.style
        return code in LONG and same and (bool(now.style) or strong == now.strong)

    def _header_fields(self, words: str) -> bool:
        """Take a line of several names and values, such as 学科：语文　年级：三年级."""
        tokens = [token for token in _TOKENS.split(words) if token.strip()]
        found: list[tuple[str, str, str]] = []
        for token in tokens:
            label, *rest = _COLON.split(token, maxsplit=1)
            code = meant("plan", label) if rest else ""
            if rest and (code or found):
                found.append((label.strip(), rest[0].strip(), code))
            elif found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {token}".strip(), found[-1][2])
            else:
                return False
        codes = [code for _label, _words, code in found]
        short = bool(codes) and all(code not in LONG for code in codes)
        if not short or (
            self._open is not None and sum(map(bool, codes)) < 2 and codes[0] != NOTHING
        ):
            return False
        for label, value, code in found:
            self._put(label, value, code)
        return True

    def _preface(self, words: str) -> None:
        """Take a line that stands under no name: the form's own, the school, the title."""
        book = _BOOK.search(words)
        if len(words) <= 2 * _TITLE and (_NAMES.search(words) or meant("form", words)):
            bare = _NAMES.sub("", words).strip(" 《》\t")
            self.title = self.title or (book[1] if book else "")
            if not book and bare and len(bare) <= _TITLE and not _SCHOOL.fullmatch(bare):
                self._put("", words, "" if self.title else NOTHING)
            return
        rest = []
        for token in re.split(r"\t+|\s{2,}|\u3000+|[，,]\s*", words):
            if _SCHOOL.fullmatch(token.strip()):
                self._put("", token, "school_name")
            elif not (meant("form", token) or _standing(token)):
                rest.append(token)
        left = " ".join(rest).strip()
        if not left or ("▲" in words and _standing(words.split("\t")[-1])):
            return
        short = len(left) <= _TITLE and not re.search(r"[。；！？]", left)
        if short and not self.title and not self._pieces:
            self.title = book[1] if book else left
            return
        period = re.fullmatch(r"第?[一二三四五六七八九十\d]+课时", left)
        self._put("", left, "period+" if period else "")

    def _table(self, table: Table) -> None:
        head: Head | None = None
        for at, row in enumerate(table.rows):
            below = table.rows[at + 1] if at + 1 < len(table.rows) else ()
            found = head_of(row, below)
            if found is not None:
                again = head is not None and [c.name for c in head.columns] == [
                    c.name for c in found.columns
                ]
                head = found.under(head, row) if head is not None else found
                if not again:
                    self._begin_steps(head)
            elif head is not None and not ends(row, head):
                self.steps.row(row, head)
            else:
                head = None
                self._row(row)
        self.steps.flush()

    def _begin_steps(self, head: Head) -> None:
        if self._open is not None and self._open.field == PROCEDURE:
            self._close()
        self.steps.begin(head)

    def _row(self, row: tuple[Cell, ...]) -> None:
        live = [cell for cell in row if not cell.goes_on]
        filled = [cell for cell in live if cell.words]
        goes_on = bool(row) and row[0].goes_on
        if len(filled) == 1 and (len(live) == 1 or not _is_label(filled[0])):
            if not goes_on and self._open is None and len(live) > 1:
                self._put("", filled[0].words, "")
            else:
                self.read(filled[0].blocks)
            return
        if all(meant("form", c.words) or {NOTHING, "second"} & _meanings(c.words) for c in filled):
            return
        at = 0
        first = True
        while at < len(live):
            before = at
            at = self._cell(live, at, first=first and not goes_on)
            first = at - before > 1  # behind a label and its value another pair may stand

    def _cell(self, live: list[Cell], at: int, *, first: bool) -> int:
        """Take a cell, with the one behind it where it is a label; return the next place."""
        cell = live[at]
        words = " ".join(cell.words.split())
        after = live[at + 1] if at + 1 < len(live) else None
        code = meant("plan", words) if len(words) <= 2 * LABEL else ""
        if meant("form", words) == "files":  # what lies beside the plan does not lie in this file
            return at + 2
        if code in LONG:
            self._begin(words, code, "", strong=False)
            return at + 1
        if code:
            value = after is not None and not _is_label(after)
            self._put(words, after.words if after is not None and value else "", code)
            return at + (2 if value else 1)
        now = self._open
        if now is not None and after is not None and meant_inside(now.field, words):
            now.lines.append(f"{words}：{after.words}")
            return at + 2
        if first and after is not None and 0 < len(words) <= LABEL and not _labelled(words)[2]:
            self._put(words, after.words, "")
            return at + 2
        self.read(cell.blocks)
        return at + 1

    def _begin(self, label: str, code: str, style: str, *, strong: bool) -> None:
        self._close()
        self._open = _Open(label, code, style, strong)

    def _close(self) -> None:
        now, self._open = self._open, None
        if now is None:
            return
        if now.field == PROCEDURE and now.lines and not self.steps.found:
            self.steps.text(now.lines)
        else:
            code = "" if now.field == PROCEDURE else now.field
            self._pieces.append((now.label, "\n".join(now.lines), code))

    def _put(self, label: str, words: str, code: str) -> None:
        self._close()
        self._pieces.append(
            (label, _BLANK.sub(" ", words).strip() if code == NOTHING else words, code)
        )


def _labelled(words: str, *, strong: bool = True) -> tuple[str, str, str]:
    """Return the name that a line begins with, what follows it, and what the name means."""
    if words[0] in "【[〔":
        name, mark, behind = words[1:].partition({"【": "】", "[": "]", "〔": "〕"}[words[0]])
        code = meant("plan", name) if mark else ""
        if code:
            return name, behind.lstrip(":： "), code
    label, *rest = _COLON.split(words, maxsplit=1)
    code = meant("plan", label)
    if code and (rest or strong or len(plain(words)) >= 2):
        return label.strip(), rest[0].strip() if rest else "", code
    parts = words.split(maxsplit=1)
    if len(parts) == 2 and len(plain(parts[0])) >= 4 and meant("plan", parts[0]) in LONG:
        return parts[0], parts[1], meant("plan", parts[0])
    return "", "", ""


def _is_label(cell: Cell) -> bool:
    words = cell.words
    return bool(words) and len(words) <= 2 * LABEL and bool(meant("plan", words))


def _meanings(words: str) -> set[str]:
    return {meant("plan", words), meant("step", words)}


def _standing(token: str) -> bool:
    """Return whether words say at which stage a plan is, as our own forms do."""
    return bool(
        re.match(
            r"(?:初案|个案|共案|first draft|personal plan|agreed plan)|▲|\d{4}-\d\d-\d\d$",
            token.lower(),
        )
    )
