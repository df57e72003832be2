"""The library: what comes in is checked, cleaned and encrypted; what is wrong is named, and nothing half stays."""

import asyncio
import io
import os
import subprocess
import sys
import threading

import av
import pytest
from PIL import Image

from ofauto_desktop.domain.errors import AppError, BadInput, Conflict, DiskProblem, NotFound
from ofauto_desktop.domain.events import MediaChanged
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.media_reading import MOST_BYTES
from storage import audit, media
from storage.models import PostMedia, PostPlatform, ScheduledPost
from tests import pictures
from tests.db.seeds import add_account, add_client
from tests.flows.workspace.doors import NOW

pytestmark = pytest.mark.anyio
GIB = 1024**3


async def uploaded(library: Library, item) -> bytes:
    """The upload form as a connector reads it, in pieces that do not fit the chunks."""
    source, pieces = library.source(item), []
    while piece := await source.read(sum(map(len, pieces)), 777_777):
        pieces.append(piece)
    return b"".join(pieces)


def files_of(workspace) -> set[str]:
    folder = workspace.media_files.folder
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def named_files(workspace) -> set[str]:
    return workspace.database.read_now(media.files)


IMAGES = {
    "jpeg": (pictures.jpeg, MediaKind.IMAGE, "image/jpeg"),
    "png": (pictures.png, MediaKind.IMAGE, "image/png"),
    "webp": (pictures.webp, MediaKind.IMAGE, "image/webp"),
    "gif": (pictures.gif, MediaKind.GIF, "image/gif"),
}


@pytest.mark.parametrize("form", IMAGES)
async def test_an_image_goes_out_clean_and_the_original_is_kept(library, workspace, tmp_path, form):
    make, kind, mime = IMAGES[form]
    raw = make()
    (tmp_path / "beach.txt").write_bytes(raw)
    item = await library.add(tmp_path / "beach.txt", tags=("sun", " sun", ""), alt_text="A beach")
    assert (item.name, item.kind, item.mime, item.width, item.height) == ("beach.txt", kind, mime, 64, 40)
    assert (item.tags, item.alt_text, item.original_size) == (("sun",), "A beach", len(raw))
    assert (item.frames, item.duration_ms) == ((3, 300) if form == "gif" else (None, None))
    content = await uploaded(library, item)
    assert len(content) == item.size
    assert [canary for canary in pictures.CANARIES if canary in content] == []
    assert await library.original(item.id) == raw
    assert files_of(workspace) == named_files(workspace)


async def test_a_photo_taken_upright_has_the_dimensions_it_is_shown_with(library, tmp_path):
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg(pictures.TURNED, size=(640, 400)))
    item = await library.add(tmp_path / "a.jpg")
    assert (item.width, item.height) == (400, 640)
    for content in (await uploaded(library, item), await library.thumbnail(item.id)):
        with Image.open(io.BytesIO(content)) as image:
            assert image.height > image.width


async def test_a_clean_image_lies_on_the_disk_once(library, workspace):
    target = io.BytesIO()
    pictures.scene().save(target, "PNG")
    item = await library.add_bytes("pasted.png", target.getvalue())
    names = workspace.database.read_now(media.blobs, item.id)
    assert names.original == names.upload
    assert await uploaded(library, item) == target.getvalue()


@pytest.mark.parametrize("form", ["mp4", "mov"])
@pytest.mark.parametrize("turned", [False, True])
async def test_a_film_goes_out_without_place_title_and_time(library, workspace, tmp_path, form, turned):
    path = pictures.film(tmp_path / f"a.{form}", form=form, turned=turned)
    raw = path.read_bytes()
    assert b"CANARY" in raw
    assert b"+52.52" in raw
    seen = []
    item = await library.add(path, progress=seen.append)
    assert item.mime == {"mp4": "video/mp4", "mov": "video/quicktime"}[form]
    assert (item.kind, item.width, item.height) == (MediaKind.VIDEO, *((48, 64) if turned else (64, 48)))
    assert item.duration_ms == 480
    content = await uploaded(library, item)
    assert not any(canary in content for canary in (*pictures.CANARIES, b"Lavf", b"52.52", b"2024"))
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(io.BytesIO(content)) as film, av.open(str(path)) as before:
        assert film.metadata.keys() <= {"major_brand", "minor_version", "compatible_brands"}
        assert [bytes(one) for one in film.demux() if one.size] == [bytes(one) for one in before.demux() if one.size]
    with av.open(io.BytesIO(content)) as film:
        frames = list(film.decode(video=0))
        assert (len(frames), abs(frames[0].rotation)) == (12, 90 if turned else 0)
    with Image.open(io.BytesIO(await library.thumbnail(item.id))) as image:
        assert image.size == (item.width, item.height)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert await library.original(item.id) == raw
    assert files_of(workspace) == named_files(workspace)


