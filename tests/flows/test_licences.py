"""Licences of sales, asked of Gumroad when they are wanted, and written down only in the audit trail."""

import pytest

from connectors.errors import MissingScope, OutcomeUnknown, Unsupported
from connectors.practice.faults import Action
from connectors.practice.gumroad.changes import Sell
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.licences import LicenceChange, LicenceStanding
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services.licences import Licences
from storage import audit
from tests.accounts_stage import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


@pytest.fixture
async def account(stage):
    return await stage.connect_gumroad()


@pytest.fixture
def sale(stage, account):
    seller = next(one for one in stage.gumroad.sellers.values() if one.id == account.remote_id)
    return stage.gumroad.do(Sell(seller=seller.handle, product=0))[0]


@pytest.fixture
def licences(stage):
    return Licences(stage.database, stage.connections, stage.accounts, stage.clock)


async def trail(stage):
    found = await stage.database.read(lambda session: list(audit.entries(session)))
    return [(one.action, one.outcome, one.details) for one in found if one.action.startswith("licence.")]


async def test_looking_changes_nothing_and_is_no_act(stage, account, sale, licences):
    assert await licences.offered(account.id)
    first, second = [await licences.of(account.id, sale) for _ in range(2)]
    assert first == second
    assert first.standing is LicenceStanding.GOOD
    assert await trail(stage) == []


async def test_what_is_done_to_a_licence_stands_in_the_trail_without_its_key(stage, account, sale, licences):
    assert (await licences.change(account.id, sale, LicenceChange.DISABLE)).standing is LicenceStanding.DISABLED
    assert (await licences.of(account.id, sale)).standing is LicenceStanding.DISABLED
    await licences.change(account.id, sale, LicenceChange.ENABLE)
    assert await trail(stage) == [
        ("licence.enabled", "ok", {"sale": sale}),
        ("licence.disabled", "ok", {"sale": sale}),
    ]


async def test_a_lost_answer_is_told_and_written_down_as_unknown(stage, account, sale, licences):
    stage.trouble(Action.ACCEPT_THEN_DROP, "/licenses/disable", PlatformId.GUMROAD)
    with pytest.raises(OutcomeUnknown) as failed:
        await licences.change(account.id, sale, LicenceChange.DISABLE)
    assert failed.value.account == account.name
    assert await trail(stage) == [("licence.disabled", "outcome_unknown", {"sale": sale})]
    assert (await licences.of(account.id, sale)).standing is LicenceStanding.DISABLED


async def test_a_scope_that_only_licences_need_says_nothing_against_the_login(stage, account, sale, licences):
    stage.gumroad.configure({"scopes": {"ada_practice": ["view_public", "view_sales", "view_payouts"]}})
    with pytest.raises(MissingScope):
        await licences.change(account.id, sale, LicenceChange.DISABLE)
    assert (await stage.accounts.get(account.id)).state is LoginState.CONNECTED
    assert await trail(stage) == []


async def test_a_platform_without_licences_offers_none(stage, licences):
    account = await stage.connect()
    assert not await licences.offered(account.id)
    with pytest.raises(Unsupported):
        await licences.of(account.id, "1")
