"""Where the frozen program begins: the same door as `python -m desktop`."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:] == ["--read-changes"]:  # db.ahead starts itself so, beside an exchange
        from db.first import serve

        serve()
        sys.exit()
    from desktop.__main__ import program

    sys.exit(program())
