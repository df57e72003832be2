"""Reads the subscribers: every page, of each fan and tier the newest row alone (platforms/fansly.md §4.3)."""

from collections.abc import AsyncIterator

import msgspec

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged
from connectors.fansly import parse, units
from connectors.fansly.api import Api
from connectors.fansly.spells import PAGE, page
from connectors.fansly.wire import Subscription
from ofauto_desktop.domain.money import Subscriber
from ofauto_desktop.domain.tiers import Tier
from ofauto_desktop.domain.words import mark

_MOST = 200_000
# So many are kept in mind while the list is read: the newest row of a fan usually stands above their others.
_MOST_SEEN = 50_000


class FansCursor(msgspec.Struct, omit_defaults=True):
    """`offset` is the next page's in a reading that was cut off; `seen`: when what was told of each began, in ms."""

    offset: int = 0
    seen: dict[str, int] = {}


class FansReader:
    def __init__(self, api: Api, context: PullContext) -> None:
        self._api, self._now = api, context.now
        self._cursor = _loaded(context.cursor)

    async def batches(self) -> AsyncIterator[Batch]:
        """The tiers with the first page. A list that was cut off goes on a page earlier, as it may have moved."""
        cursor = self._cursor
        cursor.offset = max(0, cursor.offset - PAGE)
        tiers: tuple[Tier, ...] | None = parse.tiers(await self._api.me())
        before: list[bytes] = []
        while True:
            raw, last = await page(self._api, cursor.offset)
            told = [bytes(one) for one in raw]
            if told and told == before:
                raise LayoutChanged("the list of subscribers repeats its pages")
            rows, unreadable = parse.rows_of(raw, Subscription, lambda one: one)
            found, odd = lists.each(rows, self._newest)
            before, cursor.offset = told, cursor.offset + len(raw)
            ended = last or cursor.offset >= _MOST
            if ended:
                cursor.offset, cursor.seen = 0, {}
            yield Batch(
                cursor=msgspec.json.encode(cursor).decode(),
                subscribers=tuple(_last_of_each(found)),
                tiers=tiers,
                gaps=lists.missing(unreadable + odd, mark("subscribers"), self._now),
            )
            tiers = None
            if ended:
                return

    def _newest(self, row: Subscription) -> Subscriber | None:
        """None where a newer one was told already."""
        key, began = parse.subscription_key(row), units.milliseconds(units.moment(row.created_at))
        seen = self._cursor.seen
        if seen.get(key, began - 1) > began:
            return None
        if len(seen) < _MOST_SEEN:
            seen[key] = began
        return parse.subscriber(row)


def _last_of_each(found: list[Subscriber]) -> list[Subscriber]:
    return list({one.remote_id: one for one in found}.values())


def _loaded(text: str | None) -> FansCursor:
    """The cursor in `text`, or a new one: to begin again is safe."""
    try:
        return msgspec.json.decode(text, type=FansCursor) if text else FansCursor()
    except (msgspec.DecodeError, UnicodeError):
        return FansCursor()
