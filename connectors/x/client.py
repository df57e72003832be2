"""X, for one account: live check, publishing, looking for what went out, reading posts, metrics and audience, messages."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from connectors import lists
from connectors.base import Batch, Connection, Credential, Keep, Prepared, PullContext, kept_by_nobody
from connectors.errors import (
    LayoutChanged,
    LoginExpired,
    MissingScope,
    OutcomeUnknown,
    Rejected,
    Temporary,
)
from connectors.http import decoded
from connectors.oauth import expiry
from connectors.x import daily, listed, login, parse
from connectors.x.credit import Credit
from connectors.x.inbox import Inbox
from connectors.x.listed import Page
from connectors.x.manifest import SCOPES, YES
from connectors.x.session import Session
from connectors.x.upload import Uploader
from connectors.x.wire import AnalyticsAnswer, MadeAnswer, UploadAnswer, User, UserAnswer
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.messages import OutgoingMessage, RemoteMessage
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import PROBE_SKEW, OutgoingPost, RemotePost
from ofauto_desktop.domain.words import mark

_USER_FIELDS = "id,name,username,public_metrics,verified_type"
_POST_FIELDS = "id,text,created_at,entities,note_tweet,attachments,referenced_tweets,edit_history_tweet_ids"
_MEDIA = {"expansions": "attachments.media_keys", "media.fields": "media_key,type,public_metrics"}
_PAGE = 100
# 3,200 posts back is as far as X lists (platforms/x.md §6).
_MOST_PAGES = 40
_MOST_IDLE_PAGES = 3
_PRIVATE_METRICS_FOR = timedelta(days=29)
_PREMIUM = 25_000


class XClient:
    """Speaks `tweet.fields`, X's older vocabulary, throughout, and reads both (platforms/x.md §3)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._http = connection.http
        self._session = Session(connection)
        self._credit = Credit(connection)
        self._uploader = Uploader(
            self._session.call, lambda reply: decoded(reply, UploadAnswer, self._http.diagnostics).data, connection.now
        )
        self._inbox = Inbox(self._session, self._http.diagnostics, self._my_id)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def check(self) -> Standing:
        """Who this login is, how long it lasts, which scope it lacks, whether credit runs low."""
        user = await self._me()
        credential = await self._session.credential()
        expires = expiry(credential)
        return Standing(
            remote_id=user.id,
            handle=user.username or "",
            display_name=user.name or "",
            expires_at=expires,
            renews=login.renewable(credential),
            scopes=tuple(credential.fields.get("scope", "").split()),
            followers=parse.followers(user.public_metrics),
            text_limit=_PREMIUM if user.verified_type == "blue" else None,
            warnings=(*_scope_cautions(credential, expires), *(await self._credit.cautions() or ())),
        )

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, object], keep: Keep = kept_by_nobody) -> Prepared:
        """Upload what the first part carries; `saved` uploads are used again while they last."""
        kept = saved.get("media")
        known: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
        media = {}
        for source in post.parts[0].media:
            key = str(source.item.id)
            media[key] = await self._uploader.ready(source, known.get(key))
        return Prepared(post=post, state={"media": media})

    async def send(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        """One POST. A 401 is a refusal before acceptance, so one renewal and one more try are safe; nothing else is."""
        text = prepared.post.parts[part].text
        body: dict[str, Any] = {"text": text} if text else {}
        media = prepared.state.get("media")
        if part == 0 and isinstance(media, dict) and media:
            body["media"] = {"media_ids": [one["id"] for one in media.values()]}
        reply_to = previous if part else prepared.post.reply_to
        if reply_to:
            body["reply"] = {"in_reply_to_tweet_id": reply_to}
        body |= _settings(prepared.post.options, first=part == 0)
        reply = await self._session.call("POST", "/tweets", bucket="posts_create", publishing=True, json=body)
        try:
            made = msgspec.json.decode(reply.body, type=MadeAnswer).data
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise OutcomeUnknown("X accepted it but its answer cannot be read") from error
        return RemotePost(
            remote_id=made.id,
            text=text,
            at=self._connection.now(),
            url=parse.url(self._connection.handle, made.id),
            media_count=len(prepared.post.parts[part].media),
            reply_to=reply_to,
        )

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        """Own posts and replies at or after `since`, newest first. Raises Temporary where X does not come to an end."""
        start = (since - PROBE_SKEW).replace(microsecond=0)
        params = {"start_time": start.strftime("%Y-%m-%dT%H:%M:%SZ")}
        found: list[RemotePost] = []
        async for page in self._timeline(params):
            if page.unreadable:  # what is looked for may be among them
                raise LayoutChanged(f"{page.unreadable} posts could not be read")
            found += parse.posts(page.timeline, self._handle)
            if page.cut_off:
                raise Temporary("X repeats its pages; the list of posts may have holes")
        return found

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]:
        match kind:
            case SyncKind.POSTS:
                return self._pull_posts(context)
            case SyncKind.METRICS:
                return self._pull_metrics(context)
            case SyncKind.AUDIENCE:
                return self._pull_audience(context)
            case SyncKind.MESSAGES:
                return self._inbox.pull(context)
            case _:
                raise Rejected(f"X has no {kind.value} to read")

    async def write(self, message: OutgoingMessage) -> RemoteMessage:
        return await self._inbox.write(message, self._connection.now())

    async def revoke(self) -> None:
        credential = await self._session.credential()
        await login.revoke(self._http, self._connection.endpoints, credential.fields, self._connection.now())

    @property
    def _handle(self) -> str | None:
        return self._connection.handle

    async def _pull_posts(self, context: PullContext) -> AsyncIterator[Batch]:
        """New posts since the last complete pull; an interrupted one goes on at its page."""
        cursor = msgspec.json.decode(context.cursor) if context.cursor else {}
        newest, pending = cursor.get("newest"), cursor.get("pending")
        params = {"since_id": newest} if newest else {}
        async for page in self._timeline(params, cursor.get("token")):
            pending = pending or page.timeline.newest_id
            state = {"newest": newest, "pending": pending, "token": page.following}
            posts, unreadable = parse.readable_posts(page.timeline, self._handle)
            yield Batch(
                posts=tuple(posts),
                cursor=msgspec.json.encode(state if page.following else {"newest": pending or newest}).decode(),
                gaps=lists.missing(page.unreadable + unreadable, mark("posts"), context.now),
            )

    async def _pull_metrics(self, context: PullContext) -> AsyncIterator[Batch]:
        """Readings of the known posts, in hundreds; the private ones only while X still gives them."""
        young_after = context.now - _PRIVATE_METRICS_FOR
        ids = [one for one in context.known_posts if parse.is_id(one)]
        young = [one for one in ids if parse.made_at(one) > young_after]
        old = [one for one in ids if parse.made_at(one) <= young_after]
        for group, fields in ((young, "public_metrics,non_public_metrics"), (old, "public_metrics")):
            for at in range(0, len(group), _PAGE):
                page = await self._posts_by_id(group[at : at + _PAGE], fields)
                yield Batch(
                    metrics=tuple(parse.samples(page.timeline, context.now)),
                    posts=tuple(_tombstone(remote_id, context.now) for remote_id in parse.gone(page.timeline)),
                    gaps=lists.missing(page.unreadable, mark("posts"), context.now),
                )
        async for batch in self._pull_daily(young, context):
            yield batch

    async def _pull_daily(self, young: Sequence[str], context: PullContext) -> AsyncIterator[Batch]:
        """Once a day, what each day brought, where the app is granted it; the cursor is the last day that was read."""
        today = context.now.astimezone(UTC).date()
        before = date.fromisoformat(context.cursor) if context.cursor else None
        yesterday = today - timedelta(days=1)
        ids = [one for one in young if parse.made_at(one).date() < today]
        if not ids or (before is not None and before >= yesterday):
            return
        for at in range(0, len(ids), _PAGE):
            try:
                params = daily.span(ids[at : at + _PAGE], today)
                reply = await self._session.call("GET", "/tweets/analytics", bucket="analytics", params=params)
            except (Rejected, MissingScope):
                break  # not granted; what was read of the posts themselves is all that can be had
            posts = decoded(reply, AnalyticsAnswer, self._http.diagnostics).data or []
            yield Batch(metrics=tuple(daily.samples(posts, after=before, today=today)))
        yield Batch(cursor=yesterday.isoformat())

    async def _pull_audience(self, context: PullContext) -> AsyncIterator[Batch]:
        user = await self._me()
        metrics = user.public_metrics
        readings = tuple(parse.audience(metrics, context.now)) if metrics else ()
        yield Batch(metrics=readings, cautions=await self._credit.cautions())

    async def _posts_by_id(self, ids: Sequence[str], fields: str) -> Page:
        params = {"ids": ",".join(ids), "tweet.fields": f"id,attachments,{fields}", **_MEDIA}
        reply = await self._session.call("GET", "/tweets", bucket="posts_lookup", params=params)
        return listed.page(reply, self._http.diagnostics)

    async def _timeline(self, params: Mapping[str, str], token: str | None = None) -> AsyncIterator[Page]:
        """Own posts, newest first, page by page; ends also where pages repeat for ever."""
        user_id = await self._my_id()
        used: set[str | None] = {token}
        seen: set[str] = set()
        idle = 0
        for count in range(1, _MOST_PAGES + 1):
            page = await self._page(user_id, params, token)
            fresh = {tweet.id for tweet in page.timeline.data or []} - seen
            # An empty page in between is no end: posts that X withholds leave such holes.
            idle = 0 if fresh else idle + 1
            token = page.timeline.next_token
            cut_off = token is not None and (token in used or idle >= _MOST_IDLE_PAGES or count == _MOST_PAGES)
            yield replace(page, following=None if cut_off else token, cut_off=cut_off)
            if not token or cut_off:
                return
            seen |= fresh
            used.add(token)

    async def _page(self, user_id: str, params: Mapping[str, str], token: str | None) -> Page:
        query = {"max_results": str(_PAGE), "tweet.fields": _POST_FIELDS, **_MEDIA, **params}
        path = f"/users/{user_id}/tweets"
        if token:
            try:
                reply = await self._session.call(
                    "GET", path, bucket="timeline", params={**query, "pagination_token": token}
                )
            except Rejected:
                # A page of an interrupted pull is not kept for ever; from the start again loses nothing.
                reply = await self._session.call("GET", path, bucket="timeline", params=query)
        else:
            reply = await self._session.call("GET", path, bucket="timeline", params=query)
        page = listed.page(reply, self._http.diagnostics)
        if page.timeline.data is None and (errors := page.timeline.errors):
            raise Rejected(f"X does not show this timeline ({(errors[0].title or 'no reason given')[:60]})")
        return page

    async def _my_id(self) -> str:
        return self._connection.remote_id or (await self._me()).id

    async def _me(self) -> User:
        reply = await self._session.call("GET", "/users/me", bucket="users_me", params={"user.fields": _USER_FIELDS})
        user = decoded(reply, UserAnswer, self._http.diagnostics).data
        if user is None:
            raise LoginExpired("X does not say whose login this is; the account may be suspended")
        return user


def _settings(options: Mapping[str, str], *, first: bool) -> dict[str, Any]:
    """A post's settings as X takes them. What must be told is told on every part; who may reply is asked of the first."""
    body: dict[str, Any] = {name: True for name in ("made_with_ai", "paid_partnership") if options.get(name) == YES}
    if first and "reply_settings" in options:
        body["reply_settings"] = options["reply_settings"]
    return body


def _scope_cautions(credential: Credential, expires: datetime | None) -> list[Caution]:
    granted = credential.fields.get("scope", "").split()
    found = [
        Caution(kind="missing_scope", message=f"the login was not granted {scope}", action="log_in_again")
        for scope in SCOPES
        if granted and scope not in granted
    ]
    if expires is not None and not login.renewable(credential):
        found.append(
            Caution(
                kind="expiry_near",
                message="the login ends by itself and cannot be renewed without offline.access",
                action="log_in_again",
            )
        )
    return found


def _tombstone(remote_id: str, now: datetime) -> RemotePost:
    return RemotePost(remote_id=remote_id, text="", at=now, url="", deleted=True)
