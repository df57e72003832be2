"""A platform that gives one odd answer, and else what its sheet says; without a socket, and without waiting."""

import asyncio
import selectors
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from connectors import registry
from connectors.base import Batch, Connection, PullContext
from connectors.diagnostics import Diagnostics
from connectors.held import HeldCredential
from connectors.http import Http
from connectors.limiter import Limiter
from fuzz.cases import Case
from fuzz.domain import hold_batch
from ofauto_desktop.domain.platforms import PlatformId, SyncKind

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
# How often the odd answer is given, and after how many requests a pull does not seem to end.
_ODD_ANSWERS, _MOST_REQUESTS = 4, 200
_LONGEST_SILENCE = timedelta(days=2)

Where = Callable[[httpx.Request], str]
Use = Callable[[Any], Awaitable[None]]


class Odd(httpx.AsyncBaseTransport):
    """Answers with `case` where that was asked for, else with one of `usual` by name. A list comes to its end."""

    def __init__(self, case: Case, where: Where, usual: Mapping[str, bytes]) -> None:
        self._case, self._where, self._usual = case, where, usual
        self._given = self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert self.asked <= _MOST_REQUESTS, "it asks and asks"
        name = self._where(request)
        if name == self._case.where and self._given < _ODD_ANSWERS:
            self._given += 1
            headers = [(one.encode(), value.encode("latin-1")) for one, value in self._case.headers]
            return httpx.Response(self._case.status, headers=headers, content=self._case.body)
        return httpx.Response(200, content=self._usual[name], headers={"content-type": "application/json"})


class Asked:
    """One platform's client, which meets the odd answer wherever `uses` lead it."""

    def __init__(
        self,
        platform: PlatformId,
        *,
        fields: Mapping[str, str],
        where: Where,
        usual: Mapping[str, bytes],
        uses: Mapping[str, tuple[Use, ...]],
    ) -> None:
        self._platform, self._fields, self._where = platform, fields, where
        self._usual, self._uses = usual, uses

    def __call__(self, case: Case) -> list[str]:
        """What was kept for a support report."""
        noted: list[str] = run(self._ask(case))
        return noted

    async def _ask(self, case: Case) -> list[str]:
        parts, told = registry.platform(self._platform), Diagnostics()
        refused: Exception | None = None
        for use in self._uses[case.where]:
            http = Http(
                limiter=Limiter(rate=1e6, burst=1000, now=lambda: NOW),
                diagnostics=told,
                now=lambda: NOW,
                transport=Odd(case, self._where, self._usual),
            )
            client: Any = parts.open_client(
                Connection(
                    account="Ada",
                    endpoints={name: f"https://odd.invalid/{name}" for name in parts.manifest.endpoints},
                    credentials=HeldCredential(self._fields),
                    http=http,
                    now=lambda: NOW,
                    handle="ada",
                )
            )
            try:
                await use(client)
                for bucket in (*http.limiter.budgets, "api"):
                    silent = http.limiter.blocked_until(bucket) or NOW
                    assert silent <= NOW + _LONGEST_SILENCE, "it is silent for long"
            except Exception as error:
                from connectors.errors import ConnectorError

                if not isinstance(error, ConnectorError):
                    raise
                refused = refused or error
            finally:
                await client.aclose()
        if refused is not None:
            raise refused
        return [str(told.unreadable), *(str(one) for one in told.requests)]


def pulls(kind: SyncKind, *, cursor: str | None = None, known: tuple[str, ...] = ()) -> Use:
    """One whole pull, and the next one from where that stood."""

    async def use(client: Any) -> None:
        at = cursor
        for _ in range(2):
            batches: AsyncIterator[Batch] = client.pull(kind, PullContext(now=NOW, cursor=at, known_posts=known))
            async with aclosing(batches):  # type: ignore[type-var]  # every one of them is a generator
                async for batch in batches:
                    hold_batch(batch)
                    at = batch.cursor if batch.cursor is not None else at

    return use


class _Hurrying(asyncio.SelectorEventLoop):
    """A loop whose waits take no time: where nothing happens, it is later at once."""

    def __init__(self) -> None:
        self._ahead = 0.0
        super().__init__(_NoWait(self))

    def time(self) -> float:
        return super().time() + self._ahead

    def hurry(self, seconds: float) -> None:
        self._ahead += seconds


class _NoWait(selectors.DefaultSelector):
    def __init__(self, loop: _Hurrying) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout:
            self._loop.hurry(timeout)
        return found


_runner: asyncio.Runner | None = None


def close() -> None:
    """Ends the loop, and what was cut off on it."""
    global _runner  # noqa: PLW0603 - as in `run`
    if _runner is not None:
        _runner.close()
    _runner = None


def run(what: Any) -> Any:
    """The outcome of a coroutine, on a loop that is kept and does not wait."""
    global _runner  # noqa: PLW0603 - making a loop takes longer than most cases
    if _runner is None:
        _runner = asyncio.Runner(loop_factory=_Hurrying)
    return _runner.run(what)
