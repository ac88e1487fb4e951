"""The colours are readable on whatever they stand on."""

from dataclasses import replace

import pytest

from desktop.tokens import DARK, LIGHT, Colours, contrast, failures


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["day", "night"])
def test_every_pair_has_enough_contrast(colours: Colours) -> None:
    assert failures(colours) == []


def test_a_pale_ink_is_reported() -> None:
    pale = replace(LIGHT, ink3="#B0B0B0")

    assert any(failure.startswith("ink3 on surface") for failure in failures(pale))


def test_black_on_white_has_the_largest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
