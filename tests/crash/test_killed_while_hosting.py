"""A program that is killed with a file on its way to the person's bucket leaves none there for ever."""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest

from connectors.practice import bucket as practice
from connectors.practice import worlds
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from ofauto_desktop.domain.media_host import LINK_LIFE, Bucket
from tests.crash import hoster

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.timeout(120)]
AFTER = int(LINK_LIFE.total_seconds() // 3600) + 1


@pytest.fixture
async def platforms():
    return PracticePlatforms(worlds.empty())


@pytest.fixture
async def endpoints(platforms):
    async with serve("127.0.0.1", 0, platforms) as told:
        yield told


def bucket_at(endpoints) -> Bucket:
    return Bucket(
        endpoint=endpoints["x"]["api"].split("/x/")[0] + practice.PATH,
        region=practice.REGION,
        name=practice.NAME,
        access_key=practice.ACCESS_KEY,
        secret_key=practice.SECRET_KEY,
        prefix="ofauto/",
    )


async def killed(folder, account_id: int, waits: str) -> None:
    """Let a process lay a file, and kill it -9 as soon as it says that it is that far."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.hoster", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    job = {"folder": str(folder), "account": account_id, "waits": waits}
    running.stdin.write(json.dumps(job).encode() + b"\n")
    assert (await running.stdout.readline()).decode().strip() == waits
    running.kill()
    await running.communicate()


@pytest.mark.parametrize("waits", ["half", "laid"])
async def test_the_next_start_takes_away_what_lies_there(tmp_path, platforms, endpoints, waits):
    account_id = await hoster.begin(tmp_path, asdict(bucket_at(endpoints)), endpoints["x"])
    await killed(tmp_path, account_id, waits)
    assert len(platforms.bucket.objects) == (1 if waits == "laid" else 0)
    gone, left = await hoster.later(tmp_path, 0)
    assert (gone, len(left)) == (0, 1)  # its link has not ended, and a platform may still fetch it
    platforms.bucket._now = lambda: datetime.now(UTC) + timedelta(hours=AFTER)
    gone, left = await hoster.later(tmp_path, AFTER)
    assert (gone, left, platforms.bucket.objects) == (1, [], {})
