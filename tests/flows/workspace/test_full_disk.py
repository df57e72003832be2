"""A disk that is really full: a small one of its own, filled to the brim. Nothing half stays, and room helps at once."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.audit import AuditTrail
from ofauto_desktop.services.backups import Backups
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.lock import Lock
from storage import settings, vault_file
from storage.database import damaged_pages
from tests import pictures
from tests.flows.workspace.doors import LIGHT, NOW, PASSPHRASE, ways_in

pytestmark = pytest.mark.anyio


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Six megabytes. Only root may mount; elsewhere these cases are covered by file size limits (`RLIMIT_FSIZE`)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Take all that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


async def test_a_full_disk_is_named_and_costs_nothing_that_was_there(small_disk):
    await Lock(small_disk / "data", kdf=LIGHT).create(PASSPHRASE, use_keychain=False)
    workspace = await Lock(small_disk / "data").unlock(passphrase=PASSPHRASE)
    library = Library(workspace.database, workspace.media_files, EventBus(), lambda: NOW)
    kept = await library.add_bytes("kept.png", pictures.png())
    film = pictures.film(small_disk.parent / "a.mp4")
    vault = vault_file.load(workspace.data_dir)
    before = sorted(path.name for path in workspace.media_files.folder.iterdir())
    ballast = fill(small_disk)
    ways = ways_in(Lock(workspace.data_dir, kdf=LIGHT), workspace)
    refused = (
        lambda: library.add_bytes("new.jpg", pictures.jpeg()),
        lambda: library.add(film),
        lambda: Backups(workspace, lambda: NOW).create(small_disk / "one.ofabackup"),
        lambda: AuditTrail(workspace.database).export(small_disk / "trail.jsonl"),
        lambda: workspace.database.write(settings.put, "big", "x" * 200_000),
        lambda: ways.change_passphrase(PASSPHRASE, "granite-harbour-nine-violins"),
    )
    for act in refused:
        with pytest.raises(DiskProblem, match=r"[Nn]o space left|disk is full|MB left"):
            await act()
    assert vault_file.load(workspace.data_dir) == vault
    assert await library.list() == (kept,)
    assert await library.thumbnail(kept.id)
    assert sorted(path.name for path in workspace.media_files.folder.iterdir()) == before
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "data"]
    ballast.unlink()
    assert await library.add(film)
    assert workspace.database.read_now(damaged_pages) == 0
    workspace.close()
    (await Lock(small_disk / "data").unlock(passphrase=PASSPHRASE)).close()


async def test_a_workspace_is_not_half_made_on_a_full_disk(small_disk):
    ballast = fill(small_disk)
    with pytest.raises(DiskProblem):
        await Lock(small_disk / "data", kdf=LIGHT).create(PASSPHRASE, use_keychain=False)
    ballast.unlink()
    assert not (small_disk / "data" / "workspace.db").exists()
    await Lock(small_disk / "data", kdf=LIGHT).create(PASSPHRASE, use_keychain=False)
    assert os.listdir(small_disk) == ["data"]  # noqa: PTH208 - names, as they are
