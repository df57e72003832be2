"""Named queues: their names and order, who stands in them, and the slots their posts take."""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.planning import Place, Queue, QueueBefore, WayBack
from ofauto_desktop.domain.posts import Post, PostState
from storage import audit, keepsakes, posts, slots
from storage.models import Client, Platform, PostingSlot, PostPlatform, PostQueue, ScheduledPost
from storage.rows import posts_of

# Those of a queue's posts that its order still moves.
_WAITING = (PostState.DRAFT, PostState.SCHEDULED)


def listed(session: Session) -> list[Queue]:
    """Every queue, in the person's order."""
    waiting = (
        select(ScheduledPost.queue_id, func.count(func.distinct(ScheduledPost.id)))
        .join(PostPlatform, PostPlatform.post_id == ScheduledPost.id)
        .where(ScheduledPost.queue_id.is_not(None), PostPlatform.state.in_(_WAITING))
        .group_by(ScheduledPost.queue_id)
    )
    counts: dict[int | None, int] = dict(session.execute(waiting).all())
    rows = session.scalars(select(PostQueue).order_by(PostQueue.position, PostQueue.id))
    return [_queue(row, counts.get(row.id, 0)) for row in rows]


def get(session: Session, queue_id: int) -> Queue:
    """Raises NotFound."""
    return next((one for one in listed(session) if one.id == queue_id), None) or _refuse(queue_id)


def add(session: Session, name: str, client_id: int | None, now: datetime) -> Queue:
    """Raises BadInput where the name is taken."""
    _refuse_taken(session, name)
    last = session.scalar(select(func.max(PostQueue.position)))
    row = PostQueue(
        name=name, client_id=client_id, position=0 if last is None else last + 1, created_at=now, updated_at=now
    )
    session.add(row)
    session.flush()
    _log(session, now, "queue.added", row.id, client_id)
    return _queue(row, 0)


def rename(session: Session, queue_id: int, name: str, now: datetime) -> Queue:
    """Raises NotFound, or BadInput where the name is taken."""
    row = _row(session, queue_id)
    _refuse_taken(session, name, but=queue_id)
    row.name, row.updated_at = name, now
    session.flush()
    _log(session, now, "queue.renamed", queue_id, row.client_id)
    return get(session, queue_id)


def arrange(session: Session, queue_ids: Sequence[int], now: datetime) -> None:
    """Put queues into this order; those not named come after. Raises NotFound."""
    rows = [_row(session, queue_id) for queue_id in dict.fromkeys(queue_ids)]
    others = session.scalars(
        select(PostQueue).where(PostQueue.id.not_in(queue_ids)).order_by(PostQueue.position, PostQueue.id)
    )
    for position, row in enumerate([*rows, *others]):
        row.position, row.updated_at = position, now


def remove(session: Session, queue_id: int, now: datetime) -> QueueBefore:
    """Drop a queue. Its posts keep their times, its slots are for every post from now on. Raises NotFound."""
    row = _row(session, queue_id)
    before = QueueBefore(
        queue=get(session, queue_id),
        uid=row.uid,
        slot_ids=tuple(session.scalars(select(PostingSlot.id).where(PostingSlot.queue_id == queue_id))),
        post_ids=tuple(session.scalars(_of_queue(queue_id))),
    )
    session.execute(update(ScheduledPost).where(ScheduledPost.queue_id == queue_id).values(queue_place=None))
    session.delete(row)
    session.flush()
    _log(session, now, "queue.removed", queue_id, row.client_id)
    return before


