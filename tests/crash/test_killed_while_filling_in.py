"""Killed -9 while it publishes through a browser, the program loses nothing, sends nothing twice, and says what is so.

`OFAUTO_CRASH_SEEDS` lengthens the run.
"""

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Self

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
SITES = (PlatformId.ONLYFANS, PlatformId.FANSLY)
CASES = [(platform, point, seed) for platform in SITES for point in (*POINTS, None) for seed in range(SEEDS)]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600 * SEEDS)]


class Site:
    """A practice site on a thread of its own, as whoever is killed must not take it along."""

    def __init__(self, platform: PlatformId) -> None:
        self.platform = platform
        self.world: Any = worlds.ORIGINS[platform].empty()
        self.platforms = PracticePlatforms({platform: self.world})
        if platform is PlatformId.FANSLY:
            self.world.configure({"enabled_after": 0.3, "polls": 1})
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
                self.endpoints = endpoints[self.platform.value]
                self._ready.set()
                await self._over.wait()

        asyncio.run(serving())

    def login(self) -> tuple[str, dict[str, str]]:
        """The creator's id, and the fields of a credential."""
        if self.platform is PlatformId.FANSLY:
            ada = self.world.creators["ada_practice"]
            return ada.id, {"authorization": ada.token}
        return "41700321", {"storage_state": json.dumps(self.world.storage_state(self.endpoints["site"]))}

    @property
    def made(self) -> list[Any]:
        """The posts that are there, oldest first."""
        if self.platform is PlatformId.FANSLY:
            return list(self.world.creators["ada_practice"].posts)
        return list(self.world.made)


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[PlatformId, Site]]:
    with ExitStack() as stack:
        yield {platform: stack.enter_context(Site(platform)) for platform in SITES}


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    it = Launcher()
    yield it
    it.close()


@pytest.mark.parametrize(("platform", "point", "seed"), CASES)
def test_a_post_is_out_once_whenever_the_program_is_killed(tmp_path, sites, launcher, platform, point, seed):
    dice, site = random.Random(f"{platform}-{point}-{seed}-{tmp_path.name}"), sites[platform]
    before = len(site.made)
    remote_id, fields = site.login()
    person = {"id": remote_id, "handle": f"demo_creator {tmp_path.name}", "token": "none", "fields": fields}
    job = {"folder": str(tmp_path), "result": str(tmp_path / "result.json"), "platform": platform.value}
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
    made = site.made[before:]
    assert Counter(one.text for one in made) == {target["texts"][0]: 1}, target["attempts"]
    assert target["state"] == "posted", target["attempts"]
    assert target["ids"] == [str(made[0].id)]
