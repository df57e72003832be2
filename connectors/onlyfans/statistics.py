"""Reads what the site counts of the profile: visitors by day, subscribers by country, clicks on tracking links."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged, Temporary
from connectors.onlyfans import cursor as cursors
from connectors.onlyfans import parse
from connectors.onlyfans.cursor import StatisticsCursor
from connectors.onlyfans.site import API
from connectors.onlyfans.visits import Run, Visits
from connectors.onlyfans.wire import Campaign, Me, Overview
from ofauto_desktop.domain.metrics import Metric, MetricSample

PAGE, LINKS = "/my/statistics", "/my/settings/subscription/tracking-links"
_OVERVIEW, _CAMPAIGNS = f"{API}/users/me/stats/overview", f"{API}/campaigns"


class StatisticsReader:
    """One pull of the audience."""

    def __init__(self, visits: Visits, context: PullContext) -> None:
        self._visits, self._now = visits, context.now
        self._cursor = cursors.loaded(context.cursor, StatisticsCursor)

    async def batches(self) -> AsyncGenerator[Batch, None]:
        async with self._visits.run() as run:
            async with run.page(PAGE, _OVERVIEW) as opened:
                told = opened.read((await opened.answer()).reply, Overview)
                of_account = self._of_account(opened.me)
            visits = self._visited(told)
            yield Batch(
                cursor=cursors.saved(self._cursor),
                metrics=(*of_account, *visits),
                audience=parse.countries(told, self._now),
            )
            yield Batch(metrics=await self._clicks(run))

    def _of_account(self, me: Me) -> tuple[MetricSample, ...]:
        posts = parse.whole(me.posts_count)
        return () if posts is None else (self._sample(Metric.POSTS, posts),)

    def _visited(self, told: Overview) -> list[MetricSample]:
        """The site tells days; a reading is a running total, from the first day that was ever read."""
        cursor, today = self._cursor, self._now.replace(hour=0, minute=0, second=0, microsecond=0)
        found, cursor.visits = parse.visits(told, cursor.visits, cursor.until, today)
        if found:
            cursor.until = today
        return found

    async def _clicks(self, run: Run) -> tuple[MetricSample, ...]:
        """On all tracking links together, unless one of them cannot be read."""
        clicks, links = 0, 0
        try:
            async with run.page(LINKS, _CAMPAIGNS) as opened, aclosing(opened.pages()) as pages:
                async for page in pages:
                    found, unreadable = page.items(Campaign)
                    counts = [parse.whole(one.count_transitions) for one in found]
                    if unreadable or None in counts:
                        return ()
                    clicks, links = clicks + sum(one or 0 for one in counts), links + len(found)
        except (Temporary, LayoutChanged):
            return ()
        return (self._sample(Metric.CLICKS, clicks),) if links else ()

    def _sample(self, metric: Metric, value: int) -> MetricSample:
        return MetricSample(metric=metric, value=value, as_of=self._now, source=parse.SOURCE)
