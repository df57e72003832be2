"""A creator's year: fans who stay for some months, tips, sold messages, posts, letters; from dice, the same for the same seed."""

import random
from datetime import datetime, timedelta

from connectors.practice.dice import moment, poisson
from connectors.practice.onlyfans.records import Chargeback, Fan, House, Letter, Payment, Payout, Post, Visit, made_id

DAYS = 365
_MONTH = timedelta(days=30)
_FOR_EVER = 2036
SAID = (
    ("Tip from", 0.2),
    ("Tip in chat from", 0.2),
    ("Tip on post from", 0.1),
    ("Payment for message from", 0.3),
    ("Post purchase by", 0.1),
    ("Tip on stream from", 0.02),
    ("Stream from", 0.03),
    ("Custom request from", 0.03),
    ("Something new from", 0.02),
)
_TEXTS = ("New set & more", "Good morning", "From the studio", "Tonight at nine", "Thank you", "Behind the scenes")


def live(house: House, seed: int, now: datetime, *, fans_a_day: float, sales_a_day: float) -> None:
    """Fill `house` with the year before `now` (aware UTC)."""
    dice = random.Random(f"{seed}-{house.creator.id}")
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for back in range(DAYS, 0, -1):
        day = midnight - timedelta(days=back - 1)
        for _ in range(poisson(dice, fans_a_day)):
            _arrives(house, dice, moment(dice, day), now)
        for _ in range(poisson(dice, sales_a_day)):
            if house.fans:
                _buys(house, dice, moment(dice, day))
        house.visits.append(Visit(day=day - timedelta(days=1), count=20 + poisson(dice, 20)))
        _posts(house, dice, moment(dice, day))
    _regrets(house, dice, now)
    _payouts(house, now)
    for part in (house.payments, house.posts, house.letters, house.payouts):
        part.sort(key=lambda one: one.at, reverse=True)
    house.fans.reverse()


def pay(house: House, said: str, cents: int, at: datetime, fan: int | None, *, status: str = "done") -> Payment:
    """Add a payment as the newest row."""
    made = Payment(
        id=made_id(house.creator.id, "payment", len(house.payments), at),
        cents=cents,
        fee=(cents * 20 + 50) // 100,
        vat=(cents * 21 + 50) // 100 if (fan or 0) % 2 else 0,
        at=at,
        said=said,
        fan=fan,
        status=status,
    )
    house.payments.insert(0, made)
    return made


def _add(house: House, said: str, cents: int, at: datetime, fan: int | None) -> Payment:
    """Appended, as a year is sorted once at its end."""
    made = pay(house, said, cents, at, fan)
    house.payments.append(house.payments.pop(0))
    return made


def _arrives(house: House, dice: random.Random, at: datetime, now: datetime) -> None:
    """A fan who is charged every month until they leave; some come for nothing, until 2036."""
    number = 700 + len(house.fans)
    free = dice.random() < 0.1
    price = 0 if free else house.creator.price
    fan = Fan(id=number, username=f"u{number}", name=f"Fan {number}", starts=[at], ends=at + _MONTH, price=price)
    fan.deleted, fan.follows_back = dice.random() < 0.04, dice.random() < 0.1
    house.fans.append(fan)
    if free:
        fan.ends = at.replace(year=_FOR_EVER, month=1, day=1)
        return
    _add(house, "Subscription from", price, at, number)
    while dice.random() < 0.7 and fan.ends <= now:
        fan.starts.append(fan.ends)
        _add(house, "Recurring subscription from", price, fan.ends, number)
        fan.ends += _MONTH


def _buys(house: House, dice: random.Random, at: datetime) -> None:
    fan = dice.choice(house.fans)
    said = dice.choices([one for one, _ in SAID], [weight for _, weight in SAID])[0]
    cents = dice.choice((300, 500, 749, 999, 2000, 2500))
    _add(house, said, cents, at, fan.id)
    house.letters.append(
        Letter(id=90_000 + len(house.letters), fan=fan.id, own=dice.random() < 0.5, text=dice.choice(_TEXTS), at=at)
    )


def _posts(house: House, dice: random.Random, at: datetime) -> None:
    if dice.random() < 0.7:
        likes = poisson(dice, 30)
        house.posts.append(
            Post(
                id=600_000 + len(house.posts),
                text=f"{dice.choice(_TEXTS)} {len(house.posts)}",
                at=at,
                media=dice.choice((0, 1, 1, 4)),
                price=dice.choice((0, 0, 0, 999)),
                likes=likes,
                comments=likes // 8,
                views=likes * 9,
            )
        )


def _regrets(house: House, dice: random.Random, now: datetime) -> None:
    """What is not cleared yet, and what went back."""
    for one in house.payments:
        if now - one.at < timedelta(days=7):
            one.status = "loading"
        elif dice.random() < 0.01:
            one.status = "undo"
            made = Chargeback(id=len(house.chargebacks) + 1, at=min(one.at + timedelta(days=9), now), payment=one.id)
            house.chargebacks.insert(0, made)
        elif dice.random() < 0.003:
            one.status = "pending_return"


def _payouts(house: House, now: datetime) -> None:
    """One a month of what was cleared by then."""
    for months in range(1, 12):
        end = now - _MONTH * months
        cents = sum(
            one.cents - one.fee for one in house.payments if one.status == "done" and end - _MONTH <= one.at < end
        )
        if cents >= 2000:
            house.payouts.append(
                Payout(
                    id=3000 + months,
                    cents=cents,
                    at=end + timedelta(hours=9),
                    state="done" if months > 1 else "loading",
                )
            )
