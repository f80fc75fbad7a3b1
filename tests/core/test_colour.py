"""Whatever accent a merchant chooses, what is written on it or in it can be read."""

import itertools

import pytest

from chalicelib.core import colour

STEPS = ("00", "33", "66", "77", "99", "cc", "ff")
COLOURS = ["#" + "".join(parts) for parts in itertools.product(STEPS, repeat=3)]


def test_contrast_is_that_of_wcag():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert colour.contrast("#1a5fb4", "#1a5fb4") == 1


def test_text_on_any_accent_keeps_aa():
    assert min(colour.contrast(colour.text_on(accent), accent) for accent in COLOURS) >= colour.TEXT


@pytest.mark.parametrize("paper", ["#ffffff", "#1f1f1e", "#f4f4f1", "#757575"])
@pytest.mark.parametrize("ratio", [colour.SHAPE, colour.TEXT])
def test_any_accent_becomes_readable_on_any_paper(paper, ratio):
    assert min(colour.contrast(colour.readable_on(paper, accent, ratio), paper) for accent in COLOURS) >= ratio


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert colour.readable_on("#ffffff", "#1a5fb4") == "#1a5fb4"


def test_a_colour_that_cannot_be_read_is_moved_and_stays_a_colour():
    moved = colour.readable_on("#ffffff", "#ffe14d")
    red, _, blue = (int(moved[at : at + 2], 16) for at in (1, 3, 5))
    assert moved != "#000000" and red > blue
