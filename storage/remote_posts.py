"""Posts as platforms list them, ours or not; readings hang on them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.syncing import Stored
from storage import rollups
from storage.models import PostPlatform, RemotePostSeen

_CHUNK = 500


def upsert(session: Session, account_id: int, posts: Sequence[RemotePost], now: datetime) -> Stored:
    """Keep what an account's list says; the same id is the same post, under whichever of its ids an edit left it.

    One that is gone keeps its text and readings.

    `now` (aware UTC) is when a post was first seen gone. A corrected time of posting moves the readings of its first day.
    """
    stored = Stored()
    distinct = iter({post.remote_id: post for post in posts}.values())
    while chunk := list(islice(distinct, _CHUNK)):
        stored += _upsert_chunk(session, account_id, chunk, now)
    return stored


def _upsert_chunk(session: Session, account_id: int, posts: Sequence[RemotePost], now: datetime) -> Stored:
    _rename(session, account_id, posts)
    ids = [post.remote_id for post in posts]
    known = {row.remote_id: row for row in _rows(session, account_id, ids)}
    fresh = [post for post in posts if post.remote_id not in known and not post.deleted]
    if fresh:
        ours = _targets(session, account_id, [post.remote_id for post in fresh])
        _correct_addresses(session, [(ours[post.remote_id], post.url) for post in fresh if post.remote_id in ours])
        session.execute(
            insert(RemotePostSeen),
            [_values(account_id, post) | {"target_id": ours.get(post.remote_id)} for post in fresh],
        )
    changed = 0
    for post in posts:
        row = known.get(post.remote_id)
        if row is not None:
            changed += _update(session, row, post, now)
    session.flush()
    return Stored(added=len(fresh), changed=changed, unchanged=len(posts) - len(fresh) - changed)


def _rename(session: Session, account_id: int, posts: Sequence[RemotePost]) -> None:
    """Edited posts have a new id; their readings, and the post that we sent, stay with them."""
    renamed = {earlier: post for post in posts for earlier in post.earlier_ids}
    if not renamed:
        return
    present = {row.remote_id for row in _rows(session, account_id, [post.remote_id for post in renamed.values()])}
    for row in list(_rows(session, account_id, list(renamed))):
        post = renamed[row.remote_id]
        if post.remote_id not in present:
            present.add(post.remote_id)
            row.remote_id = post.remote_id
    for target in session.scalars(
        select(PostPlatform).where(PostPlatform.platform_id == account_id, PostPlatform.remote_id.in_(renamed))
    ):
        post = renamed[target.remote_id or ""]
        target.part_ids = [post.remote_id if one == target.remote_id else one for one in target.part_ids]
        target.remote_id, target.url = post.remote_id, post.url
    session.flush()


def _rows(session: Session, account_id: int, remote_ids: Sequence[str]) -> Iterator[RemotePostSeen]:
    wanted = select(RemotePostSeen).where(
        RemotePostSeen.platform_id == account_id, RemotePostSeen.remote_id.in_(remote_ids)
    )
    return iter(session.scalars(wanted))


def _targets(session: Session, account_id: int, remote_ids: Sequence[str]) -> dict[str, int]:
    """Those that we sent ourselves: target ids by remote id."""
    found = session.execute(
        select(PostPlatform.remote_id, PostPlatform.id).where(
            PostPlatform.platform_id == account_id, PostPlatform.remote_id.in_(remote_ids)
        )
    )
    return {remote_id: target_id for remote_id, target_id in found if remote_id is not None}


def _correct_addresses(session: Session, told: Sequence[tuple[int, str]]) -> None:
    """A platform may tell a post's own address in its list alone, and not where it is published."""
    for target_id, url in told:
        session.execute(
            update(PostPlatform).where(PostPlatform.id == target_id, PostPlatform.url != url).values(url=url)
        )


def _values(account_id: int, post: RemotePost) -> dict[str, object]:
    return {"platform_id": account_id, "remote_id": post.remote_id, **_content(post)}


def _content(post: RemotePost) -> dict[str, object]:
    return {
        "text": post.text,
        "at": post.at,
        "url": post.url,
        "media_count": post.media_count,
        "media_kind": post.media_kind,
        "reply_to": post.reply_to,
    }


def _update(session: Session, row: RemotePostSeen, post: RemotePost, now: datetime) -> bool:
    if post.deleted:
        if row.deleted_at is not None:
            return False
        row.deleted_at = now
        _note_gone(session, row, now)
        return True
    content = _content(post)
    same = all(getattr(row, name) == value for name, value in content.items())
    if same and row.deleted_at is None:
        return False
    if row.deleted_at is not None:
        _note_gone(session, row, None)
    if row.at != post.at:
        rollups.move_first_day(session, row.platform_id, row.id, row.at, post.at)
    row.deleted_at = None
    if row.target_id is not None:
        _correct_addresses(session, [(row.target_id, post.url)])
    for name, value in content.items():
        setattr(row, name, value)
    return True


def _note_gone(session: Session, row: RemotePostSeen, at: datetime | None) -> None:
    if row.target_id is not None:
        session.execute(update(PostPlatform).where(PostPlatform.id == row.target_id).values(deleted_at=at))
