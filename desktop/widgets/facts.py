"""Words in small patterns: a caption over a group, a name and its value, a sign and a sentence."""

from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.widgets.basic import A, Icon, column, label, row


def cap(words: str, note: str = "") -> QWidget:
    """Return the small grey line over a group in a panel."""
    out = QWidget()
    layout = row(out)
    layout.addWidget(label(words, "small", "ink3"))
    layout.addStretch(1)
    if note:
        layout.addWidget(label(note, "small", "ink3"))
    return out


def fact(name: str, value: str, wide: int = 76, tone: str = "") -> QWidget:
    """Return a name and what it is, in two columns; the value wraps."""
    out = QWidget()
    layout = row(out)
    head = label(name, "small", "ink3", wrap=True)
    head.setFixedWidth(theme.now().size(wide))
    layout.addWidget(head, 0, A.AlignTop)
    layout.addWidget(label(value, "small", tone or "ink2", wrap=True), 1, A.AlignTop)
    return out


def said(glyph: str, tone: str, words: str, type: str = "body", size: int = 17) -> QWidget:
    """Return a sign and a sentence; the sign stays beside the first line."""
    out = QWidget()
    layout = row(out)
    sign = column(gap=0)
    sign.addSpacing(theme.now().size(3 if type == "body" else 1))
    sign.addWidget(Icon(glyph, tone, size))
    sign.addStretch(1)
    layout.addLayout(sign)
    quiet = tone in ("accent", "ink3")
    layout.addWidget(label(words, type, "" if quiet else tone, wrap=True), 1)
    return out


def keycap(key: str) -> QWidget:
    """Return a key as it looks on the keyboard."""
    out = label(key, "small")
    out.setProperty("kind", "keycap")
    return out
