#!/usr/bin/env python3
"""The one door for developers: sets up `.venv` and runs, checks, tests and builds the program.

Standard library only, so that it runs on a fresh machine, and no newer syntax than Python 3.8,
so that an old Python can still say which one is needed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = SCRIPTS / f"python{SUFFIX}"
STAMP = VENV / "installed-locks"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
PROGRAM = ROOT / "dist" / "lianke" / f"lianke{SUFFIX}"
SHIPPED = ("desktop", "sync", "db", "resources", "packaging")
MINORS = (13, 12, 11)  # PySide6 6.9 has no wheel for 3.14; the code needs 3.11
VENV_MISSING = (
    "This Python cannot make virtual environments. Install its venv module "
    "(on Debian and Ubuntu: apt install python3-venv), then run this again."
)
NO_NETWORK = (
    "The package index could not be reached. Installing the parts of the program needs the "
    "network once; after that everything works without. Connect and run this again."
)
PARTS_MISSING = (
    "The parts of the program could not be installed: see above. They need 64-bit Python "
    "and about 1.5 GB of disk."
)


def suitable_python() -> list[str]:
    """Return the command of a Python that the program runs on, this one if it will do."""
    if sys.version_info[0] == 3 and sys.version_info[1] in MINORS:
        return [sys.executable]
    if os.name == "nt":
        found = [["py", f"-3.{minor}"] for minor in MINORS]
    else:
        found = [[f"python3.{minor}"] for minor in MINORS]
    for command in found:
        if shutil.which(command[0]) and answers([*command, "-c", "import venv, ensurepip"]):
            return command
    here = ".".join(str(part) for part in sys.version_info[:2])
    raise SystemExit(
        f"Lianke needs Python 3.11, 3.12 or 3.13; this is Python {here}. "
        "Install one of them; this script then finds it by itself."
    )


def answers(command: Sequence[str]) -> bool:
    """Return whether a command runs and succeeds."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def installed() -> dict[str, str]:
    """Return what the stamp in `.venv` says: the hash of each lock that was installed."""
    if not STAMP.exists():
        return {}
    lines = STAMP.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


