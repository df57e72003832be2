"""Forms of library items that are made for one platform each; the original and its own upload form stay as they are."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import NotFound
from ofauto_desktop.domain.media import Crop, MediaItem, Variant
from ofauto_desktop.domain.platforms import PlatformId
from storage import audit
from storage.models import MediaAsset, MediaVariant
from storage.rows import media_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVariant:
    """A variant whose encrypted file lies in the media folder already."""

    media_id: int
    platform: PlatformId
    crop: Crop | None
    mime: str
    width: int
    height: int
    size: int
    blob: str


def put(session: Session, new: NewVariant, now: datetime) -> Variant:
    """Keep the variant in place of the one before. Raises NotFound for an item that is gone."""
    if session.get(MediaAsset, new.media_id) is None:
        raise NotFound(f"there is no media item {new.media_id}", item=f"media {new.media_id}")
    row = _row(session, new.media_id, new.platform)
    if row is None:
        row = MediaVariant(media_id=new.media_id, platform=new.platform.value, created_at=now)
        session.add(row)
    row.crop = None if new.crop is None else asdict(new.crop)
    row.mime, row.width, row.height, row.size, row.blob = new.mime, new.width, new.height, new.size, new.blob
    row.updated_at = now
    session.flush()
    _log(session, now, "media.variant_made", new.media_id, new.platform)
    return _variant(row)


def remove(session: Session, media_id: int, platform: PlatformId, now: datetime) -> Variant | None:
    """Let the platform have the item as it is again; returns what was there."""
    row = _row(session, media_id, platform)
    if row is None:
        return None
    session.delete(row)
    _log(session, now, "media.variant_removed", media_id, platform)
    return _variant(row)


def of_item(session: Session, media_id: int) -> list[Variant]:
    """The item's variants, by platform."""
    rows = session.scalars(
        select(MediaVariant).where(MediaVariant.media_id == media_id).order_by(MediaVariant.platform)
    )
    return [_variant(row) for row in rows]


def as_sent(session: Session, media_ids: Sequence[int], platform: PlatformId | None) -> list[tuple[MediaItem, str]]:
    """Each item as it goes out to `platform`, and the name of that file. Raises NotFound for an item that is gone."""
    assets = {row.id: row for row in session.scalars(select(MediaAsset).where(MediaAsset.id.in_(media_ids)))}
    wanted = select(MediaVariant).where(MediaVariant.media_id.in_(media_ids), MediaVariant.platform == platform)
    variants = {} if platform is None else {row.media_id: row for row in session.scalars(wanted)}
    for media_id in media_ids:
        if media_id not in assets:
            raise NotFound(f"there is no media item {media_id}", item=f"media {media_id}")
    return [_sent(assets[media_id], variants.get(media_id)) for media_id in media_ids]


def items_as_sent(session: Session, media_ids: Sequence[int], platform: PlatformId) -> list[MediaItem]:
    """The same without the files' names: what a platform's rules are asked about. Raises NotFound."""
    return [item for item, _ in as_sent(session, media_ids, platform)]


def _sent(asset: MediaAsset, variant: MediaVariant | None) -> tuple[MediaItem, str]:
    item = media_of(asset)
    if variant is None:
        return item, asset.upload_blob
    shown = replace(item, mime=variant.mime, width=variant.width, height=variant.height, size=variant.size)
    return shown, variant.blob


def _row(session: Session, media_id: int, platform: PlatformId) -> MediaVariant | None:
    return session.scalar(
        select(MediaVariant).where(MediaVariant.media_id == media_id, MediaVariant.platform == platform.value)
    )


def _variant(row: MediaVariant) -> Variant:
    return Variant(
        media_id=row.media_id,
        platform=PlatformId(row.platform),
        crop=None if row.crop is None else Crop(**row.crop),
        mime=row.mime,
        width=row.width,
        height=row.height,
        size=row.size,
    )


def _log(session: Session, now: datetime, action: str, media_id: int, platform: PlatformId) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="media",
        object_id=str(media_id),
        details={"platform": platform.value},
    )
