"""A share as a place, on a real Samba server: what every carrier does, and never a hang."""

from pathlib import Path

import pytest

from tests.shares import Share
from tests.sync.carrier_contract import RULES, Rule


@pytest.fixture
def folder(samba: Share, tmp_path: Path) -> str:
    """Return the name of an empty folder on the share."""
    (samba.root / tmp_path.name).mkdir()
    return tmp_path.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_contract_is_kept(rule: Rule, samba: Share, folder: str) -> None:
    rule(lambda writer: samba.carrier(folder, writer=writer))
