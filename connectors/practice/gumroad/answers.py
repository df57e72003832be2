"""The practice platform's answers, key for key as platforms/gumroad.md gives them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.practice.gumroad.records import (
    Offer,
    Payout,
    Product,
    Sale,
    Seller,
    Subscription,
    licence_key,
    made_id,
)
from connectors.practice.gumroad.world import Settings

_NO_DECIMALS = ("jpy",)
# What the block with the deleted nulls never lacks, because it is built elsewhere (platforms/gumroad.md §3).
_KEPT_NULLS = frozenset({"product_rating"})


def user(seller: Seller, scopes: tuple[str, ...]) -> dict[str, Any]:
    found = {
        "name": seller.name,
        "bio": None,
        "twitter_handle": None,
        "id": seller.id,
        "user_id": seller.id,
        "url": f"https://{seller.handle}.gumroad.com",
        "links": [product.permalink for product in seller.products] or None,
    }
    if set(scopes) - {"view_public"}:
        found |= {
            "currency_type": "usd",
            "profile_url": f"https://files.gumroad.com/{seller.handle}.png",
            "email": f"{seller.handle}@example.com",
        }
    return found | ({"display_name": seller.name} if "view_profile" in scopes else {})


def product(one: Product, seller: Seller, settings: Settings, *, slim: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "published": True,
        "price": written(one.price, settings),
        "currency": one.currency,
        "formatted_price": _formatted(one.price, one),
        "short_url": f"https://{seller.handle}.gumroad.com/l/{one.permalink}",
        "deleted": False,
    }
    if slim:
        return found
    return found | {
        "description": f"<p>{one.name}</p>",
        "custom_permalink": None,
        "custom_receipt": None,
        "custom_summary": "",
        "custom_fields": [],
        "customizable_price": None,
        "require_shipping": False,
        "subscription_duration": one.recurrence,
        "url": None,
        "preview_url": None,
        "thumbnail_url": None,
        "tags": [],
        "file_info": {},
        "max_purchase_count": None,
        "is_tiered_membership": one.recurrence is not None,
        "recurrences": [one.recurrence] if one.recurrence else None,
        "variants": [],
        **_sold(one, seller, settings),
    }


def _sold(one: Product, seller: Seller, settings: Settings) -> dict[str, Any]:
    """How much of it was sold, in US cents; for who may see the sales."""
    if "view_sales" not in settings.scopes.get(seller.handle, seller.scopes):
        return {}
    sales = [sale for sale in seller.sales if sale.product.id == one.id]
    cents = sum(sale.cents for sale in sales)
    return {"sales_count": written(len(sales), settings), "sales_usd_cents": written(cents, settings)}


def offer(one: Offer, number: int, seller: Seller, settings: Settings) -> dict[str, Any]:
    return {
        "id": f"offer{number}==",
        "name": one.name,
        **(
            {"amount_cents": written(one.off, settings)} if one.off else {"percent_off": written(one.percent, settings)}
        ),
        "max_purchase_count": one.most,
        "universal": one.universal,
        "times_used": written(sum(sale.offer == one.name for sale in seller.sales), settings),
    }


def sale(one: Sale, seller: Seller, settings: Settings, now: datetime) -> dict[str, Any]:
    """One purchase; keys whose value is null are deleted, as the real server does."""
    found = _facts(one, seller, settings, now) | _state(one) | _subscription(one)
    if settings.modern:
        found["buyer_presentment"] = _presentment(one)
    return {key: value for key, value in found.items() if value is not None or key in _KEPT_NULLS}


def subscriber(one: Subscription, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "email": one.email,
        "product_id": one.product.id,
        "product_name": one.product.name,
        "user_id": one.buyer,
        "user_email": one.email if one.buyer else None,
        "purchase_ids": one.purchases,
        "created_at": zulu(one.created_at),
        "user_requested_cancellation_at": zulu(one.requested_at),
        "charge_occurrence_count": None,
        "recurrence": one.product.recurrence,
        "cancelled_at": zulu(one.cancelled_at),
        "ended_at": zulu(one.ended_at),
        "failed_at": zulu(one.failed_at),
        "free_trial_ends_at": None,
        "status": one.status(now),
    }


def payout(one: Payout, now: datetime) -> dict[str, Any]:
    over = one.processed_at <= now
    return _payout(one.cents) | {
        "id": one.id,
        "status": "completed" if over else "processing",
        "created_at": zulu(one.created_at),
        "processed_at": zulu(one.processed_at) if over else None,
    }


def payout_parts(one: Payout) -> dict[str, Any]:
    """What only the answer for one payout has."""
    return {"sales": one.sales, "refunded_sales": one.refunded, "disputed_sales": one.disputed}


def upcoming(cents: int, now: datetime) -> dict[str, Any]:
    """The payout that is to be made next Friday: without an id yet."""
    friday = (now + timedelta(days=(4 - now.weekday()) % 7 or 7)).replace(hour=0, minute=10, second=0)
    return _payout(cents) | {"id": None, "status": "payable", "created_at": zulu(friday), "processed_at": None}


def written(number: int, settings: Settings) -> int | float | str:
    """A whole number in one of the forms that Gumroad is known to use."""
    if settings.numbers == "int":
        return number
    return float(number) if settings.numbers == "float" else str(number)


def zulu(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _facts(one: Sale, seller: Seller, settings: Settings, now: datetime) -> dict[str, Any]:
    local = one.created_at.astimezone(ZoneInfo(seller.zone))
    shown = _in_currency(one, one.cents)
    return {
        "id": one.id,
        "email": one.email,
        "seller_id": seller.id,
        "timestamp": f"{max(0, (now - one.created_at).days)} days ago",
        "daystamp": local.strftime("%e %b %Y %l:%M %p"),
        "created_at": zulu(one.created_at),
        "product_name": one.product.name,
        "product_has_variants": False,
        "price": written(one.cents, settings),
        "gumroad_fee": written(one.fee, settings),
        "is_bundle_purchase": False,
        "is_bundle_product_purchase": False,
        "formatted_display_price": _formatted(shown, one.product),
        "formatted_total_price": _formatted(shown, one.product),
        "currency_symbol": one.product.symbol,
        "amount_refundable_in_currency": _amount(_in_currency(one, one.cents - one.refunded), one.product),
        "transaction_url_for_seller": None,
        "product_id": one.product.id,
        "product_permalink": one.product.permalink,
        "purchase_email": one.email,
        "full_name": None,
        "country_iso2": one.country,
        "paid": one.cents > 0,
        "has_variants": False,
        "variants_and_quantity": "",
        "has_custom_fields": False,
        "custom_fields": {},
        "order_id": 524_000_000 + one.number,
        "is_product_physical": False,
        "purchaser_id": one.buyer,
        "can_contact": True,
        "discover_fee_charged": one.discover,
        "is_following": False,
        "is_additional_contribution": False,
        "is_upgrade_purchase": False,
        "is_more_like_this_recommended": False,
        "is_gift_sender_purchase": False,
        "is_gift_receiver_purchase": False,
        "paypal_refund_expired": False,
        "referrer": "direct",
        "card": {"visual": "**** **** **** 4242", "type": "visa", "bin": None, "expiry_month": None},
        "product_rating": None,
        "offer_code": _discount(one, seller),
        "affiliate": {"email": "partner@example.com", "amount": _dollars(one.affiliate)} if one.affiliate else None,
        **_licence(one, seller),
        "quantity": 1,
    }


def _licence(one: Sale, seller: Seller) -> dict[str, Any]:
    """Nothing of a product without licences: keys whose value is null are deleted."""
    if not one.product.licensed:
        return {}
    return {
        "license_key": licence_key(one),
        "license_id": made_id(one.id, "licence"),
        "license_disabled": seller.licence(one).disabled,
        "is_multiseat_license": False,
    }


def licensed(one: Sale, seller: Seller, settings: Settings) -> dict[str, Any]:
    """The purchase as an answer about its licence repeats it: a ping's fields, and some of the API's."""
    return {
        "seller_id": seller.id,
        "product_id": one.product.id,
        "product_name": one.product.name,
        "permalink": one.product.permalink,
        "product_permalink": f"https://{seller.handle}.gumroad.com/l/{one.product.permalink}",
        "email": one.email,
        "price": written(one.cents, settings),
        "gumroad_fee": written(one.fee, settings),
        "currency": one.product.currency,
        "quantity": 1,
        "order_number": 524_000_000 + one.number,
        "sale_id": one.id,
        "sale_timestamp": zulu(one.created_at),
        "license_key": licence_key(one),
        "ip_country": one.country,
        "is_gift_receiver_purchase": False,
        "disputed": one.disputed,
        "dispute_won": one.won,
        "id": one.id,
        "created_at": zulu(one.created_at),
        "variants": "",
        "custom_fields": [],
        "offer_code": _discount(one, seller),
        "refunded": one.cents > 0 and one.refunded == one.cents,
        "chargebacked": one.disputed and not one.won,
        "subscription_ended_at": None,
        "subscription_cancelled_at": None,
        "subscription_failed_at": None,
    }


def _discount(one: Sale, seller: Seller) -> dict[str, str] | None:
    found = next((offer for offer in seller.offers if offer.name == one.offer), None)
    if found is None:
        return None
    shown = _formatted(found.off, one.product) if found.off else f"{found.percent}%"
    return {"code": found.name, "name": found.name, "displayed_amount_off": shown}


def _state(one: Sale) -> dict[str, Any]:
    whole = one.cents > 0 and one.refunded == one.cents
    return {
        # One of the keys that may lack: nothing was refunded.
        "refunded": True if whole else None,
        "partially_refunded": 0 < one.refunded < one.cents,
        "chargedback": one.disputed and not one.won,
        "disputed": one.disputed,
        "dispute_won": one.won,
    }


def _subscription(one: Sale) -> dict[str, Any]:
    if one.subscription is None:
        return {"is_recurring_billing": False}
    return {
        "is_recurring_billing": True,
        "subscription_id": one.subscription,
        "recurring_charge": one.renewal,
        "cancelled": False,
        "dead": False,
        "ended": False,
    }


def _presentment(one: Sale) -> Mapping[str, Any]:
    product = one.product
    rate = product.price / product.cents if product.cents else 1.0
    return {
        "currency": product.currency,
        "total_cents": _in_currency(one, one.cents),
        "refunded_cents": _in_currency(one, one.refunded),
        "fx_rate": f"{rate:.4f}",
    }


def _in_currency(one: Sale, cents: int) -> int:
    """US cents of a sale in minor units of its product's currency."""
    return round(cents * one.product.price / one.product.cents) if one.product.cents else 0


def _amount(minor: int, of: Product) -> str:
    if of.currency in _NO_DECIMALS:
        return str(minor)
    return f"{minor // 100}.{minor % 100:02}" if minor % 100 else str(minor // 100)


def _formatted(minor: int, of: Product) -> str:
    return f"{of.symbol}{_amount(minor, of)}"


def _dollars(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02}" if cents % 100 else f"${cents // 100}"


def _payout(cents: int) -> dict[str, Any]:
    return {
        "amount": f"{cents / 100:.2f}",
        "currency": "USD",
        "payment_processor": "stripe",
        "bank_account_visual": "******1234",
        "paypal_email": None,
    }
