"""Rows of replicated records are written by the journal and its own parts alone.

The journal writes the document, the outbox, the row and the index together; a row written in
any other way would be true on this laptop only, until the next projection wipes it out.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
DOOR = {"db/journal.py", "db/arrivals.py", "db/merging.py", "db/pending.py", "db/projection.py"}
CLASSES = {model.__name__ for model in KINDS.values()}
TABLES = {model.__tablename__ for model in KINDS.values()}
STATEMENTS = {"insert", "update", "delete"}
BULK = {"bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}
WRITING = re.compile(r"\b(?:INTO|UPDATE|DELETE\s+FROM)\s+[\"'`]?(\w+|\{\})", re.IGNORECASE)
MARKS = re.compile("|".join([*CLASSES, *BULK, "projection", "INTO", "UPDATE", "DELETE"]))
"""Without any of these words a module cannot be one that is looked for: most have none."""


def models_in(tree: ast.Module) -> set[str]:
    """Return the names by which a module knows replicated models."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("db.")
        for alias in node.names
        if alias.name in CLASSES
    }


def is_model(node: ast.expr, known: set[str]) -> bool:
    """Tell whether a name such as `Activity` or `models.Activity` is a replicated model's."""
    return name_of(node) in (known if isinstance(node, ast.Name) else CLASSES)


def name_of(node: ast.expr) -> str:
    """Return the last word of a name such as `session.add` or `Activity`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def sql_of(node: ast.JoinedStr) -> str:
    """Return the text of an f-string; a table named by a class or constant keeps that name."""
    parts = []
    for value in node.values:
        match value:
            case ast.Constant(value=str(text)):
                parts.append(text)
            case ast.FormattedValue(value=ast.Attribute(value=ast.Name(id=owner))):
                parts.append(owner if owner[0].isupper() else "{}")
            case ast.FormattedValue(value=ast.Name(id=name)) if name.isupper():
                parts.append(name)
            case _:
                parts.append("{}")
    return "".join(parts)


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield each place that writes, or could write, rows of a replicated kind."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    known = models_in(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func) if is_model(func, known):
                yield node.lineno, f"makes a row of {name_of(func)}"
            case ast.Call(func=func) if name_of(func) in BULK:
                yield node.lineno, "writes rows in bulk"
            case ast.Call(func=func, args=[first, *_]) if name_of(func) in STATEMENTS and is_model(
                first, known
            ):
                yield node.lineno, f"{name_of(func)}s rows of {name_of(first)}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="projection"), attr="put")):
                yield node.lineno, "projects"
            case ast.ImportFrom(module="db.projection", names=names) if any(
                alias.name in {"put", "keep_parents"} for alias in names
            ):
                yield node.lineno, "imports what projects"
            case ast.JoinedStr():
                yield from statements(node.lineno, sql_of(node))
            case ast.Constant(value=str(text)) if id(node) not in inside:
                yield from statements(node.lineno, text)


def statements(line: int, text: str) -> Iterator[tuple[int, str]]:
    """Yield what an SQL text writes to replicated tables, or to a table nobody can tell."""
    if "INTO" not in text and "UPDATE" not in text and "DELETE" not in text:
        return
    for table in WRITING.findall(text):
        if table in TABLES | CLASSES | {"{}"}:
            yield line, f"SQL writes to {table}"


IMPORTS = """
from db.models.activities import Activity
from db.models.calendar import Term
from db.models.people import Person
"""


def test_no_module_beside_the_door_writes_rows_of_records() -> None:
    found = []
    for package in ("db", "sync", "desktop"):
        for path in sorted((ROOT / package).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if place in DOOR or place.startswith("db/migrations/"):
                continue
            code = path.read_text(encoding="utf-8")
            if MARKS.search(code):
                found += [f"{place}:{line}: {what}" for line, what in writes(ast.parse(code))]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "session.add(Activity(id='x'))",
        "session.execute(update(Person).where(Person.id == 'x').values(name='y'))",
        "session.execute(delete(models.School))",
        "session.execute(sqlalchemy.insert(Term).values([]))",
        "raw.execute('UPDATE activity SET title = 1')",
        "raw.execute('DELETE FROM person')",
        "raw.execute(f'INSERT OR REPLACE INTO {model.__tablename__} VALUES ({marks})')",
        "raw.execute(f'INSERT INTO {Activity.__tablename__} VALUES (1)')",
        "session.bulk_insert_mappings(model, rows)",
        "projection.put(session, model, rows)",
        "from db.projection import put",
    ],
)
def test_a_second_way_in_is_seen(code: str) -> None:
    assert MARKS.search(code)
    assert list(writes(ast.parse(IMPORTS + code))) != []


@pytest.mark.parametrize(
    "code",
    [
        "session.execute(delete(Parked).where(Parked.digest.in_(done)))",
        "raw.execute(f'INSERT OR IGNORE INTO {Outgoing.__tablename__} VALUES (1)')",
        "select(Activity.id).where(Activity.title == 'UPDATE')",
        "from desktop.demo.year import Activity as Planned\nPlanned()",
        "words = 'Update the program, then open the file again.'",
    ],
)
def test_what_this_laptop_keeps_for_itself_may_be_written(code: str) -> None:
    assert list(writes(ast.parse(code))) == []
