"""Looking at a proxy: is it there, does it take the login, where does it come out, how quick is it (proxies.md §5).

httpx tells only the status of a tunnel that was refused; so the tunnel is then asked for once more by hand, for its headers.
"""

import asyncio
import base64
import errno
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from connectors import bright_data
from connectors.errors import ProxyFailed
from connectors.http import trusted
from connectors.proxies import Proxy
from connectors.proxy_refusals import Refusal, bare_refusal, read_refusal, tunnel_refusal
from ofauto_desktop.domain.proxies import ProxyCheck, ProxyClass, masked_ip, median_ms
from ofauto_desktop.domain.words import mark

# Third parties' look-ups are rate-limited by the provider (policy_20221); these are its own, and one meant for machines.
BRIGHT_GEO = "https://geo.brdtest.com/mygeo.json"
BRIGHT_IP = "https://brdtest.com/myip.json"
ANY_IP = "https://api.ipify.org?format=json"
SAMPLES = 3
CONNECT_TIMEOUT, REQUEST_TIMEOUT = 10.0, 12.0
# Between tries on the same session (§5).
_BETWEEN = 1.5
_LARGEST_HEAD = 32 * 1024
_PORTS = {"http": 80, "https": 443}
# No name server answers, or there is no way out of this computer: not the proxy's fault.
_NO_NETWORK = (socket.EAI_AGAIN, errno.ENETUNREACH, errno.ENETDOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the exit should be: a country as DE, an address; "" where any will do. `sticky`: always the same address."""

    country: str = ""
    ip: str = ""
    sticky: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each thing may take, in seconds, and how long to wait between two tries."""

    connect: float = CONNECT_TIMEOUT
    request: float = REQUEST_TIMEOUT
    between: float = _BETWEEN


def where_to_ask(proxy: Proxy, expected: Expected) -> str:
    """The address that tells where one comes out: the provider's own where it has one.

    Not every account there is told its address by the one that tells the country.
    """
    if proxy.host != bright_data.HOST:
        return ANY_IP
    return BRIGHT_IP if expected.ip or (expected.sticky and not expected.country) else BRIGHT_GEO


async def check_proxy(
    proxy: Proxy,
    ask: str,
    expected: Expected,
    now: datetime,
    *,
    samples: int = SAMPLES,
    patience: Patience | None = None,
) -> ProxyCheck:
    """One look, told and never raised. `ask` answers where it was asked from; nothing of it goes direct."""
    return await _Look(proxy, ask, expected, now, patience or Patience()).taken(samples)


async def check_reachable(
    proxy: Proxy, now: datetime, *, url: str = "", patience: Patience | None = None
) -> ProxyCheck:
    """Only whether there is something at the proxy's place, and with `url` whether it takes the login for a tunnel there.

    No request is made through it.
    """
    allowed = patience or Patience()
    if trouble := await _reached(proxy, allowed.connect):
        return ProxyCheck(checked_at=now, verdict=trouble.kind, reason=trouble.words)
    refusal = await _login_refusal(proxy, url, allowed.request) if url else None
    if refusal is None:
        return ProxyCheck(checked_at=now, verdict=ProxyClass.OK)
    return ProxyCheck(
        checked_at=now, verdict=refusal.kind, code=refusal.code, http_status=refusal.status, reason=refusal.words
    )


async def _login_refusal(proxy: Proxy, url: str, seconds: float) -> Refusal | None:
    """What is said against the login. A proxy that opens no tunnel to this place, or none at all, may still pass requests."""
    try:
        found = await ask_for_tunnel(proxy, url, seconds=seconds)
    except (OSError, TimeoutError):
        return None
    return found if found is not None and (found.kind is ProxyClass.AUTH or found.code) else None


async def ask_for_tunnel(proxy: Proxy, url: str, *, seconds: float = REQUEST_TIMEOUT) -> Refusal | None:
    """The refusal of a CONNECT to the place of `url`, with all that its head says; None where the tunnel opens.

    Raises OSError or TimeoutError where there is no answer.
    """
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection(_host(proxy), proxy.port, ssl=_tls(proxy), limit=_LARGEST_HEAD)
        try:
            writer.write(_connect_head(proxy, url))
            await writer.drain()
            status, phrase, headers = _read_head(await reader.readuntil(b"\r\n\r\n"))
            length = int(headers.get("content-length", "0")) if headers.get("content-length", "0").isdecimal() else 0
            body = await reader.read(min(length, _LARGEST_HEAD)) if status >= 400 and length else b""
            return tunnel_refusal(status, headers, body, phrase)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
            message = "the proxy broke the connection off"
            raise ConnectionResetError(message) from error
        finally:
            writer.close()


@dataclass(frozen=True, slots=True)
class _Exit:
    """What the asked address said of where it was asked from."""

    status: int
    ip: str
    country: str


class _Refused(Exception):
    """The proxy, or the way through it, did not do what was asked."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class _Look:
    """One check: tries where a try is worth it, and what was measured."""

    def __init__(self, proxy: Proxy, ask: str, expected: Expected, now: datetime, patience: Patience) -> None:
        self._proxy, self._ask, self._expected, self._now, self._patience = proxy, ask, expected, now, patience
        self._took: list[float] = []
        self._addresses: set[str] = set()

    async def taken(self, samples: int) -> ProxyCheck:
        if trouble := await _reached(self._proxy, self._patience.connect):
            return self._told(trouble.kind, reason=trouble.words)
        found = None
        try:
            for _ in range(samples):
                found = await self._patiently()
                self._addresses |= {found.ip} - {""}
        except _Refused as error:
            refusal = error.refusal
            return self._told(refusal.kind, code=refusal.code, status=refusal.status or None, reason=refusal.words)
        return self._judged(found)

    def _judged(self, found: _Exit | None) -> ProxyCheck:
        if found is None or not (found.ip or found.country):
            status = found.status if found else None
            return self._told(ProxyClass.TARGET, status=status, reason=mark("where it comes out could not be learnt"))
        kind, reason = ProxyClass.OK, ""
        if self._expected.country and found.country and found.country != self._expected.country:
            kind = ProxyClass.EXIT
            # Made as an error's reason is, so that it finds its words in the person's language.
            reason = ProxyFailed(f"it comes out in {found.country} instead of {self._expected.country}").reason
        elif self._expected.ip and found.ip and found.ip != self._expected.ip:
            kind, reason = ProxyClass.EXIT, mark("it comes out at another address than the one that was set")
        elif self._expected.sticky and len(self._addresses) > 1:
            kind, reason = ProxyClass.EXIT, mark("its session does not hold: it comes out at several addresses")
        return self._told(kind, status=found.status, ip=found.ip, country=found.country, reason=reason)

    def _told(
        self,
        verdict: ProxyClass,
        *,
        code: str = "",
        status: int | None = None,
        ip: str = "",
        country: str = "",
        reason: str = "",
    ) -> ProxyCheck:
        return ProxyCheck(
            checked_at=self._now,
            verdict=verdict,
            code=code,
            http_status=status,
            latency_ms=median_ms(self._took),
            exit_ip=masked_ip(ip),
            country=country,
            reason=reason,
        )

    async def _patiently(self) -> _Exit:
        """Once more on the same session where that is worth it; never for a refusal by policy (§2)."""
        tried = 0
        while True:
            tried += 1
            try:
                return await self._once()
            except _Refused as error:
                if tried >= error.refusal.tries:
                    raise
                await asyncio.sleep(self._patience.between)

    async def _once(self) -> _Exit:
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._patience.request):
                response, body = await _get(self._proxy, self._ask)
        except httpx.ProxyError as error:
            raise _Refused(await self._why(str(error))) from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise _Refused(_broken(error)) from error
        if refusal := read_refusal(response.status_code, response.headers, body, response.reason_phrase):
            raise _Refused(refusal)
        self._took.append(time.monotonic() - began)
        return _exit(response.status_code, body)

    async def _why(self, said: str) -> Refusal:
        """The refusal of a tunnel in full; what httpx kept of it where asking again tells no more."""
        try:
            found = await ask_for_tunnel(self._proxy, self._ask, seconds=self._patience.request)
        except (OSError, TimeoutError):
            found = None
        if found is not None:
            return found
        status, _, phrase = said.partition(" ")
        return bare_refusal(int(status) if status.isdecimal() else 502, phrase)


async def _get(proxy: Proxy, url: str) -> tuple[httpx.Response, bytes]:
    """A request over a connection of its own, so that the whole way is measured."""
    async with httpx.AsyncHTTPTransport(verify=trusted(), proxy=proxy.url, trust_env=False) as transport:
        limits: dict[str, Any] = {"timeout": {"connect": CONNECT_TIMEOUT}}
        request = httpx.Request("GET", url, headers={"user-agent": "OFAuto", "accept": "*/*"}, extensions=limits)
        response = await transport.handle_async_request(request)
        pieces = bytearray()
        async for piece in response.aiter_bytes():
            pieces += piece
            if len(pieces) > _LARGEST_HEAD:
                break
        await response.aclose()
        return response, bytes(pieces)


def _exit(status: int, body: bytes) -> _Exit:
    """What the asked address said; other answers say nothing of the exit, but the proxy brought them."""
    try:
        said: object = msgspec.json.decode(body) if status == 200 else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = {}
    fields = said if isinstance(said, dict) else {}
    ip, country = fields.get("ip"), fields.get("country")
    return _Exit(
        status=status,
        ip=ip if isinstance(ip, str) and masked_ip(ip) else "",
        country=country.upper() if isinstance(country, str) and len(country) == 2 else "",
    )


def _broken(error: Exception) -> Refusal:
    """No answer at all: what that says of the way."""
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        if _is_tls(error):
            words = mark("what comes back is not signed by the site: this zone opens what is sent through it")
            return Refusal(kind=ProxyClass.TLS, status=0, code="", words=words)
        return Refusal(kind=ProxyClass.UNREACHABLE, status=0, code="", words=mark("it cannot be reached"))
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return Refusal(kind=ProxyClass.PEER_TIMEOUT, status=0, code="", words=mark("no answer came in time"))
    return Refusal(kind=ProxyClass.PEER, status=0, code="", words=mark("the connection was broken off"))


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


async def _reached(proxy: Proxy, seconds: float) -> Refusal | None:
    """Why nothing answers at the proxy's place; None where something does."""
    kind = ProxyClass.UNREACHABLE
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(_host(proxy), proxy.port)
        writer.close()
    except TimeoutError:
        words = mark("the proxy does not answer")
    except ConnectionRefusedError:
        words = mark("nothing listens at the proxy's port")
    except OSError as error:
        if error.errno in _NO_NETWORK:
            kind, words = ProxyClass.NETWORK, mark("this computer has no network")
        elif isinstance(error, socket.gaierror):
            words = mark("the proxy's name is not known")
        else:
            words = mark("the proxy cannot be reached")
    else:
        return None
    return Refusal(kind=kind, status=0, code="", words=words)


def _connect_head(proxy: Proxy, url: str) -> bytes:
    parts = urlsplit(url)
    place = f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 443)}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    if proxy.username:
        login = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {login}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _read_head(head: bytes) -> tuple[int, str, Mapping[str, str]]:
    """Status, phrase and headers by lower-case name. Raises ValueError for what is no answer of HTTP."""
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    status, _, phrase = rest.partition(" ")
    if not version.startswith("HTTP/") or not status.isdecimal():
        message = "no answer of HTTP"
        raise ValueError(message)
    pairs = (line.partition(":") for line in lines if ":" in line)
    return int(status), phrase, {name.strip().lower(): value.strip() for name, _, value in pairs}


def _host(proxy: Proxy) -> str:
    return proxy.host.strip("[]")


def _tls(proxy: Proxy) -> ssl.SSLContext | None:
    return trusted() if proxy.scheme == "https" else None
