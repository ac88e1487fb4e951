"""Sentences that two people changed: random histories against an oracle kept by hand.

The oracle lets each laptop rewrite whole sentences of a text of numbered sentences and keeps, for
each, who wrote it knowing what; it never looks into the document.
"""

import random
from dataclasses import dataclass, field

from db.documents import Author, Document
from db.texts import disputed_texts, text_conflicts

COUNT = 4


@dataclass
class Rewrite:
    """One sentence rewritten by one laptop, which knew these rewrites."""

    number: int
    sentence: int
    words: str
    knew: frozenset[int]


@dataclass
class Replica:
    """A document and the numbers of the rewrites it holds; each has one sitting a round."""

    name: int
    document: Document = field(default_factory=Document)
    knows: set[int] = field(default_factory=set)


def wording(replica: Replica) -> list[str]:
    """Return the sentences as they stand."""
    return replica.document.texts(["summary"])["summary"].split("。")[:-1]


class History:
    """Laptops that begin with one text, rewrite sentences apart, and meet."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.peer = chance, 100
        self.rewrites: list[Rewrite] = []
        self.replicas = [Replica(n) for n in range(chance.randint(2, 4))]
        first = Document()
        text = "".join(f"第{n}句话在这里。" for n in range(COUNT))
        first.write(Author(1, "p", "l", 0), {}, {"summary": text})
        for replica in self.replicas:
            replica.document.import_(first.updates())

    def apart(self) -> None:
        """Let some laptops rewrite a sentence or two, in a sitting each, not knowing the others."""
        for replica in self.replicas:
            if self.chance.random() < 0.7:
                self.peer += 1
                for sentence in self.chance.sample(range(COUNT), self.chance.randint(1, 2)):
                    self._rewrite(replica, sentence)

    def _rewrite(self, replica: Replica, sentence: int) -> None:
        number = len(self.rewrites)
        words = f"改写{number}甲乙丙丁"
        sentences = wording(replica)
        sentences[sentence] = words
        after = "".join(f"{s}。" for s in sentences)
        replica.document.write(Author(self.peer, "p", "l", 0), {}, {"summary": after})
        self.rewrites.append(Rewrite(number, sentence, words, frozenset(replica.knows)))
        replica.knows.add(number)

    def expected(self) -> bool:
        """Tell whether two of the last meeting's rewrites of one sentence knew nothing of another.

        Called after one round apart: what a round settles is settled before the next.
        """
        return any(
            a.sentence == b.sentence and a.number not in b.knew and b.number not in a.knew
            for a in self.rewrites
            for b in self.rewrites
            if a.number < b.number
        )


def meet(history: History) -> list[Document]:
    """Return one document for each order in which everything can arrive."""
    merged = []
    for _ in range(3):
        order = list(history.replicas)
        history.chance.shuffle(order)
        document = Document()
        for replica in order:
            document.import_(replica.document.updates())
        merged.append(document)
    return merged


def test_a_sentence_two_changed_is_found_in_every_order() -> None:
    found = 0
    for seed in range(300):
        history = History(random.Random(seed))
        history.apart()

        for document in meet(history):
            asked = disputed_texts(document, ("summary", "outcome")) == ("summary",)

            assert asked == history.expected(), seed
        found += history.expected()
    assert 100 < found < 290  # both answers must occur, or this proves nothing


def test_all_versions_of_a_sentence_are_whole() -> None:
    for seed in range(150):
        history = History(random.Random(seed))
        history.apart()
        wholes = {r.document.texts(["summary"])["summary"] for r in history.replicas}

        for conflict in text_conflicts(meet(history)[0], "summary"):
            assert {conflict.one, conflict.other} <= wholes


def test_settling_ends_it_and_a_new_round_may_begin_another() -> None:
    again = 0
    for seed in range(150):
        history = History(random.Random(seed))
        history.apart()
        merged, *_ = meet(history)
        settled = "".join(f"商定的第{n}句。" for n in range(COUNT))
        merged.settle(Author(50, "p", "l", 0), {}, {"summary": settled})
        assert text_conflicts(merged, "summary") == []

        history.rewrites.clear()
        for replica in history.replicas:
            replica.document.import_(merged.updates())
            replica.knows.clear()
        history.apart()

        for document in meet(history):
            assert bool(text_conflicts(document, "summary")) == history.expected(), seed
        again += history.expected()
    assert again > 50


def test_two_who_type_into_an_empty_text_are_both_shown() -> None:
    one, other = Document(), Document()
    one.write(Author(1, "p", "l", 0), {}, {"summary": "上午听课。"})
    other.write(Author(2, "p", "l", 0), {}, {"summary": "下午评课。"})
    one.import_(other.updates())

    (conflict,) = text_conflicts(one, "summary")

    assert {conflict.one, conflict.other} == {"上午听课。", "下午评课。"}


def test_two_sentences_put_in_the_same_place_are_no_conflict() -> None:
    one = Document()
    one.write(Author(1, "p", "l", 0), {}, {"summary": "开头。结尾。"})
    other = Document.load(one.updates())
    one.write(Author(2, "p", "l", 0), {}, {"summary": "开头。我加一句。结尾。"})
    other.write(Author(3, "p", "l", 0), {}, {"summary": "开头。她也加一句。结尾。"})
    one.import_(other.updates())

    assert text_conflicts(one, "summary") == []


def test_reading_an_absent_text_leaves_no_trace() -> None:
    document = Document()
    document.write(Author(1, "p", "l", 0), {"place": "红石"}, {})
    before = document.deep()

    document.texts(["summary"])
    disputed_texts(document, ("summary",))

    assert document.deep() == before == {"f": {"place": "红石"}}


def test_only_what_each_came_to_is_compared() -> None:
    """Typing that went on after something else arrived is one version, not two."""
    one = Document()
    one.write(Author(1, "p", "l", 0), {}, {"summary": "开头。结尾。"})
    other, third = Document.load(one.updates()), Document.load(one.updates())
    other.write(Author(3, "p", "l", 0), {}, {"summary": "她的开头。结尾。"})
    third.write(Author(4, "p", "l", 0), {"place": "红石小学"}, {})
    one.write(Author(2, "p", "l", 0), {}, {"summary": "我的开头。结尾。"})
    one.import_(third.updates())
    one.write(Author(2, "p", "l", 0), {}, {"summary": "我最后的开头。结尾。"})
    one.import_(other.updates())

    (conflict,) = text_conflicts(one, "summary")

    assert {conflict.one, conflict.other} == {"我最后的开头。结尾。", "她的开头。结尾。"}
