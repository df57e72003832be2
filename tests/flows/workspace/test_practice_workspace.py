"""The practice workspace: what Home says of it, that its numbers are the sum of their rows, and connecting there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from ofauto_desktop.building import build
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.home import KpiCode, NeedKind
from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services import Services
from ofauto_desktop.services.lock import Lock
from ofauto_desktop.services.practice import Practice
from ofauto_desktop.services.practice_year import fill
from tests.flows.workspace.doors import LIGHT, PASSPHRASE

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


made_of: list[Practice] = []


@pytest.fixture(scope="module")
async def services(tmp_path_factory) -> AsyncIterator[Services]:
    """Made once: its year takes a few seconds."""
    lock = Lock(tmp_path_factory.mktemp("practice") / "data", kdf=LIGHT)
    await lock.create(PASSPHRASE, use_keychain=False, practice=True)
    workspace = await lock.unlock(passphrase=PASSPHRASE)
    made, practice = await build(workspace, EventBus())
    await fill(made, practice, workspace.database)
    made_of.append(practice)
    yield made
    await made.publishing.aclose()
    await made.connections.aclose()
    workspace.close()


async def test_its_home_is_true(services):
    found = await services.home.summary()
    need, mine = found.needs
    assert (need.kind, need.account, need.about) == (
        NeedKind.FAILED,
        "bo_practice",
        "Win a print! Tag five friends and repost.",
    )
    assert (mine.kind, mine.about[:12]) == (NeedKind.BY_HAND, "Early access")
    acts = {(act.action, act.about, act.account) for act in found.recent}
    assert ("post.posted", "Good to be back. New pictures all week.", "ada_practice") in acts
    assert not any(act.action.startswith("credential") or not act.about for act in found.recent)
    posts = [act.object_id for act in found.recent if act.object_type == "post"]
    assert len(posts) == len(set(posts))
    for kpi in found.kpis:
        rows = await services.home.behind(kpi)
        assert rows or kpi.value == 0, kpi.code  # a currency in which nothing came in this week
        if kpi.code is not KpiCode.NEXT_PAYOUT:  # the soonest of several
            assert sum(row.value for row in rows) == kpi.value, kpi.code


async def test_activity_is_that_of_the_client(services):
    ada, bo = [await services.clients.named(name) for name in ("Ada Lindqvist", "Bo Moreau")]
    of_bo = {act.about for act in (await services.home.summary(bo.id)).recent}
    assert "Win a print! Tag five friends and repost." in of_bo
    assert "Good to be back. New pictures all week." not in of_bo
    assert "ada_practice" in {act.about for act in (await services.home.summary(ada.id)).recent}


async def test_a_year_of_kofi_came_by_its_list_and_its_deliveries(services):
    (account,) = [one for one in await services.accounts.list() if one.platform is PlatformId.KOFI]
    assert (account.practice, account.client, account.state_reason) == (True, "Bo Moreau", "")
    world = made_of[0].platforms.worlds[PlatformId.KOFI]
    paid = world.year()
    rows = await services.money.ledger(Scope(account_ids=(account.id,)))
    real = [row.entry for row in rows if row.entry.status is not LedgerStatus.TEST]
    assert (len(real), len(rows)) == (len(paid), len(paid) + 1)
    assert sum(one.gross_minor for one in real) == sum(one.cents for one in paid)
    assert sorted(one.at for one in real) == sorted(one.at for one in paid)
    assert {one.source for one in real} == {"practice: Ko-fi webhook", "CSV file Ko-fi transactions.csv"}
    heard = await services.deliveries.heard(account.id)
    assert (heard.count, heard.unreadable) == (sum(one.source.startswith("practice") for one in real) + 1, 0)
    monthly = {one.who for one in paid if one.kind == "Subscription" and one.at > world.made_at - timedelta(days=35)}
    assert len(await services.money.members(Scope(account_ids=(account.id,)))) == len(monthly)


async def test_a_practice_account_is_connected_without_knowing_its_addresses(services):
    client = await services.clients.add("Dana")
    logins = services.accounts.practice_logins(PlatformId.GUMROAD)
    found = await services.accounts.add(
        PlatformId.GUMROAD, client_id=client.id, fields=logins["cleo_practice"], practice=True
    )
    assert (found.account.handle, found.account.practice) == ("cleo_practice", True)
    (result, *_) = await services.sync.run((found.account.id,))
    assert result.error is None
    fields = services.accounts.practice_logins(PlatformId.X)["ada_practice"]
    with pytest.raises(BadInput, match="already"):
        await services.accounts.add(PlatformId.X, client_id=client.id, fields=fields, practice=True)


async def test_practice_platforms_that_rested_know_what_was_published(services):
    [practice] = made_of
    account = await _on_x(services)
    await services.composing.save(Draft(account_ids=(account.id,), text="Before the rest", at=When.NOW))
    await services.publishing.publish_due()
    practice.rest()
    assert practice._awake is None
    told = await services.publishing.recent_remote(account.id)
    assert told[0].text == "Before the rest"


async def test_they_do_not_rest_while_they_are_asked(services, monkeypatch):
    [practice] = made_of
    asked, reached, slow = practice.platforms, asyncio.Event(), asyncio.Event()
    answer = type(asked).transport(asked).handle_async_request

    class Slow:
        async def handle_async_request(self, request):
            reached.set()
            await slow.wait()
            return await answer(request)

    monkeypatch.setattr(type(asked), "transport", lambda _self: Slow())
    account = await _on_x(services)
    asking = asyncio.create_task(services.publishing.recent_remote(account.id))
    await reached.wait()
    practice.rest()
    assert practice._awake is asked
    slow.set()
    await asking
    practice.rest()
    assert practice._awake is None


async def _on_x(services):
    return next(one for one in await services.accounts.list() if one.platform is PlatformId.X)
