"""Posts and messages by Fansly's own page in a browser, each sent once, and read back (platforms/fansly.md §5, §6)."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec

from connectors.base import Connection, Prepared
from connectors.browser.answers import Answer
from connectors.browser.session import BrowserSession
from connectors.browser.tab import Screen, Tab, nothing_wrong
from connectors.browser.walking import walk
from connectors.errors import ConnectorError, OutcomeUnknown, Rejected, Unsupported
from connectors.fansly import parse, units
from connectors.fansly.composer import Composer, Wanted, payloads
from connectors.fansly.manifest import MANIFEST
from connectors.fansly.posts import PostsReader
from connectors.fansly.refusals import refusal
from connectors.fansly.session import browser_state
from connectors.fansly.site import site
from connectors.fansly.wire import Account, Attachment, Envelope, Made, Message
from connectors.http import Reply
from ofauto_desktop.domain.messages import ConversationKind, OutgoingMessage, RemoteMessage
from ofauto_desktop.domain.posts import OutgoingPost, RemotePost
from ofauto_desktop.domain.words import mark

_ME = re.escape("/api/v1/account/me")


class _Written(msgspec.Struct, rename="camel"):
    """What the page is about to post, as far as it is looked at before it leaves."""

    content: str = ""
    attachments: list[Attachment] = []
    scheduled_for: int | float = 0


class Page:
    """The site's page, for one account. Raises Unsupported where there is no browser for it."""

    def __init__(self, connection: Connection, posts: PostsReader, ask: Callable[[], Awaitable[Account]]) -> None:
        self._connection, self._posts, self._ask = connection, posts, ask

    async def publish(self, prepared: Prepared, *, by_person: bool) -> RemotePost:
        """Put a post out, or into the site's queue: one click, by the program or by the person who looks.

        Before that click nothing is out, whatever is raised. What comes back was read back (`differs`).
        """
        post = _in_minutes(prepared.post)
        _refuse_impossible(post, self._connection)
        contents = [await source.read(0, source.item.size) for source in post.parts[0].media]
        wanted = Wanted(
            post=post,
            files=payloads(post, contents),
            account_id=self._connection.remote_id,
            by_person=by_person,
            ask=self._ask,
        )
        async with self._tab(window=by_person) as tab, tab.answers(_ME) as heard:
            composer = Composer(wanted, heard, self._connection.now)
            # A person may change what they look at, and is told what differs.
            screen = nothing_wrong if by_person else partial(_wrong, post)
            answer = await self._walked(tab, "publish", composer.values(), by_person=by_person, screen=screen)
        made = self._made(answer.reply, Made)
        return await self._read_back(post, made.id, by_person=by_person)

    async def write(self, message: OutgoingMessage) -> RemoteMessage:
        """One direct message, sent once."""
        if message.in_kind is not ConversationKind.DIRECT or not message.conversation.isdecimal():
            raise Unsupported("Fansly takes messages to one person from this program")
        me = self._connection.remote_id
        nothing = OutgoingPost(target_id=0, parts=())
        wanted = Wanted(post=nothing, files=(), account_id=me, by_person=False, ask=self._ask)
        async with self._tab(window=False) as tab, tab.answers(_ME) as heard:
            enter = Composer(wanted, heard, self._connection.now).enter
            values = {"enter": enter, "group": message.conversation, "text": message.text}
            answer = await self._walked(tab, "write", values)
        made = self._made(answer.reply, Message)
        told = parse.message(made, message.conversation, message.to[0] if message.to else None, me or "", {})
        return replace(told, own=True, sender=None, text=message.text, people=message.to)

    def _tab(self, *, window: bool) -> Any:
        return self._browser().tab(window=window, login=self._login)

    def _browser(self) -> BrowserSession:
        browser = self._connection.browser
        if browser is None:
            raise Unsupported("Fansly takes posts and messages from its own page only, and there is no browser here")
        return browser

    def _login(self, fields: Any) -> Any:
        return browser_state(fields, self._connection.endpoints["site"], self._connection.remote_id)

    async def _walked(
        self, tab: Tab, flow: str, values: Any, *, by_person: bool = False, screen: Screen = nothing_wrong
    ) -> Answer:
        address = self._connection.endpoints["site"]
        answer = await walk(tab, tab.look(site()), flow, values, address=address, by_person=by_person, screen=screen)
        if answer is None:
            message = "the flow ends without an answer"
            raise RuntimeError(message)
        return answer

    def _made(self, reply: Reply, form: Any) -> Any:
        """What the site made of it. Raises what a clear refusal means; everything else may have gone out."""
        error = refusal(reply, now=self._connection.now())
        if error is not None and (reply.status >= 500 or 300 <= reply.status < 400):
            raise OutcomeUnknown(f"Fansly answered {reply.status} when it was sent")
        if error is not None:
            raise error
        try:
            told = msgspec.json.decode(reply.body, type=Envelope).response
            return msgspec.json.decode(told, type=form)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise OutcomeUnknown("Fansly accepted it but its answer cannot be read") from error

    async def _read_back(self, post: OutgoingPost, made: str, *, by_person: bool) -> RemotePost:
        """What the site has now, against what was asked for. It is out in any case."""
        text, files = post.parts[0].text, len(post.parts[0].media)
        out = RemotePost(
            remote_id=made,
            text=text,
            at=post.scheduled_for or self._connection.now(),
            url=parse.address(made),
            media_count=files,
            scheduled_for=post.scheduled_for,
        )
        try:
            # A person may have chosen a time on the page.
            found = await self._found(made, queued=by_person or post.scheduled_for is not None)
        except ConnectorError:
            return replace(out, differs=(mark("it could not be looked at afterwards"),))
        if found is None:
            return replace(out, differs=(mark("the site does not list it yet"),))
        return replace(out, at=found.at, scheduled_for=found.scheduled_for, differs=tuple(_differences(out, found)))

    async def _found(self, made: str, *, queued: bool) -> RemotePost | None:
        queue = await self._posts.queue() if queued else ()
        waiting = next((one for one in queue if one.remote_id == made), None)
        return waiting or await self._posts.one(made, self._connection.now())


