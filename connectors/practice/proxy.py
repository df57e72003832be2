"""A practice proxy on this computer: CONNECT and plain requests, Basic login, Bright Data's names, trouble on order.

Its exits are made up: one address for each session and set of flags, another one after five idle minutes (proxies.md §1).
What passed is counted, so that a test can prove that nothing went past it.
"""

import asyncio
import base64
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

import msgspec

from connectors.bright_data import BrightName, parse_name
from connectors.practice.faults import CONTROL
from ofauto_desktop.domain.errors import BadInput

# Answered by the proxy itself, so that no name has to be known: where a request comes out.
GEO = "http://geo.practice.invalid/mygeo.json"
_GEO_HOST = "geo.practice.invalid"
IDLE = timedelta(minutes=5)
_CHALLENGE = "Proxy-Authenticate: Basic realm=practice\r\n"


class Do(StrEnum):
    """What happens instead of passing a request on."""

    ANSWER = "answer"
    HANG = "hang"
    RESET = "reset"
    SLOW = "slow"  # passed on after `seconds`


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Trouble for the next `times` requests. `headers` are whole lines with their ends."""

    do: Do = Do.ANSWER
    status: int = 502
    phrase: str = "Bad Gateway"
    headers: str = ""
    body: bytes = b""
    seconds: float = 0.0
    times: int = 1


@dataclass
class _Exit:
    """A session's way out."""

    address: str
    seen: datetime
    number: int = 0


