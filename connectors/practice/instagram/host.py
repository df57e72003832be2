"""The media host of practice accounts: files lie at the practice platform itself, and nobody else can fetch them."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from connectors.base import Placed
from ofauto_desktop.domain.media import UploadSource

_LIFE = timedelta(hours=1)


class PracticeHost:
    """A MediaHost on practice Instagram, whose `graph` endpoint it lies beside."""

    def __init__(
        self, transport: Callable[[], httpx.AsyncBaseTransport], graph: str, now: Callable[[], datetime]
    ) -> None:
        self._transport, self._now = transport, now
        self._base = f"{graph.rstrip('/').rpartition('/')[0]}/media-host/"

    async def place(self, source: UploadSource) -> Placed:
        key = secrets.token_urlsafe(32)
        content = await source.read(0, source.item.size)
        async with httpx.AsyncClient(transport=self._transport()) as client:
            await client.put(self._base + key, content=content, headers={"content-type": source.item.mime})
        return Placed(url=self._base + key, key=key, until=self._now() + _LIFE)

    async def remove(self, key: str) -> None:
        async with httpx.AsyncClient(transport=self._transport()) as client:
            await client.delete(self._base + key)
