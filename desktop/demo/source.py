"""Reads what the sample alliance is written in: the tables and phrases of resources/sample."""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sample"


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table by its columns."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def words(name: str) -> dict[str, Any]:
    """Return the content of a file of phrases, names or stories."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
