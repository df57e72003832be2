"""OnlyFans as the program has it: connected by a session, synced into the ledger, and its state told from what came of it."""

import json

import pytest
from sqlalchemy import func, select

from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import ErrorKind
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from storage.models import LedgerLine, PayoutLine, RemotePostSeen, SubscriptionSpell
from tests import accounts_stage

pytestmark = pytest.mark.anyio


@pytest.fixture
async def program(tmp_path, browser, stage, monkeypatch):
    """On the browser of the module, which outlives a workspace."""

    async def stays():
        """Closed with the module."""

    made = await accounts_stage.opened(tmp_path)
    monkeypatch.setattr(made.connections, "_browser", browser)
    with monkeypatch.context() as patch:
        patch.setattr(browser, "aclose", stays)
        yield made
        await made.aclose()


async def connected(program, stage):
    fields = {"storage_state": json.dumps(stage.world.storage_state(stage.endpoints["site"]))}
    found = await program.accounts.add(
        PlatformId.ONLYFANS, client_id=program.client_id, fields=fields, endpoints=stage.endpoints
    )
    return found.account


async def test_a_session_is_connected_and_everything_of_it_is_read(program, stage):
    account = await connected(program, stage)
    assert (account.handle, account.state) == ("demo_creator", LoginState.CONNECTED)
    found = {one.kind: one for one in await program.sync.run([account.id])}
    assert set(found) >= {SyncKind.POSTS, SyncKind.METRICS, SyncKind.AUDIENCE, SyncKind.MONEY, SyncKind.FANS}
    assert [one.error for one in found.values()] == [None] * len(found)

    def counted(session):
        models = (RemotePostSeen, PayoutLine, SubscriptionSpell)
        return [session.scalar(select(func.count()).select_from(one)) for one in models]

    house = stage.house
    assert await program.database.read(counted) == [len(house.posts), len(house.payouts), len(house.fans)]
    net = await program.database.read(lambda session: session.scalar(select(func.sum(LedgerLine.net_minor))))
    assert net == stage.world.report()["demo_creator"]["net"]


async def test_what_the_site_wants_is_the_accounts_state(program, stage):
    account = await connected(program, stage)

    async def after(**settings):
        stage.world.configure(settings)
        program.clock.forward(hours=25)
        (result,) = await program.sync.run([account.id], [SyncKind.FANS])
        return result.error, (await program.accounts.get(account.id)).state

    error, state = await after(blocked=True)
    assert (error.kind, state) == (ErrorKind.NETWORK, LoginState.CONNECTED), "the network is to blame, not the login"
    error, state = await after(blocked=False, challenge="face")
    assert (error.kind, state) == (ErrorKind.CHALLENGED, LoginState.CHALLENGED)
    stage.world.configure({"challenge": ""})
    checked = await program.accounts.check(account.id)
    assert checked.account.state is LoginState.CONNECTED
    error, state = await after(logged_out=True)
    assert (error.kind, state) == (ErrorKind.LOGIN_EXPIRED, LoginState.EXPIRED)


async def test_a_ledger_that_is_denied_makes_the_money_stale_and_nothing_else(program, stage):
    account = await connected(program, stage)
    stage.world.configure({"ledger_denied": True})
    found = {one.kind: one for one in await program.sync.run([account.id], [SyncKind.MONEY, SyncKind.FANS])}
    assert found[SyncKind.MONEY].error.kind is ErrorKind.TEMPORARY
    assert found[SyncKind.FANS].error is None
    assert (await program.accounts.get(account.id)).state is LoginState.CONNECTED
