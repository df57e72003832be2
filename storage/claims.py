"""Which posts may go out now, and taking them for this process (security.md §8). Each function is one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import ENDED
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import Outcome, PostState, intent_hash
from ofauto_desktop.domain.schedule import CATCH_UP_AT_MOST, CATCH_UP_SPACING, DEFAULT_GRACE, LEAST_AHEAD, ON_TIME, Late
from storage.models import Platform, PostMedia, PostPlatform, ScheduledPost, Setting
from storage.steps import close_attempt, log, note

PAUSED = "publishing.paused"
_UNATTENDED = select(Platform.platform).where(Platform.unattended.is_(True), Platform.removed_at.is_(None)).distinct()
_PAUSED = select(Setting.value).where(Setting.key == PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A target that this process has taken. `parts` are the texts as this account gets them; `part` is the next to go.

    `late_from` (aware UTC) is what its lateness counts from, `late` what that was when it was taken. `waits` are the
    minutes before each part after the first (B20). `scheduled_for` (aware UTC): to be laid into the site's own queue.
    """

    target_id: int
    post_id: int
    account_id: int
    intent: str
    parts: tuple[str, ...] = field(repr=False)
    media_ids: tuple[int, ...]
    reply_to: str | None
    part: int
    part_ids: tuple[str, ...]
    prepared: dict[str, Any]
    late_from: datetime
    late: Late
    tries: int
    options: Mapping[str, str] = field(default_factory=dict)
    waits: tuple[int, ...] = ()
    scheduled_for: datetime | None = None

    def wait_after(self, part: int) -> timedelta | None:
        """How long the part after `part` waits once that is out; None in a post whose parts follow at once."""
        if not any(self.waits):
            return None
        return timedelta(minutes=self.waits[part] if part < len(self.waits) else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a look at the schedule came to: targets taken, and (post id, account id) of those that are missed."""

    claims: tuple[Claim, ...] = ()
    missed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What this process has in hand: target ids, and the accounts that have enough of them for now."""

    boot_id: str
    active: Collection[int] = ()
    busy: Collection[int] = ()


def paused(session: Session) -> bool:
    """Whether the person has paused all publishing."""
    return bool(session.scalar(_PAUSED))


def claim_due(session: Session, now: datetime, taken: Taken, *, limit: int, of_one_account: int) -> Due:
    """Take up to `limit` due targets, oldest first, `of_one_account` at most; those that are too late become `missed`.

    `now` is aware UTC. Targets of paused or dead accounts wait. Late ones are spaced: one per account in five minutes,
    and after three the others are missed (security.md §8, "Misfire").
    """
    if paused(session):
        return Due()
    over = session.connection().scalars(_OVER, {"until": now - DEFAULT_GRACE}).all()
    missed = _miss(session, now, PostPlatform.id.in_(over)) if over else []
    looked = {"now": now, "on_time": now - ON_TIME, "busy": list(taken.busy)}
    on_time = session.connection().execute(_ON_TIME, {**looked, "each": of_one_account, "most": limit})
    rows = [(row, Late.SEND) for row in on_time]
    going = {row.platform_id for row, _ in rows}
    for row in session.connection().execute(_FIRST_LATE_OF_EACH, looked).all():
        if row.platform_id in going:
            continue
        match _catching_up(session, row.platform_id, now):
            case Late.SEND_SPACED:
                rows.append((row, Late.SEND_SPACED))
            case Late.MISSED:
                late = _late_from() < now - ON_TIME
                missed += _miss(session, now, late, PostPlatform.platform_id == row.platform_id)
    if rows:
        taking = {"ids": [row.id for row, _ in rows], "boot": taken.boot_id, "at": now}
        session.connection().execute(_TAKE, taking)
    media = _media_of(session, [row.post_id for row, _ in rows])
    claims = tuple(_claimed(row, media.get(row.post_id, ()), late) for row, late in rows)
    return Due(claims=claims, missed=tuple(missed))


def claim_ahead(
    session: Session, now: datetime, taken: Taken, schedules: Callable[[PlatformId], bool], *, limit: int
) -> tuple[Claim, ...]:
    """Take posts whose time is to come, on accounts that post unattended and whose site can wait itself (`schedules`)."""
    if limit <= 0:
        return ()
    platforms = [one for one in session.scalars(_UNATTENDED) if schedules(one)]
    if not platforms or paused(session):
        return ()
    wanted = (
        PostPlatform.state == PostState.SCHEDULED,
        PostPlatform.due_at > now + LEAST_AHEAD,
        or_(PostPlatform.not_before.is_(None), PostPlatform.not_before <= now),
        PostPlatform.platform_id.not_in(taken.busy),
        Platform.unattended.is_(True),
        Platform.platform.in_(platforms),
        can_go(now),
    )
    rows = session.execute(
        select(PostPlatform, ScheduledPost)
        .join(ScheduledPost, ScheduledPost.id == PostPlatform.post_id)
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(*wanted)
        .order_by(PostPlatform.due_at, PostPlatform.id)
        .limit(limit)
    ).all()
    claims = []
    for target, post in rows:
        target.state, target.boot_id, target.updated_at = PostState.CLAIMED, taken.boot_id, now
        claim = claim_of(target, post, media_of(session, post.id), Late.SEND)
        claims.append(replace(claim, scheduled_for=target.due_at))
    session.flush()
    return tuple(claims)


class Worded(Protocol):
    """A post or a target, or the columns of one that say what is meant."""

    @property
    def text(self) -> Any: ...
    @property
    def thread(self) -> Any: ...


def parts_of(target: Worded, post: Worded) -> tuple[str, ...]:
    """The texts as the target's account gets them: its own where it has some, those of the post otherwise."""
    text = post.text if target.text is None else target.text
    return (text, *(post.thread if target.thread is None else target.thread))


def intent_of(target: PostPlatform, post: ScheduledPost, media_ids: Sequence[int]) -> str:
    """The fingerprint of what is meant for a target, all of its own included; `media_ids` are the post's."""
    return intent_hash(
        parts_of(target, post),
        media_ids if target.media_ids is None else target.media_ids,
        target.wall,
        target.zone,
        delays=post.delays or (),
        options=target.options,
    )


class _PostColumns(NamedTuple):
    """What a claim needs of its post."""

    text: str
    thread: Sequence[str]
    reply_to: str | None
    delays: Sequence[int]

    def __repr__(self) -> str:
        """Without what a person wrote: logs may print it."""
        return "_PostColumns()"


def _claimed(row: Any, media_ids: Sequence[int], late: Late) -> Claim:
    return claim_of(row, _PostColumns(row.post_text, row.post_thread, row.reply_to, row.delays), media_ids, late)


def claim_of(target: Any, post: Any, media_ids: Sequence[int], late: Late) -> Claim:
    """The claim of a target and its post, or of the columns of them that it needs."""
    return Claim(
        target_id=target.id,
        post_id=target.post_id,
        account_id=target.platform_id,
        intent=target.intent_hash,
        parts=parts_of(target, post),
        media_ids=tuple(media_ids if target.media_ids is None else target.media_ids),
        reply_to=post.reply_to,
        part=target.part,
        part_ids=tuple(target.part_ids),
        prepared=dict(target.prepared or {}),
        late_from=target.late_from or target.due_at or target.updated_at,
        late=late,
        tries=target.attempt,
        options=dict(target.options),
        waits=tuple(post.delays),
    )


def save_prepared(session: Session, claim: Claim, boot_id: str, state: dict[str, Any]) -> bool:
    """Keep what is uploaded, so that another process need not upload again. False if the claim no longer holds."""
    changed = session.execute(update(PostPlatform).where(*held(claim, boot_id)).values(prepared=state))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def release(session: Session, claim: Claim, boot_id: str) -> None:
    """Give a claim back untouched."""
    values = {"state": PostState.SCHEDULED, "boot_id": None}
    session.execute(update(PostPlatform).where(*held(claim, boot_id)).values(values))


def held(claim: Claim, boot_id: str) -> tuple[ColumnElement[bool], ...]:
    """The condition that `claim` still holds."""
    return (
        PostPlatform.id == claim.target_id,
        PostPlatform.state == PostState.CLAIMED,
        PostPlatform.boot_id == boot_id,
    )


def recover(session: Session, now: datetime, taken: Taken) -> tuple[list[int], list[int]]:
    """What nobody works on any more: `claimed` is free again, `sending` becomes `unknown`. Returns the ids of both.

    That is what an ended process left, and what this one had to drop. Run under the workspace's lock.
    """
    freed: list[int] = []
    unsure: list[int] = []
    ids = session.connection().scalars(_IN_HAND, {"active": list(taken.active)}).all()
    for target in session.scalars(select(PostPlatform).where(PostPlatform.id.in_(ids))) if ids else ():
        if target.state is PostState.CLAIMED:
            target.state, target.boot_id = PostState.SCHEDULED, None
            freed.append(target.id)
        else:
            close_attempt(session, target, now, Outcome.UNKNOWN, "the program ended while it was being sent")
            target.state = PostState.UNKNOWN
            log(session, now, target.id, "post.unknown", {})
            unsure.append(target.id)
    return freed, unsure


def media_of(session: Session, post_id: int) -> tuple[int, ...]:
    return _media_of(session, [post_id]).get(post_id, ())


def can_go(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """An account that may be asked now. On the others posts wait, and are missed after the grace."""
    return and_(
        Platform.state.not_in(ENDED),
        Platform.removed_at.is_(None),
        or_(Platform.paused_until.is_(None), Platform.paused_until <= now),
    )


def _late_from() -> ColumnElement[datetime]:
    return func.coalesce(PostPlatform.late_from, PostPlatform.due_at, type_=PostPlatform.due_at.type)


def _ready() -> ColumnElement[bool]:
    now = bindparam("now", type_=PostPlatform.due_at.type)
    return and_(
        PostPlatform.state == PostState.SCHEDULED,
        PostPlatform.due_at <= now,
        or_(PostPlatform.not_before.is_(None), PostPlatform.not_before <= now),
        PostPlatform.platform_id.not_in(bindparam("busy", expanding=True)),
        can_go(now),
    )


def _ranked(condition: ColumnElement[bool]) -> Any:
    """Ids of the targets that meet `condition`, with their place in their account's queue."""
    place = func.row_number().over(
        partition_by=PostPlatform.platform_id, order_by=(PostPlatform.due_at, PostPlatform.id)
    )
    return (
        select(PostPlatform.id, place.label("place"))
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(condition)
        .subquery()
    )


def _with_posts(queue: Any) -> Any:
    targets, posts = PostPlatform.__table__.c, ScheduledPost.__table__.c
    own = (column for column in targets if column.name in _CLAIMED_COLUMNS)
    of_post = (posts.text.label("post_text"), posts.thread.label("post_thread"), posts.reply_to, posts.delays)
    return (
        select(*own, *of_post)
        .join(queue, queue.c.id == targets.id)
        .join(ScheduledPost, posts.id == targets.post_id)
        .order_by(targets.due_at, targets.id)
    )


def _made_once() -> tuple[Any, Any, Any]:
    """The statements of every look: on time, the first late one of each account, and taking what was found."""
    on_time = bindparam("on_time", type_=PostPlatform.due_at.type)
    queue = _ranked(and_(_ready(), _late_from() >= on_time))
    late = _ranked(and_(_ready(), _late_from() < on_time))
    targets = cast("Table", PostPlatform.__table__)
    return (
        _with_posts(queue).where(queue.c.place <= bindparam("each")).limit(bindparam("most")),
        _with_posts(late).where(late.c.place == 1),
        update(targets)
        .where(targets.c.id.in_(bindparam("ids", expanding=True)))
        .values(state=PostState.CLAIMED, boot_id=bindparam("boot"), updated_at=bindparam("at")),
    )


def _catching_up(session: Session, account_id: int, now: datetime) -> Late | None:
    """Whether a late post may follow on this account now; None: not yet. After three, the others are missed."""
    if in_flight(session, account_id):
        return None
    recent = session.execute(
        select(PostPlatform.posted_at, _late_from()).where(
            PostPlatform.platform_id == account_id, PostPlatform.posted_at > now - DEFAULT_GRACE
        )
    )
    times = [(posted, due) for posted, due in recent if posted is not None]
    if sum(posted - due > ON_TIME for posted, due in times) >= CATCH_UP_AT_MOST:
        return Late.MISSED
    spaced = all(now - posted >= CATCH_UP_SPACING for posted, _ in times)
    return Late.SEND_SPACED if spaced else None


def in_flight(session: Session, account_id: int | None = None) -> int:
    """How many targets are claimed or being sent."""
    query = select(func.count()).where(PostPlatform.state.in_([PostState.CLAIMED, PostState.SENDING]))
    if account_id is not None:
        query = query.where(PostPlatform.platform_id == account_id)
    return session.scalar(query) or 0


def _miss(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> list[tuple[int, int]]:
    """Never sent by itself any more; a person chooses."""
    late = session.scalars(select(PostPlatform).where(PostPlatform.state == PostState.SCHEDULED, *conditions)).all()
    for target in late:
        target.state = PostState.MISSED
        since = target.late_from or target.due_at or now
        hours = round((now - since).total_seconds() / 3600, 1)
        note(session, target, now, Outcome.SKIPPED, f"missed: {hours} h late")
        log(session, now, target.id, "post.missed", {})
    session.flush()
    return [(target.post_id, target.platform_id) for target in late]


def _media_of(session: Session, post_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    rows = session.execute(
        select(PostMedia.post_id, PostMedia.media_id)
        .where(PostMedia.post_id.in_(post_ids))
        .order_by(PostMedia.post_id, PostMedia.position)
    )
    found: dict[int, tuple[int, ...]] = {}
    for post_id, media_id in rows:
        found[post_id] = (*found.get(post_id, ()), media_id)
    return found


_CLAIMED_COLUMNS = frozenset(
    (
        "id",
        "post_id",
        "platform_id",
        "intent_hash",
        "text",
        "thread",
        "media_ids",
        "part",
        "part_ids",
        "prepared",
        "late_from",
        "due_at",
        "updated_at",
        "attempt",
        "options",
    )
)
_ON_TIME, _FIRST_LATE_OF_EACH, _TAKE = _made_once()
# Looked for before every claim, and hardly ever found.
_IN_HAND = select(PostPlatform.id).where(
    PostPlatform.state.in_([PostState.CLAIMED, PostState.SENDING]),
    PostPlatform.id.not_in(bindparam("active", expanding=True)),
)
_OVER = select(PostPlatform.id).where(
    PostPlatform.state == PostState.SCHEDULED,
    PostPlatform.due_at < bindparam("until", type_=PostPlatform.due_at.type),
    _late_from() < bindparam("until", type_=PostPlatform.due_at.type),
)
