"""Arranging the tiles of Home: nothing gets lost, whatever a person does, and what is kept can be read again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.home_tiles import (
    DEFAULT,
    SIZES,
    Tile,
    TileSize,
    added,
    missing,
    moved,
    parse,
    removed,
    resized,
)

names = st.sampled_from(list(SIZES))
acts = st.lists(st.tuples(st.sampled_from(["move", "size", "remove", "add"]), names, st.integers(-3, 12)), max_size=30)


@given(acts)
def test_whatever_is_done_each_tile_is_there_once_or_can_be_added(done) -> None:
    tiles = DEFAULT
    for act, name, place in done:
        tiles = {
            "move": lambda now, one=name, to=place: moved(now, one, to),
            "size": lambda now, one=name: resized(now, one),
            "remove": lambda now, one=name: removed(now, one),
            "add": lambda now, one=name: added(now, one),
        }[act](tiles)
        ids = [tile.id for tile in tiles]
        assert len(set(ids)) == len(ids)
        assert sorted((*ids, *missing(tiles))) == sorted(SIZES)
        assert all(tile.size in SIZES[tile.id] for tile in tiles)
        assert parse(json.loads(json.dumps(tiles))) == tiles


def test_a_tile_goes_where_it_is_put() -> None:
    ids = [tile.id for tile in moved(DEFAULT, "recent", 0)]
    assert ids[0] == "recent"
    assert [tile.id for tile in moved(DEFAULT, "needs", 99)][-1] == "needs"


def test_sizes_come_round() -> None:
    tiles = DEFAULT
    for _ in SIZES["today"]:
        tiles = resized(tiles, "today")
    assert tiles == DEFAULT


def test_tiles_of_another_version_are_left_out() -> None:
    kept = [["needs", "wide"], ["horoscope", "wide"], ["today", "small"], ["needs", "half"]]
    assert parse(kept) == (Tile("needs", TileSize.WIDE), Tile("today", TileSize.HALF))


@pytest.mark.parametrize("value", [None, "needs", [["needs"]], [["needs", "huge"]], [1], {"needs": "wide"}])
def test_what_is_no_row_of_tiles_is_refused(value) -> None:
    with pytest.raises(ValueError, match=r"tile|TileSize"):
        parse(value)
