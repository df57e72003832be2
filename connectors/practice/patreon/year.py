"""A year of three creators' pages, the same for the same dice: members who come, pay, decline, upgrade nothing and go."""

import random
from datetime import datetime, timedelta

from connectors.practice.patreon.records import Charge, Creator, Member, Post, Tier, made_uuid

DAYS = 365
_MONTH = timedelta(days=30, hours=10)
_CURRENCIES = ("USD", "USD", "USD", "EUR", "GBP")
_TITLES = ("Sketches of the week", "Behind the scenes", "Brush settings", "A long read", "Early access")


def people() -> tuple[Creator, ...]:
    """The creators of every practice world, without members, and a login that creates nothing."""
    made = tuple(
        Creator(
            id=f"8800{number}", handle=f"{name.lower()}_practice", name=name, campaign=str(55 + number), token=token
        )
        for number, (name, token) in enumerate(
            (
                ("Ada", "practice-patreon-token"),
                ("Bo", "practice-patreon-token-2"),
                ("Cleo", "practice-patreon-token-3"),
            )
        )
    )
    for creator in made:
        creator.tiers = [
            Tier(id=f"7{creator.campaign}{number}", title=title, cents=cents)
            for number, (title, cents) in enumerate(
                (("Free", 0), ("Sketchbook", 300), ("Studio", 500), ("Atelier", 2000))
            )
        ]
    reader = Creator(
        id="88009",
        handle="reader_practice",
        name="Reader",
        campaign=None,
        token="practice-patreon-reader",
    )
    return (*made, reader)


def live(creator: Creator, seed: int, now: datetime, *, joins: int) -> None:
    """Fill `creator` with the year before `now` (aware UTC) and `joins` members."""
    dice = random.Random(f"{seed}:{creator.handle}")
    start = now - timedelta(days=DAYS)
    for number in range(joins):
        at = start + timedelta(seconds=int(dice.random() ** 0.7 * DAYS * 86_400))
        creator.members.append(_member(creator, dice, number, at, now))
    for week in range(DAYS // 7):
        at = (start + timedelta(days=7 * week + 2)).replace(hour=17, minute=0, second=0, microsecond=0)
        tiers = [] if week % 3 == 0 else [creator.tiers[2].id, creator.tiers[3].id]
        title = _TITLES[week % len(_TITLES)]
        content = None if week % 5 == 4 else f"<p>{title}, number {week + 1}.</p><p>Thank you &amp; enjoy!</p>"
        creator.posts.append(Post(id=f"9{creator.campaign}{week:03}", title=title, content=content, at=at, tiers=tiers))
    creator.posts.append(Post(id=f"9{creator.campaign}999", title="Not ready yet", content=None, at=None, tiers=[]))


def _member(creator: Creator, dice: random.Random, number: int, at: datetime, now: datetime) -> Member:
    kind = dice.random()
    member = Member(
        id=made_uuid(creator.campaign, number),
        user=None if dice.random() < 0.02 else f"9{creator.campaign}{number:05}",
        name=f"Patron {number}" if dice.random() < 0.97 else "",
        started=at,
        tier=creator.tiers[0],
        status=None,
    )
    if kind < 0.15:
        return member
    member.tier = dice.choices(creator.tiers[1:], (5, 3, 1))[0]
    if kind < 0.18:
        member.gifted, member.status = True, "active_patron"
    elif kind < 0.2 and now - at < timedelta(days=7):
        member.trial, member.status = True, "active_patron"
    else:
        _pay(member, dice, at, now)
    return member


def _pay(member: Member, dice: random.Random, at: datetime, now: datetime) -> None:
    """Charged in their own currency until they leave, their card fails for good, or it is now."""
    member.cadence = 12 if dice.random() < 0.08 else 1
    currency = dice.choice(_CURRENCIES)
    cents = (member.tier.cents if member.tier else 0) * member.cadence
    member.status = "active_patron"
    while at <= now:
        chance = dice.random()
        status = "Declined" if chance < 0.04 else "Refunded" if chance < 0.05 else "Paid"
        member.charges.append(
            Charge(
                id=f"subscription:{member.id[:8]}{len(member.charges):03}",
                at=at,
                cents=cents,
                currency=currency,
                status=status,
            )
        )
        member.status = "declined_patron" if status == "Declined" else "active_patron"
        if status == "Declined" and dice.random() < 0.6 and at + timedelta(days=2) <= now:
            at += timedelta(days=2)  # the next try
            continue
        if dice.random() < 0.07:
            member.status, member.tier = "former_patron", None
            return
        at += _MONTH * member.cadence
