"""A film's upload form and its thumbnail: the same pictures and sound, not encoded again, in a new container.

Only picture and sound are copied, so titles, places, devices, times, timed GPS tracks and covers stay behind. The index comes
first in the file, as Instagram wants it.
"""

import errno
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import av
from av.error import FFmpegError
from av.stream import Disposition

from ofauto_desktop.domain.errors import BadInput, DiskProblem
from ofauto_desktop.services.image_forms import encoded_thumbnail
from ofauto_desktop.services.media_reading import Sniffed, refuse_too_many_pixels
from storage.scratch_file import ScratchFile

_US_PER_MS = 1000
_QUARTER = 90
# Key pictures stand closer than this in any film of a phone or an editor; a moment is never worth more work.
_MOST_DECODED = 600
_OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """What a film is: pixels as shown, turned upright; and a picture from its beginning, as JPEG bytes."""

    width: int
    height: int
    duration_ms: int
    thumbnail: bytes


def look(path: Path, name: str) -> Film:
    """Open a film and decode one picture of it. Raises BadInput, naming it."""
    with _named(name), av.open(str(path)) as film:
        stream = _picture_of(film, name)
        refuse_too_many_pixels(stream.codec_context.width, stream.codec_context.height, name)
        frame = next(film.decode(stream), None)
        if frame is None:
            raise BadInput("it holds no picture", item=name)
        image = frame.to_image()
        if frame.rotation:
            image = image.rotate(frame.rotation, expand=True)
        return Film(
            width=image.width,
            height=image.height,
            duration_ms=_duration_ms(film, stream),
            thumbnail=encoded_thumbnail(image),
        )


def frame(file: io.RawIOBase, at_ms: int, edge: int, name: str) -> bytes:
    """The picture that is shown at `at_ms`, or the last before it, upright and at most `edge` pixels a side, as JPEG bytes."""
    with _named(name), av.open(cast("Any", file), "r") as film:
        stream = _picture_of(film, name)
        refuse_too_many_pixels(stream.codec_context.width, stream.codec_context.height, name)
        start = stream.start_time or 0
        wanted = start + int(at_ms / 1000 / stream.time_base)
        film.seek(wanted, stream=stream)  # lands on the key picture before it
        shown = None
        for number, one in enumerate(film.decode(stream)):
            if shown is not None and (one.pts is None or one.pts > wanted or number > _MOST_DECODED):
                break
            shown = one
        if shown is None:
            raise BadInput("it holds no picture", item=name)
        image = shown.to_image()
        if shown.rotation:
            image = image.rotate(shown.rotation, expand=True)
        image.thumbnail((edge, edge))
        target = io.BytesIO()
        image.save(target, "JPEG", quality=88)
        return target.getvalue()


def copy_without_metadata(
    path: Path, sniffed: Sniffed, name: str, target: ScratchFile, each: Callable[[int], None]
) -> None:
    """Write the upload form into `target`. `each` is told bytes read so far, and may raise to stop.

    Raises BadInput for a film that is cut off or cannot be carried over, DiskProblem where the disk fails.
    """
    with (
        _named(name),
        av.open(str(path)) as film,
        av.open(
            target.opened(),
            "w",
            format=sniffed.form,
            options={"movflags": "+faststart", "fflags": "+bitexact"},
            io_open=lambda _url, _flags, _options: target.opened(),
        ) as output,
    ):
        streams = [stream for stream in film.streams if _is_carried(stream)]
        for stream in streams:
            _refuse_unknown(stream, name)
        carried = {stream.index: _carry(output, stream) for stream in streams}
        left = {stream.index: stream.frames for stream in streams}
        for packet in film.demux(streams):
            if not packet.size:
                continue
            if packet.is_corrupt:
                raise BadInput("the film is cut off", item=name)
            left[packet.stream.index] -= 1
            each(packet.pos or 0)
            packet.stream = carried[packet.stream.index]
            output.mux(packet)
        if any(count > 0 for count in left.values()):
            raise BadInput("the film is cut off", item=name)


def _picture_of(film: Any, name: str) -> Any:
    stream = next((one for one in film.streams.video if _is_carried(one)), None)
    if stream is None:
        raise BadInput("it holds no picture", item=name)
    _refuse_unknown(stream, name)
    return stream


def _refuse_unknown(stream: Any, name: str) -> None:
    if stream.codec_context is None:
        raise BadInput("its picture or sound is of a kind that cannot be used, or the film is damaged", item=name)


def _is_carried(stream: Any) -> bool:
    return stream.type == "audio" or (stream.type == "video" and not stream.disposition & Disposition.attached_pic)


def _carry(output: Any, stream: Any) -> Any:
    made = output.add_stream_from_template(stream)
    if stream.codec_context.name == "hevc":
        made.codec_context.codec_tag = "hvc1"  # players of Apple show no other
    return made


def _duration_ms(film: Any, stream: Any) -> int:
    if film.duration:
        return int(film.duration // _US_PER_MS)
    return int(stream.duration * stream.time_base * 1000) if stream.duration else 0


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except FFmpegError as error:
        if error.errno in _OF_THE_DISK:
            raise DiskProblem(f"the film cannot be prepared ({error.strerror})", item=name) from error
        raise BadInput("the film is damaged, cut off, or of a kind that cannot be used", item=name) from error
    except OSError as error:
        raise DiskProblem(f"the film cannot be prepared ({error.strerror})", item=name) from error
    except ValueError as error:
        raise BadInput("its picture or sound is of a kind that cannot be used", item=name) from error
