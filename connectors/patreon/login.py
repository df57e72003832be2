"""Patreon's tokens: exchanged with the client's secret, and renewed as a pair that works once (platforms/patreon.md §1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from connectors.base import Credential
from connectors.errors import LoginExpired
from connectors.http import Http
from connectors.oauth import app_of, granting, tokens
from connectors.patreon.refusals import token_refusal

_USUAL_LIFE = 2_678_400


def authorize_url(
    endpoint: str,
    *,
    client_id: str,
    redirect_uri: str,
    scopes: Sequence[str],
    state: str,
    challenge: str,  # noqa: ARG001 - what every login is given
) -> str:
    """Where the person grants access. Patreon knows no PKCE, so `challenge` is left out; the secret stands for it."""
    return granting(
        endpoint,
        client_id=client_id,
        redirect_uri=redirect_uri,
        scope=" ".join(scopes),
        state=state,
    )


async def exchange(
    http: Http,
    endpoints: Mapping[str, str],
    app: Mapping[str, str],
    *,
    code: str,
    verifier: str,  # noqa: ARG001 - Patreon asks for none
    redirect_uri: str,
    now: datetime,
) -> dict[str, str]:
    """The credential fields for an authorisation code; `verifier` is not asked for. Raises LoginExpired, Temporary …"""
    if not app.get("client_secret"):
        raise LoginExpired("Patreon wants the client's secret for every login; enter it and log in again")
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return {**app_of(app), **await _ask(http, endpoints["token"], {**body, **app_of(app)}, now)}


async def renewed(http: Http, endpoints: Mapping[str, str], credential: Credential, now: datetime) -> dict[str, str]:
    """The changed fields after one renewal; both old tokens are dead from now on."""
    if not renewable(credential):
        raise LoginExpired("the login has ended and there is nothing to renew it with")
    body = {"grant_type": "refresh_token", "refresh_token": credential.fields["refresh_token"]}
    return await _ask(http, endpoints["token"], {**body, **app_of(credential.fields)}, now)


def renewable(credential: Credential) -> bool:
    """Whether it can be renewed without the person: that takes the client's ID and secret as well."""
    return all(credential.fields.get(name) for name in ("refresh_token", "client_id", "client_secret"))


async def _ask(http: Http, url: str, body: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Raises LoginExpired only where Patreon says so itself; a page or a garbled answer in between is Temporary."""
    reply = await http.request("POST", url, bucket="token", data=dict(body))
    if (error := token_refusal(reply, now)) is not None:
        raise error
    return tokens(reply, http, "Patreon").fields(now, usual_life=_USUAL_LIFE)
