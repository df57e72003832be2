"""Weighted length by twitter-text's rules (platforms/x.md §9)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.x.text import LIMIT, cashtags, urls, weighted


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("😷👾😡🔥💩", 10),
        ("H🐱☺👨‍👩‍👧‍👦", 7),
        ("Hi http://test.co", 26),
        ("の" * 140, 280),
        ("a" * 280, 280),
        ("cafe\u0301", 4),  # NFC: é is one character
        ("👩🏽‍🚀", 2),
        ("🇸🇪🇩🇪", 4),
        ("1️⃣", 2),
        ("#️⃣ x", 4),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
        ("❤️", 2),
        ("©", 1),
        ("©️", 2),
        ("™️", 2),
        ("\u2013\u2014\u2018\u2019\u201c\u201d…", 8),  # … (U+2026) lies outside the light ranges
        ("example.com", 23),
        ("see example.com/path?q=1 now", 4 + 23 + 4),
        ("https://example.com/a_(b)", 23),
        ("https://example.com.", 24),
        ("mail me@example.com", 19),
        ("@user.name", 10),
        ("file.tar.gz", 11),
        ("not.a.domainatall", 17),
        ("https://münchen.de", 23),
        ("a.b.c", 5),
        ("http://" + "x" * 64 + ".com", 75),  # a label over 63 bytes is no link
        ("http://" + "x" * 63 + ".com", 23),
        ("1.5 and 3.14", 12),
        ("$ABC", 4),
        ("漢字 example.jp 漢字", 33),
    ],
)
def test_length(text: str, length: int) -> None:
    assert weighted(text)[0] == length


def test_the_cut_is_where_the_limit_is_passed() -> None:
    assert weighted("a" * LIMIT) == (LIMIT, None)
    assert weighted("a" * (LIMIT + 5)) == (LIMIT + 5, LIMIT)
    assert weighted("の" * 141) == (282, 140)
    assert weighted("x" * 270 + " https://example.com") == (294, 271)
    assert weighted("x" * 279 + "👨‍👩‍👧‍👦") == (281, 279)


@given(st.text(max_size=400))
def test_any_text_has_a_length_and_a_cut_exactly_when_it_is_too_long(text: str) -> None:
    length, cut = weighted(text)
    normal = unicodedata.normalize("NFC", text)
    assert 0 <= length <= 23 * max(1, len(normal)) + 2 * len(normal)
    assert (cut is None) == (length <= LIMIT)
    if cut is not None:
        assert 0 <= cut < len(normal)


@given(
    st.text(
        alphabet=st.characters(max_codepoint=0x10FF, exclude_characters=".\u00a9\u00ae", categories=["L", "N", "Zs"])
    )
)
def test_letters_count_one_each(text: str) -> None:
    assert weighted(text)[0] == len(unicodedata.normalize("NFC", text))


@given(st.lists(st.sampled_from(["😀", "👨‍👩‍👧‍👦", "🇸🇪", "👍🏽", "1️⃣", "❤️", "🏳️‍🌈"]), max_size=60))
def test_every_emoji_sequence_counts_two(emoji: list[str]) -> None:
    assert weighted(" ".join(emoji))[0] == 2 * len(emoji) + max(0, len(emoji) - 1)


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_is_put_behind_a_line_break_adds_its_own_length(first: str, second: str) -> None:
    joined = f"{first}\n\n{second}"
    if (
        unicodedata.normalize("NFC", joined)
        == f"{unicodedata.normalize('NFC', first)}\n\n{unicodedata.normalize('NFC', second)}"
    ):
        assert weighted(joined)[0] == weighted(first)[0] + 2 + weighted(second)[0]


def test_links_and_cashtags_are_found() -> None:
    assert urls("a https://x.com/a?b=1, example.org and no.such_thing") == ["https://x.com/a?b=1", "example.org"]
    assert cashtags("$ABC costs $5 or $abc.de, US$X") == ["$ABC", "$abc.de"]


def test_a_long_text_is_measured_at_once() -> None:
    """At every key, up to 25,000 characters."""
    import time

    text = "Some words, https://example.com/a and 👨‍👩‍👧‍👦 の " * 500
    began = time.process_time()
    weighted(text, 25_000)
    assert time.process_time() - began < 0.5
