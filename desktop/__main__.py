"""Where the program begins: `lianke` opens the window, `lianke COMMAND` works without one."""

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status."""
    from desktop.cli.run import run  # noqa: PLC0415 - whoever stops meanwhile gets a sentence
    from desktop.cli.terminal import Screen  # noqa: PLC0415
    from desktop.opening import open_window, smoke, take_pictures  # noqa: PLC0415

    given = sys.argv[1:] if arguments is None else arguments
    return run(given, Screen(open_window, take_pictures, smoke))


def program() -> int:
    """Be the program to its end; a command leaves without looking for garbage once more.

    Python would look through all that was read in, to throw it away: a third of the time of a
    short command. Qt wants its objects gone in their order, so a window is left as ever.
    """
    try:
        return main()
    except KeyboardInterrupt:  # before the command had begun
        return _nothing_begun()
    finally:
        if "PySide6.QtWidgets" not in sys.modules:  # QtCore is in any built program
            gc.freeze()


def _nothing_begun() -> int:
    from desktop import words  # noqa: PLC0415

    words.install("system")
    sys.stderr.write(words._("Stopped. What was done until then is kept.") + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(program())
