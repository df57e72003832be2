"""X's tokens: exchanged at once, renewed single-use, revoked (platforms/x.md §1)."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from connectors.base import Credential
from connectors.errors import LayoutChanged, LoginExpired, Temporary, Unsupported
from connectors.http import Http, Reply, decoded
from connectors.x.manifest import SCOPES
from connectors.x.refusals import token_refusal
from connectors.x.wire import Tokens

_DEFAULT_LIFE = 7200
_LONGEST_LIFE = 366 * 86_400


def authorize_url(endpoint: str, *, client_id: str, redirect_uri: str, state: str, challenge: str) -> str:
    """Where the person grants access, in their own browser."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{endpoint}?{urlencode(query, quote_via=quote)}"


async def exchange(
    http: Http,
    endpoints: Mapping[str, str],
    app: Mapping[str, str],
    *,
    code: str,
    verifier: str,
    redirect_uri: str,
    now: datetime,
) -> dict[str, str]:
    """The credential fields for an authorisation code, which lives 30 seconds. Raises LoginExpired, Temporary …"""
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    tokens = await _ask(http, endpoints["token"], app, body, now)
    return {**{key: app[key] for key in ("client_id", "client_secret") if app.get(key)}, **_fields(tokens, now)}


async def renewed(http: Http, endpoints: Mapping[str, str], credential: Credential, now: datetime) -> dict[str, str]:
    """The changed fields after one renewal; the old renewal token is dead from now on."""
    refresh = credential.fields.get("refresh_token")
    if not refresh or not credential.fields.get("client_id"):
        raise LoginExpired("the login has ended and there is nothing to renew it with")
    body = {"grant_type": "refresh_token", "refresh_token": refresh}
    return _fields(await _ask(http, endpoints["token"], credential.fields, body, now), now)


async def revoke(http: Http, endpoints: Mapping[str, str], fields: Mapping[str, str], now: datetime) -> None:
    """End the login at X: the renewal token, which ends both, else the access token.

    Raises Unsupported for a pasted token without its app's id, which X wants to see.
    """
    if not fields.get("client_id"):
        raise Unsupported("X ends a login only with the app's client ID; it can be ended under Connected apps at X")
    token = fields.get("refresh_token") or fields["access_token"]
    hint = "refresh_token" if fields.get("refresh_token") else "access_token"
    reply = await _post(http, endpoints["revoke"], fields, {"token": token, "token_type_hint": hint})
    if (error := token_refusal(reply, now)) is not None:
        raise error


async def _ask(http: Http, url: str, app: Mapping[str, str], body: dict[str, str], now: datetime) -> Tokens:
    """Raises LoginExpired only where X says so itself; a page or a garbled answer in between is Temporary."""
    reply = await _post(http, url, app, body)
    if (error := token_refusal(reply, now)) is not None:
        raise error
    try:
        return decoded(reply, Tokens, http.diagnostics)
    except LayoutChanged as garbled:
        raise Temporary(f"X renewed the login with an answer that cannot be read: {garbled.reason}") from garbled


async def _post(http: Http, url: str, app: Mapping[str, str], body: dict[str, str]) -> Reply:
    headers = {}
    if app.get("client_id"):
        body = {**body, "client_id": app["client_id"]}
    if app.get("client_secret"):
        pair = f"{quote(app['client_id'], safe='')}:{quote(app['client_secret'], safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return await http.request("POST", url, bucket="token", headers=headers, data=body)


def _fields(tokens: Tokens, now: datetime) -> dict[str, str]:
    life = timedelta(seconds=_seconds(tokens.expires_in))
    fields = {
        "access_token": tokens.access_token,
        "expires_at": (now + life).isoformat(),
        "issued_at": now.isoformat(),
        "scope": " ".join(tokens.scope) if isinstance(tokens.scope, list) else tokens.scope or "",
    }
    if tokens.refresh_token:
        fields["refresh_token"] = tokens.refresh_token
    return {key: value for key, value in fields.items() if value}


def _seconds(given: float | str | None) -> int:
    try:
        seconds = int(float(given)) if given is not None else 0
    except (ValueError, OverflowError):
        seconds = 0
    return seconds if 0 < seconds <= _LONGEST_LIFE else _DEFAULT_LIFE
