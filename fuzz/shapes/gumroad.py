"""Gumroad's answers (platforms/gumroad.md §2, §3) and its pings (§4)."""

from typing import Any

from fuzz.shapes import PRIVATE

SALE: dict[str, Any] = {
    "id": "FO8TXN-dbxYaBdahG97Y-Q==",
    "email": f"{PRIVATE}@example.com",
    "seller_id": "RkCCaDkPPciPd9155vcaJg==",
    "daystamp": "21 Nov 2026 10:37 AM",
    "created_at": "2026-11-21T18:37:12Z",
    "product_name": "Brushes",
    "price": 1612,
    "gumroad_fee": 161,
    "currency_symbol": "€",
    "amount_refundable_in_currency": "15",
    "product_id": "A-m3CDDC5dlrSdKZp0RFhA==",
    "refunded": False,
    "partially_refunded": False,
    "chargedback": False,
    "purchase_email": f"{PRIVATE}@example.com",
    "full_name": PRIVATE,
    "order_id": 524459935,
    "purchaser_id": "5550321502811",
    "disputed": False,
    "dispute_won": False,
    "discover_fee_charged": False,
    "card": {"visual": "**** **** **** 4242", "type": "visa", "bin": None},
    "subscription_id": "GDzW4_aBdQc-o7Gbjng7lw==",
    "recurring_charge": False,
    "offer_code": {"code": "SPRING", "name": "SPRING", "displayed_amount_off": "10%"},
    "affiliate": {"email": f"{PRIVATE}@example.org", "amount": "$2.50"},
    "license_key": "83DB262A-C19D3B06-A5235A6B-8C079166",
    "buyer_presentment": {"currency": "eur", "total_cents": 1500, "refunded_cents": None, "fx_rate": "0.92"},
    "quantity": 1,
}
_OLD_SALE = {"id": "old==", "created_at": "2026-10-01T00:00:00Z", "price": "1000.0", "gumroad_fee": 209.0}
_PART = {
    **SALE,
    "id": "part==",
    "currency_symbol": "$",
    "partially_refunded": True,
    "amount_refundable_in_currency": "10.12",
}
_BUYERS_PART = {
    **SALE,
    "id": "eu==",
    "partially_refunded": True,
    "buyer_presentment": {"currency": "eur", "total_cents": 1500, "refunded_cents": 700},
}
_LOST = {**SALE, "id": "lost==", "chargedback": True, "disputed": True, "refunded": True, "dispute_won": True}
_SUBSCRIBER = {
    "id": "P5ppE6H8XIjy2JSCgUhbAw==",
    "email": f"{PRIVATE}@example.com",
    "product_id": "A-m3CDDC5dlrSdKZp0RFhA==",
    "product_name": "Club",
    "user_id": None,
    "user_email": f"{PRIVATE}@example.com",
    "purchase_ids": ["FO8TXN-dbxYaBdahG97Y-Q=="],
    "created_at": "2026-06-01T00:00:00Z",
    "user_requested_cancellation_at": None,
    "charge_occurrence_count": None,
    "recurrence": "monthly",
    "cancelled_at": "2027-01-01T00:00:00Z",
    "ended_at": None,
    "failed_at": None,
    "free_trial_ends_at": "2026-06-08T00:00:00Z",
    "status": "alive",
}
_PAYOUT = {
    "id": "fEGTaEpuKDsnDvf_MfecTA==",
    "amount": "150.00",
    "currency": "USD",
    "status": "completed",
    "created_at": "2026-11-02T00:10:00Z",
    "processed_at": "2026-11-05T00:00:00Z",
    "payment_processor": "stripe",
    "bank_account_visual": "******1234",
    "paypal_email": None,
}
_UPCOMING = {**_PAYOUT, "id": None, "status": "payable", "processed_at": None}
_USER = {
    "name": f"Ada {PRIVATE}",
    "currency_type": "usd",
    "bio": None,
    "id": "G_-mnBf9b1j9A7a4ub4nFQ==",
    "user_id": "G_-mnBf9b1j9A7a4ub4nFQ==",
    "url": "https://ada.gumroad.com",
    "email": f"{PRIVATE}@example.com",
    "display_name": "Ada",
}
_PRODUCT = {
    "id": "A-m3CDDC5dlrSdKZp0RFhA==",
    "name": "Club",
    "subscription_duration": "monthly",
    "price": 1500,
    "currency": "eur",
    "is_tiered_membership": True,
}
_OFFER = {
    "id": "o1==",
    "name": "SPRING",
    "percent_off": 20,
    "max_purchase_count": None,
    "universal": False,
    "times_used": 3,
}
LICENSED = "licensed=="
_LICENSED_SALE = {**SALE, "id": LICENSED, "license_disabled": False, "is_multiseat_license": False}
_REFUSALS = [
    {"success": False, "message": "The product was not found."},
    {"status": 400, "error": "Invalid page_key."},
    {"error": "invalid_token"},
    {"success": False, "error": "Not found"},
]

