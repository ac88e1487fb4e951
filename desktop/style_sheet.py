"""The one style sheet, made from the tokens of a theme.

A widget says what it is by a property (`kind`, `tone`, `tag`, `notice`, `type`, `state`, `small`);
the sheet gives it its shape and colours.  What a sheet cannot say, widgets paint themselves.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import glyphs
from desktop.tokens import RADIUS, TYPE

if TYPE_CHECKING:
    from desktop.theme import Theme

CONTROL, CARD, TAG = RADIUS["control"], RADIUS["card"], RADIUS["tag"]
TONES = ("ink2", "ink3", "accent", "pen", "far", "warn", "danger")
TONES_ELSEWHERE = ("nav_ink", "nav_ink2", "on_accent", "on_toast")


def sheet(theme: Theme) -> str:
    """Return the style sheet of a theme."""
    parts = (_labels, _tinted, _frames, _buttons, _small_buttons, _fields, _boxes, _views, _rest)
    return "\n".join(part(theme) for part in parts)


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return the folder for the pictures a sheet can only name by path; gone when we end."""
    return tempfile.TemporaryDirectory(prefix="lianke-look-")


def _art(glyph: str, colour: str, size: int) -> str:
    """Return the path of a glyph as a picture; Qt finds its @2x twin by itself."""
    folder = Path(_folder().name)
    path = folder / f"{glyph}-{colour[1:]}-{size}.png"
    if not path.exists():
        glyphs.pixmap(glyph, colour, size, 1.0).save(str(path))
        glyphs.pixmap(glyph, colour, size, 2.0).save(str(path.with_stem(f"{path.stem}@2x")))
    return path.as_posix()


def _labels(theme: Theme) -> str:
    c, px, size = theme.c, theme.px, theme.size
    types = "\n".join(
        f'QLabel[type="{kind}"] {{ font-size: {theme.pt(kind)}pt; font-weight: {weight}; }}'
        for kind, (_points, weight) in TYPE.items()
    )
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {getattr(c, tone)}; }}'
        for tone in TONES + TONES_ELSEWHERE
    )
    return f"""
{types}
{tones}
QLabel[kind="keycap"] {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.edge};
  border-bottom-width: 2px; border-radius: {TAG}px; padding: 0 {px(5)}px;
  font-size: {theme.pt("small")}pt; }}
QLabel[kind="number"] {{ background: {c.pen}; color: {c.surface};
  border-radius: {size(18) // 2}px; font-size: {theme.pt("caption")}pt; }}
"""


def _tinted(theme: Theme) -> str:
    """Tags and notices: a soft ground and its own ink."""
    c, px = theme.c, theme.px
    tints = {"plain": (c.sunken, c.ink2), "accent": (c.accent_soft, c.accent)}
    tints |= {
        tone: (getattr(c, f"{tone}_soft"), getattr(c, tone))
        for tone in ("pen", "far", "warn", "danger")
    }
    tags = "\n".join(
        f'QLabel[tag="{tone}"] {{ background: {ground}; color: {ink}; border-radius: {TAG}px;'
        f" padding: {px(1)}px {px(7)}px; font-size: {theme.pt('small')}pt; font-weight: 500; }}"
        for tone, (ground, ink) in tints.items()
    )
    tints |= {"info": tints["far"], "good": tints["accent"]}
    notices = "\n".join(
        f'QFrame[notice="{tone}"] {{ background: {ground}; border: none;'
        f" border-left: 3px solid {ink}; border-radius: 0px;"
        f" border-top-right-radius: {CONTROL}px; border-bottom-right-radius: {CONTROL}px; }}"
        for tone, (ground, ink) in tints.items()
    )
    return f"{tags}\n{notices}"


