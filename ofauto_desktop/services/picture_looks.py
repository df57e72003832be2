"""The numbers of `domain.looks` from a picture: its thumbnail is enough, whatever size the original has."""

import io

from PIL import Image

from ofauto_desktop.domain.looks import Look

_SIDE = 8
_STEP = 8


def look_of(thumbnail: bytes) -> Look | None:
    """The look of a JPEG or PNG; its id is 0 until the item has one. None for bytes that are no picture."""
    try:
        with Image.open(io.BytesIO(thumbnail), formats=["JPEG", "PNG"]) as image:
            shown = Image.new("RGB", image.size, "white")
            shown.paste(image.convert("RGB"), mask=image.convert("RGBA").getchannel("A"))
    except (OSError, SyntaxError, ValueError):
        return None
    return Look(0, _shape(shown), _colours(shown))


def _shape(image: Image.Image) -> int:
    grey = image.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BOX).tobytes()
    shape = 0
    for line in range(_SIDE):
        for place in range(_SIDE):
            at = line * (_SIDE + 1) + place
            shape = shape << 1 | (grey[at + 1] > grey[at])
    return shape


def _colours(image: Image.Image) -> int:
    colours = 0
    for level in image.resize((2, 2), Image.Resampling.BOX).tobytes():
        colours = colours << 5 | level // _STEP
    return colours
