"""Creating, unlocking and locking a workspace."""

import asyncio
import getpass
import logging
import secrets
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ofauto_desktop.domain.errors import (
    BadInput,
    DiskProblem,
    KeychainLocked,
    KeychainMissing,
    Locked,
    NotAWorkspace,
    WrongPassphrase,
)
from ofauto_desktop.runtime import clock, paths
from ofauto_desktop.runtime.instance import InstanceLock

if TYPE_CHECKING:
    from storage.database import Database
    from storage.key_wrap import KdfParams, Keys, Secrets, Slot
    from storage.media_files import MediaFiles
    from storage.vault_file import Vault

VAULT = "vault.json"
LEAST_STRENGTH = 3
# Stands beside a database while its workspace is being made.
_UNFINISHED = "unfinished"
_PRACTICE = "workspace.practice"
# Bytes; checking them takes half a second.
_CHECKED_AT_THE_DOOR = 128 * 1024 * 1024
_log = logging.getLogger(__name__)


class WorkspaceState(StrEnum):
    """What stands in a data folder, as far as can be told without a key."""

    ABSENT = "absent"
    LOCKED = "locked"
    OPENS_BY_KEYCHAIN = "opens_by_keychain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A new workspace. The recovery code is shown once and stored nowhere."""

    workspace_id: str
    recovery_code: str = field(repr=False)


@dataclass(slots=True, kw_only=True)
class OpenWorkspace:
    """An unlocked workspace: its database, its media files, its keys. `close` ends it and drops the keys."""

    data_dir: Path
    workspace_id: str
    device_id: str
    practice: bool
    keys: "Keys"
    database: "Database"
    media_files: "MediaFiles"
    instance: InstanceLock

    def close(self) -> None:
        """Note it, finish what is being written, drop the keys. Safe to call twice."""
        from storage import audit

        try:
            self.database.write_now(
                audit.record,
                at=clock.now(),
                action="workspace.locked",
                object_type="workspace",
                object_id="this",
            )
        except DiskProblem as error:  # closed already, or the disk is full: it is locked all the same
            _log.warning("locking was not noted: %s", error.reason)
        self.database.close()
        self.keys.close()
        self.instance.release()


