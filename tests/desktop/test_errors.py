"""Every error of ours has words; everything else is a bug, and says so."""

import errno
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest

import db
import desktop.reports
import sync
from db.errors import LiankeError, StoreReadOnlyError, UnknownPersonError, UnusableValueError
from desktop.errors import describe
from sync.errors import PlaceGoneError, UnknownWordsError


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def error_classes() -> list[type[LiankeError]]:
    for package in (db, sync, desktop.reports):
        list(modules(package))
    found: list[type[LiankeError]] = []
    waiting = [LiankeError]
    while waiting:
        kind = waiting.pop()
        ours = [sub for sub in kind.__subclasses__() if not sub.__module__.startswith("tests")]
        found += ours
        waiting += ours
    return sorted(set(found), key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


CLASSES = error_classes()
SAMPLES: dict[Any, object] = {Path: Path("名单.xlsx"), str: "sample", int: 3, bool: True}


def sample(kind: type[LiankeError], **given: object) -> LiankeError:
    """Make an error with a value of the right type for each argument."""
    if kind.__init__ is Exception.__init__:
        return kind("sample")
    hints = get_type_hints(kind.__init__)
    values = dict(given)
    for name, parameter in inspect.signature(kind).parameters.items():
        if name in values or parameter.default is not inspect.Parameter.empty:
            continue
        hint = hints[name]
        if isinstance(hint, type) and issubclass(hint, Enum):
            values[name] = next(iter(hint))
        else:
            values[name] = SAMPLES.get(hint, ())
    return kind(**values)


def codes_of(kind: type[LiankeError], name: str) -> list[str]:
    """Return the codes a class says an attribute can hold."""
    lines = inspect.getdoc(kind) or ""
    found = re.search(rf"^ *{name}: (.*?)(?=^ *\w+: |\Z)", lines, re.DOTALL | re.MULTILINE)
    return re.findall(r"``(\w+)``", found[1]) if found else []


CODED = [
    (kind, name, code)
    for kind in CLASSES
    for name in ("reason", "problem")
    for code in codes_of(kind, name)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_words(kind: type[LiankeError]) -> None:
    notice = describe(sample(kind))

    assert notice.expected, f"{kind.__name__} has no words in desktop/errors.py"
    assert notice.title.endswith((".", "。"))


@pytest.mark.parametrize(("kind", "name", "code"), CODED)
def test_every_reason_has_its_own_words(kind: type[LiankeError], name: str, code: str) -> None:
    own = describe(sample(kind, **{name: code}))
    others = [
        describe(sample(kind, **{name: other}))
        for other in codes_of(kind, name)
        if other not in (code, "other")
    ]

    if kind.__name__ != "MalformedChangeError":  # what is wrong with it helps nobody
        assert own not in others


def test_reasons_are_found_in_the_docstrings() -> None:
    assert {kind.__name__ for kind, _name, _code in CODED} >= {"BackupError", "RecoveryCodeError"}


def test_an_unknown_error_is_a_bug_and_says_that_saved_work_is_safe() -> None:
    notice = describe(ZeroDivisionError())

    assert not notice.expected
    assert "safe" in notice.text()


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO]
)
def test_what_the_disk_refuses_has_words(code: int) -> None:
    assert describe(OSError(code, "no", "/media/stick/台账.pdf")).expected


def test_a_file_is_named_without_its_folder() -> None:
    notice = describe(PermissionError(errno.EACCES, "no", "/home/wang/台账.pdf"))

    assert "台账.pdf" in notice.title
    assert "/home" not in notice.text()


def test_a_value_that_does_not_fit_says_what_would() -> None:
    notice = describe(UnusableValueError("activity", "held_on", "date", "soon"))

    assert "soon" in notice.title
    assert "2025-10-17" in notice.advice


def test_a_wrong_choice_names_the_choices() -> None:
    error = UnusableValueError("activity", "status", "choice", "maybe", ("planned", "held"))

    assert "planned" in describe(error).advice


def test_several_people_of_one_name_are_told_from_nobody() -> None:
    nobody = describe(UnknownPersonError("张晓梅"))
    two = describe(UnknownPersonError("张晓梅", 2))

    assert nobody.title != two.title
    assert "2" in two.title


def test_wrong_words_are_told_from_too_few() -> None:
    assert "2, 5" in describe(UnknownWordsError((2, 5), 6)).title
    assert "4" in describe(UnknownWordsError((), 4)).title


def test_no_words_speak_of_the_machine() -> None:
    texts = [describe(sample(kind)).text().lower() for kind in CLASSES]

    for word in ("sync", "merge", "revision", "database", "sqlite", "certificate", "error:"):
        assert not [text for text in texts if word in text], word


def test_a_stick_pulled_out_says_that_nothing_is_lost() -> None:
    assert "kept" in describe(PlaceGoneError("/media/stick")).advice


def test_the_data_folder_is_not_called_by_its_path() -> None:
    assert "/srv" not in describe(StoreReadOnlyError(Path("/srv/data"))).text()