def _frames(theme: Theme) -> str:
    c = theme.c
    plain = {
        "bar": f"{c.surface}; border: none; border-bottom: 1px solid {c.line}",
        "side": f"{c.surface}; border: none; border-left: 1px solid {c.line}",
        "foot": f"{c.surface}; border: none; border-top: 1px solid {c.line}",
        "left": f"{c.surface}; border: none; border-right: 1px solid {c.line}",
        "sheet": f"{c.surface}; border: none; border-top: 1px solid {c.line}",
        "paper": f"{c.surface}; border: none",
        "band": f"{c.sunken}; border: none; border-bottom: 1px solid {c.line}",
        "clear": "transparent; border: none",
        "chosen": f"{c.accent_soft}; border: none; border-left: 3px solid {c.accent}",
        "warn": f"{c.warn_soft}; border: none",
        "board": f"{c.nav}; border: none",
        "rule": f"{c.line}; border: none; max-height: 1px; min-height: 1px",
        "vertical-rule": f"{c.line}; border: none; max-width: 1px; min-width: 1px",
        "nav-rule": f"{c.nav_on}; border: none; max-height: 1px; min-height: 1px",
        "well": f"{c.sunken}; border: none; border-radius: {CONTROL}px",
        "card": f"{c.surface}; border: 1px solid {c.line}; border-radius: {CARD}px",
        "drop": f"{c.surface}; border: 2px dashed {c.accent}; border-radius: {CARD}px",
        "popup": f"{c.surface}; border: 1px solid {c.edge}; border-radius: {CONTROL}px",
        "toast": f"{c.toast}; border: none; border-radius: {CONTROL + 2}px",
        "segmented": f"{c.sunken}; border: none; border-radius: {CONTROL}px",
    }
    return "\n".join(
        f'QFrame[kind="{kind}"] {{ background: {rule}; }}' for kind, rule in plain.items()
    )


def _buttons(theme: Theme) -> str:
    c, px, size = theme.c, theme.px, theme.size
    pad = f"{px(6)}px {px(14)}px"
    return f"""
QPushButton, QToolButton {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.edge};
  border-radius: {CONTROL}px; padding: {pad}; font-weight: 500; min-height: {size(22)}px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.hover}; border-color: {c.ink3}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.sunken}; }}
QPushButton:disabled, QToolButton:disabled {{
  color: {c.edge}; border-color: {c.line}; background: {c.canvas}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="primary"] {{
  background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
QPushButton[kind="primary"]:hover {{
  background: {c.accent_hover}; border-color: {c.accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {c.accent_press}; }}
QPushButton[kind="primary"]:disabled {{
  background: {c.sunken}; color: {c.ink3}; border-color: {c.sunken}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent;
  color: {c.accent}; border-color: transparent; padding: {px(6)}px {px(8)}px; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{
  background: {c.accent_soft}; }}
QPushButton[kind="quiet"]:disabled {{ color: {c.edge}; }}
QPushButton[kind="danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {c.danger_soft}; }}
QPushButton[kind="danger"]:disabled {{ color: {c.edge}; border-color: {c.line}; }}
QPushButton[tone="accent"] {{ color: {c.accent}; }}
QPushButton[tone="pen"] {{ color: {c.pen}; }}
QPushButton[tone="far"] {{ color: {c.far}; }}
QToolButton[kind="icon"] {{
  background: transparent; border-color: transparent; padding: {px(6)}px; }}
QToolButton[kind="icon"]:hover {{ background: {c.sunken}; }}
QToolButton[kind="icon"]:checked {{ background: {c.accent_soft}; }}
QToolButton[kind="inside"] {{ background: transparent; border: none; padding: 0;
  min-height: 0; }}
QPushButton[kind="status"] {{ background: transparent; border: none; border-radius: {TAG}px;
  padding: 0 {px(6)}px; min-height: {size(22)}px; font-size: {theme.pt("small")}pt;
  font-weight: 400; color: {c.ink2}; }}
QPushButton[kind="status"]:hover {{ background: {c.sunken}; }}
QPushButton[kind="status"][tone="far"] {{ color: {c.far}; }}
QPushButton[kind="status"][tone="warn"] {{ color: {c.warn}; }}
QFrame[kind="toast"] QLabel {{ color: {c.on_toast}; }}
QFrame[kind="toast"] QToolButton {{ background: transparent; border: none;
  color: {c.toast_do}; padding: 0 {px(8)}px; min-height: {size(28)}px; }}
QFrame[kind="toast"] QToolButton:hover {{ text-decoration: underline; }}
"""


