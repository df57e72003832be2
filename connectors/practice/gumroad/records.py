"""What Gumroad's practice platform knows of its sellers, as plain data. Money in US cents, instants aware UTC."""

import base64
import hashlib
from bisect import bisect_left
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import msgspec

SCOPES = ("view_public", "view_profile", "view_sales", "view_payouts", "edit_products")
_HELD = timedelta(days=7)
_SMALLEST_PAYOUT = 1000


class Buyer(NamedTuple):
    """Who buys; `account` is None for a guest."""

    email: str
    account: str | None
    country: str


class Product(msgspec.Struct, kw_only=True, frozen=True):
    """Something on sale. `price` in minor units of `currency`; `cents` is the same in US cents. `licensed`: buyers get keys."""

    id: str
    permalink: str
    name: str
    price: int
    currency: str
    symbol: str
    cents: int
    recurrence: str | None = None
    weight: float = 1.0
    licensed: bool = False


class Sale(msgspec.Struct, kw_only=True, gc=False):
    """One purchase. `number` orders sales of one second. `refunded` is how much of `cents` went back."""

    id: str
    number: int
    created_at: datetime
    product: Product
    cents: int
    fee: int
    email: str
    buyer: str | None
    country: str
    subscription: str | None = None
    renewal: bool = False
    offer: str | None = None
    affiliate: int = 0
    discover: bool = False
    refunded: int = 0
    disputed: bool = False
    won: bool = False


class Subscription(msgspec.Struct, kw_only=True):
    """A membership. `cancelled_at` may lie ahead: it runs until then."""

    id: str
    product: Product
    email: str
    buyer: str | None
    created_at: datetime
    purchases: list[str]
    requested_at: datetime | None = None
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None
    failed_at: datetime | None = None

    def runs(self, now: datetime) -> bool:
        over = (self.cancelled_at, self.ended_at, self.failed_at)
        return not any(one is not None and one <= now for one in over)

    def status(self, now: datetime) -> str:
        if self.failed_at is not None:
            return "failed_payment"
        if self.cancelled_at is None:
            return "alive"
        return "pending_cancellation" if self.cancelled_at > now else "cancelled"


class Payout(msgspec.Struct, kw_only=True):
    """Money sent to the seller's bank at `created_at`, there at `processed_at`: for which sales, less which undone ones."""

    id: str
    cents: int
    created_at: datetime
    processed_at: datetime
    sales: list[str] = []
    refunded: list[str] = []
    disputed: list[str] = []


class Offer(msgspec.Struct, kw_only=True, frozen=True):
    """An offer code: `percent` off, or `off` in minor units of the product's currency; `product` names its only product.

    `universal`: for all products, those that come later too. `most`: how often it may be used.
    """

    name: str
    percent: int = 0
    off: int = 0
    product: str | None = None
    universal: bool = False
    most: int | None = None

    def fits(self, product: Product) -> bool:
        return self.product in (None, product.name)


class Licence(msgspec.Struct, kw_only=True):
    """The licence of a sale: how often it was used, and whether the seller disabled it."""

    uses: int = 0
    disabled: bool = False


