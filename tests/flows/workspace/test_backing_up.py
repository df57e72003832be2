"""Backups: whole or not at all, every flipped byte found, and a restored workspace is another device."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ofauto_desktop.domain.errors import AppError, BadInput, DiskProblem, NotAWorkspace, WrongPassphrase
from ofauto_desktop.services import backups
from ofauto_desktop.services.backups import Backups
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.lock import Lock
from storage import audit, backup, key_wrap, media, migrate, settings, vault_file
from storage.database import damaged_pages
from tests import pictures
from tests.db.seeds import add_client
from tests.flows.workspace.doors import NOW, PASSPHRASE, Door

pytestmark = pytest.mark.anyio


@pytest.fixture
async def filled(workspace, library):
    """A workspace with a client and two media items."""
    workspace.database.write_now(add_client, "CANARY-CLIENT")
    await library.add_bytes("a.png", pictures.png())
    await library.add_bytes("b.gif", pictures.gif())
    return workspace


def strays(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


async def test_a_restored_workspace_holds_everything_and_is_another_device(filled, door, tmp_path, bus):
    file, into = tmp_path / "one.ofabackup", tmp_path / "restored"
    manifest = await Backups(filled, lambda: NOW).create(file)
    assert (manifest.rows["client"], manifest.rows["media_asset"], manifest.missing_media) == (1, 2, ())
    assert len(manifest.media) == 6
    assert b"CANARY" not in file.read_bytes()
    assert await backups.restore(file, into, passphrase=PASSPHRASE) == manifest
    opened = await Lock(into).unlock(passphrase=PASSPHRASE)
    try:
        assert opened.workspace_id == filled.workspace_id
        assert opened.device_id != filled.device_id
        assert opened.database.read_now(settings.get, audit.DEVICE) == opened.device_id
        library = Library(opened.database, opened.media_files, bus, lambda: NOW)
        items = await library.list()
        assert [await library.original(item.id) for item in items] == [pictures.gif(), pictures.png()]
        count, broken = opened.database.read_now(audit.verify)
        assert broken is None
        assert {entry.device for entry in opened.database.read_now(audit.entries)} == {
            filled.device_id,
            opened.device_id,
        }
        assert count > 4
    finally:
        opened.close()
    assert strays(tmp_path) == []


async def test_it_is_read_with_passphrase_recovery_code_or_open_keys_and_nothing_else(filled, door, tmp_path):
    file = tmp_path / "one.ofabackup"
    manifest = await Backups(filled, lambda: NOW).create(file)
    assert await backups.verify(file, passphrase=PASSPHRASE) == manifest
    assert await backups.verify(file, filled.data_dir, recovery_code=door.recovery_code) == manifest
    assert await Backups(filled, lambda: NOW).verify(file) == manifest
    for wrong in ({"passphrase": "wrong"}, {"recovery_code": key_wrap.new_recovery_code()}, {}):
        with pytest.raises(WrongPassphrase):
            await backups.verify(file, **wrong)
        with pytest.raises(WrongPassphrase):
            await backups.restore(file, tmp_path / "into", **wrong)
        assert not (tmp_path / "into").exists()
    assert strays(tmp_path) == []


async def test_three_hundred_flipped_bytes_are_all_found(filled, door, tmp_path):
    file = tmp_path / "one.ofabackup"
    await Backups(filled, lambda: NOW).create(file)
    raw = bytearray(file.read_bytes())
    header = 9 + int.from_bytes(raw[5:9])
    dice = random.Random(20261124)
    places = [
        *range(9),
        *(dice.randrange(9, header) for _ in range(60)),
        *(dice.randrange(header, len(raw)) for _ in range(231)),
    ]
    missed = []
    for at in places:
        raw[at] ^= (flip := 1 << dice.randrange(8))
        file.write_bytes(raw)
        raw[at] ^= flip
        try:
            backup.verify(file, filled.keys, tmp_path)
        except AppError:
            continue
        missed.append(at)
    assert len(places) == 300
    assert missed == []
    assert strays(tmp_path) == []


async def test_every_cut_is_found_and_restores_nothing(filled, door, tmp_path):
    file = tmp_path / "one.ofabackup"
    await Backups(filled, lambda: NOW).create(file)
    raw = file.read_bytes()
    for length in (0, 3, 8, 9, 500, len(raw) // 2, len(raw) - 1):
        file.write_bytes(raw[:length])
        with pytest.raises(DiskProblem):
            await backups.restore(file, tmp_path / "into", recovery_code=door.recovery_code)
        assert not (tmp_path / "into").exists()
    file.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(NotAWorkspace, match="not a backup"):
        await backups.verify(file, recovery_code=door.recovery_code)
    with pytest.raises(DiskProblem):
        await backups.verify(tmp_path / "missing", recovery_code=door.recovery_code)


async def test_nothing_is_ever_overwritten(filled, door, tmp_path):
    file = tmp_path / "one.ofabackup"
    await Backups(filled, lambda: NOW).create(file)
    before = file.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        await Backups(filled, lambda: NOW).create(file)
    assert file.read_bytes() == before
    into = tmp_path / "into"
    into.mkdir()
    (into / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        await backups.restore(file, into, recovery_code=door.recovery_code)
    assert [path.name for path in into.iterdir()] == ["mine.txt"]


async def test_a_backup_holds_what_its_copy_held_while_others_write_on(filled, tmp_path):
    service = Backups(filled, lambda: NOW)
    stop = asyncio.Event()

    async def write_on():
        count = 0
        while not stop.is_set():
            await filled.database.write(settings.put, f"k{count}", count)
            count += 1
        return count

    writing = asyncio.ensure_future(write_on())
    for number in range(3):
        await service.create(tmp_path / f"{number}.ofabackup")  # each is verified
    stop.set()
    assert await writing > 3


async def test_a_lost_media_file_does_not_stop_backups_and_is_told(filled, tmp_path):
    names = filled.database.read_now(media.blobs, 1)
    filled.media_files.path(names.original).unlink()
    manifest = await Backups(filled, lambda: NOW).create(tmp_path / "one.ofabackup")
    assert manifest.missing_media == (names.original,)


async def test_one_a_day_and_older_ones_are_thinned_out(workspace):
    now = [NOW]
    service = Backups(workspace, lambda: now[0])
    folder = workspace.data_dir / "backups"
    assert await service.tick() is not None
    assert await service.tick() is None
    (workspace.data_dir / ".backup-killed").mkdir()
    (folder / ".x.part").write_bytes(b"half")
    for back in range(1, 60):  # what earlier days would have left
        (folder / f"{(NOW - timedelta(days=back)).date()}.ofabackup").write_bytes(b"x")
    (folder / "mine.ofabackup").write_bytes(b"named by a person")
    for number in range(5):
        (folder / f"before-upgrade-{number}.ofabackup").write_bytes(b"x")
    now[0] += timedelta(days=1)
    assert await service.tick() is not None
    left = {path.name for path in folder.iterdir()}
    assert "mine.ofabackup" in left
    assert len([name for name in left if name.startswith("before-upgrade")]) == 3
    assert {f"{(now[0] - timedelta(days=back)).date()}.ofabackup" for back in range(7)} <= left
    assert len([name for name in left if name[0] == "2"]) <= 13
    assert strays(workspace.data_dir) == []
    assert strays(folder) == []


async def test_a_folder_that_takes_nothing_is_named_and_nothing_stays(filled, tmp_path):
    with pytest.raises(DiskProblem) as refused:
        await Backups(filled, lambda: NOW).create(tmp_path / "none" / "one.ofabackup")
    assert refused.value.item == "one.ofabackup"
    assert strays(filled.data_dir) == []


KILLABLE = """
import asyncio, sys, time
from pathlib import Path
from ofauto_desktop.runtime.clock import now
from ofauto_desktop.services import backups
from ofauto_desktop.services.lock import Lock
verb, data, code, file, into = sys.argv[1:]
async def main():
    if verb == "create":
        workspace = Lock(Path(data))._unlock(None, code)
        service = backups.Backups(workspace, now)
        print("go", flush=True)
        await service.create(Path(file))
        workspace.close()
    else:
        import storage.backup, storage.media
        print("go", flush=True)
        await backups.restore(Path(file), Path(into), recovery_code=code)
    print("done", flush=True)
