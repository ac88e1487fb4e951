"""The sample's photographs: small drawings of what teachers photograph, made when asked for."""

from functools import cache
from io import BytesIO

from PIL import Image

from desktop.demo import drawings
from desktop.demo.drawings import HEIGHT, SCALE, WIDTH, Canvas

COLOURS = 64


@cache
def png(picture: str) -> bytes:
    """Return a drawing as a PNG of a few kilobytes.

    Args:
        picture: Which one, and what stands on it: "corn" or "board|口算乘法|20 × 3 = 60".
    """
    name, *words = picture.split("|")
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), drawings.PAPER)
    drawings.DRAWINGS[name](Canvas(image), words)
    small = image.reduce(SCALE).quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    out = BytesIO()
    small.save(out, "PNG")
    return out.getvalue()
