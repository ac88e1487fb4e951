"""Files before they are put in: what each will say, spread over others, left out."""

from pathlib import Path

from db.material_files import Candidate, Known
from db.material_guess import guess
from desktop.pages.library.intake import Draft


def candidate(name: str, size: int = 10, **more: object) -> Candidate:
    return Candidate(Path(name), guess(name), size, **more)  # type: ignore[arg-type]


def test_what_can_be_put_in_comes_first() -> None:
    draft = Draft(
        [
            candidate("旧.docx", known=Known("id", "旧")),
            candidate("坏.exe", refused="program"),
            candidate("新.docx"),
        ],
        {},
    )

    assert [line.candidate.path.name for line in draft.lines] == ["新.docx", "坏.exe", "旧.docx"]
    assert [line.candidate.path.name for line in draft.chosen()] == ["新.docx"]
    assert (draft.known(), draft.refused(), draft.size_bytes()) == (1, 1, 10)


def test_the_place_the_library_shows_fills_what_names_do_not_tell() -> None:
    draft = Draft([candidate("歌.mp3"), candidate("四上练习.docx")], {"grade": "3"})

    assert [line.values["grade"] for line in draft.lines] == ["3", "4"]


def test_a_change_and_its_taking_back_are_kept() -> None:
    draft = Draft([candidate("三上口算.docx")], {})
    (line,) = draft.lines
    draft.change(line, {"title": "口算一", "grade": None})

    assert draft.intakes()[0].values["title"] == "口算一"
    assert "grade" not in draft.intakes()[0].values


def test_one_place_is_spread_over_all() -> None:
    draft = Draft([candidate("三上口算.docx"), candidate("歌.mp3"), candidate("图.jpg")], {})
    draft.lines[2].wanted = False

    assert draft.spread(draft.lines[0]) == 1
    assert [line.values.get("grade") for line in draft.lines] == ["3", "3", None]
    assert draft.lines[1].values["title"] == "歌"
