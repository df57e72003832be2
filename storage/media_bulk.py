"""Changes to many items as one step, each with what it takes to undo it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import Conflict
from ofauto_desktop.domain.library import Tagged
from storage import audit, media_use
from storage.models import MediaAsset

_NAMED = 3


def tag(
    session: Session, media_ids: Sequence[int], add: tuple[str, ...], drop: tuple[str, ...], now: datetime
) -> Tagged:
    """Give items tags and take some away; returns the tags of those that changed."""
    before: dict[int, tuple[str, ...]] = {}
    for row in session.scalars(select(MediaAsset).where(MediaAsset.id.in_(media_use.listed(media_ids)))):
        wanted = [*(one for one in row.tags if one not in drop), *(one for one in add if one not in row.tags)]
        if wanted != row.tags:
            before[row.id] = tuple(row.tags)
            row.tags, row.updated_at = wanted, now
    _log(session, now, "media.tagged", len(before))
    return Tagged(before=before)


def tag_back(session: Session, tagged: Tagged, now: datetime) -> None:
    """Undo `tag`."""
    for row in session.scalars(select(MediaAsset).where(MediaAsset.id.in_(media_use.listed(list(tagged.before))))):
        row.tags, row.updated_at = list(tagged.before[row.id]), now
    _log(session, now, "media.tagged", len(tagged.before))


def remove(session: Session, media_ids: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Put items into the bin, all of them or none; returns those that were not there yet.

    Raises Conflict, naming the posts, while posts that are to go out carry some of them.
    """
    blocked = media_use.blocked(session, media_ids)
    if blocked:
        posts = list(dict.fromkeys(one.post_id for one in blocked))
        named = ", ".join(f"post {one}" for one in posts[:_NAMED])
        more = f" and {len(posts) - _NAMED} more" if len(posts) > _NAMED else ""
        verb = "is" if len(posts) == 1 else "are"
        what = "it" if len(media_ids) == 1 else "them"
        raise Conflict(f"{named}{more} {verb} to go out with {what}", item=blocked[0].name, post_id=posts[0])
    wanted = (MediaAsset.id.in_(media_use.listed(media_ids)), MediaAsset.removed_at.is_(None))
    gone = tuple(session.scalars(select(MediaAsset.id).where(*wanted)))
    session.execute(update(MediaAsset).where(*wanted).values(removed_at=now, updated_at=now))
    _log(session, now, "media.removed", len(gone))
    return gone


def restore(session: Session, media_ids: Sequence[int], now: datetime) -> None:
    """Take items out of the bin."""
    wanted = (MediaAsset.id.in_(media_use.listed(media_ids)), MediaAsset.removed_at.is_not(None))
    session.execute(update(MediaAsset).where(*wanted).values(removed_at=None, updated_at=now))
    _log(session, now, "media.restored", len(media_ids))


def _log(session: Session, now: datetime, action: str, many: int) -> None:
    audit.record(session, at=now, action=action, object_type="media", object_id="", details={"count": many})
