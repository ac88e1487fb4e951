"""Where the program begins: `lianke` opens the window, `lianke COMMAND` works without one."""

import gc
import sys
from collections.abc import Sequence

from desktop.cli.run import run
from desktop.cli.terminal import Screen
from desktop.opening import open_window, smoke, take_pictures


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    return run(given, Screen(open_window, take_pictures, smoke))


def program() -> int:
    """Be the program to its end; a command leaves without looking for garbage once more.

    Python would look through all that was read in, to throw it away: a third of the time of a
    short command. Qt wants its objects gone in their order, so a window is left as ever.
    """
    try:
        return main()
    finally:
        if "PySide6.QtWidgets" not in sys.modules:  # QtCore is in any built program
            gc.freeze()


if __name__ == "__main__":
    sys.exit(program())
