"""Ko-fi's side of its webhook: sends on order, and again what was not answered with 200 (platforms/kofi.md §2, §4)."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.practice.kofi.world import HEADERS, Sent, World, body_of

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class Order(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to send to `to`: `count` messages from number `first` on, each up to `tries` times, `every` seconds apart.

    `fields` are laid over every message: a wrong token, another amount …
    """

    to: str
    first: int = 1
    count: int = 1
    kind: str | None = None
    tries: int = 4
    every: float = 0.05
    fields: dict[str, Any] = {}


def application(world: World, faults: Faults) -> ASGIApp:
    """`POST /send` orders messages; nothing of Ko-fi can be asked."""

    async def send(request: Request) -> Response:
        try:
            order = msgspec.json.decode(await request.body(), type=Order)
        except msgspec.DecodeError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        if urlsplit(order.to).hostname not in _LOOPBACK:
            return JSONResponse({"error": "practice stays on this computer"}, status_code=400)
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            return JSONResponse([await _sent(world, client, order, number) for number in _numbers(order)])

    return FaultMiddleware(Router([Route("/send", send, methods=["POST"]), control(world, faults)]), faults)


def _numbers(order: Order) -> range:
    return range(order.first, order.first + order.count)


async def _sent(world: World, client: httpx.AsyncClient, order: Order, number: int) -> dict[str, Any]:
    message = world.message(number, order.kind, **order.fields)
    sent = world.sent.setdefault(message["message_id"], Sent(message["message_id"]))
    body = body_of(message)
    for turn in range(order.tries):
        if turn:
            await asyncio.sleep(order.every)
        sent.tries += 1
        try:
            sent.status = (await client.post(order.to, content=body, headers=HEADERS)).status_code
        except httpx.HTTPError:
            sent.status = 0
        if sent.status == 200:
            break
    return {"message_id": sent.message_id, "tries": sent.tries, "status": sent.status}
