"""Gumroad's licences: verified by anybody who knows a key, changed by the seller (platforms/gumroad.md §3)."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.practice.gumroad import answers
from connectors.practice.gumroad.changes import AnyChange, Disable, Enable, Unuse, Use
from connectors.practice.gumroad.records import Product, Sale, Seller, licence_key
from connectors.practice.gumroad.world import World

Given = dict[str, str]
# Who asks with the seller's token, and what the asking needs.
Admit = Callable[[Request, str], Seller | Response]
_CHANGES: dict[str, type[AnyChange]] = {"enable": Enable, "disable": Disable, "decrement_uses_count": Unuse}
_UNKNOWN = "That license does not exist for the provided product."


def routes(world: World, admit: Admit) -> list[Route]:
    serving = _Serving(world, admit)
    changing = [
        Route(f"/v2/licenses/{name}", serving.changed_by(form), methods=["PUT"]) for name, form in _CHANGES.items()
    ]
    return [Route("/v2/licenses/verify", serving.verify, methods=["POST"]), *changing]


class _Serving:
    def __init__(self, world: World, admit: Admit) -> None:
        self._world, self._admit = world, admit

    async def verify(self, request: Request) -> Response:
        """Nobody needs a token for it. It counts as a use unless it is said that it does not."""
        given = await _given(request)
        found = self._found(list(self._world.sellers.values()), given)
        if isinstance(found, Response):
            return found
        seller, sale = found
        if seller.licence(sale).disabled:
            return _none("This license key has been disabled.")
        if given.get("increment_uses_count") != "false":
            self._world.do(Use(seller=seller.handle, sale=sale.id))
        return self._told(seller, sale)

    def changed_by(self, change: type[AnyChange]) -> Callable[[Request], Awaitable[Response]]:
        async def changed(request: Request) -> Response:
            seller = self._admit(request, "edit_products")
            if isinstance(seller, Response):
                return seller
            found = self._found([seller], await _given(request))
            if isinstance(found, Response):
                return found
            self._world.do(change(seller=seller.handle, sale=found[1].id))  # type: ignore[call-arg]  # those of a sale
            return self._told(*found)

        return changed

    def _found(self, sellers: list[Seller], given: Given) -> tuple[Seller, Sale] | Response:
        key, product = given.get("license_key", ""), given.get("product_id", "")
        for seller in sellers:
            for sale in seller.sales:
                if not sale.product.licensed or not key or licence_key(sale) != key:
                    continue
                if not product:
                    return _without_product(sale.product)
                if sale.product.id == product:
                    return seller, sale
        return _none(_UNKNOWN)

    def _told(self, seller: Seller, sale: Sale) -> Response:
        settings, licence = self._world.settings, seller.licence(sale)
        uses = answers.written(licence.uses, settings)
        return JSONResponse({"success": True, "uses": uses, "purchase": answers.licensed(sale, seller, settings)})


def _without_product(product: Product) -> Response:
    message = "The 'product_id' parameter is required to verify the license for this product. "
    message += f"Please set 'product_id' to '{product.id}' in the request."
    return JSONResponse({"success": False, "message": message}, status_code=500)


def _none(message: str) -> Response:
    return JSONResponse({"success": False, "message": message}, status_code=404)


async def _given(request: Request) -> Given:
    """Parameters as a form, as JSON, or in the address."""
    given: dict[str, Any] = dict(request.query_params)
    if "json" in request.headers.get("content-type", ""):
        given |= msgspec.json.decode(await request.body(), type=dict[str, Any])
    else:
        async with request.form() as form:
            given |= dict(form)
    return {name: "false" if value is False else str(value) for name, value in given.items()}