async def test_only_picture_and_sound_of_a_film_are_carried_over(library, tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as output:
        stream, places = output.add_stream("libx264", rate=25), output.add_data_stream("bin_data")
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for packet in (*stream.encode(av.VideoFrame.from_image(pictures.scene((64, 48)))), *stream.encode()):
            output.mux(packet)
        packet = av.Packet(b"CANARY +52.5200 GPS 13")
        packet.stream, packet.pts, packet.dts, packet.duration = places, 0, 0, 1
        output.mux(packet)
    assert b"CANARY" in path.read_bytes()
    content = await uploaded(library, await library.add(path))
    assert b"CANARY" not in content


async def test_a_phones_film_keeps_its_sound_and_the_name_that_players_know(library, tmp_path):
    path = tmp_path / "a.mov"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx265", rate=25, options={"x265-params": "log-level=none"})
        stream.width, stream.height, stream.pix_fmt = 128, 128, "yuv420p"
        sound = output.add_stream("aac", rate=44100)
        silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        silence.rate = 44100
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        for number in range(5):
            silence.pts = number * 1024
            for packet in (
                *stream.encode(av.VideoFrame.from_image(pictures.scene((128, 128)))),
                *sound.encode(silence),
            ):
                output.mux(packet)
        for packet in (*stream.encode(), *sound.encode()):
            output.mux(packet)
    content = await uploaded(library, await library.add(path))
    assert b"hvc1" in content
    with av.open(io.BytesIO(content)) as film:
        assert [stream.codec_context.name for stream in film.streams] == ["hevc", "aac"]
        assert film.streams.video[0].frames == 5
        assert film.streams.audio[0].frames >= 5


WRONG = {
    "empty": (b"", "empty"),
    "text": (b"Dear diary, this is text\n" * 100, "no image and no video"),
    "cut jpeg": (pictures.jpeg()[:700], "cut off"),
    "cut gif": (pictures.gif()[:300], "cut off"),
    "jpeg head only": (b"\xff\xd8\xff\xe0", "cut off"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "film head only": (b"\x00\x00\x00\x20ftypisom" + bytes(100), "film is damaged"),
    "film of nothing": (b"\x00\x00\x00\x10ftypisom" + bytes(4) + b"\x00\x00\x00\x08mdat", "film is damaged"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_file_is_refused_by_name_and_leaves_nothing(library, workspace, tmp_path, name):
    content, words = WRONG[name]
    (tmp_path / "mine.jpg").write_bytes(content)
    with pytest.raises(BadInput, match=words) as refused:
        await library.add(tmp_path / "mine.jpg")
    assert refused.value.item == "mine.jpg"
    assert await library.list() == ()
    assert files_of(workspace) == set()


async def test_a_film_cut_off_anywhere_is_refused(library, workspace, tmp_path):
    whole = pictures.film(tmp_path / "whole.mp4").read_bytes()
    item = await library.add(tmp_path / "whole.mp4")
    index_first = await uploaded(library, item)
    left = files_of(workspace)
    for raw in (whole, index_first):
        for tenths in range(1, 10):
            (tmp_path / "cut.mp4").write_bytes(raw[: len(raw) * tenths // 10])
            with pytest.raises(BadInput) as refused:
                await library.add(tmp_path / "cut.mp4")
            assert refused.value.item == "cut.mp4"
    assert files_of(workspace) == left


async def test_a_missing_file_a_folder_and_a_pipe_are_named(library, tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    with pytest.raises(NotFound, match="no such file"):
        await library.add(tmp_path / "gone.jpg")
    for name in ("pipe.jpg", "folder.jpg"):
        with pytest.raises(BadInput, match="not a file") as refused:
            await library.add(tmp_path / name)
        assert refused.value.item == name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_an_unreadable_file_is_named(library, tmp_path):
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg())
    (tmp_path / "a.jpg").chmod(0)
    with pytest.raises(BadInput, match="Permission denied"):
        await library.add(tmp_path / "a.jpg")


async def test_five_gigabytes_of_nothing_are_refused_without_being_read(library, workspace, tmp_path):
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(5 * GIB)
    with pytest.raises(BadInput, match="no image and no video"):
        await library.add(tmp_path / "huge.jpg")
    with (tmp_path / "huge.jpg").open("r+b") as file:
        file.write(pictures.jpeg())
    with pytest.raises(BadInput, match="5,120 MB; no platform takes more than 50 MB"):
        await library.add(tmp_path / "huge.jpg")
    with (tmp_path / "huge.mp4").open("wb") as file:
        file.write(b"\x00\x00\x00\x20ftypisom")
        file.truncate(MOST_BYTES[MediaKind.VIDEO] + 1)
    with pytest.raises(BadInput, match="no platform takes more than 8,192 MB"):
        await library.add(tmp_path / "huge.mp4")
    assert files_of(workspace) == set()


async def test_the_same_file_twice_is_one_item_even_at_the_same_time(library, workspace, tmp_path):
    raw = pictures.jpeg()
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(raw)
    first, second, third = await asyncio.gather(
        library.add(tmp_path / "a.jpg"), library.add(tmp_path / "b.jpg"), library.add_bytes("c.jpg", raw)
    )
    assert first == second == third
    assert len(await library.list()) == 1
    assert files_of(workspace) == named_files(workspace)


async def test_a_film_twice_is_one_item(library, tmp_path):
    path = pictures.film(tmp_path / "a.mp4")
    assert await library.add(path) == await library.add(path)


def carrying_post(session, media_id, state):
    account = add_account(session, add_client(session))
    post = ScheduledPost(client_id=1, text="t")
    session.add(post)
    session.flush()
    session.add(PostPlatform(post_id=post.id, platform_id=account, state=state, zone="UTC"))
    session.add(PostMedia(post_id=post.id, position=0, media_id=media_id))
    return post.id


@pytest.mark.parametrize("state", PostState)
async def test_what_a_post_still_needs_cannot_be_removed(library, workspace, state):
    item = await library.add_bytes("a.png", pictures.png())
    post_id = workspace.database.write_now(carrying_post, item.id, state)
    if state in {PostState.DRAFT, PostState.POSTED, PostState.FAILED, PostState.CANCELLED, PostState.MISSED}:
        await library.remove(item.id)
        assert await library.list() == ()
        assert await uploaded(library, item)  # the post still shows it
        return
    with pytest.raises(Conflict, match=f"post {post_id} is to go out") as refused:
        await library.remove(item.id)
    assert (refused.value.item, refused.value.post_id) == ("a.png", post_id)
    assert len(await library.list()) == 1


async def test_removing_can_be_undone_for_thirty_days(workspace, bus):
    from datetime import timedelta

    now = [NOW]
    library = Library(workspace.database, workspace.media_files, bus, lambda: now[0])
    item = await library.add_bytes("a.png", pictures.png())
    await library.remove(item.id)
    await library.restore(item.id)
    assert await library.list() == (item,)
    await library.remove(item.id)
    now[0] += timedelta(days=29)
    assert await library.tick() == 0
    again = await library.add_bytes("a.png", pictures.png())  # the same content takes it out of the bin
    assert again == item
    await library.remove(item.id)
    now[0] += timedelta(days=31)
    assert await library.tick() == 3
    assert files_of(workspace) == set()
    with pytest.raises(NotFound):
        await library.get(item.id)


async def test_what_a_crash_left_is_swept(library, workspace):
    item = await library.add_bytes("a.png", pictures.png())
    workspace.media_files.write([b"of an import that was killed"])
    (workspace.media_files.folder / ".half.part").write_bytes(b"x")
    assert await library.tick() == 2
    assert files_of(workspace) == named_files(workspace)
    assert await library.thumbnail(item.id)


async def test_cancelling_keeps_nothing(library, workspace, tmp_path):
    """A film with a long empty stretch: 200 MB to read, which the cancelling cuts short."""
    path = pictures.film(tmp_path / "a.mp4")
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.write((200 * 1024 * 1024).to_bytes(4) + b"free")
        file.truncate(end + 200 * 1024 * 1024)
    begun = asyncio.Event()
    adding = asyncio.ensure_future(library.add(path, progress=lambda done: done > 0.5 and begun.set()))
    await begun.wait()
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    assert await library.list() == ()
    assert files_of(workspace) == set()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ofauto")]
    assert (await library.add_bytes("a.png", pictures.png())).id  # and the next one gets its turn


async def test_a_damaged_file_is_found_when_it_is_read(library, workspace):
    item = await library.add_bytes("a.png", pictures.png())
    names = workspace.database.read_now(media.blobs, item.id)
    for name, act in (
        (names.upload, uploaded(library, item)),
        (names.thumbnail, library.thumbnail(item.id)),
        (names.original, library.original(item.id)),
    ):
        path = workspace.media_files.path(name)
        raw = path.read_bytes()
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        with pytest.raises(DiskProblem, match="damaged"):
            await act


async def test_searching_looks_at_names_descriptions_and_tags_in_any_case(library):
    one = await library.add_bytes("Strand.png", pictures.png(), tags=("Sommer",), alt_text="Ein Café am Meer")
    two = await library.add_bytes("Berg.jpg", pictures.jpeg(), tags=("ÖL",))
    assert await library.list() == (two, one)
    assert await library.list(text="CAFÉ sommer") == (one,)
    assert await library.list(text="öl") == (two,)
    assert await library.list(text="strand öl") == ()
    assert await library.list(limit=1) == (two,)
    changed = await library.describe(one.id, alt_text="", tags=("x", "x "), name=" Meer.png ")
    assert (changed.name, changed.alt_text, changed.tags) == ("Meer.png", "", ("x",))
    with pytest.raises(BadInput):
        await library.describe(one.id, name="  ")


async def test_others_hear_of_changes_and_the_trail_holds_no_names(library, bus, workspace):
    heard = []
    bus.subscribe(heard.append)
    item = await library.add_bytes("CANARY-NAME.png", pictures.png(), alt_text="CANARY-ALT")
    await library.describe(item.id, tags=("CANARY-TAG",))
    await library.remove(item.id)
    assert [event.media_ids for event in heard if isinstance(event, MediaChanged)] == [(item.id,)] * 3
    told = workspace.database.read_now(audit.entries)
    assert [entry.action for entry in told[:3]] == ["media.removed", "media.described", "media.added"]
    assert "CANARY" not in repr(told)


async def test_a_folder_that_takes_nothing_is_an_error_with_words(library, workspace, tmp_path):
    workspace.media_files.folder.write_text("not a folder")
    for act in (library.add_bytes("a.png", pictures.png()), library.add(pictures.film(tmp_path / "a.mp4"))):
        with pytest.raises(DiskProblem, match="media folder cannot be used"):
            await act
    assert await library.list() == ()


FULL_DISK = """
import asyncio, resource, sys
from pathlib import Path
from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import now
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.lock import Lock
async def main():
    workspace = Lock(Path(sys.argv[1]))._unlock(None, sys.argv[2])
    library = Library(workspace.database, workspace.media_files, EventBus(), now)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    for path in map(Path, sys.argv[3:]):
        try:
            await library.add(path)
        except DiskProblem as error:
            print("refused", error.reason)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(len(await library.list()), [path.name for path in workspace.media_files.folder.iterdir()])
    workspace.close()
asyncio.run(main())
"""


def test_a_disk_that_takes_no_more_leaves_nothing_half(door, tmp_path):
    """The system refuses to let any file grow over 300 kB, in a process of its own."""
    noise = Image.effect_noise((900, 900), 80)
    noise.save(tmp_path / "a.png")
    film = pictures.film(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "a.mp4").write_bytes(film + (2_000_000).to_bytes(4) + b"free" + bytes(1_999_992))
    command = [sys.executable, "-W", "error", "-c", FULL_DISK, str(door.folder), door.recovery_code]
    done = subprocess.run(
        [*command, str(tmp_path / "a.png"), str(tmp_path / "a.mp4")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "0 []"
    assert done.stdout.count("refused the media folder cannot be used (File too large)") == 2


MEMORY = """
import asyncio, resource, sys
from pathlib import Path
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import now
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.lock import Lock
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
async def main():
    workspace = Lock(Path(sys.argv[1]))._unlock(None, sys.argv[2])
    library = Library(workspace.database, workspace.media_files, EventBus(), now)
    await library.add(Path(sys.argv[3]))
    before = peak()
    item = await library.add(Path(sys.argv[4]))
    source, at = library.source(item), 0
    print(item.original_size, peak() - before)
    workspace.close()
asyncio.run(main())
"""


@pytest.mark.slow
def test_a_film_of_a_gigabyte_passes_through_flat_memory(door, tmp_path):
    small, large = pictures.film(tmp_path / "a.mp4"), pictures.film(tmp_path / "b.mp4", frames=13)
    with large.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.write((1).to_bytes(4) + b"free" + GIB.to_bytes(8))
        file.truncate(end + GIB)
    command = [sys.executable, "-c", MEMORY, str(door.folder), door.recovery_code, str(small), str(large)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stderr
    size, grown_kib = map(int, done.stdout.split())
    assert size > GIB
    assert grown_kib < 64 * 1024


async def test_nothing_but_our_errors_comes_out_for_any_damage(library, workspace, tmp_path):
    import random

    dice = random.Random(5)
    film = pictures.film(tmp_path / "a.mp4").read_bytes()
    for raw in (pictures.jpeg(), pictures.png(), pictures.webp(), pictures.gif(), film) * 12:
        damaged = bytearray(raw)
        for _ in range(dice.randint(1, 8)):
            damaged[dice.randrange(len(raw))] = dice.randrange(256)
        (tmp_path / "x").write_bytes(damaged)
        try:
            await library.add(tmp_path / "x")
        except AppError as error:
            assert error.item == "x"  # noqa: PT017 - both outcomes are right; a stranger's error is not
    assert files_of(workspace) == named_files(workspace)
