"""Folders of the library, three deep at most; and which folder and tags items have. What was changed can be put back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.library import DEEPEST, Filed, Folder, MediaFilter, RemovedFolder
from storage import audit, media_use
from storage.models import MediaAsset, MediaFolder


def listed(session: Session) -> list[Folder]:
    """Every folder, by name; `count` leaves out what lies in the bin."""
    counted = select(MediaAsset.folder_id, func.count()).where(MediaAsset.removed_at.is_(None))
    counts = {place: many for place, many in session.execute(counted.group_by(MediaAsset.folder_id))}  # noqa: C416 - typed so
    rows = session.scalars(select(MediaFolder).order_by(func.lower(MediaFolder.name), MediaFolder.id))
    return [_folder(row, counts.get(row.id, 0)) for row in rows]


def add(session: Session, name: str, parent_id: int | None, rule: MediaFilter | None, now: datetime) -> Folder:
    """Make a folder, or a smart one. Raises BadInput where its name is taken there or it would lie too deep, NotFound."""
    if parent_id is not None and len(_above(session, parent_id)) >= DEEPEST:
        raise BadInput(f"folders lie {DEEPEST} deep at most", item=name)
    _refuse_taken(session, name, parent_id, None)
    row = MediaFolder(name=name, parent_id=parent_id, rule=_stored(rule), created_at=now, updated_at=now)
    session.add(row)
    session.flush()
    _log(session, now, "media_folder.added", row.id)
    return _folder(row, 0)


def edit(session: Session, folder_id: int, name: str, rule: MediaFilter | None, now: datetime) -> Folder:
    """Give it another name, a smart one another rule. Raises BadInput, NotFound. Returns what it was before."""
    row = _row(session, folder_id)
    before = _folder(row, None)
    _refuse_taken(session, name, row.parent_id, folder_id)
    row.name = name
    if row.rule is not None:
        row.rule = _stored(rule or MediaFilter())
    row.updated_at = now
    _log(session, now, "media_folder.edited", folder_id)
    return before


def move(session: Session, folder_id: int, parent_id: int | None, now: datetime) -> int | None:
    """Put it into another folder, None for the top. Raises BadInput, NotFound. Returns where it lay before."""
    row = _row(session, folder_id)
    inside = within(session, folder_id)
    if parent_id in inside:
        raise BadInput("a folder cannot lie in itself", item=row.name)
    depth = 0 if parent_id is None else len(_above(session, parent_id))
    if depth + _height(session, folder_id) > DEEPEST:
        raise BadInput(f"folders lie {DEEPEST} deep at most", item=row.name)
    _refuse_taken(session, row.name, parent_id, folder_id)
    before, row.parent_id, row.updated_at = row.parent_id, parent_id, now
    _log(session, now, "media_folder.moved", folder_id)
    return before


def remove(session: Session, folder_id: int, now: datetime) -> RemovedFolder:
    """Remove it and those inside; the items stay in the library, in no folder. Raises NotFound."""
    _row(session, folder_id)
    gone = within(session, folder_id)
    rows = {row.id: row for row in session.scalars(select(MediaFolder).where(MediaFolder.id.in_(gone)))}
    items: dict[int | None, list[int]] = {}
    for media_id, place in session.execute(
        select(MediaAsset.id, MediaAsset.folder_id).where(MediaAsset.folder_id.in_(gone))
    ):
        items.setdefault(place, []).append(media_id)
    removed = RemovedFolder(
        folders=tuple(_folder(rows[one], None) for one in gone),
        items={place: tuple(ids) for place, ids in items.items() if place is not None},
    )
    session.execute(update(MediaAsset).where(MediaAsset.folder_id.in_(gone)).values(folder_id=None))
    for one in reversed(gone):
        session.delete(rows[one])
        session.flush()
    _log(session, now, "media_folder.removed", folder_id, len(gone))
    return removed


def put_back(session: Session, removed: RemovedFolder, now: datetime) -> None:
    """Undo `remove`: the same folders, and what lay in them unless it was filed elsewhere since. Raises BadInput, NotFound."""
    outermost = removed.folders[0]
    if outermost.parent_id is not None:
        _row(session, outermost.parent_id)
    _refuse_taken(session, outermost.name, outermost.parent_id, None)
    for one in removed.folders:
        session.add(
            MediaFolder(
                id=one.id,
                name=one.name,
                parent_id=one.parent_id,
                rule=_stored(one.rule),
                created_at=now,
                updated_at=now,
            )
        )
        session.flush()
    for place, ids in removed.items.items():
        wanted = (MediaAsset.id.in_(media_use.listed(ids)), MediaAsset.folder_id.is_(None))
        session.execute(update(MediaAsset).where(*wanted).values(folder_id=place))
    _log(session, now, "media_folder.put_back", outermost.id, len(removed.folders))


def file_items(session: Session, media_ids: Sequence[int], folder_id: int | None, now: datetime) -> Filed:
    """Put items into a folder, None for none. Raises BadInput for a smart one, NotFound. Returns where they lay."""
    if folder_id is not None and _row(session, folder_id).rule is not None:
        raise BadInput("a smart folder holds what its rule finds; nothing is put into it", item=f"folder {folder_id}")
    wanted = MediaAsset.id.in_(media_use.listed(media_ids))
    before: dict[int | None, list[int]] = {}
    for media_id, place in session.execute(select(MediaAsset.id, MediaAsset.folder_id).where(wanted)):
        before.setdefault(place, []).append(media_id)
    session.execute(update(MediaAsset).where(wanted).values(folder_id=folder_id, updated_at=now))
    _log(session, now, "media.filed", folder_id, len(media_ids))
    return Filed(before={place: tuple(ids) for place, ids in before.items()})


def file_back(session: Session, filed: Filed, now: datetime) -> None:
    """Undo `file_items`; what lay in a folder that is gone lies in none."""
    known = set(session.scalars(select(MediaFolder.id)))
    for place, ids in filed.before.items():
        file_items(session, ids, place if place in known else None, now)


def within(session: Session, folder_id: int) -> list[int]:
    """The folder and those inside it, outermost first."""
    parents = {row.id: row.parent_id for row in session.execute(select(MediaFolder.id, MediaFolder.parent_id))}
    found = [folder_id]
    for one in found:  # grows while it is walked
        found += [child for child, parent in parents.items() if parent == one]
    return found


def rule_of(session: Session, folder_id: int) -> MediaFilter | None:
    """A smart folder's rule, None for a plain one. Raises NotFound."""
    return _folder(_row(session, folder_id), None).rule


