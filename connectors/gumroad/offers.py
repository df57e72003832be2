"""Reads the offer codes, product by product: seldom, as each product is a request and codes hardly change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from connectors import lists
from connectors.errors import LayoutChanged, MissingScope, Rejected
from connectors.gumroad import parse
from connectors.gumroad.api import Api, Listed, Page
from connectors.gumroad.cursor import Asked, OffersCursor
from connectors.gumroad.products import VIEW_PUBLIC
from connectors.gumroad.refusals import NotThere
from connectors.gumroad.wire import Offer, OffersPage, Product
from ofauto_desktop.domain.offers import ProductOffers
from ofauto_desktop.domain.words import mark

_OFFERS = Listed(OffersPage, "offer_codes", Offer)
# At most a tenth of the time at one request a second; but once a week however many products there are.
_SECONDS_A_PRODUCT = 10
_LONGEST_NAME = 300
_SHORTEST, _LONGEST = timedelta(days=1), timedelta(days=7)


class OffersReader:
    """One pass over all products, resumable after each; `cursor` says where it stands."""

    def __init__(self, api: Api, cursor: OffersCursor, now: datetime) -> None:
        self._api, self.cursor, self._now = api, cursor, now

    def begin(self, products: Sequence[Product]) -> tuple[ProductOffers, ...]:
        """Begin a pass where one is due; what became of products that are gone, which have no codes any more."""
        cursor = self.cursor
        if cursor.todo or not self._is_due():
            return ()
        cursor.todo = [
            Asked(id=one.id, name=(one.name or "")[:_LONGEST_NAME], currency=one.currency or "") for one in products
        ]
        names = {one.id for one in products}
        gone = [one for one in cursor.known if one not in names]
        cursor.known, cursor.read_at = sorted(names), self._now
        return tuple(ProductOffers(product=one, product_name="", codes=()) for one in gone)

    async def next(self) -> tuple[tuple[ProductOffers, ...], str]:
        """The codes of the next product, nothing where they cannot be read; and what is missing, in words."""
        asked = self.cursor.todo.pop(0)
        try:
            page = await self._page(asked)
        except MissingScope as error:
            self.cursor.todo.clear()
            return (), f"offer codes: {error.reason}"
        except (LayoutChanged, Rejected):
            return (), mark("the offer codes of a product could not be read")
        found, unreadable = lists.each(page.items, lambda item: parse.offer_code(item, asked.currency))
        told = ProductOffers(product=asked.id, product_name=asked.name, codes=tuple(found))
        unreadable += page.unreadable
        return (told,), f"{unreadable} {mark('offer codes')} could not be read" if unreadable else ""

    async def _page(self, asked: Asked) -> Page[Offer]:
        path = f"/products/{quote(asked.id, safe='')}/offer_codes"
        try:
            return await self._api.page(path, _OFFERS, scope=VIEW_PUBLIC, params={})
        except NotThere:
            # The product was deleted since it was listed.
            return Page([], None)

    def _is_due(self) -> bool:
        read_at = self.cursor.read_at
        if read_at is None or read_at > self._now:
            return True
        wait = timedelta(seconds=_SECONDS_A_PRODUCT * len(self.cursor.known))
        return self._now - read_at >= min(max(wait, _SHORTEST), _LONGEST)
