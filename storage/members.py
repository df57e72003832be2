"""Members as their platform told of them last (A14), beside what the ledger holds of their payments."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.members import Member, Standing, standing_of
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from storage import scopes
from storage.effects import is_revenue
from storage.models import LedgerLine, SubscriptionSpell

_CHARGES = (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL)
_Names = dict[tuple[int, str], str]


def listed(session: Session, scope: Scope, text: str, standings: Collection[Standing], limit: int) -> list[Member]:
    """Members of `scope`'s accounts, who gave the most first; its days do not count. No `standings`: all of them.

    `text` is looked for in their id and in their tier.
    """
    accounts = {one.id: one.name for one in scopes.accounts(session, scope)}
    names = _tiers(session, accounts)
    given = _given(accounts)
    query = (
        select(SubscriptionSpell, given.c.minor, given.c.currencies, given.c.currency, given.c.unknown)
        .outerjoin(
            given, (given.c.platform_id == SubscriptionSpell.platform_id) & (given.c.fan == SubscriptionSpell.fan)
        )
        .where(SubscriptionSpell.platform_id.in_(accounts), *_holding(text, names))
        .order_by(func.coalesce(given.c.minor, 0).desc(), SubscriptionSpell.id)
        .limit(limit)
    )
    if standings:
        words = list(session.scalars(select(SubscriptionSpell.status).distinct()))
        query = query.where(SubscriptionSpell.status.in_([one for one in words if standing_of(one) in standings]))
    rows = session.execute(query).all()
    last = _last_charges(session, [(row[0].platform_id, row[0].fan) for row in rows if row[0].fan is not None])
    return [_member(row, accounts[row[0].platform_id], names, last) for row in rows]


def _member(
    row: Any, account: str, names: _Names, last: dict[tuple[int, str], tuple[datetime, LedgerStatus]]
) -> Member:
    spell, minor, currencies, currency, unknown = row
    charged_at, ended = last.get((spell.platform_id, spell.fan or ""), (None, None))
    is_told = currencies == 1 and not unknown
    return Member(
        account_id=spell.platform_id,
        account=account,
        remote_id=spell.remote_id,
        fan=spell.fan,
        tier=None if spell.product is None else names.get((spell.platform_id, spell.product)),
        standing=standing_of(spell.status),
        since=spell.started_at,
        months=spell.months,
        lifetime_minor=minor if is_told else None,
        currency=currency if is_told else None,
        last_charge_at=charged_at,
        last_charge=ended,
        source=spell.source,
        as_of=spell.as_of,
    )


def _given(account_ids: Collection[int]) -> Any:
    """What each fan gave in all, by account."""
    return (
        select(
            LedgerLine.platform_id,
            LedgerLine.fan,
            func.sum(LedgerLine.gross_minor).label("minor"),
            func.count(LedgerLine.currency.distinct()).label("currencies"),
            func.min(LedgerLine.currency).label("currency"),
            func.max(LedgerLine.amount_unknown).label("unknown"),
        )
        .where(LedgerLine.platform_id.in_(account_ids), LedgerLine.fan.is_not(None), is_revenue())
        .group_by(LedgerLine.platform_id, LedgerLine.fan)
        .subquery()
    )


def _tiers(session: Session, account_ids: Collection[int]) -> _Names:
    """What tiers are called, by account and id: as the newest charge calls them."""
    query = (
        select(LedgerLine.platform_id, LedgerLine.product, LedgerLine.product_name, func.max(LedgerLine.at))
        .where(
            LedgerLine.platform_id.in_(account_ids),
            LedgerLine.kind.in_(_CHARGES),
            LedgerLine.product.is_not(None),
            LedgerLine.product_name.is_not(None),
        )
        .group_by(LedgerLine.platform_id, LedgerLine.product)
    )
    rows = session.execute(query)
    return {(account_id, product or ""): name or "" for account_id, product, name, _ in rows}


def _holding(text: str, names: _Names) -> list[ColumnElement[bool]]:
    """One condition for each word that is looked for."""
    found = []
    for word in text.split():
        tiers = [key for key, name in names.items() if word.casefold() in name.casefold()]
        in_tier = tuple_(SubscriptionSpell.platform_id, SubscriptionSpell.product).in_(tiers)
        found.append(or_(SubscriptionSpell.fan.contains(word, autoescape=True), in_tier))
    return found


def _last_charges(
    session: Session, fans: Sequence[tuple[int, str]]
) -> dict[tuple[int, str], tuple[datetime, LedgerStatus]]:
    """When each of `fans` was charged last, and how that ended: what went back later is told of its own charge."""
    if not fans:
        return {}
    place = func.row_number().over(
        partition_by=(LedgerLine.platform_id, LedgerLine.fan), order_by=(LedgerLine.at.desc(), LedgerLine.id.desc())
    )
    charges = (
        select(LedgerLine.id, place.label("place"))
        .where(
            LedgerLine.platform_id.in_({account_id for account_id, _ in fans}),
            LedgerLine.fan.in_({fan for _, fan in fans}),
            and_(LedgerLine.kind.in_(_CHARGES), LedgerLine.parent_id.is_(None)),
        )
        .subquery()
    )
    rows = session.execute(
        select(LedgerLine.platform_id, LedgerLine.fan, LedgerLine.at, LedgerLine.status)
        .join(charges, charges.c.id == LedgerLine.id)
        .where(charges.c.place == 1)
    )
    return {(account_id, fan or ""): (at, status) for account_id, fan, at, status in rows}