def _small_buttons(theme: Theme) -> str:
    c, px, size = theme.c, theme.px, theme.size
    radius = (size(24) + 2 * px(2) + 2) // 2  # one pixel more and Qt draws corners
    chip = f"padding: {px(2)}px {px(12)}px; min-height: {size(24)}px; max-height: {size(24)}px"
    return f"""
QPushButton[small="true"], QToolButton[small="true"] {{ padding: {px(2)}px {px(10)}px;
  min-height: {size(22)}px; font-size: {theme.pt("small")}pt; }}
QPushButton[kind="quiet"][small="true"] {{ padding: {px(2)}px {px(6)}px; }}
QToolButton[kind="chip"] {{ background: {c.surface}; color: {c.ink2};
  border: 1px solid {c.edge}; border-radius: {radius}px; {chip}; font-weight: 400; }}
QToolButton[kind="chip"]:hover {{ background: {c.hover}; color: {c.ink}; }}
QToolButton[kind="chip"]:checked, QToolButton[kind="chip"][on="true"] {{
  background: {c.accent_soft}; color: {c.accent}; border-color: {c.accent};
  font-weight: 500; }}
QToolButton[kind="chip"]:disabled {{ color: {c.edge}; border-color: {c.line}; }}
QToolButton[kind="token"] {{ background: {c.sunken}; color: {c.ink};
  border: 1px solid {c.sunken}; border-radius: {CONTROL}px; {chip}; font-weight: 400; }}
QToolButton[kind="token"]:hover {{ border-color: {c.edge}; }}
QFrame[kind="segmented"] QToolButton {{ background: transparent;
  border: 1px solid transparent; color: {c.ink2}; font-weight: 400;
  padding: {px(3)}px {8 if theme.large else 14}px; min-height: {size(22)}px;
  border-radius: {CONTROL - 1}px; }}
QFrame[kind="segmented"] QToolButton:hover {{ color: {c.ink}; background: {c.line}; }}
QFrame[kind="segmented"] QToolButton:checked {{ background: {c.surface}; color: {c.accent};
  font-weight: 500; border-color: {c.line}; }}
"""


def _fields(theme: Theme) -> str:
    c, px, size = theme.c, theme.px, theme.size
    y, x = px(5), px(10)
    lines = ("QLineEdit", "QComboBox", "QAbstractSpinBox")
    every = (*lines, "QPlainTextEdit", "QTextEdit")
    caret = _art("caret-down", c.ink2, size(14))
    return f"""
{", ".join(every)} {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.edge};
  border-radius: {CONTROL}px; padding: {y}px {x}px; placeholder-text-color: {c.ink3};
  selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
{", ".join(lines)} {{ min-height: {size(24)}px; }}
{", ".join(f"{one}:hover" for one in every)} {{ border-color: {c.ink3}; }}
{", ".join(f"{one}:focus" for one in every)} {{
  border: 2px solid {c.accent}; padding: {y - 1}px {x - 1}px; }}
{", ".join(f"{one}:disabled" for one in every)} {{
  background: {c.canvas}; color: {c.ink3}; border-color: {c.line}; }}
{", ".join(f'{one}[state="warn"]' for one in every)} {{
  border-color: {c.warn}; background: {c.warn_soft}; }}
{", ".join(f'{one}[state="far"]' for one in every)} {{
  border-color: {c.far}; background: {c.far_soft}; }}
{", ".join(f'{one}[state="far"]:focus' for one in every)} {{ border-color: {c.far}; }}
QTextEdit[kind="cell"], QTextEdit[kind="cell"]:hover, QTextEdit[kind="cell"]:focus {{
  background: transparent; border: none; padding: 0; }}
QLineEdit QToolButton {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QLineEdit[kind="search"] {{ border-color: {c.line}; background: {c.canvas}; }}
QLineEdit[kind="search"]:hover {{ border-color: {c.edge}; }}
QLineEdit[kind="search"]:focus {{ border-color: {c.accent}; background: {c.surface}; }}
QLineEdit[kind="title"] {{ font-size: {theme.pt("heading")}pt; font-weight: 500;
  min-height: {size(28)}px; }}
QComboBox {{ padding-left: {px(12)}px; }}
QComboBox:focus {{ padding-left: {px(12) - 1}px; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: url({caret}); width: {size(14)}px; height: {size(14)}px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.edge};
  outline: none; padding: 4px; selection-background-color: {c.accent_soft};
  selection-color: {c.ink}; }}
QComboBox QAbstractItemView::item {{ min-height: {size(30)}px; padding: 0 {px(8)}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
"""


