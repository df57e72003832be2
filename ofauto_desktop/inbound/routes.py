"""The one route of the door: POST /hook/ACCOUNT/SECRET. As an ASGI application, since one route needs no framework."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from connectors.errors import LayoutChanged, LoginExpired, NotGenuine
from ofauto_desktop.domain.errors import AppError, DiskProblem, NotAllowed, NotFound

# Accepts one delivery: account id, secret, headers, body -> status. Raises AppError.
Accept = Callable[[int, str, Mapping[str, str], bytes], Awaitable[int]]
Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LARGEST_BODY = 256 * 1024
BODY_WITHIN = 10.0
_LONGEST_ID = 12
# What was wrong, without a word that would help whoever tries.
_STATUS: tuple[tuple[type[AppError], int], ...] = (
    (NotFound, 404),
    (NotGenuine, 403),
    (LayoutChanged, 400),
    (LoginExpired, 403),
    (NotAllowed, 403),
    (DiskProblem, 503),
)
_EMPTY = [(b"content-length", b"0"), (b"cache-control", b"no-store")]


class TooLarge(Exception):
    """The body is larger than any delivery."""


class Routes:
    """An ASGI application. Whatever is sent, the answer is a status and nothing else."""

    def __init__(self, accept: Accept) -> None:
        self._accept = accept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = await self._answer(scope, receive)
        more = [(b"connection", b"close")] if status in (408, 413) else []
        await send({"type": "http.response.start", "status": status, "headers": [*_EMPTY, *more]})
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: Scope, receive: Receive) -> int:
        account_id, secret = _where(str(scope["path"]))
        if account_id is None:
            return 404
        if scope["method"] != "POST":
            return 405
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = await _body(headers, receive)
        except TooLarge:
            return 413
        except TimeoutError:
            return 408
        try:
            return await self._accept(account_id, secret, headers, body)
        except AppError as error:
            return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _where(path: str) -> tuple[int | None, str]:
    """The account's id and the secret of a path; None where it is no path of a hook."""
    parts = path.split("/")
    if len(parts) != 4 or parts[0] or parts[1] != "hook":
        return None, ""
    number = parts[2]
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID):
        return None, ""
    return int(number), parts[3]


async def _body(headers: Mapping[str, str], receive: Receive) -> bytes:
    """The whole body. Raises TooLarge as soon as that is known."""
    told = headers.get("content-length", "")
    if told.isdecimal() and int(told[:12]) > LARGEST_BODY:
        raise TooLarge
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(found)
        found += message.get("body", b"")
        if len(found) > LARGEST_BODY:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(found)
