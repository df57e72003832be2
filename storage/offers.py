"""Offer codes of a shop, as they were read last."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.offers import OfferCode, OfferInfo, ProductOffers
from storage import scopes
from storage.models import OfferLine


def put(session: Session, account_id: int, told: Sequence[ProductOffers], now: datetime) -> None:
    """Keep what was read of each of these products in place of what was there. `now` is aware UTC."""
    newest = {one.product: one for one in told}
    session.execute(delete(OfferLine).where(OfferLine.platform_id == account_id, OfferLine.product.in_(newest)))
    session.expire_all()
    session.add_all(
        OfferLine(
            platform_id=account_id,
            product=one.product,
            product_name=one.product_name,
            remote_id=code.remote_id,
            code=code.code,
            percent=code.percent,
            amount_minor=code.amount_minor,
            currency=code.currency,
            most_uses=code.most_uses,
            uses=code.uses,
            universal=code.universal,
            source=code.source,
            as_of=now,
        )
        for one in newest.values()
        for code in {code.remote_id: code for code in one.codes}.values()
    )
    session.flush()


def listed(session: Session, scope: Scope) -> list[OfferInfo]:
    """The codes of each account by name, each once with all of its products; the days of `scope` do not count.

    Where two products' lists tell different numbers of uses, the larger counts: it was read later.
    """
    accounts = {one.id: one for one in scopes.accounts(session, scope)}
    rows = session.scalars(
        select(OfferLine)
        .where(OfferLine.platform_id.in_(accounts))
        .order_by(OfferLine.platform_id, OfferLine.code, OfferLine.remote_id, OfferLine.product_name)
    )
    found: dict[tuple[int, str], list[OfferLine]] = {}
    for row in rows:
        found.setdefault((row.platform_id, row.remote_id), []).append(row)
    return [_info(lines, accounts[account_id].name) for (account_id, _), lines in found.items()]


def _info(lines: Sequence[OfferLine], account: str) -> OfferInfo:
    newest = max(lines, key=lambda row: row.as_of)
    return OfferInfo(
        account_id=newest.platform_id,
        account=account,
        offer=OfferCode(
            remote_id=newest.remote_id,
            code=newest.code,
            percent=newest.percent,
            amount_minor=newest.amount_minor,
            currency=newest.currency,
            most_uses=newest.most_uses,
            uses=max((row.uses for row in lines if row.uses is not None), default=None),
            universal=newest.universal,
            source=newest.source,
        ),
        products=tuple(dict.fromkeys(row.product_name or row.product for row in lines)),
        as_of=min(row.as_of for row in lines),
    )
