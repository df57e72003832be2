"""Nothing that a person puts into a workspace can be read on the disk: every file of it is searched, in every guise."""

import base64
import logging
import urllib.parse
from collections import Counter
from math import log2
from pathlib import Path

import msgspec
import pytest

from ofauto_desktop.domain.library import MediaFilter, MediaOrder
from ofauto_desktop.domain.media import Crop
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.logs import log_to, stop_logging
from ofauto_desktop.services.audit import AuditTrail
from ofauto_desktop.services.backups import Backups
from ofauto_desktop.services.lock import OpenWorkspace
from ofauto_desktop.services.media_sorting import MediaSorting
from ofauto_desktop.services.media_variants import MediaVariants
from storage import credentials, media_finding, settings
from tests import pictures
from tests.db.seeds import add_account, add_client
from tests.flows.workspace.doors import NOW, PASSPHRASE

pytestmark = pytest.mark.anyio
CANARIES = [f"c4n4ry-{word}-{number:02d}-s3nt1n3l" for word in ("token", "name", "text", "alt") for number in range(16)]


def guises(canary: str) -> list[bytes]:
    """A text as it may lie somewhere: plain, base64 at each of three offsets, hex, URL, JSON, UTF-16."""
    raw = canary.encode()
    shifted = [base64.b64encode(b"x" * pad + raw)[4 if pad else 0 : -4] for pad in range(3)]
    return [raw, *shifted, raw.hex().encode(), raw.hex().upper().encode(), urllib.parse.quote(canary).encode(),
            msgspec.json.encode(canary)[1:-1], canary.encode("utf-16-le"), canary.encode("utf-16-be"), raw[::-1]]  # fmt: skip


def found_in(folder: Path) -> list[tuple[str, str]]:
    hits = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        hits += [(path.name, canary) for canary in (*CANARIES, PASSPHRASE) for one in guises(canary) if one in content]
    return hits


async def fill(workspace: OpenWorkspace, library) -> None:
    """Every kind of thing a person puts in; each canary goes somewhere."""
    database, kek = workspace.database, credentials.Kek(workspace="w", key=bytes(workspace.keys.derive("credentials")))
    variants = MediaVariants(database, workspace.media_files, EventBus(), lambda: NOW)
    client = database.write_now(add_client, CANARIES[16])
    account = database.write_now(add_account, client, name=CANARIES[17])
    for number, canary in enumerate(CANARIES[:16]):
        database.write_now(credentials.store, kek, account, "login", {"access_token": canary}, NOW)
        item = await library.add_bytes(
            CANARIES[18 + number % 14] + ".png", noisy(number), tags=(CANARIES[32 + number],)
        )
        await library.describe(item.id, alt_text=CANARIES[48 + number], caption=CANARIES[32 + number])
        await variants.make(item.id, PlatformId.X, Crop(x=1, y=1, width=30, height=20))
    sorting = MediaSorting(workspace.database, EventBus(), lambda: NOW)
    await sorting.add_folder(CANARIES[18], rule=MediaFilter(text=CANARIES[34], tags=(CANARIES[35],)))
    database.write_now(settings.put, "canaries", CANARIES)


def noisy(number: int) -> bytes:
    """Another picture each time, which shows and holds a canary."""
    import io

    from PIL import PngImagePlugin

    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", CANARIES[number])
    target = io.BytesIO()
    pictures.scene((40 + number, 30)).save(target, "PNG", pnginfo=words)
    return target.getvalue()


def entropy(content: bytes) -> float:
    counts = Counter(content)
    return -sum(count / len(content) * log2(count / len(content)) for count in counts.values())


async def test_the_search_finds_what_is_really_there(tmp_path):
    (tmp_path / "a").write_bytes(b"..." + base64.b64encode(b"?" + CANARIES[3].encode() + b"!!!"))
    (tmp_path / "b").write_text(CANARIES[4], encoding="utf-16")
    assert {canary for _, canary in found_in(tmp_path)} == {CANARIES[3], CANARIES[4]}


async def test_no_canary_lies_readable_while_open_or_when_closed(workspace, library, door, tmp_path):
    handler = log_to(workspace.data_dir, verbose=True)
    try:
        logging.getLogger("test").info("Authorization: Bearer %s", CANARIES[0])
        await fill(workspace, library)
        await Backups(workspace, lambda: NOW).tick()
        await AuditTrail(workspace.database).export(workspace.data_dir / "trail.jsonl")
        (workspace.data_dir / "film").mkdir()
        assert (workspace.data_dir / "workspace.db-wal").stat().st_size > 0
        assert found_in(workspace.data_dir) == []
        workspace.close()
        assert found_in(workspace.data_dir) == []
        names = {
            path.relative_to(workspace.data_dir).parts[0] for path in workspace.data_dir.rglob("*") if path.is_file()
        }
        assert names == {"workspace.db", "workspace.lock", "vault.json", "media", "backups", "log", "trail.jsonl"}
    finally:
        stop_logging(handler)
    assert opened_again(door)


def opened_again(door) -> bool:
    """What was searched really held the canaries."""
    workspace = door.lock()._unlock(None, door.recovery_code)
    try:
        wanted = media_finding.Wanted(filter=MediaFilter(), zone="UTC", now=NOW)
        items = workspace.database.read_now(media_finding.found, wanted, MediaOrder.NEWEST).ids
        return workspace.database.read_now(settings.get, "canaries") == CANARIES and len(items) == 16
    finally:
        workspace.close()


async def test_database_media_previews_and_backups_look_like_noise(workspace, library):
    await fill(workspace, library)
    await Backups(workspace, lambda: NOW).tick()
    workspace.database.close()
    database = (workspace.data_dir / "workspace.db").read_bytes()
    assert min(entropy(database[at : at + 4096]) for at in range(0, len(database), 4096)) >= 7.8
    (backup,) = (workspace.data_dir / "backups").iterdir()
    content = backup.read_bytes()[4096:]  # behind its header, which names the slots
    assert min(entropy(content[at : at + 4096]) for at in range(0, len(content) - 4096, 4096)) >= 7.8
    files = list((workspace.data_dir / "media").iterdir())
    assert len(files) == 4 * 16  # original, upload form, thumbnail, X's form
    starts = (b"\x89PNG", b"\xff\xd8\xff", b"IHDR", b"JFIF")
    assert not [path.name for path in files for start in starts if start in path.read_bytes()]
