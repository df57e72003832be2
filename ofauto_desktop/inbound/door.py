"""The loopback door that a person's tunnel leads to. It listens on this computer alone."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.inbound.routes import Accept, Routes

HOST = "127.0.0.1"
_BACKLOG = 2048
_MOST_CONNECTIONS = 1024
_IDLE_SECONDS = 15
_LARGEST_HEAD = 16 * 1024
# From a connection's beginning to the end of its first head. uvicorn waits for ever, and connections are counted.
HEAD_WITHIN = 10.0


class Door:
    """Open from `open` to `aclose`; both run on the loop."""

    def __init__(self, accept: Accept) -> None:
        self._routes = Routes(accept)
        self._server: _Server | None = None
        self._running: asyncio.Task[None] | None = None
        self.port: int | None = None

    async def open(self, port: int) -> int:
        """Listen on `port` (0: any that is free); returns which. Raises BadInput where another program has it."""
        listener = _listening(port)
        self.port = listener.getsockname()[1]
        self._server = _Server(
            uvicorn.Config(
                self._routes,
                http=_Bounded,
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                log_level="critical",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_keep_alive=_IDLE_SECONDS,
                h11_max_incomplete_event_size=_LARGEST_HEAD,
            )
        )
        self._running = asyncio.create_task(self._server.serve(sockets=[listener]), name="the door for webhooks")
        await self._server.ready.wait()
        return self.port

    async def aclose(self) -> None:
        """Take nothing more in. What was being answered is cut off: its platform sends it again."""
        if self._server is None or self._running is None:
            return
        self._server.should_exit = True
        await self._running
        self._server = self._running = self.port = None


def _listening(port: int) -> socket.socket:
    # With its protocol named, asyncio turns Nagle's delay off.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise BadInput("another program listens on this port; choose another", item=str(port)) from error
    listener.listen(_BACKLOG)
    return listener


class _Bounded(H11Protocol):
    """A connection that comes to its request in time, and to an end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._begun = asyncio.get_running_loop().call_later(HEAD_WITHIN, self._let_go)

    def connection_lost(self, exc: Exception | None) -> None:
        self._begun.cancel()
        super().connection_lost(exc)

    def _let_go(self) -> None:
        """A request that has begun has time limits of its own (`routes.BODY_WITHIN`), and so has the wait for the next."""
        begun: object = self.scope
        if begun is None:
            self.transport.close()


class _Server(uvicorn.Server):
    """Runs inside a program that has its own signals."""

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
