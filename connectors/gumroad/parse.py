"""Gumroad's payloads to domain values; pure. Amounts are US cents whatever currency a product is sold in."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from connectors.errors import LayoutChanged
from connectors.gumroad import fees
from connectors.gumroad.wire import LicenceAnswer, Number, Offer, OfferUsed, PayoutItem, Sale, SubscriberItem, User
from connectors.instants import known, utc
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.money import (
    LARGEST,
    LedgerEntry,
    LedgerKind,
    LedgerStatus,
    Payout,
    PayoutStatus,
    Subscriber,
    minor_units,
    round_half_away,
)
from ofauto_desktop.domain.offers import OfferCode

SOURCE = "Gumroad API"
UPCOMING = "upcoming"
_CURRENCY = "USD"
_STORES = ".gumroad.com"
_LONGEST_CODE = 100
_ALL_OF_IT = 100
_STATES = frozenset(
    {
        "alive",
        "pending_cancellation",
        "pending_failure",
        "failed_payment",
        "fixed_subscription_period_ended",
        "cancelled",
    }
)
_MONTHS = {"monthly": 1, "quarterly": 3, "biannually": 6, "yearly": 12, "every_two_years": 24}
_PAYOUT_STATUS = {
    "payable": PayoutStatus.UPCOMING,
    "creating": PayoutStatus.PROCESSING,
    "processing": PayoutStatus.PROCESSING,
    "unclaimed": PayoutStatus.PROCESSING,
    "completed": PayoutStatus.COMPLETED,
    "failed": PayoutStatus.FAILED,
    "reversed": PayoutStatus.FAILED,
    "returned": PayoutStatus.FAILED,
    "cancelled": PayoutStatus.CANCELLED,
}

Refunds = tuple[int | None, ...]
"""How much of a sale had gone back each time it grew: running totals in cents, None where Gumroad did not say."""


def whole(value: Number) -> int | None:
    """A count that may come as int, float, text or null. Raises ValueError for what is no whole number."""
    if value is None or (isinstance(value, int) and abs(value) <= LARGEST):
        return value
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


def standing(user: User, *, scopes: tuple[str, ...], warnings: tuple[Caution, ...]) -> Standing:
    """Who a login is. `remote_id` is "" where Gumroad names nobody."""
    return Standing(
        remote_id=user.user_id or user.id or "",
        handle=_store(user.url) or user.name or "",
        display_name=user.display_name or user.name or "",
        scopes=scopes,
        warnings=warnings,
    )


def refunded(sale: Sale) -> int | None:
    """How many cents of the price have gone back so far; None where something has, but not how much."""
    price = whole(sale.price)
    if sale.refunded:
        return price
    if not sale.partially_refunded:
        return 0
    if price is None:
        return None
    total = _price_less_rest(sale, price)
    return total if total is not None else _buyers_share(sale, price)


def grown(known: Sequence[int | None], total: int | None) -> Refunds:
    """The refunds of a sale, now that `total` has gone back: another one where that differs from the last (M4)."""
    if total is None:
        return tuple(known) or (None,)
    if not known:
        return (total,) if total else ()
    return tuple(known) if known[-1] == total else (*known, total)


def movements(sale: Sale, refunds: Refunds, noticed: datetime) -> list[LedgerEntry]:
    """What a sale did to the ledger: itself, each refund, a chargeback, a won dispute, and an affiliate's part of each.

    Gumroad does not say when a refund or dispute was; `noticed` (aware UTC) is our best date. Raises ValueError for
    numbers that are none, LayoutChanged for a time outside the calendar.
    """
    book = _Book(sale)
    book.sold()
    gone = 0
    for number, total in enumerate(refunds, start=1):
        suffix = "refund" if number == 1 else f"refund:{number}"
        book.went_back(suffix, noticed, gone, total, last=number == len(refunds))
        gone = gone if total is None else total
    # Gumroad clears `chargedback` when the dispute is won; `disputed` stays.
    if sale.chargedback or sale.disputed:
        book.charged_back(noticed, gone)
    if sale.dispute_won:
        book.won(noticed, gone)
    return book.entries


def sold(sale: Sale) -> list[LedgerEntry]:
    """The sale by itself, as on its day. Raises ValueError for numbers that are none."""
    book = _Book(sale)
    book.sold()
    return book.entries


def payout(item: PayoutItem, now: datetime) -> Payout:
    """A payout; the one that has not been made yet has no id.

    Raises ValueError for an amount that is no number or in no currency, LayoutChanged for a time outside the calendar.
    """
    currency = (item.currency or _CURRENCY).upper()
    if not is_currency(currency):
        raise ValueError("no currency")
    return Payout(
        remote_id=item.id or UPCOMING,
        at=utc(item.processed_at or item.created_at or now),
        amount_minor=minor_units(_decimal(item.amount), currency),
        currency=currency,
        status=_PAYOUT_STATUS.get(item.status or "", PayoutStatus.UNKNOWN),
        source=SOURCE,
    )


def none_upcoming(now: datetime) -> Payout:
    """Says that the payout which was to come no longer is: it was made, and has an id now."""
    return payout(PayoutItem(amount=0, status="payable"), now)


def subscriber(item: SubscriberItem) -> Subscriber:
    """A subscription. Gumroad names no price: its last charge in the ledger counts (S1). Raises LayoutChanged."""
    cancelled = item.cancelled_at or item.user_requested_cancellation_at
    ended = item.ended_at or item.failed_at
    trial = item.free_trial_ends_at
    return Subscriber(
        remote_id=item.id,
        fan=_fan(item.user_id, item.user_email or item.email),
        product=item.product_id,
        started_at=utc(item.created_at),
        status=item.status if item.status in _STATES else "unknown",
        months=_MONTHS.get(item.recurrence or ""),
        price_minor=None,
        currency=_CURRENCY,
        trial_until=utc(trial) if trial else None,
        cancelled_at=utc(cancelled) if cancelled else None,
        ended_at=utc(ended) if ended else None,
        source=SOURCE,
    )


def offer_code(item: Offer, currency: str) -> OfferCode:
    """A code of a product that is sold in `currency`, "" where that is not told. Raises LayoutChanged.

    An amount counts the smallest units of that currency: 300 is €3, but ¥300.
    """
    try:
        percent, amount = whole(item.percent_off), whole(item.amount_cents)
        most_uses, uses = whole(item.max_purchase_count), whole(item.times_used)
    except ValueError as error:
        raise LayoutChanged("an offer code has numbers that are none") from error
    known = offer(item.name)
    numbers = (percent or 0, amount or 0, most_uses or 0, uses or 0)
    if known is None or min(numbers) < 0 or numbers[0] > _ALL_OF_IT or (percent is None) == (amount is None):
        raise LayoutChanged("an offer code has no name, or not one discount")
    code = currency.strip().upper()
    return OfferCode(
        remote_id=item.id,
        code=known,
        percent=percent,
        amount_minor=amount,
        currency=code if amount is not None and is_currency(code) else None,
        most_uses=most_uses,
        uses=uses,
        universal=bool(item.universal),
        source=SOURCE,
    )


def uses(answer: LicenceAnswer) -> int | None:
    """How often a licence was used; None where that is not told. Raises LayoutChanged."""
    try:
        found = whole(answer.uses)
    except ValueError as error:
        raise LayoutChanged("a licence has a number of uses that is none") from error
    if found is not None and found < 0:
        raise LayoutChanged("a licence has a number of uses that is none")
    return found


def span(instants: Iterable[datetime]) -> tuple[datetime, datetime] | None:
    """The first and the last, in UTC; what lies outside the calendar is passed over."""
    found = [at for one in instants if (at := known(one)) is not None]
    return (min(found), max(found)) if found else None


class _Amounts(NamedTuple):
    """Cents of one movement; `known` False: it happened, but Gumroad does not say how much."""

    gross: int = 0
    fee: int = 0
    commission: int | None = 0
    known: bool = True
    fee_estimated: bool = True


class _Book:
    """Writes one sale's `entries`: what they share, and what each one moves."""

    def __init__(self, sale: Sale) -> None:
        self.entries: list[LedgerEntry] = []
        self._sale = sale
        self._kind = _kind(sale)
        self._fan = _fan(sale.purchaser_id, sale.purchase_email or sale.email)
        self._price = whole(sale.price)
        if self._price is not None and self._price < 0:
            raise ValueError("a price of less than nothing")
        given = whole(sale.gumroad_fee)
        self._fee_given = given is not None
        price = self._price or 0
        self._fee = given if given is not None else fees.estimated(price, discover=bool(sale.discover_fee_charged))
        self._commission = _dollars(sale.affiliate.amount) if sale.affiliate else 0

    def sold(self) -> None:
        at = utc(self._sale.created_at)
        if self._price is None:
            amounts = _Amounts(commission=self._commission, known=False)
        else:
            amounts = _Amounts(self._price, self._fee, self._commission, fee_estimated=not self._fee_given)
        self._write("", at, amounts, LedgerStatus.SETTLED)

    def went_back(self, suffix: str, at: datetime, gone: int, total: int | None, *, last: bool) -> None:
        """One refund: from `gone` cents to `total`. An unknown one that a later total explains moves nothing."""
        full = total == self._price if total is not None else self._price is None and bool(self._sale.refunded)
        status = LedgerStatus.REFUNDED if full else LedgerStatus.PARTIALLY_REFUNDED
        if total is None or self._price is None:
            self._write(suffix, at, _Amounts(known=not last), status)
            return
        fee = fees.returned(self._fee, self._price, total) - fees.returned(self._fee, self._price, gone)
        commission = self._part(self._commission or 0, total) - self._part(self._commission or 0, gone)
        self._write(suffix, at, _Amounts(gone - total, -fee, -commission), status)

    def charged_back(self, at: datetime, gone: int) -> None:
        self._write("chargeback", at, self._rest(gone, sign=-1), LedgerStatus.CHARGEBACK)

    def won(self, at: datetime, gone: int) -> None:
        self._write("dispute_won", at, self._rest(gone, sign=1), LedgerStatus.SETTLED)

    def _rest(self, gone: int, *, sign: int) -> _Amounts:
        """What refunds had left of the sale. A chargeback brings the whole fee of it back (see fees.py)."""
        if self._price is None:
            return _Amounts(known=False)
        rest = self._price - gone
        fee, commission = self._part(self._fee, rest), self._part(self._commission or 0, rest)
        return _Amounts(sign * rest, sign * fee, sign * commission)

    def _part(self, amount: int, of_price: int) -> int:
        return fees.share(amount, self._price or 0, of_price)

    def _write(self, suffix: str, at: datetime, amounts: _Amounts, status: LedgerStatus) -> None:
        self.entries.append(self._entry(suffix, at, amounts, self._kind, status))
        if amounts.commission != 0:
            # The affiliate's part is no fee of the platform: a line of its own, which M5 takes off all the same.
            known = amounts.commission is not None
            commission = _Amounts(fee=amounts.commission or 0, known=known, fee_estimated=bool(suffix))
            name = f"{suffix}:affiliate" if suffix else "affiliate"
            self.entries.append(self._entry(name, at, commission, LedgerKind.COMMISSION, status))

    def _entry(
        self, suffix: str, at: datetime, amounts: _Amounts, kind: LedgerKind, status: LedgerStatus
    ) -> LedgerEntry:
        sale = self._sale
        return LedgerEntry(
            remote_id=f"{sale.id}:{suffix}" if suffix else sale.id,
            at=at,
            kind=kind,
            gross_minor=amounts.gross,
            fee_minor=amounts.fee,
            currency=_CURRENCY,
            status=LedgerStatus.TEST if sale.test else status,
            source=SOURCE,
            fee_estimated=amounts.fee_estimated and amounts.fee != 0,
            amount_unknown=not amounts.known,
            at_estimated=suffix not in ("", "affiliate"),
            fan=self._fan,
            product=sale.product_id,
            product_name=sale.product_name,
            subscription=sale.subscription_id,
            parent_id=sale.id if suffix else None,
            offer=offer(sale.offer_code),
        )