def lock_hash(name: str) -> str:
    """Return the hash of a lock file, the same on systems with other line ends."""
    text = LOCKS[name].read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def ready(name: str) -> None:
    """Make `.venv` if needed and install what a lock says.

    Args:
        name: "run" for the parts of the program, "dev" for these and the tools.
    """
    stamps = installed()
    if PYTHON.exists() and name in stamps and stamps[name] == lock_hash(name):
        return
    supported = f"import sys; sys.exit(sys.version_info[:2] not in {[(3, m) for m in MINORS]})"
    if not answers([str(PYTHON), "-c", supported + "; import pip"]):
        make_venv()
    print(f"Installing the parts in {LOCKS[name].name} (the first time takes a minute or two)…")
    sys.stdout.flush()
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-qq"]
    # Wheels only: a part without one for this system fails in words, not in a compiler.
    # To compile all of it takes 40 s; Python compiles what is used when it is used first.
    pip += ["--no-compile", "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[name])]
    done = subprocess.run(pip, cwd=ROOT, check=False, stderr=subprocess.PIPE)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace")
        print(said, file=sys.stderr)
        raise SystemExit(NO_NETWORK if "from versions: none" in said else PARTS_MISSING)
    names = ("run", "dev") if name == "dev" else ("run",)  # the second lock contains the first
    STAMP.write_text("".join(f"{n} {lock_hash(n)}\n" for n in names), encoding="utf-8")


def make_venv() -> None:
    """Make `.venv` anew; an unusable one is put away first."""
    command = suitable_python()
    if not answers([*command, "-c", "import venv, ensurepip"]):
        raise SystemExit(VENV_MISSING)
    if (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)
    if subprocess.run([*command, "-m", "venv", str(VENV)], check=False).returncode != 0:
        raise SystemExit(VENV_MISSING)


def python(*arguments: str) -> int:
    """Run the Python of `.venv` at the root of the house and return its exit status."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def tool(name: str, *arguments: str) -> list[str]:
    """Return the command of a tool installed in `.venv`."""
    return [str(SCRIPTS / f"{name}{SUFFIX}"), *arguments]


def demo(arguments: list[str]) -> int:
    """Do the main job on the sample alliance: five laptops, a stick, a printed ledger."""
    ready("run")
    return python("-m", "desktop", "demo", *arguments)


def run(arguments: list[str]) -> int:
    """Start the program from its source: the window, or a command such as `run status`."""
    ready("run")
    return python("-m", "desktop", *arguments)


def test(arguments: list[str]) -> int:
    """Run all checks and all tests; with arguments, pytest alone with these arguments."""
    ready("dev")
    if arguments:
        return python("-m", "pytest", *arguments)
    with ThreadPoolExecutor(max_workers=1) as aside:  # the checks take a minute of one core
        # three on two cores: many tests wait for a disk, a server or a program of their own
        tests = aside.submit(python, "-m", "pytest", "-n", "3", "--dist", "loadgroup")
        checked = check([])
        tested = tests.result()
    if checked:
        print("The checks beside the tests failed: see the beginning.", file=sys.stderr)
    return tested or checked


def check(_arguments: list[str]) -> int:
    """Check style, types, import contracts and the catalogue of words."""
    ready("dev")
    commands = {
        "types": tool("mypy"),
        "style": tool("ruff", "check"),
        "format": tool("ruff", "format", "--check"),
        "imports": tool("lint-imports"),
        "words": [str(PYTHON), "packaging/catalogue.py", "--check"],
    }
    with ThreadPoolExecutor(max_workers=2) as pool:
        verdicts = list(pool.map(verdict, commands.keys(), commands.values()))
    failed = [name for name, passed in zip(commands, verdicts) if not passed]  # noqa: B905 - 3.8
    print("Checks failed: " + ", ".join(failed) if failed else "All checks passed.")
    sys.stdout.flush()
    return 1 if failed else 0


def verdict(name: str, command: list[str]) -> bool:
    """Run one check, print how it went, with its words only if it failed."""
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    word = "ok" if done.returncode == 0 else "FAILED"
    said = "" if done.returncode == 0 else done.stdout.decode(errors="replace").rstrip() + "\n"
    print(f"{said}{word:6} {name} ({time.monotonic() - started:.1f} s)")
    sys.stdout.flush()
    return done.returncode == 0


def fix(_arguments: list[str]) -> int:
    """Put right what needs no thought: style, format and the catalogue of words."""
    ready("dev")
    for command in (tool("ruff", "check", "--fix"), tool("ruff", "format")):
        subprocess.run(command, cwd=ROOT, check=False)
    return translate([])


def bench(arguments: list[str]) -> int:
    """Measure, each time as a ratio to a raw baseline in the same run."""
    ready("dev")
    return python("-m", "tests.bench", *arguments)


def translate(arguments: list[str]) -> int:
    """Gather the words, update and compile the catalogues; with --check, only compare."""
    ready("dev")
    return python("packaging/catalogue.py", *arguments)


def screenshots(arguments: list[str]) -> int:
    """Take the pictures of the README again."""
    ready("run")
    return python("-m", "desktop.screenshots", "--out", "docs/pictures", *arguments)


def build(arguments: list[str]) -> int:
    """Build the program with its own Python in dist/lianke, for laptops without any."""
    ready("dev")
    spec = str(ROOT / "packaging" / "lianke.spec")
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    frozen = tool("pyinstaller", "--noconfirm", "--log-level", "WARN", *places, *arguments, spec)
    return subprocess.run(frozen, cwd=ROOT, check=False).returncode


def smoke(arguments: list[str]) -> int:
    """Start the built program once on an empty data folder; build it first if it is stale."""
    if not built_is_fresh():
        failed = build([])
        if failed:
            return failed
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, LIANKE_DATA=str(Path(folder) / "data"))
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA"):
            environment[name] = str(Path(folder) / "home")
        command = [str(PROGRAM), "--smoke", *arguments]
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def built_is_fresh() -> bool:
    """Return whether the built program is there and newer than all it is made of."""
    if not PROGRAM.exists():
        return False
    built_at = PROGRAM.stat().st_mtime
    files = (path for folder in SHIPPED for path in (ROOT / folder).rglob("*") if path.is_file())
    made_of = (path for path in files if "__pycache__" not in path.parts)
    return all(path.stat().st_mtime <= built_at for path in [*LOCKS.values(), *made_of])


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    command.__name__: command
    for command in (
        demo, run, test, check, fix, bench, translate, screenshots, build, smoke,
    )
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run one sub-command; what follows its name goes to it unread."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character is no error
    lines = [f"  {name:12} {command.__doc__}" for name, command in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description=(__doc__ or "").splitlines()[0],
        epilog="commands:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to the command")
    chosen = parser.parse_args(arguments)
    return COMMANDS[chosen.command](chosen.arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
