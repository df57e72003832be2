"""Look-alikes: the quick grouping finds what comparing each with each finds, and real changes of a picture stay near."""

import io
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from ofauto_desktop.domain.looks import Look, alike, distance, groups, near, signed, unsigned
from ofauto_desktop.services.picture_looks import look_of

SHAPES = st.integers(0, 2**64 - 1)


@st.composite
def crowds(draw):
    """A few shapes, and some that differ from them by few bits: chance alone makes no neighbours."""
    seeds = draw(st.lists(SHAPES, min_size=1, max_size=4))
    made = []
    for number in range(draw(st.integers(1, 14))):
        shape = draw(st.sampled_from(seeds))
        for bit in draw(st.lists(st.integers(0, 63), max_size=8)):
            shape ^= 1 << bit
        made.append(Look(number + 1, shape, draw(st.sampled_from([0, 1, 5, 0x111111111111]))))
    return made


@given(SHAPES)
def test_a_shape_survives_the_database(shape):
    assert unsigned(signed(shape)) == shape
    assert -(2**63) <= signed(shape) < 2**63


@given(crowds())
def test_groups_are_what_comparing_each_with_each_gives(looks):
    reach = {one.id: {one.id} for one in looks}
    for one, other in combinations(looks, 2):
        if alike(one, other):
            joined = reach[one.id] | reach[other.id]
            for member in joined:
                reach[member] = joined
    wanted = {tuple(sorted(members)) for members in reach.values() if len(members) > 1}
    assert set(groups(looks)) == wanted


@given(crowds())
def test_near_is_what_comparing_with_each_gives(looks):
    first = looks[0]
    assert {one.id for one in near(first, looks)} == {one.id for one in looks[1:] if alike(first, one)}


def scene(seed: int) -> Image.Image:
    import random

    chance = random.Random(seed)
    image = Image.new("RGB", (480, 360), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        left, top = chance.randrange(440), chance.randrange(320)
        draw.ellipse(
            (left, top, left + chance.randrange(40, 260), top + chance.randrange(40, 200)),
            fill=tuple(chance.randrange(256) for _ in range(3)),
        )
    return image


def encoded(image: Image.Image, form: str = "JPEG", **how) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


def test_another_size_quality_and_format_is_the_same_picture():
    for seed in range(8):
        first = look_of(encoded(scene(seed), quality=95))
        for other in (
            encoded(scene(seed), quality=40),
            encoded(scene(seed).resize((240, 180)), "PNG"),
            encoded(ImageEnhance.Brightness(scene(seed)).enhance(1.04), quality=85),
        ):
            assert alike(first, look_of(other)), (seed, distance(first.shape, look_of(other).shape))


def test_other_pictures_are_others():
    looks = [look_of(encoded(scene(seed))) for seed in range(24)]
    assert not any(alike(one, other) for one, other in combinations(looks, 2))


def test_colour_alone_tells_plain_pictures_apart():
    red, blue = (look_of(encoded(Image.new("RGB", (40, 40), colour))) for colour in ("red", "blue"))
    assert red.shape == blue.shape == 0
    assert not alike(red, blue)


def test_what_shines_through_counts_as_white():
    clear = look_of(encoded(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG"))
    assert alike(clear, look_of(encoded(Image.new("RGB", (40, 40), "white"))))


def test_what_is_no_picture_has_no_look():
    assert look_of(b"nothing of the kind") is None
