"""Three processes renew one login at the same time, round after round, and are killed; who judges compares with X.

X's practice platform gives renewal tokens that can be spent once, and here one that is shown again ends the whole login.
Between the platform's answer and the disk lies a window that nobody can close: a death in it may cost the login, and only
such a death may.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from connectors.practice.faults import Action, Fault
from connectors.practice.x import oauth
from connectors.practice.x.state import PUBLIC_APP, REFRESH_TOKEN, SCOPES, TOKEN, Access, XWorld
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.reached import Renewal
from storage import credentials
from storage.database import Database, create_schema
from storage.key_wrap import Keys
from storage.models import Client
from tests.crash.arena import ROOT, Server, _kill, server
from tests.crash.program import MASTER, WORKSPACE, _connected

PROCESSES = 3
WINDOW = frozenset({Renewal.ASKING, Renewal.ANSWERED})
# Besides the points: while it is being written, on its way back, at any time, never, and never though X is in trouble.
STORING, ON_THE_WAY, ANYWHERE, NOBODY, TROUBLE = "storing", "on_the_way", "anywhere", "nobody", "trouble"
PLANS = (*(point.value for point in Renewal), STORING, ON_THE_WAY, ANYWHERE, NOBODY, TROUBLE)
_TROUBLES = (
    Fault(action=Action.RESET_BEFORE, match="POST /2/oauth2/token"),
    Fault(action=Action.STATUS, status=503, match="POST /2/oauth2/token"),
    Fault(action=Action.STATUS, status=429, match="POST /2/oauth2/token"),
    Fault(action=Action.HTML, match="POST /2/oauth2/token"),
)
_SHORT_LIFE = timedelta(minutes=10)  # so short that every read finds its token near its end


@dataclass(slots=True)
class Told:
    """What the rounds came to."""

    rounds: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    in_window: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    renewals: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds of {PROCESSES} processes, {self.renewals} renewals, {sum(self.killed.values())} kills, "
            f"{self.in_window} in the window, {sum(self.lost.values())} logins lost there ({dict(self.lost)}), "
            f"{len(self.wrong)} wrong"
        )


class Renewer:
    """One of the processes; its life goes on from round to round until it is killed, and then another begins."""

    def __init__(self, job: dict[str, Any], trace: Path) -> None:
        self._trace = trace
        self._job = {**job, "do": "live", "trace": str(trace)}
        self.pid = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.renewer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )
        assert self._line() == "ready"
        self._begin()

    def order(self, order: dict[str, Any]) -> None:
        self._say({"do": "renew", **order})

    def outcome(self) -> str:
        """How the round went for it: "well", "expired", "failed …" or "killed", after which it lives again."""
        line = self._line()
        if not line.startswith("ended"):
            return line
        assert line == f"ended {-signal.SIGKILL}", line
        self.last = self._trace.read_text().strip()
        self._begin()
        return "killed"

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._say({"do": "end"})
        self._process.stdin.close()
        self._process.stdout.read()
        self._process.wait(20)
        self._process.stdout.close()

    def _begin(self) -> None:
        self._say(self._job)
        word, pid = self._line().split()
        assert word == "pid"
        self.pid = int(pid)
        assert self._line() == "ready"

    def _say(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the renewer is gone"
        return line.strip()


class OnTheWay:
    """The platform's door. Once armed, everybody dies when a renewal is done and its answer not yet out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._strike = app, None

    def arm(self, strike: Callable[[], None] | None) -> None:
        self._strike = strike

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Any) -> None:
            if self._strike is not None and scope["path"].endswith("/oauth2/token"):
                strike, self._strike = self._strike, None
                strike()
            await send(message)

        await self._app(scope, receive, watched)


