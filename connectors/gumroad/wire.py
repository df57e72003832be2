"""Gumroad's answers as msgspec structs: only what we read (platforms/gumroad.md §2, §3).

Unknown keys are ignored. A key whose value is null may lack altogether, so a flag that is not there is False. A count may
come as int, as float, as text or as null (`Number`); `parse.whole` understands all four.
"""

from datetime import datetime
from typing import Annotated

import msgspec

Number = int | float | str | None
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


# What is called by nothing could not be told from others.
Id = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Answer(msgspec.Struct):
    """What every answer may be: most failures are a 200 with `success` false. `error` has the words of a 400 or 404."""

    success: bool | None = None
    message: str | None = None
    error: str | None = None
    next_page_key: str | None = None


class User(msgspec.Struct):
    id: str | None = None
    user_id: str | None = None
    name: str | None = None
    display_name: str | None = None
    url: str | None = None
    """The store page; `profile_url` is a picture."""


class UserAnswer(Answer):
    user: User | None = None


class Affiliate(msgspec.Struct):
    amount: str | None = None


class BuyerPresentment(msgspec.Struct):
    """What the buyer saw, in the buyer's currency (since 2026)."""

    currency: str | None = None
    total_cents: Number = None
    refunded_cents: Number = None


class OfferUsed(msgspec.Struct):
    """The discount that a sale was made with; older answers give its code alone."""

    code: str | None = None
    name: str | None = None


class Sale(msgspec.Struct, gc=False):
    """A sale of the list. `price` and `gumroad_fee` are US cents, whatever `currency_symbol` shows."""

    id: Id
    created_at: Instant
    price: Number = None
    gumroad_fee: Number = None
    refunded: bool | None = None
    partially_refunded: bool | None = None
    chargedback: bool | None = None
    disputed: bool | None = None
    dispute_won: bool | None = None
    discover_fee_charged: bool | None = None
    recurring_charge: bool | None = None
    test: bool | None = None
    subscription_id: str | None = None
    product_id: str | None = None
    product_name: str | None = None
    purchaser_id: str | int | None = None
    purchase_email: str | None = None
    email: str | None = None
    currency_symbol: str | None = None
    amount_refundable_in_currency: str | int | float | None = None
    affiliate: Affiliate | None = None
    buyer_presentment: BuyerPresentment | None = None
    offer_code: OfferUsed | str | None = None


class SaleAnswer(Answer):
    sale: Sale | None = None


class SalesPage(Answer):
    sales: list[Sale] | None = None


class LicensedSale(msgspec.Struct):
    """A sale with its licence, if it has one."""

    id: Id
    product_id: str | None = None
    license_key: str | None = None
    license_disabled: bool | None = None
    is_multiseat_license: bool | None = None

    def __repr__(self) -> str:
        """Without the key: an error's report prints what was at hand."""
        return f"LicensedSale(id={self.id!r})"


class LicensedSaleAnswer(Answer):
    sale: LicensedSale | None = None


class LicenceAnswer(Answer):
    """Of a licence; `purchase` repeats the sale, of which nothing is needed."""

    uses: Number = None


class PayoutItem(msgspec.Struct):
    """`id` is null for the payout that has not been made yet; `amount` is decimal text."""

    id: str | None = None
    amount: Number = None
    currency: str | None = None
    status: str | None = None
    created_at: Instant | None = None
    processed_at: Instant | None = None


class PayoutDetail(PayoutItem):
    """One payout by itself; without view_sales it names no sales."""

    sales: list[str] | None = None
    refunded_sales: list[str] | None = None
    disputed_sales: list[str] | None = None


class PayoutAnswer(Answer):
    payout: PayoutDetail | None = None


class PayoutsPage(Answer):
    payouts: list[PayoutItem] | None = None


class Product(msgspec.Struct):
    """Slim lists leave keys out, which says nothing; older ones give them as null, which says no."""

    id: Id
    name: str | None = None
    currency: str | None = None
    native_type: str | msgspec.UnsetType | None = msgspec.UNSET
    is_tiered_membership: bool | msgspec.UnsetType | None = msgspec.UNSET
    subscription_duration: str | msgspec.UnsetType | None = msgspec.UNSET

    @property
    def has_subscribers(self) -> bool | None:
        """Whether it can be subscribed to; None where this does not say."""
        told = (self.is_tiered_membership, self.subscription_duration)
        if any(told) or self.native_type == "membership":
            return True
        return None if all(one is msgspec.UNSET for one in told) else False


class ProductAnswer(Answer):
    product: Product | None = None


class ProductsPage(Answer):
    products: list[Product] | None = None


class Offer(msgspec.Struct):
    """An offer code: either `percent_off`, or `amount_cents` in the smallest unit of its product's currency."""

    id: Id
    name: str | None = None
    amount_cents: Number = None
    percent_off: Number = None
    max_purchase_count: Number = None
    universal: bool | None = None
    times_used: Number = None


class OffersPage(Answer):
    offer_codes: list[Offer] | None = None


class SubscriberItem(msgspec.Struct):
    id: Id
    created_at: Instant
    product_id: str | None = None
    user_id: str | int | None = None
    email: str | None = None
    user_email: str | None = None
    recurrence: str | None = None
    status: str | None = None
    free_trial_ends_at: Instant | None = None
    user_requested_cancellation_at: Instant | None = None
    cancelled_at: Instant | None = None
    ended_at: Instant | None = None
    failed_at: Instant | None = None


class SubscribersPage(Answer):
    subscribers: list[SubscriberItem] | None = None


class SubscriberAnswer(Answer):
    subscriber: SubscriberItem | None = None
