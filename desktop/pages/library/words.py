"""What the library says of a material; no Qt, nothing is decided here."""

from db.file_names import ending
from db.queries.library import MaterialRow
from desktop.labels import choice_label, listed
from desktop.sizes import size_words
from desktop.words import _, ngettext, pgettext

_KINDS = {
    ".ppt": "PPT", ".pptx": "PPT", ".pptm": "PPT", ".pps": "PPT", ".ppsx": "PPT", ".dps": "WPS",
    ".doc": "Word", ".docx": "Word", ".docm": "Word", ".wps": "WPS",
    ".xls": "Excel", ".xlsx": "Excel", ".xlsm": "Excel", ".et": "WPS", ".pdf": "PDF",
    ".txt": "TXT",
}  # fmt: skip
_GLYPHS = {
    "slides": "presentation-chart", "plan": "notebook", "exercise": "pencil-line",
    "paper": "clipboard-text", "micro_video": "play-circle", "video": "video-camera",
    "picture": "image",
    "audio": "music-notes", "drawing": "ruler", "talk_script": "chat-text", "book": "book-open",
    "local": "leaf",
}  # fmt: skip


def file_words(row: MaterialRow) -> str:
    """Return what kind of file it is and how large: "PPT·4.2 MB"."""
    if not row.files:
        return ""
    kind = kind_words(row.file_name, row.media_type)
    if row.files > 1:
        kind = ngettext("{count} file", "{count} files", row.files).format(count=row.files)
    return "·".join(filter(None, (kind, size_words(row.size_bytes))))


def kind_words(name: str, media_type: str) -> str:
    """Return what people call a kind of file."""
    found = ending(name)
    if found in _KINDS:
        return _KINDS[found]
    kinds = {
        "image": pgettext("kind of file", "Picture"),
        "video": pgettext("kind of file", "Film"),
        "audio": pgettext("kind of file", "Sound"),
    }
    return kinds.get(media_type.partition("/")[0], found.lstrip(".").upper())


def glyph(row: MaterialRow) -> str:
    """Return the icon that stands for a material of which there is no picture."""
    return _GLYPHS.get(row.type, "file-text")


def where(row: MaterialRow) -> tuple[str, str, str]:
    """Return a glyph, a role and the words that tell where a material is."""
    if row.here:
        return "check", "ink3", _("On this computer")
    if row.wished:
        return "tray", "far", _("Comes next time")
    return "circle-dashed", "ink2", _("Not here yet")


def need(row: MaterialRow) -> str:
    """Return the one condition that tells most, for a tile."""
    codes = row.needs.split()
    for code in ("apparatus", "no_projector", "no_network", "no_apparatus"):
        if code in codes:
            return choice_label("material", "needs", code)
    return ""


def needs_words(codes: str) -> str:
    """Return all conditions."""
    return "·".join(choice_label("material", "needs", code) for code in codes.split())


def place_words(row: MaterialRow) -> str:
    """Return where a material belongs in the textbooks: "三年级数学·上册·倍的认识"."""
    grade = listed([choice_label("material", "grade", code) for code in row.grade.split()])
    subject = choice_label("material", "subject", row.subject)
    first = pgettext("grade and subject", "{grade} {subject}").format(grade=grade, subject=subject)
    volume = choice_label("material", "volume", row.volume)
    lesson = row.lesson_name if row.lesson_name != row.unit else ""
    return "·".join(filter(None, (first.strip(), volume, row.unit, lesson)))


def said(row: MaterialRow) -> str:
    """Return what a screen reader says of a tile."""
    kind = choice_label("material", "type", row.type)
    parts = (row.title, kind, file_words(row), where(row)[2], needs_words(row.needs))
    return listed(list(parts))
