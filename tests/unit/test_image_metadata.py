"""Images go out without what tells where, when and by whom: proven on the bytes, the picture unchanged."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.services import image_forms, image_metadata
from ofauto_desktop.services.image_metadata import Unreadable
from ofauto_desktop.services.media_reading import sniff
from tests import pictures

FORMS = {"jpeg": pictures.jpeg, "png": pictures.png, "webp": pictures.webp, "gif": pictures.gif}
WALKERS = {name: getattr(image_metadata, name) for name in FORMS}
every_form = pytest.mark.parametrize("form", FORMS)
TURNABLE = ("jpeg", "png", "webp")


def cleaned(raw: bytes) -> bytes:
    return image_forms.without_metadata(raw, sniff(raw[:64], len(raw), "beach"), "beach").content


def difference(one: bytes, other: bytes) -> int:
    """The largest difference of any pixel and channel."""
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        extrema = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).getextrema()
    return max(high for _, high in extrema)


@every_form
def test_the_pictures_of_these_tests_are_full_of_metadata(form):
    assert b"CANARY" in FORMS[form]()


@every_form
def test_nothing_but_the_picture_is_left(form):
    raw = FORMS[form]()
    content = cleaned(raw)
    assert [canary for canary in pictures.CANARIES if canary in content] == []
    with Image.open(io.BytesIO(content)) as image:
        assert not image.getexif()
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "duration", "loop",
                                     "background", "version", "extension", "transparency", "icc_profile", "dpi"}  # fmt: skip


@every_form
def test_an_upright_picture_is_the_same_to_the_bit(form):
    raw = FORMS[form]()
    assert difference(raw, cleaned(raw)) == 0


@every_form
def test_what_is_clean_stays_as_it_is(form):
    once = cleaned(FORMS[form]())
    assert cleaned(once) == once


@pytest.mark.parametrize("form", TURNABLE)
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_picture_goes_out_upright(form, orientation):
    raw = FORMS[form](orientation)
    picture = image_forms.without_metadata(raw, sniff(raw[:64], len(raw), "beach"), "beach")
    sideways = orientation >= 5
    assert (picture.width, picture.height) == ((40, 64) if sideways else (64, 40))
    assert b"CANARY" not in picture.content
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.size == (picture.width, picture.height)
        spot = {2: (32, 5), 3: (32, 35), 4: (32, 35), 5: (5, 32), 6: (35, 32), 7: (35, 32), 8: (5, 32)}[orientation]
        red, _, blue = image.convert("RGB").getpixel(spot)
        assert red - blue > 150  # the upper half, wherever it belongs now


def test_frames_and_their_time_are_counted():
    picture = image_metadata.gif(pictures.gif(frames=5))
    assert (picture.frames, picture.duration_ms) == (5, 500)
    with Image.open(io.BytesIO(picture.content)) as image:
        assert (image.n_frames, image.info["loop"]) == (5, 0)


def test_an_animated_webp_keeps_its_frames():
    target = io.BytesIO()
    frames = [pictures.scene().rotate(turn) for turn in (0, 90, 180)]
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], duration=40, exif=pictures.exif())
    picture = image_metadata.webp(target.getvalue())
    assert (picture.frames, picture.duration_ms, b"CANARY" in picture.content) == (3, 120, False)
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.n_frames == 3


def test_a_colour_profile_and_progressive_scans_stay():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = io.BytesIO()
    pictures.scene((300, 200)).save(target, "JPEG", progressive=True, icc_profile=profile, exif=pictures.exif())
    content = cleaned(target.getvalue())
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        assert image.info["icc_profile"] == profile
        assert image.info["progressive"]


@every_form
def test_a_picture_cut_off_anywhere_is_refused_by_name(form):
    raw = cleaned(FORMS[form]())
    for length in range(0, len(raw), max(1, len(raw) // 60)):
        with pytest.raises(BadInput) as refused:
            cleaned(raw[:length])
        assert refused.value.item == "beach"


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_damage_gives_a_picture_or_a_refusal_and_nothing_else(form, data):
    raw = bytearray(FORMS[form]())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        content = WALKERS[form](bytes(raw)).content
    except Unreadable:
        return
    assert len(content) <= len(raw)


@given(st.sampled_from(sorted(FORMS)), st.binary(max_size=200))
def test_noise_is_unreadable_and_ends(form, noise):
    start = {
        "jpeg": b"\xff\xd8\xff",
        "png": b"\x89PNG\r\n\x1a\n",
        "webp": b"RIFF\x10\x00\x00\x00WEBP",
        "gif": b"GIF89a",
    }
    with pytest.raises(Unreadable):
        WALKERS[form](start[form] + noise)


def test_a_picture_that_unfolds_to_gigapixels_is_refused_before_it_is_unpacked():
    import struct
    import zlib

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    with pytest.raises(BadInput, match="60,000 by 60,000 pixels") as refused:
        cleaned(bomb)
    assert refused.value.item == "beach"


@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_a_preview_is_small_and_whole(form):
    raw = FORMS[form](size=(2000, 1000))
    preview = image_forms.thumbnail_of(cleaned(raw), form, "beach")
    with Image.open(io.BytesIO(preview)) as image:
        assert image.size == (480, 240)
        assert image.convert("RGB").getpixel((240, 10))[0] > 200
