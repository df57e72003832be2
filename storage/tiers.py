"""The tiers of an account's page, as they were read last (A15)."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.tiers import Tier
from storage.models import PageTier


def put(session: Session, account_id: int, tiers: Sequence[Tier]) -> None:
    """Keep what was read in place of what was there."""
    session.execute(delete(PageTier).where(PageTier.platform_id == account_id))
    session.expire_all()
    session.add_all(
        PageTier(
            platform_id=account_id,
            remote_id=one.remote_id,
            title=one.title,
            amount_minor=one.amount_minor,
            offered=one.offered,
        )
        for one in {one.remote_id: one for one in tiers}.values()
    )
    session.flush()


def listed(session: Session, account_ids: Collection[int]) -> dict[int, tuple[Tier, ...]]:
    """The tiers of each of the accounts that has any, the cheapest first."""
    rows = session.scalars(
        select(PageTier)
        .where(PageTier.platform_id.in_(account_ids))
        .order_by(PageTier.platform_id, PageTier.amount_minor, PageTier.title)
    )
    found: dict[int, tuple[Tier, ...]] = {}
    for row in rows:
        tier = Tier(remote_id=row.remote_id, title=row.title, amount_minor=row.amount_minor, offered=row.offered)
        found[row.platform_id] = (*found.get(row.platform_id, ()), tier)
    return found
