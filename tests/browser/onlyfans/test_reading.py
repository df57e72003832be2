"""Reading by the site's own pages: whole, again, and past the lies of its lists (platforms/onlyfans.md §5)."""

from collections import Counter

import pytest

from connectors.errors import LoginExpired, Temporary
from ofauto_desktop.domain.audience import AudienceBy
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerStatus, PayoutStatus, effect
from ofauto_desktop.domain.platforms import SyncKind
from tests.browser.onlyfans.stage import last_cursor

pytestmark = pytest.mark.anyio


def ledger(batches):
    """As it is stored: the last word on each id, but for a date that is only guessed, which stays."""
    found = {}
    for entry in (one for batch in batches for one in batch.ledger):
        stays = entry.at_estimated and entry.remote_id in found
        found[entry.remote_id] = entry._replace(at=found[entry.remote_id].at) if stays else entry
    return found


def net(entries):
    return sum(found.net_minor for one in entries.values() if (found := effect(one)) is not None)


async def test_the_whole_ledger_comes_to_what_the_site_counts_to_the_cent(stage):
    found = ledger(await stage.pulled(SyncKind.MONEY))
    report = stage.world.report()["demo_creator"]
    assert sum(one.parent_id is None for one in found.values()) == report["payments"]
    assert net(found) == report["net"]
    assert all(one.net_minor == one.gross_minor - one.fee_minor for one in found.values())
    vat = sum(one.vat for one in stage.house.payments if one.status in ("done", "loading"))
    assert sum(one.tax_minor for one in found.values()) == vat, "on top: in neither gross nor net"


async def test_an_undone_payment_is_marked_again_counts_nothing_and_stands_apart(stage):
    payment = next(one for one in stage.house.payments if one.status == "loading")
    first = await stage.pulled(SyncKind.MONEY)
    assert ledger(first)[payment.id].status is LedgerStatus.PENDING
    before = net(ledger(first))
    stage.clock.forward(hours=2)
    stage.world.configure({"do": [{"do": "marks", "payment": payment.id, "status": "undo"}]})
    again = await stage.pulled(SyncKind.MONEY, last_cursor(first))
    found = {**ledger(first), **ledger(again)}
    assert found[payment.id].status is LedgerStatus.CHARGEBACK, "the same row, marked again"
    undoing = found[f"{payment.id}:undone"]
    assert (undoing.gross_minor, undoing.parent_id) == (-payment.cents, payment.id)
    assert undoing.at == stage.clock(), "the day that the list of charge-backs tells"
    assert net(found) == before - (payment.cents - payment.fee)
    counted = [effect(found[payment.id]), effect(undoing)]
    assert sum(one.chargeback_minor for one in counted) == payment.cents


async def test_a_pending_payment_becomes_done_with_the_same_id(stage):
    payment = next(one for one in stage.house.payments if one.status == "loading")
    first = await stage.pulled(SyncKind.MONEY)
    stage.world.configure({"do": [{"do": "marks", "payment": payment.id, "status": "done"}]})
    again = ledger(await stage.pulled(SyncKind.MONEY, last_cursor(first)))
    assert again[payment.id].status is LedgerStatus.SETTLED
    assert net({**ledger(first), **again}) == net(ledger(first))


async def test_a_later_pull_reads_thirty_days_again_and_no_more(stage):
    first = await stage.pulled(SyncKind.MONEY)
    stage.faults.seen.clear()
    again = await stage.pulled(SyncKind.MONEY, last_cursor(first))
    assert stage.asked("GET /api2/v2/payouts/transactions") < 5
    assert ledger(again)
    assert ledger([*first, *again]) == ledger(first)


@pytest.mark.parametrize("marker", ["nextMarker", "marker"])
async def test_lists_that_lie_come_to_an_end_and_lose_nothing(stage, marker):
    stage.world.configure({"lying": True, "marker": marker})
    found = ledger(await stage.pulled(SyncKind.MONEY))
    assert sum(one.parent_id is None for one in found.values()) == len(stage.house.payments)
    fans = [one for batch in await stage.pulled(SyncKind.FANS) for one in batch.subscribers]
    assert len({one.remote_id for one in fans}) == sum(not one.deleted for one in stage.house.fans)


async def test_an_interrupted_pull_loses_nothing(stage):
    whole = ledger(await stage.pulled(SyncKind.MONEY))
    stage.trouble("reset_before", "payouts/transactions", skip=3)
    stage.trouble("reset_before", "payouts/transactions", times=99)
    batches = []
    with pytest.raises(Temporary):
        await _into(batches, stage)
    stage.faults.clear()
    assert batches
    rest = await stage.pulled(SyncKind.MONEY, last_cursor(batches))
    assert {**ledger(batches), **ledger(rest)} == whole


async def _into(batches, stage):
    from connectors.base import PullContext
    from connectors.onlyfans import visits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visits, "PATIENCE", 2.5)
        async for one in stage.client().pull(SyncKind.MONEY, PullContext(now=stage.clock())):
            batches.append(one)


async def test_payouts_are_read_and_none_is_ever_asked_for(stage):
    batches = await stage.pulled(SyncKind.MONEY)
    payouts = [one for batch in batches for one in batch.payouts]
    assert sorted(one.amount_minor for one in payouts) == sorted(one.cents for one in stage.house.payouts)
    assert {one.status for one in payouts} == {PayoutStatus.COMPLETED, PayoutStatus.PROCESSING}
    assert stage.asked("POST") == 0


