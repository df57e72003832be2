"""Uploads to X (platforms/x.md §5): images in one piece, films and GIFs in chunks; resumable, and harmless if abandoned."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from connectors.errors import Rejected, Temporary
from connectors.http import UPLOAD_DEADLINE, Reply
from connectors.x.wire import Processing, Uploaded
from ofauto_desktop.domain.media import MediaKind, UploadSource, pieces

CHUNK = 4 * 1024 * 1024
_CATEGORY = {MediaKind.IMAGE: "tweet_image", MediaKind.GIF: "tweet_gif", MediaKind.VIDEO: "tweet_video"}
# An id close to its end is uploaded again rather than refused at the last step.
_MARGIN = timedelta(hours=1)
_LONGEST_CHECK = 30
# Seconds that an uploaded file lasts where X does not say; it is never more (platforms/x.md §5).
_LIFE = 86_400
_MOST_CHECKS = 240


class Call(Protocol):
    """The client's authorised request."""

    def __call__(self, method: str, path: str, *, bucket: str, **body: Any) -> Awaitable[Reply]: ...


class Uploader:
    """Uploads of one account. `read` turns an answer into a struct."""

    def __init__(self, call: Call, read: Callable[[Reply], Uploaded], now: Callable[[], datetime]) -> None:
        self._call, self._read, self._now = call, read, now

    async def ready(self, source: UploadSource, saved: Mapping[str, Any] | None) -> dict[str, Any]:
        """{"id", "expires_at", "alt_text"} of an uploaded item; what is `saved` is used again while it lasts."""
        if saved and datetime.fromisoformat(saved["expires_at"]) > self._now() + _MARGIN:
            known = dict(saved)
        else:
            started = self._now()
            done = await (self._whole(source) if source.item.kind is MediaKind.IMAGE else self._in_chunks(source))
            ends = started + timedelta(seconds=min(max(done.expires_after_secs or _LIFE, 0), _LIFE))
            known = {"id": done.id, "expires_at": ends.isoformat(), "alt_text": ""}
        # It may have been written, or changed, after an upload that was interrupted.
        if source.item.alt_text != known["alt_text"]:
            await self._describe(known["id"], source.item.alt_text)
        return {**known, "alt_text": source.item.alt_text}

    async def _whole(self, source: UploadSource) -> Uploaded:
        content = await source.read(0, source.item.size)
        reply = await self._call(
            "POST",
            "/media/upload",
            bucket="upload",
            deadline=UPLOAD_DEADLINE,
            data={"media_category": _CATEGORY[source.item.kind], "media_type": source.item.mime},
            files={"media": ("media", content, source.item.mime)},
        )
        done = self._read(reply)
        if done.processing_info is not None:
            _refuse_failed(done.processing_info)  # no more than that: X may know no status of an image
        return done

    async def _in_chunks(self, source: UploadSource) -> Uploaded:
        item = source.item
        begun = self._read(
            await self._call(
                "POST",
                "/media/upload/initialize",
                bucket="upload_initialize",
                json={
                    "media_type": item.mime,
                    "total_bytes": item.size,
                    "media_category": _CATEGORY[item.kind],
                },
            )
        )
        index = 0
        async for chunk in pieces(source, CHUNK):
            await self._append(begun.id, index, chunk)
            index += 1
        # An empty body has been refused since July 2026 (platforms/x.md §5), so an empty object is sent.
        finished = self._read(
            await self._call("POST", f"/media/upload/{begun.id}/finalize", bucket="upload_finalize", json={})
        )
        if finished.processing_info is not None:
            await self._processed(begun.id, finished.processing_info)
        return finished

    async def _append(self, media_id: str, index: int, chunk: bytes) -> None:
        """One segment; sending it twice is safe, so one lost answer is forgiven."""
        for attempt in (1, 2):
            try:
                await self._call(
                    "POST",
                    f"/media/upload/{media_id}/append",
                    bucket="upload_append",
                    deadline=UPLOAD_DEADLINE,
                    data={"segment_index": str(index)},
                    files={"media": ("chunk", chunk, "application/octet-stream")},
                )
            except Temporary:
                if attempt == 2:
                    raise
            else:
                return

    async def _processed(self, media_id: str, processing: Processing) -> None:
        for _ in range(_MOST_CHECKS):
            if processing.state == "succeeded":
                return
            _refuse_failed(processing)
            after = 1 if processing.check_after_secs is None else processing.check_after_secs
            await asyncio.sleep(min(max(after, 0), _LONGEST_CHECK))
            reply = await self._call(
                "GET", "/media/upload", bucket="upload_status", params={"command": "STATUS", "media_id": media_id}
            )
            latest = self._read(reply).processing_info
            if latest is None:
                return
            processing = latest
        raise Temporary("X has not finished preparing the file")

    async def _describe(self, media_id: str, text: str) -> None:
        await self._call(
            "POST",
            "/media/metadata",
            bucket="media_metadata",
            json={"id": media_id, "metadata": {"alt_text": {"text": text}}},
        )


def _refuse_failed(processing: Processing) -> None:
    if processing.state == "failed":
        why = processing.error.message if processing.error else None
        raise Rejected(f"X cannot use this file: {why or 'no reason given'}")
