"""backup create, verify, restore."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ofauto_desktop.cli import secrets_in
from ofauto_desktop.cli.output import Result
from ofauto_desktop.domain.backups import BackupManifest
from ofauto_desktop.domain.errors import Locked
from ofauto_desktop.runtime.loop import BackgroundLoop
from ofauto_desktop.services import Services


async def create(services: Services, given: Namespace) -> Result:
    return Result(value=_manifest(await services.backups.create(Path(given.file))))


async def verify(_loop: BackgroundLoop, given: Namespace) -> Result:
    from ofauto_desktop.services import backups

    return Result(value=_manifest(await backups.verify(Path(given.file), passphrase=_passphrase(given))))


async def restore(_loop: BackgroundLoop, given: Namespace) -> Result:
    from ofauto_desktop.services import backups

    made = await backups.restore(Path(given.file), Path(given.into), passphrase=_passphrase(given))
    return Result(value=_manifest(made))


def _passphrase(given: Namespace) -> str:
    found = secrets_in.passphrase(given.unlock_fd, given.unlock_file, prompt="Passphrase of the backed-up workspace: ")
    if found is None:
        raise Locked("the passphrase is needed: --unlock-fd or --unlock-file", item=given.file)
    return found


def _manifest(made: BackupManifest) -> dict[str, Any]:
    return {**asdict(made), "media": len(made.media)}