class Lock:
    """The door of one data folder. `kdf` None: as heavy as this computer derives in about a second."""

    def __init__(self, data_dir: Path, *, kdf: "KdfParams | None" = None) -> None:
        self.data_dir = data_dir
        self._kdf = kdf
        self._failed = 0

    @property
    def kdf(self) -> "KdfParams":
        """What a new passphrase is derived with."""
        from storage import key_wrap

        return self._kdf or key_wrap.calibrated()

    def state(self) -> WorkspaceState:
        """Cheap: imports nothing heavy before there is a key file. Raises NotAWorkspace, also where it is gone, NewerVersion."""
        if not (self.data_dir / VAULT).exists():
            if (self.data_dir / paths.DATABASE).exists() and not (self.data_dir / _UNFINISHED).exists():
                raise NotAWorkspace("the key file is missing, without which nobody can open the database", item=VAULT)
            return WorkspaceState.ABSENT
        from storage import vault_file
        from storage.key_wrap import SlotKind

        by_keychain = any(slot.kind is SlotKind.DEVICE for slot in vault_file.load(self.data_dir).slots)
        return WorkspaceState.OPENS_BY_KEYCHAIN if by_keychain else WorkspaceState.LOCKED

    async def create(self, passphrase: str, *, use_keychain: bool, practice: bool = False) -> Created:
        """Make a workspace. Raises BadInput for a weak passphrase or an existing workspace, KeychainMissing …"""
        return await asyncio.to_thread(self._create, passphrase, use_keychain=use_keychain, practice=practice)

    async def unlock(self, *, passphrase: str | None = None, recovery_code: str | None = None) -> OpenWorkspace:
        """Open the workspace by what is given, or by the keychain where nothing is.

        Raises WrongPassphrase, KeychainLocked, KeychainMissing, NotAWorkspace, NewerVersion, WorkspaceBusy, DiskProblem.
        """
        return await asyncio.to_thread(self._unlock, passphrase, recovery_code)

    async def confirm(self, *, passphrase: str | None = None, recovery_code: str | None = None) -> None:
        """Check what is given, or the keychain, without opening: for a covered window whose posts still go out.

        Raises as `unlock` does.
        """
        await asyncio.to_thread(self._confirm, passphrase, recovery_code)

    def _create(self, passphrase: str, *, use_keychain: bool, practice: bool) -> Created:
        from storage import key_wrap, keychain, vault_file
        from storage.key_wrap import Secrets, SlotKind

        refuse_weak(passphrase)
        instance = InstanceLock(self.data_dir)
        instance.acquire()
        workspace = ""
        try:
            self._refuse_existing()
            self._mark_unfinished()
            workspace, master = str(uuid.uuid4()), key_wrap.new_master_key()
            code, device = key_wrap.new_recovery_code(), keychain.new_secret()
            given = Secrets(passphrase=passphrase, device=device, recovery=code)
            backend = keychain.store(workspace, device) if use_keychain else None
            kinds = [SlotKind.PASS, SlotKind.RECOVERY, *([SlotKind.DEVICE] if use_keychain else [])]
            slots = tuple(key_wrap.wrap(kind, master, given, workspace, self.kdf) for kind in kinds)
            device_id = secrets.token_hex(8)
            self._create_database(master, device_id, practice=practice)
            # The key file comes last: without it there is no workspace, whatever else was left behind.
            vault_file.save(
                self.data_dir,
                vault_file.Vault(
                    workspace=workspace, device=device_id, slots=slots, keychain_backend=backend, practice=practice
                ),
            )
            (self.data_dir / _UNFINISHED).unlink()
        except BaseException:
            if workspace:
                self._clear_unfinished(workspace if use_keychain else None)
            raise
        finally:
            instance.release()
        return Created(workspace_id=workspace, recovery_code=code)

    def _refuse_existing(self) -> None:
        """A database without its key file is somebody's, unless our mark says that its creation was cut short."""
        unfinished = (self.data_dir / _UNFINISHED).exists()
        if (self.data_dir / VAULT).exists() or ((self.data_dir / paths.DATABASE).exists() and not unfinished):
            raise BadInput("there is a workspace in this folder already", item=str(self.data_dir))
        if unfinished:
            self._clear_unfinished(None)

    def _mark_unfinished(self) -> None:
        from storage import vault_file

        vault_file.write_durably(self.data_dir / _UNFINISHED, b"")

    def _clear_unfinished(self, in_keychain: str | None) -> None:
        """Take away what a creation has left that did not come to its end."""
        from storage import keychain

        for name in (VAULT, paths.DATABASE, f"{paths.DATABASE}-wal", f"{paths.DATABASE}-shm", _UNFINISHED):
            (self.data_dir / name).unlink(missing_ok=True)
        if in_keychain is not None:
            with suppress(KeychainLocked, KeychainMissing):  # then nothing was kept there either
                keychain.forget(in_keychain)

    def _create_database(self, master: bytes, device_id: str, *, practice: bool) -> None:
        from storage import migrate, people, settings
        from storage.audit import DEVICE
        from storage.database import Database
        from storage.key_wrap import Keys

        keys = Keys(master)
        database = Database(self.data_dir / paths.DATABASE, keys.derive("db"), create=True)
        try:
            migrate.bring_up_to_date(database)
            database.write_now(settings.put, DEVICE, device_id)
            database.write_now(people.add_owner, _login_name())
            database.write_now(settings.put, _PRACTICE, practice)
        finally:
            database.close()
            keys.close()

    def _unlock(self, passphrase: str | None, recovery_code: str | None) -> OpenWorkspace:
        from storage import key_wrap, vault_file
        from storage.key_wrap import Secrets

        vault = vault_file.load(self.data_dir)
        instance = InstanceLock(self.data_dir)
        instance.acquire()
        try:
            device = device_secret(vault, needed=passphrase is None and recovery_code is None)
            given = Secrets(passphrase=passphrase, device=device, recovery=recovery_code)
            slots = _slots_for(vault, given)
            try:
                keys = key_wrap.unwrap(slots, given, vault.workspace)
            except WrongPassphrase:
                self._failed += 1
                raise
            opened = self._opened(vault, keys, instance)
        except BaseException:
            instance.release()
            raise
        self._note_unlock(opened, given)
        return opened

    def _confirm(self, passphrase: str | None, recovery_code: str | None) -> None:
        from storage import key_wrap, vault_file
        from storage.key_wrap import Secrets

        vault = vault_file.load(self.data_dir)
        device = device_secret(vault, needed=passphrase is None and recovery_code is None)
        given = Secrets(passphrase=passphrase, device=device, recovery=recovery_code)
        key_wrap.unwrap(_slots_for(vault, given), given, vault.workspace).close()

    def _note_unlock(self, opened: OpenWorkspace, given: "Secrets") -> None:
        from storage import audit

        means = "passphrase" if given.passphrase is not None else "recovery code" if given.recovery else "keychain"
        opened.database.write_now(
            audit.record,
            at=clock.now(),
            action="workspace.unlocked",
            object_type="workspace",
            object_id="this",
            details={"by": means, "failed_before": self._failed},
        )
        self._failed = 0

    def _opened(self, vault: "Vault", keys: "Keys", instance: InstanceLock) -> OpenWorkspace:
        from storage import migrate
        from storage.database import Database
        from storage.media_files import MediaFiles

        try:
            database = Database(self.data_dir / paths.DATABASE, keys.derive("db"))
        except WrongPassphrase as error:
            # The key came out of an authenticated slot, so it is the right one; it is the file that does not fit.
            raise NotAWorkspace(
                "the database is damaged, or not the one of this key file", item=paths.DATABASE
            ) from error
        try:
            self._refuse_damaged(database)
            migrate.bring_up_to_date(database, self._backup_before_upgrade(database, keys, vault))
            _refuse_foreign(database, vault)
        except BaseException:
            database.close()
            keys.close()
            raise
        return OpenWorkspace(
            data_dir=self.data_dir,
            workspace_id=vault.workspace,
            device_id=vault.device,
            practice=vault.practice,
            keys=keys,
            database=database,
            media_files=MediaFiles(self.data_dir / paths.MEDIA, keys.derive("media")),
            instance=instance,
        )

    def _refuse_damaged(self, database: "Database") -> None:
        """Larger databases are checked by each day's backup: a person should not wait for it at the door."""
        from storage.database import damaged_pages

        if (self.data_dir / paths.DATABASE).stat().st_size > _CHECKED_AT_THE_DOOR:
            return
        if pages := database.read_now(damaged_pages):
            raise NotAWorkspace(f"the database is damaged ({pages} pages); restore a backup", item=paths.DATABASE)

    def _backup_before_upgrade(self, database: "Database", keys: "Keys", vault: "Vault") -> Callable[[], None]:
        def back_up() -> None:
            from storage import backup

            folder = self.data_dir / paths.BACKUPS
            folder.mkdir(exist_ok=True, mode=0o700)
            file = folder / f"before-upgrade-{secrets.token_hex(4)}.ofabackup"
            backup.create(file, backup.Source(data_dir=self.data_dir, database=database, keys=keys, vault=vault))
            backup.verify(file, keys)

        return back_up


