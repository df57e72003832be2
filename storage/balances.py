"""Where net earnings are, by account and currency (M8), and which sales went back (M6)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ofauto_desktop.domain.analytics import Balance, Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.money import HOLDS, LEFT, REFUNDED, LedgerKind, PayoutStatus
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.schedule import zone_named
from storage import earnings, scopes
from storage.models import LedgerLine, PayoutLine
from storage.scopes import Counted

_EVER = datetime.max.replace(tzinfo=UTC)
_AN_INSTANT = timedelta(microseconds=1)


class RefundedSale(NamedTuple):
    """A sale of which any part went back; `month` is that of the sale ("2026-06"), in its client's zone."""

    account_id: int
    month: str
    currency: str


def balances(session: Session, scope: Scope, now: datetime) -> list[Balance]:
    """How the accounts of `scope` stand at `now` (aware UTC), of platforms whose hold is known. Its days do not count."""
    held = [one for one in scopes.accounts(session, scope) if one.platform in HOLDS]
    return [balance for one in held for balance in _of_account(session, one, now)]


def refunded_sales(session: Session, scope: Scope) -> Counter[RefundedSale]:
    """How many sales that were made in `scope` were refunded since, whole or in part. Disputes are none."""
    zones = {one.id: zone_named(one.zone) for one in scopes.accounts(session, scope)}
    refund, sale = aliased(LedgerLine), aliased(LedgerLine)
    rows = session.execute(
        select(sale.platform_id, sale.at, sale.currency)
        .join(refund, (refund.platform_id == sale.platform_id) & (refund.parent_id == sale.remote_id))
        .where(
            sale.platform_id.in_(zones),
            refund.status.in_(REFUNDED),
            refund.kind != LedgerKind.COMMISSION,
        )
        .distinct()
        .add_columns(sale.id)
    )
    return Counter(
        RefundedSale(account_id, f"{day:%Y-%m}", currency)
        for account_id, at, currency, _ in rows
        if scope.holds(day := day_of(at, zones[account_id]))
    )


def _of_account(session: Session, account: Counted, now: datetime) -> Iterator[Balance]:
    ids = [account.id]
    rows = earnings.taken(session, ids)
    earned = Counter[str]()
    for row in rows:
        earned[row.currency] += row.net_minor
    pending = earnings.net_between(session, ids, now - HOLDS[account.platform] + _AN_INSTANT, _EVER)
    payouts = session.scalars(select(PayoutLine).where(PayoutLine.platform_id == account.id)).all()
    paid = Counter[str]()
    for payout in payouts:
        if payout.status in LEFT:
            paid[payout.currency] += payout.amount_minor
    for line in earnings.entered_payouts(session, [account], Scope()):
        paid[line.currency] += abs(line.gross_minor)
    read_at = scopes.last_read(session, ids, SyncKind.MONEY).get(account.id)
    incomplete = read_at is None or bool(scopes.gaps(session, ids, SyncKind.MONEY)) or _unclear(rows, payouts)
    for currency in sorted(earned.keys() | paid.keys()):
        held = pending.get(currency, 0)
        yield Balance(
            account_id=account.id,
            account=account.name,
            currency=currency,
            pending_minor=held,
            available_minor=earned[currency] - held - paid[currency],
            paid_out_minor=paid[currency],
            as_of=read_at,
            source=", ".join(sorted({*earnings.sources(session, ids).values(), *(one.source for one in payouts)})),
            incomplete=incomplete,
        )


def _unclear(rows: Sequence[earnings.Taken], payouts: Sequence[PayoutLine]) -> bool:
    """Whether an amount is not known, or a platform's word for a payout."""
    return any(row.unknown_amounts for row in rows) or any(one.status is PayoutStatus.UNKNOWN for one in payouts)
