"""Charges that were declined (A16): no money moved, but somebody meant to pay."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.schedule import zone_named
from storage import scopes
from storage.models import LedgerLine


@dataclass(slots=True)
class Declined:
    """How many charges were declined, and what they asked for, in minor units; those of unknown amount ask for nothing."""

    count: int = 0
    minor: int = 0


def by_month(session: Session, scope: Scope) -> dict[tuple[str, str], Declined] | None:
    """Declined charges by month ("2026-11", the client's days) and currency.

    None where no account of `scope` ever told of one: then nobody knows, which is not none.
    """
    zones = {one.id: zone_named(one.zone) for one in scopes.accounts(session, scope)}
    rows = session.execute(
        select(LedgerLine.platform_id, LedgerLine.at, LedgerLine.currency, LedgerLine.gross_minor).where(
            LedgerLine.platform_id.in_(zones), LedgerLine.status == LedgerStatus.DECLINED
        )
    ).all()
    if not rows:
        return None
    found: defaultdict[tuple[str, str], Declined] = defaultdict(Declined)
    for account_id, at, currency, minor in rows:
        if scope.holds(day := day_of(at, zones[account_id])):
            told = found[f"{day:%Y-%m}", currency]
            told.count, told.minor = told.count + 1, told.minor + minor
    return dict(found)
