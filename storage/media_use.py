"""Which posts carry which items: by the post itself, or by what one of its accounts has of its own (B4)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from ofauto_desktop.domain.library import Blocked, MediaUse, Usage
from ofauto_desktop.domain.posts import PostState
from storage.models import Client, MediaAsset, Platform, PostMedia, PostPlatform, ScheduledPost

# A post in one of these will go out, or may be looked for again: what it carries must stay.
NEEDED_IN = (
    PostState.PENDING_APPROVAL,
    PostState.SCHEDULED,
    PostState.CLAIMED,
    PostState.SENDING,
    PostState.BY_HAND,
    PostState.AT_SITE,
    PostState.UNKNOWN,
)
_AWAY = (PostState.POSTED, PostState.CANCELLED)
_SHOWN_OF_TEXT = 120
_MOST_USES = 200


def listed(media_ids: Sequence[int]) -> Select[int]:
    """The numbers as a subquery: any amount of them in one parameter."""
    given = func.json_each("[" + ",".join(map(str, media_ids)) + "]").table_valued("value")
    return select(given.c.value)


def uses(session: Session, media_ids: Sequence[int]) -> dict[int, MediaUse]:
    """What became of each item."""
    found = dict.fromkeys(media_ids, MediaUse.UNUSED)
    wanted = listed(media_ids)
    shared = _shared(PostMedia.media_id, PostPlatform.state).where(PostMedia.media_id.in_(wanted))
    value, query = _own(PostPlatform.state)
    for media_id, state in session.execute(union_all(shared, query.where(value.in_(wanted)))):
        if PostState(state) is PostState.POSTED:
            found[media_id] = MediaUse.OUT
        elif PostState(state) is not PostState.CANCELLED and found[media_id] is MediaUse.UNUSED:
            found[media_id] = MediaUse.PLANNED
    return found


def has_use(use: MediaUse) -> ColumnElement[bool]:
    """A condition on MediaAsset."""
    out = _in_state(PostPlatform.state == PostState.POSTED)
    waits = _in_state(PostPlatform.state.not_in(_AWAY))
    match use:
        case MediaUse.OUT:
            return out
        case MediaUse.PLANNED:
            return waits & ~out
        case MediaUse.UNUSED:
            return ~_in_state(PostPlatform.state != PostState.CANCELLED)


def used_for(client_id: int) -> ColumnElement[bool]:
    """A condition on MediaAsset: in a post of that client."""
    shared = exists().where(
        PostMedia.media_id == MediaAsset.id,
        PostMedia.post_id == ScheduledPost.id,
        ScheduledPost.client_id == client_id,
    )
    value, query = _own()
    own = query.join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id).where(
        ScheduledPost.client_id == client_id
    )
    return shared | MediaAsset.id.in_(own.with_only_columns(value))


def in_any_post() -> ColumnElement[bool]:
    """A condition on MediaAsset: some post names it, whatever became of that."""
    value, query = _own()
    return exists().where(PostMedia.media_id == MediaAsset.id) | MediaAsset.id.in_(query.with_only_columns(value))


def of_item(session: Session, media_id: int) -> list[Usage]:
    """Every post on every account that carries the item: what is to come first, then the latest that is out."""
    at = func.coalesce(PostPlatform.posted_at, PostPlatform.not_before, PostPlatform.due_at)
    waits = PostPlatform.state.not_in(_AWAY)
    shared = _shared(PostPlatform.id).where(PostMedia.media_id == media_id)
    value, own = _own(PostPlatform.id)
    own = own.where(value == media_id).with_only_columns(PostPlatform.id)
    rows = session.execute(
        select(PostPlatform, ScheduledPost.text, Platform.name, Platform.platform, Client.name)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .join(Client, Client.id == ScheduledPost.client_id)
        .where(PostPlatform.id.in_(union_all(shared, own)))
        .order_by(waits.desc(), at.desc().nulls_first(), PostPlatform.id)
        .limit(_MOST_USES)
    )
    return [
        Usage(
            post_id=row.post_id,
            account_id=row.platform_id,
            account=account,
            platform=platform,
            client=client,
            state=row.state,
            at=row.posted_at or row.not_before or row.due_at,
            text=beginning(row.text if row.text is not None else text),
        )
        for row, text, account, platform, client in rows
    ]


def blocked(session: Session, media_ids: Sequence[int]) -> list[Blocked]:
    """The items that a post that is to go out carries, each with the next such post."""
    wanted = listed(media_ids)
    shared = _shared(PostMedia.media_id, PostPlatform.id).where(PostMedia.media_id.in_(wanted))
    value, own = _own(PostPlatform.id)
    carried = union_all(shared, own.where(value.in_(wanted))).subquery()
    media_id, target_id = carried.c
    rows = session.execute(
        select(MediaAsset.id, MediaAsset.name, PostPlatform.post_id, PostPlatform.due_at, ScheduledPost.text)
        .join(carried, media_id == MediaAsset.id)
        .join(PostPlatform, PostPlatform.id == target_id)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .where(PostPlatform.state.in_(NEEDED_IN))
        .order_by(PostPlatform.due_at.nulls_last(), PostPlatform.id)
    )
    found: dict[int, Blocked] = {}
    for item, name, post_id, at, text in rows:
        found.setdefault(item, Blocked(media_id=item, name=name, post_id=post_id, at=at, text=beginning(text)))
    return list(found.values())


def beginning(text: str) -> str:
    """The first words of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_OF_TEXT else line[: _SHOWN_OF_TEXT - 1].rstrip() + "…"


def _shared(*columns: Any) -> Select[*tuple[Any, ...]]:
    """What accounts take from their post: those that have no media of their own."""
    return (
        select(*columns)
        .select_from(PostMedia)
        .join(PostPlatform, (PostPlatform.post_id == PostMedia.post_id) & PostPlatform.media_ids.is_(None))
    )


def _own(*columns: Any) -> tuple[ColumnElement[int], Select[*tuple[Any, ...]]]:
    """The ids in accounts' own media, and a query for them and `columns`."""
    each = func.json_each(PostPlatform.media_ids).table_valued("value", name="own_media")
    value: ColumnElement[int] = each.c.value
    query = (
        select(value, *columns)
        .select_from(PostPlatform)
        .join(each, literal_column("1"))
        .where(PostPlatform.media_ids.is_not(None))
    )
    return value, query


def _in_state(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    shared = exists().where(
        PostMedia.media_id == MediaAsset.id,
        PostPlatform.post_id == PostMedia.post_id,
        PostPlatform.media_ids.is_(None),
        condition,
    )
    value, own = _own()
    return shared | MediaAsset.id.in_(own.where(condition).with_only_columns(value))