def put_back(session: Session, before: QueueBefore, now: datetime) -> Queue:
    """Undo `remove`; posts and slots that joined another queue meanwhile stay there. Raises BadInput for a taken name."""
    queue = before.queue
    _refuse_taken(session, queue.name)
    row = PostQueue(
        id=queue.id,
        uid=before.uid,
        name=queue.name,
        client_id=queue.client_id,
        position=queue.position,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    free = PostingSlot.queue_id.is_(None)
    session.execute(update(PostingSlot).where(PostingSlot.id.in_(before.slot_ids), free).values(queue_id=queue.id))
    for place, post_id in enumerate(before.post_ids):
        post = session.get(ScheduledPost, post_id)
        if post is not None and post.queue_id is None:
            post.queue_id, post.queue_place = queue.id, place
    session.flush()
    _log(session, now, "queue.put_back", queue.id, queue.client_id)
    return get(session, queue.id)


def members(session: Session, queue_id: int) -> list[int]:
    """Ids of the posts that wait in a queue, in their order."""
    waits = exists().where(PostPlatform.post_id == ScheduledPost.id, PostPlatform.state.in_(_WAITING))
    return list(session.scalars(_of_queue(queue_id).where(waits)))


def _of_queue(queue_id: int) -> Select[int]:
    return (
        select(ScheduledPost.id)
        .where(ScheduledPost.queue_id == queue_id)
        .order_by(ScheduledPost.queue_place, ScheduledPost.id)
    )


def waiting(session: Session, queue_id: int) -> list[Post]:
    """The posts that wait in a queue, in their order."""
    ids = members(session, queue_id)
    found = session.execute(
        select(ScheduledPost, Client.name)
        .join(Client, Client.id == ScheduledPost.client_id)
        .where(ScheduledPost.id.in_(ids))
        .order_by(ScheduledPost.queue_place, ScheduledPost.id)
    )
    return posts_of(session, [(row, client) for row, client in found])


def leave(session: Session, post_ids: Sequence[int], now: datetime) -> WayBack:
    """Take posts out of their queues; every time stays as it is. Raises NotFound."""
    way = keepsakes.keep(session, post_ids)
    for post_id in post_ids:
        posts.leave_queue(posts.row_of(session, post_id))
    _log(session, now, "queue.left", None, None, {"posts": len(post_ids)})
    return way


def line_up(session: Session, queue_id: int, post_ids: Sequence[int], now: datetime) -> tuple[WayBack, list[Place]]:
    """Make `post_ids` all the posts of a queue, in this order, and give each the queue's next free slots.

    Targets that are out, in flight, cancelled or missed stay as they are, and so do posts that leave the queue. Raises
    NotFound, or BadInput where no slot of a year is free; then nothing changes.
    """
    _row(session, queue_id)
    standing = members(session, queue_id)
    way = keepsakes.keep(session, [*post_ids, *standing])
    for post_id in set(standing) - set(post_ids):
        posts.leave_queue(posts.row_of(session, post_id))
    rows = [posts.row_of(session, post_id) for post_id in dict.fromkeys(post_ids)]
    for place, row in enumerate(rows):
        row.queue_id, row.queue_place, row.updated_at = queue_id, place, now
    places = _timed(session, queue_id, rows, now)
    session.flush()
    _log(session, now, "queue.lined_up", queue_id, None, {"posts": len(rows)})
    return way, places


def _timed(session: Session, queue_id: int, rows: Sequence[ScheduledPost], now: datetime) -> list[Place]:
    lines: dict[int, list[tuple[ScheduledPost, PostPlatform]]] = {}
    for row in rows:
        targets = session.scalars(select(PostPlatform).where(PostPlatform.post_id == row.id).order_by(PostPlatform.id))
        for target in targets:
            if target.state in _WAITING and not target.part_ids:
                lines.setdefault(target.platform_id, []).append((row, target))
    places = []
    for account_id, line in lines.items():
        account = session.get_one(Platform, account_id)
        free = slots.free(session, account, now, queue_id=queue_id, but={target.id for _, target in line})
        for row, target in line:
            moment = next(free, None)
            if moment is None:
                raise BadInput(
                    "no slot of the next year is free", account=account.name, item=f"post {row.id}", post_id=row.id
                )
            if moment.due_at != target.due_at or target.state is PostState.DRAFT:
                posts.set_time(target, row, moment, posts.media_ids_of(session, row.id))
                target.state = PostState.SCHEDULED
            places.append(Place(post_id=row.id, account_id=account_id, account=account.name, moment=moment))
    order = {row.id: place for place, row in enumerate(rows)}
    return sorted(places, key=lambda one: (order[one.post_id], one.moment.due_at))


def _row(session: Session, queue_id: int) -> PostQueue:
    return session.get(PostQueue, queue_id) or _refuse(queue_id)


def _refuse(queue_id: int) -> NoReturn:
    raise NotFound(f"there is no queue {queue_id}", item=f"queue {queue_id}")


def _refuse_taken(session: Session, name: str, *, but: int | None = None) -> None:
    # Folded here rather than in SQL: SQLite's lower() knows ASCII only.
    for row in session.scalars(select(PostQueue)):
        if row.id != but and row.name.casefold() == name.casefold():
            raise BadInput("there is a queue of this name already", item=name)


def _queue(row: PostQueue, waiting: int) -> Queue:
    return Queue(id=row.id, name=row.name, client_id=row.client_id, position=row.position, waiting=waiting)


def _log(
    session: Session,
    now: datetime,
    action: str,
    queue_id: int | None,
    client_id: int | None,
    details: dict[str, object] | None = None,
) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="queue",
        object_id=str(queue_id or ""),
        client_id=client_id,
        details=details,
    )
