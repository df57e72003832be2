"""Several processes renew one login at once and are killed: no login is lost outside the window that nobody can close."""

import asyncio
import random
import subprocess
import sys
import time

import pytest

from storage import credentials
from storage.database import Database
from storage.key_wrap import Keys
from tests.accounts_stage import KEY, MASTER, WORKSPACE, X_TOKENS, opened
from tests.renewing_process import Ledger

pytestmark = pytest.mark.slow
ROUNDS, PROCESSES = 8, 3
LOGIN = {"access_token": "a", "refresh_token": "r1", "client_id": "c"}


async def an_account(folder):
    """The database's file, and an account in it whose login is LOGIN."""
    stage = await opened(folder)
    account = await stage.connect(X_TOKENS)
    await stage.credentials.store(account.id, credentials.LOGIN, LOGIN)
    await stage.aclose()
    return stage.database.path, account.id


def killed_at_random(command, server, dice):
    """Keep PROCESSES of them running, and kill one of them each time that six more renewals were asked for."""
    running = [subprocess.Popen(command) for _ in range(PROCESSES)]
    try:
        for number in range(1, ROUNDS + 1):
            while server.read()["calls"] < number * 6:
                assert any(one.poll() is None for one in running)
                time.sleep(0.02)
            time.sleep(dice.uniform(0, 0.05))
            victim = dice.randrange(PROCESSES)
            running[victim].kill()
            running[victim].wait()
            running[victim] = subprocess.Popen(command)
    finally:
        for process in running:
            process.kill()
            process.wait()


def test_no_login_is_lost(tmp_path):
    """The server refuses a spent token, but where its answer was killed between the wire and the disk."""
    path, account_id = asyncio.run(an_account(tmp_path))
    server = Ledger(tmp_path / "server.json")
    server.begin()
    command = [sys.executable, "-m", "tests.renewing_process", str(path), str(account_id), str(server.file)]
    killed_at_random(command, server, random.Random(20261120))
    told = server.read()
    database = Database(path, KEY)
    try:
        kek = credentials.Kek(workspace=WORKSPACE, key=bytes(Keys(MASTER).derive("credentials")))
        stored = database.read_now(credentials.open_newest, kek, account_id, credentials.LOGIN)
    finally:
        database.close()
    assert told["refused"] == 0
    assert told["forgiven"] <= ROUNDS
    assert stored.fields["refresh_token"] in (f"r{told['current']}", f"r{told['current'] - 1}")
