"""Creating, unlocking and locking a workspace."""

import asyncio
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ofauto_desktop.domain.errors import BadInput, KeychainLocked, KeychainMissing, Locked
from ofauto_desktop.runtime import paths
from ofauto_desktop.runtime.instance import InstanceLock

if TYPE_CHECKING:
    from storage.database import Database
    from storage.key_wrap import KdfParams, Keys
    from storage.media_files import MediaFiles
    from storage.vault_file import Vault

VAULT = "vault.json"
LEAST_STRENGTH = 3


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
        self.database.close()
        self.keys.close()
        self.instance.release()


class Lock:
    """The door of one data folder. `kdf` None: as heavy as this computer derives in about a second."""

    def __init__(self, data_dir: Path, *, kdf: "KdfParams | None" = None) -> None:
        self.data_dir = data_dir
        self._kdf = kdf

    def state(self) -> WorkspaceState:
        """Cheap: reads the key file only, and imports nothing heavy before there is one."""
        if not (self.data_dir / VAULT).exists():
            return WorkspaceState.ABSENT
        from storage import vault_file
        from storage.key_wrap import SlotKind

        vault = vault_file.load(self.data_dir)
        by_keychain = any(slot.kind is SlotKind.DEVICE for slot in vault.slots)
        return WorkspaceState.OPENS_BY_KEYCHAIN if by_keychain else WorkspaceState.LOCKED

    async def create(self, passphrase: str, *, use_keychain: bool, practice: bool = False) -> Created:
        """Make a workspace. Raises BadInput for a weak passphrase or an existing workspace, KeychainMissing …"""
        return await asyncio.to_thread(self._create, passphrase, use_keychain=use_keychain, practice=practice)

    async def unlock(self, *, passphrase: str | None = None, recovery_code: str | None = None) -> OpenWorkspace:
        """Open the workspace by what is given, or by the keychain where nothing is.

        Raises WrongPassphrase, KeychainLocked, KeychainMissing, NotAWorkspace, NewerVersion, WorkspaceBusy, DiskProblem.
        """
        return await asyncio.to_thread(self._unlock, passphrase, recovery_code)

    async def change_passphrase(self, workspace: OpenWorkspace, new: str) -> None:
        """Replace the passphrase's slot. Raises BadInput for a weak one."""
        await asyncio.to_thread(self._change_passphrase, workspace, new)

    async def use_keychain(self, workspace: OpenWorkspace, *, wanted: bool) -> None:
        """Let this computer's keychain open the workspace, or no longer. Raises KeychainMissing, KeychainLocked."""
        await asyncio.to_thread(self._use_keychain, workspace, wanted=wanted)

    def _create(self, passphrase: str, *, use_keychain: bool, practice: bool) -> Created:
        from storage import key_wrap, keychain, vault_file
        from storage.key_wrap import Secrets, SlotKind

        self._refuse_weak(passphrase)
        instance = InstanceLock(self.data_dir)
        instance.acquire()
        try:
            if (self.data_dir / VAULT).exists() or (self.data_dir / paths.DATABASE).exists():
                raise BadInput("there is a workspace in this folder already", item=str(self.data_dir))
            workspace, master = str(uuid.uuid4()), key_wrap.new_master_key()
            code, device = key_wrap.new_recovery_code(), keychain.new_secret()
            given = Secrets(passphrase=passphrase, device=device, recovery=code)
            backend = keychain.store(workspace, device) if use_keychain else None
            kinds = [SlotKind.PASS, SlotKind.RECOVERY, *([SlotKind.DEVICE] if use_keychain else [])]
            kdf = self._kdf or key_wrap.calibrated()
            slots = tuple(key_wrap.wrap(kind, master, given, workspace, kdf) for kind in kinds)
            device_id = secrets.token_hex(8)
            self._create_database(master, device_id)
            # The key file comes last: without it there is no workspace, whatever else was left behind.
            vault_file.save(
                self.data_dir,
                vault_file.Vault(
                    workspace=workspace, device=device_id, slots=slots, keychain_backend=backend, practice=practice
                ),
            )
        finally:
            instance.release()
        return Created(workspace_id=workspace, recovery_code=code)

    def _create_database(self, master: bytes, device_id: str) -> None:
        from storage import migrate, settings
        from storage.audit import DEVICE
        from storage.database import Database
        from storage.key_wrap import Keys

        keys = Keys(master)
        database = Database(self.data_dir / paths.DATABASE, keys.derive("db"), create=True)
        try:
            migrate.bring_up_to_date(database)
            database.write_now(settings.put, DEVICE, device_id)
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
            device = self._device_secret(vault, needed=passphrase is None and recovery_code is None)
            given = Secrets(passphrase=passphrase, device=device, recovery=recovery_code)
            keys = key_wrap.unwrap(vault.slots, given, vault.workspace)
            return self._opened(vault, keys, instance)
        except BaseException:
            instance.release()
            raise

    def _opened(self, vault: "Vault", keys: "Keys", instance: InstanceLock) -> OpenWorkspace:
        from storage import migrate
        from storage.database import Database
        from storage.media_files import MediaFiles

        database = Database(self.data_dir / paths.DATABASE, keys.derive("db"))
        try:
            migrate.bring_up_to_date(database, self._backup_before_upgrade(database, keys, vault))
        except BaseException:
            database.close()
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

    def _backup_before_upgrade(self, database: "Database", keys: "Keys", vault: "Vault") -> Callable[[], None]:
        def back_up() -> None:
            from storage import backup

            folder = self.data_dir / paths.BACKUPS
            folder.mkdir(exist_ok=True, mode=0o700)
            file = folder / f"before-upgrade-{secrets.token_hex(4)}.ofabackup"
            backup.create(file, backup.Source(data_dir=self.data_dir, database=database, keys=keys, vault=vault))
            backup.verify(file, keys)

        return back_up

    def _device_secret(self, vault: "Vault", *, needed: bool) -> bytes | None:
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

    def _change_passphrase(self, workspace: OpenWorkspace, new: str) -> None:
        from storage import key_wrap, vault_file
        from storage.key_wrap import Secrets, SlotKind

        self._refuse_weak(new)
        vault = vault_file.load(self.data_dir)
        given = Secrets(passphrase=new, device=self._device_secret(vault, needed=False))
        kdf = self._kdf or key_wrap.calibrated()
        fresh = key_wrap.wrap(SlotKind.PASS, workspace.keys.master_copy(), given, vault.workspace, kdf)
        kept = tuple(slot for slot in vault.slots if slot.kind not in (SlotKind.PASS, SlotKind.PASS_DEVICE))
        vault_file.save(self.data_dir, _with(vault, slots=(*kept, fresh)))

    def _use_keychain(self, workspace: OpenWorkspace, *, wanted: bool) -> None:
        from storage import key_wrap, keychain, vault_file
        from storage.key_wrap import Secrets, SlotKind

        vault = vault_file.load(self.data_dir)
        kept = tuple(slot for slot in vault.slots if slot.kind is not SlotKind.DEVICE)
        if not wanted:
            vault_file.save(self.data_dir, _with(vault, slots=kept, keychain_backend=None))
            keychain.forget(vault.workspace)
            return
        device = keychain.new_secret()
        backend = keychain.store(vault.workspace, device)
        slot = key_wrap.wrap(SlotKind.DEVICE, workspace.keys.master_copy(), Secrets(device=device), vault.workspace)
        vault_file.save(self.data_dir, _with(vault, slots=(*kept, slot), keychain_backend=backend))

    def _refuse_weak(self, passphrase: str) -> None:
        from storage.key_wrap import strength

        if strength(passphrase) < LEAST_STRENGTH:
            raise BadInput("the passphrase is too easy to guess")


def passphrase_strength(passphrase: str) -> int:
    """From 0 (guessed at once) to 4; at least 3 is accepted."""
    from storage.key_wrap import strength

    return strength(passphrase)


def _with(vault: "Vault", **changes: object) -> "Vault":
    import msgspec

    return msgspec.structs.replace(vault, **changes)
