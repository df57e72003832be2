"""init, platforms, practice, doctor: what needs no open workspace."""

import asyncio
from argparse import Namespace
from contextlib import AsyncExitStack
from dataclasses import asdict

from ofauto_desktop.app import Program
from ofauto_desktop.cli import rows, secrets_in
from ofauto_desktop.cli.output import FAILED, Result, document
from ofauto_desktop.domain.errors import BadInput, Locked
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.loop import BackgroundLoop


async def init(loop: BackgroundLoop, given: Namespace) -> Result:
    """Create the workspace, and fill it where practice is asked for."""
    program = Program(given.data_dir, loop)
    try:
        passphrase = secrets_in.passphrase(given.unlock_fd, given.unlock_file, prompt="New passphrase: ")
        if passphrase is None:
            raise Locked("a passphrase is needed: --unlock-fd or --unlock-file", item=str(given.data_dir))
        made = await program.lock.create(passphrase, use_keychain=not given.no_keychain, practice=given.practice)
        if given.practice:
            await _filled(program, passphrase)
    finally:
        program.dispose()
    value = {
        "data_dir": str(given.data_dir),
        "workspace_id": made.workspace_id,
        "recovery_code": made.recovery_code,
    }
    text = (
        f"The workspace stands in {given.data_dir}.\n\nRecovery code, shown this once:\n\n    {made.recovery_code}\n\n"
        "Write it down and keep it away from this computer. Without the passphrase and without this code, nobody can open it."
    )
    return Result(value=value, text=text)


async def _filled(program: Program, passphrase: str) -> None:
    """A practice workspace fills itself when it is opened for the first time."""
    try:
        await program.open(await program.lock.unlock(passphrase=passphrase), with_clock=False)
    finally:
        await program.close()


async def platforms(_loop: BackgroundLoop, _given: Namespace) -> Result:
    """Every connector's manifest."""
    from connectors import registry

    return Result(value=[rows.platform(registry.platform(name).manifest) for name in registry.offered()])


async def practice(_loop: BackgroundLoop, given: Namespace) -> None:
    """Serve the practice platforms until stopped; the first line says where."""
    from ofauto_desktop.services.practice import bucket_fields, proxying, rates_endpoint, serving

    async with AsyncExitStack() as until_stopped:
        only = [_platform(name) for name in given.platform or []]
        endpoints = await until_stopped.enter_async_context(serving(given.host, given.port, only))
        proxy = await until_stopped.enter_async_context(proxying()) if given.proxy else None
        rates, bucket = rates_endpoint(endpoints), bucket_fields(endpoints)
        if given.json:
            told = {"ready": True, "endpoints": endpoints, "rates": rates, "bucket": bucket}
            print(document(told if proxy is None else {**told, "proxy": proxy}), flush=True)
        else:
            for name, urls in endpoints.items():
                print(name, *(f"--endpoint {key}={url}" for key, url in urls.items()), flush=True)
            print("rates", f"--endpoint {rates}", flush=True)
            print("bucket", *(f"{name}={value}" for name, value in bucket.items()), flush=True)
            if proxy is not None:
                print("proxy", f"--proxy {proxy['address']}", f"--ask {proxy['ask']}", proxy["control"], flush=True)
        await asyncio.Event().wait()


async def doctor(_loop: BackgroundLoop, given: Namespace) -> Result:
    """What this computer has and lacks."""
    from ofauto_desktop.services.doctor import examine

    found = [asdict(row) for row in await asyncio.to_thread(examine, given.data_dir)]
    return Result(value=found, code=0 if all(row["ok"] for row in found) else FAILED)


def _platform(name: str) -> PlatformId:
    try:
        return PlatformId(name)
    except ValueError as error:
        raise BadInput(f"there is no platform {name!r}") from error
