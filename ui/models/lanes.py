"""Where cards stand in a day of the week view: those that would overlap share its width. Pure; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Place:
    """The `lane`-th of `lanes` equal parts of the day's width."""

    lane: int
    lanes: int


def places(minutes: Sequence[int], length: int) -> list[Place]:
    """For each start (minutes of the day, ascending) of a card as long as `length` minutes: its place."""
    found: list[Place] = []
    cluster: list[int] = []
    ends: list[int] = []
    for start in minutes:
        if ends and start >= max(ends):
            found += [Place(lane, len(ends)) for lane in cluster]
            cluster, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        ends[lane : lane + 1] = [start + length]
        cluster.append(lane)
    return found + [Place(lane, len(ends)) for lane in cluster]


def fitted(wanted: Sequence[Place], most: int) -> list[Place | None]:
    """`wanted` with at most `most` lanes: the last of them is kept for a word on the rest, which get None."""
    found: list[Place | None] = []
    for place in wanted:
        if place.lanes <= most:
            found.append(place)
        else:
            found.append(Place(place.lane, most) if place.lane < most - 1 else None)
    return found


def snapped(at: datetime) -> datetime:
    """`at` at the nearest earlier quarter of an hour, so that a dropped post stands at a time one would choose."""
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
