"""Where the program begins: `lianke` opens the window, `lianke COMMAND` works without one."""

import sys
from collections.abc import Sequence

from desktop.cli.run import run
from desktop.cli.terminal import Screen
from desktop.opening import open_window, smoke, take_pictures


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    return run(given, Screen(open_window, take_pictures, smoke))


if __name__ == "__main__":
    sys.exit(main())
