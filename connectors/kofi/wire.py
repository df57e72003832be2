"""What Ko-fi sends (platforms/kofi.md §3): only what is used. Addresses of buyers are not even read."""

from datetime import datetime

import msgspec


class ShopItem(msgspec.Struct):
    direct_link_code: str | None = None
    variation_name: str | None = None
    quantity: int | None = None


class Payment(msgspec.Struct):
    """One payment. `amount` is a decimal text; a number is taken for what it says."""

    amount: str | int | float
    currency: str
    timestamp: datetime
    verification_token: str | None = None
    message_id: str | None = None
    type: str | None = None
    from_name: str | None = None
    email: str | None = None
    is_subscription_payment: bool | None = None
    is_first_subscription_payment: bool | None = None
    kofi_transaction_id: str | None = None
    tier_name: str | None = None
    shop_items: list[ShopItem] | None = None
