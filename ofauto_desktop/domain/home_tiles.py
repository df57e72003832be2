"""The tiles of Home and how a person arranges them (L6): pure changes of a row of tiles."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from ofauto_desktop.domain.home import KpiCode


class TileSize(StrEnum):
    """How wide a tile is: as a number, half the page, all of it. A narrow window gives each a line."""

    SMALL = "small"
    HALF = "half"
    WIDE = "wide"


NEEDS, TODAY, RECENT, ACTIONS, GOALS, STREAK = "needs", "today", "recent", "actions", "goals", "streak"
_NUMBERS = tuple(f"kpi.{code.value}" for code in KpiCode)
_BIG = (TileSize.HALF, TileSize.WIDE)
# Every tile there is, with the sizes it can have; its first one is the size it comes in.
SIZES: dict[str, tuple[TileSize, ...]] = {
    NEEDS: (TileSize.WIDE, TileSize.HALF),
    **dict.fromkeys(_NUMBERS, (TileSize.SMALL, *_BIG)),
    ACTIONS: (TileSize.WIDE, TileSize.HALF),
    TODAY: _BIG,
    RECENT: _BIG,
    GOALS: _BIG,
    STREAK: (TileSize.SMALL, *_BIG),
}


class Tile(NamedTuple):
    """One tile in its place. A named tuple, as a preference is kept as JSON."""

    id: str
    size: TileSize


Tiles = tuple[Tile, ...]
DEFAULT: Tiles = tuple(Tile(one, SIZES[one][0]) for one in (NEEDS, *_NUMBERS, TODAY, RECENT))


def kpi_of(tile_id: str) -> KpiCode | None:
    """Which number a tile shows; None where it shows something else."""
    return KpiCode(tile_id.removeprefix("kpi.")) if tile_id in _NUMBERS else None


def parse(value: Any) -> Tiles:
    """What was kept. Raises ValueError for what is no row of tiles; tiles of another version are left out."""
    if not isinstance(value, list | tuple):
        raise ValueError("a list of tiles is wanted")  # noqa: TRY004 - one error for "not a value of this setting"
    found: dict[str, Tile] = {}
    for entry in value:
        if not isinstance(entry, list | tuple) or len(entry) != len(Tile._fields):
            raise ValueError("a tile is a name and a size")
        name, size = str(entry[0]), TileSize(entry[1])
        if name in SIZES:
            found.setdefault(name, Tile(name, size if size in SIZES[name] else SIZES[name][0]))
    return tuple(found.values())


def moved(tiles: Sequence[Tile], tile_id: str, to: int) -> Tiles:
    """`tile_id` at place `to`, which is kept within the row."""
    rest = [one for one in tiles if one.id != tile_id]
    own = [one for one in tiles if one.id == tile_id]
    to = max(0, min(to, len(rest)))
    return (*rest[:to], *own, *rest[to:])


def resized(tiles: Sequence[Tile], tile_id: str) -> Tiles:
    """`tile_id` in the next of its sizes."""
    return tuple(Tile(one.id, _next(one)) if one.id == tile_id else one for one in tiles)


def removed(tiles: Sequence[Tile], tile_id: str) -> Tiles:
    return tuple(one for one in tiles if one.id != tile_id)


def added(tiles: Sequence[Tile], tile_id: str) -> Tiles:
    """`tile_id` at the end; where it is there already, nothing changes."""
    there = any(one.id == tile_id for one in tiles)
    return tuple(tiles) if there else (*tiles, Tile(tile_id, SIZES[tile_id][0]))


def missing(tiles: Sequence[Tile]) -> tuple[str, ...]:
    """What can be added."""
    there = {one.id for one in tiles}
    return tuple(one for one in SIZES if one not in there)


def _next(tile: Tile) -> TileSize:
    sizes = SIZES[tile.id]
    return sizes[(sizes.index(tile.size) + 1) % len(sizes)]
