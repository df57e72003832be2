"""Reads what goes by products: subscriptions, of which Gumroad lists running ones only, so one that vanished is asked about;
and offer codes, seldom.
"""

from collections.abc import AsyncIterator
from urllib.parse import quote

from connectors import lists
from connectors.base import Batch, PullContext
from connectors.errors import LayoutChanged
from connectors.gumroad import cursor as cursors
from connectors.gumroad import parse
from connectors.gumroad.api import Api, Listed, Page
from connectors.gumroad.cursor import FansCursor
from connectors.gumroad.money import VIEW_SALES
from connectors.gumroad.offers import OffersReader
from connectors.gumroad.products import VIEW_PUBLIC, listed
from connectors.gumroad.refusals import NotThere, PageForgotten
from connectors.gumroad.wire import (
    Product,
    ProductAnswer,
    SubscriberAnswer,
    SubscriberItem,
    SubscribersPage,
)
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.words import mark

SUBSCRIBERS = Listed(SubscribersPage, "subscribers", SubscriberItem)


class FansReader:
    """One pass over the subscriptions of all products, resumable after every page and every question."""

    def __init__(self, api: Api, context: PullContext) -> None:
        self._api = api
        self._now = context.now
        self._cursor = cursors.loaded(context.cursor, FansCursor)
        self._offers = OffersReader(api, self._cursor.offers, context.now)

    async def batches(self) -> AsyncIterator[Batch]:
        cursor = self._cursor
        if cursor.todo is None and cursor.gone is None:
            yield await self._begin()
        while cursor.todo:
            yield await self._next_page(cursor.todo)
        if cursor.gone is None:
            running = set(cursor.seen)
            cursor.gone = [one for one in cursor.known if one not in running]
        while cursor.gone:
            yield await self._next_gone(cursor.gone)
        while cursor.offers.todo:
            yield await self._next_offers()
        self._cursor = FansCursor(known=cursor.seen, kinds=cursor.kinds, offers=cursor.offers)
        yield Batch(cursor=cursors.saved(self._cursor))

    async def _next_page(self, todo: list[str]) -> Batch:
        """A page of the first product in `todo`; the product leaves it with its last page."""
        cursor = self._cursor
        page = await self._subscribers(todo[0])
        if page.next_key is not None and page.next_key == cursor.page:
            raise LayoutChanged("the list of subscribers names the same page again and again")
        cursor.seen += [item.id for item in page.items]
        cursor.page = page.next_key
        if page.next_key is None:
            del todo[0]
        subscribers, unreadable = lists.each(page.items, parse.subscriber)
        unreadable += page.unreadable
        gaps = (self._gap(f"{unreadable} {mark('subscribers')} could not be read"),) if unreadable else ()
        return Batch(cursor=cursors.saved(cursor), subscribers=tuple(subscribers), gaps=gaps)

    async def _subscribers(self, product: str) -> Page[SubscriberItem]:
        path = f"/products/{quote(product, safe='')}/subscribers"
        params = {"paginated": "true", "page_key": self._cursor.page}
        try:
            return await self._api.page(path, SUBSCRIBERS, scope=VIEW_SALES, params=params)
        except PageForgotten:
            # A key kept over night may be forgotten: this product from its top again.
            if self._cursor.page is None:
                raise
            self._cursor.page = None
            return await self._api.page(path, SUBSCRIBERS, scope=VIEW_SALES, params={"paginated": "true"})
        except NotThere:
            # The product was deleted since it was listed; what was subscribed to it is asked about one by one.
            return Page([], None)

    async def _next_gone(self, gone: list[str]) -> Batch:
        """What became of the first subscription in `gone`."""
        remote_id = gone[0]
        path = f"/subscribers/{quote(remote_id, safe='')}"
        del gone[0]
        reason = mark("a subscription is no longer to be found")
        try:
            item = (await self._api.get(path, SubscriberAnswer, scope=VIEW_SALES)).subscriber
            found = parse.subscriber(item) if item is not None else None
        except NotThere:
            found = None
        except LayoutChanged:
            # Known still, so that the next pass asks again.
            self._cursor.seen.append(remote_id)
            found, reason = None, mark("a subscription could not be read")
        cursor = cursors.saved(self._cursor)
        if found is None:
            return Batch(cursor=cursor, gaps=(self._gap(reason),))
        return Batch(cursor=cursor, subscribers=(found,))

    async def _begin(self) -> Batch:
        """The products: which can be subscribed to, or may, and whose offer codes are to be read."""
        products = [one async for one in listed(self._api)]
        gone = self._offers.begin(products)
        cursor = self._cursor
        cursor.todo, cursor.seen, cursor.page = [], [], None
        for product in products:
            if await self._has_subscribers(product):
                cursor.todo.append(product.id)
        return Batch(cursor=cursors.saved(cursor), offers=gone)

    async def _next_offers(self) -> Batch:
        """The offer codes of one product; where they cannot be read those that are stored stay."""
        found, missing = await self._offers.next()
        gaps = (self._gap(missing),) if missing else ()
        return Batch(cursor=cursors.saved(self._cursor), offers=found, gaps=gaps)

    async def _has_subscribers(self, product: Product) -> bool:
        """A slim list does not say. The product itself does, which is asked once: it never becomes another kind."""
        told = self._cursor.kinds.get(product.id, product.has_subscribers)
        if told is None:
            path = f"/products/{quote(product.id, safe='')}"
            try:
                whole = (await self._api.get(path, ProductAnswer, scope=VIEW_PUBLIC)).product
            except (NotThere, LayoutChanged):
                whole = None
            told = whole.has_subscribers if whole is not None else None
            if told is not None:
                self._cursor.kinds[product.id] = told
        return told is not False

    def _gap(self, reason: str) -> Gap:
        """Says what is missing. Half-open and empty: a list of what runs now has no past stretch to be unknown."""
        today = self._now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Gap(start=today, end=today, reason=reason)
