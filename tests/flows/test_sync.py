"""Pulls bring what happened, once; errors stay with their account; and a pull goes on where it stopped."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from connectors import registry
from connectors.practice.faults import Action
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.errors import DiskProblem, ErrorKind, NotFound
from ofauto_desktop.domain.events import Synced
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.services.metrics import Metrics
from ofauto_desktop.services.money import Money
from storage import sync_state
from storage.models import EngagementMetric, LedgerLine, PayoutLine, Platform, RemotePostSeen, SubscriptionSpell
from tests.accounts_stage import NOW, X_TOKENS, opened

pytestmark = pytest.mark.anyio
GUMROAD = PlatformId.GUMROAD
HOUR = timedelta(hours=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, year=True)
    yield made
    await made.aclose()


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


async def rows(stage, model):
    return await stage.database.read(count, model)


def by_kind(results):
    return {one.kind: one for one in results}


async def test_a_year_of_posts_numbers_and_followers_comes_in(stage):
    account = await stage.connect()
    found = by_kind(await stage.sync.run([account.id]))
    assert [one.error for one in found.values()] == [None, None, None]
    theirs = [one for one in stage.x.timelines["1800000000000000001"] if not one.deleted]
    assert found[SyncKind.POSTS].added == await rows(stage, RemotePostSeen) == len(theirs)
    assert found[SyncKind.METRICS].added > len(theirs)
    assert found[SyncKind.AUDIENCE].added >= 1
    assert Synced(at=NOW, account_id=account.id, kinds=("posts", "metrics", "audience"), error=None) in stage.heard


async def test_credit_that_runs_low_is_noted_with_the_account_and_let_go_when_it_is_topped_up(stage):
    async def since():
        return await stage.database.read(lambda session: session.scalars(select(Platform)).one().credit_low_since)

    account = await stage.connect()
    for credit, noted in ((0.5, NOW), (0.3, NOW), (20.0, None)):
        stage.x.configure({"credit": credit})
        await stage.sync.run([account.id], [SyncKind.AUDIENCE])
        assert await since() == noted
        stage.clock.forward(hours=1)


async def test_a_years_payouts_are_explained_to_the_cent(stage):
    """F6, with refunds, disputes and affiliates in them."""
    await stage.connect_gumroad()
    await stage.sync.run()
    found = [one for one in await Money(stage.database, stage.clock).payouts(Scope()) if one.status != "upcoming"]
    assert len(found) > 40
    assert {one.difference_minor for one in found} == {0}


# OnlyFans is read by pages in a browser, which has tests of its own.
_ASKED = [one for one in registry.offered() if registry.platform(one).manifest.pulls and one is not PlatformId.ONLYFANS]


@pytest.mark.parametrize("platform", _ASKED)
async def test_a_sync_with_nothing_new_makes_five_requests_at_most(stage, platform):
    """After a year's history, whoever asks for it: by hand everything is pulled that there is."""
    fields = next(iter(stage.platforms.worlds[platform].logins().values()))
    endpoints = stage.platforms.endpoints()[platform.value]
    found = await stage.accounts.add(
        platform, client_id=stage.client_id, fields=fields, practice=True, endpoints=endpoints
    )
    assert not [one.error for one in await stage.sync.run() if one.error]
    seen = stage.platforms.faults[platform].seen
    for wait in (timedelta(minutes=1), timedelta(hours=2)):
        stage.clock.forward(seconds=wait.total_seconds())
        seen.clear()
        assert not [one.error for one in await stage.sync.run([found.account.id]) if one.error]
        assert 0 < len(seen) <= 5, [f"{one.method} {one.path}" for one in seen]


async def test_a_second_pull_changes_nothing(stage):
    account = await stage.connect()
    await stage.sync.run()
    before = [await rows(stage, model) for model in (RemotePostSeen, EngagementMetric)]
    for result in await stage.sync.run():
        assert (result.added, result.changed, result.error) == (0, 0, None)
    assert [await rows(stage, model) for model in (RemotePostSeen, EngagementMetric)] == before
    assert (await stage.sync.run([account.id], [SyncKind.AUDIENCE]))[0].unchanged >= 1


