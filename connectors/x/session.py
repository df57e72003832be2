"""Requests in an account's name: its token, renewed in time, and what X's refusals mean."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.base import Connection, Credential
from connectors.errors import ConnectorError, LoginExpired, NetworkDown, RateLimited, Rejected, Temporary
from connectors.http import Reply
from connectors.x import login
from connectors.x.refusals import budget, refusal

_RENEW_BEFORE = timedelta(minutes=24)


class Session:
    """What one account's client asks with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._http = connection.http

    async def credential(self) -> Credential:
        """As it is stored now. Raises LoginExpired where there is none."""
        return await self._connection.credentials.read()

    async def call(self, method: str, path: str, *, bucket: str, publishing: bool = False, **body: Any) -> Reply:
        """An authorised request; raises what a refusal means."""
        credential = await self._fresh()
        reply = await self.ask(credential, method, path, bucket=bucket, publishing=publishing, **body)
        if reply.status == 401 and renewable(credential):
            credential = await self._renewed_for(credential, publishing=publishing)
            reply = await self.ask(credential, method, path, bucket=bucket, publishing=publishing, **body)
        error = refusal(reply, publishing=publishing, path=path, now=self._connection.now())
        if error is not None:
            raise error
        return reply

    async def ask(self, credential: Credential, method: str, path: str, *, bucket: str, **body: Any) -> Reply:
        """One request with this credential; whatever X answers is returned."""
        token = credential.fields.get("access_token")
        if not token:
            raise LoginExpired("there is no access token")
        headers = {"authorization": f"Bearer {token}"}
        url = self._connection.endpoints["api"].rstrip("/") + path
        reply = await self._http.request(method, url, bucket=bucket, headers=headers, **body)
        if (left := budget(reply)) is not None:
            self._http.limiter.learn(bucket, left)
        return reply

    async def _fresh(self) -> Credential:
        """The credential, renewed ahead of its end. If the renewal cannot be had now, the old token is used while it lasts."""
        credential = await self.credential()
        expires, now = expiry(credential), self._connection.now()
        if expires is None or expires - now > _RENEW_BEFORE or not renewable(credential):
            return credential
        try:
            return await self._renew(credential)
        except (NetworkDown, Temporary, RateLimited) as error:
            if expires <= now:
                raise _unreached(error) from error
            return credential

    async def _renewed_for(self, spent: Credential, *, publishing: bool) -> Credential:
        """A renewal after a 401. What was refused with 401 was not accepted, so an outage here leaves nothing unknown."""
        try:
            return await self._renew(spent)
        except Temporary as error:
            if publishing:
                raise _unreached(error) from error
            raise

    async def _renew(self, spent: Credential) -> Credential:
        async def renew(current: Credential) -> Mapping[str, str]:
            return await login.renewed(self._http, self._connection.endpoints, current, self._connection.now())

        return await self._connection.credentials.rotate(spent.version, renew)


def _unreached(error: ConnectorError) -> ConnectorError:
    """A renewal that did not come about before any request was accepted."""
    return NetworkDown(f"the login could not be renewed: {error.reason}", retry_at=error.retry_at)


def renewable(credential: Credential) -> bool:
    """Whether it can be renewed without the person: that takes the app's id as well."""
    return bool(credential.fields.get("refresh_token") and credential.fields.get("client_id"))


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
