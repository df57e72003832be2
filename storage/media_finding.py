"""Library items by what is wanted of them. Listings are ids; the items themselves are read a window at a time."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal_column, or_, select, table, text
from sqlalchemy.orm import Session

from ofauto_desktop.domain.library import Found, MediaFilter, MediaOrder, Tile, came_between
from ofauto_desktop.domain.looks import groups, near
from ofauto_desktop.domain.media import MediaItem
from storage import media_looks, media_use
from storage.media_folders import rule_of, within
from storage.models import MediaAsset, PostMedia
from storage.rows import media_of

_ORDERS = {
    MediaOrder.NEWEST: (MediaAsset.created_at.desc(), MediaAsset.id.desc()),
    MediaOrder.OLDEST: (MediaAsset.created_at, MediaAsset.id),
    MediaOrder.NAME: (func.lower(MediaAsset.name), MediaAsset.id),
    MediaOrder.LARGEST: (MediaAsset.original_size.desc(), MediaAsset.id.desc()),
    MediaOrder.LONGEST: (MediaAsset.duration_ms.desc().nulls_last(), MediaAsset.id.desc()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A filter, and whose days it means: those of an IANA zone, counted back from `now` (aware UTC)."""

    filter: MediaFilter
    zone: str
    now: datetime


def found(session: Session, wanted: Wanted, order: MediaOrder, *, limit: int | None = None) -> Found:
    """Ids of the items that fit, in order, and how many bytes their originals have."""
    fits = _conditions(session, wanted)
    if limit is not None:
        few = select(MediaAsset.id).where(*fits).order_by(*_ORDERS[order]).limit(limit)
        fits = [MediaAsset.id.in_(few)]
    # Put together by SQLite: twenty thousand rows as objects would hold up every other thread of this process.
    ids = func.json_group_array(MediaAsset.id).aggregate_order_by(*_ORDERS[order])
    row = session.execute(select(ids, func.coalesce(func.sum(MediaAsset.original_size), 0)).where(*fits)).one()
    return Found(ids=array("q", msgspec.json.decode(row[0], type=list[int])), size=int(row[1]))


def tiles(session: Session, media_ids: Sequence[int]) -> list[Tile]:
    """Items with what became of them, in the order asked for; those that are gone are left out."""
    rows = {
        row.id: row for row in session.scalars(select(MediaAsset).where(MediaAsset.id.in_(media_use.listed(media_ids))))
    }
    uses = media_use.uses(session, media_ids)
    return [Tile(item=media_of(rows[one]), use=uses[one]) for one in media_ids if one in rows]


def thumbnails(session: Session, media_ids: Sequence[int]) -> dict[int, str]:
    """The names of the thumbnails' encrypted files, by item."""
    query = select(MediaAsset.id, MediaAsset.thumbnail_blob).where(MediaAsset.id.in_(media_use.listed(media_ids)))
    return {row.id: row.thumbnail_blob for row in session.execute(query) if row.thumbnail_blob is not None}


def look_alikes(session: Session, media_id: int) -> list[MediaItem]:
    """Items that show the same picture as one, the nearest first; none where its look is not known."""
    look = media_looks.of_item(session, media_id)
    close = [] if look is None else near(look, media_looks.known(session))
    return [tile.item for tile in tiles(session, [one.id for one in close])]


def look_alike_groups(session: Session, limit: int) -> tuple[list[tuple[int, ...]], int]:
    """The first groups of items that show the same picture, and how many groups there are."""
    found = groups(media_looks.known(session))
    return found[:limit], len(found)


def tags(session: Session) -> list[tuple[str, int]]:
    """Every tag with the number of its items, by name."""
    counted = text(
        "SELECT tag.value, count(*) FROM media_asset, json_each(media_asset.tags) AS tag"
        " WHERE media_asset.removed_at IS NULL GROUP BY tag.value ORDER BY lower(tag.value), tag.value"
    )
    return [(str(tag), int(many)) for tag, many in session.execute(counted)]


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    of = wanted.filter
    conditions: list[ColumnElement[bool]] = [
        MediaAsset.removed_at.is_not(None) if of.in_bin else MediaAsset.removed_at.is_(None)
    ]
    rule = None if of.folder_id is None else rule_of(session, of.folder_id)
    if rule is not None:
        conditions += [*_place(session, rule), *_plain(rule, wanted)]
        of = replace(of, folder_id=None)
    return [*conditions, *_place(session, of), *_plain(of, wanted)]


def _place(session: Session, of: MediaFilter) -> list[ColumnElement[bool]]:
    if of.unfiled:
        return [MediaAsset.folder_id.is_(None)]
    return [] if of.folder_id is None else [MediaAsset.folder_id.in_(within(session, of.folder_id))]


def _plain(of: MediaFilter, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [_says(word) for word in of.text.split() if any(map(str.isalnum, word))]
    if of.kinds:
        conditions.append(MediaAsset.kind.in_(of.kinds))
    if of.uses:
        conditions.append(or_(*(media_use.has_use(one) for one in of.uses)))
    conditions += [_tagged(tag) for tag in of.tags]
    if of.client_id is not None:
        conditions.append(media_use.used_for(of.client_id))
    if of.without_alt:
        conditions.append(MediaAsset.alt_text == "")
    since, until = came_between(of, wanted.zone, wanted.now)
    if since is not None:
        conditions.append(MediaAsset.created_at >= since)
    if until is not None:
        conditions.append(MediaAsset.created_at < until)
    return conditions


def _says(word: str) -> ColumnElement[bool]:
    """The word begins one of the item's own words, or one of a post's that carries it."""
    phrase = '"' + word.replace('"', '""') + '"*'
    posts = select(PostMedia.media_id).where(PostMedia.post_id.in_(_matching("post_text", phrase)))
    return MediaAsset.id.in_(_matching("media_text", phrase)) | MediaAsset.id.in_(posts)


def _matching(index: str, phrase: str) -> Select[int]:
    found: ColumnElement[int] = literal_column(f"{index}.rowid")
    matches = literal_column(f"{index}.words").op("MATCH")(bindparam(None, phrase))
    return select(found).select_from(table(index)).where(matches)


def _tagged(tag: str) -> ColumnElement[bool]:
    each = func.json_each(MediaAsset.tags).table_valued("value")
    return exists(select(literal_column("1")).select_from(each).where(each.c.value == tag))
