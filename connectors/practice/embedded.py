"""A server on loopback inside a program that has its own signals: what the practice platforms and the door share."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn


def listening(host: str, port: int, backlog: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises OSError."""
    # With its protocol named, asyncio turns Nagle's delay off; without, each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """Serves an ASGI application from `start` to `end`, which cuts off what is still being answered."""

    def __init__(self, app: Any, **settings: Any) -> None:
        config = uvicorn.Config(
            app,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            **settings,
        )
        super().__init__(config)
        self._ready = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self, listener: socket.socket, name: str, *more: socket.socket) -> None:
        """Serve on `listener` and `more`, which are closed in the end; returns once it does. `name` is the task's."""
        self._running = asyncio.create_task(self.serve(sockets=[listener, *more]), name=name)
        await self._ready.wait()

    async def end(self) -> None:
        self.should_exit = True
        if self._running is not None:
            await self._running

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)
