"""Weighted length by twitter-text's rules (platforms/x.md §9), fast enough for every key of a long post."""

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import regex

LIMIT = 280
URL_WEIGHT = 23
EMOJI_WEIGHT = 2
INVALID = "\ufffe\ufeff\uffff"
_LONGEST_LABEL = 63
# Code points that count 1; all others count 2.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_LIGHT_STARTS = [start for start, _ in _LIGHT]

_ELEMENT = (
    r"(?![\u00a9\u00ae\u2122](?!\ufe0f))"
    r"(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f?|\p{Emoji}\ufe0f)"
    r"\p{Emoji_Modifier}?(?:[\U000e0020-\U000e007f]+)?"
)
_EMOJI = (
    rf"[0-9#*]\ufe0f?\u20e3|\p{{Regional_Indicator}}{{2}}|{_ELEMENT}(?:\u200d{_ELEMENT}|\u200d[\u2640\u2642]\ufe0f?)*"
)
_PATH = r"(?:[/?#](?:[\p{L}\p{N}!*';:=+,.$/%#\[\]\-\u2013_~@|&?()]*[\p{L}\p{N}=_#/+\-&)])?)?"
_URL = (
    r"(?<![@#$\uff03\uff20\p{L}\p{N}_./-])"
    r"(?P<scheme>https?://)?"
    r"(?P<host>(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,}))"
    rf"(?![\p{{L}}\p{{N}}@])(?::\d+)?{_PATH}"
)
_CASHTAG = r"(?<![\p{L}\p{N}_$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\p{L}\p{N}_])"


class _Patterns(NamedTuple):
    """What the regex engine looks for. It takes 2 MB: not before there is a text."""

    # Counted by the engine rather than one by one: a long post is measured at every key.
    heavy: "regex.Pattern[str]"
    emoji: "regex.Pattern[str]"
    url: "regex.Pattern[str]"
    cashtag: "regex.Pattern[str]"


@cache
def _patterns() -> _Patterns:
    import regex

    light = "".join(f"{chr(start)}-{chr(end)}" for start, end in _LIGHT)
    return _Patterns(
        heavy=regex.compile(f"[^{light}]"),
        emoji=regex.compile(_EMOJI),
        url=regex.compile(_URL, regex.IGNORECASE),
        cashtag=regex.compile(_CASHTAG),
    )


def weighted(text: str, limit: int = LIMIT) -> tuple[int, int | None]:
    """The weighted length of `text`, and the index (in its NFC form) at which `limit` is passed, or None."""
    text = unicodedata.normalize("NFC", text)
    length, cut = 0, None
    for start, end, weight in _tokens(text):
        if weight is None:
            run, over = _run(text[start:end], limit - length)
            cut = cut if cut is not None or over is None else start + over
            length += run
            continue
        length += weight
        if length > limit and cut is None:
            cut = start
    return length, cut


def urls(text: str) -> list[str]:
    """What counts as a link in `text`, with or without a scheme."""
    return [found.group() for found in _patterns().url.finditer(text) if _is_url(found)] if "." in text else []


def cashtags(text: str) -> list[str]:
    """Words such as $ABC."""
    return [found.group() for found in _patterns().cashtag.finditer(text)] if "$" in text else []


def _tokens(text: str) -> list[tuple[int, int, int | None]]:
    """(start, end, weight) of links and emoji, and of the plain runs between them with weight None."""
    special = (
        [(*found.span(), URL_WEIGHT) for found in _patterns().url.finditer(text) if _is_url(found)]
        if "." in text
        else []
    )
    if not text.isascii():
        starts = [start for start, _, _ in special]
        ends = [end for _, end, _ in special]
        special += [
            (*found.span(), EMOJI_WEIGHT)
            for found in _patterns().emoji.finditer(text)
            if not (before := bisect_right(starts, found.start())) or ends[before - 1] <= found.start()
        ]
        special.sort()
    tokens: list[tuple[int, int, int | None]] = []
    at = 0
    for start, end, weight in special:
        if at < start:
            tokens.append((at, start, None))
        tokens.append((start, end, weight))
        at = end
    if at < len(text):
        tokens.append((at, len(text), None))
    return tokens


def _run(text: str, room: int) -> tuple[int, int | None]:
    """A plain run's length, and the index in it where more than `room` is used."""
    if text.isascii():
        return len(text), (max(0, room) if len(text) > room else None)
    whole = len(text) + len(_patterns().heavy.findall(text))
    if whole <= room:
        return whole, None
    length = 0
    for index, char in enumerate(text):
        length += _weight(char)
        if length > room:
            return whole, index
    return whole, None


def _weight(char: str) -> int:
    point = ord(char)
    within = bisect_right(_LIGHT_STARTS, point) - 1
    return 1 if point <= _LIGHT[within][1] else 2


def _is_url(found: "regex.Match[str]") -> bool:
    labels = found.group("host").split(".")
    return labels[-1].lower() in _top_level_domains() and all(_fits(label) for label in labels)


def _fits(label: str) -> bool:
    """A label longer than 63 bytes in its wire form makes the word no link."""
    return (len(label) if label.isascii() else len(label.encode("punycode")) + 4) <= _LONGEST_LABEL


@lru_cache(maxsize=1)
def _top_level_domains() -> frozenset[str]:
    from publicsuffixlist import PublicSuffixList

    known = PublicSuffixList(only_icann=True)
    names = {str(suffix).rsplit(".", 1)[-1] for suffix in known._publicsuffix}  # noqa: SLF001 - it has no public list
    return frozenset(names | {_unicode(name) for name in names})


def _unicode(name: str) -> str:
    try:
        return name.encode("ascii").decode("idna")
    except UnicodeError:
        return name
