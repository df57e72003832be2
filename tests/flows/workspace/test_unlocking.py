"""Creating, unlocking and locking: who comes in, who does not, and what they are told."""

import json
import random
import sqlite3
import sys
from collections.abc import Iterator

import anyio
import keyring
import keyring.backends.fail
import pytest

from ofauto_desktop.domain.errors import (
    BadInput,
    DiskProblem,
    KeychainMissing,
    Locked,
    NewerVersion,
    NotAWorkspace,
    WorkspaceBusy,
    WrongPassphrase,
)
from ofauto_desktop.services.lock import Lock, WorkspaceState, passphrase_strength
from storage import audit, key_wrap, keychain, settings
from tests.flows.workspace.doors import LIGHT, PASSPHRASE, ways_in

pytestmark = pytest.mark.anyio


async def test_it_opens_with_the_passphrase_and_again_after_locking(door):
    for _ in range(2):
        opened = await door.lock().unlock(passphrase=PASSPHRASE)
        assert opened.workspace_id == door.workspace_id
        opened.close()
    assert door.lock().state() is WorkspaceState.LOCKED


async def test_it_opens_with_the_recovery_code(door):
    (await door.lock().unlock(recovery_code=door.recovery_code.lower())).close()


@pytest.mark.parametrize("wrong", ["", PASSPHRASE.upper(), PASSPHRASE + " "])
async def test_a_wrong_passphrase_opens_nothing_and_is_counted(door, wrong):
    lock = door.lock()
    with pytest.raises(WrongPassphrase):
        await lock.unlock(passphrase=wrong)
    opened = await lock.unlock(passphrase=PASSPHRASE)
    noted = opened.database.read_now(audit.entries, limit=1)[0]
    assert (noted.action, noted.details) == ("workspace.unlocked", {"by": "passphrase", "failed_before": 1})
    opened.close()


async def test_a_wrong_recovery_code_opens_nothing(door):
    with pytest.raises(WrongPassphrase):
        await door.lock().unlock(recovery_code=key_wrap.new_recovery_code())


async def test_without_a_keychain_the_passphrase_is_asked_for(door):
    with pytest.raises(Locked, match="passphrase"):
        await door.lock().unlock()


async def test_a_weak_passphrase_makes_no_workspace(tmp_path):
    with pytest.raises(BadInput, match="too easy to guess"):
        await Lock(tmp_path / "data", kdf=LIGHT).create("password1", use_keychain=False)
    assert list(tmp_path.iterdir()) == []
    assert passphrase_strength("password1") < 3 <= passphrase_strength(PASSPHRASE)


async def test_there_is_one_workspace_a_folder(door):
    before = (door.folder / "vault.json").read_bytes()
    with pytest.raises(BadInput, match="already"):
        await door.lock().create(PASSPHRASE, use_keychain=False)
    assert (door.folder / "vault.json").read_bytes() == before
    (door.folder / "vault.json").unlink()
    with pytest.raises(BadInput, match="already"):  # a database without its key file is somebody's all the same
        await door.lock().create(PASSPHRASE, use_keychain=False)
    assert (door.folder / "workspace.db").exists()


@pytest.fixture
def no_keychain() -> Iterator[None]:
    """As on a computer without one; the test desktop has a real one."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keychain")
async def test_without_a_keychain_nothing_of_a_workspace_is_left(tmp_path):
    """Creation has begun when it turns out."""
    with pytest.raises(KeychainMissing):
        await Lock(tmp_path / "data", kdf=LIGHT).create(PASSPHRASE, use_keychain=True)
    assert {path.name for path in (tmp_path / "data").iterdir()} <= {"workspace.lock"}
    await Lock(tmp_path / "data", kdf=LIGHT).create(PASSPHRASE, use_keychain=False)


KILLED_IN_CREATION = """
import asyncio, os, sys
from pathlib import Path
from ofauto_desktop.services.lock import Lock
from storage import vault_file
from tests.flows.workspace.doors import LIGHT, PASSPHRASE, ways_in
vault_file.save = lambda *_: os.kill(os.getpid(), 9)
asyncio.run(Lock(Path(sys.argv[1]), kdf=LIGHT).create(PASSPHRASE, use_keychain=False))
"""


async def test_a_creation_that_was_killed_can_be_begun_anew(tmp_path):
    folder = tmp_path / "data"
    done = await anyio.run_process([sys.executable, "-c", KILLED_IN_CREATION, str(folder)], check=False)
    assert done.returncode == -9
    assert (folder / "workspace.db").exists()
    assert Lock(folder).state() is WorkspaceState.ABSENT
    await Lock(folder, kdf=LIGHT).create(PASSPHRASE, use_keychain=False)
    (await Lock(folder).unlock(passphrase=PASSPHRASE)).close()
    assert not (folder / "unfinished").exists()


HOLDING = """
import sys, time
from pathlib import Path
from ofauto_desktop.runtime.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


