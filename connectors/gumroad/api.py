"""Requests to Gumroad's API for one account: the token, the refusals, and pages of which one bad item may be left out.

Only `change` changes anything there, and only once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from connectors import lists
from connectors.base import Connection
from connectors.errors import LayoutChanged, OutcomeUnknown, RateLimited
from connectors.gumroad.refusals import refusal, told
from connectors.gumroad.wire import Answer
from connectors.http import Reply, decoded

T = TypeVar("T")
A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `next_key` None: it is the last. `unreadable` items of it are not of the contract's form."""

    items: list[T]
    next_key: str | None
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A kind of list: the answer's form, the key of the items in it, and the form of one."""

    form: type[Answer]
    key: str
    item: type[T]


class Api:
    """Requests; all raise what `refusals` says, and LayoutChanged for an answer that cannot be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._http = connection.http

    async def get(self, path: str, form: type[A], *, scope: str, params: Mapping[str, str] | None = None) -> A:
        """One object. `scope` is what the request needs. Raises Rejected for `success` false, which comes with a 200."""
        reply = self._taken(await self._send("GET", path, params=dict(params or {})), scope)
        return _accepted(decoded(reply, form, self._http.diagnostics))

    async def ask(self, path: str, form: type[A], *, fields: Mapping[str, str]) -> A:
        """What anybody may ask, without the token; it changes nothing."""
        reply = self._taken(await self._send("POST", path, token=False, data=dict(fields)), "nothing")
        return _accepted(decoded(reply, form, self._http.diagnostics))

    async def change(self, path: str, form: type[A], *, scope: str, fields: Mapping[str, str]) -> A:
        """Change something. Raises OutcomeUnknown where it may have been done: there is no key against doing it twice."""
        reply = await self._send("PUT", path, publishing=True, data=dict(fields))
        if reply.server_failed:
            raise OutcomeUnknown(f"Gumroad answered {reply.status}")
        self._taken(reply, scope)
        try:
            answer = decoded(reply, form, self._http.diagnostics)
        except LayoutChanged as error:
            raise OutcomeUnknown(error.reason) from error
        return _accepted(answer)

    async def page(self, path: str, listed: Listed[T], *, scope: str, params: Mapping[str, str | None]) -> Page[T]:
        """One page of a list; parameters that are None are left out."""
        given = {name: value for name, value in params.items() if value is not None}
        reply = self._taken(await self._send("GET", path, params=given), scope)
        try:
            answer = decoded(reply, listed.form, self._http.diagnostics)
        except LayoutChanged as error:
            return self._by_item(reply, listed, error)
        items = getattr(_accepted(answer), listed.key)
        if items is None:
            raise LayoutChanged(f"the answer has no {listed.key}")
        return Page(items, answer.next_page_key or None)

    def _by_item(self, reply: Reply, listed: Listed[T], failure: LayoutChanged) -> Page[T]:
        """What can be read of a page in which something is amiss; raises `failure` where that is nothing."""
        answer = _accepted(decoded(reply, Answer, self._http.diagnostics))
        try:
            raw = msgspec.json.decode(reply.body, type=dict[str, msgspec.Raw]).get(listed.key, msgspec.Raw(b"null"))
            given = msgspec.json.decode(raw, type=list[msgspec.Raw])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise failure from None
        items = lists.of_form(given, listed.item)
        if not items:
            raise failure
        return Page(items, answer.next_page_key or None, unreadable=len(given) - len(items))

    async def _send(
        self, method: str, path: str, *, token: bool = True, publishing: bool = False, **body: Any
    ) -> Reply:
        headers = {}
        if token:
            credential = await self._connection.credentials.read()
            headers["authorization"] = f"Bearer {credential.fields['access_token']}"
        address = self._connection.endpoints["api"].rstrip("/") + path
        return await self._http.request(method, address, bucket="api", publishing=publishing, headers=headers, **body)

    def _taken(self, reply: Reply, scope: str) -> Reply:
        """The reply, where its status is a success; `scope` is what the request needs."""
        error = refusal(reply, scope=scope, now=self._connection.now())
        if isinstance(error, RateLimited) and error.retry_at:
            self._http.limiter.pause(error.retry_at)
        if error is not None:
            raise error
        return reply


def _accepted(answer: A) -> A:
    error = told(answer)
    if error is not None:
        raise error
    return answer
