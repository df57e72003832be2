"""Fansly's connector reading its practice platform: each trap of platforms/fansly.md by its name."""

from datetime import timedelta

import msgspec
import pytest

from connectors.base import PullContext
from connectors.errors import Challenged, LayoutChanged, LoginExpired, RateLimited, WrongAccount
from connectors.fansly.refusals import Gone
from connectors.held import HeldCredential
from connectors.practice.fansly.records import Subscription
from connectors.practice.fansly.world import Change
from connectors.practice.fansly.year import PAYOUT, STRANGE, SUBSCRIPTION, TRANSFERS
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus, PayoutStatus, effect
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from tests.contract.stage import NOW, practised

pytestmark = pytest.mark.anyio
ME = "/account/me"


@pytest.fixture
async def stage():
    made = practised(PlatformId.FANSLY, year=True)
    yield made
    await made.close()


def ada(stage):
    return stage.world.creators["ada_practice"]


async def pulled(stage, kind, cursor=None, client=None, **more):
    reading = (client or stage.client()).pull(kind, PullContext(now=stage.clock(), cursor=cursor, **more))
    return [batch async for batch in reading]


async def money(stage, cursor=None):
    batches = await pulled(stage, SyncKind.MONEY, cursor)
    return {entry.remote_id: entry for batch in batches for entry in batch.ledger}, batches[-1].cursor


async def fans(stage):
    return {one.remote_id: one for batch in await pulled(stage, SyncKind.FANS) for one in batch.subscribers}


def happen(stage, **more):
    stage.world.do(Change(creator="ada_practice", do="row", **more))
    return max(ada(stage).transactions, key=lambda one: int(one.id))


# §0.1, §4.2


async def test_amounts_are_mills_and_net_of_the_sites_share(stage):
    row = happen(stage, mills=8000, at=NOW)
    entry = (await money(stage))[0][row.id]
    assert (entry.gross_minor, entry.fee_minor, entry.net_minor, entry.currency) == (1000, 200, 800, "USD")
    assert not entry.fee_estimated


@pytest.mark.parametrize(("net", "gross", "fee"), [(15992, 1999, 400), (5992, 749, 150), (7992, 999, 200), (1, 0, 0)])
async def test_a_mill_that_is_no_whole_cent_is_rounded_as_fees_are(stage, net, gross, fee):
    row = happen(stage, mills=net, at=NOW)
    entry = (await money(stage))[0][row.id]
    assert (entry.gross_minor, entry.fee_minor) == (gross, fee)


async def test_another_share_than_twenty_percent_is_believed(stage):
    row = happen(stage, mills=8500, at=NOW, row={"tax": 1500})
    entry = (await money(stage))[0][row.id]
    assert (entry.gross_minor, entry.fee_minor) == (1000, 150)


@pytest.mark.parametrize("tax", [10_000, -1])
async def test_a_share_that_is_none_is_a_gap(stage, tax):
    happen(stage, mills=8500, at=NOW, row={"tax": tax})
    batches = await pulled(stage, SyncKind.MONEY)
    assert [gap.reason for batch in batches for gap in batch.gaps] == ["1 lines of the wallet could not be read"]


async def test_pending_and_settled_are_both_income(stage):
    found, _ = await money(stage)
    by_status = {status: [one for one in found.values() if one.status is status] for status in LedgerStatus}
    assert by_status[LedgerStatus.PENDING]
    assert all(NOW - one.at < timedelta(days=7) for one in by_status[LedgerStatus.PENDING])
    assert all(effect(one) for one in by_status[LedgerStatus.PENDING] if one.kind is LedgerKind.TIP)


async def test_only_what_goes_into_my_earnings_is_income(stage):
    found, _ = await money(stage)
    rows = {one.id: one for one in ada(stage).transactions}
    moved = [name for name, one in rows.items() if one.type in (*TRANSFERS, PAYOUT)]
    assert len(moved) == 15
    assert [effect(found[name]) for name in moved] == [None] * 15
    assert {found[name].kind for name in moved} == {LedgerKind.PAYOUT, LedgerKind.TRANSFER}
    earned = sum(one.net for one in rows.values() if one.destination == 2)
    told = sum(one.net_minor for one in found.values() if effect(one))
    assert abs(earned - told * 10) <= 5 * len(found), "each line is off by half a cent at most"


