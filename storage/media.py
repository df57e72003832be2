"""Library items. Their bytes are in `media_files.py`; a row names the encrypted files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.looks import Look, signed
from ofauto_desktop.domain.media import MediaItem, MediaKind
from storage import audit, media_looks, media_use
from storage.models import MediaAsset, MediaVariant
from storage.rows import media_of


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
    alt_text: str = field(repr=False)
    tags: tuple[str, ...]
    sha256: str
    original_size: int
    size: int
    blob: str
    upload_blob: str
    thumbnail_blob: str
    folder_id: int | None = None
    look: Look | None = None


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
        folder_id=new.folder_id,
        look=None if new.look is None else signed(new.look.shape),
        colours=media_looks.NONE if new.look is None else new.look.colours,
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
    caption: str | None = None,
) -> MediaItem:
    """Change what is said of an item; None leaves a field as it is."""
    row = _row(session, media_id)
    row.alt_text = row.alt_text if alt_text is None else alt_text
    row.tags = row.tags if tags is None else list(tags)
    row.name = row.name if name is None else name
    row.caption = row.caption if caption is None else caption
    row.updated_at = now
    _log(session, now, "media.described", row)
    return media_of(row)


def set_cover(session: Session, media_id: int, at_ms: int | None, thumbnail: str, now: datetime) -> MediaItem:
    """Let another moment of a film stand for it; `thumbnail` names its encrypted picture. Raises NotFound."""
    row = _row(session, media_id)
    row.cover_ms, row.thumbnail_blob, row.updated_at = at_ms, thumbnail, now
    _log(session, now, "media.cover_set", row)
    return media_of(row)


def empty_bin(session: Session, before: datetime, now: datetime) -> list[int]:
    """Delete the rows of what was removed before `before` and belongs to no post; returns their ids."""
    rows = session.scalars(select(MediaAsset).where(MediaAsset.removed_at < before, ~media_use.in_any_post())).all()
    for row in rows:
        _log(session, now, "media.deleted", row)
        session.delete(row)
    return [row.id for row in rows]


def delete_binned(session: Session, media_ids: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Delete rows that are in the bin and belong to no post; returns their ids. What a post carried stays for its sake."""
    wanted = (MediaAsset.id.in_(media_use.listed(media_ids)), MediaAsset.removed_at.is_not(None))
    rows = session.scalars(select(MediaAsset).where(*wanted, ~media_use.in_any_post())).all()
    for row in rows:
        _log(session, now, "media.deleted", row)
        session.delete(row)
    return tuple(row.id for row in rows)


def files(session: Session) -> set[str]:
    """The names of all encrypted files that some row needs."""
    rows = session.execute(select(MediaAsset.blob, MediaAsset.upload_blob, MediaAsset.thumbnail_blob))
    variants = session.scalars(select(MediaVariant.blob))
    return {name for row in rows for name in row if name is not None} | set(variants)


def _row(session: Session, media_id: int) -> MediaAsset:
    row = session.get(MediaAsset, media_id)
    if row is None:
        raise NotFound(f"there is no media item {media_id}", item=f"media {media_id}")
    return row


def _log(session: Session, now: datetime, action: str, row: MediaAsset) -> None:
    details: Mapping[str, object] = {"kind": row.kind.value, "size": row.original_size}
    audit.record(session, at=now, action=action, object_type="media", object_id=str(row.id), details=details)
