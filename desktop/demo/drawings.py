"""How each of the sample's drawings is drawn: flat shapes in the colours of chalk and fields."""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from desktop.demo.dice import Dice

WIDTH, HEIGHT, SCALE = 480, 320, 2
PAPER = "#F6F1E4"
GREEN, BOARD, WOOD, DARK_WOOD = "#5F9575", "#2B4A3E", "#C79A62", "#8A6238"
CHALK, YELLOW, RED, BLUE, INK = "#F4F6F0", "#F2C75C", "#C8553D", "#4F86B8", "#2E3B36"
SKY, HILL, FAR_HILL, EARTH = "#CFE4EC", "#7FA873", "#A9C3A5", "#D9B98A"

FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
Point = tuple[float, float]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size * SCALE)


class Canvas:
    """Draws in units of the finished picture."""

    def __init__(self, image: Image.Image) -> None:
        self._draw = ImageDraw.Draw(image)

    def fill(self, colour: str) -> None:
        """Paint the whole ground."""
        self.box(0, 0, WIDTH, HEIGHT, colour)

    def box(self, x: float, y: float, w: float, h: float, colour: str, *, round: float = 0) -> None:
        """Paint a rectangle."""
        at = (x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1)
        self._draw.rounded_rectangle(at, round * SCALE, fill=colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        """Paint an ellipse around a point."""
        at = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self._draw.ellipse(at, fill=colour)

    def slice(self, x: float, y: float, r: float, begin: float, end: float, colour: str) -> None:
        """Paint a slice of a disc; degrees, clockwise from the right."""
        at = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self._draw.pieslice(at, begin, end, fill=colour)

    def shape(self, points: Iterable[Point], colour: str) -> None:
        """Paint a polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: Iterable[Point], colour: str, width: float = 2) -> None:
        """Draw a line through points."""
        at = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(at, fill=colour, width=int(width * SCALE), joint="curve")

    def text(self, x: float, y: float, words: str, size: int, colour: str) -> None:
        """Write words centred on a point, smaller where they would not fit."""
        font = _font(size)
        while size > 10 and font.getlength(words) > (WIDTH - 70) * SCALE:
            size -= 2
            font = _font(size)
        self._draw.text((x * SCALE, y * SCALE), words, colour, font, anchor="mm")


Drawing = Callable[[Canvas, list[str]], None]


def _desk(c: Canvas) -> None:
    c.fill(WOOD)
    for y in range(20, HEIGHT, 46):
        c.line([(0, y), (WIDTH, y + 8)], "#BD8F57", 1.5)


def _corn(c: Canvas, _words: list[str]) -> None:
    """Three heaps of twenty kernels, each in two rows of ten."""
    _desk(c)
    dice = Dice(60)
    for heap in range(3):
        left = 24 + heap * 150
        c.box(left, 70, 132, 180, "#EFE6D2", round=10)
        for kernel in range(20):
            x = left + 46 + (kernel % 2) * 40 + dice.between(-4, 4)
            y = 86 + kernel // 2 * 16.5 + dice.between(-2, 2)
            c.oval(x, y, 8.5, 6.5, "#D99B1E")
            c.oval(x - 1, y - 1, 6.5, 4.5, YELLOW)
        c.text(left + 66, 278, "20", 20, INK)


def _board(c: Canvas, words: list[str]) -> None:
    c.fill("#E9DFC8")
    c.box(20, 24, 440, 240, DARK_WOOD, round=6)
    c.box(30, 34, 420, 220, BOARD)
    c.line([(60, 238), (180, 232), (300, 240)], "#3A5C4E", 10)
    title, below = [*words, "", ""][:2]
    c.text(240, 92, title, 34, CHALK)
    c.line([(150, 122), (330, 122)], YELLOW, 2)
    c.text(240, 176, below, 28, YELLOW)
    c.box(30, 264, 420, 12, WOOD)
    for x, colour in ((70, CHALK), (104, YELLOW), (360, RED)):
        c.box(x, 258, 26, 7, colour, round=3)


def _sheet_of(lines: int, marks: bool) -> Drawing:
    def draw(c: Canvas, _words: list[str]) -> None:
        _desk(c)
        c.shape([(104, 18), (392, 28), (380, 306), (92, 296)], "#FCFBF6")
        dice = Dice(lines)
        c.line([(150, 56), (330, 62)], INK, 4)
        for n in range(lines):
            y = 88 + 200 * n // lines
            end = 340 - dice.below(90)
            c.line([(122, y), (end, y + 7)], "#7C8781", 2)
            if marks and n % 3 == 1:
                c.line([(200, y + 4), (300, y + 7)], RED, 2.5)
        if marks:
            c.line([(346, 110), (364, 150), (350, 190)], RED, 2)
        c.line([(402, 70), (432, 250)], BLUE, 8)

    return draw


def _table(c: Canvas, _words: list[str]) -> None:
    c.fill("#E6E2D3")
    c.box(0, 0, WIDTH, 96, "#D4DFD8")
    for x in (40.0, 190.0, 340.0):
        c.box(x, 14, 100, 70, SKY)
        c.line([(x + 50, 14), (x + 50, 84)], "#FFFFFF", 4)
    c.oval(240, 206, 190, 74, DARK_WOOD)
    c.oval(240, 198, 190, 74, WOOD)
    shirts = (BLUE, RED, GREEN, "#7A6A9B", YELLOW, "#6C7F8A")
    for n in range(10):
        angle = math.radians(n * 36)
        x, y = 240 + 214 * math.cos(angle), 198 + 98 * math.sin(angle)
        c.oval(x, y + 16, 20, 16, shirts[n % len(shirts)])
        c.oval(x, y - 6, 11, 12, "#E3BC98")
        c.oval(x, y - 11, 11, 8, INK)
    for n in range(6):
        c.box(130 + n * 40, 180 + n % 2 * 26, 26, 17, CHALK, round=1)


def _road(c: Canvas, _words: list[str]) -> None:
    c.fill(SKY)
    c.oval(390, 60, 26, 26, YELLOW)
    c.shape(
        [(0, 170), (110, 70), (200, 160), (310, 60), (480, 180), (480, 320), (0, 320)], FAR_HILL
    )
    c.shape([(0, 220), (160, 150), (330, 220), (480, 170), (480, 320), (0, 320)], HILL)
    c.line([(210, 320), (300, 276), (150, 246), (260, 214), (200, 190)], EARTH, 15)
    c.box(92, 172, 64, 30, CHALK)
    c.shape([(84, 174), (124, 150), (164, 174)], RED)
    c.line([(170, 202), (170, 146)], INK, 2)
    c.box(171, 146, 24, 15, RED)
    c.box(262, 262, 44, 18, BLUE, round=5)
    c.oval(272, 282, 5, 5, INK)
    c.oval(296, 282, 5, 5, INK)


def _classroom(c: Canvas, _words: list[str]) -> None:
    c.fill("#E9DFC8")
    c.box(110, 20, 260, 90, DARK_WOOD)
    c.box(116, 26, 248, 78, BOARD)
    c.line([(140, 54), (250, 54)], CHALK, 3)
    c.line([(140, 76), (220, 76)], YELLOW, 3)
    for row in range(3):
        for column in range(4):
            x, y = 46 + column * 112, 140 + row * 62
            c.oval(x + 30, y - 2, 12, 13, INK)
            c.oval(x + 30, y + 18, 20, 15, (BLUE, RED, GREEN)[(row + column) % 3])
            c.box(x, y + 22, 62, 24, WOOD, round=2)


def _letters(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    for x, y, colour in ((50, 60, "#F4E3C1"), (230, 40, "#DCE9EE"), (130, 160, "#F2D6CC")):
        c.box(x, y, 190, 118, colour, round=4)
        c.line([(x, y), (x + 95, y + 66), (x + 190, y)], INK, 2)
        c.box(x + 156, y + 82, 24, 26, RED)


def _books(c: Canvas, _words: list[str]) -> None:
    c.fill("#E6E2D3")
    c.box(0, 258, WIDTH, 62, WOOD)
    spines = (RED, BLUE, GREEN, YELLOW, "#7A6A9B", DARK_WOOD)
    for stack in range(4):
        for n in range(7 + stack % 2 * 2):
            x = 34 + stack * 108 + n * 5 % 9
            c.box(x, 236 - n * 22, 88, 20, spines[(n + stack * 2) % len(spines)], round=2)
            c.box(x + 10, 242 - n * 22, 44, 4, CHALK)


def _clock(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    c.oval(240, 160, 132, 132, DARK_WOOD)
    c.oval(240, 160, 122, 122, CHALK)
    for hour in range(1, 13):
        angle = math.radians(hour * 30 - 90)
        c.text(240 + 100 * math.cos(angle), 160 + 100 * math.sin(angle), str(hour), 18, INK)
    for turn, length, colour, width in ((267.5, 58, INK, 7.0), (330.0, 88, BLUE, 5.0)):
        angle = math.radians(turn - 90)
        end = (240 + length * math.cos(angle), 160 + length * math.sin(angle))
        c.line([(240, 160), end], colour, width)
    c.oval(240, 160, 7, 7, RED)


def _ruler(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    c.box(40, 176, 400, 70, YELLOW, round=4)
    for n in range(91):
        length = 30 if n % 10 == 0 else 20 if n % 5 == 0 else 12
        c.line([(58 + n * 4, 176), (58 + n * 4, 176 + length)], INK, 1)
    for n in range(10):
        c.text(58 + n * 40, 226, str(n), 14, INK)
    c.box(58, 132, 190, 24, GREEN, round=3)
    c.shape([(248, 132), (282, 144), (248, 156)], "#E3BC98")
    c.box(50, 132, 14, 24, RED, round=3)


def _parallelogram(c: Canvas, _words: list[str]) -> None:
    c.fill("#FCFBF6")
    for n in range(0, WIDTH, 24):
        c.line([(n, 0), (n, HEIGHT)], "#DDE5E0", 1)
        c.line([(0, n), (WIDTH, n)], "#DDE5E0", 1)
    c.shape([(120, 96), (408, 96), (336, 240), (48, 240)], "#A9CDE6")
    c.shape([(120, 96), (120, 240), (48, 240)], YELLOW)
    c.line([(120, 96), (408, 96), (336, 240), (48, 240), (120, 96)], BLUE, 4)
    c.line([(120, 96), (120, 240)], RED, 3)
    c.shape([(408, 96), (408, 240), (336, 240)], "#F9E7BC")
    c.line([(408, 96), (408, 240), (336, 240)], RED, 2)


def _circle(c: Canvas, _words: list[str]) -> None:
    c.fill("#FCFBF6")
    for n in range(16):
        begin = n * 22.5
        c.slice(112, 150, 84, begin, begin + 22.5, BLUE if n % 2 else YELLOW)
    for n in range(16):
        x = 232 + n * 13.5
        points = [(x, 208), (x + 27, 208), (x + 13.5, 100)]
        upside = [(x, 100), (x + 27, 100), (x + 13.5, 208)]
        c.shape(upside if n % 2 else points, BLUE if n % 2 else YELLOW)
    c.text(112, 266, "r", 22, INK)
    c.text(346, 240, "C ÷ 2", 22, INK)


def _fraction(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    for row, parts in enumerate((1, 2, 4, 8)):
        for n in range(parts):
            width = 400 / parts
            colour = (CHALK, "#F4E3C1", "#CFE4EC", "#CFE3CC")[row]
            c.box(40 + n * width, 34 + row * 66, width - 3, 56, colour, round=3)
            label = "1" if parts == 1 else f"1/{parts}"
            c.text(40 + (n + 0.5) * width, 62 + row * 66, label, 20, INK)


def _cubes(c: Canvas, _words: list[str]) -> None:
    c.fill("#E6E2D3")
    for layer in range(3):
        for row in range(3):
            for column in range(4):
                x, y = 110 + column * 56 + (2 - row) * 28, 212 - layer * 50 - (2 - row) * 18
                c.box(x, y, 52, 46, "#F1F3EA", round=2)
                c.shape([(x, y), (x + 28, y - 18), (x + 80, y - 18), (x + 52, y)], CHALK)
                side = [(x + 52, y), (x + 80, y - 18), (x + 80, y + 28), (x + 52, y + 46)]
                c.shape(side, "#C9D6BE")
                c.line([(x, y), (x + 52, y), (x + 52, y + 46)], "#AEBBA4", 1)


def _seedling(c: Canvas, _words: list[str]) -> None:
    c.fill(SKY)
    c.box(0, 246, WIDTH, 74, WOOD)
    for n, height in enumerate((38, 62, 86, 54, 20)):
        x = 56 + n * 92
        c.line([(x, 200), (x + 2, 200 - height)], GREEN, 5)
        for leaf in range(height // 20 + 1):
            y = 200 - height + leaf * 20
            c.oval(x - 13, y, 14, 6, GREEN)
            c.oval(x + 16, y + 4, 14, 6, HILL)
        c.shape([(x - 30, 196), (x + 30, 196), (x + 22, 262), (x - 22, 262)], CHALK)
        c.box(x - 20, 220, 40, 12, (RED, BLUE, YELLOW, GREEN, RED)[n])
        c.box(x - 27, 194, 54, 7, DARK_WOOD, round=3)


def _circuit(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    c.line([(110, 222), (110, 90), (240, 90)], RED, 4)
    c.line([(240, 90), (380, 90), (380, 222), (296, 222)], INK, 4)
    c.box(104, 200, 192, 44, BLUE, round=8)
    c.box(104, 200, 60, 44, YELLOW, round=8)
    c.box(296, 212, 10, 20, "#9AA5A0")
    for n in range(12):
        angle = math.radians(n * 30)
        start = (240 + 50 * math.cos(angle), 66 + 50 * math.sin(angle))
        end = (240 + 64 * math.cos(angle), 66 + 64 * math.sin(angle))
        c.line([start, end], YELLOW, 3)
    c.oval(240, 66, 34, 36, "#FBE9B0")
    c.box(226, 94, 28, 24, "#9AA5A0", round=4)
    c.line([(230, 92), (236, 62), (244, 62), (250, 92)], RED, 2)


def _leaf(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    for x, y, colour, tilt in (
        (120, 110, YELLOW, 20),
        (260, 190, RED, -30),
        (370, 100, "#D98B3A", 60),
    ):
        along = math.radians(tilt)
        tip = (x + 84 * math.cos(along), y + 84 * math.sin(along))
        root = (x - 84 * math.cos(along), y - 84 * math.sin(along))
        side = (-math.sin(along) * 42, math.cos(along) * 42)
        c.shape([root, (x + side[0], y + side[1]), tip, (x - side[0], y - side[1])], colour)
        c.line([root, tip], DARK_WOOD, 3)
        for part in (-0.4, 0.0, 0.4):
            stem = (x + 84 * part * math.cos(along), y + 84 * part * math.sin(along))
            for sign in (-0.6, 0.6):
                c.line([stem, (stem[0] + side[0] * sign, stem[1] + side[1] * sign)], DARK_WOOD, 1.5)


def _radish(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    c.box(50, 44, 380, 232, "#DDE3DC", round=12)
    dice = Dice(12)
    for n in range(24):
        x, y = 76 + n % 6 * 58 + dice.between(-5, 5), 66 + n // 6 * 52 + dice.between(-4, 4)
        c.box(x, y, 36, 32, "#FBFBF5", round=3)
        c.box(x, y, 36, 8, "#CFE3CC", round=3)


def _papercut(c: Canvas, _words: list[str]) -> None:
    c.fill(CHALK)
    for n in range(8):
        angle = math.radians(n * 45)
        x, y = 240 + 74 * math.cos(angle), 160 + 74 * math.sin(angle)
        c.oval(x, y, 42, 42, RED)
    c.oval(240, 160, 84, 84, RED)
    for n in range(8):
        angle = math.radians(n * 45)
        c.oval(240 + 84 * math.cos(angle), 160 + 84 * math.sin(angle), 15, 15, CHALK)
        turn = math.radians(n * 45 + 22.5)
        c.oval(240 + 46 * math.cos(turn), 160 + 46 * math.sin(turn), 10, 10, CHALK)
    c.oval(240, 160, 18, 18, CHALK)
    c.oval(240, 160, 9, 9, RED)


def _ropes(c: Canvas, _words: list[str]) -> None:
    _desk(c)
    for n, colour in enumerate((RED, BLUE, YELLOW, GREEN)):
        left = 44 + n * 108
        points = [(left + 36 + 30 * math.sin(t / 3), 84 + t * 5.6) for t in range(28)]
        c.line(points, colour, 6)
        c.box(left + 28, 46, 15, 44, DARK_WOOD, round=5)
        c.box(points[-1][0] - 7, 232, 15, 44, DARK_WOOD, round=5)


DRAWINGS: Mapping[str, Drawing] = {
    "corn": _corn, "board": _board, "sheet": _sheet_of(11, marks=False),
    "draft": _sheet_of(9, marks=True), "minutes": _sheet_of(13, marks=False), "table": _table,
    "road": _road, "classroom": _classroom, "letters": _letters, "books": _books,
    "clock": _clock, "ruler": _ruler, "parallelogram": _parallelogram, "circle": _circle,
    "fraction": _fraction, "cubes": _cubes, "seedling": _seedling, "circuit": _circuit,
    "leaf": _leaf, "radish": _radish, "papercut": _papercut, "ropes": _ropes,
}  # fmt: skip
