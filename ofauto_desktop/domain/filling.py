"""A week filled from the library: one post an item, at the week's free slots."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, zip_longest

from ofauto_desktop.domain.schedule import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One item's post as it is proposed. `wall` is meant in each account's own zone; `text` is the item's caption.

    `refused` says why a platform would not take it, "" where it would.
    """

    media_id: int
    name: str
    text: str = field(repr=False)
    wall: datetime
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPlan:
    """What a week would hold. `left_over` counts the items for which it has no slot; both days are inside."""

    account_ids: tuple[int, ...]
    accounts: tuple[str, ...]
    zone: str
    first: date
    last: date
    posts: tuple[Filling, ...]
    left_over: int

    @property
    def taken(self) -> tuple[Filling, ...]:
        """Those that can be planned."""
        return tuple(one for one in self.posts if not one.refused)


def spread(free: Sequence[Moment], count: int) -> list[Moment]:
    """`count` of the free slots, in order of time: one on each day before a second on any."""
    days = [list(slots) for _, slots in groupby(free, key=lambda slot: slot.wall.date())]
    in_turn = (slot for turn in zip_longest(*days) for slot in turn if slot is not None)
    chosen = [slot for slot, _ in zip(in_turn, range(count), strict=False)]
    return sorted(chosen, key=lambda slot: slot.due_at)
