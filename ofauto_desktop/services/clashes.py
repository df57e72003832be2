"""Warnings before two posts of an account stand in each other's way (B16): while one is written, and on the calendar."""

from collections.abc import Sequence
from datetime import datetime

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.checks import Problem
from ofauto_desktop.domain.clashes import Clash, ClashKind, Placed, clashes
from ofauto_desktop.domain.posts import PostFilter
from ofauto_desktop.domain.schedule import Moment, to_wall
from storage import placed
from storage.database import Database


class Clashes:
    """What the calendar warns of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def between(self, start: datetime, end: datetime, wanted: PostFilter | None = None) -> tuple[Clash, ...]:
        """How posts that wait in a half-open stretch clash with others of their account, of each kind the nearest."""
        return tuple(await self._database.read(placed.warnings, wanted or PostFilter(), start, end))


async def problems(
    database: Database, account: Account, text: str, media_ids: Sequence[int], at: Moment, post_id: int | None
) -> list[Problem]:
    """What a person should know before a post goes out on an account at a time; nothing of it blocks."""
    others = await database.read(placed.around, account.id, at.due_at, post_id)
    if not others:
        return []
    looks = await database.read(placed.looks, list(media_ids))
    of = Placed(
        post_id=post_id or 0,
        account_id=account.id,
        account=account.name,
        due_at=at.due_at,
        text=text,
        media_ids=tuple(media_ids),
        looks=tuple(looks.values()),
        series_id=await database.read(placed.series_of, post_id),
    )
    return [Problem(text=worded(clash, account.zone), blocking=False) for clash in clashes(of, others)]


def worded(clash: Clash, zone: str) -> str:
    """One clash in words, its time in the account's zone."""
    at = to_wall(clash.at, zone)
    match clash.kind:
        case ClashKind.SAME_HOUR:
            return f"post {clash.other_id} goes out on this account at {at:%H:%M}, within the same hour"
        case ClashKind.SAME_TEXT:
            return f"post {clash.other_id} says the same on this account on {at:%Y-%m-%d}"
        case ClashKind.NEAR_TEXT:
            return f"post {clash.other_id} says nearly the same on this account on {at:%Y-%m-%d}"
        case ClashKind.SAME_PICTURE:
            return f"post {clash.other_id} shows the same picture on this account on {at:%Y-%m-%d}"
