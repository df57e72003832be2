"""A real Secret Service: it opens the workspace, and its every absence has words and a way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ofauto_desktop.domain.errors import KeychainMissing, WrongPassphrase
from ofauto_desktop.services import doctor
from ofauto_desktop.services.lock import Lock, WorkspaceState
from storage import keychain, vault_file
from tests.flows.workspace.doors import LIGHT, PASSPHRASE, ways_in

pytestmark = [pytest.mark.anyio, pytest.mark.keychain]
ROOT = Path(__file__).parents[3]


async def test_a_workspace_opens_by_the_keychain_and_by_the_passphrase_without_it(tmp_path):
    lock = Lock(tmp_path / "data", kdf=LIGHT)
    made = await lock.create(PASSPHRASE, use_keychain=True)
    assert lock.state() is WorkspaceState.OPENS_BY_KEYCHAIN
    assert vault_file.load(lock.data_dir).keychain_backend == "keyring.backends.SecretService.Keyring"
    opened = await lock.unlock()
    assert opened.workspace_id == made.workspace_id
    opened.close()
    with pytest.raises(WrongPassphrase):
        await lock.unlock(passphrase="wrong")
    keychain.forget(made.workspace_id)
    with pytest.raises(KeychainMissing, match="no longer holds"):
        await lock.unlock()
    opened = await lock.unlock(passphrase=PASSPHRASE)
    await ways_in(lock, opened).use_keychain(PASSPHRASE, wanted=True)  # enrolled anew
    opened.close()
    opened = await lock.unlock()
    await ways_in(lock, opened).use_keychain(PASSPHRASE, wanted=False)
    opened.close()
    assert lock.state() is WorkspaceState.LOCKED


async def test_each_workspace_has_its_own_secret_and_forgets_no_other():
    one, other = keychain.new_secret(), keychain.new_secret()
    name = keychain.store("test-one", one)
    keychain.store("test-other", other)
    keychain.forget("test-one")
    keychain.forget("test-one")
    assert keychain.load("test-other", name) == other
    with pytest.raises(KeychainMissing):
        keychain.load("test-one", name)
    keychain.forget("test-other")


async def test_another_keychain_than_before_is_not_asked():
    keychain.store("test-moved", keychain.new_secret())
    with pytest.raises(KeychainMissing, match="another one than before"):
        keychain.load("test-moved", "keyring.backends.kwallet.DBusKeyring")
    keychain.forget("test-moved")


async def test_what_somebody_else_put_there_is_not_taken_for_a_secret():
    import keyring

    keyring.set_password("OFAuto Desktop", "test-foreign", "no secret of öurs")
    with pytest.raises(KeychainMissing, match="something else"):
        keychain.load("test-foreign", None)
    keychain.forget("test-foreign")


async def test_the_doctor_tries_the_keychain(tmp_path):
    rows = {row.check: row for row in doctor.examine(tmp_path)}
    assert rows["keychain"].ok
    assert rows["display"].ok


ASK = """
from ofauto_desktop.domain.errors import AppError
from storage import keychain
for act in (lambda: keychain.store("w", b"x" * 32), lambda: keychain.load("w", None)):
    try:
        act()
        print("opened")
    except AppError as error:
        print(type(error).__name__)
"""
LOCKED_RING = """
printf one | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
{python} -c 'import secretstorage
bus = secretstorage.dbus_init()
ring = secretstorage.get_default_collection(bus)
ring.lock()
assert ring.is_locked()'
timeout 30 {python} -c '{ask}'
"""


def asked(command: list[str], folder: Path, **more: str) -> list[str]:
    """What the keychain says in a session of its own, whose data lie in `folder`."""
    folder.mkdir(mode=0o700)
    env = {name: value for name, value in os.environ.items() if name not in {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY"}}
    env |= {"XDG_DATA_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), **more}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()


def test_a_locked_keychain_says_so(tmp_path):
    script = LOCKED_RING.format(python=sys.executable, ask=ASK.replace("'", '"'))
    assert asked(["dbus-run-session", "--", "bash", "-c", script], tmp_path / "s") == ["KeychainLocked"] * 2


def test_without_a_bus_there_is_no_keychain(tmp_path):
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
    assert asked([sys.executable, "-c", ASK], tmp_path / "s", **nowhere) == ["KeychainMissing"] * 2
