"""A wire to practice platforms that may be asleep: whoever answers wakes them, and keeps what was changed."""

from collections.abc import Awaitable, Callable

import httpx


class Answering(httpx.AsyncBaseTransport):
    """Hands every request to `answer`."""

    def __init__(self, answer: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._answer(request)
