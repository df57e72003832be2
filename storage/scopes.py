"""Which accounts a question about numbers is about, each with the zone that decides its days (G3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from storage.models import Client, Platform, SyncGap, SyncState


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An account whose numbers are counted. `zone` (IANA) decides its days: its client's, or what was asked for (E12).

    `rolled_up`: the daily rollup has the days of that zone. `currency` (ISO 4217) is its client's.
    """

    id: int
    name: str
    platform: PlatformId
    client_id: int
    client: str
    zone: str
    currency: str
    removed: bool
    rolled_up: bool = True


def accounts(session: Session, scope: Scope) -> list[Counted]:
    """The accounts of `scope` by id, removed ones too: what they earned was earned."""
    query = (
        select(
            Platform.id,
            Platform.name,
            Platform.platform,
            Platform.client_id,
            Client.name.label("client"),
            Client.zone,
            Client.currency,
            Platform.removed_at,
        )
        .join(Client, Client.id == Platform.client_id)
        .order_by(Platform.id)
    )
    if scope.account_ids:
        query = query.where(Platform.id.in_(scope.account_ids))
    if scope.client_id is not None:
        query = query.where(Platform.client_id == scope.client_id)
    return [
        Counted(
            id=row.id,
            name=row.name,
            platform=row.platform,
            client_id=row.client_id,
            client=row.client,
            zone=scope.zone or row.zone,
            currency=row.currency,
            removed=row.removed_at is not None,
            rolled_up=scope.zone in {None, row.zone},
        )
        for row in session.execute(query)
    ]


def by_zone(counted: Iterable[Counted]) -> Iterator[tuple[str, list[int]]]:
    """Account ids that share a reporting zone, and so their days."""
    ordered = sorted(counted, key=lambda one: one.zone)
    for zone, group in groupby(ordered, key=lambda one: one.zone):
        yield zone, [one.id for one in group]


def gaps(session: Session, account_ids: Sequence[int], kind: SyncKind) -> dict[int, list[Gap]]:
    """What could not be read, by account, oldest first."""
    rows = session.execute(
        select(SyncGap.platform_id, SyncGap.start, SyncGap.end, SyncGap.reason)
        .where(SyncGap.platform_id.in_(account_ids), SyncGap.kind == kind)
        .order_by(SyncGap.start)
    )
    found: dict[int, list[Gap]] = {}
    for account_id, start, end, reason in rows:
        found.setdefault(account_id, []).append(Gap(start=start, end=end, reason=reason))
    return found


def last_read(session: Session, account_ids: Sequence[int], kind: SyncKind) -> dict[int, datetime]:
    """When each account was last read well (aware UTC); accounts that never were are not in it."""
    rows = session.execute(
        select(SyncState.platform_id, SyncState.succeeded_at).where(
            SyncState.platform_id.in_(account_ids), SyncState.kind == kind, SyncState.succeeded_at.is_not(None)
        )
    )
    return {account_id: at for account_id, at in rows if at is not None}
