"""What every request to the practice interface passes: another origin's question, the token, the page's own headers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connectors.practice.fansly import answers
from connectors.practice.fansly.records import Creator
from connectors.practice.fansly.world import World

BASE = "/api/v1"
# A page's signature is good for so long, in milliseconds.
_FRESH_MS = 300_000
_OWN = ("fansly-client-id", "fansly-client-ts", "fansly-session-id", "fansly-client-check")
_ALLOWED = "authorization, content-type, " + ", ".join(_OWN)


@dataclass(frozen=True, slots=True)
class Call:
    """A request with whoever asks, and its body as JSON (None for none)."""

    request: Request
    creator: Creator
    body: Any

    def number(self, name: str, usual: int, most: int) -> int:
        """A whole number of the query, from 0 to `most`."""
        given = self.request.query_params.get(name, "")
        return min(int(given), most) if given.isdigit() else usual


Handler = Callable[[Call], Response]


def signature(build: str, path: str) -> str:
    """What stands for `fansly-client-check` here: only a page of this `build` knows it."""
    return f"{build}-{sum(path.encode()) % 65536:x}"


def page_headers(build: str, path: str, ms: int) -> dict[str, str]:
    """The headers of a practice page's own request."""
    check = signature(build, path)
    return dict(zip(_OWN, ("730000000000000009", str(ms), "770000000000000009", check), strict=True))


class Door:
    """Guards the handlers of `world`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def to(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def opened(request: Request) -> Response:
            refused = self._refused(request)
            if refused is not None:
                return refused
            session = self._world.session(request.headers.get("authorization", ""))
            if session is None:
                return self._nobody()
            self._world.pass_time()
            path = _path(request)
            if path in self._world.settings.hollow:
                return answers.fine({})
            return handler(Call(request, self._world.creators[session.creator], await _json(request)))

        return opened

    def openly(self, handler: Callable[[Request, Any], Response]) -> Callable[[Request], Awaitable[Response]]:
        """For what is asked before anybody is logged in."""

        async def opened(request: Request) -> Response:
            return self._refused(request) or handler(request, await _json(request))

        return opened

    def _nobody(self) -> Response:
        return answers.wrong(401, "Unauthorized", 200 if self._world.settings.refused_in_body else 401)

    def _refused(self, request: Request) -> Response | None:
        settings = self._world.settings
        if settings.blocked:
            return answers.challenge()
        if settings.throttled:
            return answers.wrong(429, "Too many requests")
        wants = settings.client_headers == "all" or (settings.client_headers == "writes" and request.method != "GET")
        if wants and not self._is_of_the_page(request.headers, _path(request)):
            return answers.wrong(400, "Bad request")
        return None

    def _is_of_the_page(self, headers: Mapping[str, str], path: str) -> bool:
        if any(not headers.get(name) for name in _OWN):
            return False
        told = headers["fansly-client-ts"]
        fresh = told.isdigit() and abs(int(told) - self._world.page_ms()) < _FRESH_MS
        return fresh and headers["fansly-client-check"] == signature(self._world.settings.build, path)


class Across:
    """Lets the site's page, which is of another origin, ask: with its token and its own headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", []))
        origin = headers.get(b"origin")
        if scope["type"] != "http" or origin is None:
            await self.app(scope, receive, send)
            return
        allowed = [
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-headers", _ALLOWED.encode()),
            (b"access-control-allow-methods", b"GET, POST, PUT, OPTIONS"),
            (b"access-control-expose-headers", b"etag"),
            (b"vary", b"origin"),
        ]
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": allowed})
            await send({"type": "http.response.body", "body": b""})
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *allowed]}
            await send(message)

        await self.app(scope, receive, answer)


def _path(request: Request) -> str:
    """As the page knows it, without the folder that it is mounted in."""
    return request.url.path.removeprefix(request.scope.get("root_path", ""))


async def _json(request: Request) -> Any:
    try:
        return msgspec.json.decode(await request.body() or b"null")
    except msgspec.DecodeError:
        return None
