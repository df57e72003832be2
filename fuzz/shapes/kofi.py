"""Ko-fi's deliveries (platforms/kofi.md §3), of every type."""

from typing import Any

from fuzz.shapes import PRIVATE

TOKEN = "5f1d9a52-3c1b-4f77-9b1c-2a7be0c9a111"
_DONATION: dict[str, Any] = {
    "verification_token": TOKEN,
    "message_id": "3a1fac0c-f960-4506-a60e-824979a74e74",
    "timestamp": "2026-07-05T14:22:31Z",
    "type": "Donation",
    "is_public": True,
    "from_name": f"Mira {PRIVATE}",
    "message": f"Love + {PRIVATE} & 😷\n<b>",
    "amount": "3.00",
    "url": "https://ko-fi.com/Home/CoffeeShop?txid=0a1faa0c-f960-4500-a60e-824979a74e74",
    "email": f"{PRIVATE}@example.com",
    "currency": "USD",
    "is_subscription_payment": False,
    "is_first_subscription_payment": False,
    "kofi_transaction_id": "0a1faa0c-f960-4500-a60e-824979a74e74",
    "shop_items": None,
    "tier_name": None,
    "shipping": None,
}

DELIVERIES: list[Any] = [
    _DONATION,
    {
        **_DONATION,
        "type": "Subscription",
        "is_subscription_payment": True,
        "is_first_subscription_payment": True,
        "tier_name": "Gold",
        "amount": "1250.50",
        "currency": "EUR",
    },
    {
        **_DONATION,
        "type": "Shop Order",
        "currency": "JPY",
        "amount": "500.00",
        "shop_items": [
            {"direct_link_code": "1a2b3c4d5e", "variation_name": "Blue", "quantity": 2},
            {"direct_link_code": "a1b2c3d4e5"},
        ],
        "shipping": {"full_name": PRIVATE, "street_address": "1", "country_code": "US", "telephone": "+1"},
    },
    {**_DONATION, "type": "Commission", "timestamp": "2026-07-05T14:22:31.123+00:00"},
    {
        **_DONATION,
        "from_name": "Jo Example",
        "email": "jo.example@example.com",
        "kofi_transaction_id": "00000000-1111-2222-3333-444444444444",
        "discord_username": "jo#1",
        "discord_userid": "1",
    },
]
