"""Money as people ask for it: totals from the daily rollup, the ledger and the payouts line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import LedgerRow, PayoutRow, Scope
from ofauto_desktop.domain.days import starts_at
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.money import NEVER_REVENUE, NOT_REAL, LedgerEntry, LedgerKind, PayoutStatus
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.schedule import zone_named
from storage import payout_parts, scopes
from storage.models import FinancialMetric, LedgerLine, PayoutLine, Platform, SyncState
from storage.scopes import Counted


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of the rollup, or several added up: domain.money.Effect's numbers of one account, day, kind and currency."""

    account_id: int
    day: date
    kind: LedgerKind
    currency: str
    gross_minor: int
    fee_minor: int
    refund_minor: int
    chargeback_minor: int
    fees_returned_minor: int
    tax_minor: int
    net_minor: int
    sales: int
    unknown_amounts: int
    estimated_fees: int


@dataclass(frozen=True, slots=True)
class Takings:
    """All that a question about totals needs, from one snapshot; `gaps`, `read_at` and `sources` by account."""

    accounts: list[Counted]
    rows: list[Taken]
    gaps: dict[int, list[Gap]]
    read_at: dict[int, datetime]
    sources: dict[int, str]


def takings(session: Session, scope: Scope) -> Takings:
    """The rollup of `scope`, with what is known of its completeness and age."""
    counted = scopes.accounts(session, scope)
    ids = [one.id for one in counted]
    return Takings(
        accounts=counted,
        rows=taken(session, ids, scope.start, scope.end),
        gaps=scopes.gaps(session, ids, SyncKind.MONEY),
        read_at=read_at(session, ids),
        sources=sources(session, ids),
    )


def gaps(session: Session, scope: Scope) -> list[tuple[Counted, list[Gap]]]:
    """The accounts of `scope` of whose money something could not be read, and when that was."""
    counted = scopes.accounts(session, scope)
    found = scopes.gaps(session, [one.id for one in counted], SyncKind.MONEY)
    return [(one, found[one.id]) for one in counted if one.id in found]


def taken(
    session: Session, account_ids: Sequence[int], start: date | None = None, end: date | None = None
) -> list[Taken]:
    """The rollup's rows of days in [start, end), by account and day."""
    columns = [getattr(FinancialMetric, "platform_id" if name == "account_id" else name) for name in Taken.__slots__]
    query = select(*columns).where(FinancialMetric.platform_id.in_(account_ids))
    if start is not None:
        query = query.where(FinancialMetric.day >= start)
    if end is not None:
        query = query.where(FinancialMetric.day < end)
    rows = session.execute(query.order_by(FinancialMetric.platform_id, FinancialMetric.day))
    return [Taken(*row) for row in rows]


def net_between(session: Session, account_ids: Sequence[int], start: datetime, end: datetime) -> dict[str, int]:
    """Net revenue posted in [start, end) (aware UTC) by currency, from the ledger itself: for parts of a day."""
    rows = session.execute(
        select(LedgerLine.currency, func.sum(LedgerLine.net_minor))
        .where(
            LedgerLine.platform_id.in_(account_ids),
            LedgerLine.at >= start,
            LedgerLine.at < end,
            LedgerLine.kind.not_in(NEVER_REVENUE),
            LedgerLine.status.not_in(NOT_REAL),
        )
        .group_by(LedgerLine.currency)
    )
    return dict(rows.all())


def read_at(session: Session, account_ids: Sequence[int]) -> dict[int, datetime]:
    """How old what is known of each account's money is (aware UTC): when it was read, or entered where nobody reads it.

    An account that is not in it is not known.
    """
    return {**_entered_by_people(session, account_ids), **scopes.last_read(session, account_ids, SyncKind.MONEY)}


def _entered_by_people(session: Session, account_ids: Sequence[int]) -> dict[int, datetime]:
    """Accounts whose money nobody pulls, all of it entered by people, and when the last line was (aware UTC)."""
    pulled = select(SyncState.platform_id).where(SyncState.kind == SyncKind.MONEY)
    rows = session.execute(
        select(
            LedgerLine.platform_id,
            func.max(LedgerLine.as_of, type_=LedgerLine.as_of.type),
            func.count() - func.count(LedgerLine.batch_id),
        )
        .where(LedgerLine.platform_id.in_(account_ids), LedgerLine.platform_id.not_in(pulled))
        .group_by(LedgerLine.platform_id)
    )
    return {account_id: newest for account_id, newest, others in rows if not others}


def sources(session: Session, account_ids: Sequence[int]) -> dict[int, str]:
    """Where each account's newest ledger line came from."""
    found: dict[int, str] = {}
    for account_id in account_ids:
        newest = select(LedgerLine.source).where(LedgerLine.platform_id == account_id).order_by(LedgerLine.at.desc())
        source = session.scalar(newest.limit(1))
        if source is not None:
            found[account_id] = source
    return found


