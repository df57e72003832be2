"""Fansly as an ASGI application: its interface at /api/v1, and its page everywhere else, as if on two origins."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.elsewhere import ANYWHERE
from connectors.practice.fansly import answers, site
from connectors.practice.fansly.door import BASE, Across, Door, Handler
from connectors.practice.fansly.reading import Reading
from connectors.practice.fansly.world import World
from connectors.practice.fansly.writing import Writing
from connectors.practice.faults import FaultMiddleware, Faults


def application(world: World, faults: Faults) -> ASGIApp:
    """What of platforms/fansly.md the program and the practice page ask for, and the control plane under /_practice."""
    door, reading, writing = Door(world), Reading(world), Writing(world)

    def told(path: str, handler: Handler, method: str = "GET") -> Route:
        return Route(f"{BASE}{path}", door.to(handler), methods=[method])

    def open_to_all(path: str, handler: Callable[[Request, Any], Response], method: str = "POST") -> Route:
        return Route(f"{BASE}{path}", door.openly(handler), methods=[method])

    routes = [
        told("/account/me", reading.me),
        told("/account", reading.accounts),
        told("/account/wallets/transactions", reading.transactions),
        told("/account/wallets/earnings", reading.earnings),
        told("/account/media", reading.media),
        told("/account/media", writing.carry, "POST"),
        told("/account/{account}/followers", reading.followers),
        told("/subscribers", reading.subscribers),
        told("/subscriptions", reading.following),
        told("/timelinenew/{account}", reading.timeline),
        told("/post", reading.posts),
        told("/post", writing.post, "POST"),
        told("/post/scheduled", reading.scheduled),
        told("/post/{post}/delete", writing.delete, "POST"),
        told("/media/upload/create", writing.create_upload, "POST"),
        told("/media/upload/complete", writing.complete_upload, "POST"),
        told("/media/upload/{upload}", writing.upload),
        told("/vault/albumsnew", reading.albums),
        told("/messaging/groups", reading.groups),
        told("/message", reading.messages),
        told("/message", writing.write, "POST"),
        told("/group", writing.group, "POST"),
        told("/trackinglinks", reading.links),
        told("/notifications", reading.notifications),
        open_to_all("/device/id", writing.device, "GET"),
        open_to_all("/login", writing.login),
        open_to_all("/login/twofa", writing.second),
        # The address of a part is signed at the real one; here it holds the upload's id.
        Route(f"{BASE}/media/upload/{{upload}}/part/{{part:int}}", _put(writing), methods=["PUT"]),
        Route(f"{BASE}{ANYWHERE}", _nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        control(world, faults),
        Route(ANYWHERE, site.page(world), methods=["GET"]),
    ]
    return Across(FaultMiddleware(Router(routes), faults))


def _put(writing: Writing) -> Callable[[Request], Any]:
    async def put(request: Request) -> Response:
        return writing.part(request, None)

    return put


async def _nothing(_: Request) -> Response:
    return answers.wrong(404, "Not found")
