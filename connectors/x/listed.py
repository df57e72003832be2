"""Pages of posts, of which one that cannot be read does not spoil the others."""

from dataclasses import dataclass

import msgspec

from connectors import lists
from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged
from connectors.http import Reply, decoded
from connectors.x.wire import Includes, ItemError, Media, Timeline, TimelineRaw, Tweet


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
