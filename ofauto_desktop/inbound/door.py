"""The loopback door that a person's tunnel leads to. It listens on this computer alone."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.practice.embedded import Server, listening
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
        self._server: Server | None = None
        self.port: int | None = None

    async def open(self, port: int) -> int:
        """Listen on `port` (0: any that is free); returns which. Raises BadInput where another program has it."""
        try:
            listener = listening(HOST, port, _BACKLOG)
        except OSError as error:
            raise BadInput("another program listens on this port; choose another", item=str(port)) from error
        self.port = int(listener.getsockname()[1])
        self._server = Server(
            self._routes,
            http=_Bounded,
            interface="asgi3",
            date_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_IDLE_SECONDS,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
        )
        await self._server.start(listener, "the door for webhooks")
        return self.port

    async def aclose(self) -> None:
        """Take nothing more in. What was being answered is cut off: its platform sends it again."""
        if self._server is not None:
            await self._server.end()
        self._server = self.port = None


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
