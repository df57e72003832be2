"""Requests in an account's name, and what X's refusals mean."""

from datetime import timedelta
from typing import Any

from connectors import oauth
from connectors.base import Connection
from connectors.http import Reply
from connectors.x import login
from connectors.x.refusals import budget, refusal

_RENEWAL = oauth.Renewal(ahead=timedelta(minutes=24), can=login.renewable, renew=login.renewed)


class Session(oauth.Session):
    """What one account's client asks with."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, _RENEWAL)
        self._http = connection.http

    async def call(self, method: str, path: str, *, bucket: str, publishing: bool = False, **body: Any) -> Reply:
        """An authorised request; raises what a refusal means."""

        async def ask(token: str) -> Reply:
            return await self.ask(token, method, path, bucket=bucket, publishing=publishing, **body)

        reply = await self.answered(ask, publishing=publishing)
        error = refusal(reply, publishing=publishing, path=path, now=self._connection.now())
        if error is not None:
            raise error
        return reply

    async def ask(self, token: str, method: str, path: str, *, bucket: str, **body: Any) -> Reply:
        """One request with this access token; whatever X answers is returned."""
        headers = {"authorization": f"Bearer {token}"}
        url = self._connection.endpoints["api"].rstrip("/") + path
        reply = await self._http.request(method, url, bucket=bucket, headers=headers, **body)
        if (left := budget(reply, self._connection.now())) is not None:
            self._http.limiter.learn(bucket, left)
        return reply
