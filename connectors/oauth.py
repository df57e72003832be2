"""An OAuth login in use: its token renewed ahead of its end, once, and never declared dead because of an outage."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import msgspec

from connectors.base import Connection, Credential
from connectors.errors import (
    ConnectorError,
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.http import Http, Reply, decoded

_LONGEST_LIFE = 366 * 86_400
CLIENT_ID, CLIENT_SECRET = "client_id", "client_secret"

Renew = Callable[[Http, Mapping[str, str], Credential, datetime], Awaitable[Mapping[str, str]]]
Ask = Callable[[str], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How a platform's login is renewed. `ahead`: how long before its end; `can`: whether it goes without the person.

    `renew` gives the changed fields, or raises LoginExpired where the platform itself says that the login has ended.
    """

    ahead: timedelta
    can: Callable[[Credential], bool]
    renew: Renew


class Session:
    """What one account's client asks with."""

    def __init__(self, connection: Connection, renewal: Renewal) -> None:
        self._connection, self._renewal = connection, renewal

    async def credential(self) -> Credential:
        """As it is stored now. Raises LoginExpired where there is none."""
        return await self._connection.credentials.read()

    async def answered(self, ask: Ask, *, publishing: bool = False) -> Reply:
        """What the platform answers to `ask`, which is given the access token.

        A 401 is renewed and asked once more: what was refused so was not accepted. Whatever else is answered is returned.
        """
        credential = await self._fresh()
        reply = await ask(access_token(credential))
        if reply.status == 401 and self._renewal.can(credential):
            credential = await self._renewed_for(credential, publishing=publishing)
            reply = await ask(access_token(credential))
        return reply

    async def _fresh(self) -> Credential:
        """The credential, renewed ahead of its end. If that cannot be had now, the old token is used while it lasts."""
        credential = await self.credential()
        expires, now = expiry(credential), self._connection.now()
        if expires is None or expires - now > self._renewal.ahead or not self._renewal.can(credential):
            return credential
        try:
            return await self._renewed(credential)
        except (NetworkDown, Temporary, RateLimited) as error:
            if expires <= now:
                raise _unreached(error) from error
            return credential

    async def _renewed_for(self, spent: Credential, *, publishing: bool) -> Credential:
        """A renewal after a 401. What was refused with 401 was not accepted, so an outage here leaves nothing unknown."""
        try:
            return await self._renewed(spent)
        except Temporary as error:
            if publishing:
                raise _unreached(error) from error
            raise

    async def _renewed(self, spent: Credential) -> Credential:
        async def renew(current: Credential) -> Mapping[str, str]:
            connection = self._connection
            return await self._renewal.renew(connection.http, connection.endpoints, current, connection.now())

        return await self._connection.credentials.rotate(spent.version, renew)


class Tokens(msgspec.Struct):
    """A token endpoint's answer, read as forgivingly as can be: the token that it replaces is spent already."""

    access_token: str
    expires_in: int | float | str | None = None
    refresh_token: str | None = None
    scope: str | list[str] | None = None

    def fields(self, now: datetime, *, usual_life: int) -> dict[str, str]:
        """The credential's fields; `usual_life`: seconds, where the answer says nothing that can be believed."""
        life = timedelta(seconds=_seconds(self.expires_in, usual_life))
        fields = {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token or "",
            "expires_at": (now + life).isoformat(),
            "issued_at": now.isoformat(),
            "scope": " ".join(self.scope) if isinstance(self.scope, list) else self.scope or "",
        }
        return {name: value for name, value in fields.items() if value}


def tokens(reply: Reply, http: Http, platform: str) -> Tokens:
    """What a token endpoint's success says. A page or a garbled answer is Temporary: it ends no login."""
    try:
        return decoded(reply, Tokens, http.diagnostics)
    except LayoutChanged as garbled:
        message = f"{platform} renewed the login with an answer that cannot be read: {garbled.reason}"
        raise Temporary(message) from garbled


def granting(endpoint: str, *, client_id: str, redirect_uri: str, scope: str, state: str, **more: str) -> str:
    """The page on which a person grants access by a code; `more` is what a platform wants besides (RFC 6749 §4.1.1)."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        **more,
    }
    return f"{endpoint}?{urlencode(query, quote_via=quote)}"


def app_of(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of the person's own app at the platform."""
    return {name: fields[name] for name in (CLIENT_ID, CLIENT_SECRET) if fields.get(name)}


def access_token(credential: Credential) -> str:
    """Raises LoginExpired where there is none."""
    token = credential.fields.get("access_token")
    if not token:
        raise LoginExpired("there is no access token")
    return token


def expiry(credential: Credential) -> datetime | None:
    """When the access token ends (aware UTC), None where that is unknown. Raises Rejected for what is no time."""
    text = credential.fields.get("expires_at")
    if not text:
        return None
    try:
        expires = datetime.fromisoformat(text)
    except ValueError as error:
        raise Rejected("expires_at is not an ISO 8601 time") from error
    return expires if expires.tzinfo else None


def _unreached(error: ConnectorError) -> ConnectorError:
    """A renewal that did not come about before any request was accepted."""
    return NetworkDown(f"the login could not be renewed: {error.reason}", retry_at=error.retry_at)


def _seconds(given: float | str | None, usual: int) -> int:
    try:
        seconds = int(float(given)) if given is not None else 0
    except (ValueError, OverflowError):
        seconds = 0
    return seconds if 0 < seconds <= _LONGEST_LIFE else usual
