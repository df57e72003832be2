"""Posts through the site's own form: filled in, looked over, sent by one click, and read back (platforms/onlyfans.md §7)."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from connectors.base import Connection, Keep, Prepared, kept_by_nobody
from connectors.browser.answers import Answer
from connectors.browser.look import Look
from connectors.browser.tab import Tab
from connectors.browser.walking import choose, walk
from connectors.errors import ConnectorError, LayoutChanged, OutcomeUnknown, Rejected, Temporary
from connectors.onlyfans import parse
from connectors.onlyfans.calendar import Calendar
from connectors.onlyfans.feed import Feed
from connectors.onlyfans.manifest import EXPIRES, FIRST, MANIFEST, MOST_BYTES, PREVIEW
from connectors.onlyfans.refusals import refusal, shown
from connectors.onlyfans.rules import price_problem
from connectors.onlyfans.site import address_of, site
from connectors.onlyfans.visits import Opened, Run, Visits
from connectors.onlyfans.wire import Me, Post
from ofauto_desktop.domain.media import UploadSource
from ofauto_desktop.domain.posts import PROBE_SKEW, OutgoingPost, RemotePost, normalised

CREATE = "/posts/create"
_PIECE = 4 * 1024 * 1024
_POLL = 0.1
# A film is taken over by the site at no less than this; then its button comes to life.
_LEAST_SPEED = 100_000
_PATIENCE = 20.0


class Publisher:
    """Puts posts out for one account. Nothing is prepared at the site: it takes files into its form alone."""

    def __init__(self, connection: Connection, visits: Visits, feed: Feed) -> None:
        self._connection, self._visits, self._feed = connection, visits, feed

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, object], keep: Keep = kept_by_nobody) -> Prepared:
        """Refuse what cannot be handed over, before a browser is opened."""
        if len(post.parts) != 1:
            raise Rejected("OnlyFans has no threads")
        for source in post.parts[0].media:
            if source.item.size > MOST_BYTES:
                raise Rejected(f"{source.item.name} is too large to be handed to the browser without a readable copy")
        return Prepared(post=post, state={})

    async def send(self, post: OutgoingPost, *, by_person: bool = False) -> RemotePost:
        """One post, once. What was asked for and what is there then are compared."""
        async with self._visits.run(window=by_person) as run:
            async with run.page(CREATE) as opened:
                _refuse_price(post, opened.me)
                answer = await self._filled_in(run, opened, post, by_person=by_person)
                made = self._made(answer, post, opened)
            return await self._read_back(run, made, post, by_person=by_person)

    async def _filled_in(self, run: Run, opened: Opened, post: OutgoingPost, *, by_person: bool) -> Answer:
        look = opened.tab.look(site())
        values: dict[str, Any] = await _values(post)
        found = await walk(opened.tab, look, "publish", values, address=run.address, by_person=by_person)
        if found is None:
            raise LayoutChanged("the site's data do not say how a post is answered")
        return found

    def _made(self, answer: Answer, post: OutgoingPost, opened: Opened) -> RemotePost:
        """What the site says it made. From here on nothing may look as if nothing was sent."""
        error = refusal(answer.reply, self._connection.now(), publishing=True)
        if error is not None:
            raise error
        try:
            found = msgspec.json.decode(answer.reply.body, type=Post)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
            raise OutcomeUnknown("OnlyFans accepted it but its answer cannot be read") from wrong
        return RemotePost(
            remote_id=str(found.id),
            text=post.parts[0].text,
            at=self._connection.now(),
            url=address_of(opened.me.username, str(found.id)),
            media_count=len(post.parts[0].media),
            scheduled_for=post.scheduled_for,
        )

    async def _read_back(self, run: Run, made: RemotePost, post: OutgoingPost, *, by_person: bool) -> RemotePost:
        """Unknown fields are silently ignored there, so what is there is compared with what was meant (§0.5)."""
        try:
            # A person may have chosen a time in the form.
            found = await self._found(run, made, queued=by_person or post.scheduled_for is not None)
        except ConnectorError as error:
            return replace(made, differs=(f"it could not be read back: {error.reason}",))
        if found is None:
            return replace(made, differs=("it was accepted, but is neither in the feed nor in the queue",))
        told = _differences(post, found.post, found.price_minor)
        if found.times > 1:
            told.append(
                f"it is there {found.times} times: the browser sent it again by itself after a broken connection"
            )
        return replace(made, at=found.post.at, scheduled_for=found.post.scheduled_for, differs=tuple(told))

    async def _found(self, run: Run, made: RemotePost, *, queued: bool) -> "_Found | None":
        if queued:
            waiting = await self._feed.queue(run)
            if (found := _only(waiting, made)) is not None:
                return found
        out: list[tuple[RemotePost, int | None]] = []
        async with aclosing(self._feed.pages(run, made.at - timedelta(days=1))) as pages:
            async for opened, page in pages:
                out += [_of_feed(item, opened.me.username) for item in page.items(Post)[0]]
        return _only([one for one, _ in out], made, {one.remote_id: price for one, price in out})


class _Found(NamedTuple):
    """A post as it is there. `price_minor` None: not told; `times`: how often its like is there since it was sent."""

    post: RemotePost
    price_minor: int | None
    times: int


def _of_feed(item: Post, username: str) -> tuple[RemotePost, int | None]:
    return parse.post(item, username), parse.cents(item.price) if item.price is not None else None


def _only(
    there: Sequence[RemotePost], made: RemotePost, prices: Mapping[str, int | None] | None = None
) -> _Found | None:
    found = next((one for one in there if one.remote_id == made.remote_id), None)
    if found is None:
        return None
    alike = [
        one
        for one in there
        if abs(one.at - found.at) <= PROBE_SKEW
        and (normalised(one.text), one.media_count) == (normalised(found.text), found.media_count)
    ]
    return _Found(found, (prices or {}).get(found.remote_id), len(alike))


def _refuse_price(post: OutgoingPost, me: Me) -> None:
    usual = MANIFEST.price
    least = parse.cents(me.post_min_price) if me.post_min_price is not None else usual.least if usual else 0
    most = parse.cents(me.post_max_price) if me.post_max_price is not None else usual.most if usual else 0
    wrong = price_problem(
        post.price_minor,
        has_media=bool(post.parts[0].media),
        expires=bool(post.options.get(EXPIRES)),
        least=least,
        most=most,
    )
    if wrong:
        raise Rejected(wrong)


async def _values(post: OutgoingPost) -> dict[str, Any]:
    """What the flow fills in; what is empty, its steps pass over."""
    part, days = post.parts[0], post.options.get(EXPIRES, "")
    at = post.scheduled_for
    values: dict[str, Any] = {
        "text": part.text,
        "same_text": Typed("text", part.text) if part.text else None,
        "attach": Attached(part.media) if part.media else None,
        "price": f"{post.price_minor // 100}.{post.price_minor % 100:02}" if post.price_minor else "",
        "preview": FIRST if post.price_minor and post.options.get(PREVIEW) == FIRST else "",
        "expires": days,
        f"expires_{days}": days,
        "schedule": Calendar(at.astimezone(UTC).replace(second=0, microsecond=0)) if at is not None else None,
        "ready": Ready("submit", patience_for(part.media)),
    }
    return values


def patience_for(media: Sequence[UploadSource]) -> float:
    """How long a form's button may take to come to life, in seconds."""
    return _PATIENCE + sum(one.item.size for one in media) / _LEAST_SPEED


