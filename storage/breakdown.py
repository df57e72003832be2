"""Revenue by product, by buyer and by offer code, from the ledger itself."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.money import Effect, LedgerKind
from ofauto_desktop.domain.schedule import zone_named
from storage import scopes
from storage.earnings import Taken, within
from storage.effects import effects, is_revenue
from storage.models import LedgerLine

_NUMBERS = tuple(name for name in Effect._fields if name != "lines")


@dataclass(frozen=True, slots=True)
class Words:
    """What a line is grouped by beside its account and day: ids of product and buyer, the product's name, the offer code."""

    product: str
    product_name: str
    fan: str = field(repr=False)
    offer: str = ""


NO_WORDS = Words("", "", "")


def grouped(session: Session, scope: Scope, by: str) -> list[tuple[Taken, Words]]:
    """The sums of each account's products ("product"), buyers ("fan") or offer codes ("offer"), by currency.

    `day` is that of the newest line.
    """
    counted = scopes.accounts(session, scope)
    zones = {one.id: zone_named(one.zone) for one in counted}
    column = product() if by == "product" else func.coalesce(LedgerLine.fan if by == "fan" else LedgerLine.offer, "")
    found = effects()
    query = (
        select(
            LedgerLine.platform_id,
            func.max(LedgerLine.at, type_=LedgerLine.at.type),
            LedgerLine.currency,
            column,
            func.max(LedgerLine.product_name),
            *(func.sum(found[name]) for name in _NUMBERS),
        )
        .where(within(LedgerLine, counted, scope), is_revenue())
        .group_by(LedgerLine.platform_id, LedgerLine.currency, column)
    )
    rows = []
    for account_id, newest, currency, key, name, *numbers in session.execute(query):
        match by:
            case "product":
                words = Words(key, name or key, "")
            case "fan":
                words = Words("", "", key)
            case _:
                words = Words("", "", "", key)
        rows.append((Taken(account_id, day_of(newest, zones[account_id]), LedgerKind.OTHER, currency, *numbers), words))
    return rows


def product() -> ColumnElement[str]:
    """What a line's product is known by: its id, else its name."""
    return func.coalesce(LedgerLine.product, LedgerLine.product_name, "")