asyncio.run(main())
"""


def killed(verb: str, door: Door, file: Path, into: Path, after: float) -> bool:
    """Kill -9 `after` seconds from the work's beginning; whether it had come to its end."""
    command = [sys.executable, "-c", KILLABLE, verb, str(door.folder), door.recovery_code, str(file), str(into)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"go\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return process.stdout.read() == b"done\n"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_at_any_moment_there_is_a_whole_backup_or_none(door, tmp_path):
    opened = door.lock()._unlock(None, door.recovery_code)
    opened.database.write_now(
        lambda s: s.execute(text("INSERT INTO setting VALUES ('big', :v)"), {"v": '"' + "x" * 5_000_000 + '"'})
    )
    whole = tmp_path / "whole.ofabackup"
    backup.create(whole, _source(opened))
    keys = opened.keys.master_copy()
    opened.close()
    for number in range(6):
        file = tmp_path / f"{number}.ofabackup"
        killed("create", door, file, tmp_path / "x", after=number * 0.05)
        if file.exists():
            backup.verify(file, key_wrap.Keys(keys), tmp_path)
        again = door.lock()._unlock(None, door.recovery_code)
        assert again.database.read_now(damaged_pages) == 0
        again.close()
    for number in range(6):
        into = tmp_path / f"into-{number}"
        done = killed("restore", door, whole, into, after=number * 0.06)
        assert into.exists() or not done
        if not into.exists():
            backup.restore(whole, key_wrap.Secrets(recovery=door.recovery_code), into)
        Lock(into)._unlock(None, door.recovery_code).close()
        assert not list(tmp_path.glob(f".into-{number}-restore-*"))


def _source(opened) -> backup.Source:
    vault = vault_file.load(opened.data_dir)
    return backup.Source(data_dir=opened.data_dir, database=opened.database, keys=opened.keys, vault=vault)


HEAD = migrate.HEAD
SECOND = '''
"""One more revision, as a later version will bring one."""
from alembic import op
revision = "9000"
down_revision = "{head}"
def upgrade():
    op.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
    {then}
'''


@pytest.fixture
def later_version(monkeypatch, tmp_path):
    """Makes this program one that knows one more revision; `then` is its last step."""
    import shutil

    def install(then: str = "pass") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "9000_later.py").write_text(SECOND.format(then=then, head=HEAD))
        monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
        monkeypatch.setattr(migrate, "HEAD", "9000")

    return install


