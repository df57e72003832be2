"""Made-up pictures for screenshots: shores, hills and still lifes of plain shapes. Nothing with an owner is shown."""

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

_SKIES = (
    ((244, 196, 150), (120, 110, 160)),
    ((180, 214, 235), (70, 120, 170)),
    ((250, 225, 190), (220, 130, 110)),
    ((205, 220, 225), (120, 140, 150)),
    ((60, 60, 100), (20, 22, 48)),
)
_GROUNDS = ((196, 166, 120), (92, 120, 86), (70, 84, 110), (150, 96, 84), (214, 190, 160))
_SHAPES = ((1200, 900), (900, 1200), (1200, 1200), (1400, 800), (900, 1125))


def made(folder: Path, many: int) -> list[Path]:
    """`many` JPEG files in `folder`, each another picture."""
    return [_saved(folder / f"set-{number + 1:02}.jpg", picture(number)) for number in range(many)]


def film(path: Path, seconds: int = 6) -> Path:
    """A film of a sun that goes down."""
    import av

    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 480, 270, "yuv420p"
        for number in range(12 * seconds):
            frame = av.VideoFrame.from_image(_shore(_chance(3), (480, 270), number / (12 * seconds)))
            for packet in stream.encode(frame):
                output.mux(packet)
        for packet in stream.encode():
            output.mux(packet)
    return path


def smaller(path: Path) -> Path:
    """The same picture, as a messenger would have sent it."""
    with Image.open(path) as image:
        return _saved(path.with_name(f"{path.stem}-small.jpg"), image.resize((image.width // 2, image.height // 2)))


def picture(number: int) -> Image.Image:
    chance = _chance(number)
    draw: Callable[[random.Random, tuple[int, int]], Image.Image] = (_shore, _hills, _things)[number % 3]
    return draw(chance, _SHAPES[number % len(_SHAPES)])


def _saved(path: Path, image: Image.Image) -> Path:
    image.save(path, quality=88)
    return path


def _sky(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    low, high = chance.choice(_SKIES)
    band = Image.new("RGB", (1, 64))
    for line in range(64):
        share = line / 63
        band.putpixel((0, line), tuple(round(high[at] + (low[at] - high[at]) * share) for at in range(3)))
    return band.resize(size, Image.Resampling.BICUBIC)


def _shore(chance: random.Random, size: tuple[int, int], down: float = 0.0) -> Image.Image:
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


def _chance(number: int) -> random.Random:
    """The same pictures each time."""
    return random.Random(number)  # noqa: S311 - nothing is to be kept secret
