"""Posts and their targets as people see and change them. The sending itself is in `sending.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import Conflict, NotFound
from ofauto_desktop.domain.media import MediaItem
from ofauto_desktop.domain.posts import EDITABLE, Outcome, Post, PostFilter, PostState, may_become
from ofauto_desktop.domain.schedule import Moment, zone_data_version
from storage import audit, narrowing, people, post_ids
from storage.claims import intent_of, parts_of
from storage.models import Client, MediaAsset, Platform, PostAttempt, PostMedia, PostPlatform, ScheduledPost
from storage.rows import media_of, posts_of
from storage.sending import part_is_out


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """A target to be stored. `at` None makes it a draft; `text`, `thread` and `media_ids` None use the post's."""

    account_id: int
    text: str | None = field(repr=False)
    at: Moment | None
    zone: str
    thread: tuple[str, ...] | None = field(default=None, repr=False)
    media_ids: tuple[int, ...] | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post to be stored, already checked."""

    client_id: int
    text: str = field(repr=False)
    thread: tuple[str, ...] = field(repr=False)
    reply_to: str | None
    media_ids: tuple[int, ...]
    targets: tuple[NewTarget, ...]
    delays: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()


def add(session: Session, new: NewPost, now: datetime) -> int:
    """Store a post with its targets; returns its id."""
    row = ScheduledPost(
        id=post_ids.fresh(session),
        client_id=new.client_id,
        user_id=people.acting(session),
        text=new.text,
        thread=list(new.thread),
        reply_to=new.reply_to,
        delays=list(new.delays),
        tags=list(new.tags),
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _put_media(session, row.id, new.media_ids)
    for target in new.targets:
        _add_target(session, row, target, new.media_ids, now)
    session.flush()
    _log(session, now, "post.added", row, {"targets": len(new.targets)})
    return row.id


def replace(session: Session, post_id: int, new: NewPost, now: datetime) -> None:
    """Give a post new content and targets. Raises Conflict where a target is in flight or out; nothing changes then."""
    row = row_of(session, post_id)
    kept: dict[int, PostPlatform] = {}
    for target in _targets(session, post_id):
        # A claimed one is not being sent yet: its new fingerprint makes the claim void.
        if target.state not in EDITABLE and target.state is not PostState.CLAIMED:
            raise busy(target, post_id)
        if target.part_ids:
            raise Conflict("part of this thread is out already; write a new post instead", post_id=post_id)
        kept[target.platform_id] = target
    row.text, row.thread, row.reply_to = new.text, list(new.thread), new.reply_to
    row.delays, row.tags = list(new.delays), list(new.tags)
    row.client_id, row.updated_at = new.client_id, now
    session.execute(delete(PostMedia).where(PostMedia.post_id == post_id))
    _put_media(session, post_id, new.media_ids)
    for wanted in new.targets:
        existing = kept.pop(wanted.account_id, None)
        if existing is not None and existing.due_at != (wanted.at.due_at if wanted.at else None):
            leave_queue(row)
        if existing is None:
            _add_target(session, row, wanted, new.media_ids, now)
        else:
            _plan(existing, row, wanted, new.media_ids, now)
    for dropped in kept.values():
        session.delete(dropped)
    session.flush()
    _log(session, now, "post.edited", row, {"targets": len(new.targets)})


def get(session: Session, post_id: int) -> Post:
    """One post, whole. Raises NotFound."""
    found = session.execute(
        select(ScheduledPost, Client.name)
        .join(Client, Client.id == ScheduledPost.client_id)
        .where(ScheduledPost.id == post_id)
    ).first()
    if found is None:
        raise _missing(post_id)
    return posts_of(session, [(found[0], found[1])])[0]


def listed(session: Session, wanted: PostFilter) -> list[Post]:
    """Posts by their earliest due time, drafts without a time last, then by id."""
    earliest = func.min(PostPlatform.due_at)
    due = (
        select(PostPlatform.post_id, earliest.label("due"))
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .where(*narrowing.of_targets(wanted), *narrowing.of_posts(wanted))
        .group_by(PostPlatform.post_id)
        .order_by(earliest.is_(None), earliest, PostPlatform.post_id)
        .limit(wanted.limit)
        .offset(wanted.offset)
        .subquery()
    )
    query = (
        select(ScheduledPost, Client.name)
        .join(due, due.c.post_id == ScheduledPost.id)
        .join(Client, Client.id == ScheduledPost.client_id)
        .order_by(due.c.due.is_(None), due.c.due, ScheduledPost.id)
    )
    return posts_of(session, [(row, client) for row, client in session.execute(query)])


def move(session: Session, post_id: int, at: dict[int, Moment], now: datetime) -> None:
    """Plan targets (by account id) anew. Raises Conflict for one that is in flight or out; then nothing moves."""
    row = row_of(session, post_id)
    media_ids = media_ids_of(session, post_id)
    for target in _targets(session, post_id):
        moment = at.get(target.platform_id)
        if moment is None:
            continue
        if target.state not in EDITABLE and target.state is not PostState.CLAIMED:
            raise busy(target, post_id)
        if moment.due_at != target.due_at:
            leave_queue(row)
        set_time(target, row, moment, media_ids)
        target.state, target.boot_id = PostState.SCHEDULED, None
    row.updated_at = now
    _log(session, now, "post.moved", row, {"targets": len(at)})


def move_all(session: Session, plan: dict[int, dict[int, Moment]], now: datetime) -> None:
    """`move` for several posts, by post id. Raises Conflict for any; then none moves."""
    for post_id, at in plan.items():
        move(session, post_id, at, now)


def make_draft(session: Session, post_id: int, now: datetime) -> None:
    """Take the time off every target that is not yet in flight. Raises Conflict otherwise."""
    row = row_of(session, post_id)
    for target in _targets(session, post_id):
        if target.state not in EDITABLE:
            raise busy(target, post_id)
        target.state = PostState.DRAFT
        target.wall, target.due_at, target.not_before, target.late_from = None, None, None, None
    leave_queue(row)
    row.updated_at = now
    _log(session, now, "post.unplanned", row, {})


def cancel(session: Session, post_id: int, now: datetime, account_id: int | None = None) -> list[int]:
    """Cancel what has not gone out; returns the account ids cancelled. Raises Conflict where one is being sent now."""
    row = row_of(session, post_id)
    cancelled = []
    for target in _targets(session, post_id):
        if account_id is not None and target.platform_id != account_id:
            continue
        if target.state in (PostState.SENDING, PostState.AT_SITE):
            raise busy(target, post_id)
        if target.state is not PostState.CANCELLED and may_become(target.state, PostState.CANCELLED):
            target.state, target.boot_id = PostState.CANCELLED, None
            cancelled.append(target.platform_id)
    row.updated_at = now
    _log(session, now, "post.cancelled", row, {"accounts": cancelled})
    return cancelled


def restore(session: Session, post_id: int, now: datetime) -> None:
    """Undo a cancel: targets whose time is still to come are scheduled again, others become drafts."""
    row = row_of(session, post_id)
    for target in _targets(session, post_id):
        if target.state is PostState.CANCELLED:
            ahead = target.due_at is not None and target.due_at > now
            target.state = PostState.SCHEDULED if ahead else PostState.DRAFT
    row.updated_at = now
    _log(session, now, "post.restored", row, {})


def remove(session: Session, post_id: int, now: datetime) -> None:
    """Delete a post of which nothing went out and nothing may have. Raises Conflict otherwise."""
    row = row_of(session, post_id)
    for target in _targets(session, post_id):
        if target.state not in EDITABLE or target.part_ids:
            raise busy(target, post_id)
    _log(session, now, "post.removed", row, {})
    post_ids.spend(session, post_id)
    session.delete(row)
    session.flush()


def settle(
    session: Session,
    post_id: int,
    account_id: int,
    now: datetime,
    *,
    state: PostState,
    remote_id: str = "",
    url: str | None = None,
    detail: str,
) -> None:
    """A person's word on a target whose outcome is not known, or that they put up themselves. Raises Conflict otherwise.

    `posted` is meant of the part that was being sent; the rest of a thread then follows.
    """
    row = row_of(session, post_id)
    target = next((one for one in _targets(session, post_id) if one.platform_id == account_id), None)
    if target is None:
        message = f"post {post_id} is not meant for that account"
        raise NotFound(message, post_id=post_id)
    is_theirs = target.state in (PostState.BY_HAND, PostState.AT_SITE) and may_become(target.state, state)
    if target.state is not PostState.UNKNOWN and not is_theirs:
        message = f"its outcome is known: {target.state.value}"
        raise Conflict(message, item=f"post {post_id}", post_id=post_id)
    target.state, target.boot_id = state, None
    if state is not PostState.POSTED and target.part == 0:
        # What the site's queue called it: it lies there no more, or is to be laid in anew.
        target.remote_id = target.url = target.not_before = target.late_from = None
    if state is PostState.SCHEDULED:
        target.not_before, target.late_from = now, max(now, target.due_at or now)
    elif state is PostState.POSTED:
        part_is_out(target, remote_id, url, target.sending_since or now)
        if target.part < len(parts_of(target, row)):
            wait = row.delays[target.part - 1] if target.part <= len(row.delays) else 0
            at = now + timedelta(minutes=wait)
            target.state, target.not_before, target.late_from = PostState.SCHEDULED, at, at
    session.add(PostAttempt(target_id=target.id, at=now, part=target.part, outcome=Outcome.SETTLED, detail=detail))
    _log(session, now, "post.settled", row, {"state": state.value})


def media_items(session: Session, media_ids: Sequence[int]) -> list[MediaItem]:
    """Library items in the order asked for. Raises NotFound for one that is not there, or was removed."""
    rows = session.scalars(select(MediaAsset).where(MediaAsset.id.in_(media_ids), MediaAsset.removed_at.is_(None)))
    found = {row.id: media_of(row) for row in rows}
    for media_id in media_ids:
        if media_id not in found:
            raise NotFound(f"there is no media item {media_id} in the library", item=f"media {media_id}")
    return [found[media_id] for media_id in media_ids]


def counts(session: Session, client_id: int | None = None) -> dict[PostState, int]:
    """How many targets are in each state."""
    query = select(PostPlatform.state, func.count()).group_by(PostPlatform.state)
    if client_id is not None:
        query = query.join(ScheduledPost).where(ScheduledPost.client_id == client_id)
    return dict(session.execute(query).all())


def missed_by_account(session: Session) -> dict[int, int]:
    """How many targets missed their time, by account; only of accounts that have some."""
    missed = select(PostPlatform.platform_id, func.count()).where(PostPlatform.state == PostState.MISSED)
    return dict(session.execute(missed.group_by(PostPlatform.platform_id)).all())


def row_of(session: Session, post_id: int) -> ScheduledPost:
    """Raises NotFound."""
    row = session.get(ScheduledPost, post_id)
    if row is None:
        raise _missing(post_id)
    return row


def _targets(session: Session, post_id: int) -> Sequence[PostPlatform]:
    return session.scalars(select(PostPlatform).where(PostPlatform.post_id == post_id).order_by(PostPlatform.id)).all()


def media_ids_of(session: Session, post_id: int) -> list[int]:
    """The media of a post, in their order."""
    return list(
        session.scalars(select(PostMedia.media_id).where(PostMedia.post_id == post_id).order_by(PostMedia.position))
    )


def _put_media(session: Session, post_id: int, media_ids: Sequence[int]) -> None:
    session.add_all(
        PostMedia(post_id=post_id, position=position, media_id=media_id) for position, media_id in enumerate(media_ids)
    )


def _add_target(
    session: Session, row: ScheduledPost, wanted: NewTarget, media_ids: Sequence[int], now: datetime
) -> None:
    known = session.scalar(select(exists().where(Platform.id == wanted.account_id, Platform.removed_at.is_(None))))
    if not known:
        message = f"there is no account {wanted.account_id}"
        raise NotFound(message)
    target = PostPlatform(post_id=row.id, platform_id=wanted.account_id, state=PostState.DRAFT, zone=wanted.zone)
    _plan(target, row, wanted, media_ids, now)
    session.add(target)


def _plan(target: PostPlatform, row: ScheduledPost, wanted: NewTarget, media_ids: Sequence[int], now: datetime) -> None:
    target.text, target.zone, target.updated_at = wanted.text, wanted.zone, now
    target.thread = None if wanted.thread is None else list(wanted.thread)
    target.media_ids = None if wanted.media_ids is None else list(wanted.media_ids)
    target.options = dict(wanted.options)
    target.boot_id, target.prepared, target.attempt = None, None, 0
    if wanted.at is None:
        target.state = PostState.DRAFT
        target.wall, target.due_at, target.not_before, target.late_from = None, None, None, None
    else:
        target.state = PostState.SCHEDULED
        set_time(target, row, wanted.at, media_ids)


def set_time(target: PostPlatform, row: ScheduledPost, at: Moment, media_ids: Sequence[int]) -> None:
    """Plan one target of `row`, which carries `media_ids`; its state stays."""
    target.wall, target.zone, target.due_at = at.wall, at.zone, at.due_at
    target.not_before, target.late_from, target.tz_version = None, None, zone_data_version()
    target.intent_hash = intent_of(target, row, media_ids)


def leave_queue(row: ScheduledPost) -> None:
    """What a person plans by hand stands in no queue any more: its next change would move the post again."""
    row.queue_id = row.queue_place = None


def _missing(post_id: int) -> NotFound:
    return NotFound(f"there is no post {post_id}", item=f"post {post_id}", post_id=post_id)


def busy(target: PostPlatform, post_id: int) -> Conflict:
    """Why a target that is in flight or out cannot be changed."""
    reason = {
        PostState.CLAIMED: "it is about to go out",
        PostState.SENDING: "it is being sent right now",
        PostState.AT_SITE: "it lies in the site's own queue: change it there",
        PostState.POSTED: "it is out already",
        PostState.UNKNOWN: "it may be out already; settle that first",
    }.get(target.state, f"it is {target.state.value}")
    return Conflict(reason, item=f"post {post_id}", post_id=post_id)


def _log(session: Session, now: datetime, action: str, row: ScheduledPost, details: dict[str, object]) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="post",
        object_id=str(row.id),
        client_id=row.client_id,
        outcome="ok",
        details=details,
    )
