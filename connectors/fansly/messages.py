"""Reads conversations: those in which something was written since the last pull (platforms/fansly.md §4.6)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import msgspec

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.fansly import parse
from connectors.fansly.api import Api
from connectors.fansly.wire import GroupRow, Groups, Message, Messages, Person
from ofauto_desktop.domain.messages import Reads, RemoteMessage, RemotePerson
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.words import mark

_GROUPS, _PAGE, _NAMES = 30, 25, 20
# Of the first reading; later ones end where the last one began. A page takes three seconds or more.
_MOST_GROUP_PAGES = 40
_MOST_PAGES = 4
_DAY = timedelta(days=1)
_TOO_MANY = "Fansly had more messages in a conversation than are read at once"


class InboxCursor(msgspec.Struct, omit_defaults=True):
    """All up to message `newest` was read; `top` and `offset` are of a reading that was cut off."""

    newest: str | None = None
    top: str | None = None
    offset: int = 0


@dataclass(slots=True)
class _Pull:
    context: PullContext
    me: str
    cursor: InboxCursor
    named: set[str] = field(default_factory=set)

    @property
    def floor(self) -> int:
        return int(self.cursor.newest or 0)


class Inbox:
    def __init__(self, api: Api) -> None:
        self._api = api

    async def pull(self, context: PullContext) -> AsyncIterator[Batch]:
        """The list of conversations page by page, and in each what is new. It goes on at the page where it was cut off."""
        if context.reads is Reads.NOTHING:
            return
        pull = _Pull(context, await self._api.my_id(), _loaded(context.cursor))
        for _ in range(_MOST_GROUP_PAGES):
            groups, people, unreadable, full = await self._groups(pull)
            fresh = [one for one in groups if _number(one.last_message_id) > pull.floor]
            for group in fresh:
                yield await self._of(group, pull)
            pull.cursor.top = _highest(pull.cursor.top, *(one.last_message_id for one in fresh))
            # The list is by the last message: below one without anything new there is nothing new.
            ended = not full or len(fresh) < len(groups)
            pull.cursor.offset += len(groups)
            if ended:
                pull.cursor = InboxCursor(newest=_highest(pull.cursor.newest, pull.cursor.top))
            yield Batch(
                people=await self._introduced(people, fresh, pull),
                cursor=msgspec.json.encode(pull.cursor).decode(),
                gaps=lists.missing(unreadable, mark("conversations"), context.now),
            )
            if ended:
                return
        pull.cursor = InboxCursor(newest=_highest(pull.cursor.newest, pull.cursor.top))
        yield Batch(cursor=msgspec.json.encode(pull.cursor).decode())

    async def _groups(self, pull: _Pull) -> tuple[list[GroupRow], list[RemotePerson], int, bool]:
        query = {"sortOrder": "1", "flags": "0", "subscriptionTierId": "", "listIds": "", "search": ""}
        place = {"limit": str(_GROUPS), "offset": str(pull.cursor.offset)}
        answer: Groups = await self._api.get("/messaging/groups", Groups, **query, **place)
        rows, unreadable = parse.rows_of(answer.data, GroupRow, lambda one: one)
        told = (answer.aggregation_data.accounts if answer.aggregation_data else None) or ()
        people, _ = parse.rows_of(told, Person, parse.person)
        return rows, people, unreadable, bool(answer.data)

    async def _of(self, group: GroupRow, pull: _Pull) -> Batch:
        """What is new in a conversation, as far as it is read at once; a gap says where that ends."""
        found: list[RemoteMessage] = []
        unreadable, before, cut_off = 0, None, False
        for count in range(1, _MOST_PAGES + 1):
            query = {"groupId": group.group_id, "limit": str(_PAGE), **({"before": before} if before else {})}
            answer: Messages = await self._api.get("/message", Messages, **query)
            kinds = parse.media_kinds(answer.account_media)
            rows, missing = parse.rows_of(answer.messages, Message, lambda one: one)
            told, odd = lists.each(rows, partial(_told, group=group, me=pull.me, kinds=kinds))
            unreadable += missing + odd
            found += [one for one in told if int(one.remote_id) > pull.floor]
            lowest = min((one.id for one in rows), key=int, default=None)
            if lowest is None or int(lowest) <= pull.floor or (before is not None and int(lowest) >= int(before)):
                break
            before, cut_off = lowest, count == _MOST_PAGES
        if cut_off and pull.cursor.newest is None:
            cut_off = False  # of a first reading nobody expects what is older
        gaps = (*_cut(found, cut_off=cut_off), *lists.missing(unreadable, mark("messages"), pull.context.now))
        return Batch(messages=tuple(found), gaps=gaps)

    async def _introduced(
        self, told: Sequence[RemotePerson], groups: Sequence[GroupRow], pull: _Pull
    ) -> tuple[RemotePerson, ...]:
        """Who they are: as the list says, and for those whom it does not name, as asked. Who is gone is not told."""
        found = {one.remote_id: one for one in told if one.handle}
        partners = [one.partner_account_id for one in groups if _number(one.partner_account_id)]
        for group in groups:
            if group.partner_account_id and group.partner_username and group.partner_account_id not in found:
                handle = parse.line(group.partner_username)
                found[group.partner_account_id] = RemotePerson(
                    remote_id=group.partner_account_id, handle=handle, name=handle
                )
        unknown = [one for one in partners if one and one not in found and one not in pull.named]
        pull.named.update(found, unknown)
        strangers = sorted(await pull.context.strangers(unknown)) if unknown else []
        for start in range(0, len(strangers), _NAMES):
            raw = await self._api.get("/account", list[msgspec.Raw], ids=",".join(strangers[start : start + _NAMES]))
            people, _ = parse.rows_of(raw, Person, parse.person)
            found |= {one.remote_id: one for one in people if one.remote_id in strangers}
        return tuple(found.values())


def _told(row: Message, group: GroupRow, me: str, kinds: dict[str, str]) -> RemoteMessage:
    return parse.message(row, group.group_id, group.partner_account_id, me, kinds)


def _cut(found: Sequence[RemoteMessage], *, cut_off: bool) -> tuple[Gap, ...]:
    if not cut_off or not found:
        return ()
    day: datetime = min(one.at for one in found).replace(hour=0, minute=0, second=0, microsecond=0)
    return (Gap(start=day, end=day + _DAY, reason=_TOO_MANY),)


def _number(told: str | None) -> int:
    return int(told) if told and told.isascii() and told.isdecimal() and len(told) <= 20 else 0


def _highest(*ids: str | None) -> str | None:
    return max((one for one in ids if _number(one)), key=_number, default=None)


def _loaded(text: str | None) -> InboxCursor:
    """The cursor in `text`, or a new one: to begin again is safe."""
    try:
        return msgspec.json.decode(text, type=InboxCursor) if text else InboxCursor()
    except (msgspec.DecodeError, UnicodeError):
        return InboxCursor()
