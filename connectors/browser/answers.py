"""What a site's own script asks of its interface, read along: the requests are the page's, signed as it signs them.

Everything is a stranger's: each answer and all of them together are of bounded size, and nothing is decoded here.
"""

import asyncio
import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from connectors.browser.translated import translated
from connectors.diagnostics import Diagnostics, masked_route
from connectors.errors import ConnectorError, Temporary
from connectors.http import LARGEST_ANSWER, Reply
from connectors.proxy_refusals import proxy_refusal
from ofauto_desktop.domain.requests import RequestNote

if TYPE_CHECKING:
    from playwright.async_api import Response

PATIENCE = 30.0
# Of one collection: what a page asks while it is scrolled for a sync stays far below.
LARGEST_OF_ALL = 64 * 1024 * 1024
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of the site. `query` holds the first value of each name of its address; both may be private."""

    method: str
    path: str
    query: dict[str, str] = field(repr=False)
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Whose answers count: those of the site's `hosts`. They are noted in `diagnostics` at `now` (aware UTC)."""

    hosts: Collection[str]
    proxied: bool
    diagnostics: Diagnostics
    now: Callable[[], datetime]

    def note(self, method: str, path: str, started: float, reply: Reply | None, failure: str | None) -> None:
        self.diagnostics.note(
            RequestNote(
                at=self.now(),
                method=method,
                route=masked_route(path),
                status=reply.status if reply else None,
                milliseconds=int((time.monotonic() - started) * 1000),
                received=len(reply.body) if reply else 0,
                error=failure,
            )
        )


class Answers:
    """Collects while it is `heard`; `next` gives them in the order in which they began to come.

    `times` the usual bounds are for lists that are long.
    """

    def __init__(self, wire: Wire, paths: Collection[re.Pattern[str]], *, times: int = 1) -> None:
        self._wire, self._paths = wire, tuple(paths)
        self._most, self._largest = MOST * times, LARGEST_OF_ALL * times
        self._coming: asyncio.Queue[asyncio.Task[Answer]] = asyncio.Queue()
        self._reading: set[asyncio.Task[Answer]] = set()
        self._count = self._size = 0

    def heard(self, response: "Response") -> None:
        """For the page's "response" event."""
        address = urlsplit(response.url)
        if address.hostname not in self._wire.hosts or not any(one.fullmatch(address.path) for one in self._paths):
            return
        if response.request.method == "OPTIONS" or self._count > self._most:
            return
        self._count += 1
        task = asyncio.create_task(self._read(response))
        self._reading.add(task)
        # An error is told to whoever asks for the answer; one that nobody asks for is nobody's.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._coming.put_nowait(task)

    async def next(self, *, patience: float = PATIENCE) -> Answer:
        """The next answer; `patience` in seconds.

        Raises Temporary where none comes, or this one could not be read or is too large; the ones after it are still
        given. Raises ProxyFailed where the answer is the proxy's.
        """
        try:
            async with asyncio.timeout(patience):
                coming = await self._coming.get()
                try:
                    return await coming
                finally:
                    self._reading.discard(coming)  # what was given is no longer held
        except TimeoutError:
            raise Temporary("the page did not ask the site in time") from None

    async def aclose(self) -> None:
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    async def _read(self, response: "Response") -> Answer:
        address, started = urlsplit(response.url), time.monotonic()
        reply: Reply | None = None
        failure: str | None = None
        try:
            with translated(proxied=self._wire.proxied):
                reply = await self._whole(response)
            if self._wire.proxied and (refused := proxy_refusal(reply, publishing=False)):
                raise refused
        except ConnectorError as error:
            failure = error.kind
            raise
        finally:
            self._wire.note(response.request.method, address.path, started, reply, failure)
        query = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        return Answer(method=response.request.method, path=address.path, query=query, reply=reply)

    async def _whole(self, response: "Response") -> Reply:
        if self._count > self._most:
            raise Temporary(f"the page asked the site more than {self._most} times")
        headers = dict(response.headers)
        said = headers.get("content-length", "")
        self._admit(int(said) if said.isdecimal() else 0)
        await response.finished()
        self._admit((await response.request.sizes())["responseBodySize"])
        body = await response.body()
        self._admit(len(body))
        self._size += len(body)
        return Reply(status=response.status, headers=headers, body=body)

    def _admit(self, size: int) -> None:
        if size > LARGEST_ANSWER:
            raise Temporary(f"the answer is larger than {LARGEST_ANSWER // 2**20} MB")
        if self._size + size > self._largest:
            raise Temporary(f"the page's answers are larger than {self._largest // 2**20} MB together")


# Read in pieces, so that what is too large is not held; as the page's own, with its cookies.
FETCH = """async ([url, most, patience]) => {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(url, {credentials: "include", redirect: "error", signal: stop.signal});
    const reader = answer.body ? answer.body.getReader() : null, decoder = new TextDecoder();
    let text = "", size = 0;
    for (;;) {
      const {done, value} = reader ? await reader.read() : {done: true};
      if (done) break;
      size += value.length;
      if (size > most) { stop.abort(); return [answer.status, "", null]; }
      text += decoder.decode(value, {stream: true});
    }
    return [answer.status, answer.headers.get("content-type") || "", text + decoder.decode()];
  } finally { clearTimeout(timer); }
}"""


def reply_of(told: Any) -> Reply:
    """FETCH's result as an answer. Raises Temporary where it was too large, or the page made something else of it."""
    match told:
        case [int(status), str(kind), str(text)] if 100 <= status <= 599 and len(text) <= LARGEST_ANSWER:
            return Reply(status=status, headers={"content-type": kind}, body=text.encode("utf-8", "replace"))
        case [int(), str(), None]:
            raise Temporary(f"the answer is larger than {LARGEST_ANSWER // 2**20} MB")
        case _:
            raise Temporary("the page gave no answer that can be read")
