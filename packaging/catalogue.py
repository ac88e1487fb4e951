"""The words of the program, gathered for translation and compiled: what `dev.py translate` runs.

Only literals inside `_`, `ngettext` and `pgettext` can be gathered, so anything else is refused.
Nothing here depends on the clock: the same words give the same files.
"""

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = "desktop"
LOCALES = ("zh_CN",)
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
LITERALS = {"_": 1, "ngettext": 2, "pgettext": 2}
NOTES = (".", "Translators:")  # comments before a call that are meant for translators
BIRTHDAY = datetime(2026, 11, 22, tzinfo=UTC)  # a date that never moves, so nor does the file


def po_path(root: Path, locale: str) -> Path:
    """Return where the translation into a language is kept."""
    return root / "resources" / "locale" / locale / "LC_MESSAGES" / "lianke.po"


def gather(root: Path) -> Catalog:
    """Return every message of the program, with the files that say it."""
    catalogue = Catalog(domain="lianke", project="Lianke", version="1")
    found = extract_from_dir(
        root / SOURCE, [("**.py", "python")], keywords=KEYWORDS, comment_tags=NOTES,
        strip_comment_tags=True,
    )  # fmt: skip
    for name, line, message, notes, context in sorted(found, key=lambda one: (one[0], one[1])):
        place = f"{SOURCE}/{Path(name).as_posix()}"
        catalogue.add(message, None, [(place, line)], auto_comments=notes, context=context)
    return catalogue


def updated(path: Path, locale: str, template: Catalog) -> Catalog:
    """Return the translation brought up to the program: words kept, new ones empty."""
    catalogue = Catalog(
        locale, "lianke", project="Lianke", version="1", fuzzy=False,
        header_comment="# Lianke in Simplified Chinese. GPL-3.0-or-later, as the program.",
        msgid_bugs_address="the Lianke project", creation_date=BIRTHDAY, revision_date=BIRTHDAY,
        last_translator="the Lianke project", language_team="the Lianke project",
    )  # fmt: skip
    for message in template:
        if message.id:
            catalogue[message.id] = message.clone()
            if message.pluralizable:
                catalogue[message.id].string = ("",) * catalogue.num_plurals
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale)
        for message in catalogue:
            before = known.get(first(message), message.context) if message.id else None
            if before is not None and same_shape(before, message):
                message.string = before.string
                message.flags |= {"fuzzy"} if before.fuzzy else set()
    return catalogue


def first(message: Message) -> str:
    """Return the message, of a plural its singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def same_shape(one: Message, other: Message) -> bool:
    """Return whether both messages have a plural, or neither has."""
    return one.pluralizable == other.pluralizable


def as_po(catalogue: Catalog) -> bytes:
    """Return the text of a translation, by file and without line numbers, which move daily."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a translation as the program reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def translate(root: Path) -> None:
    """Write the translations and their compiled forms anew."""
    template = gather(root)
    for locale in LOCALES:
        path = po_path(root, locale)
        catalogue = updated(path, locale, template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))


def problems(root: Path) -> Iterator[str]:
    """Yield what is wrong with the words of the program, a line for each."""
    yield from calls_without_literals(root)
    template = gather(root)
    for locale in LOCALES:
        path = po_path(root, locale)
        catalogue = updated(path, locale, template)
        for file, fresh in ((path, as_po(catalogue)), (path.with_suffix(".mo"), as_mo(catalogue))):
            if not file.exists() or file.read_bytes() != fresh:
                yield f"{file.relative_to(root)} is stale: run `python3 dev.py translate`"
        for message in catalogue:
            if message.id:
                yield from (f"{locale}: {first(message)!r}: {flaw}" for flaw in flaws(message))


def flaws(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    texts = (message.string,) if isinstance(message.string, str) else message.string
    if not texts or not all(texts):
        yield "has no translation"
        return
    if message.fuzzy:
        yield "is marked fuzzy: read it and take the mark away"
    ids = (message.id,) if isinstance(message.id, str) else message.id
    try:
        wanted = set().union(*(placeholders(one) for one in ids))
        wrong = [text for text in texts if placeholders(text) != wanted]
    except ValueError as error:
        yield f"has a broken placeholder ({error})"
        return
    for text in wrong:
        yield f"other placeholders in {text!r}"


def placeholders(text: str) -> set[str]:
    """Return the names in braces that `format` will fill."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def calls_without_literals(root: Path) -> Iterator[str]:
    """Yield each call of `_` and its like whose words cannot be gathered."""
    for path in sorted((root / SOURCE).rglob("*.py")):
        tree = ast.parse(path.read_bytes(), str(path))
        hidden = {id(node) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)
                  for node in ast.walk(one)}  # fmt: skip
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            words = node.args[: LITERALS.get(node.func.id, 0)]
            place = f"{path.relative_to(root).as_posix()}:{node.lineno}: {node.func.id}(…)"
            if not all(isinstance(w, ast.Constant) and isinstance(w.value, str) for w in words):
                yield f"{place} takes literals only"
            elif words and id(node) in hidden:  # before Python 3.12 Babel sees none in there
                yield f"{place} stands inside an f-string"


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date, or say what is wrong with them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if anything is off")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if not chosen.check:
        translate(chosen.root)
    found = list(problems(chosen.root))
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
