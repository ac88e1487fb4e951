"""Files of any size from the command line: attached, found, taken out, let go."""

import os
from pathlib import Path

from tests.cli.programs import Laptop

PIECE = 4 * 1024 * 1024


def attached(laptop: Laptop, path: Path) -> str:
    """Attach a film to a new activity; return the attachment's id."""
    path.write_bytes(os.urandom(PIECE + 1000))
    activity = laptop.add("activity", title="送课")
    (id,) = laptop("materials", "add", activity, path, "--json").json["ids"]
    return str(id)


def test_a_film_is_attached_and_taken_out_as_it_was(lianke: Laptop, tmp_path: Path) -> None:
    film = tmp_path / "课堂.mp4"
    id = attached(lianke, film)

    assert lianke("materials", "take", id, "--out", tmp_path / "out.mp4").status == 0

    assert (tmp_path / "out.mp4").read_bytes() == film.read_bytes()
    assert lianke.show(id)["size_bytes"] == PIECE + 1000


def test_a_record_of_a_file_says_where_it_is(
    pair: tuple[Laptop, Laptop, Path], tmp_path: Path
) -> None:
    a, b, stick = pair
    id = attached(a, tmp_path / "课堂.mp4")
    a.sync(stick)
    b.sync(stick)

    there = b.show(id)["where"]

    assert ("place", 2, 2) in [(one["kind"], one["here"], one["of"]) for one in there]
    assert all(one["here"] == one["of"] for one in there)
    assert [one["kind"] for one in a("materials", "where", id, "--json").json] == ["here", "place"]


def test_a_file_that_is_not_here_cannot_be_taken_out(
    pair: tuple[Laptop, Laptop, Path], tmp_path: Path
) -> None:
    a, b, stick = pair
    id = attached(a, tmp_path / "课堂.mp4")
    a.sync(stick)
    b.sync(stick)

    said = b("materials", "take", id, "--out", tmp_path / "out.mp4").sentence

    assert "not on this computer yet" in said
    assert not (tmp_path / "out.mp4").exists()


def test_nothing_goes_that_nobody_else_keeps(lianke: Laptop, tmp_path: Path) -> None:
    id = attached(lianke, tmp_path / "课堂.mp4")

    answer = lianke("materials", "tidy", "--small", "--drop", "--json").json

    assert answer == {"files": [], "dropped_bytes": 0}
    assert [one["kind"] for one in lianke("materials", "where", id, "--json").json] == ["here"]
