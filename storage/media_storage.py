"""How much room the library takes, by what its rows say; the files themselves are counted by who holds them."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.media import MediaKind
from storage import audit, settings
from storage.models import MediaAsset, MediaVariant

QUOTA = "media.quota"


def set_quota(session: Session, quota: int | None, now: datetime) -> None:
    """None for no limit."""
    settings.put(session, QUOTA, quota or 0)
    details = {"bytes": quota or 0}
    audit.record(session, at=now, action="media.quota_set", object_type="library", object_id="", details=details)


def used(session: Session) -> int:
    """Bytes of originals and of the forms made of them, the bin included: what a quota counts."""
    return originals(session) + forms(session)


def originals(session: Session) -> int:
    return session.scalar(select(func.coalesce(func.sum(MediaAsset.original_size), 0))) or 0


def forms(session: Session) -> int:
    """Upload forms, where they are files of their own, and variants."""
    own = select(func.sum(MediaAsset.size)).where(MediaAsset.upload_blob != MediaAsset.blob)
    return (session.scalar(own) or 0) + (session.scalar(select(func.sum(MediaVariant.size))) or 0)


def in_bin(session: Session) -> tuple[int, int]:
    """How many items wait to be emptied, and the bytes of their originals."""
    query = select(func.count(), func.coalesce(func.sum(MediaAsset.original_size), 0))
    many, size = session.execute(query.where(MediaAsset.removed_at.is_not(None))).one()
    return many, size


def by_kind(session: Session) -> dict[MediaKind, tuple[int, int]]:
    """Items and bytes of originals by kind, the bin left out."""
    query = select(MediaAsset.kind, func.count(), func.sum(MediaAsset.original_size))
    rows = session.execute(query.where(MediaAsset.removed_at.is_(None)).group_by(MediaAsset.kind))
    return {kind: (many, size) for kind, many, size in rows}
