"""The media host of practice accounts: files lie at the practice platform itself, and nobody else can fetch them."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from connectors.base import Placed

_LIFE = timedelta(hours=1)


class PracticeHost:
    """A MediaHost on practice Instagram, whose `graph` endpoint it lies beside."""

    def __init__(
        self, transport: Callable[[], httpx.AsyncBaseTransport], graph: str, now: Callable[[], datetime]
    ) -> None:
        self._transport, self._now = transport, now
        self._base = f"{graph.rstrip('/').rpartition('/')[0]}/media-host/"

    async def place(self, file: Path, media_type: str) -> Placed:
        key = secrets.token_urlsafe(32)
        content = await asyncio.to_thread(file.read_bytes)
        async with httpx.AsyncClient(transport=self._transport()) as client:
            await client.put(self._base + key, content=content, headers={"content-type": media_type})
        return Placed(url=self._base + key, key=key, until=self._now() + _LIFE)

    async def remove(self, key: str) -> None:
        async with httpx.AsyncClient(transport=self._transport()) as client:
            await client.delete(self._base + key)
