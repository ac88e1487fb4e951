"""Names of files from anywhere: made safe to write and to show, and what their endings tell."""

import re
import unicodedata

LONGEST = 120  # characters: a path of the data folder before it stays within Windows' 260
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # a right-to-left mark hides an ending
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_PROGRAM = re.compile(
    r"autorun\.inf|.*\.("
    r"ade|adp|app|appimage|application|appref-ms|bas|bat|chm|cmd|com|command|cpl|crt|dll|deb|desktop"
    r"|dmg|exe|gadget|hlp|hta|htaccess|inf|ins|isp|iso|img|jar|jnlp|jse?|lnk|mad|mde|msc|msh|msi"
    r"|msix|msp|mst|ocx|ops|pcd|pif|pkg|pl|ps1|ps1xml|ps2|psc1|psm1|py[cw]?|rb|reg|rpm|run|scf|scr"
    r"|sct|settingcontent-ms|sh|shb|shs|sys|terminal|url|vb|vb[es]|vhdx?|vxd|website|ws[cfh]|xbap|xll"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_LITTER = re.compile(
    r"\..*|~\$.*|~.*\.tmp|thumbs\.db|desktop\.ini|ehthumbs\.db|__macosx|.*\.(part|crdownload|tmp)",
    re.IGNORECASE | re.DOTALL,
)


def safe_name(name: str) -> str:
    """Return a name under which a file may be written anywhere; its ending is what it was."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = _FORBIDDEN.sub("_", shown_name(last)).strip().rstrip(". ")
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    if len(plain) > LONGEST:
        stem, dot, ending = plain.rpartition(".")
        kept = f"{dot}{ending}"[:20] if dot else ""
        plain = (stem if dot else plain)[: LONGEST - len(kept)] + kept
    return plain or "file"


def shown_name(name: str) -> str:
    """Return a name as it may be shown: without signs that hide its ending or turn it round."""
    return "".join(c for c in name if unicodedata.category(c) not in _HIDDEN)


def is_program(name: str) -> bool:
    """Tell whether opening a file would run it, by its name as Windows reads names."""
    return _PROGRAM.fullmatch(safe_name(name)) is not None


def is_litter(name: str) -> bool:
    """Tell whether a system or an open program left a file or folder: nobody means to share it."""
    return _LITTER.fullmatch(name) is not None


def ending(name: str) -> str:
    """Return the ending of a name in small letters, with its dot; nothing if it has none."""
    _stem, dot, found = safe_name(name).rpartition(".")
    return f".{found.lower()}" if dot and len(found) <= 10 else ""
