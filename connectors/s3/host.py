"""A MediaHost on an S3-compatible bucket: files under names that tell nothing, behind links that end."""

import re
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from connectors.base import Placed
from connectors.errors import ConnectorError, RateLimited, Rejected, Temporary
from connectors.http import UPLOAD_DEADLINE, Http, Reply
from connectors.s3.signing import signed
from ofauto_desktop.domain.media import UploadSource, pieces
from ofauto_desktop.domain.media_host import LINK_LIFE, Bucket, HostChecked, Step
from ofauto_desktop.domain.words import mark

_PIECE = 256 * 1024
_MOMENT = timedelta(minutes=5)  # what we do ourselves is done at once; an upload begins within it
_WAIT = timedelta(minutes=1)
_WORDS = b"OFAuto looks whether this bucket works; this file is deleted at once.\n"
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

    async def put(self, key: str, source: UploadSource) -> Placed:
        """Lay a file under `key`. Raises Temporary, Rejected, NetworkDown, ProxyFailed, DiskProblem."""
        return await self._put(key, pieces(source, _PIECE), source.item.size, source.item.mime)

    async def _put(self, key: str, content: bytes | AsyncIterator[bytes], size: int, media_type: str) -> Placed:
        headers = {"content-type": media_type, "content-length": str(size)}
        self._refuse(await self._ask("PUT", key, deadline=UPLOAD_DEADLINE, headers=headers, content=content))
        return Placed(url=self.link(key), key=key, until=self._now() + LINK_LIFE)

    def link(self, key: str) -> str:
        """Whoever has it can fetch the file until it ends."""
        return signed("GET", self._bucket, key, self._now(), LINK_LIFE)

    async def remove(self, key: str) -> None:
        reply = await self._ask("DELETE", key)
        if reply.status != 404 or _code(reply) == "NoSuchBucket":
            self._refuse(reply)

    async def check(self) -> HostChecked:
        """Write a few words, fetch them as a platform would, delete them; they stay only where they may not be deleted.

        Raises what is no fault of the bucket: NetworkDown …
        """
        key, step = new_key(self._bucket, ""), Step.WRITE
        try:
            placed = await self._put(key, _WORDS, len(_WORDS), "text/plain")
            step = Step.FETCH
            await self._fetch(placed.url)
            step = Step.DELETE
            await self.remove(key)
        except (Rejected, Temporary) as error:
            return HostChecked(failed=step, reason=await self._without(key, step, error.reason))
        except ConnectorError:
            await self._without(key, step, "")
            raise
        return HostChecked()

    async def _fetch(self, url: str) -> None:
        fetched = await self._http.request("GET", url, bucket="s3")
        self._refuse(fetched)
        if fetched.body != _WORDS:
            raise Rejected("another file came back than the one that was written")

    async def _without(self, key: str, step: Step, reason: str) -> str:
        """`reason`, once what a check wrote is deleted again; that it cannot be is said with it."""
        if step is not Step.FETCH:
            return reason
        try:
            await self.remove(key)
        except ConnectorError as error:
            return f"{reason}; nor can it be deleted: {error.reason}"
        return reason

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