async def test_another_process_keeps_it_until_it_ends_however_it_ends(door):
    async with await anyio.open_process([sys.executable, "-c", HOLDING, str(door.folder)]) as other:
        assert (await other.stdout.receive()).startswith(b"held")
        with pytest.raises(WorkspaceBusy):
            await door.lock().unlock(passphrase=PASSPHRASE)
        other.kill()
    (await door.lock().unlock(passphrase=PASSPHRASE)).close()


async def test_the_same_process_does_not_open_it_twice(workspace, door):
    with pytest.raises(WorkspaceBusy):
        await door.lock().unlock(passphrase=PASSPHRASE)


async def test_locking_drops_the_keys_and_closes_the_database(door):
    opened = await door.lock().unlock(passphrase=PASSPHRASE)
    opened.close()
    opened.close()
    with pytest.raises(ValueError, match="dropped"):
        opened.keys.derive("db")
    with pytest.raises(DiskProblem, match="closed"):
        opened.database.write_now(settings.put, "a", 1)
    again = await door.lock().unlock(passphrase=PASSPHRASE)
    assert [one.action for one in again.database.read_now(audit.entries, limit=3)] == [
        "workspace.unlocked",
        "workspace.locked",
        "workspace.unlocked",
    ]
    again.close()


async def test_a_new_passphrase_replaces_the_old_one(door):
    lock = door.lock()
    opened = await lock.unlock(passphrase=PASSPHRASE)
    with pytest.raises(BadInput):
        await ways_in(lock, opened).change_passphrase(PASSPHRASE, "weak")
    await ways_in(lock, opened).change_passphrase(PASSPHRASE, "granite-harbour-nine-violins")
    opened.close()
    with pytest.raises(WrongPassphrase):
        await lock.unlock(passphrase=PASSPHRASE)
    (await lock.unlock(passphrase="granite-harbour-nine-violins")).close()
    (await lock.unlock(recovery_code=door.recovery_code)).close()


async def test_who_knows_neither_passphrase_nor_recovery_code_changes_nothing(door):
    lock = door.lock()
    opened = await lock.unlock(passphrase=PASSPHRASE)
    before = (door.folder / "vault.json").read_bytes()
    for wrong in ("", "wrong", key_wrap.new_recovery_code()):
        with pytest.raises(WrongPassphrase):
            await ways_in(lock, opened).change_passphrase(wrong, "granite-harbour-nine-violins")
        with pytest.raises(WrongPassphrase):
            await ways_in(lock, opened).use_keychain(wrong, wanted=False)
    assert (door.folder / "vault.json").read_bytes() == before
    opened.close()


async def test_the_recovery_code_gives_a_new_passphrase_to_who_forgot_it_and_the_trail_tells(door):
    lock = door.lock()
    opened = await lock.unlock(recovery_code=door.recovery_code)
    await ways_in(lock, opened).change_passphrase(door.recovery_code, "granite-harbour-nine-violins")
    assert opened.database.read_now(audit.entries, limit=1)[0].action == "workspace.passphrase_changed"
    opened.close()
    (await lock.unlock(passphrase="granite-harbour-nine-violins")).close()


async def test_what_the_keychain_holds_does_not_make_a_wrong_passphrase_good(door, monkeypatch):
    held = {}
    monkeypatch.setattr(keychain, "store", lambda workspace, secret: held.update({workspace: secret}) or "test.Ring")
    monkeypatch.setattr(keychain, "load", lambda workspace, _backend: held[workspace])
    monkeypatch.setattr(keychain, "forget", held.pop)
    lock = door.lock()
    opened = await lock.unlock(passphrase=PASSPHRASE)
    await ways_in(lock, opened).use_keychain(PASSPHRASE, wanted=True)
    opened.close()
    assert lock.state() is WorkspaceState.OPENS_BY_KEYCHAIN
    (await lock.unlock()).close()
    with pytest.raises(WrongPassphrase):
        await lock.unlock(passphrase="wrong")
    opened = await lock.unlock(passphrase=PASSPHRASE)
    await ways_in(lock, opened).use_keychain(PASSPHRASE, wanted=False)
    opened.close()
    assert held == {}
    with pytest.raises(Locked):
        await lock.unlock()


def edit(door, change) -> None:
    file = door.folder / "vault.json"
    stored = json.loads(file.read_bytes())
    change(stored)
    file.write_text(json.dumps(stored))


def in_slot(wanted, /, **values):
    def change(stored):
        next(slot for slot in stored["slots"] if slot["kind"] == wanted).update(values)

    return change


