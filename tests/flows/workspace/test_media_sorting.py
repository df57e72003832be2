"""The library as a person keeps it in order: folders by path, look-alikes, room and its limit, the bin."""

import io
import random

import pytest
from PIL import Image, ImageDraw

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.library import MediaFilter
from ofauto_desktop.services.media_finding import MediaFinding
from ofauto_desktop.services.media_sorting import MediaSorting
from storage import media_looks
from storage.models import MediaAsset
from tests import pictures
from tests.flows.workspace.doors import NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
def finding(workspace) -> MediaFinding:
    return MediaFinding(workspace.database, workspace.media_files, lambda: NOW)


@pytest.fixture
def sorting(workspace, bus) -> MediaSorting:
    return MediaSorting(workspace.database, bus, lambda: NOW)


def picture(seed: int, form: str = "JPEG", size=(600, 400), **how) -> bytes:
    chance = random.Random(seed)
    image = Image.new("RGB", (600, 400), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = chance.randrange(500), chance.randrange(300)
        draw.rectangle((left, top, left + 140, top + 90), fill=tuple(chance.randrange(256) for _ in range(3)))
    target = io.BytesIO()
    image.resize(size).save(target, form, **how)
    return target.getvalue()


async def test_the_same_picture_is_recognised_whatever_its_size_and_format(library, finding):
    first = await library.take_bytes("a.jpg", picture(1))
    assert (first.was_here, first.alike) == (False, ())
    again = await library.take_bytes("copy.jpg", picture(1))
    assert (again.was_here, again.item.id) == (True, first.item.id)
    smaller = await library.take_bytes("small.png", picture(1, "PNG", (300, 200)))
    assert (smaller.was_here, [one.id for one in smaller.alike]) == (False, [first.item.id])
    other = await library.take_bytes("b.jpg", picture(2))
    assert other.alike == ()
    assert [one.id for one in await finding.look_alikes(first.item.id)] == [smaller.item.id]
    assert await finding.look_alike_groups() == (((first.item.id, smaller.item.id),), 1)
    await library.remove(smaller.item.id)
    assert await finding.look_alike_groups() == ((), 0)


async def test_looks_that_are_missing_are_filled_in_and_a_damaged_picture_is_not_tried_again(library, workspace):
    whole = await library.add_bytes("a.jpg", picture(1))
    damaged = await library.add_bytes("b.jpg", picture(2))
    known = workspace.database.read_now(media_looks.of_item, whole.id)

    def forget(session):
        for row in session.query(MediaAsset):
            row.look = row.colours = None
            if row.id == damaged.id:
                workspace.media_files.path(row.thumbnail_blob).write_bytes(b"noise")

    workspace.database.write_now(forget)
    await library.tick()
    assert workspace.database.read_now(media_looks.of_item, whole.id) == known
    assert workspace.database.read_now(media_looks.of_item, damaged.id) is None
    assert await library.fill_looks() == 0


async def test_a_path_of_folders_is_found_or_made(library, sorting):
    made = await sorting.folder_named("Sets / Beach", make=True)
    assert (await sorting.folder_named("sets/BEACH")).id == made.id
    with pytest.raises(NotFound):
        await sorting.folder_named("Sets/Lake")
    with pytest.raises(NotFound, match="3 deep"):
        await sorting.folder_named("a/b/c/d", make=True)
    for name in ("", " ", "x" * 81, "a/ /b"):
        with pytest.raises(BadInput):
            await sorting.folder_named(name, make=True)
    item = await library.add_bytes("a.png", pictures.png())
    await sorting.file([item.id], made.id)
    assert (await library.get(item.id)).folder_id == made.id


async def test_a_picture_in_the_bin_is_in_no_listing_and_comes_back_when_it_is_added_again(library, sorting, finding):
    item = await library.add_bytes("a.png", pictures.png())
    assert await sorting.remove([item.id]) == (item.id,)
    assert list((await finding.find(MediaFilter())).ids) == []
    again = await library.take_bytes("a.png", pictures.png())
    assert (again.item.id, again.was_here) == (item.id, True)
    assert list((await finding.find(MediaFilter())).ids) == [item.id]


async def test_room_is_told_and_its_limit_kept(library, finding, sorting, workspace, tmp_path):
    item = await library.add_bytes("a.png", pictures.png())
    film = await library.add(pictures.film(tmp_path / "a.mp4"))
    await sorting.remove([film.id])
    room = await finding.storage()
    assert (room.items, room.in_bin, room.bin, room.quota) == (1, 1, film.original_size, None)
    assert room.originals == item.original_size + film.original_size
    assert room.on_disk == sum(path.stat().st_size for path in workspace.media_files.folder.iterdir())
    assert room.free > 0
    await finding.set_quota(room.originals + room.forms + 10)
    with pytest.raises(BadInput, match="limit that you have set") as refused:
        await library.add_bytes("b.jpg", picture(3))
    assert refused.value.item == "b.jpg"
    await finding.set_quota(None)
    await library.add_bytes("b.jpg", picture(3))
    with pytest.raises(BadInput):
        await finding.set_quota(0)


async def test_thumbnails_come_together_and_a_damaged_one_is_left_out(library, finding, workspace):
    items = [await library.add_bytes(f"{seed}.jpg", picture(seed)) for seed in range(3)]

    def damage(session):
        workspace.media_files.path(session.get(MediaAsset, items[1].id).thumbnail_blob).write_bytes(b"noise")

    workspace.database.read_now(damage)
    assert set(await finding.thumbnails([item.id for item in items])) == {items[0].id, items[2].id}
