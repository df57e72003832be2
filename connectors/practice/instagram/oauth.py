"""Practice Instagram's login (platforms/instagram.md §2): a code, a short token, a long one that renews itself."""

import hmac
from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from connectors.practice.instagram.answers import no_login, oauth_refused, refused
from connectors.practice.instagram.records import APP_ID, APP_SECRET, REDIRECT, Code, Token
from connectors.practice.instagram.world import World

CODE_LIFE, SHORT_LIFE, LONG_LIFE = timedelta(hours=1), timedelta(hours=1), timedelta(days=60)
_YOUNGEST = timedelta(hours=24)


async def authorize(world: World, request: Request) -> Response:
    """Grant at once, as the person in this browser would; the address ends in "#_", as real ones do."""
    query = request.query_params
    if query.get("client_id") != APP_ID or query.get("redirect_uri") != REDIRECT:
        return JSONResponse({"error_message": "Invalid platform app or redirect_uri"}, status_code=400)
    if query.get("response_type") != "code" or not query.get("state"):
        return JSONResponse({"error_message": "Invalid request"}, status_code=400)
    state = {"state": query["state"]}
    if not world.settings.consent:
        denied = {"error": "access_denied", "error_reason": "user_denied"}
        return _back({**denied, "error_description": "The user denied your request", **state})
    wanted = query.get("scope", "").split(",")
    world.issued += 1
    code = f"AQBpractice{world.issued}"
    world.codes[code] = Code(
        owner=world.account_named(world.settings.browser_user).id,
        scopes=tuple(scope for scope in wanted if scope in world.settings.granted_scopes),
        redirect_uri=query["redirect_uri"],
        ends=world.now() + CODE_LIFE,
    )
    return _back({"code": code, **state})


async def short(world: World, request: Request) -> Response:
    """A code for a token that lives an hour."""
    async with request.form() as given:
        form = {name: value for name, value in given.items() if isinstance(value, str)}
    if form.get("client_id") != APP_ID or not _is_secret(form.get("client_secret", "")):
        raise oauth_refused("Error validating client secret.")
    code = world.codes.pop(form.get("code", ""), None)
    if code is None or code.ends <= world.now() or code.redirect_uri != form.get("redirect_uri"):
        raise oauth_refused("Matching code was not found or was already used")
    token = world.issue(code.owner, code.scopes, SHORT_LIFE, short=True)
    if world.settings.doc_shapes:
        listed = {"access_token": token, "user_id": code.owner, "permissions": ",".join(code.scopes)}
        return JSONResponse({"data": [listed]})
    return JSONResponse({"access_token": token, "user_id": int(code.owner), "permissions": list(code.scopes)})


async def long(world: World, request: Request) -> Response:
    """A short token for one of 60 days."""
    query = request.query_params
    if query.get("grant_type") != "ig_exchange_token" or not _is_secret(query.get("client_secret", "")):
        raise refused(101, "Error validating application")
    found = _alive(world, query.get("access_token", ""))
    return _issued(world.issue(found.owner, found.scopes, LONG_LIFE))


async def renew(world: World, request: Request) -> Response:
    """The same login for 60 days more; its token must be a day old and may still be used afterwards."""
    query = request.query_params
    found = _alive(world, query.get("access_token", ""))
    if query.get("grant_type") != "ig_refresh_token" or found.short:
        raise refused(100, "Invalid grant_type")
    if found.made_at is not None and world.now() - found.made_at < _YOUNGEST:
        raise refused(100, "The token is too young to be refreshed")
    if world.settings.empty_renewals:
        return _issued("")
    return _issued(world.issue(found.owner, found.scopes, LONG_LIFE))


def _alive(world: World, name: str) -> Token:
    found = world.tokens.get(name)
    if found is None or name in world.settings.dead_tokens:
        raise no_login()
    if found.ends is not None and found.ends <= world.now():
        raise no_login(463)
    return found


def _is_secret(given: str) -> bool:
    return hmac.compare_digest(given.encode(), APP_SECRET.encode())


def _issued(token: str) -> Response:
    return JSONResponse(
        {"access_token": token, "token_type": "bearer", "expires_in": int(LONG_LIFE.total_seconds()) - 1056}
    )


def _back(query: dict[str, str]) -> Response:
    return RedirectResponse(f"{REDIRECT}?{urlencode(query)}#_", status_code=302)
