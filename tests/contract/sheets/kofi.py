"""platforms/kofi.md §2, §3: Ko-fi answers nothing and sends one thing, which `test_sheets` takes in."""

import re

from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import TEXT, WHOLE, ZULU, May, Row, Sheet

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MESSAGE = {
    "verification_token": str,
    "message_id": _UUID,
    "timestamp": ZULU,
    "type": frozenset({"Donation", "Subscription", "Commission", "Shop Order"}),
    "is_public": bool,
    "from_name": str,
    "message": TEXT,
    "amount": re.compile(r"\d+(\.\d\d)?"),
    "url": re.compile(r"https://ko-fi\.com/.+"),
    "email": str,
    "currency": re.compile(r"[A-Z]{3}"),
    "is_subscription_payment": bool,
    "is_first_subscription_payment": bool,
    "kofi_transaction_id": _UUID,
    "tier_name": TEXT,
    "shop_items": (None, [{"direct_link_code": str, May("variation_name"): TEXT, May("quantity"): WHOLE}]),
    "shipping": (
        None,
        {
            "full_name": str,
            "street_address": str,
            "city": str,
            "state_or_province": str,
            "postal_code": str,
            "country": str,
            "country_code": re.compile(r"[A-Z]{2}"),
            "telephone": str,
        },
    ),
    May("discord_username"): TEXT,
    May("discord_userid"): TEXT,
}

SHEET = Sheet(
    platform=PlatformId.KOFI,
    base="",
    token="",
    rows=(
        Row(
            section="4: how practice is told to send",
            method="POST",
            path="/send",
            body={"json": {"to": "http://127.0.0.1:9/", "tries": 1}},
            form=[{"message_id": _UUID, "tries": int, "status": int}],
        ),
    ),
    refusals=(),
    left_out=(),
    nowhere=None,
    places=lambda _: {},
)
