"""X's tokens: exchanged at once, renewed single-use, revoked (platforms/x.md §1)."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from connectors.base import Credential
from connectors.errors import LoginExpired, Unsupported
from connectors.http import Http, Reply
from connectors.oauth import app_of, granting, tokens
from connectors.x.refusals import token_refusal

_USUAL_LIFE = 7200


def authorize_url(
    endpoint: str, *, client_id: str, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str
) -> str:
    """Where the person grants access, in their own browser."""
    return granting(
        endpoint,
        client_id=client_id,
        redirect_uri=redirect_uri,
        scope=" ".join(scopes),
        state=state,
        code_challenge=challenge,
        code_challenge_method="S256",
    )


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
    return {**app_of(app), **await _ask(http, endpoints["token"], app, body, now)}


async def renewed(http: Http, endpoints: Mapping[str, str], credential: Credential, now: datetime) -> dict[str, str]:
    """The changed fields after one renewal; the old renewal token is dead from now on."""
    if not renewable(credential):
        raise LoginExpired("the login has ended and there is nothing to renew it with")
    body = {"grant_type": "refresh_token", "refresh_token": credential.fields["refresh_token"]}
    return await _ask(http, endpoints["token"], credential.fields, body, now)


def renewable(credential: Credential) -> bool:
    """Whether it can be renewed without the person: that takes the app's id as well."""
    return bool(credential.fields.get("refresh_token") and credential.fields.get("client_id"))


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


async def _ask(http: Http, url: str, app: Mapping[str, str], body: dict[str, str], now: datetime) -> dict[str, str]:
    """Raises LoginExpired only where X says so itself; a page or a garbled answer in between is Temporary."""
    reply = await _post(http, url, app, body)
    if (error := token_refusal(reply, now)) is not None:
        raise error
    return tokens(reply, http, "X").fields(now, usual_life=_USUAL_LIFE)


async def _post(http: Http, url: str, app: Mapping[str, str], body: dict[str, str]) -> Reply:
    headers = {}
    if app.get("client_id"):
        body = {**body, "client_id": app["client_id"]}
    if app.get("client_secret"):
        pair = f"{quote(app['client_id'], safe='')}:{quote(app['client_secret'], safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return await http.request("POST", url, bucket="token", headers=headers, data=body)
