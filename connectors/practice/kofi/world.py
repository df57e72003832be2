"""Ko-fi as its practice platform knows it: one page's token, and what it has sent."""

import random
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

TOKEN = "practice-kofi-token"
_NAMES = ("Mira", "Jonas", "Anonymous", "Ko-fi Supporter", "Zoë & Ana", "李雷", "Bo <b>Lind</b>")
_NOTES = ("Love the sketches!", "1 + 1 = 2 ☕", None, "line one\nline two", "")
_TIERS = ("Sketchbook", "Studio", None)
TYPES = ("Donation", "Subscription", "Commission", "Shop Order")


class Sent(msgspec.Struct):
    """One message, how often it was sent, and the last answer to it; 0: there was none."""

    message_id: str
    tries: int = 0
    status: int = 0


class World:
    """The whole state; `now` gives aware UTC."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self.sent: dict[str, Sent] = {}
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def to_json(self) -> bytes:
        return msgspec.json.encode({"seed": self.seed})

    def logins(self) -> dict[str, dict[str, str]]:
        return {"ada_practice": {"verification_token": TOKEN}}

    def report(self) -> Mapping[str, Any]:
        answered = [one for one in self.sent.values() if one.status]
        return {
            "sent": len(self.sent),
            "tries": sum(one.tries for one in self.sent.values()),
            "arrived": sum(one.status == 200 for one in answered),
        }

    def configure(self, settings: Mapping[str, Any]) -> None:
        raise ValueError(f"Ko-fi has no settings ({', '.join(settings)})")

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
            "timestamp": self.now().astimezone(UTC).isoformat().replace("+00:00", "Z"),
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


def year(seed: int, _now: datetime) -> World:
    """There is nothing to read at Ko-fi, so a year behind it shows nowhere."""
    return World(seed)


def from_json(content: bytes) -> World:
    return World(msgspec.json.decode(content, type=dict[str, int]).get("seed", 1))