async def test_a_year_of_sales_comes_in_and_agrees_with_the_platform(stage):
    await stage.connect_gumroad()
    found = by_kind(await stage.sync.run())
    assert found[SyncKind.MONEY].error is None
    sales = await rows(stage, LedgerLine)
    assert found[SyncKind.MONEY].added >= sales > 100
    assert await rows(stage, SubscriptionSpell) == found[SyncKind.FANS].added


async def test_only_what_is_asked_for_is_pulled(stage):
    account = await stage.connect()
    results = await stage.sync.run([account.id], [SyncKind.AUDIENCE, SyncKind.MONEY])
    assert [one.kind for one in results] == [SyncKind.AUDIENCE]
    with pytest.raises(NotFound):
        await stage.sync.run([99])


async def test_one_accounts_trouble_leaves_the_others_alone(stage):
    x, gumroad = await stage.connect(), await stage.connect_gumroad()
    stage.trouble(Action.HTML, "/sales", platform=GUMROAD, times=50)
    results = await stage.sync.run()
    failed = [one for one in results if one.error]
    assert {(one.account_id, one.kind) for one in failed} == {(gumroad.id, SyncKind.MONEY)}
    assert failed[0].account == gumroad.name
    assert all(one.error is None for one in results if one.account_id == x.id)


@pytest.mark.parametrize("trouble", [Action.HTML, Action.TRUNCATED, Action.WRONG_TYPES, Action.HUGE, Action.EMPTY])
async def test_an_answer_that_cannot_be_read_is_an_error_and_nothing_half_saved(stage, trouble):
    account = await stage.connect()
    stage.trouble(trouble, "/tweets", skip=1)
    (result,) = await stage.sync.run([account.id], [SyncKind.POSTS])
    assert result.error.kind in (ErrorKind.LAYOUT_CHANGED, ErrorKind.TEMPORARY)
    # The whole first page is there, with the cursor behind it; of the second one nothing is.
    assert await rows(stage, RemotePostSeen) == result.added == 100
    assert (await stage.accounts.get(account.id)).state is LoginState.CONNECTED
    (again,) = await stage.sync.run([account.id], [SyncKind.POSTS])
    assert again.error is None
    theirs = [one for one in stage.x.timelines["1800000000000000001"] if not one.deleted]
    assert await rows(stage, RemotePostSeen) == len(theirs) == result.added + again.added


async def test_a_pull_that_was_interrupted_goes_on_and_brings_every_sale_once(stage):
    await stage.connect_gumroad()
    stage.trouble(Action.RESET_BEFORE, "/sales", platform=GUMROAD, skip=40)
    (first,) = await stage.sync.run(kinds=[SyncKind.MONEY])
    assert first.error.kind is ErrorKind.TEMPORARY
    assert 0 < first.added == await rows(stage, LedgerLine)
    (second,) = await stage.sync.run(kinds=[SyncKind.MONEY])
    assert second.error is None
    assert first.added + second.added == await rows(stage, LedgerLine) + await rows(stage, PayoutLine)


