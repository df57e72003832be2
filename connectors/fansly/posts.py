"""Reads the timeline and the site's queue: own posts, their numbers, and what may have gone out (platforms/fansly.md §4.4)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged, Temporary
from connectors.fansly import parse
from connectors.fansly.api import Api
from connectors.fansly.refusals import Gone
from connectors.fansly.wire import Post, Queue, ScheduledPost, Timeline
from ofauto_desktop.domain.metrics import MetricSample
from ofauto_desktop.domain.posts import PROBE_SKEW, RemotePost
from ofauto_desktop.domain.words import mark

# Ten to fifteen posts a page, one page in three seconds: an hour's reading.
_MOST_PAGES = 1200
_AT_ONCE = 20
# So many of the known posts are asked about in one pull, the newest first; older ones hardly move.
_MOST_COUNTED = 400


class PostsCursor(msgspec.Struct, omit_defaults=True):
    """`newest`: all up to this post was read; `before` and `top` are of a reading that was cut off."""

    newest: str | None = None
    before: str | None = None
    top: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the timeline; `unreadable` posts of it are missing. `before` leads to the next, None: this is the last."""

    posts: list[RemotePost]
    samples: list[MetricSample]
    unreadable: int
    before: str | None


class PostsReader:
    def __init__(self, api: Api) -> None:
        self._api = api

    async def posts(self, context: PullContext) -> AsyncIterator[Batch]:
        """Posts since the last complete pull; one that was cut off goes on at its page, then looks for newer ones."""
        cursor = _loaded(context.cursor)
        if cursor.before is not None:
            async for batch in self._pulled(cursor, context):
                yield batch
        async for batch in self._pulled(cursor, context):
            yield batch

    async def _pulled(self, cursor: PostsCursor, context: PullContext) -> AsyncIterator[Batch]:
        floor = int(cursor.newest or 0)
        async for page in self._pages(cursor.before, context.now):
            fresh = [one for one in page.posts if int(one.remote_id) > floor]
            cursor.top = _highest(cursor.top, *(one.remote_id for one in fresh))
            cursor.before = page.before
            if page.before is None or int(page.before) <= floor:
                cursor.newest, cursor.before, cursor.top = _highest(cursor.newest, cursor.top), None, None
            yield Batch(
                posts=tuple(fresh),
                metrics=tuple(page.samples),
                cursor=msgspec.json.encode(cursor).decode(),
                gaps=lists.missing(page.unreadable, mark("posts"), context.now),
            )
            if cursor.before is None:
                return

    async def metrics(self, context: PullContext) -> AsyncIterator[Batch]:
        """The numbers of the known posts, the newest first."""
        ids = [one for one in context.known_posts if one.isdecimal()][:_MOST_COUNTED]
        for start in range(0, len(ids), _AT_ONCE):
            try:
                answer = await self._api.get("/post", Timeline, ids=",".join(ids[start : start + _AT_ONCE]))
            except Gone:
                return
            page = _read(answer, context.now, ())
            yield Batch(metrics=tuple(page.samples), gaps=lists.missing(page.unreadable, mark("posts"), context.now))

    async def recent(self, since: datetime, now: datetime) -> Sequence[RemotePost]:
        """Own posts made at or after `since`, newest first, and all that waits in the site's queue.

        Raises LayoutChanged where one of them cannot be read, as what is looked for may be that one.
        """
        start, found = since - PROBE_SKEW, list(await self.queue())
        async for page in self._pages(None, now):
            if page.unreadable:
                raise LayoutChanged(f"{page.unreadable} posts could not be read")
            found += [one for one in page.posts if one.at >= start]
            # A pinned post stands on top however old it is: the last one tells how far the page reaches.
            if page.posts and page.posts[-1].at < start:
                break
        return sorted(found, key=lambda one: one.at, reverse=True)

    async def queue(self) -> Sequence[RemotePost]:
        """All that waits at the site. Raises LayoutChanged where one of it cannot be read."""
        answer: Queue = await self._api.get("/post/scheduled", Queue)
        found, unreadable = parse.rows_of(answer.scheduled_posts, ScheduledPost, parse.scheduled)
        if unreadable:
            raise LayoutChanged(f"{unreadable} scheduled posts could not be read")
        return found

    async def one(self, post_id: str, now: datetime) -> RemotePost | None:
        """A post that is out; None where it is not there, or not yet."""
        async for page in self._pages(None, now):
            if (found := next((one for one in page.posts if one.remote_id == post_id), None)) is not None:
                return found
            if page.before is None or int(page.before) < int(post_id):
                return None
        return None

    async def _pages(self, before: str | None, now: datetime) -> AsyncIterator[Page]:
        """Each post once, although pinned ones stand on every page. Raises Temporary where there is no end."""
        me = await self._api.my_id()
        seen: set[str] = set()
        for _ in range(_MOST_PAGES):
            query = {"before": before or "0", "after": "0", "wallId": "", "contentSearch": ""}
            page = _read(await self._api.get(f"/timelinenew/{me}", Timeline, **query), now, seen)
            seen.update(one.remote_id for one in page.posts)
            if not page.posts and page.unreadable:
                raise LayoutChanged("no post of a page can be read")
            before = _below([one.remote_id for one in page.posts], before)
            yield replace(page, before=before)
            if before is None:
                return
        raise Temporary("Fansly's timeline does not come to an end")


def _read(answer: Timeline, now: datetime, seen: Sequence[str] | set[str]) -> Page:
    bundles = parse.bundle_sizes(answer.account_media_bundles)
    rows, unreadable = parse.rows_of(answer.posts, Post, lambda one: one if one.id not in seen else None)
    found, odd = lists.each(rows, lambda one: parse.post(one, bundles))
    samples = [sample for one in rows for sample in parse.samples(one, now)]
    return Page(posts=found, samples=samples, unreadable=unreadable + odd, before=None)


def _below(ids: Sequence[str], before: str | None) -> str | None:
    """Where the next page begins; None where this one led no further.

    The lowest id would do but for what is pinned: that stands on top however old it is, and what lies between would be
    passed over. The rest goes down, so the last one is the lowest of it.
    """
    lower = [one for one in ids if before is None or int(one) < int(before)]
    return lower[-1] if lower else None


def _highest(*ids: str | None) -> str | None:
    return max((one for one in ids if one), key=int, default=None)


def _loaded(text: str | None) -> PostsCursor:
    """The cursor in `text`, or a new one: to begin again is safe."""
    try:
        return msgspec.json.decode(text, type=PostsCursor) if text else PostsCursor()
    except (msgspec.DecodeError, UnicodeError):
        return PostsCursor()
