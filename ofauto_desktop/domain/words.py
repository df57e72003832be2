"""Words of the person's language, for what lies below the window. English until somebody hands in a translator."""

import re
from collections.abc import Callable, Sequence
from functools import cache

# Gives a text in the person's language, in its form for so many things where a number is given.
Translate = Callable[[str, int | None], str]


def said(text: str, /, **values: object) -> str:
    """`text` in the person's language, its {names} filled in from `values`. A literal, so that translators get it."""
    told = _translate[-1](text, None)
    return told.format(**values) if values else told


def said_n(one: str, many: str, n: int, /, **values: object) -> str:
    """The form for `n` things, {n} being the number; both English forms are literals."""
    told = _translate[-1](many, n)
    if told == many and n == 1:
        told = one
    return told.format(n=n, **values)


def mark(text: str) -> str:
    """`text` as it is: a literal that is translated where it is shown, by `said` or `tr`."""
    return text


def known(text: str) -> str:
    """A text that was put together further down ("3 of 5 files are missing"), found again by its pattern.

    Errors carry their reason as a plain English fact; here it gets its words. One that nobody knows stays English.
    """
    told = said(text)
    if told != text or _translate[-1] is _english:
        return told
    for pattern in _patterns:
        if found := _form(pattern).fullmatch(text):
            return said(pattern).format(**{name: known(value) for name, value in found.groupdict().items()})
    return text


def speak(translate: Translate | None, patterns: Sequence[str] = ()) -> None:
    """From now on words come from `translate`; None is English. May be called on any thread.

    `patterns` are texts with {names} for what varies, by which `known` finds what was put together.
    """
    _patterns[:] = sorted(patterns, key=lambda one: -len(_VARIES.sub("", one)))
    _translate[:] = [translate or _english]


def _english(text: str, _: int | None) -> str:
    return text


@cache
def _form(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression: each {name} takes what stands in its place."""
    parts = _VARIES.split(pattern)
    return re.compile(
        "".join(re.escape(part) if at % 2 == 0 else f"(?P<{part}>.*?)" for at, part in enumerate(parts)), re.DOTALL
    )


_VARIES = re.compile(r"\{(\w+)\}")
_translate: list[Translate] = [_english]
_patterns: list[str] = []
