"""What Ko-fi sends (platforms/kofi.md §3): only what is used. Addresses of buyers are not even read.

Ko-fi sends a payment a few times and never again, so nothing but what tells money apart has to be of its type: a field
that is of another one is left out (`word`, `flag`, `Payment.items`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import msgspec


class Envelope(msgspec.Struct):
    """Whose a delivery is, and which."""

    verification_token: Any = msgspec.UNSET
    message_id: Any = None


class Payment(msgspec.Struct):
    """One payment. `amount` is a decimal text; a number is taken for what it says."""

    amount: str | int | float
    currency: str
    timestamp: datetime
    message_id: Any = None
    type: Any = None
    from_name: Any = None
    email: Any = None
    is_subscription_payment: Any = None
    is_first_subscription_payment: Any = None
    kofi_transaction_id: Any = None
    tier_name: Any = None
    shop_items: Any = None

    def items(self) -> "Iterator[ShopItem]":
        """What was bought, where it has a code."""
        for item in self.shop_items if isinstance(self.shop_items, list) else ():
            if isinstance(item, dict) and (code := word(item.get("direct_link_code"))):
                quantity = item.get("quantity")
                number = quantity if isinstance(quantity, int) and not isinstance(quantity, bool) else 1
                yield ShopItem(code, word(item.get("variation_name")), number)


class ShopItem(NamedTuple):
    """One item of a shop order; its name is not sent."""

    code: str
    variation: str
    quantity: int


def word(value: object) -> str:
    """A text on one line, "" for what is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def flag(value: object) -> bool:
    """Whether it says yes, as itself or in a word."""
    return value is True or word(value).casefold() == "true"