async def test_fans_are_those_who_subscribe_to_me_and_not_those_whom_i_follow(stage):
    batches = await stage.pulled(SyncKind.FANS)
    fans = {one.remote_id: one for batch in batches for one in batch.subscribers}
    assert len(fans) == len(stage.house.fans)
    states = Counter(one.status for one in fans.values())
    active = stage.world.report()["demo_creator"]["active"]
    assert states["active"] == active
    samples = [one for batch in batches for one in batch.metrics]
    assert [(one.metric, one.value) for one in samples] == [(Metric.SUBSCRIBERS, active)]
    for one in stage.house.fans:
        told = fans[str(one.id)]
        assert told.started_at == one.starts[0]
        assert (told.ended_at is None) == (one.ends > stage.clock())
        assert told.price_minor == one.price


async def test_those_who_left_are_read_once_a_week(stage):
    first = await stage.pulled(SyncKind.FANS)
    stage.faults.seen.clear()
    stage.clock.forward(days=1)
    again = await stage.pulled(SyncKind.FANS, last_cursor(first))
    assert {one.status for batch in again for one in batch.subscribers} == {"active"}
    stage.clock.forward(days=7)
    later = await stage.pulled(SyncKind.FANS, last_cursor(again))
    assert {one.status for batch in later for one in batch.subscribers} == {"active", "expired"}


async def test_posts_and_their_numbers(stage):
    batches = await stage.pulled(SyncKind.POSTS)
    posts = {one.remote_id: one for batch in batches for one in batch.posts}
    made = {str(one.id): one for one in stage.house.posts}
    assert set(posts) == set(made)
    for remote_id, one in posts.items():
        assert (one.text, one.at, one.media_count) == (
            made[remote_id].text,
            made[remote_id].at,
            made[remote_id].media,
        )
    newest = tuple(posts)[:5]
    samples = [one for batch in await stage.pulled(SyncKind.METRICS, known=newest) for one in batch.metrics]
    told = {(one.remote_post, one.metric): one.value for one in samples}
    for remote_id in newest:
        assert told[remote_id, Metric.LIKES] == made[remote_id].likes
        assert told[remote_id, Metric.COMMENTS] == made[remote_id].comments
        assert told[remote_id, Metric.VIEWS] == made[remote_id].views
    stage.faults.seen.clear()
    await stage.pulled(SyncKind.POSTS, last_cursor(batches))
    assert stage.asked("GET /api2/v2/users/41700321/posts") < 8


async def test_visitors_countries_and_links_where_some_numbers_are_texts(stage):
    batches = await stage.pulled(SyncKind.AUDIENCE)
    visits = [one for batch in batches for one in batch.metrics if one.metric is Metric.PROFILE_VISITS]
    days = sorted((one for one in stage.house.visits), key=lambda one: one.day)[-len(visits) :]
    assert [one.value for one in visits] == [sum(day.count for day in days[: n + 1]) for n in range(len(days))]
    shares = [one for batch in batches for one in batch.audience]
    assert [(one.by, one.name) for one in shares] == [
        (AudienceBy.COUNTRY, "CA"),
        (AudienceBy.COUNTRY, "DE"),
        (AudienceBy.COUNTRY, "JP"),
    ]
    clicks = [one.value for batch in batches for one in batch.metrics if one.metric is Metric.CLICKS]
    assert clicks == [len(stage.house.fans) * 3 + len(stage.house.fans) * 3 // 2]
    again = await stage.pulled(SyncKind.AUDIENCE, last_cursor(batches))
    assert not [one for batch in again for one in batch.metrics if one.metric is Metric.PROFILE_VISITS]


async def test_conversations_are_read_the_longest_silent_first_and_only_what_is_new(stage):
    first = await stage.pulled(SyncKind.MESSAGES)
    found = [one for batch in first for one in batch.messages]
    recent = [one for one in stage.house.letters if (stage.clock() - one.at).days < 30]
    assert {one.remote_id for one in found} >= {str(one.id) for one in recent}
    assert all(one.text and "&amp;" not in one.text for one in found)
    names = {one.remote_id: one.handle for batch in first for one in batch.people}
    assert {one.conversation for one in found} <= set(names)
    own = {str(one.id): one.own for one in recent}
    assert all(own[one.remote_id] == one.own for one in found if one.remote_id in own)
    stage.clock.forward(minutes=5)
    fan = int(found[0].conversation)
    stage.world.configure({"do": [{"do": "writes", "fan": fan, "text": "One & two"}]})
    stage.faults.seen.clear()
    again = await stage.pulled(SyncKind.MESSAGES, last_cursor(first))
    assert "One & two" in [one.text for batch in again for one in batch.messages]
    assert stage.asked("GET /my/chats/chat/") <= 2


async def test_bare_arrays_are_lists_too(stage):
    stage.world.configure({"bare": True})
    batches = await stage.pulled(SyncKind.FANS)
    assert [one for batch in batches for one in batch.subscribers]


async def test_a_login_that_ends_while_conversations_are_read_says_so(stage):
    stage.world.configure({"expires_after": 8})
    with pytest.raises(LoginExpired):
        await stage.pulled(SyncKind.MESSAGES)
