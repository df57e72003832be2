"""5,000 webhooks over loopback: each is proven, sealed and on the disk before it is answered.

The sender is a process of its own with 32 connections that stay open, and writes plain HTTP: it measures the door alone.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.table import Line
from connectors.practice.kofi.world import TOKEN, World
from ofauto_desktop.building import build
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.inbound.door import Door
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.lock import Lock

COUNT, CONNECTIONS, BAR = 5000, 32, 5.0


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        accepted = asyncio.run(_accepted(Path(folder)))
    return [Line(what=f"accepting {COUNT:,} webhooks, each on the disk", ours=accepted, unit="s", bar=BAR)]


async def _accepted(folder: Path) -> float:
    lock = Lock(folder / "w")
    await lock.create("correct horse battery staple", use_keychain=False)
    workspace = await lock.unlock(passphrase="correct horse battery staple")
    services, _ = await build(workspace, EventBus())
    client = await services.clients.add("Bench", zone="UTC", currency="USD")
    added = await services.accounts.add(PlatformId.KOFI, client_id=client.id, fields={"verification_token": TOKEN})
    door = Door(services.deliveries.accept)
    port = await door.open(0)
    command = [sys.executable, "-m", "benchmarks.hooks", str(port), services.deliveries.path(added.account) or ""]
    sender = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    out, _ = await sender.communicate()
    pending = await services.deliveries.pending()
    assert pending == COUNT, pending
    await door.aclose()
    await services.connections.aclose()
    workspace.close()
    return float(out)


async def _send(port: int, path: str) -> float:
    world = World()
    requests = [_request(path, world, number) for number in range(COUNT)]

    async def lane(mine: list[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in mine:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(lane(requests[at::CONNECTIONS]) for at in range(CONNECTIONS)))
    return time.perf_counter() - began


def _request(path: str, world: World, number: int) -> bytes:
    body = urlencode({"data": json.dumps(world.message(number))}).encode()
    kind = "application/x-www-form-urlencoded"
    return (
        f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n".encode()
        + body
    )


if __name__ == "__main__":
    print(asyncio.run(_send(int(sys.argv[1]), sys.argv[2])))
