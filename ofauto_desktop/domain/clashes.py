"""Posts of one account that stand in each other's way: at the same hour, with the same words, with the same picture (B16)."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ofauto_desktop.domain.looks import Look, alike

# Nearer than this to each other, and an account's posts compete for the same readers.
HOUR = timedelta(hours=1)
# How far around a post its like is looked for.
WITHIN = timedelta(days=30)
# Of all the words of two texts, how many must be in both for them to be nearly the same; shorter ones are alike by chance.
NEAR_SHARE = 0.8
FEWEST_WORDS = 5
_LONGEST_WORD = 24
_WORD = re.compile(r"\w+")
# The accents that NFKD takes off their letters.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u3099\u309a]")


class ClashKind(StrEnum):
    """How two posts stand in each other's way."""

    SAME_HOUR = "same_hour"
    SAME_TEXT = "same_text"
    NEAR_TEXT = "near_text"
    SAME_PICTURE = "same_picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One target with what is compared. `due_at` is aware UTC; `looks` are those of its pictures, as far as known."""

    post_id: int
    account_id: int
    account: str
    due_at: datetime
    text: str = field(repr=False)
    media_ids: tuple[int, ...] = ()
    looks: tuple[Look, ...] = ()
    series_id: int | None = None
    # The text as it is compared, worked out once, for each is compared with many.
    plain: str = field(init=False, repr=False)
    bag: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", plain(self.text))
        object.__setattr__(self, "bag", bag_of(self.plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two posts of one account; `at` (aware UTC) is when the other one goes, or went, out."""

    kind: ClashKind
    post_id: int
    other_id: int
    account_id: int
    account: str
    at: datetime


def clashes(of: Placed, others: Iterable[Placed]) -> list[Clash]:
    """How `of` clashes with others of its account: of each kind the nearest in time."""
    return Line(one for one in others if one.account_id == of.account_id).clashes(of)


class Line:
    """The targets of one account by time, made once for many looks: thousands are compared for a month."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        self._all = sorted(placed, key=lambda one: one.due_at)
        self._times = [one.due_at for one in self._all]
        self._saying: dict[str, list[Placed]] = {}
        for one in self._all:
            self._saying.setdefault(one.plain, []).append(one)

    def clashes(self, of: Placed) -> list[Clash]:
        """How `of` clashes with others of its account: of each kind the nearest in time.

        Occurrences of one series say the same on purpose.
        """
        near = self._around(of, WITHIN)
        hour = [
            one for one in self._around(of, HOUR) if abs(one.due_at - of.due_at) < HOUR and one.post_id != of.post_id
        ]
        same = self._saying.get(of.plain, []) if of.plain else []
        found = {
            ClashKind.SAME_HOUR: _nearest(of, hour),
            ClashKind.SAME_TEXT: _nearest(of, [one for one in same if _counts(of, one)]),
            ClashKind.SAME_PICTURE: None,
        }
        if of.media_ids:
            pictured = [one for one in near if one.media_ids and _counts(of, one) and _same_picture(of, one)]
            found[ClashKind.SAME_PICTURE] = _nearest(of, pictured)
        if found[ClashKind.SAME_TEXT] is None and len(of.bag) >= FEWEST_WORDS:
            bag = of.bag
            found[ClashKind.NEAR_TEXT] = _nearest(
                of, [one for one in near if nearly(bag, one.bag) and _counts(of, one)]
            )
        return [_clash(kind, of, other) for kind, other in found.items() if other is not None]

    def _around(self, of: Placed, reach: timedelta) -> list[Placed]:
        first = bisect_left(self._times, of.due_at - reach)
        return self._all[first : bisect_right(self._times, of.due_at + reach)]


def _counts(of: Placed, one: Placed) -> bool:
    """Whether it is another post, near enough in time, and of no series that both belong to."""
    if one.post_id == of.post_id or abs(one.due_at - of.due_at) > WITHIN:
        return False
    return one.series_id is None or one.series_id != of.series_id


def _nearest(of: Placed, others: Sequence[Placed]) -> Placed | None:
    return min(others, key=lambda one: (abs(one.due_at - of.due_at), one.post_id), default=None)


def plain(text: str) -> str:
    """A text as it is compared: without case, accents, and white space that says nothing."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().split())


def bag_of(words: str) -> frozenset[str]:
    """The words of a plain text; of scripts without spaces, each two letters that follow each other."""
    if words.isascii():
        return frozenset(_WORD.findall(words))
    bag: set[str] = set()
    for word in _WORD.findall(words):
        bag.update(_pairs(word) if _is_unspaced(word) else [word])
    return frozenset(bag)


def nearly(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts say nearly the same: of all their words, most are in both."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < NEAR_SHARE * more:
        return False
    both = len(one & other)
    return both >= NEAR_SHARE * (fewer + more - both)


def _is_unspaced(word: str) -> bool:
    return len(word) > _LONGEST_WORD or any(
        "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in word
    )


def _pairs(word: str) -> Sequence[str]:
    return [word[place : place + 2] for place in range(len(word) - 1)] or [word]


def _same_picture(one: Placed, other: Placed) -> bool:
    if set(one.media_ids) & set(other.media_ids):
        return True
    return any(alike(mine, theirs) for mine in one.looks for theirs in other.looks)


def _clash(kind: ClashKind, of: Placed, other: Placed) -> Clash:
    return Clash(
        kind=kind,
        post_id=of.post_id,
        other_id=other.post_id,
        account_id=of.account_id,
        account=of.account,
        at=other.due_at,
    )
