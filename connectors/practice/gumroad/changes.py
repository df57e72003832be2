"""What can be made to happen at the practice sellers while it runs, in the order it happened; replayed after a restart."""

from datetime import datetime, timedelta

import msgspec

from connectors.practice.gumroad.records import Buyer, Product, Sale, Seller, Subscription


class Change(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="do", tag=str.lower):
    """`seller` is a handle. `at` (aware UTC) is when; the present moment where it is left out."""

    seller: str = "ada_practice"
    at: datetime | None = None


class Sell(Change):
    """`count` sales of product number `product`, spread over the `days` before `at`; `cents` each, or its price.

    A product with a recurrence makes a membership each.
    """

    product: int = 0
    count: int = 1
    days: float = 0.0
    cents: int | None = None
    email: str = "buyer@example.com"
    affiliate: int = 0


class Refund(Change):
    """Give back `cents` of a sale more than went back so far, or all that is left."""

    sale: str
    cents: int | None = None


class Dispute(Change):
    """A chargeback of a sale, open or lost."""

    sale: str


class Win(Change):
    """The dispute of a sale is won."""

    sale: str


class Renew(Change):
    """A membership is charged again."""

    subscription: str


class Cancel(Change):
    """A membership is cancelled, and runs for `days` more."""

    subscription: str
    days: float = 0.0


class Pay(Change):
    """A payout of all that may be paid by `at`."""


class Use(Change):
    """The licence of a sale is used once more, by the buyer's program."""

    sale: str


class Unuse(Change):
    """One use of the licence of a sale is given back, if there is one."""

    sale: str


class Disable(Change):
    """The licence of a sale is disabled."""

    sale: str


class Enable(Change):
    """The licence of a sale is enabled again."""

    sale: str


AnyChange = Sell | Refund | Dispute | Win | Renew | Cancel | Pay | Use | Unuse | Disable | Enable


def happen(seller: Seller, change: AnyChange, at: datetime) -> list[str]:
    """Make `change` happen; the ids of what it made or touched. Raises ValueError for what is not there."""
    match change:
        case Sell():
            return _sell(seller, change, at)
        case Refund():
            return _refund(_sale(seller, change.sale), change.cents)
        case Dispute():
            return _dispute(_sale(seller, change.sale))
        case Win():
            return _win(_sale(seller, change.sale))
        case Renew():
            return _renew(seller, _subscription(seller, change.subscription), at)
        case Cancel():
            return _cancel(_subscription(seller, change.subscription), at, at + timedelta(days=change.days))
        case Use() | Unuse() | Disable() | Enable():
            return _license(seller, change)
        case Pay():
            made = seller.pay_out(at)
            return [made.id] if made else []


def _sell(seller: Seller, change: Sell, at: datetime) -> list[str]:
    if not 0 <= change.product < len(seller.products) or change.count < 1:
        raise ValueError("no such product, or nothing to sell")
    product = seller.products[change.product]
    step = timedelta(days=change.days) / change.count
    made = [_one(seller, product, at - step * back, change) for back in range(change.count - 1, -1, -1)]
    seller.in_order()
    return made


def _one(seller: Seller, product: Product, at: datetime, change: Sell) -> str:
    buyer = Buyer(change.email, None, "US")
    moment = at.replace(microsecond=0)
    if product.recurrence:
        return seller.renew(seller.subscribe(product, moment, buyer), moment).id
    return seller.sell(product, moment, buyer, cents=change.cents, affiliate=change.affiliate).id


def _refund(sale: Sale, cents: int | None) -> list[str]:
    left = sale.cents - sale.refunded
    back = left if cents is None else cents
    if not 0 < back <= left:
        raise ValueError(f"{left} cents are left to refund")
    sale.refunded += back
    return [sale.id]


def _dispute(sale: Sale) -> list[str]:
    sale.disputed = True
    return [sale.id]


def _win(sale: Sale) -> list[str]:
    if not sale.disputed:
        raise ValueError("the sale is not disputed")
    sale.won = True
    return [sale.id]


def _license(seller: Seller, change: Use | Unuse | Disable | Enable) -> list[str]:
    sale = _sale(seller, change.sale)
    if not sale.product.licensed:
        raise ValueError("this product has no licences")
    licence = seller.licences.setdefault(sale.id, seller.licence(sale))
    match change:
        case Use():
            licence.uses += 1
        case Unuse():
            licence.uses = max(0, licence.uses - 1)
        case Disable() | Enable():
            licence.disabled = isinstance(change, Disable)
    return [sale.id]


def _renew(seller: Seller, subscription: Subscription, at: datetime) -> list[str]:
    made = seller.renew(subscription, at.replace(microsecond=0)).id
    seller.in_order()
    return [made]


def _cancel(subscription: Subscription, at: datetime, until: datetime) -> list[str]:
    subscription.requested_at, subscription.cancelled_at = at, until
    return [subscription.id]


def _sale(seller: Seller, remote_id: str) -> Sale:
    for sale in seller.sales:
        if sale.id == remote_id:
            return sale
    raise ValueError("there is no such sale")


def _subscription(seller: Seller, remote_id: str) -> Subscription:
    for subscription in seller.subscriptions:
        if subscription.id == remote_id:
            return subscription
    raise ValueError("there is no such subscription")
