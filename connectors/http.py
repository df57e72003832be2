"""One account's HTTP client: its proxy, its pace, its time limits, and the one place that knows httpx's errors."""

import asyncio
import re
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

import httpx
import msgspec
from sniffio import current_async_library_cvar

from connectors.diagnostics import Diagnostics, masked_route
from connectors.errors import (
    ConnectorError,
    LayoutChanged,
    NetworkDown,
    OutcomeUnknown,
    ProxyFailed,
    Rejected,
    Temporary,
)
from connectors.limiter import Limiter
from connectors.proxy_refusals import proxy_refusal
from ofauto_desktop.domain.requests import RequestNote

# No documented answer of any platform comes near this; a larger one is a fault or an attack (security.md T8).
LARGEST_ANSWER = 8 * 1024 * 1024
# security.md §8: a publishing call that has no answer after this is of unknown outcome.
DEADLINE = 30.0
UPLOAD_DEADLINE = 120.0
T = TypeVar("T")
# Asked right before the bytes of a publishing call leave; raises where it must not go out after all. Waiting for the
# account's turn and renewing its login come before, and may have taken long.
last_word: ContextVar[Callable[[], None] | None] = ContextVar("last_word", default=None)
# Its own, as nothing has left before there is a connection. All else ends at the request's one deadline: a timer for each
# reading and writing would be a tenth of its cost.
_EXTENSIONS = {"timeout": {"connect": 10.0}}
_HEADERS = {"accept": "*/*", "accept-encoding": "gzip, deflate", "connection": "keep-alive", "user-agent": "OFAuto"}
# Raised before the first byte leaves. A UnicodeEncodeError comes from a header with a pasted "…" in it.
_UNSENDABLE = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeEncodeError)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_QUOTED = re.compile(r"'[^']*'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, read whole. `body` may hold private data: it is never logged. Names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_json(self) -> bool:
        return "json" in self.headers.get("content-type", "")

    @property
    def server_failed(self) -> bool:
        return self.status >= 500


class Http:
    """Requests of one account, one call each, no retries: whether to try again is the caller's knowledge.

    `proxy` is an URL with percent-encoded credentials; with one, nothing ever goes direct. `transport` replaces the wire
    (practice platforms in process). `deadline`: seconds that a request may take where it names none itself.
    """

    def __init__(
        self,
        *,
        limiter: Limiter,
        diagnostics: Diagnostics,
        now: Callable[[], datetime],
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        self.limiter = limiter
        self.diagnostics = diagnostics
        self._now = now
        self._has_proxy = proxy is not None
        self._deadline = deadline
        # httpx's transport without its client: no redirect is followed, no cookie kept, no proxy taken from the
        # machine's environment (proxies.md §3), and a third of the work for each request is saved.
        if transport is None or proxy is not None:
            transport = httpx.AsyncHTTPTransport(verify=trusted(), trust_env=False, proxy=proxy)
        self._transport = transport

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def request(
        self,
        method: str,
        url: str,
        *,
        bucket: str,
        publishing: bool = False,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
        **body: Any,
    ) -> Reply:
        """One request. `bucket` names the limit it counts against.

        With `publishing`, every way to lose the answer after bytes left raises OutcomeUnknown. Otherwise Temporary.
        NetworkDown and ProxyFailed always mean that nothing was accepted; Rejected that no request could be made of what
        was given. A status is never an error here.
        """
        await self.limiter.admit(bucket)
        # httpx's parts ask some twenty times a request which library runs them; told so, they need not find out.
        current_async_library_cvar.set("asyncio")
        if publishing and (ask := last_word.get()) is not None:
            ask()
        started = time.monotonic()
        reply: Reply | None = None
        failure: str | None = None
        way = _Way() if self._has_proxy else None
        try:
            address = _address(url)
            async with asyncio.timeout(deadline or self._deadline):
                reply = await self._exchange(method, address, headers or {}, body, way)
            if self._has_proxy and (refused := proxy_refusal(reply, publishing=publishing)):
                raise refused
        except ConnectorError as error:
            failure = error.kind
            raise
        except _UNSENDABLE:
            # Without its cause: httpx quotes the header, and that is the token.
            failure = Rejected.kind
            message = "no request can be made of this address or login: it holds characters that may not be sent"
            raise Rejected(message) from None
        except (httpx.HTTPError, TimeoutError, _TooLarge) as error:
            ours = self._translated(error, way, publishing=publishing)
            failure = ours.kind
            raise ours from error
        finally:
            self._note(method, url, started, reply, failure)
        return reply

    async def _exchange(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], body: dict[str, Any], way: "_Way | None"
    ) -> Reply:
        extensions = _EXTENSIONS if way is None else {**_EXTENSIONS, "trace": way.note}
        request = httpx.Request(method, url, headers={**_HEADERS, **headers}, extensions=extensions, **body)
        response = await self._transport.handle_async_request(request)
        try:
            content, answered = bytearray(), _plain(response.headers)
            async for chunk in _decompressed(response, answered):
                content += chunk
                if len(content) > LARGEST_ANSWER:
                    message = f"the answer is larger than {LARGEST_ANSWER // 2**20} MB"
                    raise _TooLarge(message)
            return Reply(status=response.status_code, headers=answered, body=bytes(content))
        finally:
            await response.aclose()

    def _translated(self, error: Exception, way: "_Way | None", *, publishing: bool) -> ConnectorError:
        """What an error of the wire means: did bytes leave, and whose fault it is."""
        if isinstance(error, httpx.ProxyError):
            return ProxyFailed(f"the proxy refused: {str(error)[:80]}")
        if isinstance(error, _NEVER_LEFT):
            if self._has_proxy:
                return ProxyFailed("the proxy cannot be reached")
            return NetworkDown("the platform cannot be reached")
        if way is not None and not way.left:
            return ProxyFailed("the proxy did not open the way to the platform")
        message = str(error) if isinstance(error, _TooLarge) else f"no answer ({type(error).__name__})"
        return OutcomeUnknown(message) if publishing else Temporary(message)

    def _note(self, method: str, url: str, started: float, reply: Reply | None, failure: str | None) -> None:
        self.diagnostics.note(
            RequestNote(
                at=self._now(),
                method=method,
                route=_route(url),
                status=reply.status if reply else None,
                milliseconds=int((time.monotonic() - started) * 1000),
                received=len(reply.body) if reply else 0,
                error=failure,
            )
        )


class _Way:
    """How far a request came by way of a proxy: one that hangs or breaks off before the tunnel stands let nothing out."""

    def __init__(self) -> None:
        self.left = False

    async def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpcore. What opens the tunnel is a request too, which holds nothing of ours."""
        if event == "http11.send_request_headers.started":
            self.left = self.left or info["request"].method != b"CONNECT"


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """By lower-case name. Each look into httpx's own goes through all of them."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers.raw}


def _decompressed(response: httpx.Response, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
    """The body as it comes. What is not compressed needs none of httpx's decoders."""
    if "content-encoding" in headers:
        return response.aiter_bytes()
    return aiter(cast("httpx.AsyncByteStream", response.stream))


@lru_cache(maxsize=256)
def _address(url: str) -> httpx.URL:
    """Read once: an account's posts and pages go to few addresses."""
    return httpx.URL(url)


@lru_cache(maxsize=256)
def _route(url: str) -> str:
    """The path without ids and secrets, for diagnostics; what is no address at all has none."""
    try:
        return masked_route(_address(url).path)
    except httpx.InvalidURL:
        return ""


@cache
def trusted() -> ssl.SSLContext:
    """Whom TLS trusts, read once: it takes 30 ms and a megabyte. No session is kept in it, so accounts share nothing."""
    return httpx.create_ssl_context(trust_env=False)


class _TooLarge(Exception):
    """The answer passed LARGEST_ANSWER; reading stopped."""


def decoded(reply: Reply, form: type[T], diagnostics: Diagnostics) -> T:
    """The JSON body of `reply` as msgspec type `form`. Raises LayoutChanged naming the path, with the shape kept."""
    try:
        return msgspec.json.decode(reply.body, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _keep(reply.body, diagnostics)
        message = f"the answer is not of the expected form ({_safe(error)})"
        raise LayoutChanged(message) from error


def _keep(body: bytes, diagnostics: Diagnostics) -> None:
    try:
        diagnostics.keep_shape(msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        kind = "a page" if body[:200].lstrip()[:1] == b"<" else "no JSON"
        diagnostics.unreadable = f"{kind} of {len(body)} bytes"


def _safe(error: Exception) -> str:
    # msgspec's validation messages name types and a path, in quotes also a value; other decode errors might quote bytes.
    if isinstance(error, msgspec.ValidationError):
        return _QUOTED.sub("…", str(error))[:160]
    return type(error).__name__
