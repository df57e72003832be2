"""Reads the creator's own feed and queue: posts, their numbers, and what may have gone out."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from functools import partial

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged, Temporary
from connectors.onlyfans import cursor as cursors
from connectors.onlyfans import parse
from connectors.onlyfans.cursor import PostsCursor
from connectors.onlyfans.site import API
from connectors.onlyfans.visits import Opened, Page, Run, Visits
from connectors.onlyfans.wire import Post, PostStats, Waiting
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.posts import PROBE_SKEW, RemotePost
from ofauto_desktop.domain.words import mark

QUEUE = "/my/queue"
_SCHEDULES = f"{API}/schedules"
_STATS_PAGE, _STATS = "/my/statistics/engagement/posts", rf"{API}/posts/(\d+)/stats"
# How far back numbers are read again: older posts gain next to nothing, and each page is a request.
_LIVELY = timedelta(days=90)
_LONG, _SHORT = 8.0, 2.0


class Feed:
    """The feed of one account; every call is a run of its own where it is not given one."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits

    async def pull_posts(self, context: PullContext) -> AsyncGenerator[Batch, None]:
        """New posts and those of the last 30 days, newest first."""
        cursor = cursors.loaded(context.cursor, PostsCursor)
        floor = cursors.floor(cursor.read_at, context.now)
        async with self._visits.run() as run, aclosing(self.pages(run, floor)) as pages:
            async for opened, page in pages:
                found, unreadable = page.items(Post)
                posts, bad = lists.each(found, partial(parse.post, username=opened.me.username))
                yield Batch(posts=tuple(posts), gaps=lists.missing(unreadable + bad, mark("posts"), context.now))
        yield Batch(cursor=cursors.saved(PostsCursor(read_at=context.now)))

    async def pull_metrics(self, context: PullContext) -> AsyncGenerator[Batch, None]:
        """Likes and comments from the feed; views from the page of statistics, where that is given."""
        wanted = frozenset(context.known_posts)
        if not wanted:
            return
        floor = context.now - _LIVELY
        async with self._visits.run() as run:
            async with aclosing(self.pages(run, floor)) as pages:
                async for _, page in pages:
                    found, unreadable = page.items(Post)
                    told = [sample for one in found for sample in parse.readings(one, context.now)]
                    kept = tuple(one for one in told if one.remote_post in wanted)
                    yield Batch(metrics=kept, gaps=lists.missing(unreadable, mark("posts"), context.now))
            yield Batch(metrics=tuple([one async for one in self._views(run, wanted, context.now)]))

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        """All own posts at or after `since`, and those that wait in the queue. Raises rather than give a part of them."""
        async with self._visits.run() as run:
            return await self.listed(run, since)

    async def listed(self, run: Run, since: datetime) -> list[RemotePost]:
        """As `recent`, in a run that is under way."""
        floor, found = since - PROBE_SKEW, await self.queue(run)
        async with aclosing(self.pages(run, floor)) as pages:
            async for opened, page in pages:
                found += [parse.post(one, opened.me.username) for one in _all_of(page, Post)]
        return [one for one in found if one.at >= floor]

    async def queue(self, run: Run) -> list[RemotePost]:
        """The posts that wait for their time, by the site's own scheduler."""
        found: list[RemotePost] = []
        async with run.page(QUEUE, _SCHEDULES) as opened, aclosing(opened.pages()) as pages:
            async for page in pages:
                each = [parse.waiting(one, opened.me.username) for one in _all_of(page, Waiting)]
                found += [one for one in each if one is not None]
        return found

    async def pages(self, run: Run, floor: datetime | None) -> AsyncGenerator[tuple[Opened, Page], None]:
        """The feed until a page of nothing but posts from before `floor`."""
        me = await run.who()
        feed = f"{API}/users/{me.id}/posts"
        async with run.page(f"/{me.username}", feed) as opened, aclosing(opened.pages()) as pages:
            async for page in pages:
                yield opened, page
                dates = [one.posted_at for one in lists.of_form(page.raw, Post) if one.posted_at is not None]
                if floor is not None and dates and all(parse.before(at, floor) for at in dates):
                    return

    async def _views(self, run: Run, wanted: frozenset[str], now: datetime) -> AsyncGenerator[MetricSample, None]:
        """What the page of statistics tells of those that it shows at once. It is not in the sheet how far it goes."""
        try:
            async with run.page(_STATS_PAGE, _STATS) as opened:
                for number in range(len(wanted)):
                    told = await opened.answer(patience=_SHORT if number else _LONG)
                    stats, remote_id = opened.read(told.reply, PostStats), told.path.split("/")[-2]
                    looked = parse.whole(stats.look_count)
                    if remote_id in wanted and stats.has_stats and stats.is_available and looked is not None:
                        yield MetricSample(
                            metric=Metric.VIEWS, value=looked, as_of=now, source=parse.SOURCE, remote_post=remote_id
                        )
        except (Temporary, LayoutChanged):
            return  # what was read of the posts themselves is what can be had


def _all_of(page: Page, form: type[Post] | type[Waiting]) -> list:  # type: ignore[type-arg]
    """Every item, as what is looked for may be the one that cannot be read. Raises LayoutChanged."""
    found, unreadable = page.items(form)
    if unreadable:
        raise LayoutChanged(f"{unreadable} posts could not be read")
    return found
