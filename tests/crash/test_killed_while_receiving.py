"""A program that is killed in the middle of a burst of webhooks has kept every one that it answered."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from connectors.kofi import webhooks
from connectors.practice.kofi.world import TOKEN, World

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.timeout(300)]
PASSPHRASE = "correct horse battery staple 9"
CONNECTIONS, ROUNDS, LEAST = 8, 3, 40


def ofauto(folder: Path, *words: str, secret: object = None) -> "subprocess.Popen[str]":
    unlock, fields = folder / "unlock", folder / "fields"
    unlock.write_text(PASSPHRASE)
    fields.write_text(json.dumps(secret))
    with fields.open() as given:
        return subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "ofauto_desktop",
                    "--data-dir",
                    str(folder / "w"),
                    "--unlock-file",
                    str(unlock),
                ),
                *words,
                *(["--secret-fd", str(given.fileno())] if secret is not None else []),
                "--json",
            ],
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=(given.fileno(),),
        )


def said(folder: Path, *words: str, secret: object = None) -> Any:
    out, _ = ofauto(folder, *words, secret=secret).communicate(timeout=60)
    return json.loads(out)


def listening(running: "subprocess.Popen[str]") -> str:
    """Where it listens, once it does."""
    assert running.stdout is not None
    for line in running.stdout:
        row = json.loads(line)
        if row["event"] == "listening":
            return row["detail"]
    raise AssertionError("it ended without listening")


class Enough(asyncio.Event):
    """Set once so many were counted."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self._left = least

    def count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.set()


async def burst(address: str, numbers: "list[int]", answered: set[str], enough: Enough) -> None:
    """Send one message after another until nobody answers any more; notes those that were answered."""
    world = World()
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        for number in numbers:
            message = world.message(number)
            body = urlencode({"data": json.dumps(message)}).encode()
            try:
                reply = await client.post(address, content=body)
            except httpx.HTTPError:
                return
            assert reply.status_code == 200
            (entry,) = webhooks.told(body, {}).batch.ledger
            answered.add(entry.remote_id)
            enough.count()


async def test_every_answered_delivery_is_there_after_kill_9(tmp_path: Path) -> None:
    said(tmp_path, "init", "--no-keychain")
    said(tmp_path, "clients", "add", "Ada")
    row = said(tmp_path, "accounts", "add", "kofi", "--client", "Ada", secret={"verification_token": TOKEN})
    answered: set[str] = set()
    for round_ in range(ROUNDS):
        running = ofauto(tmp_path, "run", "--inbound-port", "0")
        try:
            address = listening(running) + urlsplit(row["hook_url"]).path
            first, enough = round_ * 10_000, Enough(LEAST * (round_ + 1))
            lanes = [list(range(first + lane, first + 10_000, CONNECTIONS)) for lane in range(CONNECTIONS)]
            sending = asyncio.gather(*(burst(address, lane, answered, enough) for lane in lanes))
            await enough.wait()
            os.kill(running.pid, signal.SIGKILL)
            await sending
        finally:
            running.kill()
            running.communicate()
    ofauto(tmp_path, "run", "--until-idle").communicate(timeout=120)
    kept = [row["remote_id"] for row in said(tmp_path, "money", "ledger")]
    assert len(answered) >= LEAST
    assert set(kept) >= answered
    assert len(kept) == len(set(kept))