DOCUMENTS: dict[str, list[Any]] = {
    "user": [{"success": True, "user": _USER}, *_REFUSALS],
    "sales": [
        {
            "success": True,
            "sales": [SALE, _PART, _BUYERS_PART, _LOST, _OLD_SALE],
            "next_page_key": "20261101081040000000-123456",
            "next_page_url": "/api/v2/sales?page_key=20261101081040000000-123456",
        },
        {"success": True, "sales": [SALE]},
        *_REFUSALS,
    ],
    "sale": [{"success": True, "sale": SALE}, {"success": True, "sale": _LOST}, *_REFUSALS],
    "payouts": [{"success": True, "payouts": [_UPCOMING, _PAYOUT], "next_page_key": "2-1"}, *_REFUSALS],
    "payout": [
        {
            "success": True,
            "payout": {**_PAYOUT, "sales": ["a=="], "refunded_sales": ["b=="], "disputed_sales": []},
        },
        *_REFUSALS,
    ],
    "products": [
        {"success": True, "products": [_PRODUCT, {"id": "slim=="}], "next_page_key": "p-2"},
        *_REFUSALS,
    ],
    "product": [{"success": True, "product": {**_PRODUCT, "id": "slim=="}}, *_REFUSALS],
    "subscribers": [
        {"success": True, "subscribers": [_SUBSCRIBER, {**_SUBSCRIBER, "id": "2=="}], "next_page_key": "s-2"},
        *_REFUSALS,
    ],
    "licensed": [
        {"success": True, "sale": _LICENSED_SALE},
        {"success": True, "sale": {**_LICENSED_SALE, "license_disabled": True, "is_multiseat_license": True}},
        *_REFUSALS,
    ],
    "verify": [{"success": True, "uses": 3, "purchase": {"email": f"{PRIVATE}@example.com"}}, *_REFUSALS],
    "disable": [{"success": True, "uses": "3", "purchase": {}}, *_REFUSALS],
    "offer_codes": [
        {
            "success": True,
            "offer_codes": [_OFFER, {"id": "o2==", "name": "FIVE", "amount_cents": "500", "times_used": 1.0}],
        },
        *_REFUSALS,
    ],
    "subscriber": [{"success": True, "subscriber": {**_SUBSCRIBER, "id": "gone==", "status": "cancelled"}}, *_REFUSALS],
}

USUAL: dict[str, Any] = {
    "user": DOCUMENTS["user"][0],
    "sales": {"success": True, "sales": []},
    "sale": DOCUMENTS["sale"][0],
    "payouts": {"success": True, "payouts": [_PAYOUT]},
    "payout": DOCUMENTS["payout"][0],
    "products": {"success": True, "products": [_PRODUCT]},
    "product": DOCUMENTS["product"][0],
    "subscribers": {"success": True, "subscribers": []},
    "subscriber": DOCUMENTS["subscriber"][0],
    "offer_codes": {"success": True, "offer_codes": []},
    "licensed": DOCUMENTS["licensed"][0],
    "verify": DOCUMENTS["verify"][0],
    "disable": DOCUMENTS["disable"][0],
}

PINGS: list[dict[str, Any]] = [
    {
        "seller_id": "RkCCaDkPPciPd9155vcaJg==",
        "product_id": "A-m3CDDC5dlrSdKZp0RFhA==",
        "product_name": "Brushes",
        "permalink": "abc",
        "email": f"{PRIVATE}@example.com",
        "price": "1612",
        "gumroad_fee": "161",
        "currency": "eur",
        "quantity": "1",
        "card[visual]": "**** 4242",
        "sale_id": "FO8TXN-dbxYaBdahG97Y-Q==",
        "sale_timestamp": "2026-11-21T18:37:12Z",
        "full_name": PRIVATE,
        "variants[Tier]": "Gold",
        "custom_fields[Size]": "L",
        "refunded": "false",
        "resource_name": "sale",
        "subscription_id": "GDzW4_aBdQc-o7Gbjng7lw==",
        "is_recurring_charge": "true",
    },
    {"resource_name": "refund", "sale_id": "a==", "price": "100", "refunded": "true"},
    {
        "resource_name": "cancellation",
        "subscription_id": "s==",
        "product_id": "p==",
        "user_email": f"{PRIVATE}@example.com",
        "purchase_ids[]": "a==",
        "cancelled": "true",
        "cancelled_at": "2026-11-21T18:37:12Z",
        "cancelled_by_buyer": "true",
    },
    {
        "resource_name": "subscription_updated",
        "subscription_id": "s==",
        "type": "upgrade",
        "effective_as_of": "2026-12-01T00:00:00Z",
        "old_plan[price_cents]": "500",
        "new_plan[price_cents]": "900",
    },
]
