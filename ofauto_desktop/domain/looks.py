"""What pictures look like, in numbers: which show the same thing, whatever their size, format and quality.

`shape` is a difference hash (dHash): for each of 8 by 8 places of the grey picture, whether it is brighter than the place
to its left (N. Krawetz, "Kind of Like That", The Hacker Factor Blog, 2013). It is blind to colour, so `colours` keeps
the mean red, green and blue of the four quarters, five bits each. Both fit SQLite's signed 64-bit numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

_BITS = 64
_ALL = (1 << _BITS) - 1
# Bits that may differ, and by how many of 32 steps each colour may: a new size, format or quality changes less, another
# frame of a series more.
NEAR_BITS = 6
NEAR_STEPS = 2
# Of the bits that say something at all, one in so many may differ: plain walls and skies say little, and much alike.
_ONE_IN = 4
_CHANNELS = 12
_CHANNEL_BITS = 5
_CHANNEL = (1 << _CHANNEL_BITS) - 1
# One more band than bits may differ: two pictures that are near have at least one band in common.
_BANDS = NEAR_BITS + 1


@dataclass(frozen=True, slots=True)
class Look:
    """The look of item `id`; `shape` counts from 0 to 2⁶⁴ - 1."""

    id: int
    shape: int
    colours: int


def signed(shape: int) -> int:
    """As SQLite keeps it."""
    return shape - (1 << _BITS) if shape >> (_BITS - 1) else shape


def unsigned(stored: int) -> int:
    return stored & _ALL


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ (Hamming)."""
    return (one ^ other).bit_count()


def alike(one: Look, other: Look) -> bool:
    """Whether both show the same picture, as far as numbers tell."""
    apart = distance(one.shape, other.shape)
    if apart > NEAR_BITS or _steps(one.colours, other.colours) > NEAR_STEPS:
        return False
    said = (one.shape | other.shape).bit_count()
    return apart * _ONE_IN <= min(said, _BITS - (one.shape & other.shape).bit_count())


def near(look: Look, others: Iterable[Look]) -> list[Look]:
    """Those that look like `look`, itself left out, the nearest first."""
    shape = look.shape
    close = [one for one in others if (one.shape ^ shape).bit_count() <= NEAR_BITS]
    found = [one for one in close if one.id != look.id and alike(one, look)]
    return sorted(found, key=lambda one: (distance(one.shape, shape), one.id))


def groups(looks: Sequence[Look]) -> list[tuple[int, ...]]:
    """Ids of items that look alike, by their numbers; the largest groups first. An item is in one group at most."""
    leader = {one.id: one.id for one in looks}

    def lead(member: int) -> int:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    for one, other in _pairs(looks):
        leader[lead(other)] = lead(one)
    found: dict[int, list[int]] = {}
    for look in looks:
        found.setdefault(lead(look.id), []).append(look.id)
    several = [tuple(sorted(members)) for members in found.values() if len(members) > 1]
    return sorted(several, key=lambda members: (-len(members), members))


def _pairs(looks: Sequence[Look]) -> Iterator[tuple[int, int]]:
    """Pairs that look alike. Only those are compared that have a band of the shape in common."""
    for number in range(_BANDS):
        start, end = number * _BITS // _BANDS, (number + 1) * _BITS // _BANDS
        mask = (1 << (end - start)) - 1
        bands: dict[int, list[Look]] = {}
        for one in looks:
            bands.setdefault((one.shape >> start) & mask, []).append(one)
        for members in bands.values():
            for one, other in combinations(members, 2):
                if (one.shape ^ other.shape).bit_count() <= NEAR_BITS and alike(one, other):
                    yield one.id, other.id


def _steps(one: int, other: int) -> int:
    """By how many steps the channel differs that differs most."""
    places = range(0, _CHANNEL_BITS * _CHANNELS, _CHANNEL_BITS)
    return max(abs(((one >> at) & _CHANNEL) - ((other >> at) & _CHANNEL)) for at in places)
