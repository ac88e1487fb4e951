"""The sample's pictures can be drawn, are small, and show what they say."""

from io import BytesIO

import pytest
from PIL import Image

from desktop.demo.alliance import sample
from desktop.demo.drawings import DRAWINGS, HEIGHT, WIDTH
from desktop.demo.pictures import png
from desktop.demo.records import Attachment


def test_every_picture_of_the_sample_can_be_drawn() -> None:
    wanted = {p.picture for p in sample().parts if isinstance(p, Attachment)}

    assert {picture.split("|")[0] for picture in wanted} <= set(DRAWINGS)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_picture_is_a_small_png(name: str) -> None:
    data = png(name)

    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert 800 < len(data) < 16_000


def test_a_board_shows_what_was_written_on_it() -> None:
    assert png("board|口算乘法|20 × 3 = 60") != png("board|口算乘法|30 × 3 = 90")