async def test_before_an_upgrade_there_is_a_backup_that_was_read_back(door, later_version, tmp_path, monkeypatch):
    later_version()
    opened = await door.lock().unlock(recovery_code=door.recovery_code)
    assert migrate.current(opened.database) == "9000"
    opened.close()
    (file,) = (door.folder / "backups").iterdir()
    monkeypatch.undo()
    into = tmp_path / "before"
    assert (await backups.restore(file, into, recovery_code=door.recovery_code)).rows["setting"] >= 2
    (await Lock(into).unlock(recovery_code=door.recovery_code)).close()


async def test_an_upgrade_that_fails_changes_nothing(door, later_version, monkeypatch):
    later_version(then="raise RuntimeError('a defect of the new version')")
    with pytest.raises(RuntimeError, match="defect"):
        await door.lock().unlock(recovery_code=door.recovery_code)
    monkeypatch.undo()
    opened = await door.lock().unlock(recovery_code=door.recovery_code)
    assert migrate.current(opened.database) == HEAD
    assert (
        opened.database.read_now(
            lambda s: s.execute(text("SELECT count(*) FROM sqlite_master WHERE name='later'")).scalar_one()
        )
        == 0
    )
    opened.close()


async def test_without_a_backup_there_is_no_upgrade(door, later_version, monkeypatch):
    later_version()

    def full(*_args):
        raise DiskProblem("the disk is full")

    monkeypatch.setattr(backup, "create", full)
    with pytest.raises(DiskProblem, match="full"):
        await door.lock().unlock(recovery_code=door.recovery_code)
    monkeypatch.undo()
    (await door.lock().unlock(recovery_code=door.recovery_code)).close()


async def test_a_newer_schema_is_refused_and_left_alone(door):
    from ofauto_desktop.domain.errors import NewerVersion

    opened = await door.lock().unlock(recovery_code=door.recovery_code)
    opened.database.write_now(lambda s: s.execute(text("UPDATE alembic_version SET version_num = '0099'")))
    opened.close()
    before = (door.folder / "workspace.db").read_bytes()
    with pytest.raises(NewerVersion, match="0099"):
        await door.lock().unlock(recovery_code=door.recovery_code)
    assert (door.folder / "workspace.db").read_bytes() == before
    assert not (door.folder / "backups").exists()