class Workspace:
    """The database that they share, and the platform's side of the login."""

    def __init__(self, folder: Path, serving: Server) -> None:
        self.folder = folder
        self.platforms, endpoints = serving.add(folder.name)
        self.door = OnTheWay(serving.app.routes[-1].app)  # type: ignore[attr-defined]
        serving.app.routes[-1].app = self.door  # type: ignore[attr-defined]
        world = self.platforms.worlds[PlatformId.X]
        assert isinstance(world, XWorld)
        self.world = world
        world.settings.reuse_ends_login, world.settings.credit = True, 1e6
        keys = Keys(MASTER)
        self.kek = credentials.Kek(workspace=WORKSPACE, key=bytes(keys.derive("credentials")))
        self.database = Database(folder / "ofauto.db", keys.derive("db"), create=True)
        create_schema(self.database)
        self.account_id = self.database.write_now(self._make, endpoints)
        self._store(TOKEN, REFRESH_TOKEN)

    def is_alive(self) -> bool:
        """Whether X would still renew the login that is stored."""
        stored = self.database.read_now(credentials.open_newest, self.kek, self.account_id, credentials.LOGIN)
        return stored.fields["refresh_token"] in self.world.renewals

    def log_in_again(self, number: int) -> None:
        """As the person would: a new login at X, a new version here."""
        user = next(iter(self.world.users))
        token, renewal = f"again-{number}", f"again-renewal-{number}"
        rights = Access(user=user, client_id=PUBLIC_APP, scopes=SCOPES, login=f"again-{number}")
        self.world.access[token] = self.world.renewals[renewal] = rights
        self._store(token, renewal)

    def _make(self, session: Any, endpoints: dict[str, str]) -> int:
        client = Client(name="Ada", zone="UTC", currency="USD")
        session.add(client)
        session.flush()
        user = next(iter(self.world.users.values()))
        person = {"id": user.id, "handle": user.handle}
        return _connected(session, client.id, PlatformId.X, person, endpoints, datetime.now(UTC))

    def _store(self, token: str, renewal: str) -> None:
        now = datetime.now(UTC)
        ends = (now + _SHORT_LIFE).isoformat()
        fields = {"client_id": PUBLIC_APP, "access_token": token, "refresh_token": renewal, "expires_at": ends}
        self.database.write_now(credentials.store, self.kek, self.account_id, credentials.LOGIN, fields, now)


@contextmanager
def renewing(folder: Path, plant: str | None) -> Iterator[tuple[Workspace, list[Renewer]]]:
    """The workspace and the processes on it."""
    lasting, oauth.ACCESS_LIFE = oauth.ACCESS_LIFE, _SHORT_LIFE
    try:
        with server() as serving:
            workspace = Workspace(folder, serving)
            job = {"folder": str(folder), "plant": plant}
            renewers = [Renewer(job, folder / f"trace-{number}") for number in range(PROCESSES)]
            try:
                yield workspace, renewers
            finally:
                workspace.database.close()
                for renewer in renewers:
                    renewer.close()
    finally:
        oauth.ACCESS_LIFE = lasting


def run(folder: Path, rounds: int, *, seed: int, plant: str | None = None, plans: tuple[str, ...] = PLANS) -> Told:
    """So many rounds, the plans one after another."""
    told, dice = Told(), random.Random(seed)
    with renewing(folder, plant) as (workspace, renewers):
        for number in range(rounds):
            _round(told, workspace, renewers, plans[number % len(plans)], number, dice)
        told.renewals = len(workspace.world.spent)
    return told


def _round(
    told: Told, workspace: Workspace, renewers: list[Renewer], plan: str, number: int, dice: random.Random
) -> None:
    order: dict[str, Any] = {"mark": str(workspace.folder / f"round-{number}")}
    victim = dice.randrange(PROCESSES) if plan == ANYWHERE else None
    match plan:
        case "on_the_way":
            pids = [renewer.pid for renewer in renewers]
            workspace.door.arm(lambda: [_kill(pid) for pid in pids] and None)
        case "trouble":
            workspace.platforms.faults[PlatformId.X].add(dice.choice(_TROUBLES))
        case "storing":
            order |= {"point": Renewal.ANSWERED, "after": dice.uniform(0, 0.012)}
        case "anywhere" | "nobody":
            pass
        case _:
            order["point"] = plan
    for place, renewer in enumerate(renewers):
        renewer.order({**order, "after": dice.uniform(0, 0.06)} if place == victim else order)
        time.sleep(dice.choice((0, 0, 0.003)))
    _judge(told, workspace, renewers, plan, number)


def _judge(told: Told, workspace: Workspace, renewers: list[Renewer], plan: str, number: int) -> None:
    outcomes = [renewer.outcome() for renewer in renewers]
    died_at = [renewer.last for renewer, said in zip(renewers, outcomes, strict=True) if said == "killed"]
    workspace.platforms.faults[PlatformId.X].clear()
    workspace.door.arm(None)
    is_declared = any(point in WINDOW for point in died_at)
    told.rounds += 1
    told.killed[plan] += len(died_at)
    told.in_window += is_declared
    case = f"round {number} ({plan}): {outcomes}, died at {died_at}"
    if not workspace.is_alive():
        if is_declared:
            told.lost[plan] += 1
        else:
            told.wrong.append(f"{case}; the login is lost")
        workspace.log_in_again(number)
    elif "expired" in outcomes:
        told.wrong.append(f"{case}; declared dead while it lives")
    if any(said.startswith(("failed", "empty")) for said in outcomes):
        told.wrong.append(case)
