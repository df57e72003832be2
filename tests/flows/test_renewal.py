"""A renewal spends a single-use token: it happens once, its result is never lost, and an outage never ends a login."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from connectors.errors import LoginExpired, NetworkDown
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import DiskProblem
from storage import credentials
from storage.database import Database
from tests.accounts_stage import KEY, NOW, X_TOKENS, opened

pytestmark = pytest.mark.anyio


class Server:
    """An authorisation server whose renewal tokens are good for one use; using one again ends the whole family."""

    def __init__(self) -> None:
        self.number = 1
        self.calls = 0
        self.revoked = False
        self.asked = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def renew(self, credential):
        self.calls += 1
        self.asked.set()
        if credential.fields["refresh_token"] != f"r{self.number}" or self.revoked:
            self.revoked = True
            raise LoginExpired("invalid_grant")
        self.number += 1
        number = self.number
        await self.gate.wait()
        return {"access_token": f"a{number}", "refresh_token": f"r{number}", "expires_at": ""}


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


@pytest.fixture
async def account(stage):
    found = await stage.connect()
    await stage.credentials.store(found.id, "login", {"access_token": "a1", "refresh_token": "r1", "client_id": "c"})
    return found


async def newest(stage, account):
    return await stage.credentials.read(account.id)


async def test_many_callers_cause_one_renewal(stage, account):
    server, before = Server(), await newest(stage, account)
    renewed = await asyncio.gather(
        *(stage.credentials.of(account.id).rotate(before.version, server.renew) for _ in range(20))
    )
    assert server.calls == 1
    assert {one.version for one in renewed} == {before.version + 1}
    assert renewed[0].fields == {"access_token": "a2", "refresh_token": "r2", "client_id": "c"}


async def test_an_empty_renewal_token_never_overwrites_a_good_one(stage, account):
    async def renew(_):
        return {"access_token": "a2", "refresh_token": ""}

    before = await newest(stage, account)
    await stage.credentials.rotate(account.id, before.version, renew)
    assert (await newest(stage, account)).fields["refresh_token"] == "r1"


async def test_what_the_renewal_raises_passes_and_changes_nothing(stage, account):
    async def renew(_):
        raise NetworkDown("no way")

    before = await newest(stage, account)
    with pytest.raises(NetworkDown):
        await stage.credentials.rotate(account.id, before.version, renew)
    assert await newest(stage, account) == before


async def test_the_new_token_is_on_the_disk_before_it_is_used(stage, account):
    server, before = Server(), await newest(stage, account)
    used = await stage.credentials.rotate(account.id, before.version, server.renew)
    stage.database.close()
    stage.database = Database(stage.database.path, KEY)
    stored = await stage.database.read(credentials.open_newest, stage.credentials._kek(), account.id, credentials.LOGIN)
    assert stored.fields == used.fields


async def test_a_cancelled_caller_does_not_lose_the_renewal(stage, account):
    server, before = Server(), await newest(stage, account)
    server.gate.clear()
    caller = asyncio.create_task(stage.credentials.rotate(account.id, before.version, server.renew))
    await server.asked.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    server.gate.set()
    await stage.credentials.settled()
    assert (await newest(stage, account)).fields["refresh_token"] == "r2"


async def test_a_renewal_whose_write_was_cancelled_is_written_all_the_same(stage, account, monkeypatch):
    """As when the loop stops: every task is cancelled, those that write too."""
    server, before = Server(), await newest(stage, account)

    async def cancelled(*_args, **_named):
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(stage.database, "write", cancelled)
        with pytest.raises(asyncio.CancelledError):
            await stage.credentials.rotate(account.id, before.version, server.renew)
    assert (await newest(stage, account)).fields["refresh_token"] == "r2"


async def test_a_renewal_that_the_disk_refused_is_kept_until_it_takes_it(stage, account, monkeypatch):
    """The platform has rotated, so what was given cannot be asked for again."""
    server, before = Server(), await newest(stage, account)

    async def full(*_args, **_named):
        raise DiskProblem("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(stage.database, "write", full)
        for _ in range(2):
            with pytest.raises(DiskProblem):
                await stage.credentials.rotate(account.id, before.version, server.renew)
    found = await stage.credentials.rotate(account.id, before.version, server.renew)
    assert (found.version, found.fields["refresh_token"]) == (before.version + 1, "r2")
    assert server.calls == 1


async def test_a_renewal_that_was_never_kept_does_not_undo_a_login_by_hand(stage, account, monkeypatch):
    server, before = Server(), await newest(stage, account)

    async def full(*_args, **_named):
        raise DiskProblem("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(stage.database, "write", full)
        with pytest.raises(DiskProblem):
            await stage.credentials.rotate(account.id, before.version, server.renew)
    await stage.credentials.store(account.id, "login", {"access_token": "by hand", "refresh_token": "r2"})
    found = await stage.credentials.rotate(account.id, before.version, server.renew)
    assert found.fields["access_token"] == "by hand"


async def test_a_login_is_not_dead_while_somebody_stored_a_newer_one(stage, account):
    """invalid_grant after another process, or a person, put a newer login in place."""
    before = await newest(stage, account)

    async def renew(_):
        await stage.credentials.store(account.id, "login", {"access_token": "by hand"})
        raise LoginExpired("invalid_grant")

    found = await stage.credentials.rotate(account.id, before.version, renew)
    assert found.fields == {"access_token": "by hand"}


async def test_a_renewal_never_overwrites_a_login_that_came_meanwhile(stage, account):
    before = await newest(stage, account)

    async def renew(_):
        await stage.credentials.store(account.id, "login", {"access_token": "by hand"})
        return {"access_token": "late"}

    found = await stage.credentials.rotate(account.id, before.version, renew)
    assert found.fields == {"access_token": "by hand"} == (await newest(stage, account)).fields


async def test_a_login_that_was_ended_meanwhile_does_not_come_back(stage, account):
    before = await newest(stage, account)

    async def renew(_):
        await stage.credentials.revoke(account.id)
        return {"access_token": "late"}

    with pytest.raises(LoginExpired):
        await stage.credentials.rotate(account.id, before.version, renew)
    with pytest.raises(LoginExpired):
        await newest(stage, account)


async def test_x_renews_ahead_of_the_end_and_the_account_shows_the_new_one(stage):
    fields = {**X_TOKENS, "expires_at": (NOW + timedelta(hours=2)).isoformat()}
    account = await stage.connect(fields)
    stage.clock.forward(minutes=100)
    await stage.accounts.check(account.id)
    found = await stage.accounts.get(account.id)
    assert (found.state, found.expires_at) == (LoginState.CONNECTED, stage.clock() + timedelta(hours=2))
    assert (await newest(stage, account)).fields["refresh_token"] != X_TOKENS["refresh_token"]
    stage.clock.forward(days=30)
    assert await stage.accounts.watch_expiry() == ()


async def test_a_credential_moved_to_another_account_does_not_open(stage, account):
    other = await stage.connect({**X_TOKENS, "access_token": "practice-x-token-2"})
    await stage.database.write(_swap, account.id, other.id)
    with pytest.raises(DiskProblem):
        await stage.credentials.read(other.id)


def _swap(session, one, other):
    session.execute(text("DELETE FROM platform_credential WHERE platform_id = :other"), {"other": other})
    session.execute(
        text("UPDATE platform_credential SET platform_id = :other WHERE platform_id = :one"),
        {"one": one, "other": other},
    )