async def test_what_i_send_myself_is_no_income(stage):
    row = happen(stage, at=NOW, row={"sender": ada(stage).id})
    assert (await money(stage))[0][row.id].kind is LedgerKind.TRANSFER


async def test_a_payout_has_left(stage):
    batches = await pulled(stage, SyncKind.MONEY)
    payouts = [one for batch in batches for one in batch.payouts]
    assert len(payouts) == 12
    assert {one.amount_minor for one in payouts} == {10_000}
    assert {one.status for one in payouts} == {PayoutStatus.COMPLETED, PayoutStatus.PROCESSING}


async def test_a_fan_who_is_nobody_or_myself_is_credited_to_nobody(stage):
    found, _ = await money(stage)
    nameless = [one.id for one in ada(stage).transactions if one.correlation in (None, ada(stage).id)]
    assert nameless
    assert {found[name].fan for name in nameless} == {None}


async def test_a_type_that_nobody_knows_is_kept_as_other(stage):
    strange = next(one for one in ada(stage).transactions if one.type == STRANGE)
    entry = (await money(stage))[0][strange.id]
    assert (entry.kind, entry.product_name) == (LedgerKind.OTHER, f"type {STRANGE}")
    assert effect(entry)


async def test_what_went_back_is_negative_other_and_flagged(stage):
    row = happen(stage, mills=-8000, at=NOW)
    entry = (await money(stage))[0][row.id]
    assert (entry.kind, entry.status, entry.net_minor) == (LedgerKind.OTHER, LedgerStatus.UNKNOWN, -800)
    assert effect(entry).refund_minor == 1000


async def test_what_was_pending_is_read_again_until_it_is_settled(stage):
    row = happen(stage, at=NOW)
    first, cursor = await money(stage)
    assert first[row.id].status is LedgerStatus.PENDING
    stage.clock.forward(days=8)
    again, cursor = await money(stage, cursor)
    assert again[row.id].status is LedgerStatus.SETTLED
    before = stage.asked("GET /api/v1/account/wallets")
    third, _ = await money(stage, cursor)
    assert not third, "nothing is pending any more"
    assert stage.asked("GET /api/v1/account/wallets") == before + 1


async def test_a_later_pull_stops_at_what_it_knows(stage):
    _, cursor = await money(stage)
    row = happen(stage, at=NOW)
    before = stage.asked("GET")
    found, _ = await money(stage, cursor)
    assert row.id in found
    assert stage.asked("GET") - before <= 3


async def test_a_first_charge_and_a_renewal_are_told_apart(stage):
    found, _ = await money(stage)
    charges = [one for one in ada(stage).transactions if one.type == SUBSCRIPTION]
    begun = {one.created_ms for one in ada(stage).subscriptions}
    named = [one for one in charges if one.correlation in ada(stage).fans]
    first = {one.id for one in named if one.ms in begun}
    kinds = {kind: {one.remote_id for one in found.values() if one.kind is kind} for kind in LedgerKind}
    assert kinds[LedgerKind.RENEWAL] == {one.id for one in named} - first
    assert kinds[LedgerKind.SUBSCRIPTION] >= first
    known = await fans(stage)
    assert all(found[one.id].subscription in known for one in named)


async def test_pages_that_repeat_are_an_error_and_no_end(stage):
    stage.world.configure({"repeats": True})
    with pytest.raises(LayoutChanged, match="same page again"):
        await money(stage)


# §0.2, §0.3


async def test_ids_are_texts_to_their_last_digit(stage):
    found, _ = await money(stage)
    assert {one.id for one in ada(stage).transactions} == set(found)
    assert all(len(name) == 18 for name in found)


async def test_an_id_that_is_a_number_is_not_believed(stage):
    body = b'{"success":true,"response":{"account":{"id":730000000000000001,"username":"ada"}}}'
    stage.trouble("status", ME, status=200, body=body.decode())
    with pytest.raises(LayoutChanged):
        await stage.client().check()


async def test_seconds_with_a_fraction_and_milliseconds_are_told_apart(stage):
    batches = await pulled(stage, SyncKind.MESSAGES, reads=Reads.ALL)
    rows = {one.id: one for group in ada(stage).groups for one in group.messages}
    found = [one for batch in batches for one in batch.messages]
    assert {one.remote_id for one in found} == set(rows)
    assert all(abs(one.at.timestamp() - rows[one.remote_id].seconds) < 0.001 for one in found)
    assert any(one.at.microsecond == 786_000 for one in found)
    entry = next(iter((await money(stage))[0].values()))
    assert NOW - timedelta(days=366) < entry.at <= NOW


