"""A year of three creators on Fansly, the same for the same dice: fans who come, pay, write, leave and come back."""

import random
from datetime import datetime, timedelta

from connectors.practice.dice import moment, poisson
from connectors.practice.fansly.records import (
    AccountMedia,
    Creator,
    Fan,
    Group,
    Link,
    Message,
    Post,
    Subscription,
    Tier,
    Transaction,
    Wall,
    snowflake,
)

DAYS = 365
SUBSCRIPTION, TIP, POST_MEDIA, MESSAGE_MEDIA, STREAM_TIP = 15001, 7101, 2110, 2116, 32101
PAYOUT, TRANSFERS, CREDIT, STRANGE = 16012, (6002, 58000, 6515), 14001, 91000
_MONTH = timedelta(days=30)
_BORN = 1_690_000_000_000
_KEPT_PRICES = (3000, 5000, 9990, 19990, 24500)
_WORDS = (
    "New set is up ☀️",
    "Which one should be the cover?",
    "Behind the scenes of yesterday",
    "Thank you for a lovely week",
    "Live tonight at nine",
)
_SAID = ("Hi! Love your work", "When is the next set?", "Thank you 💛", "Is the bundle still there?")


def people() -> tuple[Creator, ...]:
    """The creators of every practice world, with tiers and walls and nothing else."""
    made = []
    for number, (name, token) in enumerate(
        (("Ada", "practice-fansly-token"), ("Bo", "practice-fansly-token-2"), ("Cleo", "practice-fansly-token-3"))
    ):
        born = _BORN + number * 1000
        made.append(
            Creator(
                id=snowflake(born),
                handle=f"{name.lower()}_practice",
                name=name,
                token=token,
                created_ms=born,
                tiers=[
                    Tier(id=snowflake(born + 1), plan=snowflake(born + 2), name="Basic", price=5000, shown=4000),
                    Tier(id=snowflake(born + 3), plan=snowflake(born + 4), name="Studio", price=14990, shown=14990),
                ],
                walls=[Wall(id=snowflake(born + 5), name="Free"), Wall(id=snowflake(born + 6), name="Members")],
            )
        )
    return tuple(made)


def live(creator: Creator, seed: int, now: datetime, *, fans: int) -> None:
    """Fill `creator` with the year before `now` (aware UTC) and about `fans` people."""
    year = _Year(creator, random.Random(f"{seed}:{creator.handle}"), now)
    for number in range(fans):
        year.fan(number)
    year.posts()
    year.payouts()
    year.letters()
    creator.transactions.sort(key=lambda one: int(one.id))
    creator.followers = fans * 24
    created = _ms(now - timedelta(days=200))
    creator.links = [
        Link(id=snowflake(created), label="bio", clicks=40, follows=12, subscriptions=2, gross=10000, ms=created)
    ]


