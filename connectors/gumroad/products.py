"""The list of a seller's products, all of its pages."""

from collections.abc import AsyncIterator

from connectors.errors import LayoutChanged
from connectors.gumroad.api import Api, Listed
from connectors.gumroad.wire import Product, ProductsPage

VIEW_PUBLIC = "view_public"
_PRODUCTS = Listed(ProductsPage, "products", Product)


async def listed(api: Api) -> AsyncIterator[Product]:
    """Every product. Raises LayoutChanged where one cannot be read: what is not named would be taken for gone."""
    key: str | None = None
    asked: set[str | None] = set()
    while key not in asked:
        asked.add(key)
        page = await api.page("/products", _PRODUCTS, scope=VIEW_PUBLIC, params={"page_key": key})
        if page.unreadable:
            raise LayoutChanged(f"{page.unreadable} products could not be read")
        for product in page.items:
            yield product
        if page.next_key is None:
            return
        key = page.next_key
    raise LayoutChanged("the list of products goes round in circles")
