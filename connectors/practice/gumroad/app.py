"""Gumroad as an ASGI application, at the paths of the real one."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.elsewhere import elsewhere
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.practice.gumroad import answers, licences
from connectors.practice.gumroad.lists import BadPage, page_of, sales_page
from connectors.practice.gumroad.records import Product, Seller
from connectors.practice.gumroad.world import World

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SUBSCRIBERS_A_PAGE = 100
Handler = Callable[[Request, Seller], Response]


class _Refused(Exception):
    """A 400 with these words."""


def application(world: World, faults: Faults) -> ASGIApp:
    """What of platforms/gumroad.md a program reads, and the control plane under /_practice."""
    serving = _Serving(world)

    def route(path: str, scope: str, handler: Handler) -> Route:
        return Route(f"/v2{path}", serving.door(scope, handler), methods=["GET"])

    routes = [
        route("/user", "view_public", serving.user),
        route("/products", "view_public", serving.products),
        route("/products/{product_id}", "view_public", serving.product),
        route("/products/{product_id}/offer_codes", "view_public", serving.offer_codes),
        route("/products/{product_id}/subscribers", "view_sales", serving.subscribers),
        route("/subscribers/{remote_id}", "view_sales", serving.subscriber),
        route("/sales", "view_sales", serving.sales),
        route("/sales/{remote_id}", "view_sales", serving.sale),
        route("/payouts", "view_payouts", serving.payouts),
        route("/payouts/upcoming", "view_payouts", serving.upcoming),
        route("/payouts/{remote_id}", "view_payouts", serving.payout),
        *licences.routes(world, serving.admitted),
    ]
    return FaultMiddleware(Router([*routes, control(world, faults), elsewhere(_nowhere)]), faults)


class _Serving:
    """The routes. Most failures are a 200 with `success` false, as at the real one."""

    def __init__(self, world: World) -> None:
        self._world = world

    def door(self, scope: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def opened(request: Request) -> Response:
            seller = self.admitted(request, scope)
            if isinstance(seller, Response):
                return seller
            try:
                return handler(request, seller)
            except BadPage:
                return JSONResponse({"status": 400, "error": "Invalid page_key."}, status_code=400)
            except _Refused as error:
                return JSONResponse({"status": 400, "error": str(error)}, status_code=400)

        return opened

    def admitted(self, request: Request, scope: str) -> Seller | Response:
        """Whose token it is, or what is said to one that does not do."""
        if self._world.settings.throttled:
            return PlainTextResponse("Retry later", status_code=429)
        seller = self._world.seller_with(_token(request))
        if seller is None:
            return _unauthorised(401, "invalid_token")
        if scope != "view_public" and scope not in self._world.scopes(seller):
            return _unauthorised(403, "insufficient_scope")
        return seller

    def user(self, request: Request, seller: Seller) -> Response:
        return _success(user=answers.user(seller, self._world.scopes(seller)))

    def products(self, request: Request, seller: Seller) -> Response:
        settings = self._world.settings
        size = settings.page_size if settings.modern else len(seller.products)
        page, key = page_of(seller.products, request.query_params.get("page_key"), size, settings)
        listed = [answers.product(one, seller, settings, slim=settings.modern) for one in page]
        return _success(products=listed, **_next("/v2/products", key))

    def product(self, request: Request, seller: Seller) -> Response:
        found = _product(request, seller)
        if found is None:
            return _failure("The product was not found.")
        return _success(product=answers.product(found, seller, self._world.settings, slim=False))

    def offer_codes(self, request: Request, seller: Seller) -> Response:
        product = _product(request, seller)
        if product is None:
            return _failure("The product was not found.")
        numbered = [(number, one) for number, one in enumerate(seller.offers) if one.fits(product)]
        settings = self._world.settings
        return _success(offer_codes=[answers.offer(one, number, seller, settings) for number, one in numbered])

    def subscribers(self, request: Request, seller: Seller) -> Response:
        """The running ones of a product: all at once unless pages are asked for."""
        product, now = _product(request, seller), self._world.now()
        if product is None:
            return _failure("The product was not found.")
        running = [one for one in seller.subscriptions if one.product.id == product.id and one.runs(now)]
        key = request.query_params.get("page_key")
        paged = key is not None or request.query_params.get("paginated") == "true"
        page, following = page_of(running, key, _SUBSCRIBERS_A_PAGE if paged else len(running), self._world.settings)
        path = f"/v2/products/{product.id}/subscribers"
        return _success(subscribers=[answers.subscriber(one, now) for one in page], **_next(path, following))

    def subscriber(self, request: Request, seller: Seller) -> Response:
        for one in seller.subscriptions:
            if one.id == request.path_params["remote_id"]:
                return _success(subscriber=answers.subscriber(one, self._world.now()))
        return _failure("The subscriber was not found.")

    def sales(self, request: Request, seller: Seller) -> Response:
        query, settings, now = request.query_params, self._world.settings, self._world.now()
        page, key = sales_page(
            seller,
            after=_day(request, "after"),
            before=_day(request, "before"),
            page_key=query.get("page_key"),
            wanted={name: query[name] for name in ("product_id", "email", "order_id") if name in query},
            settings=settings,
        )
        return _success(sales=[answers.sale(one, seller, settings, now) for one in page], **_next("/v2/sales", key))

    def sale(self, request: Request, seller: Seller) -> Response:
        for one in seller.sales:
            if one.id == request.path_params["remote_id"]:
                return _success(sale=answers.sale(one, seller, self._world.settings, self._world.now()))
        return _failure("The sale was not found.")

    def payouts(self, request: Request, seller: Seller) -> Response:
        now, key = self._world.now(), request.query_params.get("page_key")
        after, before = _day(request, "after"), _day(request, "before")
        made = [
            one
            for one in reversed(seller.payouts)
            if (after is None or one.created_at >= after) and (before is None or one.created_at < before)
        ]
        page, following = page_of(made, key, self._world.settings.page_size, self._world.settings)
        listed = [answers.payout(one, now) for one in page]
        owed = seller.owed(now)
        if key is None and before is None and owed > 0 and request.query_params.get("include_upcoming") != "false":
            listed.insert(0, answers.upcoming(owed, now))
        return _success(payouts=listed, **_next("/v2/payouts", following))

    def upcoming(self, request: Request, seller: Seller) -> Response:
        owed, now = seller.owed(self._world.now()), self._world.now()
        return _success(payouts=[answers.upcoming(owed, now)] if owed > 0 else [])

    def payout(self, request: Request, seller: Seller) -> Response:
        for one in seller.payouts:
            if one.id == request.path_params["remote_id"]:
                named = "view_sales" in self._world.scopes(seller)
                told = answers.payout(one, self._world.now()) | (answers.payout_parts(one) if named else {})
                return _success(payout=told)
        return _failure("The payout was not found.")


def _token(request: Request) -> str:
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ") if header else request.query_params.get("access_token", "")


def _unauthorised(status: int, error: str) -> Response:
    """As Doorkeeper says it: in a header, with an empty body."""
    return Response(status_code=status, headers={"www-authenticate": f'Bearer realm="Doorkeeper", error="{error}"'})


def _success(**content: object) -> Response:
    return JSONResponse({"success": True, **content})


def _failure(message: str) -> Response:
    return JSONResponse({"success": False, "message": message})


def _nowhere() -> Response:
    return JSONResponse({"success": False, "error": "Not found"}, status_code=404)


def _next(path: str, key: str | None) -> dict[str, str]:
    return {"next_page_key": key, "next_page_url": f"{path}?page_key={key}"} if key else {}


def _product(request: Request, seller: Seller) -> Product | None:
    wanted = request.path_params["product_id"]
    return next((one for one in seller.products if wanted in (one.id, one.permalink)), None)


def _day(request: Request, field: str) -> datetime | None:
    text = request.query_params.get(field)
    if not text:
        return None
    try:
        # strptime alone would also take 2026-1-2.
        return datetime.strptime(text if _DATE.fullmatch(text) else "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        words = f"Invalid date format provided in field '{field}'. Dates must be in the format YYYY-MM-DD."
        raise _Refused(words) from None
