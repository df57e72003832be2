"""A forward proxy on this computer for tests: CONNECT and plain requests, Basic login, orders to refuse; it counts."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOGIN = "ada:se@cr:et"


@dataclass
class LocalProxy:
    """`answer`: said to every request instead of passing it on. `passed` are the places that were reached through it."""

    port: int = 0
    answer: bytes = b""
    passed: list[str] = field(default_factory=list)
    refused: int = 0
    _open: dict[asyncio.StreamWriter, "asyncio.Task[None]"] = field(default_factory=dict)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[writer] = task
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._handle(reader, writer)
        finally:
            writer.close()
            del self._open[writer]

    async def stop(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*self._open.values())

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split("\r\n")[0].split(" ")
        if f"basic {base64.b64encode(LOGIN.encode()).decode()}".lower() not in head.lower():
            self.refused += 1
            writer.write(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            await writer.drain()
            return
        if self.answer:
            self.refused += 1
            writer.write(self.answer)
            await writer.drain()
            return
        place = target if method == "CONNECT" else urlsplit(target).netloc
        self.passed.append(place)
        host, _, port = place.rpartition(":")
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(_forwarded(head, target).encode("latin-1"))
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.close()


def _forwarded(head: str, target: str) -> str:
    path = urlsplit(target)
    first, *lines = head.split("\r\n")
    method, _, version = first.split(" ")
    kept = [line for line in lines if not line.lower().startswith(("proxy-", "connection:"))]
    place = f"{path.path}?{path.query}" if path.query else path.path
    return "\r\n".join([f"{method} {place} {version}", "Connection: close", *kept])


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65_536):
        writer.write(chunk)
        await writer.drain()
    with suppress(OSError):
        writer.write_eof()


@asynccontextmanager
async def running() -> AsyncIterator[LocalProxy]:
    """A proxy on a free port, which wants LOGIN."""
    proxy = LocalProxy()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
