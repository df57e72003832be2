"""Own media, their numbers and the account's levels, read from Graph (platforms/instagram.md §3, §5, §6)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from connectors import lists
from connectors.base import Batch, Connection, PullContext
from connectors.errors import LayoutChanged, MissingScope, Rejected, Temporary
from connectors.http import Reply, decoded
from connectors.instagram import parse
from connectors.instagram.refusals import Gone, NoSuchMetric, TooFewViewers
from connectors.instagram.session import Session
from connectors.instagram.wire import CommentPage, Insight, Insights, ListRaw, Me, Media, MediaPage, Pages
from ofauto_desktop.domain.audience import AudienceBy, AudienceShare
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.metrics import MetricSample
from ofauto_desktop.domain.posts import PROBE_SKEW, RemotePost
from ofauto_desktop.domain.words import mark

_ME = "user_id,username,name,followers_count,follows_count,media_count"
_LISTED = "id,caption,media_type,media_product_type,permalink,timestamp,children{id}"
_COUNTED = "id,media_type,media_product_type,like_count,comments_count"
_PAGE = 100
# Insights come up to two days late (§6): asking for a post's more often tells nothing and uses up the account's share.
_LOOK_EVERY = timedelta(hours=3)
_COMMENTS_PAGE, _MOST_COMMENT_PAGES = 50, 10
# As far back as Graph lists: 10,000 media (§5).
_MOST_PAGES = 150
# Pages may be empty while more follow; so many in a row are no end, but one that never comes.
_MOST_IDLE_PAGES = 10
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and the cursor of the next; `unreadable` items of it are missing.

    `cut_off`: there would be more pages, but they would never end.
    """

    media: Sequence[Media]
    unreadable: int = 0
    following: str | None = None
    cut_off: bool = False


class _Looked:
    """When insights of each post were last asked for, kept between pulls: each costs a request, and moves slowly.

    `refused` are metrics, by kind of media, that turned out not to be valid.
    """

    def __init__(self, context: PullContext) -> None:
        self._now = context.now
        kept = msgspec.json.decode(context.cursor, type=dict[str, datetime]) if context.cursor else {}
        self._at = {media_id: at for media_id, at in kept.items() if timedelta(0) <= context.now - at < _LOOK_EVERY}
        self.refused: set[tuple[str, str]] = set()

    def lately(self, media_id: str) -> bool:
        return media_id in self._at

    def note(self, media_id: str) -> None:
        self._at[media_id] = self._now

    @property
    def cursor(self) -> str:
        return msgspec.json.encode(self._at).decode()


