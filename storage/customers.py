"""Buyers as the ledger knows them (A18): what they bought, what it came to, when it began and when it was last."""

from collections.abc import Sequence

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.ledger import Customer
from ofauto_desktop.domain.money import REFUNDED
from ofauto_desktop.domain.schedule import zone_named
from storage import scopes
from storage.earnings import within
from storage.effects import effects, is_revenue
from storage.models import LedgerLine

_PRODUCTS_NAMED = 5


def listed(session: Session, scope: Scope, text: str, limit: int) -> list[Customer]:
    """Buyers of `scope`, the highest net first. `text` is looked for in their id and in what they bought."""
    counted = {one.id: one for one in scopes.accounts(session, scope)}
    found = effects()
    chosen = within(LedgerLine, counted.values(), scope) & is_revenue() & LedgerLine.fan.is_not(None)
    net = func.sum(LedgerLine.net_minor)
    query = (
        select(
            LedgerLine.platform_id,
            LedgerLine.fan,
            LedgerLine.currency,
            func.sum(found["gross_minor"]),
            net,
            func.sum(found["sales"]),
            func.count(distinct(case((LedgerLine.status.in_(REFUNDED), LedgerLine.parent_id)))),
            func.min(LedgerLine.at, type_=LedgerLine.at.type),
            func.max(LedgerLine.at, type_=LedgerLine.at.type),
        )
        .where(chosen)
        .group_by(LedgerLine.platform_id, LedgerLine.fan, LedgerLine.currency)
        .order_by(net.desc(), LedgerLine.fan)
        .limit(limit)
    )
    for word in text.split():
        hit = LedgerLine.fan.contains(word, autoescape=True) | LedgerLine.product_name.contains(word, autoescape=True)
        query = query.where(
            LedgerLine.fan.in_(select(LedgerLine.fan).where(chosen, hit, LedgerLine.fan.is_not(None)).distinct())
        )
    rows = session.execute(query).all()
    products = _products(session, [row[1] for row in rows])
    return [
        Customer(
            account_id=account_id,
            account=counted[account_id].name,
            fan=fan,
            currency=currency,
            gross_minor=gross,
            net_minor=total,
            purchases=sales,
            refunded=refunded,
            products=tuple(products.get((account_id, fan), ())[:_PRODUCTS_NAMED]),
            first=day_of(first, zone_named(counted[account_id].zone)),
            last=day_of(last, zone_named(counted[account_id].zone)),
        )
        for account_id, fan, currency, gross, total, sales, refunded, first, last in rows
    ]


def _products(session: Session, fans: Sequence[str]) -> dict[tuple[int, str], list[str]]:
    """What each of `fans` bought, the newest first."""
    newest = func.max(LedgerLine.at)
    query = (
        select(LedgerLine.platform_id, LedgerLine.fan, LedgerLine.product_name)
        .where(LedgerLine.fan.in_(fans), LedgerLine.product_name.is_not(None), LedgerLine.gross_minor >= 0)
        .group_by(LedgerLine.platform_id, LedgerLine.fan, LedgerLine.product_name)
        .order_by(newest.desc())
    )
    found: dict[tuple[int, str], list[str]] = {}
    for account_id, fan, name in session.execute(query):
        if fan is not None and name is not None:
            found.setdefault((account_id, fan), []).append(name)
    return found
