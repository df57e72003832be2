"""Posts as events for other calendars, page by page."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.agenda import CalendarEvent
from ofauto_desktop.domain.posts import PostFilter, PostState
from storage.claims import parts_of
from storage.models import Client, Platform, PostPlatform, ScheduledPost
from storage.narrowing import of_posts, of_targets

PAGE = 1000
_State = tuple[PostState, ...]
_SHOWN: _State = tuple(state for state in PostState if state is not PostState.CANCELLED)


def page(session: Session, wanted: PostFilter, after: int) -> tuple[list[CalendarEvent], int | None]:
    """The events of the next posts with an id above `after`, and the id to go on from; None after the last.

    Accounts on which a post goes out at the same time share an event. What has no time is left out, and so is what was
    cancelled unless that is what is wanted.
    """
    targets = [*of_targets(wanted), PostPlatform.due_at.is_not(None), PostPlatform.state.in_(wanted.states or _SHOWN)]
    ids = session.scalars(
        select(ScheduledPost.id)
        .join(PostPlatform, PostPlatform.post_id == ScheduledPost.id)
        .where(ScheduledPost.id > after, *targets, *of_posts(wanted))
        .distinct()
        .order_by(ScheduledPost.id)
        .limit(PAGE)
    ).all()
    rows = session.execute(
        select(ScheduledPost, PostPlatform, Platform.name, Client.name)
        .join(PostPlatform, PostPlatform.post_id == ScheduledPost.id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .join(Client, Client.id == ScheduledPost.client_id)
        .where(ScheduledPost.id.in_(ids), *targets)
        .order_by(ScheduledPost.id, PostPlatform.due_at, PostPlatform.id)
    )
    groups: dict[tuple[int, datetime], list[tuple[ScheduledPost, PostPlatform, str, str]]] = {}
    for post, target, account, client in rows:
        if target.due_at is not None:
            groups.setdefault((post.id, target.due_at), []).append((post, target, account, client))
    seen: set[int] = set()
    events = []
    for (post_id, _), members in groups.items():
        events.append(_event(members, is_first=post_id not in seen))
        seen.add(post_id)
    return events, ids[-1] if len(ids) == PAGE else None


def _event(members: list[tuple[ScheduledPost, PostPlatform, str, str]], *, is_first: bool) -> CalendarEvent:
    post, target, _, client = members[0]
    if target.due_at is None:
        raise ValueError("an event has a time")
    return CalendarEvent(
        uid=post.uid if is_first else target.uid,
        accounts=tuple(account for _, _, account, _ in members),
        client=client,
        parts=tuple(parts_of(target, post)),
        states=tuple(one.state for _, one, _, _ in members),
        due_at=target.due_at,
        zone=target.zone,
        tags=tuple(post.tags),
        url=next((one.url for _, one, _, _ in members if one.url), None),
        created_at=post.created_at,
        updated_at=max(post.updated_at, *(one.updated_at for _, one, _, _ in members)),
    )
