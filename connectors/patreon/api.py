"""Requests to Patreon's API for one account: what refusals mean, and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

import msgspec

from connectors import lists, oauth
from connectors.base import Connection, Credential
from connectors.errors import LayoutChanged, RateLimited
from connectors.http import Reply, decoded
from connectors.patreon import login
from connectors.patreon.refusals import refusal
from connectors.patreon.wire import Included, Listed, ListedRaw, Meta, Resource, Single

# A login lasts 31 days; a week early leaves room for a computer that is seldom on.
_RENEWAL = oauth.Renewal(ahead=timedelta(days=7), can=login.renewable, renew=login.renewed)
A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[A]):
    """One page of a list, what it points to by (type, id), and the cursor of the next one; None: it is the last."""

    items: list[Resource[A]]
    included: Mapping[tuple[str, str], Included]
    following: str | None
    unreadable: int = 0


class Api:
    """GET requests; all raise what `refusals` says, and LayoutChanged for an answer that cannot be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._http = connection.http
        self._session = oauth.Session(connection, _RENEWAL)

    async def credential(self) -> Credential:
        return await self._session.credential()

    async def page(self, path: str, attributes: type[A], *, scope: str, params: Mapping[str, str | None]) -> Page[A]:
        """One page of a list; parameters that are None are left out."""
        reply = await self._send(path, scope, {name: value for name, value in params.items() if value is not None})
        form = Listed[attributes]  # type: ignore[valid-type]  # msgspec reads the parameter as it runs
        try:
            answer = decoded(reply, form, self._http.diagnostics)
        except LayoutChanged as failure:
            return self._by_item(reply, attributes, failure)
        return Page(answer.data, _by_id(answer.included or []), _next(answer.meta))

    async def single(self, path: str, attributes: type[A], *, scope: str, params: Mapping[str, str]) -> Page[A]:
        """One resource, as a page of its own. Raises Gone where there is none."""
        reply = await self._send(path, scope, params)
        form = Single[attributes]  # type: ignore[valid-type]  # as above
        answer = decoded(reply, form, self._http.diagnostics)
        return Page([answer.data], _by_id(answer.included or []), None)

    def _by_item(self, reply: Reply, attributes: type[A], failure: LayoutChanged) -> Page[A]:
        """What can be read of a page in which something is amiss; raises `failure` where that is nothing."""
        try:
            raw = msgspec.json.decode(reply.body, type=ListedRaw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise failure from None
        items: list[Resource[A]] = lists.of_form(raw.data, Resource[attributes])  # type: ignore[valid-type]  # as above
        if not items:
            raise failure
        given = raw.included or []
        included = lists.of_form(given, Included)
        unreadable = len(raw.data) - len(items) + len(given) - len(included)
        return Page(items, _by_id(included), _next(raw.meta), unreadable)

    async def _send(self, path: str, scope: str, params: Mapping[str, str]) -> Reply:
        url = self._connection.endpoints["api"].rstrip("/") + path

        async def ask(token: str) -> Reply:
            headers = {"authorization": f"Bearer {token}"}
            return await self._http.request("GET", url, bucket="api", headers=headers, params=dict(params))

        reply = await self._session.answered(ask)
        error = refusal(reply, scope=scope, now=self._connection.now())
        if isinstance(error, RateLimited) and error.retry_at:
            self._http.limiter.pause(error.retry_at)
        if error is not None:
            raise error
        return reply


def _by_id(included: list[Included]) -> dict[tuple[str, str], Included]:
    return {(one.type, one.id): one for one in included}


def _next(meta: Meta | None) -> str | None:
    pagination = meta.pagination if meta else None
    cursors = pagination.cursors if pagination else None
    return (cursors.next if cursors else None) or None
