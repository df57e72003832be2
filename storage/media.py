"""Library items. Their bytes are in `media_files.py`; a row names the encrypted files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import Conflict, NotFound
from ofauto_desktop.domain.media import MediaItem, MediaKind
from ofauto_desktop.domain.posts import PostState
from storage import audit, carrying
from storage.models import MediaAsset, MediaVariant, PostMedia, PostPlatform
from storage.rows import media_of

# A post in one of these will go out, or may be looked for again: what it carries must stay.
_NEEDED_IN = (
    PostState.PENDING_APPROVAL,
    PostState.SCHEDULED,
    PostState.CLAIMED,
    PostState.SENDING,
    PostState.UNKNOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMedia:
    """An item to be stored; its three files lie in the media folder already."""

    name: str
    kind: MediaKind
    mime: str
    width: int
    height: int
    duration_ms: int | None
    frames: int | None
    alt_text: str
    tags: tuple[str, ...]
    sha256: str
    original_size: int
    size: int
    blob: str
    upload_blob: str
    thumbnail_blob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blobs:
    """The names of an item's encrypted files. `upload` is `original` where there was nothing to remove."""

    original: str
    upload: str
    thumbnail: str | None


def add(session: Session, new: NewMedia, now: datetime) -> MediaItem:
    """Store an item."""
    row = MediaAsset(
        name=new.name,
        kind=new.kind,
        mime=new.mime,
        width=new.width,
        height=new.height,
        duration_ms=new.duration_ms,
        frames=new.frames,
        alt_text=new.alt_text,
        tags=list(new.tags),
        sha256=new.sha256,
        original_size=new.original_size,
        size=new.size,
        blob=new.blob,
        upload_blob=new.upload_blob,
        thumbnail_blob=new.thumbnail_blob,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _log(session, now, "media.added", row)
    return media_of(row)


def with_content(session: Session, sha256: str, now: datetime) -> MediaItem | None:
    """The item whose original has this hash, taken out of the bin if it lay there; None where there is none."""
    row = session.scalar(select(MediaAsset).where(MediaAsset.sha256 == sha256).order_by(MediaAsset.id).limit(1))
    if row is None:
        return None
    if row.removed_at is not None:
        row.removed_at, row.updated_at = None, now
        _log(session, now, "media.restored", row)
    return media_of(row)


def listed(session: Session, *, limit: int, text: str = "") -> list[MediaItem]:
    """Items, newest first, whose name, description or tags hold every word of `text`, whatever its case."""
    words = text.casefold().split()
    query = select(MediaAsset).where(MediaAsset.removed_at.is_(None)).order_by(MediaAsset.id.desc())
    found: list[MediaItem] = []
    # SQLite folds the case of ASCII letters only, so the words are compared here.
    for row in session.scalars(query if words else query.limit(limit)).yield_per(200):
        if _holds(row, words):
            found.append(media_of(row))
            if len(found) == limit:
                break
    return found


def get(session: Session, media_id: int) -> MediaItem:
    """One item, in the bin or not. Raises NotFound."""
    return media_of(_row(session, media_id))


def blobs(session: Session, media_id: int) -> Blobs:
    """The names of its files. Raises NotFound."""
    row = _row(session, media_id)
    return Blobs(original=row.blob, upload=row.upload_blob, thumbnail=row.thumbnail_blob)


def describe(
    session: Session,
    media_id: int,
    now: datetime,
    *,
    alt_text: str | None = None,
    tags: tuple[str, ...] | None = None,
    name: str | None = None,
) -> MediaItem:
    """Change what is said of an item; None leaves a field as it is."""
    row = _row(session, media_id)
    row.alt_text = row.alt_text if alt_text is None else alt_text
    row.tags = row.tags if tags is None else list(tags)
    row.name = row.name if name is None else name
    row.updated_at = now
    _log(session, now, "media.described", row)
    return media_of(row)


def set_cover(session: Session, media_id: int, at_ms: int | None, thumbnail: str, now: datetime) -> MediaItem:
    """Let another moment of a film stand for it; `thumbnail` names its encrypted picture. Raises NotFound."""
    row = _row(session, media_id)
    row.cover_ms, row.thumbnail_blob, row.updated_at = at_ms, thumbnail, now
    _log(session, now, "media.cover_set", row)
    return media_of(row)


def remove(session: Session, media_id: int, now: datetime) -> None:
    """Put an item into the bin. Raises Conflict while a post that is to go out carries it."""
    row = _row(session, media_id)
    post_id = session.scalar(
        select(PostMedia.post_id)
        .join(PostPlatform, PostPlatform.post_id == PostMedia.post_id)
        .where(PostMedia.media_id == media_id, PostPlatform.state.in_(_NEEDED_IN))
        .union_all(
            select(PostPlatform.post_id).where(carrying.of_its_own(media_id), PostPlatform.state.in_(_NEEDED_IN))
        )
        .limit(1)
    )
    if post_id is not None:
        raise Conflict(f"post {post_id} is to go out with it", item=row.name, post_id=post_id)
    if row.removed_at is None:
        row.removed_at = row.updated_at = now
        _log(session, now, "media.removed", row)


def restore(session: Session, media_id: int, now: datetime) -> None:
    """Take an item out of the bin."""
    row = _row(session, media_id)
    if row.removed_at is not None:
        row.removed_at, row.updated_at = None, now
        _log(session, now, "media.restored", row)


def empty_bin(session: Session, before: datetime, now: datetime) -> list[int]:
    """Delete the rows of what was removed before `before` and belongs to no post; returns their ids."""
    carried = or_(exists().where(PostMedia.media_id == MediaAsset.id), carrying.by_any(MediaAsset.id))
    rows = session.scalars(select(MediaAsset).where(MediaAsset.removed_at < before, ~carried)).all()
    for row in rows:
        _log(session, now, "media.deleted", row)
        session.delete(row)
    return [row.id for row in rows]


def files(session: Session) -> set[str]:
    """The names of all encrypted files that some row needs."""
    rows = session.execute(select(MediaAsset.blob, MediaAsset.upload_blob, MediaAsset.thumbnail_blob))
    variants = session.scalars(select(MediaVariant.blob))
    return {name for row in rows for name in row if name is not None} | set(variants)


def _holds(row: MediaAsset, words: list[str]) -> bool:
    said = " ".join((row.name, row.alt_text, *row.tags)).casefold()
    return all(word in said for word in words)


def _row(session: Session, media_id: int) -> MediaAsset:
    row = session.get(MediaAsset, media_id)
    if row is None:
        raise NotFound(f"there is no media item {media_id}", item=f"media {media_id}")
    return row


def _log(session: Session, now: datetime, action: str, row: MediaAsset) -> None:
    details: Mapping[str, object] = {"kind": row.kind.value, "size": row.original_size}
    audit.record(session, at=now, action=action, object_type="media", object_id=str(row.id), details=details)
