"""Messages that went to many, as the site's own page of them lists them, and taking one back (platforms/onlyfans.md §5.5).

The sheet names the calls; which page makes them, and how its rows look, is not known. So a row is pressed only where the
page shows it in the place and with the words of the answer, and no other message than the one that is meant can leave.
"""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime

from connectors import lists
from connectors.base import Connection
from connectors.browser.look import Look, any_of
from connectors.browser.tab import Tab
from connectors.browser.walking import walk
from connectors.errors import LayoutChanged, OutcomeUnknown, Rejected
from connectors.instants import known
from connectors.onlyfans import parse
from connectors.onlyfans.refusals import refusal
from connectors.onlyfans.site import API, site
from connectors.onlyfans.visits import Opened, Run, Visits
from connectors.onlyfans.wire import MassSent
from ofauto_desktop.domain.broadcasts import ListedBroadcast
from ofauto_desktop.domain.posts import normalised

PAGE = "/my/statistics/engagement/messages"
_LIST = f"{API}/users/me/stats/messages/group"
_QUEUE = rf"{re.escape(API)}/messages/queue/"
# So much of a message's words has to stand in its row, which may show their beginning only.
_BEGINNING = 24


class Masses:
    """For one account."""

    def __init__(self, connection: Connection, visits: Visits) -> None:
        self._connection, self._visits = connection, visits

    async def listed(self, since: datetime) -> Sequence[ListedBroadcast]:
        """Those that went out, or are to, at or after `since` (aware UTC), newest first."""
        async with self._visits.run() as run, run.page(PAGE, _LIST) as opened:
            found = [_listed(one) async for one in _each(opened)]
        return [one for one in found if one.at >= since]

    async def unsend(self, remote_id: str) -> None:
        """Take one back. That it is taken back already is no error.

        Raises Rejected where the site has no such message or takes it back no more, OutcomeUnknown where its answer was
        lost or the site still lists it: asked once more, it is at worst taken back twice.
        """
        async with self._visits.run() as run:
            async with run.page(PAGE, _LIST) as opened:
                number, message = await _wanted(opened, remote_id)
                if message.is_canceled:
                    return
                if message.can_unsend is False:
                    raise Rejected("the site takes this message back no more")
                await self._taken_back(run, opened, Row(number, message, remote_id))
            async with run.page(PAGE, _LIST) as opened:
                _, message = await _wanted(opened, remote_id)
        if not message.is_canceled:
            raise OutcomeUnknown("the site accepted that it is taken back, but still lists it as sent")

    async def _taken_back(self, run: Run, opened: Opened, row: "Row") -> None:
        look = opened.tab.look(site())
        answer = await walk(opened.tab, look, "unsend", {"id": row.remote_id, "row": row}, address=run.address)
        if answer is None:
            raise LayoutChanged("the site's data do not say how it is answered that a message is taken back")
        error = refusal(answer.reply, self._connection.now(), publishing=True)
        if error is not None:
            raise error


class Row:
    """The row of one message on the page: it must say the message's words, and only that message can be taken back."""

    def __init__(self, number: int, message: MassSent, remote_id: str) -> None:
        self._number, self._message, self.remote_id = number, message, remote_id

    async def __call__(self, tab: Tab, look: Look) -> None:
        """Mark it for the step that presses its button. Raises LayoutChanged where the page's rows are others."""
        await tab.writes_only_at(rf"{_QUEUE}[^/]+", rf"{_QUEUE}{re.escape(self.remote_id)}")
        await look.find("mass_row")
        rows = any_of(look.page, look.site, "mass_row")
        if await rows.count() <= self._number:
            raise LayoutChanged("the page shows fewer messages than it was told of")
        row = rows.nth(self._number)
        beginning = normalised(self._message.raw_text or "")[:_BEGINNING]
        if beginning not in normalised(await row.inner_text()):
            raise LayoutChanged("the row of the message does not say its words")
        await row.evaluate("row => row.setAttribute('data-meant', '')")


async def _each(opened: Opened) -> AsyncGenerator[MassSent, None]:
    """All of the page's list. Raises LayoutChanged where one cannot be read: rows are known by their places."""
    async with aclosing(opened.pages()) as pages:
        async for page in pages:
            found = lists.of_form(page.raw, MassSent)
            unreadable = len(page.raw) - len(found)
            if unreadable:
                raise LayoutChanged(f"{unreadable} messages could not be read")
            for one in found:
                yield one


async def _wanted(opened: Opened, remote_id: str) -> tuple[int, MassSent]:
    """The message and its place. Raises Rejected where the site lists none of that id."""
    number = 0
    async with aclosing(_each(opened)) as messages:
        async for one in messages:
            if str(one.id) == remote_id:
                return number, one
            number += 1
    raise Rejected("the site lists no message to many of that id")


def _listed(item: MassSent) -> ListedBroadcast:
    at = known(item.date) if item.date is not None else None
    if at is None:
        raise LayoutChanged("a message to many has no time")
    return ListedBroadcast(
        remote_id=str(item.id),
        at=at,
        text=item.raw_text or "",
        people=parse.whole(item.sent_count),
        viewed=parse.whole(item.viewed_count),
        bought=parse.whole(item.purchased_count),
        price_minor=parse.cents(item.price) if item.price is not None else None,
        is_unsent=item.is_canceled,
        can_unsend=item.can_unsend,
    )
