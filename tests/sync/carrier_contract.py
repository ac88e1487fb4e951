"""What every carrier keeps to, whatever lies behind it: rules that each carrier's tests run.

A rule takes `make`: each call gives a carrier, with the writer's name, to one and the same place,
which is empty at first. Use::

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
    def test_the_contract_is_kept(rule: Rule, make: MakeCarrier) -> None:
        rule(make)
"""

from collections.abc import Callable, Iterator

import pytest

from sync.carriers.carrier import Carrier
from sync.errors import PlaceUnusableError, Reason, SkippedFileError

MakeCarrier = Callable[[str], Carrier]
Rule = Callable[[MakeCarrier], None]

EVIL = ("..", "../file", "a/../../file", "a//file", "/file", "a/./file", "a\\file", "a\0file")


def listed(carrier: Carrier, folder: str) -> list[tuple[str, int, bool]]:
    return sorted((e.name, e.size_bytes, e.is_folder) for e in carrier.list(folder))


def what_is_put_is_read_and_listed(make: MakeCarrier) -> None:
    carrier = make("me")

    carrier.put_new("lianke1/a/file", lambda: [b"one", b"", b"two"])

    assert carrier.read("lianke1/a/file") == b"onetwo"
    assert listed(carrier, "lianke1/a") == [("file", 6, False)]
    assert listed(carrier, "lianke1") == [("a", 0, True)]
    assert listed(carrier, "") == [("lianke1", 0, True)]


def another_carrier_reads_what_one_put(make: MakeCarrier) -> None:
    make("me").put_new("a/file", lambda: [b"bytes"])

    other = make("you")

    assert other.read("a/file") == b"bytes"
    assert listed(other, "a") == [("file", 5, False)]


def a_range_is_read_and_ends_where_the_file_does(make: MakeCarrier) -> None:
    carrier = make("me")
    carrier.put_new("file", lambda: [b"0123456789"])

    assert carrier.read("file", 2, 3) == b"234"
    assert carrier.read("file", 7) == b"789"
    assert carrier.read("file", 7, 100) == b"789"
    assert carrier.read("file", 0, 0) == b""
    assert carrier.read("file", 10, 5) == b""
    assert carrier.read("file", 99, 5) == b""


def a_file_of_any_length_comes_back_whole(make: MakeCarrier) -> None:
    carrier = make("me")
    for length in (0, 1, 4095, 4096, 4097, 65_536, 65_537):
        body = bytes(number % 251 for number in range(length))

        carrier.put_new(f"a/{length}", lambda body=body: [body])  # type: ignore[misc]

        assert carrier.read(f"a/{length}", 0, length + 1) == body
    assert {(e.name, e.size_bytes) for e in carrier.list("a")} == {
        (str(n), n) for n in (0, 1, 4095, 4096, 4097, 65_536, 65_537)
    }


def a_large_file_comes_in_uneven_blocks(make: MakeCarrier) -> None:
    carrier = make("me")
    body = bytes(range(256)) * 4 * 1024 * 9 + b"end"  # 9 MiB and 3 bytes

    def blocks() -> Iterator[bytes]:
        at = 0
        for number in range(1, 10_000):
            yield body[at : at + number * 7919]
            at += number * 7919
            if at >= len(body):
                return

    carrier.put_new("b/xx/large.bpk", blocks)

    assert carrier.read("b/xx/large.bpk") == body
    assert carrier.read("b/xx/large.bpk", 3_000_001, 4_500_000) == body[3_000_001:7_500_001]
    assert carrier.read("b/xx/large.bpk", len(body) - 5, 10) == body[-5:]


def a_file_is_replaced_whole(make: MakeCarrier) -> None:
    carrier = make("me")
    carrier.put_new("a/file", lambda: [b"old and long"])

    carrier.put_new("a/file", lambda: [b"new"])
    make("you").put_new("a/file", lambda: [b"newer"])

    assert carrier.read("a/file") == b"newer"
    assert listed(carrier, "a") == [("file", 5, False)]


def what_is_not_there_is_said_to_be_missing(make: MakeCarrier) -> None:
    carrier = make("me")

    assert carrier.list("nothing") == []
    assert carrier.list("nothing/below") == []
    for name in ("file", "nothing/below/file"):
        with pytest.raises(SkippedFileError) as caught:
            carrier.read(name)
        assert caught.value.reason is Reason.UNREADABLE


