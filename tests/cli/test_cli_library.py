"""The shared materials from the command line: put in, listed, taken out, wished for."""

from pathlib import Path

import pytest

from tests.cli.programs import Laptop
from tests.db import office_samples as samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as a teacher has it on his desk."""
    out = tmp_path / "人教版三年级数学上册"
    out.mkdir()
    (out / "口算乘法课件（最终版2）.pptx").write_bytes(samples.pptx("二十乘三"))
    (out / "口算乘法练习.txt").write_text("20×3=")
    (out / "照片.jpg.exe").write_bytes(b"MZ")
    return out


def shared(laptop: Laptop, folder: Path) -> dict[str, str]:
    """Share a folder; return the ids of the materials by their file's name."""
    found = laptop("materials", "share", folder, "--json").json["added"]
    return {Path(one["file"]).name: one["id"] for one in found}


def test_a_folder_is_shared_and_what_it_holds_is_listed(lianke: Laptop, folder: Path) -> None:
    said = lianke("materials", "share", folder, "--json").json

    assert [one["reason"] for one in said["failed"]] == ["program"]
    rows = lianke("materials", "list", "--json").json
    assert {(row["title"], row["type"], row["grade"]) for row in rows} == {
        ("口算乘法", "slides", "3"),
        ("口算乘法练习", "exercise", "3"),
    }
    assert all(row["here"] for row in rows)


def test_what_is_shared_again_is_named_and_not_kept_twice(lianke: Laptop, folder: Path) -> None:
    ids = shared(lianke, folder)

    said = lianke("materials", "share", folder, "--json").json

    assert said["added"] == []
    assert {one["id"] for one in said["same"]} == set(ids.values())


def test_a_preview_writes_nothing(lianke: Laptop, folder: Path) -> None:
    found = lianke("materials", "share", folder, "--preview", "--json").json

    assert {one["title"] for one in found if not one["refused"]} == {"口算乘法", "口算乘法练习"}
    assert lianke("materials", "list", "--json").json == []


def test_what_the_command_line_says_stands_before_what_names_tell(
    lianke: Laptop, folder: Path
) -> None:
    lesson = lianke.add("lesson", title="倍的认识", edition="人教版", subject="maths", grade="3",
                        volume="1")  # fmt: skip
    file = folder / "口算乘法练习.txt"

    words = ["--lesson", "倍的认识", "--need", "apparatus", "--title", "练习", "--type", "paper"]
    said = lianke("materials", "share", file, *words, "--circle", "school", "--json").json

    values = lianke.show(said["added"][0]["id"])
    assert (values["title"], values["type"], values["lesson"]) == ("练习", "paper", lesson)
    assert (values["needs"], values["circle"]) == ("apparatus", "school")


def test_a_lesson_that_is_not_in_the_catalogue_is_said(lianke: Laptop, folder: Path) -> None:
    assert "倍的认识" in lianke("materials", "share", folder, "--lesson", "倍的认识").sentence


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["二十乘三"], {"口算乘法"}),
        (["--type", "exercise"], {"口算乘法练习"}),
        (["--need", "no_projector"], {"口算乘法练习"}),
        (["--away"], set()),
        (["--subject", "music"], set()),
    ],
)
def test_the_list_is_narrowed(
    lianke: Laptop, folder: Path, words: list[str], found: set[str]
) -> None:
    shared(lianke, folder)

    rows = lianke("materials", "list", *words, "--json").json

    assert {row["title"] for row in rows} == found


def test_a_file_is_taken_out_as_it_was(lianke: Laptop, folder: Path, tmp_path: Path) -> None:
    id = shared(lianke, folder)["口算乘法练习.txt"]
    (tmp_path / "out").mkdir()

    lianke("materials", "get", id, "--out", tmp_path / "a.txt")
    lianke("materials", "get", id, "--out", tmp_path / "out")

    for path in (tmp_path / "a.txt", tmp_path / "out" / "口算乘法练习.txt"):
        assert path.read_text() == "20×3="


def test_a_wish_is_told_until_the_file_is_here(
    pair: tuple[Laptop, Laptop, Path], tmp_path: Path
) -> None:
    a, b, stick = pair
    film = tmp_path / "录像.mp4"
    film.write_bytes(bytes(range(256)) * 17_000)
    id = shared(a, film)[film.name]
    a.sync(stick)
    b.sync(stick)

    said = b("materials", "want", id, "--json").json

    assert [one["attachment"] for one in b("wishes", "--json").json] == said["wished"]
    assert [row["wished"] for row in b("materials", "list", "--json").json] == [True]
    b.sync(stick)
    assert b("materials", "want", id, "--json").json == {"wished": []}


def test_the_words_for_people_name_each_file(lianke: Laptop, folder: Path) -> None:
    said = lianke("materials", "share", folder)

    assert "2 files were put in." in said.out
    assert "is a program: it is not put in." in said.out
    assert "口算乘法" in lianke("materials", "list").out
    assert "here already" in lianke("materials", "share", folder, "--preview").out


def test_a_file_that_is_not_there_is_one_sentence(lianke: Laptop, tmp_path: Path) -> None:
    assert lianke("materials", "share", tmp_path / "没有.docx").sentence.startswith("“没有.docx”")


def test_materials_that_came_by_an_exchange_are_found_by_their_words(
    pair: tuple[Laptop, Laptop, Path], folder: Path
) -> None:
    a, b, stick = pair
    shared(a, folder)
    a.sync(stick)

    b.sync(stick)

    titles = {row["title"] for row in b("materials", "list", "口算", "--json").json}
    assert titles == {"口算乘法", "口算乘法练习"}


def test_a_list_of_what_is_here_and_away_at_once_is_refused(lianke: Laptop) -> None:
    assert "--away" in lianke("materials", "list", "--here", "--away").sentence


def test_what_a_material_does_not_say_is_null(lianke: Laptop, folder: Path) -> None:
    shared(lianke, folder)

    row = lianke("materials", "list", "--type", "exercise", "--json").json[0]

    assert (row["lesson_name"], row["edition"]) == (None, "人教版")


def test_one_file_that_cannot_be_taken_is_told_once(lianke: Laptop, tmp_path: Path) -> None:
    said = lianke("materials", "share", tmp_path / "没有.pptx")

    assert (said.out, said.sentence.count("没有.pptx")) == ("", 1)


def test_a_name_that_hides_its_ending_is_shown_as_it_is(lianke: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "照片\u202egpj.exe"
    file.write_bytes(b"MZ")

    said = lianke("materials", "share", tmp_path, "--preview").out

    assert "照片gpj.exe" in said
