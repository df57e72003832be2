"""Recent activity: the newest act of each thing in the trail, with the words by which a person knows the thing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.home import Activity
from ofauto_desktop.domain.posts import PostState
from storage.models import (
    AuditLog,
    CalendarMark,
    Client,
    Marker,
    MediaAsset,
    MediaFolder,
    Platform,
    PostPlatform,
    PostQueue,
    PostSeries,
    ScheduledPost,
)

# How far back the trail is searched.
_TRAIL = 500
# Steps on the way to something that is told itself, and what the program does for its own sake.
_QUIET = ("post.part_posted", "post.postponed", "workspace.unlocked", "workspace.locked", "audit.verified")
_QUIET_KINDS = ("credential.", "posts.", "view.", "missed.", "queue.lined_up", "queue.left", "queue.put_back")
_WORDS_SHOWN = 120
_THINGS = ("post", "account", "media", "media_folder", "client", "queue", "series", "mark", "marker")


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a line is about: `words` name it, `account` tells where; `client_id` whose it is."""

    words: str
    client_id: int | None = None
    account: str = ""
    post_id: int | None = None
    draft: bool = False


@dataclass(slots=True)
class _Known:
    of: dict[tuple[str, int], _Thing] = field(default_factory=dict)

    def look_up(self, session: Session, kind: str, query: Any) -> None:
        for number, *columns in session.execute(query):
            self.of[kind, number] = _MAKE[kind](*columns)


_MAKE: dict[str, Any] = {
    "target": lambda text, client_id, account, post_id: _Thing(first_words(text), client_id, account, post_id),
    "post": lambda text, client_id, planned: _Thing(first_words(text), client_id, draft=not planned),
    "account": _Thing,
    "media": _Thing,
    "media_folder": _Thing,
    "client": _Thing,
    "queue": _Thing,
    "series": lambda text, client_id: _Thing(first_words(text or ""), client_id),
    "mark": _Thing,
    "marker": lambda text, client_id, account: _Thing(first_words(text), client_id, account or ""),
}


def recent(session: Session, client_id: int | None, limit: int) -> list[Activity]:
    """The last things that happened, newest first; one client's, or everybody's."""
    rows = [row for row in _newest(session) if not _is_quiet(row.action)]
    known = _known(session, rows)
    told: list[Activity] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        act = _activity(row, known)
        about = (act.object_type, act.object_id)
        if client_id is not None and _whose(row, known) != client_id:
            continue
        if about in seen and act.object_type in _THINGS:
            continue
        seen.add(about)
        told.append(act)
        if len(told) == limit:
            break
    return told


@dataclass(frozen=True, slots=True)
class _Row:
    at: datetime
    action: str
    object_type: str
    object_id: str
    client_id: int | None
    outcome: str

    @property
    def key(self) -> tuple[str, int]:
        return self.object_type, int(self.object_id) if self.object_id.isdigit() else 0


def _newest(session: Session) -> Sequence[_Row]:
    columns = (AuditLog.at, AuditLog.action, AuditLog.object_type, AuditLog.object_id, AuditLog.client_id)
    # Left out by the query: a busy day's uses of logins would fill all that is looked at.
    query = select(*columns, AuditLog.outcome).where(AuditLog.action.not_like("credential.%"))
    query = query.order_by(AuditLog.id.desc()).limit(_TRAIL)
    return [_Row(*row) for row in session.execute(query)]


def _is_quiet(action: str) -> bool:
    return action in _QUIET or action.startswith(_QUIET_KINDS)


def _known(session: Session, rows: Iterable[_Row]) -> _Known:
    """The things that `rows` name, as far as they are still there."""
    ids: dict[str, set[int]] = {}
    for kind, number in (row.key for row in rows):
        ids.setdefault(kind, set()).add(number)
    known = _Known()
    for kind, query in _queries(ids):
        known.look_up(session, kind, query)
    return known


def _queries(ids: dict[str, set[int]]) -> Iterator[tuple[str, Any]]:
    if targets := ids.get("target"):
        yield (
            "target",
            select(PostPlatform.id, ScheduledPost.text, ScheduledPost.client_id, Platform.name, ScheduledPost.id)
            .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
            .join(Platform, Platform.id == PostPlatform.platform_id)
            .where(PostPlatform.id.in_(targets)),
        )
    if posts := ids.get("post"):
        planned = exists().where(PostPlatform.post_id == ScheduledPost.id, PostPlatform.state != PostState.DRAFT)
        columns = select(ScheduledPost.id, ScheduledPost.text, ScheduledPost.client_id, planned)
        yield "post", columns.where(ScheduledPost.id.in_(posts))
    if accounts := ids.get("account"):
        yield "account", select(Platform.id, Platform.name, Platform.client_id).where(Platform.id.in_(accounts))
    if media := ids.get("media"):
        yield "media", select(MediaAsset.id, MediaAsset.name).where(MediaAsset.id.in_(media))
    if folders := ids.get("media_folder"):
        yield "media_folder", select(MediaFolder.id, MediaFolder.name).where(MediaFolder.id.in_(folders))
    if clients := ids.get("client"):
        yield "client", select(Client.id, Client.name, Client.id).where(Client.id.in_(clients))
    yield from _planning_queries(ids)


def _planning_queries(ids: dict[str, set[int]]) -> Iterator[tuple[str, Any]]:
    if queues := ids.get("queue"):
        yield "queue", select(PostQueue.id, PostQueue.name, PostQueue.client_id).where(PostQueue.id.in_(queues))
    if series := ids.get("series"):
        text = func.json_extract(PostSeries.draft, "$.text")
        yield "series", select(PostSeries.id, text, PostSeries.client_id).where(PostSeries.id.in_(series))
    if marks := ids.get("mark"):
        yield (
            "mark",
            select(CalendarMark.id, CalendarMark.title, CalendarMark.client_id).where(CalendarMark.id.in_(marks)),
        )
    if markers := ids.get("marker"):
        columns = select(Marker.id, Marker.text, Marker.client_id, Platform.name)
        yield "marker", columns.outerjoin(Platform, Platform.id == Marker.platform_id).where(Marker.id.in_(markers))


def _whose(row: _Row, known: _Known) -> int | None:
    thing = known.of.get(row.key)
    return row.client_id if thing is None or thing.client_id is None else thing.client_id


def _activity(row: _Row, known: _Known) -> Activity:
    """A line of the trail; an act on one account of a post is told of the post."""
    thing = known.of.get(row.key)
    of_post = thing is not None and thing.post_id is not None
    return Activity(
        at=row.at,
        action=row.action,
        object_type="post" if of_post else row.object_type,
        object_id=str(thing.post_id) if thing is not None and of_post else row.object_id,
        outcome=row.outcome,
        about="" if thing is None else thing.words,
        account="" if thing is None else thing.account,
        draft=thing is not None and thing.draft,
    )


def first_words(text: str) -> str:
    """The first line of a text that says something, as a person knows a post by it."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line[:_WORDS_SHOWN]
