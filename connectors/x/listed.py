"""Pages of posts and messages, of which one that cannot be read does not spoil the others."""

from dataclasses import dataclass

import msgspec

from connectors import lists
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged
from connectors.http import Reply, decoded
from connectors.x import parse
from connectors.x.wire import Event, EventsRaw, Includes, ItemError, Media, Timeline, TimelineRaw, Tweet


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of posts and the token of the next; `unreadable` posts of it are missing.

    `cut_off`: there would be more pages, but they would never end.
    """

    timeline: Timeline
    unreadable: int
    following: str | None = None
    cut_off: bool = False


def page(reply: Reply, diagnostics: Diagnostics) -> Page:
    """What can be read of a page. Raises LayoutChanged where that is nothing."""
    try:
        return Page(timeline=decoded(reply, Timeline, diagnostics), unreadable=0)
    except LayoutChanged as failure:
        return _by_item(reply, failure)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """A page of what happened in conversations; `unreadable` events of it are missing."""

    events: list[Event]
    errors: list[ItemError]
    unreadable: int
    following: str | None


def events(reply: Reply, diagnostics: Diagnostics) -> EventPage:
    """What can be read of a page. Raises LayoutChanged where that is nothing."""
    raw = decoded(reply, EventsRaw, diagnostics)
    given = raw.data or []
    found = [one for one in lists.of_form(given, Event) if parse.is_id(one.id)]
    if given and not found:
        raise LayoutChanged("no event of the answer is of the expected form")
    following = raw.meta.next_token if raw.meta else None
    return EventPage(events=found, errors=raw.errors or [], unreadable=len(given) - len(found), following=following)


def _by_item(reply: Reply, failure: LayoutChanged) -> Page:
    try:
        raw = msgspec.json.decode(reply.body, type=TimelineRaw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise failure from None
    tweets = lists.of_form(raw.data or [], Tweet)
    if not tweets:
        raise failure
    media = lists.of_form((raw.includes.media if raw.includes else None) or [], Media)
    errors = lists.of_form(raw.errors or [], ItemError)
    timeline = Timeline(data=tweets, includes=Includes(media=media), errors=errors, meta=raw.meta)
    return Page(timeline=timeline, unreadable=len(raw.data or []) - len(tweets))
