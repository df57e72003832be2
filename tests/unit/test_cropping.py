"""Cutting: whatever a person does to a part of a picture, it stays inside it and keeps its ratio."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.cropping import RATIOS, Bounds, grown, largest, moved, stretched, whole
from ofauto_desktop.domain.media import Crop

SIDES = st.integers(32, 6000)
SOME_RATIO = st.none() | st.sampled_from(list(RATIOS.values()))
STEPS = st.integers(-9000, 9000)


def keeps(crop: Crop, bounds: Bounds, ratio: Fraction | None) -> None:
    assert crop.x >= 0
    assert crop.y >= 0
    assert 1 <= crop.width <= bounds.width - crop.x
    assert 1 <= crop.height <= bounds.height - crop.y
    if ratio is not None:
        # To the pixel: no whole number of pixels is nearer on either side.
        assert abs(crop.width - crop.height * ratio) <= max(1, ratio) + 1


@given(SIDES, SIDES, SOME_RATIO, st.lists(st.tuples(st.integers(0, 5), STEPS, STEPS), max_size=12))
def test_whatever_is_done_it_stays_inside_and_in_shape(wide, high, ratio, acts):
    bounds = Bounds(wide, high)
    crop = largest(bounds, ratio)
    keeps(crop, bounds, ratio)
    for act, by_x, by_y in acts:
        if act == 0:
            crop = moved(crop, by_x, by_y, bounds)
        elif act == 1:
            crop = grown(crop, by_x, ratio, bounds)
        else:
            crop = stretched(crop, (act % 2 == 0, act > 3), by_x, by_y, ratio, bounds)
        keeps(crop, bounds, ratio)


@given(SIDES, SIDES, STEPS, STEPS)
def test_moving_changes_no_size_and_back_is_where_it_was(wide, high, by_x, by_y):
    bounds = Bounds(wide, high)
    half = Crop(x=wide // 4, y=high // 4, width=wide // 2, height=high // 2)
    there = moved(half, by_x, by_y, bounds)
    assert (there.width, there.height) == (half.width, half.height)
    assert moved(there, half.x - there.x, half.y - there.y, bounds) == half


def test_a_square_is_taken_from_the_middle():
    assert largest(Bounds(600, 400), RATIOS["1:1"]) == Crop(x=100, y=0, width=400, height=400)
    assert largest(Bounds(600, 400), None) == whole(Bounds(600, 400))
    assert largest(Bounds(400, 600), RATIOS["4:5"]) == Crop(x=0, y=50, width=400, height=500)


def test_a_corner_is_pulled_and_the_one_across_stays():
    bounds, part = Bounds(600, 400), Crop(x=100, y=100, width=200, height=100)
    assert stretched(part, (True, True), 400, 300, None, bounds) == Crop(x=100, y=100, width=300, height=200)
    assert stretched(part, (False, False), 50, 60, None, bounds) == Crop(x=50, y=60, width=250, height=140)
    assert stretched(part, (True, True), 9999, 9999, None, bounds) == Crop(x=100, y=100, width=500, height=300)
