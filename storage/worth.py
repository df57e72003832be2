"""What lines of other currencies come to in one, each by the rate of its day (M2)."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, func, select, type_coerce
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.money import LedgerKind
from ofauto_desktop.domain.rates import Rate, RateTable, factor, scaled
from ofauto_desktop.domain.schedule import zone_named
from storage import rates, scopes
from storage.breakdown import NO_WORDS, Words, product
from storage.earnings import within
from storage.effects import effects, is_revenue
from storage.models import LedgerLine
from storage.scopes import Counted
from storage.types import instant_of

# What is converted of a line, in the order of `Converted.sums`; the net follows from it (M5).
_AMOUNTS = ("gross_minor", "fee_minor", "refund_minor", "chargeback_minor", "fees_returned_minor", "tax_minor")
# No zone changes its offset, and so its day, within a quarter of an hour that begins with the hour's.
_QUARTER = 15 * 60 * 1_000_000
_MANY = 5000


class Placed(NamedTuple):
    """Where a line belongs: what every grouping can be made of."""

    account_id: int
    day: date
    kind: LedgerKind
    words: Words


class Converted(NamedTuple):
    """Lines of one place and currency in another one; `rate` None: their day has none, so `sums` say nothing.

    `sums`: gross, fee, refunds, chargebacks, fees returned, tax and net, in minor units, each line rounded by itself.
    """

    placed: Placed
    currency: str
    rate: Rate | None
    sums: tuple[int, ...]
    lines: int


def converted(session: Session, scope: Scope, to: str, *, worded: bool) -> list[Converted]:
    """The revenue of `scope` that is in other currencies than `to`, by account, day and kind; by buyer and product if `worded`.

    Plain numbers rather than objects: a shop of years has a hundred thousand lines, and a person waits for them.
    """
    counted = scopes.accounts(session, scope)
    chosen = within(LedgerLine, counted, scope) & is_revenue() & (LedgerLine.currency != to)
    foreign = list(session.scalars(select(LedgerLine.currency).where(chosen).distinct()))
    if not foreign:
        return []
    days, kinds = _days(counted), {kind.value: kind for kind in LedgerKind}
    table = RateTable(rates.of(session, (*foreign, to)))
    factors: dict[tuple[str, date], tuple[Rate | None, Fraction]] = {}
    found: dict[tuple[Placed, str], list[int]] = {}
    for account_id, at, kind, currency, words, *amounts in _lines(session, chosen, worded=worded):
        day = days(account_id, at)
        if (currency, day) not in factors:
            factors[currency, day] = _factor(table, currency, to, day)
        rate, by = factors[currency, day]
        sums = found.setdefault((Placed(account_id, day, kinds[kind], words), currency), [0] * (len(_AMOUNTS) + 1))
        sums[-1] += 1
        if rate is not None:
            for place, amount in enumerate(amounts):
                if amount:
                    sums[place] += scaled(amount, by)
    return [
        Converted(placed, currency, factors[currency, placed.day][0], (*amounts, _net(*amounts)), lines)
        for (placed, currency), (*amounts, lines) in found.items()
    ]


def _net(gross: int, fee: int, refunds: int, chargebacks: int, returned: int, _tax: int) -> int:
    return gross - fee - refunds - chargebacks + returned


def _factor(table: RateTable, currency: str, to: str, day: date) -> tuple[Rate | None, Fraction]:
    rate = table.find(currency, to, day)
    return rate, Fraction(0) if rate is None else factor(rate, currency, to)


def _days(counted: list[Counted]) -> Callable[[int, int], date]:
    """The day of an account's stored instant; looked up once for each quarter of an hour of a zone."""
    zones = {one.id: zone_named(one.zone) for one in counted}
    known: dict[tuple[str, int], date] = {}
    names = {one.id: one.zone for one in counted}

    def day(account_id: int, at: int) -> date:
        key = (names[account_id], at // _QUARTER)
        if key not in known:
            known[key] = day_of(instant_of(at), zones[account_id])
        return known[key]

    return day


def _lines(session: Session, chosen: ColumnElement[bool], *, worded: bool) -> Iterator[tuple[Any, ...]]:
    """(account id, stored instant, kind, currency, words, *amounts) of each line, as the database has them."""
    parts = effects()
    words = (
        (product(), LedgerLine.product_name, func.coalesce(LedgerLine.fan, ""), func.coalesce(LedgerLine.offer, ""))
        if worded
        else ()
    )
    query = (
        select(
            LedgerLine.platform_id,
            type_coerce(LedgerLine.at, Integer),
            type_coerce(LedgerLine.kind, String),
            LedgerLine.currency,
            *(type_coerce(parts[name], Integer) for name in _AMOUNTS),
            *words,
        )
        .where(chosen)
        .execution_options(yield_per=_MANY)
    )
    for account_id, at, kind, currency, *rest in session.connection().execute(query):
        if worded:
            *amounts, bought, name, fan, offer = rest
            yield account_id, at, kind, currency, Words(bought, name or bought, fan, offer), *amounts
        else:
            yield account_id, at, kind, currency, NO_WORDS, *rest
