"""What items look like: kept as two numbers each, filled in for those that came before that was known."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.looks import Look, signed, unsigned
from storage.models import MediaAsset

# In `colours`, for an item whose look cannot be told: it is not tried again.
NONE = -1


def known(session: Session) -> list[Look]:
    """The looks of all items that are not in the bin."""
    query = select(MediaAsset.id, MediaAsset.look, MediaAsset.colours)
    rows = session.execute(query.where(MediaAsset.removed_at.is_(None), MediaAsset.colours >= 0))
    return [Look(media_id, unsigned(shape or 0), colours or 0) for media_id, shape, colours in rows]


def of_item(session: Session, media_id: int) -> Look | None:
    """None where it is not known."""
    query = select(MediaAsset.look, MediaAsset.colours).where(MediaAsset.id == media_id, MediaAsset.colours >= 0)
    row = session.execute(query).first()
    return None if row is None else Look(media_id, unsigned(row.look or 0), row.colours or 0)


def missing(session: Session, limit: int) -> list[tuple[int, str]]:
    """Items whose look was not computed yet, with their thumbnails' files."""
    query = select(MediaAsset.id, MediaAsset.thumbnail_blob).where(
        MediaAsset.colours.is_(None), MediaAsset.thumbnail_blob.is_not(None)
    )
    return [(row.id, str(row.thumbnail_blob)) for row in session.execute(query.order_by(MediaAsset.id).limit(limit))]


def put(session: Session, looks: Mapping[int, Look | None]) -> None:
    """Keep what was computed; None where nothing can be told of it."""
    for media_id, look in looks.items():
        shape, colours = (None, NONE) if look is None else (signed(look.shape), look.colours)
        session.execute(update(MediaAsset).where(MediaAsset.id == media_id).values(look=shape, colours=colours))
