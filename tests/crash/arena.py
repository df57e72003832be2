"""Where the program is killed: a counting practice X on a socket, one world for each scenario, and the checker."""

import asyncio
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.routing import Mount, Router

from connectors.practice import worlds
from connectors.practice.faults import Action, Fault
from connectors.practice.instagram.world import TOKEN as INSTAGRAM_TOKEN
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from connectors.practice.x.state import TOKEN, User, XWorld
from ofauto_desktop.domain.platforms import PlatformId

ROOT = Path(__file__).resolve().parents[2]
_PEOPLE, _POSTS = 2, 2
# After the first life has been killed: at once, then the looks for what is unsure, then room for late posts' spacing.
AFTERWARDS = (0, 11, 22, 28, 34)
FAULTS = {
    "accept_then_drop": Action.ACCEPT_THEN_DROP,
    "accept_then_500": Action.ACCEPT_THEN_500,
    "reset_before": Action.RESET_BEFORE,
    "hang": Action.HANG,
}
SCENARIOS = ("plain", "media", "thread", "delays", "instagram", *FAULTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One killing: at the nth time a point is reached, or `after` seconds where `point` is None."""

    scenario: str
    point: str | None
    seed: int
    plant: str | None = None

    def __str__(self) -> str:
        return f"{self.scenario}-{self.point or 'anywhere'}-{self.seed}"


@dataclass(slots=True)
class Found:
    """What the checker saw after one case."""

    case: str
    killed: int = 0
    doubles: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    recovery: float = 0.0

    @property
    def is_right(self) -> bool:
        return not (self.doubles or self.lost or self.wrong)


class Server:
    """Practice platforms on loopback, in a thread of this process; `add` opens one more world."""

    def __init__(self) -> None:
        self.app, self.shared = Router(), ()
        self._base = ""
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="crash-x", daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(20)

    def stop(self) -> None:
        assert self._loop is not None
        assert self._end is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)

    def served(self, base: str) -> dict[str, dict[str, str]]:
        self._base = base
        return {}

    def sites(self) -> dict[PlatformId, tuple[str, ...]]:
        return {}

    def add(self, name: str, platform: PlatformId = PlatformId.X) -> tuple[PracticePlatforms, dict[str, str]]:
        """A world of its own, and where its platform is."""
        made = worlds.empty()
        if platform is not PlatformId.X:
            return self._mounted(name, PracticePlatforms({platform: made[platform]}))
        world = made[PlatformId.X]
        assert isinstance(world, XWorld)
        world.settings.rate_limits = False
        world.settings.duplicate_hours = 0  # X must not save us: doubles are to be counted
        since = datetime.now(UTC) - timedelta(days=1)
        while len(world.users) < _PEOPLE:
            number = len(world.users)
            world.add_user(
                User(id=f"19{number:017d}", handle=f"u{number}", name="U", since=since, followers=0, per_day=0)
            )
        return self._mounted(name, PracticePlatforms({PlatformId.X: world}))

    def _mounted(self, name: str, platforms: PracticePlatforms) -> tuple[PracticePlatforms, dict[str, str]]:
        self.app.routes.append(Mount(f"/{name}", app=platforms.app))
        (endpoints,) = platforms.endpoints(f"{self._base}/{name}").values()
        return platforms, endpoints

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with serve("127.0.0.1", 0, self):  # type: ignore[arg-type]  # app and endpoints are all it asks for
            self._ready.set()
            await self._end.wait()


class Launcher:
    """The program's forking parent; one job at a time."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("program.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        assert self._line() == "ready"

    def run(self, job: dict[str, Any], *, kill_after: float | None = None) -> int:
        """Returns the exit code; negative for a signal. `kill_after` seconds from when its database is open."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        pid = None
        while True:
            word, _, value = self._line().partition(" ")
            if word == "pid":
                pid = int(value)
            elif word == "ended":
                return int(value)
            if word == "open" and kill_after is not None and pid is not None:
                threading.Timer(kill_after, _kill, [pid]).start()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the program's parent is gone"
        return line.strip()


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it was done before


@contextmanager
def server() -> Iterator[Server]:
    serving = Server()
    serving.start()
    try:
        yield serving
    finally:
        serving.stop()


def run(case: Case, serving: Server, launcher: Launcher, folder: Path) -> Found:
    """Make a workspace, kill the program in it, let it recover, and compare what X has with what the program says."""
    dice = random.Random(f"{case}")
    name = f"{case}-{case.plant or 'sound'}"
    folder = folder / name
    folder.mkdir()
    platform = PlatformId.INSTAGRAM if case.scenario == "instagram" else PlatformId.X
    platforms, endpoints = serving.add(name, platform)
    world: Any = platforms.worlds[platform]
    # By a Facebook login, which needs no media host.
    users, token = (world.users, TOKEN) if platform is PlatformId.X else (world.accounts, f"EAA{INSTAGRAM_TOKEN}")
    people = [
        {"id": user.id, "handle": user.handle, "token": token if number == 1 else f"{token}-{number}"}
        for number, user in enumerate(list(users.values())[:_PEOPLE], start=1)
    ]
    job = {"folder": str(folder), "result": str(folder / "result.json"), "plant": case.plant}
    kind = {
        "media": case.scenario in ("media", "instagram"),
        "platform": platform.value,
        "thread": case.scenario in ("thread", "delays"),
        "delays": [5, 5] if case.scenario == "delays" else [],
    }
    made = launcher.run({**job, "do": "make", "people": people, "posts": _POSTS, "endpoints": endpoints, **kind})
    assert made == 0
    if case.scenario in FAULTS:
        skip = dice.randrange(_PEOPLE * _POSTS)
        platforms.faults[PlatformId.X].add(
            Fault(action=FAULTS[case.scenario], match="POST /2/tweets$", skip=skip, times=1)
        )
    found = Found(case=name)
    found.killed += _first_life(case, launcher, job, dice)
    if dice.random() < 0.3:  # and again, while it recovers
        found.killed += (
            launcher.run({**job, "do": "work", "boot": "second", "minutes": [0]}, kill_after=dice.uniform(0.0, 0.15))
            < 0
        )
    # From here on the program's clock runs ahead of X's, which would hide from a look what is sent and lost now.
    platforms.faults[platform].clear()
    for boot, minutes in (("third", AFTERWARDS), ("fourth", [minute + 45 for minute in AFTERWARDS])):
        assert launcher.run({**job, "do": "work", "boot": boot, "minutes": minutes}) == 0, name
        result = json.loads((folder / "result.json").read_text())
        found.recovery = max(found.recovery, result["recovery"])
        if all(target["state"] == "posted" for target in result["targets"]):
            break
    _compare(found, world, result["targets"])
    shutil.rmtree(folder)
    return found


def _first_life(case: Case, launcher: Launcher, job: dict[str, Any], dice: random.Random) -> int:
    life = {**job, "do": "work", "boot": "first", "minutes": [0]}
    if case.point is None:
        return launcher.run(life, kill_after=dice.uniform(0.0, 0.25)) < 0
    nth = 1 if case.point in ("before_claim", "after_claim") else dice.randint(1, _PEOPLE * _POSTS)
    return launcher.run({**life, "point": case.point, "nth": nth}) < 0


def _compare(found: Found, world: Any, targets: list[dict[str, Any]]) -> None:
    by_id = {post.id: post.text if isinstance(world, XWorld) else post.caption for post in world.accepted}
    on_x = Counter(by_id.values())
    for target in targets:
        for text in target["texts"]:
            if on_x[text] > 1:
                found.doubles.append(f"{text}: {on_x[text]} times; {target['attempts']}")
            if on_x[text] == 0:
                found.lost.append(f"{text}: {target['state']}; {target['attempts']}")
        told = [by_id.get(remote_id) for remote_id in target["ids"]]
        if target["state"] != "posted" or told != target["texts"]:
            found.wrong.append(f"{target['texts'][0]}: {target['state']}, {told}; {target['attempts']}")
    expected = {text for target in targets for text in target["texts"]}
    found.doubles += [f"nobody meant {text!r}" for text in on_x if text not in expected]


def run_all(cases: list[Case], folder: Path, *, workers: int = 2) -> list[Found]:
    """All cases, `workers` at a time; results in the order of the cases."""
    from concurrent.futures import ThreadPoolExecutor

    found: dict[int, Found] = {}
    waiting = list(enumerate(cases))
    taking = threading.Lock()

    def one_worker(serving: Server) -> None:
        launcher = Launcher()
        try:
            while True:
                with taking:
                    if not waiting:
                        return
                    number, case = waiting.pop(0)
                found[number] = run(case, serving, launcher, folder)
        finally:
            launcher.close()

    with server() as serving, ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(one_worker, serving) for _ in range(workers)]:
            done.result()
    return [found[number] for number in range(len(cases))]
