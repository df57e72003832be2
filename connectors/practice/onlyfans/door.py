"""What every request of the interface must bring: the page's own headers, and a session of which all belongs together."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from connectors.practice.faults import inner_path
from connectors.practice.onlyfans.records import House
from connectors.practice.onlyfans.world import World

APP_TOKEN = "33d57ade8c02dbc5a333db99ff9ae26a"
_STATES = {"code": False, "face": True}
Handler = Callable[[Request, House], Awaitable[Response]]
BLOCKED = (
    "<!doctype html><title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>"
    '<div class="cf-error-details">Ray ID: 0</div>'
)


def refused(status: int, code: int, message: str, **payload: Any) -> JSONResponse:
    error: dict[str, Any] = {"code": code, "message": message}
    if payload:
        error["payload"] = payload
    return JSONResponse({"error": error}, status_code=status)


def blocked() -> Response:
    return HTMLResponse(BLOCKED, status_code=403)


def is_signed(request: Request) -> bool:
    """Whether the headers are those that the page's script adds to this very request."""
    headers = request.headers
    path = inner_path(request.scope) + (f"?{request.url.query}" if request.url.query else "")
    parts = [headers.get("time", ""), path, headers.get("user-id", "0"), headers.get("x-bc", "")]
    return bool(headers.get("x-bc")) and headers.get("app-token") == APP_TOKEN and headers.get("sign") == sign(parts)


def sign(parts: list[str]) -> str:
    """FNV-1a over UTF-16 units, as the page's script has it: made up, and as opaque as the real one."""
    found = 0x811C9DC5
    for unit in "\n".join(parts).encode("utf-16-le")[::2]:
        found = ((found ^ unit) * 0x01000193) & 0xFFFFFFFF
    return f"51:{found:08x}:3a1:68f"


class Door:
    """Before the routes of the interface."""

    def __init__(self, world: World) -> None:
        self._world = world

    def opened(self, handler: Handler, *, is_me: bool = False) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            if (said := self._stopped(request)) is not None:
                return said
            house = self.house(request)
            if house is None:
                said = JSONResponse({"isAuth": False})
                return said if is_me else refused(401, 0, "Access denied.")
            return await handler(request, house)

        return answer

    def house(self, request: Request) -> House | None:
        cookies = request.cookies
        return self._world.house_of(
            cookies.get("sess", ""),
            cookies.get("fp", ""),
            request.headers.get("x-bc", ""),
            request.headers.get("user-agent", ""),
        )

    def _stopped(self, request: Request) -> Response | None:
        settings = self._world.settings
        self._world.answered += 1
        if settings.blocked:
            return blocked()
        if not is_signed(request):
            return refused(400, 0, "Please refresh the page")
        if settings.challenge and settings.challenge_on in f"{request.method} {inner_path(request.scope)}":
            return _challenge(settings.challenge)
        return None


def _challenge(kind: str) -> Response:
    if kind == "denied":
        return refused(400, 0, "Access denied.")
    if kind == "captcha":
        return refused(400, 102, "Captcha required")
    if kind == "security":
        return refused(400, 105, "Security check required")
    state = {
        "email": True,
        "phoneOtp": False,
        "appOtp": False,
        "faceOtp": False,
        "forceFaceOtp": _STATES[kind],
        "phoneLast4": "",
        "phoneCode": {},
        "faceCode": {},
        "emailCode": {},
    }
    return refused(400, 101, "2FA required", otpState=state, strong=False)
