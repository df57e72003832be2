"""The practice platforms on loopback, for everything but the practice workspace."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.practice.embedded import Server, listening
from connectors.practice.faults import ABORT
from connectors.practice.platforms import PracticePlatforms

_BACKLOG = 1024
# Closing with this set sends a reset instead of an orderly end: on, for 0 seconds.
_RESET = struct.pack("ii", 1, 0)


@contextlib.asynccontextmanager
async def serve(host: str, port: int, platforms: PracticePlatforms) -> AsyncIterator[dict[str, dict[str, str]]]:
    """Serve until left; gives the endpoints. Port 0 takes a free one. Raises OSError where it cannot listen."""
    listener = listening(host, port, _BACKLOG)
    server = Server(platforms.app, http=_Abortable)
    try:
        await server.start(listener, "practice platforms")
        yield platforms.served(f"http://{host}:{listener.getsockname()[1]}")
    finally:
        await server.end()
        listener.close()


class _Abortable(H11Protocol):
    """Lays into each request's scope the function that breaks its connection (`faults.ABORT`)."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        inner = self.app

        def abort() -> None:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            transport.abort()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[ABORT] = abort
            await inner(scope, receive, send)

        self.app = app