class Reader:
    """Reads one account."""

    def __init__(self, session: Session, connection: Connection) -> None:
        self._session, self._connection = session, connection

    async def me(self) -> Me:
        """The account itself. With a Facebook login it is found by its page, and has one number alone."""
        if not await self._session.is_facebooks():
            return parse.whole(await self.get("/me", Me, fields=_ME))
        number = self._connection.remote_id or await self._linked()
        found = await self.get(f"/{number}", Me, fields=_ME.replace("user_id", "id"))
        found.user_id = found.id
        return parse.whole(found)

    async def _linked(self) -> str:
        pages = await self.get("/me/accounts", Pages, fields="id,name,instagram_business_account{id,username}")
        linked = (one.instagram_business_account for one in pages.data)
        number = next((one.id for one in linked if one is not None), None)
        if number is None:
            raise Rejected("no Facebook page of this login has an Instagram account")
        return number

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        """Own posts and stories at or after `since`, newest first. Raises Temporary where the list does not come to an end."""
        start = since - PROBE_SKEW
        found = self._all_posts(await self._stories(_LISTED))
        async for page in self._pages(_LISTED):
            posts = self._all_posts(page)
            found += posts
            if page.cut_off:
                raise Temporary("Instagram repeats its pages; the list of posts may have holes")
            if posts and posts[-1].at < start:
                break
        return sorted((one for one in found if one.at >= start), key=lambda one: one.at, reverse=True)

    async def posts(self, context: PullContext) -> AsyncIterator[Batch]:
        """Live stories, then posts that are newer than the last complete pull; an interrupted one goes on at its page."""
        cursor = msgspec.json.decode(context.cursor) if context.cursor else {}
        newest, pending = cursor.get("newest"), cursor.get("pending")
        until = datetime.fromisoformat(newest) if newest else None
        stories, unreadable = self._posts(await self._stories(_LISTED))
        yield Batch(posts=tuple(stories), gaps=lists.missing(unreadable, mark("stories"), context.now))
        async for page in self._pages(_LISTED, cursor.get("after")):
            posts, unreadable = self._posts(page)
            # Two of one second may lie on both sides of a pull, so the newest of the last one is read again.
            fresh = [one for one in posts if until is None or one.at >= until]
            pending = pending or (posts[0].at.isoformat() if posts else None)
            ended = page.following is None or len(fresh) < len(posts)
            state = {"newest": pending or newest} if ended else {"newest": newest, "pending": pending}
            state |= {} if ended else {"after": page.following}
            gaps = lists.missing(unreadable, mark("posts"), context.now)
            yield Batch(posts=tuple(fresh), cursor=msgspec.json.encode(state).decode(), gaps=gaps)
            if ended:
                return

    async def metrics(self, context: PullContext) -> AsyncIterator[Batch]:
        """The numbers of the known posts: likes and comments by the page, everything else post by post, now and then."""
        wanted, looked = dict.fromkeys(context.known_posts), _Looked(context)
        async for page in _first(await self._stories(_COUNTED), self._pages(_COUNTED)):
            for media in page.media:
                if media.id in wanted:
                    del wanted[media.id]
                    yield Batch(metrics=tuple(await self._numbers(media, context.now, looked)))
            yield Batch(cursor=looked.cursor, gaps=lists.missing(page.unreadable, mark("posts"), context.now))
            if not wanted:
                return
        for media_id in list(wanted):
            yield await self._unlisted(media_id, context.now, looked)
        yield Batch(cursor=looked.cursor)

    async def audience(self, context: PullContext) -> AsyncIterator[Batch]:
        """The account's levels; and once a day, as it moves slowly, who follows."""
        await self._session.learn_end()
        yield Batch(metrics=tuple(parse.audience(await self.me(), context.now)))
        today = context.now.astimezone(UTC).date().isoformat()
        if context.cursor == today:
            return
        try:
            shares = [share for by in AudienceBy for share in await self._groups(by, context.now)]
        except (NoSuchMetric, MissingScope):
            return  # under 100 followers, or not granted: what was read of the account is all that can be had
        yield Batch(audience=tuple(shares), cursor=today)

    async def _groups(self, by: AudienceBy, now: datetime) -> list[AudienceShare]:
        told = await self.get(
            f"{self._own}/insights",
            Insights,
            metric="follower_demographics",
            period="lifetime",
            timeframe="this_month",
            metric_type="total_value",
            breakdown=by.value,
        )
        return list(parse.groups(told.data, by, now))

    async def comments(self, media_id: str) -> Sequence[Comment]:
        """Comments on an own post, newest first; of very many the newest."""
        found: list[Comment] = []
        params = {"fields": "id,text,username,timestamp,like_count", "limit": str(_COMMENTS_PAGE)}
        for _ in range(_MOST_COMMENT_PAGES):
            page = await self.get(f"/{media_id}/comments", CommentPage, **params)
            found += [parse.comment(one) for one in page.data]
            after = parse.following(page.paging)
            if after is None or after == params.get("after"):
                break
            params["after"] = after
        return sorted(found, key=lambda one: one.at, reverse=True)

    async def get(self, path: str, form: type[T], **params: str) -> T:
        """One GET. Raises what the refusal means, and LayoutChanged."""
        reply = await self._session.call("GET", path, params=params)
        return decoded(reply, form, self._connection.http.diagnostics)

    @property
    def _own(self) -> str:
        return f"/{self._connection.remote_id or 'me'}"

    def _post(self, media: Media) -> RemotePost:
        return parse.post(media, self._connection.handle)

    def _posts(self, page: Page) -> tuple[list[RemotePost], int]:
        """Those that can be read, and how many of the page cannot."""
        posts, unreadable = lists.each(page.media, self._post)
        return posts, unreadable + page.unreadable

    def _all_posts(self, page: Page) -> list[RemotePost]:
        """Raises LayoutChanged where one is missing: what is looked for may be that one."""
        if page.unreadable:
            raise LayoutChanged(f"{page.unreadable} posts could not be read")
        return [self._post(one) for one in page.media]

    async def _stories(self, fields: str) -> Page:
        """Those of the last 24 hours; there is no list of older ones."""
        return await self._listed(f"{self._own}/stories", fields=fields)

    async def _unlisted(self, media_id: str, now: datetime, looked: "_Looked") -> Batch:
        """What is no longer listed: a story that has ended, or a post that was deleted."""
        try:
            media = await self.get(f"/{media_id}", Media, fields=_COUNTED)
        except Gone:
            return Batch(posts=(RemotePost(remote_id=media_id, text="", at=now, url="", deleted=True),))
        return Batch(metrics=tuple(await self._numbers(media, now, looked)))

    async def _numbers(self, media: Media, now: datetime, looked: "_Looked") -> list[MetricSample]:
        """What the list says, and insights over it where they say the same more exactly."""
        found = {one.metric: one for one in parse.counted(media, now)}
        if looked.lately(media.id):
            return list(found.values())
        kind = parse.product(media)
        names = [name for name in parse.METRICS[kind] if (kind, name) not in looked.refused]
        try:
            told = await self._insights(media.id, kind, names, looked.refused)
        except (TooFewViewers, Gone):
            told = []
        looked.note(media.id)
        found |= {one.metric: one for one in parse.insights(told, media.id, now)}
        return list(found.values())

    async def _insights(
        self, media_id: str, kind: str, names: Sequence[str], refused: set[tuple[str, str]]
    ) -> list[Insight]:
        """All metrics in one request; where one of them spoils it, each by itself, and the bad ones never again."""
        path = f"/{media_id}/insights"
        if not names:
            return []
        try:
            return (await self.get(path, Insights, metric=",".join(names))).data
        except NoSuchMetric:
            found, bad = list[Insight](), set[tuple[str, str]]()
        for name in names:
            try:
                found += (await self.get(path, Insights, metric=name)).data
            except NoSuchMetric:
                bad.add((kind, name))
        if len(bad) < len(names):  # else it is this post that has no insights, and not its kind
            refused |= bad
        return found

    async def _pages(self, fields: str, after: str | None = None) -> AsyncIterator[Page]:
        """Own media, newest first; an empty page is no end, but pages that repeat are."""
        used: set[str | None] = {after}
        idle = 0
        for count in range(1, _MOST_PAGES + 1):
            page = await self._page(fields, after)
            after = page.following
            idle = 0 if page.media else idle + 1
            cut_off = after is not None and (after in used or idle >= _MOST_IDLE_PAGES or count == _MOST_PAGES)
            yield replace(page, following=None if cut_off else after, cut_off=cut_off)
            if after is None or cut_off:
                return
            used.add(after)

    async def _page(self, fields: str, after: str | None) -> Page:
        path, params = f"{self._own}/media", {"fields": fields, "limit": str(_PAGE)}
        if after is None:
            return await self._listed(path, **params)
        try:
            return await self._listed(path, **params, after=after)
        except (NoSuchMetric, Rejected):
            # A page of an interrupted pull is not kept for ever; from the start again loses nothing.
            return await self._listed(path, **params)

    async def _listed(self, path: str, **params: str) -> Page:
        """A page of media; one that cannot be read does not spoil the others. Raises LayoutChanged where none can."""
        reply = await self._session.call("GET", path, params=params)
        try:
            page = decoded(reply, MediaPage, self._connection.http.diagnostics)
        except LayoutChanged as failure:
            return _by_item(reply, failure)
        return Page(media=page.data, following=parse.following(page.paging))


def _by_item(reply: Reply, failure: LayoutChanged) -> Page:
    try:
        raw = msgspec.json.decode(reply.body, type=ListRaw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise failure from None
    media = lists.of_form(raw.data, Media)
    if not media:
        raise failure
    return Page(media=media, unreadable=len(raw.data) - len(media), following=parse.following(raw.paging))


async def _first(page: Page, others: AsyncIterator[Page]) -> AsyncIterator[Page]:
    yield page
    async for one in others:
        yield one
