"""The ledger's rows to ledger lines (platforms/onlyfans.md §5.2); pure and exact: decimals to cents, nothing in between.

A row that went back is not deleted and gets no negative row: it is marked again. So it is told as two lines, the payment
and what undoes it, which come to nothing together and stand apart as a charge-back.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from connectors.errors import LayoutChanged
from connectors.instants import utc
from connectors.onlyfans.parse import CURRENCY, SOURCE, cents
from connectors.onlyfans.wire import PayoutRow, Row
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus

# The longest beginning that fits decides; what none fits is `other`, never dropped.
_BEGINNINGS = {
    "recurring subscription from": LedgerKind.RENEWAL,
    "subscription from": LedgerKind.SUBSCRIPTION,
    "tip in chat from": LedgerKind.TIP,
    "tip on post from": LedgerKind.TIP,
    "tip on stream from": LedgerKind.TIP,
    "tip from": LedgerKind.TIP,
    "payment for message from": LedgerKind.MESSAGE,
    "message from": LedgerKind.MESSAGE,
    "post from": LedgerKind.POST,
    "post purchase by": LedgerKind.POST,
    "stream from": LedgerKind.STREAM,
    "custom request from": LedgerKind.CUSTOM,
}
_TYPES = {
    "subscribes": LedgerKind.SUBSCRIPTION,
    "chat_messages": LedgerKind.MESSAGE,
    "post": LedgerKind.POST,
    "stream": LedgerKind.STREAM,
    "tips": LedgerKind.TIP,
}
_STATUS = {
    "done": LedgerStatus.SETTLED,
    "loading": LedgerStatus.PENDING,
    "undo": LedgerStatus.CHARGEBACK,
    "pending_return": LedgerStatus.REFUND_PENDING,
}
_GONE = frozenset({LedgerStatus.CHARGEBACK, LedgerStatus.REFUND_PENDING})
_OF_SUBSCRIPTIONS = frozenset({LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL})
_PAYOUT_STATUS = {
    "done": PayoutStatus.COMPLETED,
    "approved": PayoutStatus.COMPLETED,
    "paid": PayoutStatus.COMPLETED,
    "loading": PayoutStatus.PROCESSING,
    "pending": PayoutStatus.PROCESSING,
    "processing": PayoutStatus.PROCESSING,
    "undo": PayoutStatus.FAILED,
    "failed": PayoutStatus.FAILED,
    "rejected": PayoutStatus.FAILED,
    "canceled": PayoutStatus.CANCELLED,
    "cancelled": PayoutStatus.CANCELLED,
}
_TAG = re.compile(r"<[^<>]*>")


def kind(row: Row) -> LedgerKind:
    """What a row is for, by its description; the newer `type` where that says nothing."""
    said = " ".join(_TAG.sub("", row.description or "").lower().split())
    fitting = [one for one in _BEGINNINGS if said.startswith(one)]
    if fitting:
        return _BEGINNINGS[max(fitting, key=len)]
    return _TYPES.get(row.type or "", LedgerKind.OTHER)


class Flips:
    """How often each payment was undone and came back, by its id: odd while it is undone. Kept with the cursor."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self.counts = dict(known)

    def note(self, payment: str, *, gone: bool | None) -> tuple[int, ...]:
        """The numbers of the lines that undo a payment (odd) or take that back (even), as it stands now.

        `gone` None: nobody knows.
        """
        count = self.counts.get(payment, 0)
        if gone is not None and gone != bool(count % 2):
            count += 1
            self.counts[payment] = count
        return tuple(range(1, count + 1))


def movements(
    row: Row, flips: Flips, *, undone_at: datetime | None, now: datetime, was_known: bool
) -> list[LedgerEntry]:
    """A row's lines. `undone_at`: when it was charged back, where the list of charge-backs says so (aware UTC).

    Else a row that was known before went back `now`, and one that was not went back when it was made: no better is known.
    """
    entry = _entry(row)
    lines = [entry]
    gone = None if entry.status is LedgerStatus.UNKNOWN else entry.status in _GONE
    for number in flips.note(entry.remote_id, gone=gone):
        noticed = undone_at or (now if was_known else entry.at)
        estimated = undone_at is None or number > 1
        lines.append(_undoing(entry, number, max(noticed, entry.at), estimated=estimated))
    return lines


def _undoing(entry: LedgerEntry, number: int, at: datetime, *, estimated: bool) -> LedgerEntry:
    sign = -1 if number % 2 else 1
    name = "undone" if number % 2 else "restored"
    suffix = name if number <= 2 else f"{name}:{number}"
    status = LedgerStatus.SETTLED
    if number % 2:
        status = entry.status if entry.status in _GONE else LedgerStatus.CHARGEBACK
    return entry._replace(
        remote_id=f"{entry.remote_id}:{suffix}",
        at=at,
        gross_minor=sign * entry.gross_minor,
        fee_minor=sign * entry.fee_minor,
        tax_minor=sign * entry.tax_minor,
        status=status,
        at_estimated=estimated,
        amount_unknown=False,
        parent_id=entry.remote_id,
    )


def _entry(row: Row) -> LedgerEntry:
    currency = (row.currency or CURRENCY).upper()
    if not is_currency(currency):
        raise LayoutChanged("a payment is in no currency")
    status = _STATUS.get(row.status, LedgerStatus.UNKNOWN)
    gross, fee, estimated = _amounts(row, currency)
    tax = sum(cents(part, currency) for part in (row.vat_amount, row.tax_amount) if part is not None)
    is_unknown = status is LedgerStatus.UNKNOWN
    fan = str(row.user.id) if row.user is not None and row.user.id is not None else None
    found = kind(row)
    return LedgerEntry(
        remote_id=str(row.id),
        at=utc(row.created_at),
        kind=found,
        gross_minor=0 if is_unknown else gross,
        fee_minor=0 if is_unknown else fee,
        tax_minor=0 if is_unknown else tax,
        currency=currency,
        status=status,
        source=SOURCE,
        fee_estimated=estimated and not is_unknown and fee != 0,
        amount_unknown=is_unknown,
        fan=fan,
        subscription=fan if found in _OF_SUBSCRIPTIONS else None,
    )


def _amounts(row: Row, currency: str) -> tuple[int, int, bool]:
    """Gross, fee, and whether that is only our table's. What the creator gets is told, so the fee is what is between."""
    gross = cents(row.amount, currency)
    if gross < 0:
        raise LayoutChanged("a payment of less than nothing")
    if row.net is not None:
        return gross, gross - cents(row.net, currency), False
    if row.fee is not None:
        return gross, cents(row.fee, currency), False
    return gross, (gross * 20 + 50) // 100, True


def payout(row: PayoutRow) -> Payout:
    currency = (row.currency or CURRENCY).upper()
    if not is_currency(currency):
        raise LayoutChanged("a payout is in no currency")
    said = (row.status or row.state or "").lower()
    return Payout(
        remote_id=str(row.id),
        at=utc(row.created_at),
        amount_minor=cents(row.amount, currency),
        currency=currency,
        status=_PAYOUT_STATUS.get(said, PayoutStatus.UNKNOWN),
        source=SOURCE,
    )
