"""The practice platforms on loopback, for everything but the practice workspace."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.practice.faults import ABORT
from connectors.practice.platforms import PracticePlatforms

# Closing with this set sends a reset instead of an orderly end: on, for 0 seconds.
_RESET = struct.pack("ii", 1, 0)


@contextlib.asynccontextmanager
async def serve(host: str, port: int, platforms: PracticePlatforms) -> AsyncIterator[dict[str, dict[str, str]]]:
    """Serve until left; gives the endpoints. Port 0 takes a free one. Raises OSError where it cannot listen."""
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            platforms.app,
            http=_Abortable,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
        )
        server = _Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]), name="practice platforms")
        try:
            await server.ready.wait()
            yield platforms.served(f"http://{host}:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            await running


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    # With its protocol named, asyncio turns Nagle's delay off; without, each answer waits 40 ms for an acknowledgement.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
        yield listener


class _Server(uvicorn.Server):
    """Runs inside a program that has its own signals, and ends without waiting for requests that hang on order."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)


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