class _Year:
    def __init__(self, creator: Creator, dice: random.Random, now: datetime) -> None:
        self._creator, self._dice, self._now = creator, dice, now
        self._number = 0

    def _id(self, at: datetime) -> str:
        self._number += 1
        return snowflake(_ms(at), self._number)

    def fan(self, number: int) -> None:
        """Somebody who joins on a day, may leave, and may come back in the same tier."""
        dice = self._dice
        at = self._now - timedelta(seconds=int((1 - dice.random() ** 0.8) * DAYS * 86_400) + 60)
        at = at.replace(microsecond=number * 1000 % 1_000_000)
        fan = Fan(id=self._id(at), username=f"fan_{number}", name=f"Fan {number}", gone=dice.random() < 0.03)
        self._creator.fans[fan.id] = fan
        if dice.random() < 0.25:
            self._extras(fan, at)
            return
        tier = dice.choices(self._creator.tiers, (4, 1))[0]
        ended = self._spell(fan, tier, at)
        back = ended + timedelta(days=dice.randint(5, 60))
        if back < self._now and dice.random() < 0.5:
            self._spell(fan, tier, back)
        self._extras(fan, at)

    def _spell(self, fan: Fan, tier: Tier, at: datetime) -> datetime:
        """Until they leave, or it is now; gives its end."""
        dice, created = self._dice, at
        promo = tier.price // 2 if dice.random() < 0.15 else None
        price, stays = promo if promo is not None else tier.price, True
        while True:
            self._paid(SUBSCRIPTION, price, fan, at)
            ends, price = at + _MONTH, tier.price
            stays = dice.random() > 0.12
            if ends > self._now or not stays:
                break
            at = ends
        running = ends > self._now
        self._creator.subscriptions.append(
            Subscription(
                id=self._id(created),
                history=self._id(at),
                fan=fan.id,
                tier=tier.id,
                status=3 if running else dice.choice((4, 5)),
                price=tier.price,
                renew_price=tier.price,
                auto_renew=int(running and stays),
                created_ms=_ms(created),
                ends_ms=_ms(ends),
                renews=_ms(ends) if running and stays else None,
                promo=promo,
            )
        )
        return ends

    def _extras(self, fan: Fan, since: datetime) -> None:
        days = max(1, (self._now - since).days)
        for _ in range(poisson(self._dice, days / 90)):
            at = self._now - timedelta(seconds=self._dice.randint(1, days * 86_400))
            kind = self._dice.choices((TIP, POST_MEDIA, MESSAGE_MEDIA, STREAM_TIP), (5, 3, 4, 1))[0]
            self._paid(kind, self._dice.choice(_KEPT_PRICES), fan, at)

    def _paid(self, kind: int, gross: int, fan: Fan, at: datetime) -> None:
        """A fan paid `gross` mills; the wallet tells what is left of it at 20 %."""
        named = fan.id if self._dice.random() > 0.02 else self._dice.choice((None, self._creator.id))
        self._row(kind, gross * 8 // 10, at, sender=fan.id, receiver=self._creator.id, correlation=named)

    def _row(self, kind: int, net: int, at: datetime, **more: object) -> None:
        row = {"id": self._id(at), "type": kind, "net": net, "ms": _ms(at), **more}
        self._creator.transactions.append(Transaction(**row))  # type: ignore[arg-type]  # a row by its names

    def posts(self) -> None:
        """One or two a week, some with media; one of them stays on top."""
        dice = self._dice
        for day in range(DAYS, 0, -4):
            at = moment(dice, self._now - timedelta(days=day - 1))
            media = [self._medium(at) for _ in range(dice.choice((0, 1, 1, 2)))]
            post = Post(
                id=self._id(at),
                text=dice.choice(_WORDS),
                seconds=at.timestamp() if dice.random() < 0.7 else at.timestamp() + 0.786,
                media=media,
                walls=[self._creator.walls[0].id],
                likes=poisson(dice, 12),
                media_likes=poisson(dice, 6) if media else 0,
                replies=poisson(dice, 2),
                tips=dice.choice((0, 0, 0, 10000)),
            )
            if day % 60 == 1:
                post.others = [{"pos": len(media), "contentType": 7100, "contentId": self._id(at)}]
            self._creator.posts.append(post)
        self._creator.posts.sort(key=lambda one: int(one.id))
        self._creator.posts[len(self._creator.posts) // 2].pinned = True

    def _medium(self, at: datetime) -> str:
        film = self._dice.random() < 0.2
        made = AccountMedia(
            id=self._id(at),
            media=self._id(at),
            mime="video/mp4" if film else "image/jpeg",
            permissions=[{"id": self._id(at), "type": 0, "flags": 2, "price": 0, "metadata": ""}],
        )
        self._creator.media[made.id] = made
        return made.id

    def payouts(self) -> None:
        """Once a month something is paid out; and what moves between one's own wallets or is nobody's."""
        me = {"sender": self._creator.id, "receiver": "0", "correlation": self._creator.id, "tax": 0}
        for month in range(11, -1, -1):
            at = self._now - timedelta(days=30 * month + 3, hours=2)
            self._row(PAYOUT, 100_000, at, destination=1, **me)
        for number, kind in enumerate((*TRANSFERS, CREDIT)):
            at = self._now - timedelta(days=40 + number)
            self._row(kind, 7000, at, destination=1, **me)
        strange = self._now - timedelta(days=50)
        self._row(STRANGE, 4000, strange, sender="0", receiver=self._creator.id, correlation=None)

    def letters(self) -> None:
        """Conversations with some of the fans; their times are now whole, now broken."""
        for fan in list(self._creator.fans.values())[:24]:
            at = self._now - timedelta(seconds=self._dice.randint(3600, 60 * 86_400))
            group = Group(id=self._id(at), partner=fan.id)
            for number in range(self._dice.randint(1, 5)):
                sent = at + timedelta(minutes=7 * number)
                own = number % 2 == 1
                group.messages.append(
                    Message(
                        id=self._id(sent),
                        sender=self._creator.id if own else fan.id,
                        text="You are welcome!" if own else self._dice.choice(_SAID),
                        seconds=sent.timestamp() + self._dice.choice((0, 0.786)),
                        reply=self._dice.choice((None, "")),
                        read=number % 3 != 0,
                    )
                )
            self._creator.groups.append(group)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
