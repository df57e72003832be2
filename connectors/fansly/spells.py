"""Fans' subscriptions, looked up by fan: which of them a charge in the wallet belongs to. The wallet itself does not say."""

from collections import defaultdict

import msgspec

from connectors import lists
from connectors.fansly.api import Api
from connectors.fansly.wire import Subscription, Subscriptions

PAGE = 100
# Also those that wait: one may have been paid by now.
STATUSES = "2,3,4,5"
# 30,000 subscriptions; further ones stay without their charges' kind, which is then that of a first charge.
_MOST = 30_000


class Spells:
    """The list is read as far as it is needed, once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._found: defaultdict[str, list[Subscription]] = defaultdict(list)
        self._offset = 0
        self._ended = False

    async def of(self, fan: str, *, whole: bool) -> list[Subscription]:
        """A fan's subscriptions: all of them, or with `whole` False at least the newest."""
        while not self._ended and (whole or fan not in self._found):
            await self._read()
        return self._found.get(fan, [])

    async def _read(self) -> None:
        raw, last = await page(self._api, self._offset)
        self._offset += len(raw)
        self._ended = last or self._offset >= _MOST
        for one in lists.of_form(raw, Subscription):
            self._found[one.subscriber_id].append(one)


async def page(api: Api, offset: int) -> tuple[list[msgspec.Raw], bool]:
    """Rows of the creator's own subscribers as they are, and whether there are none behind them.

    A page may hold fewer than were asked for; the end is an empty one, or where the count says so.
    """
    query = {"status": STATUSES, "limit": str(PAGE), "offset": str(offset)}
    answer: Subscriptions = await api.get("/subscribers", Subscriptions, **query)
    rows = answer.subscriptions
    total = answer.stats.total if answer.stats is not None else None
    return rows, not rows or (total is not None and len(rows) < PAGE and offset + len(rows) >= total)
