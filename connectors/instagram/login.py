"""Instagram's login: a code for a short token, that for a long one, which renews itself (platforms/instagram.md §2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from connectors.base import Credential
from connectors.errors import ConnectorError, LayoutChanged, LoginExpired, Temporary
from connectors.http import Http, Reply, decoded
from connectors.instagram.facebook import is_facebooks
from connectors.instagram.refusals import code_refusal, token_refusal
from connectors.instagram.wire import LongToken, ShortToken
from connectors.oauth import Tokens, expiry, granting

# 60 days, where the answer says nothing that can be believed.
_USUAL_LIFE = 60 * 86_400
# A younger token is not renewed, nor one that has ended.
_YOUNGEST = timedelta(hours=24)
_APP = ("app_id", "app_secret", "redirect_uri")
T = TypeVar("T")


def authorize_url(
    endpoint: str,
    *,
    client_id: str,
    redirect_uri: str,
    scopes: Sequence[str],
    state: str,
    challenge: str,  # noqa: ARG001 - what every login is given
) -> str:
    """Where the person grants access. Instagram knows no PKCE, so `challenge` is left out; the secret stands for it."""
    return granting(
        endpoint,
        client_id=client_id,
        redirect_uri=redirect_uri,
        scope=",".join(scopes),
        state=state,
    )


async def exchange(
    http: Http,
    endpoints: Mapping[str, str],
    app: Mapping[str, str],
    *,
    code: str,
    verifier: str,  # noqa: ARG001 - Instagram asks for none
    redirect_uri: str,
    now: datetime,
) -> dict[str, str]:
    """The credential fields for a code: its token lives an hour and is exchanged for one of 60 days at once."""
    if not (app.get("app_id") and app.get("app_secret")):
        raise LoginExpired("Instagram wants the app's ID and secret for every login; enter both and log in again")
    short = await _short(http, endpoints["token"], app, code.removesuffix("#_"), redirect_uri, now)
    query = {"grant_type": "ig_exchange_token", "client_secret": app["app_secret"]}
    fields = await _long(http, endpoints, "access_token", {**query, "access_token": short.access_token or ""}, now)
    granted = short.permissions or ""
    scopes = granted if isinstance(granted, list) else granted.replace(" ", ",").split(",")
    kept = {name: app[name] for name in _APP if app.get(name)}
    return {**kept, **fields, "scope": " ".join(scope for scope in scopes if scope)}


async def renewed(http: Http, endpoints: Mapping[str, str], credential: Credential, now: datetime) -> dict[str, str]:
    """The changed fields after one renewal: the token is its own renewal token."""
    query = {"grant_type": "ig_refresh_token", "access_token": credential.fields["access_token"]}
    return await _long(http, endpoints, "refresh_access_token", query, now)


def renewable(credential: Credential, now: datetime) -> bool:
    """Whether it can be renewed now: it has not ended, and is a day old as far as is known."""
    expires, issued = expiry(credential), credential.fields.get("issued_at")
    token = credential.fields.get("access_token")
    if not token or is_facebooks(token) or (expires is not None and expires <= now):
        return False
    return issued is None or now - datetime.fromisoformat(issued) >= _YOUNGEST


async def _short(
    http: Http, url: str, app: Mapping[str, str], code: str, redirect_uri: str, now: datetime
) -> ShortToken:
    body = {"client_id": app["app_id"], "client_secret": app["app_secret"], "grant_type": "authorization_code"}
    reply = await http.request("POST", url, bucket="token", data={**body, "redirect_uri": redirect_uri, "code": code})
    if (error := code_refusal(reply, now)) is not None:
        raise error
    answer = _read(reply, ShortToken, http)
    found = answer.data[0] if answer.data else answer
    if not found.access_token:
        raise Temporary("Instagram gave no token for the login")
    return found


async def _long(
    http: Http, endpoints: Mapping[str, str], path: str, query: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """Raises LoginExpired only where Instagram says so itself; a page or a garbled answer in between is Temporary."""
    reply = await http.request("GET", _beside(endpoints["graph"], path), bucket="token", params=dict(query))
    if (error := token_refusal(reply, now)) is not None:
        raise error
    answer = _read(reply, LongToken, http)
    if not answer.access_token:
        raise Temporary("Instagram renewed the login with an empty token; the old one is kept")
    return Tokens(access_token=answer.access_token, expires_in=answer.expires_in).fields(now, usual_life=_USUAL_LIFE)


def _read(reply: Reply, form: type[T], http: Http) -> T:
    try:
        return decoded(reply, form, http.diagnostics)
    except LayoutChanged as garbled:
        failed: ConnectorError = Temporary(f"Instagram answered the login with what cannot be read: {garbled.reason}")
        raise failed from garbled


def _beside(graph: str, path: str) -> str:
    """Tokens are given beside the versions of Graph, not below one: https://graph.instagram.com/access_token."""
    address = graph.rstrip("/")
    last = urlsplit(address).path.rsplit("/", 1)[-1]
    return f"{address.removesuffix(last)}{path}" if last[:1] == "v" and last[1:2].isdigit() else f"{address}/{path}"
