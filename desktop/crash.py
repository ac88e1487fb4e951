"""Nothing may vanish: the log file, and the hooks that bring every stray error into it."""

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

LOG_BYTES = 512 * 1024
LOG_FILES = 3  # the present one and two before it
log = logging.getLogger("lianke")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class _Messenger(QObject):
    """Carries an error from whichever thread it fell in to the thread of the window."""

    fell = Signal(object)


class CrashNet:
    """The hooks, while they are in place.

    One error is told once: an error that repeats (in a paint event, say) must not flood a person.
    """

    def __init__(self, log_path: Path, tell: Callable[[BaseException], object]) -> None:
        """Open the log and put the hooks in place.

        Args:
            log_path: The log file; it is turned over at half a megabyte.
            tell: Called on the thread that made this net, with an error nobody claimed.
        """
        self._handler = _open_log(log_path)
        self._messenger = _Messenger()
        self._messenger.fell.connect(tell)
        self._told: set[str] = set()
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        qInstallMessageHandler(_log_qt)

    def report(self, error: BaseException) -> None:
        """Log an error with its traceback and tell of it, once."""
        log.error("unclaimed error", exc_info=error)
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
        name = f"{type(error).__name__} {place}"
        if name not in self._told:
            self._told.add(name)
            self._messenger.fell.emit(error)

    def remove(self) -> None:
        """Take the hooks away and close the log."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

    def _caught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)


def _open_log(path: Path) -> logging.Handler:
    """Log to a file; where none can be written, to nowhere: that must not keep us from starting."""
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    form = "%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"
    handler.setFormatter(logging.Formatter(form))
    root = logging.getLogger()
    root.addHandler(handler)
    if root.getEffectiveLevel() > logging.INFO:
        root.setLevel(logging.INFO)
    return handler


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(LEVELS.get(kind, logging.WARNING), "%s", message)
