"""Reads conversations: whoever wrote since the last pull, the longest silent first, so that it can stop after any of them."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from functools import partial

import msgspec

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged, Temporary
from connectors.instants import known
from connectors.onlyfans import cursor as cursors
from connectors.onlyfans import parse
from connectors.onlyfans.cursor import LettersCursor
from connectors.onlyfans.site import API
from connectors.onlyfans.visits import Opened, Run, Visits
from connectors.onlyfans.wire import Chat, Letter, User
from ofauto_desktop.domain.messages import Reads, RemoteMessage, RemotePerson
from ofauto_desktop.domain.words import mark

CHATS = "/my/chats/"
_LIST, _PEOPLE = f"{API}/chats", f"{API}/users/list"
# A first pull is no archive, and each conversation is a page that is opened.
_FIRST = timedelta(days=30)
_MOST_CHATS, _MOST_PAGES = 30, 10
_SHORT = 3.0


class Inbox:
    """One pull of an account's conversations."""

    def __init__(self, visits: Visits, context: PullContext) -> None:
        self._visits, self._context = visits, context
        self._cursor = cursors.loaded(context.cursor, LettersCursor)
        self._names: dict[str, RemotePerson] = {}

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """Only where a person chose that messages are read: mentions are none here."""
        if self._context.reads is not Reads.ALL:
            return
        cursor = self._cursor
        until = cursor.until or self._context.now - _FIRST
        since = cursor.since = cursor.since or until
        async with self._visits.run() as run:
            chats, unreadable = await self._changed(run, until)
            gaps = lists.missing(unreadable, mark("conversations"), self._context.now)
            yield Batch(people=await self._strangers(), gaps=gaps)
            for at, who in sorted((at, who) for who, at in chats.items()):
                messages, bad = await self._conversation(run, who, since)
                # Two may have written in the same second, so what is as old as this is read once more.
                cursor.until = at
                yield Batch(
                    messages=tuple(messages),
                    cursor=cursors.saved(cursor),
                    gaps=lists.missing(bad, mark("messages"), self._context.now),
                )
        cursor.since = None
        yield Batch(cursor=cursors.saved(cursor))

    async def _changed(self, run: Run, until: datetime) -> tuple[dict[str, datetime], int]:
        """Who wrote, or was written to, at or after `until`, and when last."""
        found: dict[str, datetime] = {}
        unreadable = 0
        async with run.page(CHATS, _LIST, _PEOPLE) as opened:
            number = 0
            while number < _MOST_CHATS:
                told = await opened.answer(scroll="down" if number else "")
                if told.path == _PEOPLE:
                    self._note(told.reply.body)
                    continue
                number += 1
                page = opened.page_of(told)
                chats, bad = lists.each(page.items(Chat)[0], last_of)
                unreadable += bad
                recent = {who: at for who, at in chats if at >= until}
                found |= recent
                if not chats or len(recent) < len(chats) or page.more is False:
                    break
            await self._last_names(opened, found)
        return found, unreadable

    async def _last_names(self, opened: Opened, found: Mapping[str, datetime]) -> None:
        """The page asks for names right after each part of its list; one that does not come stays unknown."""
        try:
            while not found.keys() <= self._names.keys():
                told = await opened.answer(patience=_SHORT)
                if told.path == _PEOPLE:
                    self._note(told.reply.body)
        except Temporary:
            return

    def _note(self, body: bytes) -> None:
        """Names, by the id as a text. What cannot be read is not known."""
        try:
            told = msgspec.json.decode(body, type=dict[str, User])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        for key, one in told.items():
            if one.id is not None and str(one.id) == key and (one.username or one.name):
                person = RemotePerson(remote_id=key, handle=one.username or "", name=one.name or one.username or "")
                self._names[key] = person

    async def _strangers(self) -> tuple[RemotePerson, ...]:
        wanted = await self._context.strangers(list(self._names))
        return tuple(self._names[one] for one in wanted if one in self._names)

    async def _conversation(self, run: Run, who: str, since: datetime) -> tuple[list[RemoteMessage], int]:
        """Its messages at or after `since`, newest first, as far back as so many pages go."""
        messages: list[RemoteMessage] = []
        unreadable = 0
        path = rf"{API}/chats/{who}/messages"
        async with run.page(f"/my/chats/chat/{who}", path) as opened, aclosing(opened.pages(scroll="up")) as pages:
            me, count = str(opened.me.id), 0
            async for page in pages:
                found, bad = page.items(Letter)
                read, worse = lists.each(found, partial(parse.letter, conversation=who, my_id=me))
                messages += [one for one in read if one.at >= since]
                unreadable, count = unreadable + bad + worse, count + 1
                if count >= _MOST_PAGES or any(one.at < since for one in read):
                    break
        return messages, unreadable


def last_of(chat: Chat) -> tuple[str, datetime] | None:
    """With whom, and when last; None where nothing was written yet. Raises LayoutChanged where nobody is named."""
    if chat.with_user.id is None or not str(chat.with_user.id).isdecimal():
        raise LayoutChanged("a conversation is with nobody")
    at = known(chat.last_message.created_at) if chat.last_message is not None else None
    return None if at is None else (str(chat.with_user.id), at)
