"""Uploads (platforms/x.md §5): images in one piece, anything in chunks, then the processing that films wait for."""

import json
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from connectors.practice.x.answers import answer, invalid, nowhere
from connectors.practice.x.door import Call
from connectors.practice.x.state import Upload

T = TypeVar("T")
LIFE = timedelta(hours=24)
_MIB = 1024 * 1024
_LARGEST = {"tweet_image": 5 * _MIB, "tweet_gif": 15 * _MIB, "tweet_video": 8 * 1024 * _MIB}
_LARGEST_CHUNK = 8 * _MIB
_LONGEST_ALT = 1000
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")


class Begin(msgspec.Struct):
    media_type: str
    total_bytes: int
    media_category: str


class AltText(msgspec.Struct):
    text: str


class Described(msgspec.Struct):
    alt_text: AltText


class Metadata(msgspec.Struct):
    id: str
    metadata: Described


async def whole(call: Call) -> Response:
    """One image in one request. The former commands in the query are refused as X does."""
    if "multipart" not in call.request.headers.get("content-type", ""):
        raise invalid("Request body is not valid JSON.")
    async with call.request.form() as form:
        content = await _part(form)
        category = str(form.get("media_category", ""))
    if category != "tweet_image" or len(content) > _LARGEST["tweet_image"]:
        raise invalid("Only images of up to 5 MB are uploaded in one piece.")
    if not content.startswith(_STARTS):
        raise invalid("media type unrecognized.")
    call.world.pictures.append(content)
    upload = _new(call, category, "image", len(content))
    upload.ready = True
    return answer({"data": {**_known(upload), "size": len(content)}})


async def initialize(call: Call) -> Response:
    wanted = _decoded(await call.request.body(), Begin)
    most = _LARGEST.get(wanted.media_category)
    if most is None or not 0 < wanted.total_bytes <= most:
        raise invalid("media_category or total_bytes is not accepted.")
    return answer({"data": _known(_new(call, wanted.media_category, wanted.media_type, wanted.total_bytes))})


async def append(call: Call) -> Response:
    """One segment; the same one again replaces it."""
    upload = _own(call, call.request.path_params["id"])
    async with call.request.form() as form:
        content = await _part(form)
        index = str(form.get("segment_index", ""))
    if not index.isdigit() or len(content) > _LARGEST_CHUNK:
        raise invalid("segment_index or the size of the segment is not accepted.")
    upload.segments[int(index)] = len(content)
    return answer({"data": {"expires_at": int(upload.expires_at.timestamp())}})


async def finalize(call: Call) -> Response:
    """Needs a JSON object as body, although the specification shows none (platforms/x.md §5)."""
    upload = _own(call, call.request.path_params["id"])
    try:
        body = json.loads(await call.request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise invalid("Request body must be a JSON object.")
    if sorted(upload.segments) != list(range(len(upload.segments))) or sum(upload.segments.values()) != upload.total:
        raise invalid("Segments do not add up to provided total file size.")
    upload.ready, upload.expires_at = True, call.world.now() + LIFE
    payload = {**_known(upload), "size": upload.total}
    if upload.category != "tweet_image":
        upload.checks_left = max(1, call.world.settings.processing_checks)
        payload["processing_info"] = {"state": "pending", "check_after_secs": call.world.settings.check_after_secs}
    return answer({"data": payload})


async def status(call: Call) -> Response:
    upload = _own(call, call.request.query_params.get("media_id", ""))
    if call.request.query_params.get("command") != "STATUS" or upload.category == "tweet_image":
        raise invalid("There is no status of this upload.")
    return answer({"data": {**_known(upload), "processing_info": _progress(call, upload)}})


async def describe(call: Call) -> Response:
    wanted = _decoded(await call.request.body(), Metadata)
    upload = _own(call, wanted.id)
    if len(wanted.metadata.alt_text.text) > _LONGEST_ALT:
        raise invalid("alt_text takes 1000 characters.")
    upload.alt_text = wanted.metadata.alt_text.text
    return answer({"data": {"id": upload.id, "associated_metadata": {"alt_text": {"text": upload.alt_text}}}})


def _progress(call: Call, upload: Upload) -> dict[str, Any]:
    settings = call.world.settings
    upload.checks_left = max(0, upload.checks_left - 1)
    if upload.checks_left:
        return {"state": "in_progress", "progress_percent": 50, "check_after_secs": settings.check_after_secs}
    if settings.processing_error:
        upload.failed = settings.processing_error
        error = {"code": 1, "name": "InvalidMedia", "message": upload.failed}
        return {"state": "failed", "progress_percent": 50, "error": error}
    return {"state": "succeeded", "progress_percent": 100}


def _new(call: Call, category: str, mime: str, total: int) -> Upload:
    upload_id = call.world.new_id()
    upload = Upload(
        id=upload_id,
        key=f"{3 if category == 'tweet_image' else 7}_{upload_id}",
        owner=call.user.id,
        category=category,
        mime=mime,
        total=total,
        expires_at=call.world.now() + LIFE,
    )
    call.world.uploads[upload_id] = upload
    return upload


def _known(upload: Upload) -> dict[str, Any]:
    return {"id": upload.id, "media_key": upload.key, "expires_after_secs": int(LIFE.total_seconds())}


def _own(call: Call, upload_id: str) -> Upload:
    upload = call.world.uploads.get(upload_id)
    if upload is None or upload.owner != call.user.id:
        raise nowhere()
    return upload


def _decoded(body: bytes, form: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.DecodeError as error:
        raise invalid(str(error)) from error


async def _part(form: FormData) -> bytes:
    part = form.get("media")
    if not isinstance(part, UploadFile):
        raise invalid("media is missing.")
    return await part.read()