# §0.5, §1, §2


async def test_an_ended_session_is_known_by_its_status(stage):
    stage.world.configure({"dead_tokens": ["practice-fansly-token"]})
    with pytest.raises(LoginExpired):
        await stage.client().check()


async def test_an_ended_session_is_known_by_its_body_with_status_200(stage):
    stage.world.configure({"dead_tokens": ["practice-fansly-token"], "refused_in_body": True})
    with pytest.raises(LoginExpired):
        await pulled(stage, SyncKind.MONEY)


async def test_success_without_an_account_is_asked_again_once(stage):
    stage.world.configure({"missing_account": 1})
    assert (await stage.client().check()).handle == "ada_practice"
    stage.world.configure({"missing_account": 2})
    before = stage.asked("GET")
    with pytest.raises(LoginExpired):
        await stage.client().check()
    assert stage.asked("GET") == before + 2


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (SyncKind.MONEY, "account/wallets/transactions"),
        (SyncKind.FANS, "subscribers"),
        (SyncKind.POSTS, "timelinenew/{}"),
    ],
)
async def test_success_without_what_was_asked_for_is_not_nothing(stage, kind, path):
    stage.world.configure({"hollow": [f"/api/v1/{path.format(ada(stage).id)}"]})
    with pytest.raises(LayoutChanged):
        await pulled(stage, kind)
    stage.world.configure({"missing_account": 99})
    with pytest.raises(LoginExpired):
        await pulled(stage, kind)


async def test_a_queue_that_is_not_told_is_not_empty(stage):
    stage.world.configure({"hollow": ["/api/v1/post/scheduled"]})
    with pytest.raises(LayoutChanged):
        await stage.client().recent(NOW)


async def test_another_account_is_not_taken_for_this_one(stage):
    with pytest.raises(WrongAccount):
        await stage.client(remote_id="730000000000000009").check()


async def test_a_session_that_ends_in_mid_run_keeps_what_was_read(stage):
    stage.trouble("status", "transactions", status=401, skip=2, times=9)
    found = []
    with pytest.raises(LoginExpired):  # noqa: PT012 - what came before it counts
        async for batch in stage.client().pull(SyncKind.MONEY, PullContext(now=NOW)):
            found.append(batch)  # noqa: PERF401 - they are kept although the reading fails
    assert len(found) == 2
    stage.faults.clear()
    rest, _ = await money(stage, found[-1].cursor)
    assert {entry.remote_id for batch in found for entry in batch.ledger} | set(rest) == {
        one.id for one in ada(stage).transactions
    }


async def test_stale_headers_are_made_anew_once_and_then_the_site_has_changed(stage):
    stage.trouble("status", ME, status=400)
    await stage.client().check()
    stage.trouble("status", ME, status=400, times=9)
    before = stage.asked("GET")
    with pytest.raises(LayoutChanged, match="own page"):
        await stage.client().check()
    assert stage.asked("GET") == before + 2


@pytest.mark.parametrize("status", [403, 418])
async def test_a_challenge_is_for_a_person(stage, status):
    stage.trouble("html", ME, status=status)
    with pytest.raises(Challenged, match="captcha"):
        await stage.client().check()


async def test_too_fast_waits_ten_twenty_forty_seconds_then_stops(stage):
    stage.trouble("status", ME, status=429, times=9)
    client, waits = stage.client(), []
    for _ in range(4):
        with pytest.raises(RateLimited) as caught:
            await client.check()
        waits.append((caught.value.retry_at - stage.clock()).total_seconds())
        stage.clock.at = caught.value.retry_at
    assert waits == [10, 20, 40, 3600]


async def test_an_error_in_the_body_is_a_refusal_whatever_the_status(stage):
    stage.trouble("status", ME, status=200, body='{"success":false,"error":{"code":404,"details":"gone"}}')
    with pytest.raises(Gone):
        await stage.client().check()


