"""A picture cut to a part of itself and made small enough for a platform, as new bytes without metadata."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media import Crop
from ofauto_desktop.services import image_metadata
from ofauto_desktop.services.image_forms import decoding

# No platform shows more along one side.
MOST_EDGE = 4096
_QUALITIES = (92, 85, 78, 70)
_SMALLER = 0.8
_LEAST_EDGE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The made picture. `mime` may differ from the original's: a PNG that is too large becomes a JPEG."""

    content: bytes
    mime: str
    width: int
    height: int


def fitted(
    content: bytes, form: str, crop: Crop | None, most_bytes: int, name: str, *, jpeg_only: bool = False
) -> Fitted:
    """`content`, an upload form, cut and made to fit. Raises BadInput for a cut outside it, or where nothing fits.

    `jpeg_only`: what is see-through stands before white then.
    """
    with decoding(name), Image.open(io.BytesIO(content), formats=[form]) as image:
        if crop is not None:
            _refuse_outside(crop, image.size, name)
            part = image.crop((crop.x, crop.y, crop.x + crop.width, crop.y + crop.height))
        else:
            part = image.copy()
        part.info = {key: value for key, value in image.info.items() if key in ("icc_profile", "transparency")}
        part = _plain(part)
        part.thumbnail((MOST_EDGE, MOST_EDGE), Image.Resampling.LANCZOS)
        if jpeg_only:
            part = _before_white(part)
        for made in _tries(part, keeps_png=form == "png" and not jpeg_only):
            if len(made.content) <= most_bytes:
                return made
    raise BadInput("it cannot be made small enough", item=name)


def _tries(image: Image.Image, *, keeps_png: bool) -> Iterator[Fitted]:
    """Ever smaller forms, the best first."""
    see_through = image.has_transparency_data
    if keeps_png or see_through:
        yield _encoded(image, "PNG")
    while max(image.size) >= _LEAST_EDGE:
        if see_through:
            yield _encoded(image, "PNG")
        else:
            for quality in _QUALITIES:
                yield _encoded(image, "JPEG", quality=quality)
        smaller = (max(1, round(image.width * _SMALLER)), max(1, round(image.height * _SMALLER)))
        profile = image.info.get("icc_profile")
        image = image.resize(smaller, Image.Resampling.LANCZOS)
        image.info["icc_profile"] = profile


def _encoded(image: Image.Image, form: str, *, quality: int = 0) -> Fitted:
    target = io.BytesIO()
    profile = image.info.get("icc_profile")
    if form == "PNG":
        image.save(target, "PNG", icc_profile=profile, optimize=False)
        walked = image_metadata.png(target.getvalue())
    else:
        shown = image.convert("RGB") if image.mode not in ("L", "RGB") else image
        shown.save(target, "JPEG", quality=quality, icc_profile=profile, optimize=True)
        walked = image_metadata.jpeg(target.getvalue())
    # The walk leaves nothing that an encoder may have carried over (C15).
    return Fitted(content=walked.content, mime=f"image/{form.lower()}", width=walked.width, height=walked.height)


def _plain(image: Image.Image) -> Image.Image:
    """In colours that every encoder takes; a profile that describes other channels is no longer true then."""
    if image.mode in ("L", "RGB", "RGBA"):
        return image
    profile = image.info.get("icc_profile") if image.mode not in ("CMYK", "LAB", "YCbCr") else None
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    plain.info = {"icc_profile": profile} if profile else {}
    return plain


def _before_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    shown = Image.new("RGB", image.size, "white")
    seen = image.convert("RGBA")
    shown.paste(seen, mask=seen.getchannel("A"))
    shown.info = {key: value for key, value in image.info.items() if key == "icc_profile"}
    return shown


def _refuse_outside(crop: Crop, size: tuple[int, int], name: str) -> None:
    wide, high = size
    inside = crop.x >= 0 and crop.y >= 0 and crop.x + crop.width <= wide and crop.y + crop.height <= high
    if not inside or crop.width < 1 or crop.height < 1:
        raise BadInput("the part to cut out lies outside the picture", item=name)