def offer(used: OfferUsed | str | None) -> str | None:
    """The offer code that a sale was made with, as its buyers know it."""
    found = (used.code or used.name) if isinstance(used, OfferUsed) else used
    return " ".join((found or "").split())[:_LONGEST_CODE] or None


def _kind(sale: Sale) -> LedgerKind:
    if not sale.subscription_id:
        return LedgerKind.SALE
    return LedgerKind.RENEWAL if sale.recurring_charge else LedgerKind.SUBSCRIPTION


def _price_less_rest(sale: Sale, price: int) -> int | None:
    """From what is still refundable, which is in the product's currency: good only where that is the dollar."""
    if sale.currency_symbol != "$" or sale.amount_refundable_in_currency is None:
        return None
    gone = price - minor_units(_decimal(sale.amount_refundable_in_currency), _CURRENCY)
    return gone if 0 < gone <= price else None


def _buyers_share(sale: Sale, price: int) -> int | None:
    """From what the buyer paid and got back, both in the buyer's currency."""
    if sale.buyer_presentment is None:
        return None
    total, back = whole(sale.buyer_presentment.total_cents), whole(sale.buyer_presentment.refunded_cents)
    if not total or not back or not 0 < back <= total:
        return None
    return round_half_away(Decimal(price) * back / total)


def _decimal(value: Number) -> Decimal:
    """A number of any of its forms, exactly. Raises ValueError."""
    try:
        number = Decimal(str(value).strip().replace(",", ""))
    except ArithmeticError as error:
        raise ValueError("not a number") from error
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError("not a number of money")
    return number


def _dollars(text: str | None) -> int | None:
    """An affiliate's amount such as "$2.50"; None where it is not of that form."""
    if not text or not text.startswith("$"):
        return None
    try:
        return minor_units(_decimal(text[1:]), _CURRENCY)
    except ValueError:
        return None


def _fan(user_id: str | int | None, email: str | None) -> str | None:
    """Gumroad's id of the buyer; for one without an account a mark of the address, which itself is not kept."""
    if user_id not in (None, ""):
        return str(user_id)
    return f"guest-{hashlib.sha256(email.strip().lower().encode()).hexdigest()[:24]}" if email else None


def _store(url: str | None) -> str:
    """The store's name: https://ada.gumroad.com -> ada; a domain of one's own is kept whole."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removesuffix(_STORES)
