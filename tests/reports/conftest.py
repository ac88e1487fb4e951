"""Reports are tested in English unless a test says otherwise."""

from collections.abc import Iterator

import pytest

from desktop import words


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    words.install("en")
    yield
    words.install("en")