class Seller(msgspec.Struct, kw_only=True):
    """One account with all it has. `sales` and `payouts` are in the order of their time; `paid_until` is the time up to
    which sales are paid out, `settled` what each of them has come to in payouts.
    """

    id: str
    handle: str
    name: str
    token: str
    zone: str
    products: list[Product]
    offers: list[Offer] = []
    scopes: tuple[str, ...] = SCOPES
    sales: list[Sale] = []
    subscriptions: list[Subscription] = []
    payouts: list[Payout] = []
    paid_until: datetime | None = None
    settled: dict[str, int] = {}
    licences: dict[str, Licence] = {}
    issued: int = 0

    def number(self) -> int:
        """The next number; ids follow from it, so that what is done again after a restart gets the same ones."""
        self.issued += 1
        return self.issued

    def sell(
        self,
        product: Product,
        at: datetime,
        buyer: Buyer,
        *,
        cents: int | None = None,
        subscription: str | None = None,
        renewal: bool = False,
        offer: str | None = None,
        affiliate: int = 0,
        discover: bool = False,
    ) -> Sale:
        """A purchase at `at`, for the product's price unless `cents` says another; the caller keeps `sales` in order."""
        number = self.number()
        price = product.cents if cents is None else cents
        sale = Sale(
            id=made_id(self.handle, "sale", number),
            number=number,
            created_at=at,
            product=product,
            cents=price,
            fee=fee(price, discover=discover),
            email=buyer.email,
            buyer=buyer.account,
            country=buyer.country,
            subscription=subscription,
            renewal=renewal,
            offer=offer,
            affiliate=affiliate,
            discover=discover,
        )
        self.sales.append(sale)
        return sale

    def subscribe(self, product: Product, at: datetime, buyer: Buyer) -> Subscription:
        """A membership from `at` on; its purchases are the caller's to make."""
        made = Subscription(
            id=made_id(self.handle, "subscription", len(self.subscriptions)),
            product=product,
            email=buyer.email,
            buyer=buyer.account,
            created_at=at,
            purchases=[],
        )
        self.subscriptions.append(made)
        return made

    def renew(self, made: Subscription, at: datetime) -> Sale:
        """Charge a membership: its first charge, or a renewal."""
        buyer = Buyer(made.email, made.buyer, "US")
        sale = self.sell(made.product, at, buyer, subscription=made.id, renewal=bool(made.purchases))
        made.purchases.append(sale.id)
        return sale

    def in_order(self) -> None:
        """Sort the sales by their time, as they must be."""
        self.sales.sort(key=place)

    def licence(self, sale: Sale) -> Licence:
        """The licence of a sale; some buyers use it once, some on two machines, some not yet."""
        return self.licences.get(sale.id) or Licence(uses=sale.number % 3)

    def between(self, start: datetime | None, end: datetime) -> list[Sale]:
        """Sales in [start, end), oldest first."""
        first = bisect_left(self.sales, start, key=_time) if start else 0
        return self.sales[first : bisect_left(self.sales, end, key=_time)]

    def owed(self, until: datetime) -> int:
        """What is to be paid out of sales before `until`, less what was undone of those that are paid already."""
        fresh = sum(net(sale) for sale in self.between(self.paid_until, until))
        return fresh + sum(net(sale) - self.settled[sale.id] for sale in self._undone_since())

    def _undone_since(self) -> list[Sale]:
        if self.paid_until is None:
            return []
        return [sale for sale in self.between(None, self.paid_until) if net(sale) != self.settled.get(sale.id)]

    def pay_out(self, at: datetime) -> Payout | None:
        """Pay what was sold at least seven days before `at`; None where that is less than $10."""
        until = at - _HELD
        cents = self.owed(until)
        if cents < _SMALLEST_PAYOUT:
            return None
        fresh, undone = self.between(self.paid_until, until), self._undone_since()
        touched = [*fresh, *undone]
        made = Payout(
            id=made_id(self.handle, "payout", len(self.payouts)),
            cents=cents,
            created_at=at,
            processed_at=at + timedelta(days=3),
            sales=[sale.id for sale in fresh],
            refunded=[sale.id for sale in touched if sale.refunded],
            disputed=[sale.id for sale in touched if sale.disputed],
        )
        self.settled |= {sale.id: net(sale) for sale in touched}
        self.payouts.append(made)
        self.paid_until = until
        return made


def made_id(*parts: object) -> str:
    """An id as Gumroad makes them: base64 of 16 bytes, with its ==."""
    digest = hashlib.sha256(":".join(map(str, parts)).encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode()


def licence_key(sale: Sale) -> str:
    """The key of a sale, as Gumroad writes them: 83DB262A-C19D3B06-A5235A6B-8C079166."""
    digits = hashlib.sha256(f"licence:{sale.id}".encode()).hexdigest()[:32].upper()
    return "-".join(digits[at : at + 8] for at in range(0, 32, 8))


def fee(cents: int, *, discover: bool) -> int:
    """Gumroad's fee: 12.9 % + $0.80, or 30 % of what was found through Discover; nothing for nothing."""
    if cents <= 0:
        return 0
    rate, fixed = (Decimal("0.30"), 0) if discover else (Decimal("0.129"), 80)
    return int((cents * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP)) + fixed


def net(sale: Sale) -> int:
    """What the seller gets of a sale, as things stand: with a refund the card processor's 2.9 % + $0.30 stay lost."""
    if sale.cents <= 0:
        return 0
    if not sale.refunded and not sale.disputed:  # nearly all, and each is asked for many times
        return sale.cents - sale.fee - sale.affiliate
    gone, rest = sale.refunded, sale.cents - sale.refunded
    kept = min(_part(sale.fee, sale, gone), _rounded(gone * Decimal("0.029") + Decimal(30) * gone / sale.cents))
    lost = gone - _part(sale.fee, sale, gone) + kept - _part(sale.affiliate, sale, gone)
    if sale.disputed and not sale.won:
        lost += rest - _part(sale.fee, sale, rest) - _part(sale.affiliate, sale, rest)
    return sale.cents - sale.fee - sale.affiliate - lost


def _part(amount: int, sale: Sale, cents: int) -> int:
    return _rounded(Decimal(amount) * cents / sale.cents)


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def place(sale: Sale) -> tuple[datetime, int]:
    """Where a sale stands in the list."""
    return sale.created_at, sale.number


def _time(sale: Sale) -> datetime:
    return sale.created_at
