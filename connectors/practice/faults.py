"""Trouble on request: what a practice platform does to the next requests that match, instead of answering well."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTROL = "/_practice"
KEPT_REQUESTS = 2000
HUGE = 10 * 1024 * 1024
# The server lays a function under this name into the scope; calling it closes the socket without an answer.
ABORT = "ofauto.abort"


class Action(StrEnum):
    """What happens to a request. Where it says "processed", the platform has done what was asked for all the same."""

    STATUS = "status"  # not processed; `status`, `body` and `headers` are answered
    HTML = "html"  # not processed; a gateway's page
    EMPTY = "empty"  # processed; no body
    TRUNCATED = "truncated"  # processed; the first half of the body
    WRONG_TYPES = "wrong_types"  # processed; every value of another type
    HUGE = "huge"  # processed; 10 MB
    SLOW = "slow"  # processed; the answer waits `seconds`
    HANG = "hang"  # processed; no answer until the caller gives up
    RESET_BEFORE = "reset_before"  # not processed; the connection is closed
    ACCEPT_THEN_DROP = "accept_then_drop"  # processed; the connection is closed
    ACCEPT_THEN_500 = "accept_then_500"  # processed; 500


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One piece of trouble. `match` is a pattern searched in "METHOD /path"; the first `skip` matches pass unharmed.

    It is spent after `times` requests. `status` is also used by `html` (502 by default there).
    """

    action: Action
    match: str = ""
    times: int = 1
    skip: int = 0
    status: int | None = None
    body: str = ""
    headers: dict[str, str] = {}
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request that arrived, and the fault that met it. The query is left out: it can hold ids."""

    method: str
    path: str
    fault: str | None


@dataclass(slots=True)
class _Waiting:
    fault: Fault
    skip: int
    times: int


@dataclass(slots=True)
class Faults:
    """The faults that wait for a request, in the order they were added, and the requests that came."""

    _waiting: list[_Waiting] = field(default_factory=list)
    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=KEPT_REQUESTS))
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, *faults: Fault) -> None:
        self._waiting += [_Waiting(fault, fault.skip, fault.times) for fault in faults]

    def clear(self) -> None:
        self._waiting.clear()

    @property
    def pending(self) -> int:
        """How many faults still wait for a request."""
        return len(self._waiting)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; noting the request either way."""
        fault = self._taken(f"{method} {path}")
        self.seen.append(Seen(method=method, path=path, fault=fault.action if fault else None))
        self.counts[f"{method} {path}"] += 1
        return fault

    def _taken(self, line: str) -> Fault | None:
        for waiting in self._waiting:
            if not re.search(waiting.fault.match, line):
                continue
            if waiting.skip > 0:
                waiting.skip -= 1
                continue
            waiting.times -= 1
            if waiting.times <= 0:
                self._waiting.remove(waiting)
            return waiting.fault
        return None


class Dropped(Exception):
    """In process there is no socket to close: the transport turns this into a broken connection."""


class FaultMiddleware:
    """Applies `faults` to every request except those of the control plane."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self.app = app
        self.faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = inner_path(scope) if scope["type"] == "http" else CONTROL
        if path.startswith(CONTROL):
            await self.app(scope, receive, send)
            return
        fault = self.faults.take(scope["method"], path)
        if fault is None:
            await self.app(scope, receive, send)
            return
        await _Troubled(self.app, fault, scope, receive, send).run()


def inner_path(scope: Scope) -> str:
    """The path as the platform knows it, without the folder it is mounted in."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


@dataclass(slots=True)
class _Answer:
    """What the application would have answered."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


class _Troubled:
    """One request that meets a fault."""

    def __init__(self, app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        self._app, self._fault, self._scope, self._receive, self._send = app, fault, scope, receive, send

    async def run(self) -> None:
        handlers: dict[Action, Callable[[], Awaitable[None]]] = {
            Action.STATUS: self._status,
            Action.HTML: self._html,
            Action.EMPTY: self._empty,
            Action.TRUNCATED: self._truncated,
            Action.WRONG_TYPES: self._wrong_types,
            Action.HUGE: self._huge,
            Action.SLOW: self._slow,
            Action.HANG: self._hang,
            Action.RESET_BEFORE: self._drop,
            Action.ACCEPT_THEN_DROP: self._accept_then_drop,
            Action.ACCEPT_THEN_500: self._accept_then_500,
        }
        await handlers[self._fault.action]()

    async def _processed(self) -> _Answer:
        answer = _Answer()
        await self._app(self._scope, self._receive, answer.send)
        return answer

    async def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        extra = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        if not any(name == b"content-type" for name, _ in extra):
            extra.append((b"content-type", kind.encode()))
        extra.append((b"content-length", str(len(body)).encode()))
        await self._send({"type": "http.response.start", "status": status, "headers": extra})
        await self._send({"type": "http.response.body", "body": body})

    async def _again(self, answer: _Answer, body: bytes) -> None:
        """The application's own answer with another body."""
        kept = {k.decode(): v.decode() for k, v in answer.headers if k.lower() != b"content-length"}
        await self._answer(answer.status, body, "application/json", kept)

    async def _status(self) -> None:
        await self._answer(
            self._fault.status or 503, self._fault.body.encode(), "application/json", dict(self._fault.headers)
        )

    async def _html(self) -> None:
        page = self._fault.body or "<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>"
        await self._answer(self._fault.status or 502, page.encode(), "text/html; charset=utf-8")

    async def _empty(self) -> None:
        await self._again(await self._processed(), b"")

    async def _truncated(self) -> None:
        answer = await self._processed()
        await self._again(answer, bytes(answer.body[: max(1, len(answer.body) // 2)]))

    async def _wrong_types(self) -> None:
        answer = await self._processed()
        await self._again(answer, msgspec.json.encode(twisted(msgspec.json.decode(bytes(answer.body) or b"{}"))))

    async def _huge(self) -> None:
        answer = await self._processed()
        await self._again(answer, b'{"data":"' + b"x" * HUGE + b'"}')

    async def _slow(self) -> None:
        answer = await self._processed()
        await asyncio.sleep(self._fault.seconds)
        await self._again(answer, bytes(answer.body))

    async def _hang(self) -> None:
        await self._processed()
        await self._until_closed()

    async def _drop(self) -> None:
        abort = self._scope.get("extensions", {}).get(ABORT)
        if abort is None:
            raise Dropped
        abort()
        await self._until_closed()

    async def _accept_then_drop(self) -> None:
        await self._processed()
        await self._drop()

    async def _accept_then_500(self) -> None:
        await self._processed()
        await self._answer(500, b'{"title":"Internal Server Error","status":500}', "application/problem+json")

    async def _until_closed(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


def twisted(value: Any) -> Any:
    """The same JSON with every value of another type; objects keep their keys."""
    if isinstance(value, dict):
        return {key: twisted(entry) for key, entry in value.items()}
    if isinstance(value, list | bool):
        return "twisted"
    if isinstance(value, int | float):
        return [value]
    return 7 if isinstance(value, str) else value
