"""Publishing on practice Graph (platforms/instagram.md §4): containers, their processing, and the one call that publishes."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from starlette.responses import JSONResponse, Response

from connectors.practice.instagram.answers import Refused, invalid, missing, refused
from connectors.practice.instagram.door import Call
from connectors.practice.instagram.records import Container
from connectors.practice.instagram.world import World

CONTAINER_LIFE = timedelta(hours=24)
HOST = "/media-host/"
_DAY = timedelta(hours=24)
_LARGEST_IMAGE = 8 * 1024 * 1024
_LARGEST_VIDEO = {"REELS": 300, "STORY": 100, "FEED": 300}
_NARROWEST, _WIDEST = 0.8, 1.91
_FIRST_CONTAINER = 17_900_000_000_000_000


async def create(call: Call) -> Response:
    """A container; what it shows is fetched at once, so what cannot be had is refused here."""
    call.own()
    given = await _params(call)
    kind = given.get("media_type", "")
    if kind not in ("", "IMAGE", "REELS", "STORIES", "CAROUSEL", "VIDEO"):
        raise invalid("Unknown media_type", 2207023)
    _check_caption(given.get("caption", ""))
    made = Container(
        id=call.world.new_id(_FIRST_CONTAINER),
        owner=call.account.id,
        at=call.world.now(),
        caption=given.get("caption", ""),
        item=given.get("is_carousel_item", "").lower() == "true",
        options={name: given[name] for name in ("share_to_feed", "is_ai_generated", "alt_text") if name in given},
        checks_left=call.world.settings.processing_checks,
    )
    made.product = {"REELS": "REELS", "STORIES": "STORY"}.get(kind, "FEED")  # type: ignore[assignment]  # its words
    if given.get("upload_type") == "resumable":
        return _resumable(call, made, kind)
    if kind == "CAROUSEL":
        made.kind, made.children = "CAROUSEL_ALBUM", _children(call, given.get("children", ""))
    elif "video_url" in given:
        if kind == "VIDEO" and not made.item:
            raise invalid("A video in the feed is published as a reel", 2207023)
        made.kind = "VIDEO"
        _check_film(await _fetched(call.world, given["video_url"]), made.product)
    elif "image_url" in given:
        _check_picture(await _fetched(call.world, given["image_url"]), story=made.product == "STORY")
    else:
        raise invalid("The parameter image_url is required")
    call.world.containers[made.id] = made
    return JSONResponse({"id": made.id})


def _resumable(call: Call, made: Container, kind: str) -> Response:
    """A container that waits for its file; documented for Facebook logins only (§4)."""
    if not call.by_facebook:
        raise invalid("The parameter upload_type is not supported")
    made.awaits_file = True
    if kind in ("REELS", "VIDEO"):
        made.kind = "VIDEO"
    call.world.containers[made.id] = made
    base = str(call.request.url).partition("/v25.0/")[0]
    return JSONResponse({"id": made.id, "uri": f"{base}/ig-api-upload/v25.0/{made.id}"})


async def upload(call: Call) -> Response:
    """The file of a container, in one piece."""
    container = call.world.containers.get(call.request.path_params["id"])
    if container is None or not call.request.headers.get("authorization", "").startswith("OAuth "):
        return _unusable()
    content, headers = await call.request.body(), call.request.headers
    if headers.get("offset") != "0" or headers.get("file_size") != str(len(content)):
        return _unusable()
    try:
        if content[4:8] == b"ftyp":
            container.kind = "VIDEO"
            _check_film(content, container.product)
        else:
            _check_picture(content, story=container.product == "STORY")
    except Refused:
        return _unusable()
    call.world.fetched.append(content)
    container.awaits_file = False
    return JSONResponse({"success": True, "message": "Upload successful."})


def _unusable() -> Response:
    message = '{"success":false}'
    told = {"retriable": False, "type": "ProcessingFailedError", "message": message}
    return JSONResponse({"debug_info": told}, status_code=400)


async def publish(call: Call) -> Response:
    """The only call that shows anything to anybody. Its answer is the media's id, and not the container's."""
    call.own()
    container = call.world.containers.get((await _params(call)).get("creation_id", ""))
    if container is None or container.owner != call.account.id or container.item:
        raise refused(24, "The requested resource does not exist", 2207008)
    if call.world.now() - container.at >= CONTAINER_LIFE:
        raise refused(-2, "The container has expired", 2207020)
    if container.published is not None:
        raise invalid("The container was published already")
    if container.checks_left > 0 or container.failed or container.awaits_file:
        raise refused(9007, "Media ID is not available", 2207027, shown="The media is not ready for publishing.")
    if _used(call) >= call.world.settings.quota:
        raise refused(9, "Application request limit reached", 2207042)
    return JSONResponse({"id": call.world.publish(container).id})


async def quota(call: Call) -> Response:
    """What was published in 24 hours, and how much may be; a carousel counts as one."""
    call.own()
    config = {"quota_total": call.world.settings.quota, "quota_duration": int(_DAY.total_seconds())}
    return JSONResponse({"data": [{"quota_usage": _used(call), "config": config}]})


def status(call: Call, container: Container) -> Response:
    """How far a container is; each look brings it on."""
    settings = call.world.settings
    if container.published is not None:
        return _state(container, "PUBLISHED", "Published: Media has been published.")
    if call.world.now() - container.at >= CONTAINER_LIFE:
        return _state(container, "EXPIRED", "Expired: The container was not published within 24 hours.")
    if container.awaits_file:
        return _state(container, "IN_PROGRESS", "In Progress: The file is awaited.")
    if container.checks_left > 0:
        container.checks_left -= 1
        return _state(container, "IN_PROGRESS", "In Progress: Media is still being processed.")
    if settings.processing_error or container.failed:
        container.failed = container.failed or settings.processing_error
        failed = f"Error: Media upload has failed with error code {container.failed}"
        return _state(container, "ERROR", failed)
    return _state(container, "FINISHED", "Finished: Media has been uploaded and it is ready to be published.")


async def host(world: World, request: Any) -> Response:
    """The practice media host: files that Instagram can fetch, for accounts that are for practice."""
    key = request.path_params["key"]
    match request.method:
        case "PUT":
            world.hosted[key] = await request.body()
            world.placed.append(key)
            return Response(status_code=201)
        case "DELETE":
            world.hosted.pop(key, None)
            return Response(status_code=204)
    content = world.hosted.get(key)
    return Response(status_code=404) if content is None else Response(content)


def _state(container: Container, code: str, text: str) -> Response:
    return JSONResponse({"status_code": code, "status": text, "id": container.id})


def _used(call: Call) -> int:
    since = call.world.now() - _DAY
    return sum(one.owner == call.account.id and one.at > since for one in call.world.accepted)


def _children(call: Call, text: str) -> list[str]:
    ids = [one for one in text.split(",") if one]
    if not 2 <= len(ids) <= 10:
        raise invalid("Carousel needs 2 to 10 items", 2207028)
    for one in ids:
        child = call.world.containers.get(one)
        if child is None or not child.item or child.owner != call.account.id:
            raise missing(one)
        if child.checks_left > 0 or child.failed:
            raise refused(9007, "Media ID is not available", 2207027)
    return ids


def _check_caption(caption: str) -> None:
    words = caption.split()
    if len(caption) > 2200:
        raise refused(36004, "The caption is too long", 2207010, shown="The caption was too long.")
    if sum(word.startswith("@") for word in words) > 20 or sum(word.startswith("#") for word in words) > 30:
        raise invalid("Too many tags", 2207040)


def _check_picture(content: bytes, *, story: bool) -> None:
    from PIL import Image, UnidentifiedImageError

    if len(content) > _LARGEST_IMAGE:
        raise refused(36000, "Image size is too large", 2207004, shown="The image is too large to download.")
    try:
        with Image.open(io.BytesIO(content)) as image:
            form, (wide, high) = image.format, image.size
    except UnidentifiedImageError:
        form, wide, high = None, 1, 1
    if form != "JPEG":
        raise refused(36001, "Image format is not supported", 2207005, shown="The image format is not supported.")
    if not story and not _NARROWEST - 0.01 <= wide / high <= _WIDEST + 0.01:
        raise refused(36003, "Aspect ratio not supported", 2207009, shown="The aspect ratio is not supported.")


def _check_film(content: bytes, product: str) -> None:
    if content[4:8] != b"ftyp" or len(content) > _LARGEST_VIDEO[product] * 1024 * 1024:
        raise refused(352, "The video format is not supported", 2207026, shown="The video format is not supported.")


async def _fetched(world: World, url: str) -> bytes:
    """As Meta's servers would: from the practice media host, or by the wire, without a login and without redirects."""
    parts = urlsplit(url)
    before, mark, key = parts.path.partition(HOST)
    if mark and key in world.hosted and before.endswith("/instagram"):
        content = world.hosted[key]
    else:
        content = await _by_wire(url)
    world.fetched.append(content)
    return content


async def _by_wire(url: str) -> bytes:
    failed = refused(
        9004, "The media could not be fetched from this URI", 2207052, shown="The media could not be fetched."
    )
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            reply = await client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise failed from error
    if reply.status_code != 200:
        raise failed
    return reply.content


async def _params(call: Call) -> dict[str, str]:
    """JSON, a form or the query, as Graph takes all three."""
    kind = call.request.headers.get("content-type", "")
    given: Mapping[str, Any] = {}
    if "json" in kind:
        try:
            given = msgspec.json.decode(await call.request.body(), type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise invalid("The body cannot be read") from error
    elif "form" in kind:
        async with call.request.form() as form:
            given = dict(form)
    named = {**dict(call.request.query_params), **given}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in named.items()}
