"""What is being written: kept while unfinished, compared with the shared text, and as X would show it. Pure; no Qt."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from ofauto_desktop.domain import recurrence
from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.metrics import MetricRow
from ofauto_desktop.domain.posts import Post, Target
from ofauto_desktop.domain.recurrence import Recurrence
from ui.format import age, count
from ui.language import tr, tr_n

_SHOWN_OF_A_LINK = 27
_MARKED = re.compile(r"https?://\S+|(?<![\w@#$])[@#][\w_]+|(?<![\w$])\$[A-Za-z]{1,6}\b", re.IGNORECASE)
_VERSION = 2  # 1: accounts had texts of their own, and nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A draft that has not been stored as a post yet, or a stored one with edits that have not.

    `rule` and `queue_id` are what it is to become beside a post: the first of a series, or one of a queue.
    """

    draft: Draft = field(repr=False)
    post_id: int | None = None
    rule: Recurrence | None = None
    queue_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """There is nothing in it that a person would miss."""
        draft = self.draft
        return not (draft.text.strip() or any(draft.thread) or draft.media_ids or draft.overrides)

    def as_json(self) -> dict[str, Any]:
        draft = self.draft
        return {
            "version": _VERSION,
            "post": self.post_id,
            "accounts": list(draft.account_ids),
            "text": draft.text,
            "thread": list(draft.thread),
            "overrides": {str(account): _own_as_json(own) for account, own in draft.overrides.items()},
            "rule": None if self.rule is None else recurrence.as_json(self.rule),
            "queue": self.queue_id,
            "delays": list(draft.delays),
            "tags": list(draft.tags),
            "media": list(draft.media_ids),
            "reply_to": draft.reply_to,
            "at": draft.at.isoformat() if isinstance(draft.at, datetime) else str(draft.at),
        }


def draft_of(post: Post) -> Draft:
    """A stored post as it can be written on, or copied. Its time is the wall time of most accounts; others keep their own."""
    walls = Counter(target.wall for target in post.targets if target.wall is not None)
    wall = walls.most_common(1)[0][0] if walls else None
    return Draft(
        account_ids=tuple(target.account_id for target in post.targets),
        text=post.text,
        thread=post.thread,
        overrides={one.account_id: own for one in post.targets if not (own := _own_of(one, wall)).is_empty},
        media_ids=tuple(item.id for item in post.media),
        reply_to=post.reply_to,
        delays=post.delays,
        tags=post.tags,
        at=When.DRAFT if wall is None else wall,
    )


def unfinished_from(value: Any) -> Unfinished | None:
    """What `as_json` wrote; None where there is nothing, or another version's that cannot be read."""
    if not isinstance(value, dict) or value.get("version") not in (1, _VERSION):
        return None
    draft = Draft(
        account_ids=tuple(value["accounts"]),
        text=value["text"],
        thread=tuple(value["thread"]),
        overrides={int(account): _own_from(own) for account, own in value["overrides"].items()},
        media_ids=tuple(value["media"]),
        reply_to=value["reply_to"],
        at=_at(value["at"]),
        delays=tuple(value.get("delays", ())),
        tags=tuple(value.get("tags", ())),
    )
    rule = value.get("rule")
    return Unfinished(
        draft=draft,
        post_id=value["post"],
        rule=None if rule is None else recurrence.of_json(rule),
        queue_id=value.get("queue"),
    )


def _own_of(target: Target, wall: datetime | None) -> Override:
    return Override(
        text=target.text,
        thread=target.thread,
        media_ids=target.media_ids,
        options=target.options,
        at=None if target.wall == wall else target.wall,
    )


def _own_as_json(own: Override) -> dict[str, Any]:
    return {
        "text": own.text,
        "thread": None if own.thread is None else list(own.thread),
        "media": None if own.media_ids is None else list(own.media_ids),
        "options": dict(own.options),
        "at": own.at.isoformat() if isinstance(own.at, datetime) else own.at,
    }


