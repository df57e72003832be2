"""What every request to practice Graph passes: whose token it is, what it may do, and how much of the share is used."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from connectors.practice.instagram.answers import Refused, lacks, missing, no_login, refused
from connectors.practice.instagram.records import Account
from connectors.practice.instagram.world import World


@dataclass(slots=True)
class Call:
    """One admitted request."""

    world: World
    request: Request
    account: Account
    scopes: tuple[str, ...]
    by_facebook: bool = False

    def own(self) -> None:
        """Raises Refused where the path names another account than the token's."""
        named = self.request.path_params["id"]
        if named != self.account.id and (named != "me" or self.by_facebook):
            raise missing(named)


Handler = Callable[[Call], Awaitable[Response]]


def door(world: World, scope: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that admits an account's token with `scope`, and answers refusals."""

    async def enter(request: Request) -> Response:
        try:
            response = await handler(_admitted(world, request, scope))
        except Refused as no:
            response = no.answer()
        if world.settings.usage is not None:
            response.headers["x-business-use-case-usage"] = _usage(world)
        return response

    return enter


def open_door(
    world: World, handler: Callable[[World, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint of the login itself."""

    async def enter(request: Request) -> Response:
        try:
            return await handler(world, request)
        except Refused as no:
            return no.answer()

    return enter


def _admitted(world: World, request: Request, scope: str) -> Call:
    name = request.headers.get("authorization", "").removeprefix("Bearer ").removeprefix(
        "OAuth "
    ) or request.query_params.get("access_token", "")
    token = world.tokens.get(name)
    if token is None or name in world.settings.dead_tokens:
        raise no_login()
    if token.ends is not None and token.ends <= world.now():
        raise no_login(463)
    if world.settings.blocked_minutes:
        raise refused(80002, "There have been too many calls to this Instagram account", status=400)
    account = world.accounts[token.owner]
    scopes = tuple(world.settings.scopes.get(account.handle, token.scopes))
    if scope not in scopes:
        raise lacks(scope)
    return Call(world=world, request=request, account=account, scopes=scopes, by_facebook=name.startswith("EAA"))


def _usage(world: World) -> str:
    use = {
        "type": "instagram",
        "call_count": world.settings.usage,
        "total_cputime": 1,
        "total_time": 2,
        "estimated_time_to_regain_access": world.settings.blocked_minutes,
    }
    return msgspec.json.encode({next(iter(world.accounts)): [use]}).decode()
