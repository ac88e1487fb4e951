"""Where the program begins: `lianke` opens the window, `lianke COMMAND` works without one."""

import sys
from collections.abc import Sequence

from desktop.cli.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status."""
    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
