"""Colours: every pair that meets on screen has the contrast it owes, in every theme."""

import pytest

from ui.tokens import CONTRAST_DARK, CONTRAST_LIGHT, TEXT_CONTRAST, THEMES, Tone, contrast, pairs

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
