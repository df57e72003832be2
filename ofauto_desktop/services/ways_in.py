"""Who may open the workspace: its passphrase, and this computer's keychain. Each change asks for what opens it now."""

import asyncio
from typing import TYPE_CHECKING

from ofauto_desktop.domain.errors import WrongPassphrase
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.lock import Lock, OpenWorkspace, WorkspaceState, device_secret, refuse_weak

if TYPE_CHECKING:
    from storage.vault_file import Vault


class WaysIn:
    """Of an open workspace. `now` is the passphrase or the recovery code as they are; both raise WrongPassphrase for neither."""

    def __init__(self, lock: Lock, workspace: OpenWorkspace, clock: Now) -> None:
        self._lock, self._workspace, self._clock = lock, workspace, clock

    async def opens_by_keychain(self) -> bool:
        return await asyncio.to_thread(self._lock.state) is WorkspaceState.OPENS_BY_KEYCHAIN

    async def change_passphrase(self, now: str, new: str) -> None:
        """Raises BadInput for a weak one, DiskProblem; the old one opens then as before."""
        await self._known(now)
        await asyncio.to_thread(self._change_passphrase, new)
        await self._note("workspace.passphrase_changed")

    async def use_keychain(self, now: str, *, wanted: bool) -> None:
        """Let this computer's keychain open the workspace, or no longer. Raises KeychainMissing, KeychainLocked, DiskProblem."""
        await self._known(now)
        await asyncio.to_thread(self._use_keychain, wanted=wanted)
        await self._note("workspace.keychain_allowed" if wanted else "workspace.keychain_forbidden")

    async def _known(self, now: str) -> None:
        """Who sits at an open window need not be who may change how it opens."""
        try:
            await self._lock.confirm(passphrase=now)
        except WrongPassphrase:
            await self._lock.confirm(recovery_code=now)

    def _change_passphrase(self, new: str) -> None:
        from storage import key_wrap, vault_file
        from storage.key_wrap import Secrets, SlotKind

        refuse_weak(new)
        vault = vault_file.load(self._lock.data_dir)
        given = Secrets(passphrase=new, device=device_secret(vault, needed=False))
        master = self._workspace.keys.master_copy()
        fresh = key_wrap.wrap(SlotKind.PASS, master, given, vault.workspace, self._lock.kdf)
        kept = tuple(slot for slot in vault.slots if slot.kind not in (SlotKind.PASS, SlotKind.PASS_DEVICE))
        self._save(vault, slots=(*kept, fresh))

    def _use_keychain(self, *, wanted: bool) -> None:
        from storage import key_wrap, keychain, vault_file
        from storage.key_wrap import Secrets, SlotKind

        vault = vault_file.load(self._lock.data_dir)
        kept = tuple(slot for slot in vault.slots if slot.kind is not SlotKind.DEVICE)
        if not wanted:
            self._save(vault, slots=kept, keychain_backend=None)
            keychain.forget(vault.workspace)
            return
        device = keychain.new_secret()
        backend = keychain.store(vault.workspace, device)
        master = self._workspace.keys.master_copy()
        slot = key_wrap.wrap(SlotKind.DEVICE, master, Secrets(device=device), vault.workspace)
        self._save(vault, slots=(*kept, slot), keychain_backend=backend)

    def _save(self, vault: "Vault", **changes: object) -> None:
        import msgspec

        from storage import vault_file

        vault_file.save(self._lock.data_dir, msgspec.structs.replace(vault, **changes))

    async def _note(self, action: str) -> None:
        from storage import audit

        await self._workspace.database.write(
            audit.record, at=self._clock(), action=action, object_type="workspace", object_id="this"
        )
