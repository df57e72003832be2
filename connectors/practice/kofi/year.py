"""A year of a page's supporters, the same for the same dice: gifts, memberships paid each month, shop orders, commissions."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from connectors.practice.dice import moment, poisson

DAYS = 365
_MONTH = timedelta(days=30, hours=10)
_WEEKEND = 5
_GIFTS = (300, 300, 300, 500, 600, 900, 1500)
_TIERS = (("Sketchbook", 500), ("Sketchbook", 500), ("Studio", 1200), (None, 300))  # without a tier: a monthly tip
_SHOP = (("1f0c3a9e77", "Sticker sheet", 600), ("b52d9e41c0", "Print", 2400), ("0d7715aa3e", "Zine (PDF)", 800))
_SIZES = {"Print": ("A4", "A3")}
_WORK = (4000, 6500, 12000)
_NAMES = (
    "Mira",
    "Jonas",
    "Zoë",
    "Ko-fi Supporter",
    "Ana",
    "李雷",
    "Emil",
    "Anonymous",
    "Noor",
    "Freya",
    "Luca",
    "Ines",
)
_NOTES = (
    "Love the sketches!",
    "For new brushes ☕",
    None,
    None,
    "Thank you for the stream.\nIt made my week",
    "1 + 1 = 2",
)
_CURRENCY = "USD"


class Supporter(NamedTuple):
    """Who pays; many of them are called the same."""

    name: str
    email: str


class Paid(NamedTuple):
    """One payment, at `at` (aware UTC): the type that Ko-fi's messages name, `cents` of the page's currency.

    `item` is what was bought, by its name, which only the list that can be downloaded tells.
    """

    at: datetime
    kind: str
    who: Supporter
    cents: int
    note: str | None = None
    tier: str | None = None
    first: bool = False
    item: str = ""
    bought: dict[str, Any] | None = None

    @property
    def amount(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02}"

    def fields(self) -> dict[str, Any]:
        """What a message about it says of its own (platforms/kofi.md §3)."""
        return {
            "timestamp": self.at.isoformat().replace("+00:00", "Z"),
            "from_name": self.who.name,
            "email": self.who.email,
            "message": self.note,
            "amount": self.amount,
            "currency": _CURRENCY,
            "is_first_subscription_payment": self.first,
            "tier_name": self.tier,
            "shop_items": [self.bought] if self.bought else None,
        }

    def row(self, transaction: str) -> tuple[str, ...]:
        """A line of the downloaded list (see `COLUMNS`)."""
        item = self.item or self.tier or ""
        note = (self.note or "").replace("\n", " ")
        sort = {"Subscription": "Membership"}.get(self.kind, self.kind)
        return (f"{self.at:%Y-%m-%d %H:%M:%S}", self.who.name, note, item, self.amount, _CURRENCY, sort, transaction)


COLUMNS = ("DateTime (UTC)", "From", "Message", "Item", "Received", "Currency", "TransactionType", "TransactionId")


def payments(seed: int, now: datetime) -> list[Paid]:
    """Those of the year before `now` (aware UTC), oldest first."""
    dice = random.Random(f"{seed}:kofi")
    start = now - timedelta(days=DAYS)
    found: list[Paid] = []
    for day in range(DAYS):
        at = start + timedelta(days=day)
        mood = (1 + day / DAYS) * (1.5 if at.weekday() >= _WEEKEND else 1.0)
        found += [_gift(dice, moment(dice, at)) for _ in range(poisson(dice, 0.25 * mood))]
        found += [_order(dice, moment(dice, at)) for _ in range(poisson(dice, 0.1 * mood))]
        found += [_commission(dice, moment(dice, at)) for _ in range(poisson(dice, 0.015 * mood))]
        for _ in range(poisson(dice, 0.035 * mood)):
            found += _membership(dice, moment(dice, at), now)
    return sorted(found)


def _gift(dice: random.Random, at: datetime) -> Paid:
    return Paid(at, "Donation", _supporter(dice), dice.choice(_GIFTS), note=dice.choice(_NOTES))


def _order(dice: random.Random, at: datetime) -> Paid:
    code, name, cents = dice.choice(_SHOP)
    variation, quantity = dice.choice(_SIZES.get(name, ("",))), 2 if dice.random() < 0.1 else 1
    bought = {"direct_link_code": code, "variation_name": variation, "quantity": quantity}
    return Paid(at, "Shop Order", _supporter(dice), cents * quantity, item=name, bought=bought)


def _commission(dice: random.Random, at: datetime) -> Paid:
    return Paid(at, "Commission", _supporter(dice), dice.choice(_WORK), item="Portrait")


def _membership(dice: random.Random, at: datetime, now: datetime) -> Iterator[Paid]:
    """A member who pays each month until they leave, of which Ko-fi tells nothing, or it is now."""
    (tier, cents), who, first = dice.choice(_TIERS), _supporter(dice), True
    while at <= now:
        yield Paid(at, "Subscription", who, cents, tier=tier, first=first)
        first, at = False, at + _MONTH
        if dice.random() < 0.1:
            return


def _supporter(dice: random.Random) -> Supporter:
    """Few enough that many come back."""
    number = dice.randint(1, 150)
    return Supporter(_NAMES[number % len(_NAMES)], f"supporter{number}@example.com")
