"""Revenue by product and by buyer, from the ledger itself; and what lines of other currencies come to in one (M2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.money import Effect, LedgerEntry, LedgerKind, LedgerStatus, effect
from ofauto_desktop.domain.rates import Rate, RateTable, apply
from ofauto_desktop.domain.schedule import zone_named
from storage import rates, scopes
from storage.earnings import Taken, within
from storage.effects import effects, is_revenue
from storage.models import LedgerLine
from storage.scopes import Counted

_NUMBERS = tuple(name for name in Effect._fields if name != "lines")


@dataclass(frozen=True, slots=True)
class Words:
    """What a line is grouped by beside its account and day: ids of product and buyer, and the product's name."""

    product: str
    product_name: str
    fan: str


class Placed(NamedTuple):
    """Where a line belongs: what every grouping can be made of."""

    account_id: int
    day: date
    kind: LedgerKind
    words: Words


@dataclass(slots=True)
class Turned:
    """Sums of one group in the reporting currency, and the rates that made them; `missing` are days without one."""

    sums: list[int]
    rates: dict[tuple[str, date, str], Rate]
    missing: set[tuple[str, date]]
    lines: int = 0


def grouped(session: Session, scope: Scope, by: str) -> list[tuple[Taken, Words]]:
    """The sums of each account's products ("product") or buyers ("fan"), by currency; `day` is that of the newest line."""
    counted = scopes.accounts(session, scope)
    zones = {one.id: zone_named(one.zone) for one in counted}
    product = _product()
    column: ColumnElement[str] = product if by == "product" else func.coalesce(LedgerLine.fan, "")
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
        words = Words(key, name or key, "") if by == "product" else Words("", "", key)
        rows.append((Taken(account_id, day_of(newest, zones[account_id]), LedgerKind.OTHER, currency, *numbers), words))
    return rows


def worth(session: Session, scope: Scope, to: str, key: Callable[[Placed], str]) -> dict[tuple[str, str], Turned]:
    """What the lines of other currencies come to in `to`, by `key` and their own currency.

    Each line is converted at the rate of its day and rounded by itself: gross, fee and tax; net follows (M1a, M2).
    """
    counted = scopes.accounts(session, scope)
    chosen = within(LedgerLine, counted, scope) & is_revenue() & (LedgerLine.currency != to)
    foreign = list(session.scalars(select(LedgerLine.currency).where(chosen).distinct()))
    if not foreign:
        return {}
    table = RateTable(rates.of(session, (*foreign, to)))
    found: dict[tuple[str, str], Turned] = {}
    for placed, entry in _lines(session, chosen, counted):
        group = found.setdefault(
            (key(placed), entry.currency), Turned(sums=[0] * len(Effect._fields), rates={}, missing=set())
        )
        group.lines += 1
        rate = table.find(entry.currency, to, placed.day)
        if rate is None:
            group.missing.add((entry.currency, placed.day))
            continue
        group.rates[entry.currency, rate.day, rate.source] = rate
        gained = effect(converted(entry, rate, to))
        if gained is not None:
            group.sums = [one + other for one, other in zip(group.sums, gained, strict=True)]
    return found


def converted(entry: LedgerEntry, rate: Rate, to: str) -> LedgerEntry:
    """A line in another currency."""
    return entry._replace(
        gross_minor=apply(rate, entry.gross_minor, entry.currency, to),
        fee_minor=apply(rate, entry.fee_minor, entry.currency, to),
        tax_minor=apply(rate, entry.tax_minor, entry.currency, to),
        currency=to,
    )


def _lines(
    session: Session, chosen: ColumnElement[bool], counted: list[Counted]
) -> Iterator[tuple[Placed, LedgerEntry]]:
    zones = {one.id: zone_named(one.zone) for one in counted}
    query = (
        select(
            LedgerLine.platform_id,
            LedgerLine.at,
            LedgerLine.kind,
            LedgerLine.gross_minor,
            LedgerLine.fee_minor,
            LedgerLine.tax_minor,
            LedgerLine.currency,
            LedgerLine.status,
            LedgerLine.amount_unknown,
            LedgerLine.fee_estimated,
            LedgerLine.parent_id,
            _product(),
            LedgerLine.product_name,
            LedgerLine.fan,
        )
        .where(chosen)
        .execution_options(yield_per=5000)
    )
    for (
        account_id,
        at,
        kind,
        gross,
        fee,
        tax,
        currency,
        status,
        unknown,
        estimated,
        parent,
        product,
        name,
        fan,
    ) in session.execute(query):
        entry = _entry(at, kind, gross, fee, tax, currency, status, unknown, estimated, parent)
        words = Words(product, name or product, fan or "")
        yield Placed(account_id, day_of(at, zones[account_id]), kind, words), entry


def _entry(
    at: datetime,
    kind: LedgerKind,
    gross: int,
    fee: int,
    tax: int,
    currency: str,
    status: LedgerStatus,
    unknown: bool,  # noqa: FBT001 - columns of a row, in their order
    estimated: bool,  # noqa: FBT001 - as above
    parent: str | None,
) -> LedgerEntry:
    return LedgerEntry(
        remote_id="",
        at=at,
        kind=kind,
        gross_minor=gross,
        fee_minor=fee,
        currency=currency,
        status=status,
        source="",
        tax_minor=tax,
        fee_estimated=estimated,
        amount_unknown=unknown,
        parent_id=parent,
    )


def _product() -> ColumnElement[str]:
    return func.coalesce(LedgerLine.product, LedgerLine.product_name, "")