EDITS = {
    "derivation made cheap": (in_slot("pass", memory_kib=8), NotAWorkspace),
    "one pass": (in_slot("pass", passes=1), NotAWorkspace),
    "derivation made endless": (in_slot("pass", memory_kib=64 * 1024 * 1024), NotAWorkspace),
    "other cost within bounds": (in_slot("pass", passes=4), WrongPassphrase),
    "no cost at all": (in_slot("pass", memory_kib=None), NotAWorkspace),
    "no number": (in_slot("pass", memory_kib="much"), NotAWorkspace),
    "other salt": (in_slot("pass", salt="AAAAAAAAAAAAAAAAAAAAAA=="), WrongPassphrase),
    "no base64": (in_slot("pass", wrapped="%%%"), NotAWorkspace),
    "unknown slot": (in_slot("pass", kind="smell"), NotAWorkspace),
    "unknown field": (in_slot("pass", hint="my dog"), NotAWorkspace),
    "no slots": (lambda stored: stored.update(slots=[]), WrongPassphrase),
    "other workspace": (lambda stored: stored.update(workspace="w2"), WrongPassphrase),
    "other device": (lambda stored: stored.update(device="somebody"), NotAWorkspace),
    "practice made real": (lambda stored: stored.update(practice=True), NotAWorkspace),
    "newer": (lambda stored: stored.update(format=2), NewerVersion),
}


@pytest.mark.parametrize("name", EDITS)
async def test_an_edited_key_file_is_refused(door, name):
    change, expected = EDITS[name]
    edit(door, change)
    before = (door.folder / "workspace.db").read_bytes()
    with pytest.raises(expected):
        await door.lock().unlock(passphrase=PASSPHRASE)
    assert (door.folder / "workspace.db").read_bytes() == before


async def test_a_key_file_of_noise_is_refused(door):
    dice = random.Random(3)
    for content in (b"", b"{}", b"[1,2]", b"null", *(dice.randbytes(200) for _ in range(20))):
        (door.folder / "vault.json").write_bytes(content)
        with pytest.raises(NotAWorkspace):
            await door.lock().unlock(passphrase=PASSPHRASE)
        with pytest.raises(NotAWorkspace):
            door.lock().state()


async def test_a_plain_database_is_refused(door):
    (door.folder / "workspace.db").unlink()
    with sqlite3.connect(door.folder / "workspace.db") as plain:
        plain.execute("CREATE TABLE mine (x)")
    plain.close()
    with pytest.raises(NotAWorkspace, match="plain, unencrypted"):
        await door.lock().unlock(passphrase=PASSPHRASE)


async def test_a_missing_database_is_named(door):
    (door.folder / "workspace.db").unlink()
    with pytest.raises(NotAWorkspace, match="missing"):
        await door.lock().unlock(passphrase=PASSPHRASE)
    assert not (door.folder / "workspace.db").exists()


async def test_another_workspaces_database_is_refused(door, tmp_path):
    await Lock(tmp_path / "other", kdf=LIGHT).create(PASSPHRASE, use_keychain=False)
    (tmp_path / "other" / "workspace.db").replace(door.folder / "workspace.db")
    with pytest.raises(NotAWorkspace, match="damaged, or not the one of this key file"):
        await door.lock().unlock(passphrase=PASSPHRASE)


async def test_every_flipped_byte_of_the_database_is_found_at_the_door(door):
    file = door.folder / "workspace.db"
    raw = file.read_bytes()
    dice = random.Random(11)
    for at in (0, 15, 16, 100, *(dice.randrange(len(raw)) for _ in range(40))):
        file.write_bytes(raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :])
        with pytest.raises(DiskProblem, match="damaged"):
            await door.lock().unlock(recovery_code=door.recovery_code)
    file.write_bytes(raw)
    (await door.lock().unlock(recovery_code=door.recovery_code)).close()


async def test_after_every_refusal_it_can_be_opened_again(door):
    with pytest.raises(WrongPassphrase):
        await door.lock().unlock(passphrase="wrong")
    good = (door.folder / "vault.json").read_bytes()
    edit(door, in_slot("pass", passes=1))
    with pytest.raises(NotAWorkspace):
        await door.lock().unlock(passphrase=PASSPHRASE)
    (door.folder / "vault.json").write_bytes(good)
    (await door.lock().unlock(passphrase=PASSPHRASE)).close()


async def test_nobody_else_may_read_the_folder(door, tmp_path):
    await Lock(tmp_path / "fresh", kdf=LIGHT).create(PASSPHRASE, use_keychain=False)
    assert (tmp_path / "fresh").stat().st_mode & 0o077 == 0
    assert (tmp_path / "fresh" / "vault.json").stat().st_mode & 0o077 == 0
