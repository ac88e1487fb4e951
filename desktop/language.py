"""Speaks a language in the whole program: our words, Qt's own, numbers and dates."""

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import words


class _Qt:
    """The words of Qt's own buttons and menus, as long as they are installed."""

    translator: QTranslator | None = None


def speak(app: QApplication, wanted: str) -> str:
    """Speak a language from now on and tell every window (`LanguageChange`).

    Args:
        app: The application.
        wanted: "system", "zh_CN" or "en".

    Returns:
        The language spoken: "zh_CN" or "en".
    """
    if wanted == "system":
        wanted = words.closest(QLocale.system().uiLanguages())
    chosen = words.install(wanted)
    QLocale.setDefault(QLocale(chosen))
    if _Qt.translator:
        app.removeTranslator(_Qt.translator)
        _Qt.translator = None
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{chosen}", folder):
        app.installTranslator(translator)
        _Qt.translator = translator
    QCoreApplication.sendEvent(app, QEvent(QEvent.Type.LanguageChange))
    return chosen