async def test_the_pages_own_signature_is_never_made_up(stage):
    login = HeldCredential({**stage.fields, "session_id": "770000000000000001", "user_agent": "Agent/1"})
    seen = []
    client = stage.client(credentials=login)
    inner = client._connection.http._transport

    class Listening:
        async def handle_async_request(self, request):
            seen.append(request.headers)
            return await inner.handle_async_request(request)

        async def aclose(self):
            await inner.aclose()

    client._connection.http._transport = Listening()
    await client.check()
    (headers,) = seen
    assert headers["authorization"] == "practice-fansly-token", "without “Bearer”"
    assert (headers["fansly-session-id"], headers["user-agent"]) == ("770000000000000001", "Agent/1")
    assert headers["fansly-client-id"].isdigit()
    assert "fansly-client-check" not in headers


async def test_the_token_may_come_out_of_a_saved_browser_session(stage):
    kept = {"token": stage.fields["authorization"], "id": "77", "accountId": ada(stage).id}
    origin = {
        "origin": "https://fansly.com",
        "localStorage": [{"name": "session_active_session", "value": msgspec.json.encode(kept).decode()}],
    }
    cookie = {"name": "f-d", "value": "730000000000000009", "domain": "fansly.com", "path": "/"}
    state = msgspec.json.encode({"cookies": [cookie], "origins": [origin]}).decode()
    endpoints = {**stage.endpoints, "site": "https://fansly.com"}
    stage.endpoints = endpoints
    client = stage.client(credentials=HeldCredential({"storage_state": state}))
    assert (await client.check()).remote_id == ada(stage).id


@pytest.mark.parametrize("value", ["", "{}", "null", '{"token":""}', "[" * 3000, '{"token":7}'])
async def test_a_browser_session_without_a_token_asks_for_a_login(stage, value):
    origin = {"origin": "https://fansly.com", "localStorage": [{"name": "session_active_session", "value": value}]}
    stage.endpoints = {**stage.endpoints, "site": "https://fansly.com"}
    state = msgspec.json.encode({"cookies": [], "origins": [origin]}).decode()
    with pytest.raises(LoginExpired):
        await stage.client(credentials=HeldCredential({"storage_state": state})).check()


# §4.1, §4.3


async def test_a_tiers_price_is_that_of_its_plan_of_thirty_days(stage):
    batches = await pulled(stage, SyncKind.FANS)
    tiers = next(batch.tiers for batch in batches if batch.tiers is not None)
    assert {one.title: one.amount_minor for one in tiers} == {"Basic": 500, "Studio": 1499}


async def test_a_fan_who_came_back_is_one_subscriber_with_the_newest_of_theirs(stage):
    for shuffled in (False, True):
        stage.world.configure({"shuffled": shuffled, "page_size": 20})
        found = await fans(stage)
        newest = {}
        for one in sorted(ada(stage).subscriptions, key=lambda one: one.created_ms):
            newest[f"{one.fan}:{one.tier}"] = one
        assert len(newest) < len(ada(stage).subscriptions)
        told = {}
        for batch in await pulled(stage, SyncKind.FANS):
            told |= {one.remote_id: one for one in batch.subscribers}
        assert set(found) == set(newest)
        assert {name: one.started_at.timestamp() * 1000 for name, one in told.items()} == {
            name: one.created_ms for name, one in newest.items()
        }


async def test_the_sites_words_become_ours(stage):
    ms = int(NOW.timestamp() * 1000)
    tier = ada(stage).tiers[0]
    wanted = {
        (2, 1, None): ("pending", 0),
        (3, 1, None): ("alive", 500),
        (3, 0, None): ("pending_cancellation", 500),
        (3, 1, "gift"): ("gift", 0),
        (4, 0, None): ("cancelled", 500),
        (5, 0, None): ("cancelled", 500),
        (9, 1, None): ("unknown", 500),
    }
    ada(stage).subscriptions = [
        Subscription(
            id=f"7{number:017}", history="1", fan=f"8{number:017}", tier=tier.id, status=status, price=5000,
            renew_price=5000, auto_renew=renews, created_ms=ms, ends_ms=ms, renews=None, gift=gift,
        )
        for number, (status, renews, gift) in enumerate(wanted)
    ]  # fmt: skip
    found = list((await fans(stage)).values())
    told = {one.fan: (one.status, one.price_minor) for one in found}
    listed = {f"8{number:017}": words for number, (key, words) in enumerate(wanted.items()) if key[0] != 9}
    assert told == listed, "what has no known status is not asked for"


