"""Practice Patreon's OAuth 2.0: no PKCE, the secret always, and pairs that work once (platforms/patreon.md §1)."""

import hmac
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from connectors.practice.patreon.world import CLIENT_ID, CLIENT_SECRET, LIFE, Code, Login, World


async def authorize(world: World, request: Request) -> Response:
    """The page on which the person grants access: `settings.consent` decides for them."""
    query = dict(request.query_params)
    back, state = query.get("redirect_uri", ""), {"state": query.get("state", "")}
    if query.get("response_type") != "code" or query.get("client_id") != CLIENT_ID or not back:
        return _refused("invalid_request")
    if not world.settings.consent:
        return RedirectResponse(f"{back}?{urlencode({'error': 'access_denied', **state})}", status_code=302)
    world.issued += 1
    code = f"practice-patreon-code-{world.issued}"
    world.codes[code] = Code(
        creator=world.settings.browser_user, redirect_uri=back, scopes=query.get("scope", "identity").split()
    )
    return RedirectResponse(f"{back}?{urlencode({'code': code, **state})}", status_code=302)


async def token(world: World, request: Request) -> Response:
    """A code or a renewal token for a new pair; both can be spent once."""
    async with request.form() as given:
        form = {name: value for name, value in given.items() if isinstance(value, str)}
    secret = form.get("client_secret", "")
    if form.get("client_id") != CLIENT_ID or not hmac.compare_digest(secret.encode(), CLIENT_SECRET.encode()):
        return _refused("invalid_client", 401)
    match form.get("grant_type"):
        case "authorization_code":
            code = world.codes.pop(form.get("code", ""), None)
            fits = code is not None and code.redirect_uri == form.get("redirect_uri")
            made = world.issue(code.creator, code.scopes) if code is not None and fits else None
        case "refresh_token":
            made = world.renew(form.get("refresh_token", ""))
        case _:
            return _refused("unsupported_grant_type")
    return _refused("invalid_grant") if made is None else _tokens(made)


def _tokens(login: Login) -> Response:
    return JSONResponse(
        {
            "access_token": login.access,
            "refresh_token": login.refresh,
            "expires_in": int(LIFE.total_seconds()),
            "scope": " ".join(login.scopes),
            "token_type": "Bearer",
            "version": "0.0.1",
        }
    )


def _refused(error: str, status: int = 400) -> Response:
    return JSONResponse({"error": error}, status_code=status)
