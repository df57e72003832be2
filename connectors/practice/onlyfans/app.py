"""OnlyFans as an ASGI application: its pages, the script in them, and the interface that only the script may ask."""

from functools import cache
from importlib import resources

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.elsewhere import elsewhere
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.practice.onlyfans.api import API, Reading
from connectors.practice.onlyfans.door import APP_TOKEN, Door, blocked, refused
from connectors.practice.onlyfans.world import World
from connectors.practice.onlyfans.writing import Writing

PAGES = (
    "/",
    "/posts/create",
    "/my/chats/",
    "/my/chats/send",
    "/my/chats/chat/{fan:int}",
    "/my/queue",
    "/my/statistics",
    "/my/statistics/engagement/posts",
    "/my/statistics/engagement/messages",
    "/my/statistics/statements/earnings",
    "/my/statistics/statements/payouts",
    "/my/statistics/statements/chargebacks",
    "/my/collections/user-lists/subscribers/{kind}",
    "/my/settings/subscription/tracking-links",
    "/{username}",
)


def application(world: World, faults: Faults) -> ASGIApp:
    """What of platforms/onlyfans.md a creator's browser meets, and the control plane under /_practice."""
    door = Door(world)

    async def page(request: Request) -> Response:
        if world.settings.blocked:
            return blocked()
        root = request.scope.get("root_path", "")
        told = {
            "root": root,
            "token": APP_TOKEN,
            "now": int(world.now().timestamp() * 1000),
            "settings": msgspec.to_builtins(world.settings),
        }
        shown = _file("page.html").replace("{{told}}", msgspec.json.encode(told).decode())
        return HTMLResponse(shown.replace("{{root}}", root))

    async def script(_: Request) -> Response:
        return Response(_file("site.js"), media_type="text/javascript")

    routes = [
        Route("/static/site.js", script, methods=["GET"]),
        *Reading(world, door).routes(),
        *Writing(world, door).routes(),
        *(Route(path, page, methods=["GET"]) for path in PAGES),
    ]
    return FaultMiddleware(Router([control(world, faults), *routes, elsewhere(_nowhere)]), faults)


@cache
def _file(name: str) -> str:
    return (resources.files("connectors.practice.onlyfans") / name).read_text(encoding="utf-8")


def _nowhere() -> Response:
    return refused(404, 0, "Route not found.")


__all__ = ["API", "PAGES", "application"]
