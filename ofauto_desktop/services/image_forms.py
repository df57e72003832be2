"""An image's upload form and its thumbnail."""

import io
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.services import image_metadata
from ofauto_desktop.services.image_metadata import Picture, Unreadable
from ofauto_desktop.services.media_reading import Sniffed, refuse_too_many_pixels

THUMBNAIL_EDGE = 480
# Exif's orientations but the upright one (CIPA DC-008, table 6).
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WALKERS: dict[str, Callable[[bytes], Picture]] = {
    "jpeg": image_metadata.jpeg,
    "png": image_metadata.png,
    "webp": image_metadata.webp,
    "gif": image_metadata.gif,
}
_QUALITY = {"jpeg": {"quality": 95, "subsampling": 0}, "webp": {"quality": 95, "method": 4}, "png": {}}


def without_metadata(raw: bytes, sniffed: Sniffed, name: str) -> Picture:
    """The picture as it may leave the house: nothing but the picture in it, turned upright.

    Bit for bit the same picture unless it had to be turned. Raises BadInput for damaged or oversized files.
    """
    walk = _WALKERS[sniffed.form]
    with decoding(name):
        picture = walk(raw)
    refuse_too_many_pixels(picture.width, picture.height, name)
    # Only what is left of it is decoded: broken metadata are no reason to refuse a picture.
    with decoding(name), Image.open(io.BytesIO(picture.content), formats=[sniffed.form]) as image:
        image.load()
        if picture.orientation not in _TURNED or picture.frames is not None:
            return picture
        return walk(_upright(image, sniffed.form, _TURNED[picture.orientation]))


def thumbnail_of(content: bytes, form: str, name: str) -> bytes:
    """At most 480 pixels wide and high: JPEG bytes, or PNG where the picture is see-through."""
    with decoding(name), Image.open(io.BytesIO(content), formats=[form]) as image:
        image.draft("RGB", (THUMBNAIL_EDGE * 2, THUMBNAIL_EDGE * 2))
        return encoded_thumbnail(image)


def encoded_thumbnail(image: Image.Image) -> bytes:
    """The same for an image that is open already."""
    see_through = image.has_transparency_data
    small = image.convert("RGBA" if see_through else "RGB")
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    target = io.BytesIO()
    small.save(target, "PNG" if see_through else "JPEG", **({} if see_through else {"quality": 82}))
    return target.getvalue()


def _upright(image: Image.Image, form: str, turn: Image.Transpose) -> bytes:
    target = io.BytesIO()
    upright = image.transpose(turn)
    upright.save(target, form, icc_profile=image.info.get("icc_profile"), **_QUALITY[form])
    return target.getvalue()


@contextmanager
def decoding(name: str) -> Iterator[None]:
    """What a decoder says of a damaged file, as ours. These are the errors Pillow documents and those seen in its plugins."""
    try:
        yield
    except Unreadable as error:
        raise BadInput(str(error), item=name) from error
    except Image.DecompressionBombError as error:
        raise BadInput("it has more pixels than can be opened safely", item=name) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as error:
        raise BadInput("the picture is damaged or cut off", item=name) from error
