"""Backups: one encrypted file each, made daily and on demand, checked at once, restored whole or not at all."""

import asyncio
import logging
from datetime import date
from pathlib import Path

from ofauto_desktop.domain.backups import BackupManifest, kept
from ofauto_desktop.runtime import paths
from ofauto_desktop.runtime.aside import aside
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.lock import OpenWorkspace
from storage import audit, backup, vault_file
from storage.key_wrap import Secrets

SUFFIX = ".ofabackup"
# Made before the schema was upgraded; nobody needs more than the last few.
_UPGRADES_KEPT = 3
_log = logging.getLogger(__name__)


class Backups:
    """Backups of one open workspace."""

    def __init__(self, workspace: OpenWorkspace, now: Now) -> None:
        self._workspace = workspace
        self._now = now
        self._folder = workspace.data_dir / paths.BACKUPS

    async def create(self, file: Path) -> BackupManifest:
        """Write a backup to `file`, which must not exist, and read it back. Raises BadInput, DiskProblem: no file then."""
        manifest = await aside(self._create, file)
        await self._note("backup.created", manifest)
        return manifest

    async def verify(self, file: Path) -> BackupManifest:
        """Read every byte of a backup of this workspace. Raises DiskProblem, WrongPassphrase for another workspace's."""
        return await asyncio.to_thread(backup.verify, file, self._workspace.keys, self._workspace.data_dir)

    async def tick(self) -> BackupManifest | None:
        """Today's backup, once a day (UTC), into the workspace's own folder; then older ones are thinned out.

        Returns None where today's is there. Raises DiskProblem.
        """
        today = self._now().date()
        if today in await asyncio.to_thread(self._days):
            return None
        await asyncio.to_thread(self._prepare_folder)
        manifest = await self.create(self._folder / f"{today.isoformat()}{SUFFIX}")
        await asyncio.to_thread(self._thin_out)
        return manifest

    def _create(self, file: Path) -> BackupManifest:
        workspace = self._workspace
        source = backup.Source(
            data_dir=workspace.data_dir,
            database=workspace.database,
            keys=workspace.keys,
            vault=vault_file.load(workspace.data_dir),
        )
        manifest = backup.create(file, source)
        try:
            backup.verify(file, workspace.keys, workspace.data_dir)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return manifest

    def _prepare_folder(self) -> None:
        self._folder.mkdir(exist_ok=True, mode=0o700)
        backup.sweep(self._workspace.data_dir, self._folder)

    def _days(self) -> dict[date, Path]:
        found: dict[date, Path] = {}
        for file in self._folder.glob(f"*{SUFFIX}"):
            try:
                found[date.fromisoformat(file.stem)] = file
            except ValueError:
                continue  # a backup that a person named, or one made before an upgrade
        return found

    def _thin_out(self) -> None:
        days = self._days()
        stay = kept(days)
        upgrades = sorted(self._folder.glob(f"before-upgrade-*{SUFFIX}"), key=lambda file: file.stat().st_mtime)
        for file in (*(days[day] for day in days if day not in stay), *upgrades[:-_UPGRADES_KEPT]):
            try:
                file.unlink()
            except OSError as error:
                _log.warning("an old backup stays: %s", error.strerror)

    async def _note(self, action: str, manifest: BackupManifest) -> None:
        await self._workspace.database.write(
            audit.record,
            at=self._now(),
            action=action,
            object_type="workspace",
            object_id="this",
            details={"media": len(manifest.media), "missing_media": len(manifest.missing_media)},
        )


async def verify(
    file: Path, data_dir: Path | None = None, *, passphrase: str | None = None, recovery_code: str | None = None
) -> BackupManifest:
    """Read every byte of any backup. `data_dir` gives room for unpacking. Raises DiskProblem, WrongPassphrase, NewerVersion."""
    given = Secrets(passphrase=passphrase, recovery=recovery_code)
    room = data_dir if data_dir is not None and data_dir.is_dir() else None  # noqa: ASYNC240 - one stat
    return await asyncio.to_thread(backup.verify, file, given, room)


async def restore(
    file: Path, into: Path, *, passphrase: str | None = None, recovery_code: str | None = None
) -> BackupManifest:
    """Unpack a backup into the empty or missing folder `into`; the workspace there counts as a new device.

    Raises BadInput for a folder that is in use, DiskProblem, WrongPassphrase, NewerVersion; then `into` is as it was.
    """
    given = Secrets(passphrase=passphrase, recovery=recovery_code)
    return await asyncio.to_thread(backup.restore, file, given, into)
