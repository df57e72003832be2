"""Reads the fans: those who are subscribed with each pull, those who have left once a week (platforms/onlyfans.md §8)."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from functools import partial

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged
from connectors.onlyfans import cursor as cursors
from connectors.onlyfans import parse
from connectors.onlyfans.cursor import FansCursor
from connectors.onlyfans.site import API
from connectors.onlyfans.visits import Opened, Run, Visits
from connectors.onlyfans.wire import Fan, FanCounts
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.words import mark

LIST = "/my/collections/user-lists/subscribers"
_WEEK = timedelta(days=7)
_ROWS = f"{API}/subscriptions/subscribers"
_COUNTS = f"{API}/subscriptions/count/all"


class FansReader:
    """One pass over the lists of fans. A page may be short, and say for ever that there are more: an empty one ends it."""

    def __init__(self, visits: Visits, context: PullContext) -> None:
        self._visits, self._now = visits, context.now
        self._cursor = cursors.loaded(context.cursor, FansCursor)

    async def batches(self) -> AsyncGenerator[Batch, None]:
        last = self._cursor.expired_at
        kinds = ("active",) if last is not None and self._now - last < _WEEK else ("active", "expired")
        async with self._visits.run() as run:
            for kind in kinds:
                async with aclosing(self._list(run, kind)) as batches:
                    async for batch in batches:
                        yield batch
        if "expired" in kinds:
            self._cursor.expired_at = self._now
        yield Batch(cursor=cursors.saved(self._cursor))

    async def _list(self, run: Run, kind: str) -> AsyncGenerator[Batch, None]:
        async with run.page(f"{LIST}/{kind}", _COUNTS, _ROWS) as opened:
            if kind == "active":
                yield Batch(metrics=await self._count(opened))
            async with aclosing(opened.pages(path=_ROWS)) as pages:
                async for page in pages:
                    found, unreadable = page.items(Fan)
                    me = str(opened.me.id)
                    rows, bad = lists.each(found, partial(parse.subscriber, my_id=me, now=self._now))
                    gaps = lists.missing(unreadable + bad, mark("fans"), self._now)
                    yield Batch(subscribers=tuple(rows), gaps=gaps)

    async def _count(self, opened: Opened) -> tuple[MetricSample, ...]:
        """How many are subscribed now. The page asks this first; where it does not, the number is unknown."""
        told = await opened.answer()
        if told.path != _COUNTS:
            opened.put_back(told)
            return ()
        try:
            active = parse.whole(opened.read(told.reply, FanCounts).subscribers.active)
        except LayoutChanged:
            return ()
        if active is None:
            return ()
        return (MetricSample(metric=Metric.SUBSCRIBERS, value=active, as_of=self._now, source=parse.SOURCE),)
