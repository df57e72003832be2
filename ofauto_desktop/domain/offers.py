"""Offer codes: discounts that a seller's platform takes off for who names them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCode:
    """One code as its platform tells it: `percent` off, or `amount_minor` of `currency` (ISO 4217), which may be unknown.

    `most_uses` None: there is no limit. `uses` counts sales of all time and of all products of the code, None: unknown.
    `universal`: it is good for every product.
    """

    remote_id: str
    code: str
    percent: int | None
    amount_minor: int | None
    currency: str | None
    most_uses: int | None
    uses: int | None
    universal: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductOffers:
    """All codes that are good for one product, now; none any more where the product is gone."""

    product: str
    product_name: str
    codes: tuple[OfferCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferInfo:
    """A code of an account with the names of the products that it is good for; as it was read at `as_of` (aware UTC)."""

    account_id: int
    account: str
    offer: OfferCode
    products: tuple[str, ...]
    as_of: datetime
