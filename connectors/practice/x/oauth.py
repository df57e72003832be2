"""X's login (platforms/x.md §1): the page a browser opens, the token endpoint, and the end of a login."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import unquote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from connectors.practice.x.answers import Refused, answer, oauth_error
from connectors.practice.x.state import Access, App, Code, XWorld

CODE_LIFE = timedelta(seconds=30)
ACCESS_LIFE = timedelta(hours=2)
_LONGEST_STATE = 500


async def authorize(world: XWorld, request: Request) -> Response:
    """Grant at once, as the person in this browser would; or refuse, where the world says so."""
    query = request.query_params
    app = world.apps.get(query.get("client_id", ""))
    if app is None or query.get("redirect_uri") not in app.callbacks:
        message = "Callback URL not approved for this client application. Approved callback URLs can be adjusted there."
        raise Refused(403, {"errors": [{"code": 415, "message": message}]})
    _check_authorize(query)
    state = {"state": query["state"]}
    if not world.settings.consent:
        return _back(query["redirect_uri"], {"error": "access_denied", **state})
    code = _issue(world, "code")
    world.codes[code] = Code(
        user=world.user_named(world.settings.browser_user).id,
        client_id=query["client_id"],
        scopes=tuple(scope for scope in query["scope"].split() if scope in world.settings.granted_scopes),
        redirect_uri=query["redirect_uri"],
        challenge=query["code_challenge"],
        method=query["code_challenge_method"],
        ends=world.now() + CODE_LIFE,
    )
    return _back(query["redirect_uri"], {**state, "code": code})


async def token(world: XWorld, request: Request) -> Response:
    """A code or a renewal token for new tokens; both can be spent once."""
    form = await _form(request)
    client_id = _client(world, request, form)
    match form.get("grant_type"):
        case "authorization_code":
            granted = _spend_code(world, form, client_id)
        case "refresh_token":
            granted = _spend_renewal(world, form, client_id)
        case _:
            raise oauth_error("unsupported_grant_type", "Value passed for the grant type was invalid.")
    return answer(_tokens(world, granted))


async def revoke(world: XWorld, request: Request) -> Response:
    """End the login that a token belongs to."""
    form = await _form(request)
    _client(world, request, form)
    rights = world.access.get(form.get("token", "")) or world.renewals.get(form.get("token", ""))
    if rights is not None:
        _end(world, rights.login)
    return answer({"revoked": True})


def _end(world: XWorld, login: str) -> None:
    for tokens in (world.access, world.renewals):
        for name in [name for name, rights in tokens.items() if rights.login == login]:
            del tokens[name]


def _check_authorize(query: Mapping[str, str]) -> None:
    wrong = [name for name in ("state", "scope", "code_challenge") if not query.get(name)]
    if query.get("response_type") != "code":
        wrong.append("response_type")
    if query.get("code_challenge_method") not in ("S256", "plain"):
        wrong.append("code_challenge_method")
    if wrong or len(query["state"]) > _LONGEST_STATE:
        raise oauth_error("invalid_request", f"Value passed for {', '.join(wrong) or 'state'} was invalid.")


def _client(world: XWorld, request: Request, form: Mapping[str, str]) -> str:
    """Whose app asks. A confidential one shows its secret in the header, a public one names itself in the body."""
    header = request.headers.get("authorization", "")
    client_id, secret = _basic(header) if header.startswith("Basic ") else (form.get("client_id", ""), "")
    app = world.apps.get(client_id, App())
    if client_id not in world.apps or not hmac.compare_digest(app.secret.encode(), secret.encode()):
        raise oauth_error("unauthorized_client", "Missing valid authorization header", 401)
    return client_id


def _basic(header: str) -> tuple[str, str]:
    try:
        client_id, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(client_id), unquote(secret)


def _spend_code(world: XWorld, form: Mapping[str, str], client_id: str) -> Access:
    code = world.codes.pop(form.get("code", ""), None)
    if (
        code is None
        or code.ends <= world.now()
        or code.client_id != client_id
        or code.redirect_uri != form.get("redirect_uri")
        or code.challenge != _challenge(form.get("code_verifier", ""), code.method)
    ):
        raise oauth_error("invalid_request", "Value passed for the authorization code was invalid.")
    return Access(user=code.user, client_id=client_id, scopes=code.scopes, login=_issue(world, "login"))


def _spend_renewal(world: XWorld, form: Mapping[str, str], client_id: str) -> Access:
    shown = form.get("refresh_token", "")
    rights = world.renewals.get(shown)
    if rights is None or rights.client_id != client_id:
        if world.settings.reuse_ends_login and shown in world.spent:
            _end(world, world.spent[shown])
        raise oauth_error("invalid_request", "Value passed for the token was invalid.")
    del world.renewals[shown]
    world.spent[shown] = rights.login
    return rights


def _challenge(verifier: str, method: str) -> str:
    if method == "plain":
        return verifier
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _tokens(world: XWorld, granted: Access) -> dict[str, object]:
    now = world.now()
    world.access = {token: rights for token, rights in world.access.items() if rights.ends is None or rights.ends > now}
    access = _issue(world, "access")
    world.access[access] = Access(
        user=granted.user,
        client_id=granted.client_id,
        scopes=granted.scopes,
        login=granted.login,
        ends=now + ACCESS_LIFE,
    )
    given: dict[str, object] = {
        "token_type": "bearer",
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "access_token": access,
        "scope": " ".join(granted.scopes),
    }
    if "offline.access" in granted.scopes:
        renewal = _issue(world, "refresh")
        world.renewals[renewal] = granted
        given["refresh_token"] = renewal
    return given


def _issue(world: XWorld, kind: str) -> str:
    """A new token, told apart by its number; nothing here is worth guessing."""
    world.issued += 1
    digest = hashlib.sha256(f"{kind} {world.seed} {world.issued}".encode()).hexdigest()
    return f"practice-x-{kind}-{world.issued}-{digest[:24]}"


def _back(redirect_uri: str, query: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{redirect_uri}?{urlencode(query)}", status_code=302)


async def _form(request: Request) -> dict[str, str]:
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
