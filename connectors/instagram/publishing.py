"""A post on Instagram: container, its processing, and one publishing call (platforms/instagram.md §4).

One container a try, kept before anything else is done with it. Only the last call shows anything to anybody.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.base import Connection, Keep, Prepared
from connectors.errors import ConnectorError, OutcomeUnknown, RateLimited, Rejected
from connectors.http import decoded
from connectors.instagram import parse
from connectors.instagram.containers import Kept, is_story
from connectors.instagram.manifest import MUST_BE_FETCHED, YES
from connectors.instagram.reading import Reader
from connectors.instagram.refusals import ONCE_MORE, Gone, NotReady, subcode_of
from connectors.instagram.session import GRAPH, PUBLISHING, Session
from connectors.instagram.wire import ContainerStatus, Made, QuotaAnswer
from connectors.limiter import Budget
from ofauto_desktop.domain.media import MediaKind, UploadSource
from ofauto_desktop.domain.posts import OutgoingPost, RemotePost, matching

# Seconds between looks at a container; after the last one the post waits for its next try, with the same container.
_LOOKS = (0, 1, 2, 4, 8, 15, 30, 60, 60, 60)
_NEXT_LOOK = timedelta(minutes=1)
# A film takes up to a quarter of an hour; what takes longer will not come to an end.
_LONGEST = timedelta(hours=1)
_QUOTA_WAIT = timedelta(hours=1)
_MOST_RENEWALS = 1


class _Again(Exception):
    """The container ended or failed in a way that another one may not."""

    def __init__(self, why: str, *, failed: bool) -> None:
        super().__init__(why)
        self.why, self.failed = why, failed


class Publisher:
    """Publishes for one account."""

    def __init__(self, session: Session, connection: Connection, reader: Reader) -> None:
        self._session, self._connection, self._reader = session, connection, reader

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, Any], keep: Keep) -> Prepared:
        """A container that is ready to be published; one of an earlier try is used again while it lasts."""
        job = _Job(self._session, self._connection, post, Kept.read(saved, post), keep)
        if job.kept.container and await job.went_out():
            job.kept.published = True
            return Prepared(post=post, state=job.kept.state())
        await self._within_quota()
        try:
            await job.made_ready()
        except ConnectorError:
            if not await job.may_still_fetch():
                await job.cleared()
            raise
        await job.cleared()
        return Prepared(post=post, state=job.kept.state())

    async def send(self, prepared: Prepared) -> RemotePost:
        """The one call. What Instagram says is out already is looked for instead."""
        kept = Kept.read(prepared.state, prepared.post)
        if kept.published:
            return await self._found(prepared.post, kept)
        path = f"/{self._connection.remote_id or 'me'}/media_publish"
        reply = await self._session.call("POST", path, publishing=True, json={"creation_id": kept.container})
        try:
            made = msgspec.json.decode(reply.body, type=Made)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise OutcomeUnknown("Instagram accepted it but its answer cannot be read") from error
        # Its own address is told by the list alone, and nothing may come between this answer and its record.
        return RemotePost(
            remote_id=made.id,
            text=prepared.post.parts[0].text,
            at=self._connection.now(),
            url=parse.profile(self._connection.handle),
            media_count=len(prepared.post.parts[0].media),
        )

    async def _found(self, post: OutgoingPost, kept: Kept) -> RemotePost:
        since, part = datetime.fromisoformat(kept.made_at), post.parts[0]
        alike = matching(part.text, len(part.media), await self._reader.recent(since), since)
        if len(alike) != 1:
            raise OutcomeUnknown("Instagram says that it is published, but it cannot be told which post it is")
        return alike[0]

    async def _within_quota(self) -> None:
        """Read, and not assumed: the documentation names several limits (§4). Raises RateLimited."""
        own, now = self._connection.remote_id or "me", self._connection.now()
        answer = await self._reader.get(f"/{own}/content_publishing_limit", QuotaAnswer, fields="config,quota_usage")
        quota = answer.data[0] if answer.data else None
        total = quota.config.quota_total if quota is not None and quota.config is not None else None
        if quota is None or total is None or quota.quota_usage is None:
            return
        left = max(0, total - quota.quota_usage)
        self._connection.http.limiter.learn(PUBLISHING, Budget(limit=total, remaining=left, resets_at=None))
        if not left:
            why = f"Instagram takes {total} posts in 24 hours, and so many are out"
            raise RateLimited(why, retry_at=now + _QUOTA_WAIT)


class _Job:
    """One post's way to a finished container. `kept` is stored after each step that makes something."""

    def __init__(self, session: Session, connection: Connection, post: OutgoingPost, kept: Kept, keep: Keep) -> None:
        self._session, self._connection, self._post, self._keep = session, connection, post, keep
        self.kept = kept

    async def went_out(self) -> bool:
        """Whether an earlier try published it after all. What is no more is let go of."""
        state = await self._state(self.kept.container)
        if state is None or state.status_code in ("EXPIRED", "ERROR"):
            self.kept.forget()
        return state is not None and state.status_code == "PUBLISHED"

    async def made_ready(self) -> None:
        """Make what is missing and wait until it is finished. Raises NotReady where that takes long, Rejected, Temporary …"""
        while True:
            try:
                await self._made()
                await self._uploaded(self.kept.container, self._post.parts[0].media[0])
                await self._finished(self.kept.container)
            except _Again as again:
                await self._begin_anew(again)
            else:
                return

    async def cleared(self) -> None:
        """Take away what lies at the media host."""
        if not self.kept.placed:
            return
        host = await self._connection.host()
        try:
            for key in self.kept.placed if host is not None else ():
                await host.remove(key)  # type: ignore[union-attr]  # there is one
        except ConnectorError:
            return  # their addresses end by themselves, and the next try takes them away
        self.kept.placed = []
        await self._keep(self.kept.state())

    async def may_still_fetch(self) -> bool:
        """Whether Instagram may still have to fetch what is laid out for it, as far as is known."""
        if not self.kept.container or not self.kept.placed:
            return False
        try:
            state = await self._state(self.kept.container)
        except ConnectorError:
            return True
        return state is not None and state.status_code == "IN_PROGRESS"

    async def _begin_anew(self, again: _Again) -> None:
        self.kept.renewed += again.failed
        if self.kept.renewed > _MOST_RENEWALS:
            raise Rejected(again.why)
        self.kept.forget()
        await self._keep(self.kept.state())

    async def _made(self) -> None:
        """The container, after those it is made of. Each is kept before the next step."""
        if self.kept.container:
            return
        media = self._post.parts[0].media
        if len(media) == 1:
            body = {**_single(self._post), **await self._shown(media[0])}
        else:
            body = {"media_type": "CAROUSEL", "children": ",".join([await self._child(one) for one in media])}
        if not is_story(self._post) and self._post.parts[0].text:
            body["caption"] = self._post.parts[0].text
        made = await self._create({**body, **_labels(self._post)})
        self.kept.note_made(made, self._connection.now())
        await self._keep(self.kept.state())

    async def _child(self, source: UploadSource) -> str:
        """One item of a carousel, finished."""
        number = str(source.item.id)
        if number not in self.kept.children:
            kind = {"media_type": "VIDEO"} if source.item.kind is MediaKind.VIDEO else {}
            body = {"is_carousel_item": True, **kind, **await self._shown(source)}
            self.kept.children[number] = await self._create(body)
            await self._keep(self.kept.state())
        await self._uploaded(self.kept.children[number], source)
        await self._finished(self.kept.children[number])
        return self.kept.children[number]

    async def _create(self, body: Mapping[str, Any]) -> str:
        path = f"/{self._connection.remote_id or 'me'}/media"
        reply = await self._session.call("POST", path, bucket=GRAPH, json=body)
        made = decoded(reply, Made, self._connection.http.diagnostics)
        if made.uri is not None:
            self.kept.uploads[made.id] = made.uri
        return made.id

    async def _uploaded(self, container: str, source: UploadSource) -> None:
        """Send the file that the container waits for, if it does."""
        if container in self.kept.uploads:
            await self._session.upload(self.kept.uploads[container], source)
            del self.kept.uploads[container]
            await self._keep(self.kept.state())

    async def _shown(self, source: UploadSource) -> dict[str, Any]:
        """Where Instagram fetches the file, or that it will be sent; and what it is to know of it."""
        alt_text = {"alt_text": source.item.alt_text} if source.item.alt_text else {}
        is_film = source.item.kind is MediaKind.VIDEO
        host = await self._connection.host()
        if host is None and await self._session.is_facebooks():
            return {"upload_type": "resumable", **({} if is_film else alt_text)}
        if host is None:
            raise Rejected(MUST_BE_FETCHED)
        placed = await host.place(source)
        self.kept.placed.append(placed.key)
        await self._keep(self.kept.state())
        if is_film:
            return {"video_url": placed.url}
        return {"image_url": placed.url, **alt_text}

    async def _finished(self, container: str) -> None:
        """Wait for it; raises NotReady after some minutes: the same container is looked at again later."""
        for wait in _LOOKS:
            await asyncio.sleep(wait)
            state = await self._state(container)
            match state.status_code if state is not None else "EXPIRED":
                case "FINISHED" | "PUBLISHED":
                    return
                case "EXPIRED":
                    raise _Again("what was prepared at Instagram has ended", failed=False)
                case "ERROR":
                    self._failed(state.status or "" if state is not None else "")
        now = self._connection.now()
        if self.kept.made_at and now - datetime.fromisoformat(self.kept.made_at) > _LONGEST:
            raise Rejected("Instagram has not finished preparing the file in an hour; try it in another form")
        raise NotReady("Instagram is still preparing the file", retry_at=now + _NEXT_LOOK)

    def _failed(self, status: str) -> None:
        """Raises _Again for what another container may bring, Rejected for what it will not."""
        said = " ".join(status.split())[:160] or "no reason given"
        if subcode_of(status) in ONCE_MORE:
            raise _Again(f"Instagram cannot use this file: {said}", failed=True)
        self.kept.forget()
        raise Rejected(f"Instagram cannot use this file: {said}")

    async def _state(self, container: str) -> ContainerStatus | None:
        """How far a container is, None where Instagram does not know it any more."""
        try:
            reply = await self._session.call("GET", f"/{container}", params={"fields": "status_code,status"})
        except Gone:
            return None
        return decoded(reply, ContainerStatus, self._connection.http.diagnostics)


def _single(post: OutgoingPost) -> dict[str, Any]:
    """What kind of post one file becomes: a film alone is a reel, unless it is a story."""
    item = post.parts[0].media[0].item
    if is_story(post):
        return {"media_type": "STORIES"}
    if item.kind is not MediaKind.VIDEO:
        return {}
    cover = {"thumb_offset": item.cover_ms} if item.cover_ms else {}
    return {"media_type": "REELS", "share_to_feed": post.options.get("share_to_feed") != "no", **cover}


def _labels(post: OutgoingPost) -> dict[str, Any]:
    return {name: True for name in ("is_ai_generated", "is_paid_partnership") if post.options.get(name) == YES}
