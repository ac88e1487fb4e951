"""The words of the program in the language of its user: gettext, for window, reports and errors.

English literals are the message ids.  Call `_` when a text is shown, never at import, and fill
placeholders after it: `_("{count} records").format(count=3)`.
"""

import ctypes
import gettext
import locale
import os
import sys
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "locale"
DOMAIN = "lianke"
ENGLISH = "en"
CHINESE = "zh_CN"
LANGUAGES = (CHINESE, ENGLISH)


class _Spoken:
    """The one language spoken now; replaced as a whole, so that any thread may read it."""

    language = ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _(message: str) -> str:
    """Return the message in the language spoken now."""
    return _Spoken.catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message that fits the count."""
    return _Spoken.catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return a message whose English word has several meanings; the context tells which."""
    return _Spoken.catalogue.pgettext(context, message)


def language() -> str:
    """Return the language spoken now: one of LANGUAGES."""
    return _Spoken.language


def install(wanted: str) -> str:
    """Speak a language from now on.

    Args:
        wanted: "zh_CN", "en", any locale name close to one of them, or "system".

    Returns:
        The language that is spoken now.
    """
    chosen = system_language() if wanted == "system" else closest([wanted])
    _Spoken.catalogue = gettext.translation(DOMAIN, FOLDER, [chosen], fallback=True)
    _Spoken.language = chosen
    return chosen


def closest(wanted: Iterable[str]) -> str:
    """Return the language we have that comes first in a list of wishes such as zh-Hans-CN."""
    for tag in wanted:
        for ours in LANGUAGES:
            if tag.lower().startswith(ours[:2]):
                return ours
    return ENGLISH


def system_language() -> str:
    """Return the language the computer is set to, as far as we have it."""
    named = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform == "win32":
        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        named.append(locale.windows_locale.get(code, ""))
    return closest(name for name in named if name)
