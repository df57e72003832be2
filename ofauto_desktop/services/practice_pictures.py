"""Pictures for the practice library: shores, hills and still lifes of plain shapes, drawn here; nothing has an owner."""

import io
import math
import random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

from ofauto_desktop.domain.media import MediaItem

if TYPE_CHECKING:
    from ofauto_desktop.services import Services

_SKIES = (
    ((244, 196, 150), (120, 110, 160)),
    ((180, 214, 235), (70, 120, 170)),
    ((250, 225, 190), (220, 130, 110)),
    ((205, 220, 225), (120, 140, 150)),
    ((60, 60, 100), (20, 22, 48)),
)
_GROUNDS = ((196, 166, 120), (92, 120, 86), (70, 84, 110), (150, 96, 84), (214, 190, 160))
_SHAPES = ((1200, 900), (900, 1200), (1200, 1200), (1400, 800), (900, 1125))
# Name, folder, tags, alternative text; each is drawn anew from its number.
_SET = (
    ("shore-01.jpg", "Autumn set", ("autumn", "outdoor"), "The sun stands low over a calm sea"),
    ("hills-01.jpg", "Autumn set", ("autumn", "outdoor"), "Hills behind hills in the haze"),
    ("table-01.jpg", "Studio", ("studio",), ""),
    ("shore-02.jpg", "Autumn set", ("autumn", "cover"), "Evening at the shore, a path of light on the water"),
    ("hills-02.jpg", "Autumn set", ("autumn",), ""),
    ("table-02.jpg", "Studio", ("studio", "cover"), "Coloured balls on a table against a plain wall"),
    ("shore-03.jpg", "", (), ""),
    ("hills-03.jpg", "", ("outdoor",), "A ridge at dusk"),
    ("table-03.jpg", "Studio", ("studio",), ""),
    ("shore-04.jpg", "", (), ""),
)


async def fill(services: "Services") -> tuple[MediaItem, ...]:
    """Put the practice pictures into the library, in folders; those that are there already stay as they are."""
    items = []
    for number, (name, folder, tags, alt_text) in enumerate(_SET):
        target = io.BytesIO()
        picture(number).save(target, "JPEG", quality=86)
        place = await services.media_sorting.folder_named(folder, make=True) if folder else None
        taken = await services.library.take_bytes(
            name, target.getvalue(), tags=tags, alt_text=alt_text, folder_id=None if place is None else place.id
        )
        items.append(taken.item)
    return tuple(items)


def picture(number: int) -> Image.Image:
    chance = chance_of(number)
    size = _SHAPES[number % len(_SHAPES)]
    return (shore, _hills, _things)[number % 3](chance, size)


def _sky(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    low, high = chance.choice(_SKIES)
    band = Image.new("RGB", (1, 64))
    for line in range(64):
        share = line / 63
        band.putpixel((0, line), tuple(round(high[at] + (low[at] - high[at]) * share) for at in range(3)))
    return band.resize(size, Image.Resampling.BICUBIC)


def shore(chance: random.Random, size: tuple[int, int], down: float = 0.0) -> Image.Image:
    image = _sky(chance, size)
    wide, high = size
    draw = ImageDraw.Draw(image)
    horizon = round(high * chance.uniform(0.5, 0.65))
    x, y, r = round(wide * chance.uniform(0.25, 0.75)), round(horizon * (0.55 + down * 0.6)), round(high * 0.09)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 236, 200))
    draw.rectangle((0, horizon, wide, high), fill=(58, 92, 120))
    for step in range(14):
        line = horizon + (high - horizon) * step // 14
        half = round(r * (1.4 - step / 14))
        draw.line((x - half, line, x + half, line), fill=(240, 214, 180), width=max(2, high // 160))
    draw.polygon(
        [(0, high), (0, round(high * 0.9)), (wide, round(high * 0.8)), (wide, high)], fill=chance.choice(_GROUNDS)
    )
    return image


def _hills(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    image = _sky(chance, size)
    wide, high = size
    draw = ImageDraw.Draw(image)
    base = chance.choice(_GROUNDS)
    for layer in range(4):
        top = high * (0.45 + 0.13 * layer)
        phase, swing = chance.uniform(0, 6), high * chance.uniform(0.04, 0.09)
        ridge = [(x, top + swing * math.sin(phase + x / wide * chance.uniform(5, 6))) for x in range(0, wide + 20, 20)]
        shade = tuple(round(channel * (1.15 - 0.2 * layer)) for channel in base)
        draw.polygon([(0, high), *ridge, (wide, high)], fill=tuple(min(255, one) for one in shade))
    return image


def _things(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    wide, high = size
    wall = tuple(chance.randrange(190, 235) for _ in range(3))
    image = Image.new("RGB", size, wall)
    draw = ImageDraw.Draw(image)
    table = round(high * 0.68)
    draw.rectangle((0, table, wide, high), fill=tuple(round(one * 0.82) for one in wall))
    for _ in range(chance.randrange(2, 5)):
        x, r = round(wide * chance.uniform(0.15, 0.85)), round(high * chance.uniform(0.08, 0.17))
        colour = tuple(chance.randrange(60, 220) for _ in range(3))
        draw.ellipse((x - r, table - r, x + r, table + r), fill=colour)
        draw.ellipse(
            (x - r // 2, table - r // 2, x - r // 5, table - r // 5), fill=tuple(min(255, c + 60) for c in colour)
        )
    return image.filter(ImageFilter.GaussianBlur(2))


def chance_of(number: int) -> random.Random:
    """The same pictures each time."""
    return random.Random(number)  # noqa: S311 - nothing is to be kept secret