def ledger(session: Session, scope: Scope, limit: int | None, offset: int) -> list[LedgerRow]:
    """Ledger lines, newest first."""
    counted = scopes.accounts(session, scope)
    names = {one.id: one.name for one in counted}
    query = (
        select(LedgerLine)
        .where(within(LedgerLine, counted, scope))
        .order_by(LedgerLine.at.desc(), LedgerLine.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        LedgerRow(account_id=row.platform_id, account=names[row.platform_id], entry=entry_of(row), as_of=row.as_of)
        for row in session.scalars(query)
    ]


def payouts(session: Session, scope: Scope) -> list[PayoutRow]:
    """Payouts, newest first; one that was announced and is no more is left out."""
    counted = scopes.accounts(session, scope)
    names = {one.id: one.name for one in counted}
    query = (
        select(PayoutLine)
        .where(within(PayoutLine, counted, scope), _still_told())
        .order_by(PayoutLine.at.desc(), PayoutLine.id.desc())
    )
    rows = session.scalars(query).all()
    explained = payout_parts.explained(session, [row.id for row in rows])
    found = [replace(_payout(row, names[row.platform_id]), explained_minor=explained.get(row.id)) for row in rows]
    found += [_entered(row, names[row.platform_id]) for row in entered_payouts(session, counted, scope)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def entered_payouts(session: Session, counted: Iterable[Counted], scope: Scope) -> list[LedgerLine]:
    """Payouts that people entered: lines of the ledger, which platforms' own payouts are not."""
    chosen = within(LedgerLine, counted, scope)
    chosen &= (LedgerLine.kind == LedgerKind.PAYOUT) & LedgerLine.batch_id.is_not(None)
    return list(session.scalars(select(LedgerLine).where(chosen).order_by(LedgerLine.at.desc())))


def next_payouts(session: Session, account_ids: Sequence[int]) -> list[PayoutRow]:
    """Payouts that the platforms announce, soonest first."""
    query = (
        select(PayoutLine, Platform.name)
        .join(Platform, Platform.id == PayoutLine.platform_id)
        .where(
            PayoutLine.platform_id.in_(account_ids),
            PayoutLine.status == PayoutStatus.UPCOMING,
            PayoutLine.amount_minor > 0,
        )
        .order_by(PayoutLine.at)
    )
    return [_payout(row, name) for row, name in session.execute(query)]


def _still_told() -> ColumnElement[bool]:
    """A platform that announces nothing any more is kept as an announcement of 0 (connectors say so)."""
    return or_(PayoutLine.status != PayoutStatus.UPCOMING, PayoutLine.amount_minor != 0)


def within(table: type[LedgerLine] | type[PayoutLine], counted: Iterable[Counted], scope: Scope) -> ColumnElement[bool]:
    """The lines of `scope`: its days begin and end in each client's own zone."""
    parts: list[ColumnElement[bool]] = []
    for name, account_ids in scopes.by_zone(counted):
        zone = zone_named(name)
        part: ColumnElement[bool] = table.platform_id.in_(account_ids)
        if scope.start is not None:
            part &= table.at >= starts_at(scope.start, zone)
        if scope.end is not None:
            part &= table.at < starts_at(scope.end, zone)
        parts.append(part)
    return or_(*parts) if parts else table.id < 0


def _payout(row: PayoutLine, account: str) -> PayoutRow:
    return PayoutRow(
        account_id=row.platform_id,
        account=account,
        remote_id=row.remote_id,
        at=row.at,
        amount_minor=row.amount_minor,
        currency=row.currency,
        status=row.status.value,
        source=row.source,
        as_of=row.as_of,
    )


def _entered(row: LedgerLine, account: str) -> PayoutRow:
    """People write a payout as what arrived, or as what left: either way it is that much."""
    return PayoutRow(
        account_id=row.platform_id,
        account=account,
        remote_id=row.remote_id,
        at=row.at,
        amount_minor=abs(row.gross_minor),
        currency=row.currency,
        status=PayoutStatus.COMPLETED.value,
        source=row.source,
        as_of=row.as_of,
    )


def entry_of(row: LedgerLine) -> LedgerEntry:
    return LedgerEntry(
        remote_id=row.remote_id,
        at=row.at,
        kind=row.kind,
        gross_minor=row.gross_minor,
        fee_minor=row.fee_minor,
        tax_minor=row.tax_minor,
        currency=row.currency,
        status=row.status,
        fee_estimated=row.fee_estimated,
        amount_unknown=row.amount_unknown,
        fan=row.fan,
        product=row.product,
        product_name=row.product_name,
        subscription=row.subscription,
        parent_id=row.parent_id,
        offer=row.offer,
        source=row.source,
    )