def _boxes(theme: Theme) -> str:
    c, px, size = theme.c, theme.px, theme.size
    tick = _art("check-bold", c.on_accent, size(14))
    dot = _art("circle-fill", c.on_accent, size(10))
    side = f"width: {size(18)}px; height: {size(18)}px"
    return f"""
QCheckBox, QRadioButton {{ spacing: {px(8)}px; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.edge}; }}
QCheckBox::indicator, QRadioButton::indicator {{ {side}; border: 1px solid {c.edge};
  border-radius: 4px; background: {c.surface}; }}
QRadioButton::indicator {{ border-radius: {(size(18) + 2) // 2}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url({tick}); }}
QCheckBox::indicator:indeterminate {{ background: {c.accent_soft}; border-color: {c.accent}; }}
QRadioButton::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url({dot}); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
  background: {c.sunken}; border-color: {c.line}; }}
"""


def _views(theme: Theme) -> str:
    c, px, size = theme.c, theme.px, theme.size
    return f"""
QListView, QTableView, QTreeView {{ background: {c.surface}; border: none; outline: none;
  gridline-color: {c.line}; }}
QListView[desk="true"] {{ background: transparent; }}
QListView[round="true"] {{ border-radius: {CARD}px; }}
QListView::item:selected, QTableView::item:selected, QTreeView::item:selected {{
  background: {c.accent_soft}; color: {c.ink}; }}
QTableView::item {{ padding: {px(4)}px {px(10)}px; }}
QHeaderView {{ background: {c.sunken}; }}
QHeaderView::section {{ background: {c.sunken}; color: {c.ink2}; border: none;
  border-bottom: 1px solid {c.line}; padding: {px(6)}px {px(10)}px;
  font-size: {theme.pt("small")}pt; font-weight: 500; }}
QTableCornerButton::section {{ background: {c.sunken}; border: none; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.ink2}; border: none;
  border-bottom: 2px solid transparent; padding: {px(7)}px {px(2)}px {px(6)}px {px(2)}px;
  margin-right: {px(18)}px; }}
QTabBar::tab:hover {{ color: {c.ink}; }}
QTabBar::tab:selected {{
  color: {c.accent}; border-bottom-color: {c.accent}; font-weight: 500; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {size(10)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {size(10)}px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 2px; margin: 3px;
  min-height: {size(36)}px; min-width: {size(36)}px; }}
QScrollBar::handle:vertical {{ min-width: 0; }}
QScrollBar::handle:horizontal {{ min-height: 0; }}
QScrollBar::handle:hover {{ background: {c.ink3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _rest(theme: Theme) -> str:
    c, px = theme.c, theme.px
    return f"""
QProgressBar {{ background: {c.sunken}; border: none; border-radius: {px(4)}px;
  min-height: {px(8)}px; max-height: {px(8)}px; text-align: right; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: {px(4)}px; }}
QToolTip {{ background: {c.toast}; color: {c.on_toast}; border: none;
  padding: {px(4)}px {px(8)}px; }}
QMenu {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.edge};
  padding: {px(4)}px; }}
QMenu::item {{ padding: {px(7)}px {px(24)}px {px(7)}px {px(12)}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.ink}; }}
QMenu::item:disabled {{ color: {c.edge}; }}
QMenu::icon {{ padding-left: {px(10)}px; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {px(4)}px {px(8)}px; }}
QSplitter::handle {{ background: {c.line}; }}
"""
