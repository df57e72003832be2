"""platforms/gumroad.md §1 to §3."""

import re
from typing import Any

from connectors.practice.gumroad.records import licence_key
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets.table import TEXT, WHOLE, ZULU, LeftOut, May, Row, Sheet

_ID = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_KEY = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{8}){3}")
_YES = frozenset({True})
_WHEN = (ZULU, None)
_NUMBER = (int, float, str, None)
_USER = {
    "name": str,
    "bio": TEXT,
    "twitter_handle": TEXT,
    "id": _ID,
    "user_id": _ID,
    "url": re.compile(r"https://.+"),
    "links": ([str], None),
    May("profile_url"): str,
    May("email"): str,
    May("currency_type"): str,
    May("display_name"): str,
}
_SLIM = {
    "id": _ID,
    "name": str,
    "published": bool,
    "price": _NUMBER,
    "currency": re.compile(r"[a-z]{3}"),
    "formatted_price": str,
    "short_url": str,
    "deleted": bool,
}
_PRODUCT = {
    **_SLIM,
    "description": TEXT,
    "custom_permalink": TEXT,
    "custom_receipt": TEXT,
    "custom_summary": TEXT,
    "custom_fields": [dict],
    "customizable_price": (bool, None),
    "require_shipping": bool,
    "subscription_duration": TEXT,
    "url": TEXT,
    "preview_url": TEXT,
    "thumbnail_url": TEXT,
    "tags": [str],
    "file_info": dict,
    "max_purchase_count": WHOLE,
    "is_tiered_membership": bool,
    "recurrences": ([str], None),
    "variants": [dict],
    "sales_count": _NUMBER,
    "sales_usd_cents": _NUMBER,
}
_OFFER = {
    "id": str,
    "name": str,
    May("percent_off"): _NUMBER,
    May("amount_cents"): _NUMBER,
    "max_purchase_count": WHOLE,
    "universal": bool,
    "times_used": _NUMBER,
}
_SALE = {
    "id": _ID,
    "email": str,
    "seller_id": _ID,
    "timestamp": str,
    "daystamp": re.compile(r"[ \d]\d [A-Z][a-z]{2} \d{4} [ \d]\d:\d\d [AP]M"),
    "created_at": ZULU,
    "product_name": str,
    "product_has_variants": bool,
    "price": _NUMBER,
    "gumroad_fee": _NUMBER,
    "is_bundle_purchase": bool,
    "is_bundle_product_purchase": bool,
    "formatted_display_price": str,
    "formatted_total_price": str,
    "currency_symbol": str,
    "amount_refundable_in_currency": re.compile(r"[\d.,]+"),
    "product_id": _ID,
    "product_permalink": str,
    May("refunded"): bool,
    "partially_refunded": bool,
    "chargedback": bool,
    "purchase_email": str,
    May("full_name"): str,
    May("country"): str,
    May("country_iso2"): re.compile(r"[A-Z]{2}"),
    "paid": bool,
    "has_variants": bool,
    "variants_and_quantity": str,
    "has_custom_fields": bool,
    "custom_fields": dict,
    "order_id": int,
    "is_product_physical": bool,
    May("purchaser_id"): str,
    "is_recurring_billing": bool,
    "can_contact": bool,
    "is_following": bool,
    "disputed": bool,
    "dispute_won": bool,
    "is_additional_contribution": bool,
    "discover_fee_charged": bool,
    "is_upgrade_purchase": bool,
    "is_more_like_this_recommended": bool,
    "is_gift_sender_purchase": bool,
    "is_gift_receiver_purchase": bool,
    "referrer": str,
    "paypal_refund_expired": bool,
    "card": {"visual": TEXT, "type": TEXT, "bin": None},
    "product_rating": WHOLE,
    May("subscription_id"): _ID,
    May("recurring_charge"): bool,
    May("cancelled"): bool,
    May("offer_code"): {"code": str, "name": str, "displayed_amount_off": str},
    May("affiliate"): {"email": str, "amount": re.compile(r"\$\d+(\.\d\d)?")},
    May("license_key"): _KEY,
    May("license_id"): str,
    May("license_disabled"): bool,
    May("is_multiseat_license"): bool,
    "quantity": int,
    May("buyer_presentment"): {
        "currency": str,
        "total_cents": WHOLE,
        "refunded_cents": WHOLE,
        "fx_rate": re.compile(r"\d+\.\d+"),
    },
}
_SUBSCRIBER = {
    "id": _ID,
    "email": str,
    "product_id": _ID,
    "product_name": str,
    "user_id": TEXT,
    "user_email": TEXT,
    "purchase_ids": [str],
    "created_at": ZULU,
    "user_requested_cancellation_at": _WHEN,
    "charge_occurrence_count": WHOLE,
    "recurrence": frozenset({"monthly", "quarterly", "biannually", "yearly", "every_two_years"}),
    "cancelled_at": _WHEN,
    "ended_at": _WHEN,
    "failed_at": _WHEN,
    "free_trial_ends_at": _WHEN,
    "status": frozenset(
        {
            "alive",
            "pending_cancellation",
            "pending_failure",
            "failed_payment",
            "fixed_subscription_period_ended",
            "cancelled",
        }
    ),
}
_PAYOUT = {
    "id": (_ID, None),
    "amount": re.compile(r"\d+\.\d\d"),
    "currency": re.compile(r"[A-Z]{3}"),
    "status": frozenset(
        {"payable", "creating", "processing", "unclaimed", "completed", "failed", "cancelled", "reversed", "returned"}
    ),
    "created_at": ZULU,
    "processed_at": _WHEN,
    "payment_processor": str,
    "bank_account_visual": TEXT,
    "paypal_email": TEXT,
}
_DETAIL = {**_PAYOUT, "sales": [str], "refunded_sales": [str], "disputed_sales": [str]}
_LICENSED = {
    "success": _YES,
    "uses": _NUMBER,
    "purchase": {
        "seller_id": _ID,
        "product_id": _ID,
        "product_name": str,
        "permalink": str,
        "product_permalink": re.compile(r"https://.+"),
        "email": str,
        "price": _NUMBER,
        "gumroad_fee": _NUMBER,
        "currency": re.compile(r"[a-z]{3}"),
        "quantity": int,
        "order_number": int,
        "sale_id": _ID,
        "sale_timestamp": ZULU,
        "license_key": _KEY,
        "disputed": bool,
        "dispute_won": bool,
        "id": _ID,
        "created_at": ZULU,
        "variants": TEXT,
        "custom_fields": [str],
        "offer_code": ({"code": str}, None),
        "refunded": bool,
        "chargebacked": bool,
        "subscription_ended_at": _WHEN,
        "subscription_cancelled_at": _WHEN,
        "subscription_failed_at": _WHEN,
    },
}
_LICENCE = {"product_id": "{licensed}", "license_key": "{key}"}
_NEXT = {May("next_page_key"): str, May("next_page_url"): re.compile(r"/.+")}
_BAD = {"status": frozenset({400}), "error": str}


