"""What people write to an account on X: mentions since the last pull, then direct messages of 30 days (platforms/x.md §6, §7).

Every read is billed, so nothing is asked for twice: mentions by `since_id`; messages, for which there is none, in a small
page first, until one that is known. People are looked up once, not expanded on every page.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from connectors import lists
from connectors.base import Batch, PullContext, Strangers
from connectors.diagnostics import Diagnostics
from connectors.errors import MissingScope, OutcomeUnknown, Rejected, Unsupported
from connectors.http import Reply, decoded
from connectors.x import letters, listed, parse
from connectors.x.manifest import DIRECT_SCOPES
from connectors.x.session import Session
from connectors.x.wire import ItemError, PeopleRaw, User, WrittenAnswer
from ofauto_desktop.domain.messages import (
    ConversationKind,
    OutgoingMessage,
    Reads,
    RemoteMessage,
    RemotePerson,
)
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.words import mark

_MENTION_FIELDS = "id,text,created_at,author_id,entities,note_tweet,attachments,referenced_tweets"
_EVENT_FIELDS = "id,text,event_type,created_at,dm_conversation_id,sender_id,participant_ids,attachments"
_PAGE = 100
# The first page of a later pull: most often there is nothing new, and what is read again on another day is billed again.
_FIRST_PAGE = 5
# X lists 800 mentions at most. Of messages so many pages are read at once; it bills each, and takes 15 requests in 15 minutes.
_MOST_PAGES = {"mentions": 8, "direct": 5}
_KEPT_AT_X = timedelta(days=30)
_TOO_MANY = "X had more messages than are read at once, as it bills each one"


class _At(msgspec.Struct, kw_only=True):
    """Where the reading of one list stands: all up to `newest` is read; `token` leads on in a pull that was cut off.

    `pending` will be the newest once that pull is complete, `pages` counts its pages.
    """

    newest: str | None = None
    pending: str | None = None
    token: str | None = None
    pages: int = 0


class _Missed(msgspec.Struct, kw_only=True):
    """A stretch that was left out because it would have been too much."""

    start: datetime
    end: datetime


class _Cursor(msgspec.Struct, kw_only=True):
    mentions: _At = msgspec.field(default_factory=_At)
    direct: _At = msgspec.field(default_factory=_At)
    missed: _Missed | None = None


@dataclass(slots=True)
class _Pull:
    """One pull under way. `known` are the people that it has asked for."""

    context: PullContext
    me: str
    at: _Cursor
    known: set[str] = field(default_factory=set)

    def batch(self, messages: Sequence[RemoteMessage], people: Sequence[RemotePerson], unreadable: int) -> Batch:
        return Batch(
            messages=tuple(messages),
            people=tuple(people),
            cursor=msgspec.json.encode(self.at).decode(),
            gaps=(*self._missed(), *lists.missing(unreadable, mark("messages"), self.context.now)),
        )

    def _missed(self) -> tuple[Gap, ...]:
        missed = self.at.missed
        if missed is None or self.context.now - missed.end > _KEPT_AT_X:
            return ()
        return (Gap(start=missed.start, end=missed.end, reason=_TOO_MANY),)


class Inbox:
    """Reads and writes in one account's name; `me` gives its id."""

    def __init__(self, session: Session, diagnostics: Diagnostics, me: Callable[[], Awaitable[str]]) -> None:
        self._session, self._diagnostics, self._me = session, diagnostics, me

    async def pull(self, context: PullContext) -> AsyncIterator[Batch]:
        """Mentions, then messages where they are wanted; it resumes at the page where it was cut off.

        Raises MissingScope where messages are wanted and the login was not granted them.
        """
        if context.reads is Reads.NOTHING:
            return
        pull = _Pull(context=context, me=await self._me(), at=_opened(context.cursor))
        async for batch in self._mentions(pull):
            yield batch
        if context.reads is Reads.ALL:
            await self._refuse_without_scope()
            async for batch in self._direct(pull):
                yield batch

    async def write(self, message: OutgoingMessage, now: datetime) -> RemoteMessage:
        """One POST to one person. Raises Unsupported for a group, else as `XClient.send` does."""
        if message.in_kind is not ConversationKind.DIRECT or len(message.to) != 1 or not parse.is_id(message.to[0]):
            raise Unsupported("X takes messages to one person from this program; a group is answered at X")
        path = f"/dm_conversations/with/{message.to[0]}/messages"
        body = {"text": message.text}
        reply = await self._session.call("POST", path, bucket="dm_create", publishing=True, json=body)
        try:
            made = msgspec.json.decode(reply.body, type=WrittenAnswer).data
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise OutcomeUnknown("X accepted it but its answer cannot be read") from error
        return RemoteMessage(
            remote_id=made.dm_event_id,
            conversation=made.dm_conversation_id or message.conversation,
            in_kind=message.in_kind,
            at=now,
            sender=None,
            own=True,
            text=message.text,
            people=message.to,
        )

    async def _refuse_without_scope(self) -> None:
        """Before anything is asked, where it is known what was granted: a pasted token does not say."""
        granted = (await self._session.credential()).fields.get("scope", "").split()
        if granted and DIRECT_SCOPES[0] not in granted:
            raise MissingScope(f"the login was not granted {DIRECT_SCOPES[0]}; log in again with direct messages")

    async def _mentions(self, pull: _Pull) -> AsyncIterator[Batch]:
        at = pull.at.mentions
        params = {"max_results": str(_PAGE), "tweet.fields": _MENTION_FIELDS}
        if at.newest:
            params["since_id"] = at.newest
        path = f"/users/{pull.me}/mentions"
        while True:
            page = listed.page(await self._page(path, "mentions", params, at), self._diagnostics)
            tweets, errors = page.timeline.data or [], page.timeline.errors
            if page.timeline.data is None and errors:
                raise _hidden(errors)
            _walked(at, [one.id for one in tweets], page.timeline.next_token, "mentions")
            messages, unreadable = lists.each(tweets, partial(letters.mention, me=pull.me))
            people = await self._introduced(pull, messages)
            yield pull.batch(messages, people, page.unreadable + unreadable)
            if at.token is None:
                return

    async def _direct(self, pull: _Pull) -> AsyncIterator[Batch]:
        at = pull.at.direct
        newest = int(at.newest) if at.newest else 0
        while True:
            size = _FIRST_PAGE if at.newest and not at.pages else _PAGE
            params = {"max_results": str(size), "dm_event.fields": _EVENT_FIELDS}
            page = listed.events(await self._page("/dm_events", "dm_events", params, at), self._diagnostics)
            if not page.events and page.errors:
                raise _hidden(page.errors)
            fresh = [one for one in page.events if int(one.id) > newest]
            is_last = len(fresh) < len(page.events)
            more = _walked(at, [one.id for one in fresh], None if is_last else page.following, "direct")
            if more and fresh:
                oldest = parse.made_at(min((one.id for one in fresh), key=int))
                start = parse.made_at(str(newest)) if newest else pull.context.now - _KEPT_AT_X
                pull.at.missed = _Missed(start=min(start, oldest), end=oldest)
            messages, unreadable = lists.each(fresh, partial(letters.message, me=pull.me))
            people = await self._introduced(pull, messages)
            yield pull.batch(messages, people, page.unreadable + unreadable)
            if at.token is None:
                return

    async def _page(self, path: str, bucket: str, params: Mapping[str, str], at: _At) -> Reply:
        query: dict[str, Any] = dict(params)
        try:
            more = {"pagination_token": at.token} if at.token else {}
            return await self._session.call("GET", path, bucket=bucket, params={**query, **more})
        except Rejected:
            if not at.token:
                raise
            # A page of an interrupted pull is not kept for ever; from the start again loses nothing.
            at.token, at.pages = None, 0
            return await self._session.call("GET", path, bucket=bucket, params=query)

    async def _introduced(self, pull: _Pull, messages: Sequence[RemoteMessage]) -> list[RemotePerson]:
        """Those who are met for the first time, by name; X leaves out who is suspended."""
        met = {one.sender for one in messages if one.sender} | {one for each in messages for one in each.people}
        ids = sorted(await _strangers(met - pull.known - {pull.me}, pull.context.strangers))
        pull.known |= met
        found: list[RemotePerson] = []
        for start in range(0, len(ids), _PAGE):
            query = {"ids": ",".join(ids[start : start + _PAGE]), "user.fields": "id,name,username"}
            reply = await self._session.call("GET", "/users", bucket="users_lookup", params=query)
            users = lists.of_form(decoded(reply, PeopleRaw, self._diagnostics).data or [], User)
            found += [letters.person(one) for one in users if one.id in ids]
        return found


def _hidden(errors: Sequence[ItemError]) -> Rejected:
    return Rejected(f"X does not show this ({(errors[0].title or 'no reason given')[:60]})")


async def _strangers(met: set[str], asked: Strangers) -> list[str]:
    return [one for one in await asked(met) if parse.is_id(one)] if met else []


def _walked(at: _At, ids: Sequence[str], following: str | None, name: str) -> bool:
    """Note that a page with these `ids` was read; whether there would be more, but too much to read at once.

    A token that comes again, as X once repeated its pages for ever, is an end by the count of pages.
    """
    at.pages += 1
    at.pending = at.pending or max((one for one in ids if parse.is_id(one)), key=int, default=None)
    too_much = following is not None and (at.pages >= _MOST_PAGES[name] or following == at.token)
    at.token = None if too_much else following
    if at.token is None:
        at.newest, at.pending, at.pages = at.pending or at.newest, None, 0
    return too_much


def _opened(cursor: str | None) -> _Cursor:
    return msgspec.json.decode(cursor, type=_Cursor) if cursor else _Cursor()
