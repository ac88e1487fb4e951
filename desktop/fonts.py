"""Where the letters lie: the font files of the window and of the printed page; no Qt in here."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "fonts"

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"

FONTS: dict[str, Path] = {
    name: FOLDER / f"{name}.ttf"
    for name in (
        "NotoSansSC-Regular",
        "NotoSansSC-Medium",
        "NotoSansSC-Bold",
        "NotoSerifSC-Regular",
        "NotoSerifSC-Bold",
    )
}


def font_path(name: str) -> Path:
    """Return the TrueType file of a face such as "NotoSansSC-Regular"."""
    return FONTS[name]
