"""What every request passes: whose token it is, what it may do, how often, and whether it is paid for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from connectors.practice.x.answers import Refused, answer, lacks_scope, no_credit, too_many, unauthorized
from connectors.practice.x.state import User, XWorld

# Requests of one user in 15 minutes (platforms/x.md §8); those that it does not name are set like their neighbours.
LIMITS: Mapping[str, int] = {
    "posts_create": 100,
    "posts_delete": 50,
    "posts_lookup": 5000,
    "post": 900,
    "timeline": 900,
    "users_me": 75,
    "analytics": 300,
    "upload_initialize": 1875,
    "upload_append": 1875,
    "upload_finalize": 1875,
    "upload": 500,
    "upload_status": 1000,
    "media_metadata": 500,
    "usage": 50,
    "mentions": 300,
    "users_lookup": 900,
    "dm_events": 15,
    "dm_create": 15,
}
WINDOW, DAY = timedelta(minutes=15), timedelta(hours=24)
# An app's own limit on posts; refused with these headers although the 15 minutes have room (platforms/x.md §8).
DAILY, DAILY_LIMIT = "app_24hour", 10_000
PRICE_POST, PRICE_LINK, PRICE_READ = 0.015, 0.20, 0.001
PRICE_USER, PRICE_EVENT, PRICE_MESSAGE = 0.010, 0.010, 0.015


@dataclass(slots=True)
class Call:
    """One admitted request. `headers` go with the answer, whatever it is."""

    world: XWorld
    request: Request
    user: User
    headers: dict[str, str] = field(default_factory=dict)

    def pay(self, price: float) -> None:
        """Raises Refused (402) where the credit does not reach."""
        if self.world.settings.credit < price:
            raise no_credit()
        self.world.settings.credit -= price

    def pay_for_reading(self, resources: list[str], price: float = PRICE_READ) -> None:
        """The same resource is billed once in a UTC day (platforms/x.md §2); the older plans' cap counts posts alone."""
        today = self.world.now().date().isoformat()
        if self.world.billed[0] != today:
            self.world.billed = (today, set())
        fresh = set(resources) - self.world.billed[1]
        self.world.read_posts += len(fresh) if price == PRICE_READ else 0
        self.pay(price * len(fresh))
        self.world.billed[1].update(fresh)


Handler = Callable[[Call], Awaitable[Response]]


def door(
    world: XWorld, endpoint: str, scopes: tuple[str, ...], handler: Handler
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that admits a user's token with `scopes`, counts the request, and answers refusals."""

    async def enter(request: Request) -> Response:
        headers: dict[str, str] = {}
        try:
            user = _authorised(world, request, scopes)
            _count(world, user, endpoint, headers)
            call = Call(world, request, user, headers)
            response = await handler(call)
        except Refused as refused:
            response = answer(refused.payload, refused.status)
        response.headers.update(headers)
        return response

    return enter


def open_door(
    world: XWorld, handler: Callable[[XWorld, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint without a user's token: the login itself."""

    async def enter(request: Request) -> Response:
        try:
            return await handler(world, request)
        except Refused as refused:
            return answer(refused.payload, refused.status)

    return enter


def _authorised(world: XWorld, request: Request, scopes: tuple[str, ...]) -> User:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    rights = world.access.get(token) if scheme.lower() == "bearer" else None
    if rights is None or token in world.settings.dead_tokens or (rights.ends and rights.ends <= world.now()):
        raise unauthorized()
    for scope in scopes:
        if scope not in rights.scopes:
            raise lacks_scope(scope)
    return world.users[rights.user]


def _count(world: XWorld, user: User, endpoint: str, headers: dict[str, str]) -> None:
    """Spend one request of each limit that this endpoint has; raises Refused (429) where one is used up."""
    full = _spend(world, user.id, endpoint, LIMITS[endpoint], WINDOW, "x-rate-limit", headers)
    if endpoint == "posts_create":
        full |= _spend(world, "", DAILY, DAILY_LIMIT, DAY, "x-app-limit-24hour", headers)
    if full and world.settings.rate_limits:
        raise too_many()


def _spend(
    world: XWorld, whose: str, name: str, usual: int, window: timedelta, prefix: str, headers: dict[str, str]
) -> bool:
    limit = world.settings.limits.get(name, usual)
    now = world.now()
    ends, used = world.windows.get((whose, name), (now, 0))
    if ends <= now:
        ends, used = now + window, 0
    full = used >= limit
    used = min(limit, used + 1)
    world.windows[whose, name] = (ends, used)
    left = limit - used if world.settings.rate_limits else limit
    headers |= {f"{prefix}-limit": str(limit), f"{prefix}-remaining": str(left), f"{prefix}-reset": _epoch(ends)}
    return full


def _epoch(at: datetime) -> str:
    return str(int(at.timestamp()) + 1)
