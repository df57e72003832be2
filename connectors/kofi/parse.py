"""Ko-fi's payments to domain values; pure. Names, never addresses: of those only a mark is kept, to tell people apart."""

import hashlib
from decimal import Decimal

from connectors.errors import LayoutChanged
from connectors.instants import utc
from connectors.kofi.wire import Payment, ShopItem, flag, word
from ofauto_desktop.domain import fees
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.fan_names import mark_of, marked
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, minor_units, payment_id
from ofauto_desktop.domain.platforms import PlatformId

SOURCE = "Ko-fi webhook"
# All test messages share it (platforms/kofi.md §3), so it tells nothing apart.
TEST_TRANSACTION = "00000000-1111-2222-3333-444444444444"
_TEST_EMAIL = "jo.example@example.com"
_KINDS = {"donation": LedgerKind.TIP, "shop order": LedgerKind.SHOP, "commission": LedgerKind.COMMISSION}
_LARGEST = Decimal(10) ** 10


def entry(payment: Payment) -> LedgerEntry:
    """The ledger's line of a payment. Raises LayoutChanged for an amount, a currency or a time that is none."""
    currency = payment.currency.strip().upper()
    gross, kind, test = _gross(payment, currency), _kind(payment), _is_test(payment)
    fee = 0 if test else fees.at_least(PlatformId.KOFI, gross, currency, kind)
    return LedgerEntry(
        remote_id=_id(payment, kind, test=test),
        at=utc(payment.timestamp),
        kind=kind,
        gross_minor=gross,
        fee_minor=fee,
        currency=currency,
        status=LedgerStatus.TEST if test else LedgerStatus.SETTLED,
        source=SOURCE,
        fee_estimated=fee != 0,
        fan=_fan(payment),
        product=_product(payment),
        product_name=_product_name(payment),
        subscription=f"member-{_mark(payment)}" if kind in _RECURRING else None,
    )


_RECURRING = frozenset({LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL})


def _gross(payment: Payment, currency: str) -> int:
    if not is_currency(currency):
        raise LayoutChanged("a payment of Ko-fi has no currency")
    try:
        amount = Decimal(str(payment.amount).strip())
    except ArithmeticError as error:
        raise LayoutChanged("a payment of Ko-fi has no amount") from error
    if not amount.is_finite() or not 0 <= amount <= _LARGEST:
        raise LayoutChanged("a payment of Ko-fi has no amount")
    return minor_units(amount, currency)


def _kind(payment: Payment) -> LedgerKind:
    """The flag of a subscription's payment counts more than the type's word, which may be one that we do not know."""
    sort = word(payment.type).casefold()
    if flag(payment.is_subscription_payment) or sort == "subscription":
        return LedgerKind.SUBSCRIPTION if flag(payment.is_first_subscription_payment) else LedgerKind.RENEWAL
    return _KINDS.get(sort, LedgerKind.OTHER)


def _is_test(payment: Payment) -> bool:
    return word(payment.kofi_transaction_id) == TEST_TRANSACTION or word(payment.email).casefold() == _TEST_EMAIL


def _id(payment: Payment, kind: LedgerKind, *, test: bool) -> str:
    transaction, message = word(payment.kofi_transaction_id), word(payment.message_id)
    if test or not transaction:
        said = f"{message}|{payment.timestamp.isoformat()}|{payment.amount}|{payment.currency}"
        own = message or hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
        return f"test:{own}" if test else f"message:{own}"
    return payment_id(transaction, kind)


def _fan(payment: Payment) -> str | None:
    """Who paid: the name as given, and a mark of the address where there is one, as many are called Anonymous."""
    name = word(payment.from_name)[:120]
    if not word(payment.email):
        return name or None
    return marked(name or "Ko-fi Supporter", mark_of(word(payment.email)))


def _mark(payment: Payment) -> str:
    who = word(payment.email).casefold() or word(payment.from_name).casefold()
    return hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()[:24]


def _product(payment: Payment) -> str | None:
    """A shop order is told by the first item's code, a membership by its tier; what they are called is not sent."""
    codes = [item.code for item in payment.items()]
    return (codes[0] if codes else word(payment.tier_name))[:120] or None


def _product_name(payment: Payment) -> str | None:
    names = [_item_name(item) for item in payment.items()]
    return (", ".join(names) or word(payment.tier_name))[:300] or None


def _item_name(item: ShopItem) -> str:
    variation = f" ({item.variation})" if item.variation else ""
    times = f" × {item.quantity}" if item.quantity > 1 else ""
    return f"ko-fi.com/s/{item.code}{variation}{times}"