def deleting_takes_a_file_and_nothing_else(make: MakeCarrier) -> None:
    carrier = make("me")
    carrier.put_new("a/file", lambda: [b"bytes"])
    carrier.put_new("a/kept", lambda: [b"bytes"])

    carrier.delete("a/file")
    carrier.delete("a/file")
    carrier.delete("nothing/below/file")

    assert listed(carrier, "a") == [("kept", 5, False)]


def a_file_set_aside_keeps_its_bytes_and_frees_its_name(make: MakeCarrier) -> None:
    carrier = make("me")
    carrier.put_new("a/file", lambda: [b"bad bytes"])

    assert carrier.set_aside("a/file")
    assert not carrier.set_aside("a/file")
    carrier.put_new("a/file", lambda: [b"good"])

    assert carrier.read("a/file.bad") == b"bad bytes"
    assert carrier.read("a/file") == b"good"


def a_second_bad_file_replaces_the_first(make: MakeCarrier) -> None:
    carrier = make("me")
    for body in (b"bad", b"worse"):
        carrier.put_new("file", lambda body=body: [body])  # type: ignore[misc]
        assert carrier.set_aside("file")

    assert carrier.read("file.bad") == b"worse"
    assert listed(carrier, "") == [("file.bad", 5, False)]


def a_source_that_fails_leaves_what_was_there(make: MakeCarrier) -> None:
    carrier = make("me")
    carrier.put_new("a/file", lambda: [b"old"])

    def source() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    for name in ("a/file", "a/other"):
        with pytest.raises(KeyboardInterrupt):
            carrier.put_new(name, source)

    assert carrier.read("a/file") == b"old"
    assert listed(carrier, "a") == [("file", 3, False)]


def an_evil_name_leads_nowhere(make: MakeCarrier) -> None:
    carrier = make("me")
    carrier.put_new("a/file", lambda: [b"bytes"])
    for name in EVIL:
        with pytest.raises(PlaceUnusableError):
            carrier.put_new(name, lambda: [b"evil"])
        with pytest.raises(PlaceUnusableError):
            carrier.read(name)
        with pytest.raises(PlaceUnusableError):
            carrier.list(name)

    assert listed(carrier, "") == [("a", 0, True)]


def people_may_use_their_own_words(make: MakeCarrier) -> None:
    carrier = make("me")

    carrier.put_new("共享教案/三年级 数学上/分数（一）.docx", lambda: [b"docx"])

    assert listed(carrier, "") == [("共享教案", 0, True)]
    assert listed(carrier, "共享教案/三年级 数学上") == [("分数（一）.docx", 4, False)]
    assert carrier.read("共享教案/三年级 数学上/分数（一）.docx") == b"docx"


def a_folder_shows_each_entry_once(make: MakeCarrier) -> None:
    carrier = make("me")
    names = [f"{number:08d}-{'a' * 26}.tip" for number in range(40)]
    for name in names:
        carrier.put_new(f"t/{name}", lambda: [b""])

    assert [entry.name for entry in sorted(carrier.list("t"))] == names


def the_place_tells_what_it_is(make: MakeCarrier) -> None:
    carrier = make("me")
    free = carrier.free()

    assert carrier.address
    assert free is None or free > 0
    assert carrier.limits.entries > 0
    assert carrier.limits.file_bytes is None or carrier.limits.file_bytes >= 64 * 1024**2


RULES: tuple[Rule, ...] = (
    what_is_put_is_read_and_listed,
    another_carrier_reads_what_one_put,
    a_range_is_read_and_ends_where_the_file_does,
    a_file_of_any_length_comes_back_whole,
    a_large_file_comes_in_uneven_blocks,
    a_file_is_replaced_whole,
    what_is_not_there_is_said_to_be_missing,
    deleting_takes_a_file_and_nothing_else,
    a_file_set_aside_keeps_its_bytes_and_frees_its_name,
    a_second_bad_file_replaces_the_first,
    a_source_that_fails_leaves_what_was_there,
    an_evil_name_leads_nowhere,
    people_may_use_their_own_words,
    a_folder_shows_each_entry_once,
    the_place_tells_what_it_is,
)
