"""The notes of an observed lesson in the sample: lines stamped with the minute and the phase."""

from desktop.demo.dice import Dice
from desktop.demo.pen import Facts, Pen

_OWN = frozenset({"maths", "chinese", "english"})


def write(dice: Dice, pen: Pen, subject: str, facts: Facts) -> str:
    """Return the notes of one lesson of forty minutes, first line at its beginning."""
    said: set[str] = set()
    teaching = dice.between(15, 19)
    practice = dice.between(9, 12)
    lead_in = dice.between(4, 6)
    lines = _phase(pen, "导入", "lead_in", 2, (0, lead_in), facts, said)
    shared = 4 if subject in _OWN else 5
    texts = pen.sentences("notes.teaching", shared, facts, said=said)
    if subject in _OWN:
        texts[1:1] = pen.sentences(f"notes.{subject}_teaching", 2, facts, said=said)
    lines += _stamped("新授", texts, lead_in, lead_in + teaching)
    begin = lead_in + teaching
    lines += _phase(pen, "练习", "practice", 3, (begin, begin + practice), facts, said)
    begin += practice
    lines += _phase(pen, "小结", "summing_up", 1, (begin, begin + 2), facts, said)
    lines += _phase(pen, "作业", "homework", 1, (begin + dice.between(2, 3), 39), facts, said)
    remark = pen.sentences("notes.remark", 1, facts)
    return "\n".join([*lines, *(f"{dice.between(39, 41)}′ 下课 {text}" for text in remark)])


def _phase(
    pen: Pen,
    name: str,
    bank: str,
    count: int,
    minutes: tuple[int, int],
    facts: Facts,
    said: set[str],
) -> list[str]:
    return _stamped(name, pen.sentences(f"notes.{bank}", count, facts, said=said), *minutes)


def _stamped(phase: str, texts: list[str], begin: int, end: int) -> list[str]:
    step = (end - begin) / max(1, len(texts))
    return [f"{begin + int(step * n):02}′ {phase} {text}" for n, text in enumerate(texts)]
