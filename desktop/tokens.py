"""The tokens of the look: colours by role, type, space; no Qt, and no colour anywhere else.

The colours come from the classroom: blackboard green for what the program says, cinnabar for what
a person writes with the red pen (second preparation, comments), fountain-pen blue for what came
from another school and for the keyboard focus.  One colour, one meaning.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """One colour for each role; a widget names the role, never the hex."""

    canvas: str  # behind everything
    surface: str  # cards, lists, fields
    sunken: str  # table heads, wells, tracks
    hover: str  # under the pointer
    line: str  # hairlines between things
    edge: str  # outline of a control: 3:1 on surface
    ink: str  # text
    ink2: str  # second text
    ink3: str  # captions, hints: still 4.5:1
    accent: str  # blackboard green: the one main action, selection, done
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_soft: str  # selected row, tinted icon ground
    pen: str  # cinnabar: a person's remark
    pen_soft: str
    far: str  # fountain-pen blue: from another laptop; focus ring
    far_soft: str
    warn: str  # amber: needs a look, nothing is lost
    warn_soft: str
    danger: str  # takes something away
    danger_soft: str
    focus: str
    nav: str
    nav_hover: str
    nav_on: str
    nav_ink: str
    nav_ink2: str
    chalk: str  # yellow chalk: the mark on the current page, the icon
    on_chalk: str
    toast: str  # a message over the page, and its words
    on_toast: str
    toast_do: str  # the way back inside it
    toast_warn: str  # the sign of what was not done
    mark: tuple[str, str, str]  # the sign of the program: one school, the other, what they share
    phase: tuple[str, ...]  # 导入 新授 练习 巩固 小结 作业
    on_phase: tuple[str, ...]
    heat: tuple[str, ...]  # none … most
    on_heat: tuple[str, ...]
    teacher: str
    pupil: str


LIGHT = Colours(
    canvas="#F3F5F2",
    surface="#FFFFFF",
    sunken="#EBEFEB",
    hover="#F0F4F1",
    line="#DCE2DD",
    edge="#848F88",
    ink="#1C2622",
    ink2="#46524C",
    ink3="#5F6B65",
    accent="#1D5C48",
    accent_hover="#174B3A",
    accent_press="#113A2D",
    on_accent="#FFFFFF",
    accent_soft="#E0EDE6",
    pen="#A8391B",
    pen_soft="#FAECE6",
    far="#245290",
    far_soft="#E6EEF8",
    warn="#7A5200",
    warn_soft="#FAEFD6",
    danger="#A31A43",
    danger_soft="#FBE7EC",
    focus="#2268C0",
    nav="#173A2F",
    nav_hover="#20493C",
    nav_on="#2A5749",
    nav_ink="#F2F6F3",
    nav_ink2="#B5CABF",
    chalk="#F2C75C",
    on_chalk="#2B1F05",
    toast="#1C2622",
    on_toast="#FFFFFF",
    toast_do="#F2C75C",
    toast_warn="#E9BE62",
    mark=("#F6F8F6", "#A6D3BC", "#F2C75C"),
    phase=("#9CD9FC", "#226A89", "#F5BE6C", "#472559", "#5F9575", "#AEB2AF"),
    on_phase=("#12232E", "#FFFFFF", "#2B1F05", "#FFFFFF", "#06130B", "#1C2622"),
    heat=("#EBEFEB", "#CFE3D8", "#9CC7B1", "#5B9C80", "#1D5C48"),
    on_heat=("#1C2622", "#1C2622", "#1C2622", "#0B1712", "#FFFFFF"),
    teacher="#226A89",
    pupil="#F5BE6C",
)

DARK = Colours(
    canvas="#151B18",
    surface="#1D2521",
    sunken="#121714",
    hover="#242E29",
    line="#323D37",
    edge="#7A877F",
    ink="#E7EDE9",
    ink2="#BCC8C1",
    ink3="#97A59D",
    accent="#86CBAC",
    accent_hover="#9BD8BC",
    accent_press="#6FB697",
    on_accent="#0D231A",
    accent_soft="#21392F",
    pen="#F09A7C",
    pen_soft="#3A241C",
    far="#95BDF0",
    far_soft="#1E2E44",
    warn="#E9BE62",
    warn_soft="#362B14",
    danger="#F492AE",
    danger_soft="#3D1D27",
    focus="#7FB2F2",
    nav="#0F1512",
    nav_hover="#1A231E",
    nav_on="#233029",
    nav_ink="#EDF3EF",
    nav_ink2="#A2B3AA",
    chalk="#F2C75C",
    on_chalk="#2B1F05",
    toast="#E7EDE9",
    on_toast="#1D2521",
    toast_do="#1D5C48",
    toast_warn="#7A5200",
    mark=("#F6F8F6", "#A6D3BC", "#F2C75C"),
    phase=("#B5E3F3", "#4795D1", "#D2A630", "#72497F", "#88CBA7", "#969D99"),
    on_phase=("#0E1C22", "#06131B", "#241B04", "#FFFFFF", "#0E2117", "#0E1311"),
    heat=("#26302B", "#2C4A3E", "#3F7360", "#62A288", "#A5DEC5"),
    on_heat=("#E7EDE9", "#E7EDE9", "#F6FAF8", "#0D231A", "#0D231A"),
    teacher="#4795D1",
    pupil="#D2A630",
)

# points and weight; larger letters multiply the points
TYPE = {
    "display": (21, 700),  # one number or date a screen
    "title": (16, 700),  # the page
    "heading": (12.5, 700),  # a card, a section
    "strong": (11, 500),  # a name in a row, a button
    "body": (11, 400),
    "small": (10, 400),  # second line of a row, hints
    "caption": (9, 400),  # axis labels, key caps: never a sentence
}
SCALES = {"standard": 1.0, "large": 15 / 11, "huge": 1.5}

SPACE = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24, "xxl": 32}
RADIUS = {"control": 6, "card": 10, "tag": 4}
ICON = {"inline": 16, "control": 20, "tile": 28, "empty": 48}
CONTROL = 36  # height of a button or a field
ROW = {"dense": 36, "row": 44, "two": 64}


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB (WCAG)."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio between two colours (WCAG)."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


TEXT_ON = [  # what stands on what, and the least ratio; a test walks this list
    *(
        (t, g, 4.5)
        for t in ("ink", "ink2", "ink3")
        for g in ("canvas", "surface", "sunken", "hover")
    ),
    *((t, g, 4.5) for t in ("ink", "ink2", "ink3", "accent") for g in ("accent_soft",)),
    ("accent", "surface", 4.5),
    ("accent", "canvas", 4.5),
    ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5),
    *(
        (t, g, 4.5)
        for t in ("pen", "far", "warn", "danger")
        for g in ("surface", "canvas", t + "_soft")
    ),
    *(("ink", t + "_soft", 4.5) for t in ("pen", "far", "warn", "danger")),
    *(("ink2", t + "_soft", 4.5) for t in ("pen", "far", "warn", "danger")),
    ("ink3", "warn_soft", 4.5),  # a placeholder in a field that wants a look
    ("nav_ink", "nav", 4.5),
    ("nav_ink2", "nav", 4.5),
    ("nav_ink", "nav_on", 4.5),
    ("nav_ink2", "nav_hover", 4.5),
    ("chalk", "nav", 4.5),
    ("on_chalk", "chalk", 4.5),
    ("on_toast", "toast", 4.5),
    ("toast_do", "toast", 4.5),
    ("toast_warn", "toast", 4.5),
    ("edge", "surface", 3.0),
    ("edge", "canvas", 3.0),
    ("focus", "surface", 3.0),
    ("focus", "canvas", 3.0),
    ("chalk", "nav", 3.0),  # the ring inside the navigation is chalk
]


def failures(colours: Colours) -> list[str]:
    """Return the pairs that miss their least contrast."""
    bad = [
        f"{fg} on {bg}: {contrast(getattr(colours, fg), getattr(colours, bg)):.2f} < {least}"
        for fg, bg, least in TEXT_ON
        if contrast(getattr(colours, fg), getattr(colours, bg)) < least
    ]
    for role in ("phase", "heat"):
        grounds, words = getattr(colours, role), getattr(colours, f"on_{role}")
        bad += [
            f"on_{role}[{step}]: {contrast(ground, ink):.2f} < 4.5"
            for step, (ground, ink) in enumerate(zip(grounds, words, strict=True))
            if contrast(ground, ink) < 4.5
        ]
    return bad
