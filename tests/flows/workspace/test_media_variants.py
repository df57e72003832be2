"""Forms for single platforms: cut and small enough, without metadata, encrypted; the original untouched."""

import io

import pytest
from PIL import Image

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.media import Crop
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services.media_variants import MediaVariants
from ofauto_desktop.services.picture_fitting import fitted
from storage import media
from tests import pictures
from tests.flows.workspace.doors import NOW

pytestmark = pytest.mark.anyio
UPPER = Crop(x=0, y=0, width=320, height=100)


@pytest.fixture
def variants(workspace, bus) -> MediaVariants:
    return MediaVariants(workspace.database, workspace.media_files, bus, lambda: NOW)


async def whole(source) -> bytes:
    pieces = []
    while piece := await source.read(sum(map(len, pieces)), 100_000):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
async def test_a_platform_gets_its_part_of_the_picture_and_nobody_else_does(library, variants, workspace, form):
    raw = getattr(pictures, form)(size=(640, 400))
    item = await library.add_bytes(f"a.{form}", raw)
    made = await variants.make(item.id, PlatformId.X, UPPER)
    assert (made.width, made.height, made.crop) == (320, 100, UPPER)
    sent = (await library.sources([item.id], PlatformId.X))[0]
    assert (sent.item.width, sent.item.height, sent.item.size, sent.item.mime) == (320, 100, made.size, made.mime)
    content = await whole(sent)
    assert (len(content), await whole(library.source(item, PlatformId.X))) == (made.size, content)
    assert [canary for canary in pictures.CANARIES if canary in content] == []
    with Image.open(io.BytesIO(content)) as image:
        assert image.convert("RGB").getpixel((10, 10))[0] > 200  # red, as above; blue lies below
        assert image.getexif() == {}
    elsewhere = (await library.sources([item.id], PlatformId.INSTAGRAM))[0]
    assert (elsewhere.item.width, elsewhere.item.size) == (640, item.size)
    assert len(await whole(elsewhere)) == item.size
    assert await library.original(item.id) == raw
    lying = [path.read_bytes() for path in workspace.media_files.folder.iterdir()]
    assert not any(content[:200] in one or raw[:200] in one for one in lying)


async def test_a_form_is_replaced_and_taken_back(library, variants, workspace):
    item = await library.add_bytes("a.png", pictures.png(size=(640, 400)))
    await variants.make(item.id, PlatformId.X, UPPER)
    await variants.make(item.id, PlatformId.X)
    assert [(one.platform, one.crop, one.width) for one in await variants.of_item(item.id)] == [
        (PlatformId.X, None, 640)
    ]
    assert await library.tick() == 1
    assert {path.name for path in workspace.media_files.folder.iterdir()} == workspace.database.read_now(media.files)
    assert (await variants.remove(item.id, PlatformId.X)).crop is None
    assert await variants.remove(item.id, PlatformId.X) is None
    assert (await library.sources([item.id], PlatformId.X))[0].item == item


async def test_what_is_being_sent_stays_as_it_was(library, variants):
    item = await library.add_bytes("a.png", pictures.png(size=(640, 400)))
    first = await variants.make(item.id, PlatformId.X, UPPER)
    before = (await library.sources([item.id], PlatformId.X))[0]
    await variants.make(item.id, PlatformId.X)
    await library.tick()
    assert len(await whole(before)) == before.item.size == first.size


async def test_an_original_that_is_too_large_is_made_to_fit(library, variants):
    noise = Image.effect_noise((2600, 2600), 90).convert("RGB")
    target = io.BytesIO()
    noise.save(target, "PNG")
    item = await library.add_bytes("noise.png", target.getvalue())
    most = next(one.most_bytes for one in variants.offered() if one.platform is PlatformId.X)
    assert item.size > most
    made = await variants.make(item.id, PlatformId.X)
    assert made.size <= most
    assert made.mime == "image/jpeg"


def test_see_through_pictures_stay_so():
    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "PNG")
    made = fitted(target.getvalue(), "png", Crop(x=0, y=0, width=100, height=100), 1_000_000, "a.png")
    with Image.open(io.BytesIO(made.content)) as shown:
        assert (shown.mode, shown.getpixel((5, 5))[3]) == ("RGBA", 0)


def test_nothing_that_is_too_small_a_limit_goes_on_for_ever():
    target = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(target, "PNG")
    with pytest.raises(BadInput, match="small enough"):
        fitted(target.getvalue(), "png", None, 100, "a.png")


async def test_what_cannot_be_cut_is_said(library, variants, tmp_path):
    item = await library.add_bytes("a.png", pictures.png(size=(64, 40)))
    with pytest.raises(BadInput, match="outside"):
        await variants.make(item.id, PlatformId.X, Crop(x=60, y=0, width=10, height=10))
    with pytest.raises(BadInput, match="takes no pictures"):
        await variants.make(item.id, PlatformId.GUMROAD)
    with pytest.raises(NotFound):
        await variants.make(404, PlatformId.X)
    film = await library.add(pictures.film(tmp_path / "a.mp4"))
    with pytest.raises(BadInput, match="still pictures"):
        await variants.make(film.id, PlatformId.X)
    with pytest.raises(BadInput, match="only a film"):
        await variants.set_cover(item.id, 0)
    with pytest.raises(BadInput, match="no such moment"):
        await variants.set_cover(film.id, 10_000)


async def test_another_moment_stands_for_a_film(library, variants, tmp_path, workspace):
    item = await library.add(pictures.film(tmp_path / "a.mp4", frames=12))
    first = await library.thumbnail(item.id)
    changed = await variants.set_cover(item.id, 400)
    assert changed.cover_ms == 400
    with Image.open(io.BytesIO(await library.thumbnail(item.id))) as shown, Image.open(io.BytesIO(first)) as began:
        # Each picture of the film is redder than the one before.
        assert shown.getpixel((10, 10))[0] > began.getpixel((10, 10))[0] + 100
        assert shown.size == (64, 48)
    assert (await variants.set_cover(item.id, None)).cover_ms is None
    lying = [path.read_bytes() for path in workspace.media_files.folder.iterdir()]
    assert not any(b"JFIF" in one for one in lying)


async def test_a_preview_is_as_large_as_asked(library, variants, tmp_path):
    item = await library.add_bytes("a.jpg", pictures.jpeg(size=(640, 400)))
    with Image.open(io.BytesIO(await variants.picture(item.id, 200))) as shown:
        assert shown.size == (200, 125)
    film = await library.add(pictures.film(tmp_path / "a.mp4", turned=True))
    with Image.open(io.BytesIO(await variants.picture(film.id, 32))) as shown:
        assert shown.size == (24, 32)