def _refuse_impossible(post: OutgoingPost, connection: Connection) -> None:
    spec = MANIFEST.price
    wrong = spec.wrong(str(post.price_minor), has_media=bool(post.parts[0].media)) if spec is not None else ""
    if wrong:
        raise Rejected(wrong)
    if post.scheduled_for is not None and post.scheduled_for <= connection.now():
        raise Rejected("the time for Fansly's scheduler has passed")


def _in_minutes(post: OutgoingPost) -> OutgoingPost:
    """The site's scheduler knows no seconds."""
    at = post.scheduled_for
    return post if at is None else replace(post, scheduled_for=at.replace(second=0, microsecond=0))


def _wrong(post: OutgoingPost, body: bytes) -> str:
    """What of a post is not as it was asked for, right before it would leave; "" where all is, or it cannot be read."""
    try:
        written = msgspec.json.decode(body, type=_Written)
    except (msgspec.DecodeError, RecursionError):
        return ""
    wanted = units.milliseconds(post.scheduled_for) if post.scheduled_for is not None else 0
    if int(written.scheduled_for) != wanted:
        return mark("the page was about to send it for another time")
    if len(written.attachments) != len(post.parts[0].media):
        return f"the page was about to send {len(written.attachments)} of {len(post.parts[0].media)} files"
    if " ".join(written.content.split()) != " ".join(post.parts[0].text.split()):
        return mark("the page was about to send another text")
    return ""


def _differences(asked: RemotePost, found: RemotePost) -> list[str]:
    said = []
    if found.scheduled_for != asked.scheduled_for:
        said.append(mark("it is planned for another time"))
    if found.media_count != asked.media_count:
        said.append(f"it has {found.media_count} of {asked.media_count} files")
    if " ".join(found.text.split()) != " ".join(asked.text.split()):
        said.append(mark("its text is another one"))
    return said