def device_secret(vault: "Vault", *, needed: bool) -> bytes | None:
    """What this computer's keychain holds for the workspace. Raises Locked, KeychainLocked, KeychainMissing if `needed`."""
    from storage import keychain

    if vault.keychain_backend is None:
        if needed:
            raise Locked("the passphrase is needed")
        return None
    try:
        return keychain.load(vault.workspace, vault.keychain_backend)
    except (KeychainLocked, KeychainMissing):
        if needed:
            raise
        return None


def _login_name() -> str:
    """What this computer calls the person; a name to be shown, not a proof of anything."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this user, as in some containers
        return "Owner"


def refuse_weak(passphrase: str) -> None:
    """Raises BadInput."""
    if passphrase_strength(passphrase) < LEAST_STRENGTH:
        raise BadInput("the passphrase is too easy to guess")


def passphrase_strength(passphrase: str) -> int:
    """From 0 (guessed at once) to 4; at least 3 is accepted."""
    from storage.key_wrap import strength

    return strength(passphrase)


def _slots_for(vault: "Vault", given: "Secrets") -> "tuple[Slot, ...]":
    """The slots that what was given is meant for: a wrong passphrase must not be made good by the keychain."""
    from storage.key_wrap import SlotKind

    if given.passphrase is not None:
        wanted = {SlotKind.PASS, SlotKind.PASS_DEVICE}
    elif given.recovery is not None:
        wanted = {SlotKind.RECOVERY}
    else:
        wanted = {SlotKind.DEVICE}
    return tuple(slot for slot in vault.slots if slot.kind in wanted)


def _refuse_foreign(database: "Database", vault: "Vault") -> None:
    """The key file's own words are not sealed; what the database says of the same things is."""
    from storage import settings
    from storage.audit import DEVICE

    told = (database.read_now(settings.get, DEVICE), database.read_now(settings.get, _PRACTICE))
    if told != (vault.device, vault.practice):
        raise NotAWorkspace("the key file was edited, or belongs to another database", item=VAULT)
