"""Messages to whole lists of people, through the site's own page for them (platforms/onlyfans.md §5.5, §6)."""

import re
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import msgspec

from connectors import lists
from connectors.base import Connection
from connectors.browser.look import Look, any_of
from connectors.browser.tab import Tab
from connectors.browser.walking import walk
from connectors.errors import LayoutChanged, OutcomeUnknown, Rejected
from connectors.instants import known
from connectors.onlyfans import parse
from connectors.onlyfans.calendar import Calendar
from connectors.onlyfans.publishing import Attached, Ready, Typed, patience_for
from connectors.onlyfans.refusals import refusal
from connectors.onlyfans.rules import price_problem
from connectors.onlyfans.site import API, site
from connectors.onlyfans.visits import Opened, Visits
from connectors.onlyfans.wire import Me, NamedList, Queued
from ofauto_desktop.domain.broadcasts import OutgoingBroadcast, PeopleList, SentBroadcast

PAGE = "/my/chats/send"
_LISTS = f"{API}/lists"
# Where the account's own are not told (§4).
_LEAST, _MOST = 300, 20_000


class Broadcaster:
    """For one account."""

    def __init__(self, connection: Connection, visits: Visits) -> None:
        self._connection, self._visits = connection, visits

    async def lists(self) -> Sequence[PeopleList]:
        """The lists that can be chosen, in the site's order."""
        async with self._visits.run() as run, run.page(PAGE, _LISTS) as opened:
            found, _ = opened.page_of(await opened.answer()).items(NamedList)
        return lists.each(found, _list)[0]

    async def send(self, message: OutgoingBroadcast) -> SentBroadcast:
        """Send it once. Raises OutcomeUnknown where it may have gone out all the same, Rejected where it was refused."""
        async with self._visits.run() as run, run.page(PAGE) as opened:
            _refuse(message, opened.me)
            at = message.scheduled_for
            values: dict[str, Any] = {
                "to": Chosen(message.to),
                "excluding": Chosen(message.excluding) if message.excluding else None,
                "text": message.text,
                "same_text": Typed("text", message.text) if message.text else None,
                "attach": Attached(message.media) if message.media else None,
                "price": f"{message.price_minor / 100:.2f}" if message.price_minor else "",
                "schedule": Calendar(at.astimezone(UTC).replace(second=0, microsecond=0)) if at is not None else None,
                "ready": Ready("send", patience_for(message.media)),
            }
            answer = await walk(opened.tab, opened.tab.look(site()), "broadcast", values, address=run.address)
            if answer is None:
                raise LayoutChanged("the site's data do not say how a message is answered")
            error = refusal(answer.reply, self._connection.now(), publishing=True)
            if error is not None:
                raise error
            return self._made(opened, answer.reply.body, message)

    def _made(self, opened: Opened, body: bytes, message: OutgoingBroadcast) -> SentBroadcast:
        try:
            made = msgspec.json.decode(body, type=Queued)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
            raise OutcomeUnknown("OnlyFans accepted it but its answer cannot be read") from wrong
        at = (known(made.date) if made.date is not None else None) or self._connection.now()
        told: tuple[str, ...] = ()
        if message.scheduled_for is not None and abs((at - message.scheduled_for).total_seconds()) > 60:
            told = (f"it goes out at {at:%Y-%m-%d %H:%M} UTC instead of {message.scheduled_for:%Y-%m-%d %H:%M} UTC",)
        return SentBroadcast(remote_id=str(made.id), people=parse.whole(made.total), at=at, differs=told)


class Chosen:
    """Lists by their names, each of which must be there once: nobody is written to by a guess."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    async def __call__(self, tab: Tab, look: Look) -> None:
        await look.find("list_row")
        for name in self._names:
            row = any_of(look.page, look.site, "list_row").filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
            if await row.count() != 1:
                raise Rejected(f"the site has no list of that name, or several: {name[:60]}")
            await row.click()


def _list(item: NamedList) -> PeopleList:
    if not item.name:
        raise LayoutChanged("a list has no name")
    return PeopleList(name=item.name, people=parse.whole(item.users_count))


def _refuse(message: OutgoingBroadcast, me: Me) -> None:
    if not message.to:
        raise Rejected("nobody is chosen to write to")
    if not message.text.strip() and not message.media:
        raise Rejected("there is no text and no media")
    least = parse.cents(me.message_min_price) if me.message_min_price is not None else _LEAST
    most = parse.cents(me.message_max_price) if me.message_max_price is not None else _MOST
    wrong = price_problem(message.price_minor, has_media=bool(message.media), expires=False, least=least, most=most)
    if wrong:
        raise Rejected(wrong)
