"""Killed -9 while it publishes through a browser, the program loses nothing, sends nothing twice, and says what is so.

`OFAUTO_CRASH_SEEDS` lengthens the run.
"""

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Self

import pytest

from connectors.practice import worlds
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.reached import Point
from tests.crash.arena import AFTERWARDS, Launcher

SEEDS = int(os.environ.get("OFAUTO_CRASH_SEEDS", "1"))
# A browser is started in each life, so only where a crash means something else than with a request; the rest by time.
POINTS = (Point.AFTER_SENDING, Point.AFTER_ANSWER)
CASES = [(point, seed) for point in (*POINTS, None) for seed in range(SEEDS)]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600 * SEEDS)]


class Site:
    """The practice OnlyFans on a thread of its own, as whoever is killed must not take it along."""

    def __init__(self) -> None:
        world = worlds.ORIGINS[PlatformId.ONLYFANS].empty()
        self.platforms = PracticePlatforms({PlatformId.ONLYFANS: world})
        self.world = world
        self.endpoints: dict[str, str] = {}
        self._ready, self._over = threading.Event(), None
        self._thread = threading.Thread(target=self._run, name="crash-site", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)

    def _run(self) -> None:
        import asyncio

        async def serving() -> None:
            self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
            async with serve("127.0.0.1", 0, self.platforms) as endpoints:
                self.endpoints = endpoints["onlyfans"]
                self._ready.set()
                await self._over.wait()

        asyncio.run(serving())


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as it:
        yield it


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    it = Launcher()
    yield it
    it.close()


@pytest.mark.parametrize(("point", "seed"), CASES)
def test_a_post_is_out_once_whenever_the_program_is_killed(tmp_path, site, launcher, point, seed):
    dice = random.Random(f"{point}-{seed}-{tmp_path.name}")
    before = len(site.world.made)
    person = {
        "id": "41700321",
        "handle": f"demo_creator {tmp_path.name}",
        "token": "none",
        "fields": {"storage_state": json.dumps(site.world.storage_state(site.endpoints["site"]))},
    }
    job = {"folder": str(tmp_path), "result": str(tmp_path / "result.json"), "platform": "onlyfans"}
    kind = {"media": True, "thread": False, "delays": [], "posts": 1, "people": [person], "endpoints": site.endpoints}
    assert launcher.run({**job, **kind, "do": "make"}) == 0
    life = {**job, "do": "work", "boot": "first", "minutes": [0]}
    if point is None:
        killed = launcher.run(life, kill_after=dice.uniform(0.5, 4.0)) < 0
    else:
        killed = launcher.run({**life, "point": point.value, "nth": 1}) < 0
    assert killed or point is None
    for boot, minutes in (("second", AFTERWARDS), ("third", [minute + 45 for minute in AFTERWARDS])):
        assert launcher.run({**job, "do": "work", "boot": boot, "minutes": minutes}) == 0
        (target,) = json.loads((tmp_path / "result.json").read_text())["targets"]
        if target["state"] == "posted":
            break
    made = site.world.made[before:]
    assert Counter(one.text for one in made) == {target["texts"][0]: 1}, target["attempts"]
    assert target["state"] == "posted", target["attempts"]
    assert target["ids"] == [str(made[0].id)]
