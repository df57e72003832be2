"""The practice platforms behind one door: in this process for the practice workspace, on loopback for everything else."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import uvicorn
from starlette.routing import Mount, Router
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors import registry
from connectors.practice import rates
from connectors.practice.faults import ABORT, Dropped, Faults
from connectors.practice.gumroad import app as gumroad_app
from connectors.practice.worlds import Worlds
from connectors.practice.x import app as x_app
from ofauto_desktop.domain.platforms import PlatformId

# Nothing is ever asked of this address: the in-process transport answers before a socket would be opened.
IN_PROCESS = "http://practice.invalid"
# Closing with this set sends a reset instead of an orderly end: on, for 0 seconds.
_RESET = struct.pack("ii", 1, 0)

_APPLICATIONS: Mapping[PlatformId, Callable[[Any, Faults], ASGIApp]] = {
    PlatformId.X: x_app.application,
    PlatformId.GUMROAD: gumroad_app.application,
}


class PracticePlatforms:
    """The platforms of `worlds`, each mounted under its name, each with trouble of its own on order; and a bank's rates."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = dict(worlds)
        self.faults = {name: Faults() for name in self.worlds}
        self.app: ASGIApp = Router(
            [
                Mount(f"/{name.value}", app=_APPLICATIONS[name](world, self.faults[name]))
                for name, world in self.worlds.items()
            ]
            + [Mount("/rates", app=rates.application())]
        )

    def endpoints(self, base: str = IN_PROCESS) -> dict[str, dict[str, str]]:
        """{platform: {endpoint name: url}} as the manifests name them, at `base`; the paths are the real ones."""
        return {
            name.value: {
                endpoint: f"{base}/{name.value}{urlsplit(url).path}"
                for endpoint, url in registry.platform(name).manifest.endpoints.items()
            }
            for name in self.worlds
        }

    def rates_endpoint(self, base: str = IN_PROCESS) -> str:
        """Where the practice bank's file of rates is."""
        return f"{base}{rates.PATH}"

    def transport(self) -> httpx.AsyncBaseTransport:
        """A wire into this process. Each client gets its own, as each closes its own."""
        return InProcess(self.app)


class InProcess(httpx.ASGITransport):
    """Answers without a socket; a dropped connection looks as it would on one."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except Dropped as error:
            message = "the connection was reset"
            raise httpx.ReadError(message, request=request) from error


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
            yield platforms.endpoints(f"http://{host}:{listener.getsockname()[1]}")
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