@dataclass
class PracticeProxy:
    """`login` is user:password; with `bright`, any name of its grammar with this password will do.

    `passed`: the places that were reached through it, each once a connection. `challenges`: whether a 407 asks for a
    login, as it should. `country` is told where a name asks for none.
    """

    login: str = "ada:se@cr:et"
    bright: bool = False
    challenges: bool = True
    country: str = "DE"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    port: int = 0
    refused: int = 0
    passed: list[str] = field(default_factory=list)
    orders: deque[Order] = field(default_factory=deque)
    exits: dict[str, _Exit] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    _open: dict[asyncio.StreamWriter, "asyncio.Task[None]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address with the login, in the form host:port:user:password."""
        return f"127.0.0.1:{self.port}:{self.login}"

    def order(self, one: Order) -> None:
        """Trouble for what comes next."""
        self.orders += [one] * one.times

    def lose_peer(self, session: str) -> None:
        """The exit of this session goes: the next request has another one, or with -const none."""
        self.gone.add(session)

    async def stop(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*self._open.values())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # pragma: no cover - asyncio runs every connection in a task
            return
        self._open[writer] = task
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._handle(reader, writer)
        finally:
            writer.close()
            del self._open[writer]

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split("\r\n")[0].split(" ")
        if target.startswith(CONTROL):
            await self._control(method, head, reader, writer)
            return
        username = self._username(head)
        refusal = self._refusal(username) if username is not None else self._unknown(head)
        if refusal is None and self.orders:
            one = self.orders.popleft()
            if one.do is Do.SLOW:
                await asyncio.sleep(one.seconds)
            else:
                await self._trouble(one, reader, writer)
                return
        if refusal is not None:
            await self._say(writer, refusal)
        elif method != "CONNECT" and urlsplit(target).hostname == _GEO_HOST:
            await self._where(writer, username or "", target)
        else:
            await self._pass(reader, writer, head, target, tunnel=method == "CONNECT")

    async def _control(
        self, method: str, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Its control plane, without a login: GET what passed, POST a list of orders, DELETE those that wait."""
        if method == "POST":
            length = next((line for line in head.lower().split("\r\n") if line.startswith("content-length:")), ":0")
            body = await reader.readexactly(int(length.partition(":")[2]))
            try:
                for one in msgspec.json.decode(body, type=list[Order]):
                    self.order(one)
            except msgspec.DecodeError as error:
                said = msgspec.json.encode({"error": str(error)})
                await self._say(writer, Order(status=400, phrase="Bad Request", body=said))
                return
        elif method == "DELETE":
            self.orders.clear()
        state = {"passed": self.passed, "refused": self.refused, "pending": len(self.orders)}
        kind = "Content-Type: application/json\r\n"
        await self._say(writer, Order(status=200, phrase="OK", headers=kind, body=msgspec.json.encode(state)))

    async def _trouble(self, one: Order, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.refused += 1
        if one.do is Do.HANG:
            await reader.read()  # until the caller gives up
        elif one.do is Do.RESET:
            writer.transport.abort()
        else:
            await self._say(writer, one)

    async def _say(self, writer: asyncio.StreamWriter, one: Order) -> None:
        self.refused += one.status == 407
        head = f"HTTP/1.1 {one.status} {one.phrase}\r\n{one.headers}Content-Length: {len(one.body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode("latin-1") + one.body)
        await writer.drain()

    def _username(self, head: str) -> str | None:
        """The name of a login that counts."""
        for line in head.split("\r\n"):
            name, _, value = line.partition(":")
            if name.lower() != "proxy-authorization":
                continue
            user, _, password = base64.b64decode(value.split()[-1]).decode().partition(":")
            right = user if self.bright else self.login.partition(":")[0]
            return user if (user, password) == (right, self.login.partition(":")[2]) else None
        return None

    def _unknown(self, head: str) -> Order:
        sent = "proxy-authorization" in head.lower()
        code = ("client_10000" if sent else "client_10010") if self.bright else ""
        told = f"x-brd-err-code: {code}\r\n" if code else ""
        return Order(
            status=407,
            phrase="Proxy Authentication Required",
            headers=(_CHALLENGE if self.challenges else "") + told,
        )

    def _refusal(self, username: str) -> Order | None:
        """What Bright Data says of a name before anything is passed on."""
        if not self.bright:
            return None
        try:
            name = parse_name(username)
        except BadInput:
            headers = "x-brd-err-code: client_10000\r\nx-brd-error: malformed user name\r\n"
            return Order(status=407, phrase="Auth failed", headers=headers)
        session = name.flags.get("session", "")
        if session in self.gone and "const" in name.flags:
            phrase = "Failed to establish connection with peer"
            return Order(status=502, phrase="Bad Gateway", headers=f"x-brd-error: {phrase}\r\n")
        return None

    async def _where(self, writer: asyncio.StreamWriter, username: str, target: str) -> None:
        address, country = self.exit_of(username)
        body = {"ip": address} if target.endswith("myip.json") else {"ip": address, "country": country}
        await self._say(
            writer,
            Order(
                status=200,
                phrase="OK",
                headers=f"Content-Type: application/json\r\nx-brd-ip: {address}\r\n",
                body=msgspec.json.encode(body),
            ),
        )

    def exit_of(self, username: str) -> tuple[str, str]:
        """The address and country at which this name comes out now; asking counts as a request."""
        try:
            name = parse_name(username)
        except BadInput:
            name = BrightName(customer="", zone=username)
        if name.ip:
            return name.ip, name.country or self.country
        session, now = name.flags.get("session", ""), self.now()
        known = self.exits.setdefault(username, _Exit("", now))
        if now - known.seen > IDLE or session in self.gone:
            known.number += 1
            self.gone.discard(session)
        digest = sha256(f"{name.flags}{known.number}".encode()).digest()
        known.address, known.seen = f"203.0.113.{digest[0] or 1}", now
        return known.address, name.country or self.country

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str, target: str, *, tunnel: bool
    ) -> None:
        place = target if tunnel else urlsplit(target).netloc
        host, _, port = place.rpartition(":")
        try:
            far_reader, far_writer = await asyncio.open_connection((host or place).strip("[]"), int(port or 80))
        except (OSError, ValueError):
            await self._say(writer, Order(headers="x-brd-err-code: target_40001\r\n" if self.bright else ""))
            return
        self.passed.append(place)
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(_forwarded(head, target).encode("latin-1"))
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.close()


@contextlib.asynccontextmanager
async def proxying(proxy: PracticeProxy | None = None) -> AsyncIterator[PracticeProxy]:
    """A practice proxy on loopback, on a free port where it names none, until left. Raises OSError."""
    made = proxy or PracticeProxy()
    server = await asyncio.start_server(made.serve, "127.0.0.1", made.port)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await made.stop()


def _forwarded(head: str, target: str) -> str:
    path = urlsplit(target)
    first, *lines = head.split("\r\n")
    method, _, version = first.split(" ")
    kept = [line for line in lines if not line.lower().startswith(("proxy-", "connection:"))]
    place = f"{path.path or '/'}?{path.query}" if path.query else path.path or "/"
    return "\r\n".join([f"{method} {place} {version}", "Connection: close", *kept])


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65_536):
        writer.write(chunk)
        await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof()
