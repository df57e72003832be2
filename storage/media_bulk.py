"""Changes to many items as one step, each with what it takes to undo it."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import Conflict
from ofauto_desktop.domain.library import Tagged
from storage import audit, media_use
from storage.models import MediaAsset
from storage.types import microseconds

_NAMED = 3


def tag(
    session: Session, media_ids: Sequence[int], add: tuple[str, ...], drop: tuple[str, ...], now: datetime
) -> Tagged:
    """Give items tags and take some away; returns the tags of those that changed."""
    before: dict[int, tuple[str, ...]] = {}
    after = {}
    query = select(MediaAsset.id, MediaAsset.tags).where(MediaAsset.id.in_(media_use.listed(media_ids)))
    for media_id, tags in session.execute(query):
        wanted = [*(one for one in tags if one not in drop), *(one for one in add if one not in tags)]
        if wanted != tags:
            before[media_id], after[media_id] = tuple(tags), wanted
    _put(session, after, now)
    _log(session, now, "media.tagged", before)
    return Tagged(before=before)


def tag_back(session: Session, tagged: Tagged, now: datetime) -> None:
    """Undo `tag`."""
    _put(session, {media_id: list(tags) for media_id, tags in tagged.before.items()}, now)
    _log(session, now, "media.tagged", tagged.before)


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
    _log(session, now, "media.removed", gone)
    return gone


def restore(session: Session, media_ids: Sequence[int], now: datetime) -> None:
    """Take items out of the bin."""
    wanted = (MediaAsset.id.in_(media_use.listed(media_ids)), MediaAsset.removed_at.is_not(None))
    session.execute(update(MediaAsset).where(*wanted).values(removed_at=None, updated_at=now))
    _log(session, now, "media.restored", media_ids)


def _put(session: Session, tags: Mapping[int, list[str]], now: datetime) -> None:
    """As one statement: with one for each item, the index of words would go to the disk each time (18 s for 20,000)."""
    if not tags:
        return
    given = json.dumps({media_id: json.dumps(some, ensure_ascii=False) for media_id, some in tags.items()})
    change = text(
        "UPDATE media_asset SET tags = wanted.value, updated_at = :now FROM json_each(:given) AS wanted"
        " WHERE media_asset.id = CAST(wanted.key AS INTEGER)"
    )
    session.execute(change, {"given": given, "now": microseconds(now)})


def _log(session: Session, now: datetime, action: str, media_ids: Collection[int]) -> None:
    """One entry for all of them; it names the item where it is one."""
    if not media_ids:
        return
    kind, name = ("media", str(next(iter(media_ids)))) if len(media_ids) == 1 else ("media_items", "")
    audit.record(session, at=now, action=action, object_type=kind, object_id=name, details={"count": len(media_ids)})
