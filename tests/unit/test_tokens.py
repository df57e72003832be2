"""Colours: every pair that meets on screen has the contrast it owes, in every theme."""

import math
from itertools import combinations

import pytest

from ui.tokens import CONTRAST_DARK, CONTRAST_LIGHT, STROKES, TEXT_CONTRAST, THEMES, Tone, contrast, pairs

AAA = 7.0


@pytest.mark.parametrize("tokens", THEMES, ids=lambda one: one.name)
def test_every_pair_has_its_contrast(tokens):
    short = [
        f"{name}: {contrast(colour, under):.2f} < {least}"
        for name, colour, under, least in pairs(tokens)
        if contrast(colour, under) < least
    ]
    assert short == []


@pytest.mark.parametrize("tokens", [CONTRAST_LIGHT, CONTRAST_DARK], ids=lambda one: one.name)
def test_high_contrast_keeps_seven_to_one_for_all_text(tokens):
    texts = [(name, colour, under) for name, colour, under, least in pairs(tokens) if least == TEXT_CONTRAST]
    assert [name for name, colour, under in texts if contrast(colour, under) < AAA] == []


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_colour_and_a_ground(tone):
    for tokens in THEMES:
        colour, soft = tokens.of(tone)
        assert colour != soft


# How the two common kinds of colour blindness see linear RGB: Machado, Oliveira & Fernandes 2009, severity 1.
EYES = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
APART = 0.1  # in OKLab, where 0.02 is the least difference that is seen side by side


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    """`colour` (#rrggbb) in OKLab (Ottosson 2020), as `eye` sees it."""
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    r, g, b = (max(0.0, sum(share * one for share, one in zip(line, linear, strict=True))) for line in EYES[eye])
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("tokens", THEMES, ids=lambda one: one.name)
def test_eight_series_are_told_apart(tokens, eye):
    assert len(tokens.series) == 8
    near = [
        (one, other)
        for one, other in combinations(tokens.series, 2)
        if math.dist(seen(one, eye), seen(other, eye)) < APART
    ]
    assert near == []


def test_each_series_has_a_stroke_of_its_own():
    assert len({one.dash for one in STROKES}) == len({one.marker for one in STROKES}) == 8


@pytest.mark.parametrize("tokens", THEMES, ids=lambda one: one.name)
def test_a_client_keeps_its_colour_in_every_list(tokens):
    assert tokens.client(3) == tokens.client(11)
    assert len({tokens.client(place) for place in range(8)}) == 8
