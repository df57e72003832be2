"""A year of a seller's business, the same for the same dice: growth, busy week-ends, offers, refunds, and one bad day."""

import random
from datetime import datetime, timedelta

from connectors.practice.dice import moment, poisson
from connectors.practice.gumroad.records import Buyer, Offer, Product, Seller, made_id

DAYS = 365
BAD_DAY = 97
"""So many days before the end nearly nothing was sold, and buyers of the days before wanted their money back."""
_COUNTRIES = ("US", "US", "US", "DE", "GB", "SE", "FR", "JP")
_FRIDAY = 4
_MONTH = timedelta(days=30, hours=10)


def people() -> tuple[Seller, ...]:
    """The sellers of every practice world, with nothing sold yet."""
    return tuple(
        Seller(
            id=made_id(handle, "seller"),
            handle=handle,
            name=name,
            token=token,
            zone=zone,
            products=_products(handle, euro=euro),
            offers=[
                Offer(name="SPRING", percent=10, universal=True),
                Offer(name="HELLO", percent=25, most=500),
                Offer(name="KABE300", off=300, product="Wallpapers"),
                Offer(name="FIRSTFIFTY", off=500, product="Brushes", most=50),
            ],
        )
        for handle, name, token, zone, euro in (
            ("ada_practice", "Ada", "practice-gumroad-token", "America/Los_Angeles", False),
            ("bo_practice", "Bo", "practice-gumroad-token-2", "Europe/Berlin", True),
            ("cleo_practice", "Cleo", "practice-gumroad-token-3", "Asia/Tokyo", False),
        )
    )


def live(seller: Seller, seed: int, now: datetime, *, per_day: float) -> None:
    """Fill `seller` with the year before `now` (aware UTC); `per_day` sales at its beginning, half as many again at its end."""
    dice = random.Random(f"{seed}:{seller.handle}")
    start = now - timedelta(days=DAYS)
    singles = [product for product in seller.products if product.recurrence is None]
    member = next(product for product in seller.products if product.recurrence)
    for day in range(DAYS):
        at = start + timedelta(days=day)
        mood = (1 + day / DAYS / 2) * (1.5 if at.weekday() > _FRIDAY else 1.0) * (0.1 if DAYS - day == BAD_DAY else 1.0)
        for _ in range(poisson(dice, per_day * mood)):
            _single(seller, dice, dice.choices(singles, [one.weight for one in singles])[0], moment(dice, at))
        for _ in range(poisson(dice, per_day * mood / 12)):
            _membership(seller, dice, member, moment(dice, at), now)
    seller.in_order()
    _regrets(seller, dice, now)
    for day in range(DAYS):
        friday = (start + timedelta(days=day)).replace(hour=0, minute=10, second=0, microsecond=0)
        if friday.weekday() == _FRIDAY and start < friday <= now:
            seller.pay_out(friday)


def _single(seller: Seller, dice: random.Random, product: Product, at: datetime) -> None:
    offer = dice.choice(seller.offers[:2]) if dice.random() < 0.12 else None
    if offer is not None and product.name == "Wallpapers":
        offer = seller.offers[2]
    cents = _discounted(product, offer) if offer else product.cents
    seller.sell(
        product,
        at,
        _buyer(dice),
        cents=cents,
        offer=offer.name if offer else None,
        affiliate=cents // 10 if dice.random() < 0.05 else 0,
        discover=dice.random() < 0.1,
    )


def _discounted(product: Product, offer: Offer) -> int:
    """The price in US cents; what is taken off may be in the product's currency."""
    return product.cents * (product.price * (100 - offer.percent) // 100 - offer.off) // product.price


def _membership(seller: Seller, dice: random.Random, product: Product, at: datetime, now: datetime) -> None:
    """A subscriber who is charged every month until they cancel, their card fails, or it is now."""
    made = seller.subscribe(product, at, _buyer(dice))
    while at <= now:
        seller.renew(made, at)
        chance, at = dice.random(), at + _MONTH
        if chance < 0.02:
            made.failed_at = at if at <= now else None
            return
        if chance < 0.1:
            made.requested_at = min(at - timedelta(days=dice.randint(1, 29)), now)
            made.cancelled_at = at
            return


def _regrets(seller: Seller, dice: random.Random, now: datetime) -> None:
    """Refunds, some of a part only, and disputes, more of them around the bad day."""
    bad = now - timedelta(days=BAD_DAY)
    for sale in seller.sales:
        near = timedelta(0) <= bad - sale.created_at < timedelta(days=2)
        chance = dice.random() / (8 if near else 1)
        if chance < 0.02:
            sale.refunded = sale.cents
        elif chance < 0.026:
            sale.refunded = sale.cents // 3
        elif chance < 0.032:
            sale.disputed, sale.won = True, dice.random() < 0.3


def _buyer(dice: random.Random) -> Buyer:
    """Half of the buyers have an account; there are few enough of them that many come back."""
    number = dice.randint(1, 400)
    account = str(5550321500000 + number) if number % 2 else None
    return Buyer(f"buyer{number}@example.com", account, dice.choice(_COUNTRIES))


def _products(handle: str, *, euro: bool) -> list[Product]:
    currency, symbol = ("eur", "€") if euro else ("usd", "$")
    rows: tuple[tuple[str, int, str, str, int, str | None, float], ...] = (
        ("Brushes", 1500, currency, symbol, 1612 if euro else 1500, None, 5.0),
        ("Photo set", 999, "usd", "$", 999, None, 8.0),
        ("Wallpapers", 1500, "jpy", "¥", 963, None, 2.0),
        ("Club", 700, "usd", "$", 700, "monthly", 1.0),
    )
    return [
        Product(
            id=made_id(handle, "product", name),
            permalink=made_id(handle, "permalink", name)[:5].lower().strip("-_"),
            name=name,
            price=price,
            currency=code,
            symbol=sign,
            cents=cents,
            recurrence=recurrence,
            weight=weight,
            licensed=name == "Brushes",
        )
        for name, price, code, sign, cents, recurrence, weight in rows
    ]
