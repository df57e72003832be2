"""Parts of a picture, moved and stretched by a person: always inside it, always of the ratio that is asked for. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from ofauto_desktop.domain.media import Crop

LEAST = 16  # pixels: less is no picture


@dataclass(frozen=True, slots=True)
class Bounds:
    """The whole picture, in pixels."""

    width: int
    height: int


# What platforms show well, widest first; width to height.
RATIOS: dict[str, Fraction] = {
    "16:9": Fraction(16, 9),
    "3:2": Fraction(3, 2),
    "4:3": Fraction(4, 3),
    "1:1": Fraction(1),
    "4:5": Fraction(4, 5),
    "3:4": Fraction(3, 4),
    "2:3": Fraction(2, 3),
    "9:16": Fraction(9, 16),
}


def whole(bounds: Bounds) -> Crop:
    return Crop(x=0, y=0, width=bounds.width, height=bounds.height)


def largest(bounds: Bounds, ratio: Fraction | None, around: Crop | None = None) -> Crop:
    """The largest part of that ratio, about the middle of `around`, or of the picture."""
    wide, high = _shape(bounds.width, bounds.height, ratio)
    middle = around or whole(bounds)
    x = middle.x + middle.width // 2 - wide // 2
    y = middle.y + middle.height // 2 - high // 2
    return _inside(Crop(x=x, y=y, width=wide, height=high), bounds)


def moved(crop: Crop, by_x: int, by_y: int, bounds: Bounds) -> Crop:
    """The same part elsewhere, as far as there is room."""
    return _inside(Crop(x=crop.x + by_x, y=crop.y + by_y, width=crop.width, height=crop.height), bounds)


def grown(crop: Crop, by: int, ratio: Fraction | None, bounds: Bounds) -> Crop:
    """Wider by so many pixels about its middle, narrower for fewer than none; the height follows."""
    shape = ratio or Fraction(crop.width, crop.height)
    wide, high = _shape(min(max(crop.width + by, LEAST), bounds.width), bounds.height, shape)
    x, y = crop.x + (crop.width - wide) // 2, crop.y + (crop.height - high) // 2
    return _inside(Crop(x=x, y=y, width=wide, height=high), bounds)


def stretched(crop: Crop, corner: tuple[bool, bool], x: int, y: int, ratio: Fraction | None, bounds: Bounds) -> Crop:
    """One corner pulled to (x, y), the one across staying. `corner`: whether it is the right one, and the lower one."""
    right, lower = corner
    still_x = crop.x if right else crop.x + crop.width
    still_y = crop.y if lower else crop.y + crop.height
    room_x = bounds.width - still_x if right else still_x
    room_y = bounds.height - still_y if lower else still_y
    wide = min(max((x - still_x) if right else (still_x - x), min(LEAST, room_x)), room_x)
    high = min(max((y - still_y) if lower else (still_y - y), min(LEAST, room_y)), room_y)
    if ratio is not None:
        wide, high = _shape(max(wide, min(room_x, int(high * ratio))), room_y, ratio)
        wide, high = min(wide, room_x), min(high, room_y)
    return _inside(
        Crop(x=still_x if right else still_x - wide, y=still_y if lower else still_y - high, width=wide, height=high),
        bounds,
    )


def _shape(width: int, height: int, ratio: Fraction | None) -> tuple[int, int]:
    """The largest size of that ratio that fits, at least a pixel each way."""
    if ratio is None:
        return width, height
    if width * ratio.denominator > height * ratio.numerator:
        return max(1, min(width, round(height * ratio))), height
    return width, max(1, min(height, round(width / ratio)))


def _inside(crop: Crop, bounds: Bounds) -> Crop:
    wide, high = min(max(1, crop.width), bounds.width), min(max(1, crop.height), bounds.height)
    x, y = min(max(0, crop.x), bounds.width - wide), min(max(0, crop.y), bounds.height - high)
    return Crop(x=x, y=y, width=wide, height=high)