class Typed:
    """The editor must hold what was typed into it, to the letter: it may take no line breaks, or make something of an @."""

    def __init__(self, element: str, text: str) -> None:
        self._element, self._text = element, text

    async def __call__(self, tab: Tab, look: Look) -> None:
        field = await look.find(self._element)
        tag = await field.evaluate("element => element.tagName")
        held = await (field.input_value() if tag == "TEXTAREA" else field.inner_text())
        if normalised(held) != normalised(self._text):
            raise LayoutChanged("the form does not hold the text that was typed into it")


class Attached:
    """Files, through the site's own dialog; read from memory, so many at a time as Playwright takes."""

    def __init__(self, media: Sequence[UploadSource]) -> None:
        self._media = media

    async def __call__(self, tab: Tab, look: Look) -> None:
        for together in _together(self._media):
            files: Any = [await _payload(one) for one in together]
            await choose(tab, await look.find("attach"), files)


def _together(media: Sequence[UploadSource]) -> list[list[UploadSource]]:
    found: list[list[UploadSource]] = [[]]
    room = MOST_BYTES
    for one in media:
        if one.item.size > room and found[-1]:
            found.append([])
            room = MOST_BYTES
        found[-1].append(one)
        room -= one.item.size
    return found


async def _payload(source: UploadSource) -> dict[str, Any]:
    """A name that says nothing: the file's own may name people and places."""
    content = bytearray()
    while len(content) < source.item.size and (piece := await source.read(len(content), _PIECE)):
        content += piece
    ending = source.item.mime.rsplit("/", 1)[-1].replace("quicktime", "mov").replace("jpeg", "jpg")
    return {"name": f"{source.item.id}.{ending}", "mimeType": source.item.mime, "buffer": bytes(content)}


class Ready:
    """The button comes to life once all is uploaded; before that it is only there (§6). `patience` in seconds."""

    def __init__(self, element: str, patience: float) -> None:
        self._element, self._patience = element, patience

    async def __call__(self, tab: Tab, look: Look) -> None:
        """Raises Rejected with the form's own words, Temporary where the button does not come to life in time."""
        try:
            async with asyncio.timeout(self._patience):
                while not await look.shows(self._element):
                    if await look.shows("error"):
                        raise Rejected(shown(await (await look.find("error")).inner_text()))
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            raise Temporary("the form's button did not come to life in time; nothing was sent") from None


def _differences(post: OutgoingPost, found: RemotePost, price_minor: int | None) -> list[str]:
    """What of a post is other than was asked for, in words."""
    asked, there, media = post.scheduled_for, found.scheduled_for, len(post.parts[0].media)
    told = []
    if asked is None and there is not None:
        told.append(f"it waits until {_clock(there)}, as was chosen in its form")
    elif asked is not None and there is None:
        told.append(f"it went out at {_clock(found.at)} instead of waiting until {_clock(asked)}")
    elif asked is not None and there is not None and _minute(asked) != _minute(there):
        told.append(f"it waits until {_clock(there)} instead of {_clock(asked)}")
    if found.media_count != media:
        told.append(f"it has {found.media_count} pictures or films instead of {media}")
    if normalised(found.text) != normalised(post.parts[0].text):
        told.append("its text is another than was asked for")
    if price_minor is not None and price_minor != post.price_minor:
        told.append(f"it costs ${price_minor / 100:.2f} instead of ${post.price_minor / 100:.2f}")
    return told


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
