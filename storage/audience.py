"""Who follows an account, in groups: the newest reading of each kind of group, and none before it."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.audience import AccountShare, AudienceShare
from ofauto_desktop.domain.syncing import Stored
from storage import scopes
from storage.models import AudienceGroup


def put(session: Session, account_id: int, shares: Sequence[AudienceShare]) -> Stored:
    """Keep what was read in place of what was there, for each kind of group that was read."""
    kinds = {one.by for one in shares}
    rows = session.scalars(
        select(AudienceGroup).where(AudienceGroup.platform_id == account_id, AudienceGroup.by.in_(kinds))
    )
    before = {(row.by, row.name): row.value for row in rows}
    session.execute(delete(AudienceGroup).where(AudienceGroup.platform_id == account_id, AudienceGroup.by.in_(kinds)))
    session.expire_all()
    fresh = {(one.by, one.name): one for one in shares}
    session.add_all(
        AudienceGroup(
            platform_id=account_id, by=one.by, name=one.name, value=one.value, as_of=one.as_of, source=one.source
        )
        for one in fresh.values()
    )
    session.flush()
    added = len(fresh.keys() - before.keys())
    changed = sum(key in before and before[key] != one.value for key, one in fresh.items())
    return Stored(added=added, changed=changed, unchanged=len(fresh) - added - changed)


def of_scope(session: Session, scope: Scope) -> list[AccountShare]:
    """The groups of the scope's accounts, the largest first in each kind; its days do not matter, as only now is known."""
    ids = [one.id for one in scopes.accounts(session, scope)]
    rows = session.scalars(
        select(AudienceGroup)
        .where(AudienceGroup.platform_id.in_(ids))
        .order_by(AudienceGroup.platform_id, AudienceGroup.by, AudienceGroup.value.desc(), AudienceGroup.name)
    )
    return [
        AccountShare(
            account_id=row.platform_id,
            share=AudienceShare(by=row.by, name=row.name, value=row.value, as_of=row.as_of, source=row.source),
        )
        for row in rows
    ]
