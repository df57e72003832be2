"""A post that comes again: its series, which of its occurrences a change means, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ofauto_desktop.domain import tags
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.recurrence import Recurrence


class Scope(StrEnum):
    """Which occurrences a change means; those that are out never change."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A post that comes again. `first` is the wall time of its beginning, meant in each account's own zone.

    `draft` is what the occurrences say, its `at` is `first`. They are made up to `made_until` (inside); after `ended_at`
    (aware UTC) no more are.
    """

    id: int
    client_id: int
    rule: Recurrence
    draft: Draft = field(repr=False)
    first: datetime
    made_until: date | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChanged:
    """What a change of a series came to: the series of the changed occurrences, and the posts that it touched.

    `kept` are occurrences of the scope that stayed as they are, because a person had made them their own.
    """

    series: Series
    changed: tuple[int, ...]
    kept: tuple[int, ...]
    way_back: WayBack


def tidied(draft: Draft, at: datetime | When) -> Draft:
    """The draft as its occurrences are stored, so that one that was edited by hand can be told from it."""
    overrides = {account: own for account, own in draft.overrides.items() if not own.is_empty}
    delays = draft.delays if any(draft.delays) else ()
    return replace(draft, at=at, overrides=overrides, delays=delays, tags=tags.tidy(draft.tags))


def draft_of(post: Post, at: datetime | When = When.DRAFT) -> Draft:
    """A stored post as the draft it was written as."""
    overrides = {
        one.account_id: Override(text=one.text, thread=one.thread, media_ids=one.media_ids, options=dict(one.options))
        for one in post.targets
    }
    draft = Draft(
        account_ids=tuple(one.account_id for one in post.targets),
        text=post.text,
        thread=post.thread,
        overrides=overrides,
        media_ids=tuple(item.id for item in post.media),
        reply_to=post.reply_to,
        delays=post.delays,
        tags=post.tags,
    )
    return tidied(draft, at)


def says_the_same(post: Post, draft: Draft) -> bool:
    """Whether a stored post says just what a tidied draft does, on the same accounts."""
    return as_json(draft_of(post)) == as_json(draft)


def as_json(draft: Draft) -> dict[str, Any]:
    """What a draft says, as it is stored; its time is not in it."""
    return {
        "account_ids": sorted(draft.account_ids),
        "text": draft.text,
        "thread": list(draft.thread),
        "overrides": {
            str(account): {
                "text": own.text,
                "thread": None if own.thread is None else list(own.thread),
                "media_ids": None if own.media_ids is None else list(own.media_ids),
                "options": dict(own.options),
            }
            for account, own in sorted(draft.overrides.items())
        },
        "media_ids": list(draft.media_ids),
        "reply_to": draft.reply_to,
        "delays": list(draft.delays),
        "tags": list(draft.tags),
    }


def of_json(stored: Mapping[str, Any], at: datetime) -> Draft:
    """The draft that `as_json` stored."""
    return Draft(
        account_ids=tuple(stored["account_ids"]),
        text=stored["text"],
        thread=tuple(stored["thread"]),
        overrides={
            int(account): Override(
                text=own["text"],
                thread=None if own["thread"] is None else tuple(own["thread"]),
                media_ids=None if own["media_ids"] is None else tuple(own["media_ids"]),
                options=own["options"],
            )
            for account, own in stored["overrides"].items()
        },
        media_ids=tuple(stored["media_ids"]),
        reply_to=stored["reply_to"],
        at=at,
        delays=tuple(stored["delays"]),
        tags=tuple(stored["tags"]),
    )