def _own_from(value: Any) -> Override:
    if isinstance(value, str):
        return Override(text=value)
    return Override(
        text=value["text"],
        thread=None if value["thread"] is None else tuple(value["thread"]),
        media_ids=None if value["media"] is None else tuple(value["media"]),
        options=value["options"],
        at=datetime.fromisoformat(value["at"]) if value.get("at") else None,
    )


def _at(written: str) -> When | datetime:
    return When(written) if written in set(When) else datetime.fromisoformat(written)


class Difference(StrEnum):
    """How a word of an account's own text stands to the shared one."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


def differences(shared: str, own: str) -> list[tuple[Difference, str]]:
    """Stretches of words, in order: what is alike, what only the shared text has, what only this account's has."""
    old, new = re.findall(r"\S+|\n", shared), re.findall(r"\S+|\n", own)
    found: list[tuple[Difference, str]] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Difference.SAME, " ".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            found.append((Difference.REMOVED, " ".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append((Difference.ADDED, " ".join(new[new_from:new_to])))
    return found


def spoken(told: Sequence[tuple[Difference, str]]) -> str:
    """The same for ears: "Left out: tonight. Added: tomorrow."."""
    gone = [words for kind, words in told if kind is Difference.REMOVED]
    new = [words for kind, words in told if kind is Difference.ADDED]
    said = [tr("Left out: {words}.", words="; ".join(gone))] if gone else []
    said += [tr("Added: {words}.", words="; ".join(new))] if new else []
    return " ".join(said) or tr("The words are the same for now.")


def media_difference(shared: Sequence[MediaItem], own: Sequence[MediaItem]) -> str:
    """How one account's media stand to those of all, in words."""
    before, after = [item.id for item in shared], [item.id for item in own]
    gone = [item.name for item in shared if item.id not in after]
    new = [item.name for item in own if item.id not in before]
    said = [tr("Left out: {words}.", words=", ".join(gone))] if gone else []
    said += [tr("Added: {words}.", words=", ".join(new))] if new else []
    if not said and before != after:
        said = [tr("The same media in another order.")]
    return " ".join(said) or tr("The media are the same for now.")


class Mark(StrEnum):
    """How a stretch of a post is drawn on X."""

    PLAIN = "plain"
    LINKED = "linked"
    OVER = "over"


def as_x_shows(text: str, cut: int | None) -> Iterator[tuple[Mark, str]]:
    """The text in X's manner: links without scheme and shortened, tags and names linked, what passes `cut` apart.

    `cut` is an index into the NFC form, as `TextMeasure` counts.
    """
    text = unicodedata.normalize("NFC", text)
    inside = text if cut is None else text[:cut]
    at = 0
    for found in _MARKED.finditer(inside):
        if found.start() > at:
            yield Mark.PLAIN, inside[at : found.start()]
        yield Mark.LINKED, _short_link(found.group())
        at = found.end()
    if at < len(inside):
        yield Mark.PLAIN, inside[at:]
    if cut is not None and cut < len(text):
        yield Mark.OVER, text[cut:]


def _short_link(marked: str) -> str:
    if not marked.lower().startswith("http"):
        return marked
    bare = marked.split("://", 1)[1].removeprefix("www.")
    return bare if len(bare) <= _SHOWN_OF_A_LINK else bare[:_SHOWN_OF_A_LINK] + "…"


def audience(name: str, followers: MetricRow | None, now: datetime) -> str:
    """How many an account reaches, with the age of the count: "Luna Vale: 4,210 followers, read 5 min ago"."""
    if followers is None or followers.value is None:
        return tr("{name}: nobody knows how many followers", name=name)
    many = tr_n("{count} follower", "{count} followers", followers.value, count=count(followers.value))
    if followers.as_of is None:
        return f"{name}: {many}"
    return tr("{name}: {many}, read {age}", name=name, many=many, age=age(followers.as_of, now))