async def test_a_promotion_is_the_price_that_was_paid(stage):
    cheap = [one for one in ada(stage).subscriptions if one.promo is not None]
    found = await fans(stage)
    prices = {f"{one.fan}:{one.tier}": one.promo // 10 for one in cheap}
    assert prices
    assert any(found[name].price_minor == price for name, price in prices.items())


async def test_followers_are_not_subscribers(stage):
    (batch,) = await pulled(stage, SyncKind.AUDIENCE)
    assert [(one.metric, one.value) for one in batch.metrics] == [(Metric.FOLLOWERS, ada(stage).followers)]


# §4.4


async def posts(stage, cursor=None):
    batches = await pulled(stage, SyncKind.POSTS, cursor)
    return {one.remote_id: one for batch in batches for one in batch.posts}, batches[-1].cursor


async def test_a_pinned_post_hides_none_that_lie_between(stage):
    found, _ = await posts(stage)
    assert set(found) == {one.id for one in ada(stage).posts}


async def test_nulls_among_the_media_spoil_nothing_and_files_alone_are_counted(stage):
    found, _ = await posts(stage)
    assert {name: one.media_count for name, one in found.items()} == {
        one.id: len(one.media) for one in ada(stage).posts
    }
    assert any(one.others for one in ada(stage).posts), "a tip goal is no file"


async def test_a_page_that_comes_again_is_the_end_of_the_timeline(stage):
    stage.world.configure({"repeats": True})
    found, _ = await posts(stage)
    assert len(found) == 13  # a page, and the pinned post


async def test_a_later_pull_brings_what_is_new(stage):
    _, cursor = await posts(stage)
    made = stage.world.publish(ada(stage), {"content": "New", "attachments": []})
    found, _ = await posts(stage, cursor)
    assert set(found) == {made}


async def test_numbers_of_posts_are_read_by_their_ids(stage):
    known = tuple(one.id for one in reversed(ada(stage).posts))
    batches = await pulled(stage, SyncKind.METRICS, known_posts=known)
    read = {(one.remote_post, one.metric): one.value for batch in batches for one in batch.metrics}
    assert {name: value for (name, metric), value in read.items() if metric is Metric.LIKES} == {
        one.id: one.likes for one in ada(stage).posts
    }


async def test_what_waits_at_the_site_is_json_within_json(stage):
    at = NOW + timedelta(days=2)
    ms = int(at.timestamp() * 1000)
    media = next(iter(ada(stage).media))
    attached = [{"contentId": media, "contentType": 1, "pos": 0}]
    made = stage.world.publish(ada(stage), {"content": "Later", "attachments": attached, "scheduledFor": ms})
    found = await stage.client().recent(NOW)
    waiting = next(one for one in found if one.remote_id == made)
    assert (waiting.text, waiting.scheduled_for, waiting.media_count) == ("Later", at, 1)


# §4.6


async def test_messages_are_read_once_and_then_what_is_new(stage):
    batches = await pulled(stage, SyncKind.MESSAGES, reads=Reads.ALL)
    assert sum(len(batch.messages) for batch in batches) == sum(len(one.messages) for one in ada(stage).groups)
    assert any(one.own for batch in batches for one in batch.messages)
    cursor = batches[-1].cursor
    fan = next(iter(ada(stage).fans))
    stage.world.do(Change(creator="ada_practice", do="letter", fan=fan, text="Once more"))
    before = stage.asked("GET /api/v1/message")
    again = await pulled(stage, SyncKind.MESSAGES, cursor, reads=Reads.ALL)
    assert [one.text for batch in again for one in batch.messages] == ["Once more"]
    assert stage.asked("GET /api/v1/message") - before == 1, "one conversation"


async def test_who_was_deleted_is_not_named(stage):
    batches = await pulled(stage, SyncKind.MESSAGES, reads=Reads.ALL)
    named = {one.remote_id for batch in batches for one in batch.people}
    partners = {one.partner for one in ada(stage).groups}
    assert named >= {one for one in partners if not ada(stage).fans[one].gone}
    assert not named & {one for one in partners if ada(stage).fans[one].gone}


async def test_nobodys_messages_are_read_where_nobody_wants_them(stage):
    assert await pulled(stage, SyncKind.MESSAGES, reads=Reads.NOTHING) == []
    assert stage.asked("GET") == 0
