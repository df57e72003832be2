"""Requests to Fansly's interface for one account: the session, what refusals mean, and answers that say nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from connectors.base import Connection
from connectors.errors import LayoutChanged, LoginExpired, RateLimited, WrongAccount
from connectors.fansly.refusals import Stale, refusal
from connectors.fansly.session import login, origin
from connectors.fansly.wire import Account, Envelope, Me
from connectors.http import Reply, decoded

T = TypeVar("T")
_BASE = "/api/v1"
# How long who is logged in is not asked again (§7).
_FRESH = timedelta(seconds=30)


class Api:
    """GET requests; all raise what `refusals` says, and LayoutChanged for an answer that cannot be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._http = connection, connection.http
        self._throttled = 0
        self._known: tuple[datetime, Account] | None = None

    async def get(self, path: str, form: Any, **params: str) -> Any:
        """What `path` answers, as msgspec type `form`.

        An ended session may be told as a success that lacks what was asked for (§0.5): then it is asked who is logged in.
        """
        reply = await self._answered(path, params)
        told = decoded(reply, Envelope, self._http.diagnostics).response
        inner = Reply(status=reply.status, headers=reply.headers, body=bytes(told))
        try:
            return decoded(inner, form, self._http.diagnostics)
        except LayoutChanged:
            await self.me(fresh=True)
            raise

    async def me(self, *, fresh: bool = False) -> Account:
        """Who is logged in; `fresh`: as it is now, whatever is known. Raises LoginExpired, WrongAccount.

        An answer without an account is asked for once more.
        """
        now = self._connection.now()
        if not fresh and self._known is not None and timedelta(0) <= now - self._known[0] < _FRESH:
            return self._known[1]
        found = await self._account() or await self._account()
        if found is None:
            raise LoginExpired("Fansly names nobody for this session; log in again")
        wanted = self._connection.remote_id
        if wanted is not None and found.id != wanted:
            raise WrongAccount("this session is of another account of Fansly")
        self._known = (now, found)
        return found

    async def my_id(self) -> str:
        return self._connection.remote_id or (await self.me()).id

    async def _account(self) -> Account | None:
        reply = await self._answered("/account/me", {})
        told = decoded(reply, Envelope, self._http.diagnostics).response
        if bytes(told) == b"null":
            return None
        inner = Reply(status=reply.status, headers=reply.headers, body=bytes(told))
        found: Me = decoded(inner, Me, self._http.diagnostics)
        return found.account

    async def _answered(self, path: str, params: Mapping[str, str]) -> Reply:
        try:
            return await self._asked(path, params)
        except Stale:
            # What the sheet calls a reload: the same once more, with headers of now; then it is at an end.
            return await self._asked(path, params, again=True)

    async def _asked(self, path: str, params: Mapping[str, str], *, again: bool = False) -> Reply:
        endpoints, now = self._connection.endpoints, self._connection.now()
        credential = await self._connection.credentials.read()
        headers = login(credential.fields, endpoints["site"]).headers(origin(endpoints["site"]), now, again=again)
        # The flag keeps the page's service worker out (§1).
        query = {**params, "ngsw-bypass": "true"}
        url = endpoints["api"].rstrip("/") + _BASE + path
        reply = await self._http.request("GET", url, bucket="api", headers=headers, params=query)
        error = refusal(reply, now=now, throttled=self._throttled)
        if isinstance(error, RateLimited):
            self._throttled += 1
            if error.retry_at is not None:
                self._http.limiter.pause(error.retry_at)
        else:
            self._throttled = 0
        if error is not None:
            raise error
        return reply