async def test_a_full_disk_keeps_neither_rows_nor_cursor(stage, monkeypatch):
    account = await stage.connect()
    write = stage.database.write

    async def full(change, *args, **named):
        if change is sync_state.keep:
            raise DiskProblem("the disk is full")
        return await write(change, *args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(stage.database, "write", full)
        with pytest.raises(DiskProblem) as caught:
            await stage.sync.run([account.id], [SyncKind.POSTS])
    assert caught.value.account == account.name
    assert await rows(stage, RemotePostSeen) == 0
    (result,) = await stage.sync.run([account.id], [SyncKind.POSTS])
    assert result.added == await rows(stage, RemotePostSeen) > 100


async def test_a_platform_that_asks_to_wait_pauses_the_account_and_is_not_asked_again(stage):
    account = await stage.connect()
    stage.trouble(Action.STATUS, "/tweets", status=429, headers={"retry-after": "900"})
    results = await stage.sync.run()
    until = NOW + timedelta(minutes=15)
    assert {(one.error.kind, one.error.retry_at) for one in results} == {(ErrorKind.RATE_LIMITED, until)}
    asked = stage.asked()
    again = await stage.sync.run()
    assert {one.error.retry_at for one in again} == {until}
    assert await stage.sync.tick() == 0
    assert stage.asked() == asked
    stage.clock.forward(minutes=16)
    assert all(one.error is None for one in await stage.sync.run())
    assert (await stage.accounts.get(account.id)).paused_for is None


async def test_no_credit_is_told_apart_from_a_limit(stage):
    await stage.connect()
    stage.trouble(Action.STATUS, "/tweets", status=402)
    for _ in range(2):
        assert {one.error.kind for one in await stage.sync.run()} == {ErrorKind.OUT_OF_CREDIT}


async def test_an_ended_login_makes_no_request(stage):
    account = await stage.connect({"access_token": X_TOKENS["access_token"]})
    stage.x.settings.dead_tokens.append(X_TOKENS["access_token"])
    assert {one.error.kind for one in await stage.sync.run()} == {ErrorKind.LOGIN_EXPIRED}
    assert (await stage.accounts.get(account.id)).state is LoginState.EXPIRED
    asked = stage.asked()
    assert {one.error.kind for one in await stage.sync.run()} == {ErrorKind.LOGIN_EXPIRED}
    assert await stage.sync.tick() == 0
    assert stage.asked() == asked


async def test_the_clock_pulls_what_is_due_by_the_manifests_floors(stage):
    account = await stage.connect()
    assert await stage.sync.tick() == 3
    assert await stage.sync.tick() == 0
    stage.clock.forward(minutes=31)
    assert await stage.sync.tick() == 1  # posts
    stage.clock.forward(minutes=31)
    assert await stage.sync.tick() == 2  # posts and metrics
    told = {one.kind: one.succeeded_at for one in await stage.sync.freshness()}
    assert told == {SyncKind.POSTS: stage.clock(), SyncKind.METRICS: stage.clock(), SyncKind.AUDIENCE: NOW}
    assert await stage.sync.freshness([account.id + 1]) == ()


async def test_the_clock_reads_old_posts_numbers_less_often(stage):
    await stage.connect()
    await stage.sync.tick()
    all_pages = stage.asked("GET /2/tweets")
    stage.clock.forward(minutes=65)
    await stage.sync.tick()
    assert all_pages >= 3
    assert stage.asked("GET /2/tweets") - all_pages <= 1


async def test_a_long_history_comes_in_slices_and_keeps_nobody_waiting(stage, monkeypatch):
    from ofauto_desktop.services import sync

    monkeypatch.setattr(sync, "_SLICE", 0.0)
    await stage.connect_gumroad()
    ticks = 0
    while await stage.sync.tick():
        ticks += 1
        assert ticks < 30
        if ticks == 3:
            assert (await stage.sync.freshness())[0].succeeded_at is None
    assert ticks > 3
    fresh = await stage.sync.run(kinds=[SyncKind.MONEY])
    assert fresh[0].error is None
    assert fresh[0].added == 0


async def test_an_outage_is_a_gap_until_a_history_is_read_again(stage):
    account = await stage.connect()
    await stage.sync.run()
    stage.clock.forward(hours=30)
    stage.trouble(Action.HTML, "/2/", status=503, times=3)
    failed = by_kind(await stage.sync.run())
    for kind in (SyncKind.POSTS, SyncKind.METRICS):
        (gap,) = failed[kind].gaps
        assert (gap.start, gap.end) == (NOW, stage.clock())
    told = {one.kind: one for one in await stage.sync.freshness([account.id])}
    assert told[SyncKind.POSTS].error.kind is ErrorKind.TEMPORARY
    assert told[SyncKind.POSTS].succeeded_at == NOW
    stage.clock.forward(hours=1)
    after = by_kind(await stage.sync.run())
    assert after[SyncKind.POSTS].gaps == ()
    # A day without a reading stays without one: its numbers cannot be asked for afterwards.
    (kept,) = after[SyncKind.METRICS].gaps
    assert (kept.start, kept.end) == (NOW, NOW + 31 * HOUR)


async def test_first_failure_and_recovery_are_logged_and_nothing_in_between(stage, caplog):
    await stage.connect()
    await stage.sync.run(kinds=[SyncKind.AUDIENCE])
    stage.trouble(Action.HTML, "users/me", times=3)
    with caplog.at_level(logging.INFO, logger="ofauto_desktop.services.sync"):
        for _ in range(4):
            await stage.sync.run(kinds=[SyncKind.AUDIENCE])
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_pulls_of_one_account_never_overlap(stage):
    await stage.connect()
    results = await asyncio.gather(*(stage.sync.run(kinds=[SyncKind.POSTS]) for _ in range(3)))
    assert sum(one.added for found in results for one in found) == await rows(stage, RemotePostSeen)


async def test_a_removed_account_is_left_out(stage):
    account = await stage.connect()
    await stage.accounts.remove(account.id)
    assert await stage.sync.run() == ()
    assert await stage.sync.tick() == 0


async def test_sales_are_told_by_the_offer_code_they_were_made_with_and_so_are_their_refunds(stage):
    account = await stage.connect_gumroad()
    seller = next(one for one in stage.gumroad.sellers.values() if one.id == account.remote_id)
    await stage.sync.run()
    money = Money(stage.database, stage.clock)
    rows = await money.summary(Scope(), MoneyBy.OFFER)
    (total,) = await money.summary(Scope(), MoneyBy.PLATFORM)
    codes = Counter(one.offer or "" for one in seller.sales)
    assert {row.label: row.sales for row in rows} == dict(codes)
    assert codes["SPRING"] > 0
    assert sum(row.net_minor for row in rows) == total.net_minor
    assert sum(row.refunds_minor for row in rows) == total.refunds_minor > 0


async def test_offer_codes_are_kept_with_their_products_and_uses_and_name_their_sales(stage):
    account = await stage.connect_gumroad()
    seller = next(one for one in stage.gumroad.sellers.values() if one.id == account.remote_id)
    await stage.sync.run()
    money = Money(stage.database, stage.clock)
    found = {one.offer.code: one for one in await money.offers(Scope())}
    sold = {row.label: row.sales for row in await money.summary(Scope(), MoneyBy.OFFER)}
    assert set(found) == {offer.name for offer in seller.offers}
    assert {name: one.offer.uses for name, one in found.items()} == {name: sold.get(name, 0) for name in found}
    assert found["KABE300"].products == ("Wallpapers",)
    assert len(found["SPRING"].products) == len(seller.products)
    assert {one.offer.source for one in found.values()} == {"practice: Gumroad API"}
    seller.offers.pop(0)
    stage.clock.forward(days=1)
    await stage.sync.run()
    assert "SPRING" not in {one.offer.code for one in await money.offers(Scope())}
    assert await money.offers(Scope(account_ids=(account.id + 1,))) == ()


async def test_practice_is_written_on_every_number_and_subscribers_are_those_of_the_platform(stage):
    """One pull of the practice shop: who subscribes there now, and what the sources say."""
    account = await stage.connect_gumroad()
    await stage.sync.run()
    metrics, money = Metrics(stage.database, stage.clock), Money(stage.database, stage.clock)
    subscribers, mrr = await metrics.rows(Scope(), (Metric.SUBSCRIBERS, Metric.MRR))
    seller = next(one for one in stage.gumroad.sellers.values() if one.id == account.remote_id)
    fans = {one.buyer or one.email for one in seller.subscriptions if one.runs(stage.clock())}
    assert (subscribers.value, subscribers.incomplete, mrr.incomplete) == (len(fans), False, False)
    assert mrr.value > 0
    (balance,) = await money.balances(Scope())
    (total,) = await money.summary(Scope(), MoneyBy.PLATFORM)
    assert balance.pending_minor + balance.available_minor + balance.paid_out_minor == total.net_minor
    told = {subscribers.source, mrr.source, balance.source, total.source}
    told |= {row.entry.source for row in await money.ledger(Scope())}
    told |= {row.source for row in await money.payouts(Scope())}
    assert told == {"practice: Gumroad API"}
    x = await stage.connect()
    await stage.sync.run([x.id])
    assert {row.source for row in await metrics.rows(Scope(account_ids=(x.id,)))} == {"practice: X API"}
