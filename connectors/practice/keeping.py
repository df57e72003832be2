"""A wire to practice platforms that keeps what was changed before the answer is given, as a real platform would."""

from collections.abc import Awaitable, Callable

import httpx


class Keeping(httpx.AsyncBaseTransport):
    """Calls `keep` after each request that may have changed something, whether its answer arrives or is lost."""

    def __init__(self, wire: httpx.AsyncBaseTransport, keep: Callable[[], Awaitable[None]]) -> None:
        self._wire = wire
        self._keep = keep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._wire.handle_async_request(request)
        finally:
            if request.method != "GET":
                await self._keep()

    async def aclose(self) -> None:
        await self._wire.aclose()
