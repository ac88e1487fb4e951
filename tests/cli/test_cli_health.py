"""How the exchange fares, who has what and what is wished for, from the command line."""

import json
from pathlib import Path

from tests.cli.programs import Laptop

Pair = tuple[Laptop, Laptop, Path]
NOBODY = "00000000-0000-8000-8000-000000000001"


def test_receipts_tell_who_has_what(pair: Pair) -> None:
    a, b, stick = pair
    a.sync(stick)
    a.add("activity", title="送课下乡")
    before = a("receipts", "--json").json
    a.sync(stick)
    b.sync(stick)
    b.add("activity", title="研讨")  # today's receipt went already: this one rides along
    b.sync(stick)
    a.sync(stick)

    after = a("receipts", "--json").json

    assert [(one["complete"], one["lacking"] > 0) for one in before] == [(False, True)]
    assert [(one["complete"], one["lacking"]) for one in after] == [(True, 0)]
    assert after[0]["person_name"] == "王丽娟"
    assert after[0]["until"] is not None
    assert "王丽娟" in a("receipts").out


def test_a_healthy_laptop_is_told_so(pair: Pair) -> None:
    a, b, stick = pair
    for one in (a, b, a):
        one.sync(stick)

    answer = a("doctor", "--json").json

    assert answer["ok"]
    assert len(answer["digest"]) == 64
    assert not any(one["serious"] for one in answer["findings"])
    digest = answer["digest"]
    assert " ".join(digest[at : at + 4] for at in range(0, 16, 4)) in a("doctor").out


def test_what_waits_is_told_with_what_to_do(pair: Pair) -> None:
    a, _, _ = pair
    a.add("activity", title="送课下乡")

    answer = a("doctor", "--json").json

    (unsent,) = [one for one in answer["findings"] if one["code"] == "unsent"]
    assert unsent["count"] == 1
    assert unsent["words"]
    assert unsent["advice"]


def test_a_report_holds_no_words_of_anybody(pair: Pair, tmp_path: Path) -> None:
    a, _, _ = pair
    a.add("activity", title="送课下乡")
    file = tmp_path / "report.jsonl"

    a("doctor", "--report", file)
    said = file.read_text(encoding="utf-8")

    lines = [json.loads(line) for line in said.splitlines()]
    assert lines[0]["lianke"] == "digest report 1"
    assert sum("record" in line for line in lines) > 1
    assert "送课" not in said
    assert "王丽娟" not in said


def test_a_wish_for_what_is_not_there_fails(lianke: Laptop) -> None:
    failed = lianke("wishes", "add", NOBODY)

    assert failed.sentence
    assert lianke("wishes", "--json").json == []
    assert lianke("wishes", "list", "--json").json == []
    assert lianke("wishes", "remove", NOBODY, "--json").json == {"attachment": NOBODY}
