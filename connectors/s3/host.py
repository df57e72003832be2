"""A MediaHost on an S3-compatible bucket: files under names that tell nothing, behind links that end."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

from connectors.base import Placed
from connectors.errors import ConnectorError, RateLimited, Rejected, Temporary
from connectors.http import UPLOAD_DEADLINE, Http, Reply
from connectors.s3.signing import signed
from ofauto_desktop.domain.media_host import LINK_LIFE, Bucket, HostChecked, Step
from ofauto_desktop.domain.words import mark

_PIECE = 256 * 1024
_MOMENT = timedelta(minutes=5)  # what we do ourselves is done at once; an upload begins within it
_WAIT = timedelta(minutes=1)
_CODE = re.compile(rb"<Code>([A-Za-z0-9]{1,64})</Code>")
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "video/mp4": ".mp4", "video/quicktime": ".mov"}
_MEANINGS = {
    "SignatureDoesNotMatch": mark("the bucket does not accept the secret key"),
    "InvalidAccessKeyId": mark("the bucket does not know the access key"),
    "NoSuchBucket": mark("there is no bucket of this name"),
    "RequestTimeTooSkewed": mark("this computer's clock is too far from the bucket's"),
    "AccessDenied": mark("the access key may not do this in the bucket"),
    "PermanentRedirect": mark("the bucket lies in another region or at another endpoint"),
    "AuthorizationHeaderMalformed": mark("the bucket lies in another region"),
    "AuthorizationQueryParametersError": mark("the bucket lies in another region"),
}


def new_key(bucket: Bucket, media_type: str) -> str:
    """A name for an object that nobody guesses and that tells nothing but the kind of file."""
    return f"{bucket.prefix}{secrets.token_hex(20)}{_ENDINGS.get(media_type, '')}"


class S3Host:
    """Over `http`, which it does not close. Keys are the caller's, so that they can be on record before a file is there."""

    def __init__(self, bucket: Bucket, http: Http, now: Callable[[], datetime]) -> None:
        self._bucket, self._http, self._now = bucket, http, now

    async def put(self, key: str, file: Path, media_type: str) -> Placed:
        """Lay `file` under `key`. Raises Temporary, Rejected, NetworkDown, ProxyFailed."""
        size = (await asyncio.to_thread(file.stat)).st_size
        headers = {"content-type": media_type, "content-length": str(size)}
        reply = await self._ask("PUT", key, deadline=UPLOAD_DEADLINE, headers=headers, content=_pieces(file))
        self._refuse(reply)
        return Placed(url=self.link(key), key=key, until=self._now() + LINK_LIFE)

    def link(self, key: str) -> str:
        """Whoever has it can fetch the file until it ends."""
        return signed("GET", self._bucket, key, self._now(), LINK_LIFE)

    async def remove(self, key: str) -> None:
        reply = await self._ask("DELETE", key)
        if reply.status != 404 or _code(reply) == "NoSuchBucket":
            self._refuse(reply)

    async def check(self, file: Path) -> HostChecked:
        """Write `file`, fetch it as a platform would, delete it. Raises what is no fault of the bucket: NetworkDown …"""
        key, step = new_key(self._bucket, ""), Step.WRITE
        try:
            placed = await self.put(key, file, "text/plain")
            step = Step.FETCH
            fetched = await self._http.request("GET", placed.url, bucket="s3")
            self._refuse(fetched)
            if fetched.body != await asyncio.to_thread(file.read_bytes):
                return await self._failed(key, step, "another file came back than the one that was written")
            step = Step.DELETE
            await self.remove(key)
        except (Rejected, Temporary) as error:
            return await self._failed(key, step, error.reason)
        return HostChecked()

    async def _failed(self, key: str, step: Step, reason: str) -> HostChecked:
        """What was written is not left behind where it can be helped; that it cannot be deleted is what DELETE says."""
        if step is Step.FETCH:
            try:
                await self.remove(key)
            except ConnectorError as error:
                reason = f"{reason}; nor can it be deleted: {error.reason}"
        return HostChecked(failed=step, reason=reason)

    async def _ask(self, method: str, key: str, **how: object) -> Reply:
        address = signed(method, self._bucket, key, self._now(), _MOMENT)
        return await self._http.request(method, address, bucket="s3", **how)  # type: ignore[arg-type]

    def _refuse(self, reply: Reply) -> None:
        if 200 <= reply.status < 300:
            return
        code = _code(reply)
        if reply.status == 503 or code == "SlowDown":
            raise RateLimited("the bucket asks to wait", retry_at=self._now() + _WAIT)
        if reply.server_failed:
            message = f"the bucket answered {reply.status}"
            raise Temporary(message)
        raise Rejected(_MEANINGS.get(code, f"the bucket refused ({reply.status}{f', {code}' if code else ''})"))


def _code(reply: Reply) -> str:
    """The error's name, read without an XML parser: nothing else of the answer is wanted, and it is not trusted."""
    found = _CODE.search(reply.body[:4096])
    return found[1].decode("ascii") if found else ""


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as source:
        while piece := await asyncio.to_thread(source.read, _PIECE):
            yield piece
