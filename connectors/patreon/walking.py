"""Reads a list page by page from its newest entry, so that it can stop after any page and go on there another day."""

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from connectors.errors import LayoutChanged
from connectors.instants import known
from connectors.patreon.api import Api, Page
from connectors.patreon.refusals import CursorForgotten, SortUnknown
from connectors.patreon.wire import Resource

A = TypeVar("A")
# A charge may appear in the list a little after its date. What comes later is found by the next reading of all.
_OVERLAP = timedelta(hours=1)
# Refunds and cancellations move nobody to the top of the list: once a day it is read whole.
_WHOLE_AFTER = timedelta(days=1)


class Walk(msgspec.Struct, omit_defaults=True):
    """A list being read; `page` is the cursor to read next. `since` None: whole, else down to that time.

    `oldest`: the lowest date so far. `ordered` False: Patreon did not keep the order asked for, so it is read whole.
    """

    started: datetime
    since: datetime | None = None
    page: str | None = None
    oldest: datetime | None = None
    ordered: bool = True
    sorted: bool = True


class ListCursor(msgspec.Struct, omit_defaults=True):
    """Where a pull stands. `read_at`: when the last complete walk began, `whole_at` the last of all that is listed."""

    campaign: str | None = None
    read_at: datetime | None = None
    whole_at: datetime | None = None
    walk: Walk | None = None


def loaded(text: str | None) -> ListCursor:
    """The cursor in `text`, or a new one: to begin again is safe."""
    try:
        return msgspec.json.decode(text, type=ListCursor) if text else ListCursor()
    except (msgspec.DecodeError, UnicodeError):
        return ListCursor()


def saved(cursor: ListCursor) -> str:
    return msgspec.json.encode(cursor).decode()


def next_walk(cursor: ListCursor, now: datetime) -> Walk:
    """How far the list is read this time. `now` is aware UTC."""
    if cursor.read_at is None or cursor.whole_at is None or not timedelta(0) <= now - cursor.whole_at < _WHOLE_AFTER:
        return Walk(started=now)
    return Walk(started=now, since=cursor.read_at - _OVERLAP)


def finish(cursor: ListCursor, walk: Walk) -> None:
    cursor.read_at, cursor.walk = walk.started, None
    if walk.since is None or not walk.ordered:
        cursor.whole_at = walk.started


async def walked(
    api: Api,
    path: str,
    attributes: type[A],
    *,
    scope: str,
    walk: Walk,
    sort: str,
    at: Callable[[Resource[A]], datetime | None],
    params: dict[str, str],
) -> AsyncIterator[Page[A]]:
    """The pages of a list from where `walk` stands. `walk` points behind a page when that is yielded.

    It ends early only while the list keeps the order that was asked for, as Patreon's documents name none.
    """
    resumed = walk.page is not None
    while True:
        asked = {**params, "sort": sort if walk.sorted else None, "page[cursor]": walk.page}
        try:
            page = await api.page(path, attributes, scope=scope, params=asked)
        except SortUnknown:
            if not walk.sorted:
                raise
            walk.sorted = walk.ordered = False
            walk.page = walk.oldest = None
            continue
        except CursorForgotten:
            if not resumed:
                raise
            # A cursor kept over night may be forgotten: from the top again, which repeats rows and loses none.
            resumed, walk.page, walk.oldest = False, None, None
            continue
        resumed = False
        reached = _reached(walk, (at(item) for item in page.items))
        if page.following is not None and page.following == walk.page:
            raise LayoutChanged("the list names the same page again and again")
        walk.page = None if reached else page.following
        yield page
        if walk.page is None:
            return


def _reached(walk: Walk, dates: Iterable[datetime | None]) -> bool:
    """Whether everything newer than `walk.since` is read."""
    for one in dates:
        date = known(one) if one is not None else None
        if date is None:
            continue
        if walk.oldest is not None and date > walk.oldest:
            walk.ordered = False
        walk.oldest = date if walk.oldest is None else min(date, walk.oldest)
    return walk.since is not None and walk.ordered and walk.oldest is not None and walk.oldest < walk.since
