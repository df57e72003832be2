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
from connectors.practice.origins import Alone, ByPort
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.platforms import PlatformId

_BACKLOG = 1024
# Closing with this set sends a reset instead of an orderly end: on, for 0 seconds.
_RESET = struct.pack("ii", 1, 0)


@contextlib.asynccontextmanager
async def serve(host: str, port: int, platforms: PracticePlatforms) -> AsyncIterator[dict[str, dict[str, str]]]:
    """Serve until left; gives the endpoints. Port 0 takes a free one. Raises OSError where it cannot listen.

    The endpoints of a platform that is a site have ports of their own: those behind `port` where they are free.
    """
    with contextlib.ExitStack() as stack:
        main = stack.enter_context(contextlib.closing(listening(host, port, _BACKLOG)))
        places = [
            (name, endpoint, stack.enter_context(contextlib.closing(_beside(host, port, number))))
            for number, (name, endpoint) in enumerate(_alone(platforms), 1)
        ]
        endpoints = platforms.served(_address(host, main))
        for name, endpoint, listener in places:
            endpoints[name.value][endpoint] = _address(host, listener)
        alone = {
            listener.getsockname()[1]: Alone(platforms.apps[name], endpoints[name.value])
            for name, _, listener in places
        }
        server = Server(ByPort(platforms.app, alone, platforms.shared), http=_Abortable)
        try:
            await server.start(main, "practice platforms", *(listener for _, _, listener in places))
            yield endpoints
        finally:
            await server.end()


def _alone(platforms: PracticePlatforms) -> list[tuple[PlatformId, str]]:
    return [(name, endpoint) for name, endpoints in platforms.sites().items() for endpoint in endpoints]


def _address(host: str, listener: socket.socket) -> str:
    return f"http://{host}:{listener.getsockname()[1]}"


def _beside(host: str, port: int, number: int) -> socket.socket:
    if port:
        with contextlib.suppress(OSError, OverflowError):
            return listening(host, port + number, _BACKLOG)
    return listening(host, 0, _BACKLOG)


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
