"""Ko-fi as its practice platform knows it: one page's token, and what it has sent."""

import csv
import io
import random
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from connectors.practice.kofi.year import COLUMNS, Paid, payments

TOKEN = "practice-kofi-token"
_NAMES = ("Mira", "Jonas", "Anonymous", "Ko-fi Supporter", "Zoë & Ana", "李雷", "Bo <b>Lind</b>")
_NOTES = ("Love the sketches!", "1 + 1 = 2 ☕", None, "line one\nline two", "")
_TIERS = ("Sketchbook", "Studio", None)
# Messages of the year are numbered from here, so that those which are ordered later are others.
_OF_THE_YEAR = 1_000_000
_TEST = {
    "from_name": "Jo Example",
    "email": "jo.example@example.com",
    "kofi_transaction_id": "00000000-1111-2222-3333-444444444444",
}
HEADERS = {"content-type": "application/x-www-form-urlencoded"}
TYPES = ("Donation", "Subscription", "Commission", "Shop Order")


class Sent(msgspec.Struct):
    """One message, how often it was sent, and the last answer to it; 0: there was none."""

    message_id: str
    tries: int = 0
    status: int = 0


class World:
    """The whole state; `now` gives aware UTC. `made_at`: when the year ended that lies behind it, None for none."""

    def __init__(self, seed: int = 1, made_at: datetime | None = None) -> None:
        self.seed, self.made_at = seed, made_at
        self.sent: dict[str, Sent] = {}
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def to_json(self) -> bytes:
        return msgspec.json.encode(Kept(seed=self.seed, made_at=self.made_at))

    def logins(self) -> dict[str, dict[str, str]]:
        return {"bo_practice": {"verification_token": TOKEN}}

    def report(self) -> Mapping[str, Any]:
        answered = [one for one in self.sent.values() if one.status]
        return {
            "sent": len(self.sent),
            "tries": sum(one.tries for one in self.sent.values()),
            "arrived": sum(one.status == 200 for one in answered),
        }

    def configure(self, settings: Mapping[str, Any]) -> None:
        raise ValueError(f"Ko-fi has no settings ({', '.join(settings)})")

    def year(self) -> list[Paid]:
        """What supporters paid in the year behind it, oldest first."""
        return [] if self.made_at is None else payments(self.seed, self.made_at)

    def deliveries(self, since: datetime) -> list[bytes]:
        """The bodies that Ko-fi sent of that year from `since` on (aware UTC), after the one that its test button sends."""
        test = self.message(0, "Donation", timestamp=_written(since), **_TEST)
        numbered = enumerate(self.year(), start=_OF_THE_YEAR)
        told = [self.message(number, paid.kind, **paid.fields()) for number, paid in numbered if paid.at >= since]
        return [body_of(one) for one in (test, *told)]

    def download(self, until: datetime) -> bytes:
        """The list of payments before `until` as its owner downloads it, the newest first, in UTF-8 CSV."""
        made = io.StringIO(newline="")
        writer = csv.writer(made)
        writer.writerow(COLUMNS)
        for number, paid in reversed(list(enumerate(self.year(), start=_OF_THE_YEAR))):
            if paid.at < until:
                writer.writerow(paid.row(self.message(number, paid.kind)["kofi_transaction_id"]))
        return made.getvalue().encode()

    def message(self, number: int, kind: str | None = None, **fields: Any) -> dict[str, Any]:
        """The message of this number, the same each time it is asked for; `fields` are laid over (platforms/kofi.md §3)."""
        dice = random.Random(f"{self.seed}/{number}")
        kind = kind or dice.choice(TYPES)
        name = dice.choice(_NAMES)
        currency = dice.choice(("USD", "EUR", "JPY"))
        cents = dice.randint(100, 9900)
        subscribed = kind == "Subscription"
        made: dict[str, Any] = {
            "verification_token": TOKEN,
            "message_id": str(uuid.UUID(int=dice.getrandbits(128))),
            "timestamp": _written(self.now()),
            "type": kind,
            "is_public": dice.random() < 0.8,
            "from_name": name,
            "message": dice.choice(_NOTES),
            "amount": f"{cents}" if currency == "JPY" else f"{cents // 100}.{cents % 100:02}",
            "url": "https://ko-fi.com/Home/CoffeeShop?txid=x",
            "email": f"supporter{dice.randint(1, 40)}@example.com",
            "currency": currency,
            "is_subscription_payment": subscribed,
            "is_first_subscription_payment": subscribed and dice.random() < 0.3,
            "kofi_transaction_id": str(uuid.UUID(int=dice.getrandbits(128))),
            "tier_name": dice.choice(_TIERS) if subscribed else None,
            "shop_items": [{"direct_link_code": "1a2b3c", "variation_name": "A4", "quantity": 2}]
            if kind == "Shop Order"
            else None,
            "shipping": None,
            "discord_username": None,
        }
        return {**made, **fields}


def empty() -> World:
    return World()


def year(seed: int, now: datetime) -> World:
    """A page after a year, the same for the same `seed` and `now` (aware UTC)."""
    return World(seed, now)


def from_json(content: bytes) -> World:
    """The world that `to_json` kept. Raises ValueError for other content."""
    kept = msgspec.json.decode(content, type=Kept)
    return World(kept.seed, kept.made_at)


class Kept(msgspec.Struct, kw_only=True):
    """What is kept of a world; one of an older version has no year behind it."""

    seed: int = 1
    made_at: datetime | None = None


def body_of(message: Mapping[str, Any]) -> bytes:
    """A message as it is sent: a form of one field."""
    return urlencode({"data": msgspec.json.encode(message).decode()}).encode()


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