def _above(session: Session, folder_id: int) -> list[int]:
    """The folder and those it lies in, innermost first."""
    found: list[int] = []
    at: int | None = folder_id
    while at is not None:
        found.append(at)
        at = _row(session, at).parent_id
    return found


def _height(session: Session, folder_id: int) -> int:
    deepest = max(len(_above(session, one)) for one in within(session, folder_id))
    return deepest - len(_above(session, folder_id)) + 1


def _refuse_taken(session: Session, name: str, parent_id: int | None, except_id: int | None) -> None:
    beside = select(MediaFolder.id, MediaFolder.name).where(MediaFolder.parent_id.is_not_distinct_from(parent_id))
    for other, taken in session.execute(beside):
        if other != except_id and taken.casefold() == name.casefold():
            raise BadInput("there is a folder of that name here already", item=name)


def _row(session: Session, folder_id: int) -> MediaFolder:
    row = session.get(MediaFolder, folder_id)
    if row is None:
        raise NotFound("that folder is gone", item=f"folder {folder_id}")
    return row


def _folder(row: MediaFolder, count: int | None) -> Folder:
    rule = None if row.rule is None else MediaFilter.from_json(row.rule)
    return Folder(id=row.id, parent_id=row.parent_id, name=row.name, rule=rule, count=count if rule is None else None)


def _stored(rule: MediaFilter | None) -> object:
    return None if rule is None else rule.as_json()


def _log(session: Session, now: datetime, action: str, folder_id: int | None, many: int = 1) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="media_folder",
        object_id="" if folder_id is None else str(folder_id),
        details={"count": many},
    )