def _failed(message: str) -> Any:
    return {"success": frozenset({False}), "message": re.compile(message)}


def _list(key: str, item: Any) -> Any:
    return {"success": _YES, key: [item], **_NEXT}


ROWS = (
    Row(section="3", path="/user", form={"success": _YES, "user": _USER}),
    Row(section="3", path="/products", form=_list("products", _SLIM)),
    Row(section="3", path="/products", form=_list("products", _PRODUCT), settings={"modern": False}),
    Row(section="3", path="/products/{product}", form={"success": _YES, "product": _PRODUCT}),
    Row(section="3", path="/products/{product}/offer_codes", form=_list("offer_codes", _OFFER)),
    Row(section="3", path="/products/{membership}/subscribers", form=_list("subscribers", _SUBSCRIBER)),
    Row(
        section="3",
        path="/products/{membership}/subscribers",
        form=_list("subscribers", _SUBSCRIBER),
        query={"paginated": "true"},
    ),
    Row(section="3", path="/subscribers/{subscriber}", form={"success": _YES, "subscriber": _SUBSCRIBER}),
    Row(section="3", path="/sales", form={**_list("sales", _SALE), "next_page_key": re.compile(r"\d{20}-\d+")}),
    Row(section="3", path="/sales", form=_list("sales", _SALE), query={"after": "2026-11-01", "before": "2026-11-10"}),
    Row(section="3", path="/sales", form=_list("sales", _SALE), settings={"numbers": "string", "modern": False}),
    Row(section="3", path="/sales/{sale}", form={"success": _YES, "sale": _SALE}),
    Row(section="3", path="/payouts", form=_list("payouts", _PAYOUT)),
    Row(section="3", path="/payouts/upcoming", form=_list("payouts", _PAYOUT)),
    Row(section="3", path="/payouts/{payout}", form={"success": _YES, "payout": _DETAIL}),
    Row(section="3", method="POST", path="/licenses/verify", token="", form=_LICENSED, body={"data": _LICENCE}),
    Row(section="3", method="PUT", path="/licenses/enable", form=_LICENSED, body={"data": _LICENCE}),
    Row(section="3", method="PUT", path="/licenses/disable", form=_LICENSED, body={"json": _LICENCE}),
    Row(section="3", method="PUT", path="/licenses/decrement_uses_count", form=_LICENSED, body={"data": _LICENCE}),
)
_CHALLENGE = ("www-authenticate",)
REFUSALS = (
    Row(
        section="2: no JSON at all",
        path="/sales",
        status=429,
        form=None,
        text="Retry later",
        settings={"throttled": True},
    ),
    Row(section="2", path="/sales", status=401, form=None, token="", headers=_CHALLENGE),
    Row(section="2", path="/sales", status=401, form=None, token="nobody's", headers=_CHALLENGE),
    Row(
        section="2",
        path="/payouts",
        status=403,
        form=None,
        headers=_CHALLENGE,
        settings={"scopes": {"ada_practice": ["view_public"]}},
    ),
    Row(section="2", path="/products/none", form=_failed("The product was not found.")),
    Row(section="2", path="/sales/none", form=_failed("The sale was not found.")),
    Row(section="2", path="/subscribers/none", form=_failed("The subscriber was not found.")),
    Row(section="2", path="/payouts/none", form=_failed("The payout was not found.")),
    Row(section="2", path="/sales", status=400, form=_BAD, query={"page_key": "none"}),
    Row(section="3", path="/sales", status=400, form=_BAD, query={"after": "1 November"}),
    Row(
        section="2",
        method="POST",
        path="/licenses/verify",
        status=404,
        form=_failed("That license does not exist for the provided product."),
        body={"data": {**_LICENCE, "license_key": "none"}},
    ),
    Row(
        section="2",
        method="POST",
        path="/licenses/verify",
        status=404,
        form=_failed(".*"),
        body={"data": _LICENCE},
        settings={"do": [{"do": "disable", "sale": "{licensed_sale}"}]},
    ),
    Row(
        section="2: without product_id",
        method="POST",
        path="/licenses/verify",
        status=500,
        form=_failed(".*product_id.*"),
        body={"data": {"license_key": "{key}"}},
    ),
    Row(section="2", method="PUT", path="/licenses/disable", status=401, form=None, token="", headers=_CHALLENGE),
    Row(
        section="2",
        method="PUT",
        path="/licenses/disable",
        status=403,
        form=None,
        headers=_CHALLENGE,
        settings={"scopes": {"ada_practice": ["view_public", "view_sales"]}},
    ),
)
_SELLS = "what is on sale is changed at Gumroad; the program only reads"
_HOOKS = "Gumroad posts to no address of this computer, so nobody asks it to"
LEFT_OUT = (
    LeftOut(method="POST", path="/products", why=_SELLS),
    LeftOut(method="PUT", path="/products/{product}", why=_SELLS),
    LeftOut(method="PUT", path="/products/{product}/enable", why=_SELLS),
    LeftOut(method="PUT", path="/products/{product}/disable", why=_SELLS),
    LeftOut(method="DELETE", path="/products/{product}", why=_SELLS),
    LeftOut(method="POST", path="/products/{product}/offer_codes", why=_SELLS),
    LeftOut(method="PUT", path="/products/{product}/offer_codes/1", why=_SELLS),
    LeftOut(method="DELETE", path="/products/{product}/offer_codes/1", why=_SELLS),
    LeftOut(method="GET", path="/products/{product}/variant_categories", why=_SELLS),
    LeftOut(method="GET", path="/products/{product}/custom_fields", why=_SELLS),
    LeftOut(method="GET", path="/products/{product}/skus", why=_SELLS),
    LeftOut(method="PUT", path="/sales/{sale}/refund", why="money is given back at Gumroad itself"),
    LeftOut(method="PUT", path="/sales/{sale}/mark_as_shipped", why=_SELLS),
    LeftOut(method="POST", path="/sales/{sale}/resend_receipt", why=_SELLS),
    LeftOut(method="PUT", path="/licenses/rotate", why="a buyer's program would stop; the seller does that at Gumroad"),
    LeftOut(method="GET", path="/resource_subscriptions", why=_HOOKS),
    LeftOut(method="PUT", path="/resource_subscriptions", why=_HOOKS),
    LeftOut(method="DELETE", path="/resource_subscriptions/1", why=_HOOKS),
    LeftOut(method="GET", path="/emails", why="Gumroad's letters to buyers are written there"),
    LeftOut(method="POST", path="/files/presign", why=_SELLS),
)


def _places(world: Any) -> dict[str, str]:
    seller = world.sellers["ada_practice"]
    licensed = next(one for one in seller.sales if one.product.licensed)
    return {
        "licensed": licensed.product.id,
        "licensed_sale": licensed.id,
        "key": licence_key(licensed),
        "product": seller.products[0].id,
        "membership": next(one.id for one in seller.products if one.recurrence),
        "subscriber": seller.subscriptions[0].id,
        "sale": seller.sales[-1].id,
        "payout": seller.payouts[0].id,
    }


SHEET = Sheet(
    platform=PlatformId.GUMROAD,
    base="/v2",
    token="practice-gumroad-token",
    rows=ROWS,
    refusals=REFUSALS,
    left_out=LEFT_OUT,
    nowhere={"success": frozenset({False}), "error": str},
    places=_places,
)
