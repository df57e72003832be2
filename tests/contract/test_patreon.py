"""Patreon's connector on its practice platform: each trap of platforms/patreon.md by its name."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.base import PullContext
from connectors.errors import LoginExpired, RateLimited, Rejected, Temporary
from connectors.held import HeldCredential
from connectors.patreon import login
from connectors.patreon.manifest import SCOPES
from connectors.practice.patreon.records import Member, made_uuid
from connectors.practice.patreon.world import CLIENT_ID, CLIENT_SECRET, Change
from ofauto_desktop.domain.money import LedgerStatus, effect
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from tests.contract.stage import NOW, practised

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage():
    made = practised(PlatformId.PATREON, year=True)
    yield made
    await made.close()


def creator(stage):
    return stage.world.creators["ada_practice"]


async def pulled(stage, kind, cursor=None, client=None):
    reading = (client or stage.client()).pull(kind, PullContext(now=stage.clock(), cursor=cursor))
    return [batch async for batch in reading]


async def entries(stage, cursor=None):
    return {entry.remote_id: entry for batch in await pulled(stage, SyncKind.MONEY, cursor) for entry in batch.ledger}


async def whole(stage, kind):
    batches = await pulled(stage, kind)
    return batches, batches[-1].cursor


def with_pair(stage, **more):
    pair = next(one for one in stage.world.pairs if one.creator == "ada_practice")
    fields = {"access_token": pair.access, "refresh_token": pair.refresh}
    stage.fields = {**fields, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **more}
    return stage.client()


def happen(stage, do, **more):
    member = next(one for one in creator(stage).members if one.last and one.last.status == "Paid")
    stage.world.do(Change(creator="ada_practice", member=member.id, do=do, **more))
    return member


async def test_revenue_is_what_was_paid_and_declines_are_lines_that_count_nothing(stage):
    found = await entries(stage)
    charges = {one.id: one for member in creator(stage).members for one in member.charges if one.cents}
    for status, ours in (("Paid", LedgerStatus.SETTLED), ("Declined", LedgerStatus.DECLINED)):
        wanted = {name for name, one in charges.items() if one.status == status}
        assert wanted
        assert {found[name].status for name in wanted} == {ours}
        assert all(found[name].gross_minor == charges[name].cents for name in wanted)
    declined = [one for one in found.values() if one.status is LedgerStatus.DECLINED]
    assert [effect(one) for one in declined] == [None] * len(declined)
    per_month = {}
    for one in found.values():
        told = effect(one)
        if told and one.currency == "USD":
            per_month[one.at.strftime("%Y-%m")] = per_month.get(one.at.strftime("%Y-%m"), 0) + told.gross_minor
    last = NOW.strftime("%Y-%m")
    paid = [one for one in charges.values() if one.status in ("Paid", "Refunded") and one.currency == "USD"]
    assert per_month[last] == sum(one.cents for one in paid if one.at.strftime("%Y-%m") == last) > 0


async def test_amounts_of_charges_are_in_the_patrons_currency(stage):
    assert {one.currency for one in (await entries(stage)).values()} == {"USD", "EUR", "GBP"}


async def test_fees_are_estimates_and_payouts_are_not_told(stage):
    batches, _ = await whole(stage, SyncKind.MONEY)
    sold = [one for batch in batches for one in batch.ledger if one.gross_minor > 0 and one.fee_minor]
    assert sold
    assert all(one.fee_estimated and 0 < one.fee_minor < one.gross_minor for one in sold)
    assert not any(batch.payouts for batch in batches)


async def test_an_amount_that_is_null_is_unknown_and_never_zero(stage):
    member = happen(stage, "charge", cents=None)
    entry = (await entries(stage))[member.last.id]
    assert entry.amount_unknown
    assert effect(entry).unknown_amounts == 1


async def test_an_amount_without_its_currency_is_unknown(stage):
    member = happen(stage, "charge", cents=500, currency=None)
    entry = (await entries(stage))[member.last.id]
    assert (entry.amount_unknown, entry.gross_minor) == (True, 0)


async def test_a_charge_without_a_date_is_said_to_be_missing(stage):
    member = next(one for one in creator(stage).members if len(one.charges) > 1)
    member.charges[0].at = None
    batches, _ = await whole(stage, SyncKind.MONEY)
    assert [gap.reason for batch in batches for gap in batch.gaps] == ["1 charges could not be read"]


@pytest.mark.parametrize("status", ["Pending", "Deleted", "Other", "Free Trial"])
async def test_only_paid_is_money(stage, status):
    member = happen(stage, "charge", cents=500, status=status)
    assert member.last.id not in await entries(stage)


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("Refunded", LedgerStatus.REFUNDED),
        ("Refunded by Patreon", LedgerStatus.REFUNDED),
        ("Fraud", LedgerStatus.CHARGEBACK),
    ],
)
async def test_what_went_back_is_an_event_of_its_own_on_the_day_it_was_noticed(stage, status, ours):
    _, cursor = await whole(stage, SyncKind.MONEY)
    member = happen(stage, "turn", status=status)
    stage.clock.forward(days=2)
    found = await entries(stage, cursor)
    sale = found[member.last.id]
    back = next(one for one in found.values() if one.parent_id == sale.remote_id)
    assert (sale.status, sale.at) == (LedgerStatus.SETTLED, member.last.at)
    assert (back.status, back.at, back.at_estimated) == (ours, stage.clock(), True)
    assert (back.gross_minor, back.fee_minor) == (-sale.gross_minor, -sale.fee_minor)


async def test_of_a_part_that_went_back_nobody_says_how_much(stage):
    member = happen(stage, "turn", status="Partially Refunded")
    back = (await entries(stage))[f"{member.last.id}:refund"]
    assert (back.amount_unknown, back.gross_minor) == (True, 0)


async def test_who_never_paid_is_no_subscriber(stage):
    batches, _ = await whole(stage, SyncKind.FANS)
    found = {one.remote_id: one for batch in batches for one in batch.subscribers}
    never = [one.id for one in creator(stage).members if one.status is None]
    assert never
    assert not found.keys() & set(never)
    assert found.keys() == {one.id for one in creator(stage).members if one.status}


async def test_a_gift_or_a_trial_is_entitled_and_pays_nothing(stage):
    batches, _ = await whole(stage, SyncKind.FANS)
    found = {one.remote_id: one for batch in batches for one in batch.subscribers}
    given = [one for one in creator(stage).members if one.gifted or one.trial]
    assert given
    for member in given:
        assert found[member.id].product == member.tier.id
        assert found[member.id].price_minor == 0
    assert not [one for one in (await entries(stage)).values() if one.fan in {member.id for member in given}]


async def test_a_yearly_pledge_counts_a_twelfth_a_month(stage):
    batches, _ = await whole(stage, SyncKind.FANS)
    found = {one.remote_id: one for batch in batches for one in batch.subscribers}
    yearly = [one.id for one in creator(stage).members if one.cadence == 12]
    assert yearly
    assert {found[one].months for one in yearly} == {12}


async def test_the_platforms_words_become_ours(stage):
    batches, _ = await whole(stage, SyncKind.FANS)
    told = {one.remote_id: one.status for batch in batches for one in batch.subscribers}
    words = {
        one.status: told[one.id] for one in creator(stage).members if one.status and not one.gifted and not one.trial
    }
    assert words == {
        "active_patron": "alive",
        "declined_patron": "pending_failure",
        "former_patron": "cancelled",
    }


async def test_a_user_who_was_deleted_is_still_a_member(stage):
    gone = [one for one in creator(stage).members if one.user is None and one.status]
    assert gone
    batches, _ = await whole(stage, SyncKind.FANS)
    assert {one.id for one in gone} <= {one.fan for batch in batches for one in batch.subscribers}


@pytest.mark.parametrize("kind", [SyncKind.POSTS, SyncKind.MONEY, SyncKind.FANS])
async def test_sparse_answers_say_the_same(stage, kind):
    rich, _ = await whole(stage, kind)
    stage.world.configure({"sparse": True})
    sparse, _ = await whole(stage, kind)
    for rows in ("ledger", "subscribers", "posts", "gaps"):
        assert [getattr(one, rows) for one in sparse] == [getattr(one, rows) for one in rich]


async def test_drafts_are_no_posts_and_relative_addresses_are_made_whole(stage):
    batches, _ = await whole(stage, SyncKind.POSTS)
    posts = [one for batch in batches for one in batch.posts]
    assert len(posts) == sum(one.at is not None for one in creator(stage).posts)
    assert all(one.url.startswith("https://www.patreon.com/posts/") for one in posts)
    assert not any("<" in one.text or "&amp;" in one.text for one in posts)


async def test_nothing_new_is_one_request_a_kind(stage):
    cursors = {kind: (await whole(stage, kind))[1] for kind in stage.parts.manifest.pulls}
    stage.world.configure({"page_size": 20})  # were the list read whole, it would be many
    stage.faults.seen.clear()
    stage.clock.forward(hours=2)
    for kind, cursor in cursors.items():
        await pulled(stage, kind, cursor)
    assert stage.asked("GET") == len(cursors) <= 5


async def test_what_is_new_is_found_without_reading_all(stage):
    _, cursor = await whole(stage, SyncKind.MONEY)
    stage.clock.forward(hours=2)
    member = happen(stage, "charge", cents=500)
    stage.world.configure({"page_size": 20})
    stage.faults.seen.clear()
    assert member.last.id in await entries(stage, cursor)
    assert stage.asked("GET") == 1


async def test_an_order_that_is_not_kept_is_read_whole(stage):
    _, cursor = await whole(stage, SyncKind.MONEY)
    stage.clock.forward(hours=2)
    stage.world.configure({"sorts": False, "page_size": 20})
    member = creator(stage).members[-1]
    stage.world.do(Change(creator="ada_practice", member=member.id, do="charge", cents=500))
    assert member.last.id in await entries(stage, cursor)


async def test_an_order_that_is_refused_is_not_asked_for_again(stage):
    stage.world.configure({"knows_sort": False, "page_size": 50})
    batches, _ = await whole(stage, SyncKind.MONEY)
    charges = {one.id for member in creator(stage).members for one in member.charges if one.cents}
    assert charges <= {entry.remote_id for batch in batches for entry in batch.ledger}


async def test_a_cursor_that_was_forgotten_over_night_begins_at_the_top(stage):
    stage.world.configure({"page_size": 50})
    reading = stage.client().pull(SyncKind.FANS, PullContext(now=stage.clock()))
    first = await anext(reading)
    await reading.aclose()
    everyone = (await whole(stage, SyncKind.FANS))[0]
    stage.trouble(
        "status",
        match="members",
        status=400,
        body='{"errors":[{"source":{"parameter":"page[cursor]"},"status":"400"}]}',
    )
    again = await pulled(stage, SyncKind.FANS, first.cursor)
    assert {one for batch in again for one in batch.subscribers} == {
        one for batch in everyone for one in batch.subscribers
    }


async def test_one_bad_member_does_not_lose_the_page(stage):
    stage.world.configure({"page_size": 50})
    creator(stage).members[3].gifted = "perhaps"
    batches, _ = await whole(stage, SyncKind.FANS)
    assert len({one.remote_id for batch in batches for one in batch.subscribers}) > 100
    assert [gap.reason for batch in batches for gap in batch.gaps] == ["1 members could not be read"]


async def test_a_wait_is_read_from_the_body_then_the_header_then_a_minute(stage):
    body = '{"errors":[{"code":null,"code_name":"RequestThrottled","retry_after_seconds":9,"status":"429"}]}'
    for said, headers, seconds in ((body, {"retry-after": "30"}, 9), ("", {"retry-after": "30"}, 30), ("", {}, 60)):
        stage.trouble("status", status=429, body=said, headers=headers)
        with pytest.raises(RateLimited) as caught:
            await stage.client().check()
        assert caught.value.retry_at == stage.clock() + timedelta(seconds=seconds)


async def test_a_page_with_403_says_nothing_about_the_login(stage):
    stage.trouble("html", status=403)
    with pytest.raises(Temporary):
        await stage.client().check()


async def test_a_bad_request_names_its_parameter(stage):
    body = '{"errors":[{"code_name":"ParameterInvalidOnType","source":{"parameter":"fields[member]"},"status":"400"}]}'
    stage.trouble("status", status=400, body=body)
    with pytest.raises(Rejected, match=r"fields\[member\]"):
        await pulled(stage, SyncKind.FANS)


async def test_a_scope_that_is_missing_is_named(stage):
    stage.world.configure({"scopes": {"ada_practice": ["identity", "campaigns", "campaigns.posts"]}})
    standing = await stage.client().check()
    assert [one.message for one in standing.warnings] == ["the login was not granted campaigns.members"]
    assert [one.kind for one in standing.warnings] == ["missing_scope"]


async def test_a_login_that_creates_nothing_is_refused(stage):
    nobody = HeldCredential({"access_token": "practice-patreon-reader"})
    with pytest.raises(LoginExpired, match="no creator page"):
        await stage.client(credentials=nobody).check()


async def test_a_renewal_replaces_both_tokens_and_the_old_pair_is_dead(stage):
    client = with_pair(stage)
    old = dict(stage.fields)
    stage.world.configure({"dead_tokens": [old["access_token"]]})
    assert (await client.check()).remote_id == "55"
    held = stage.held.current.fields
    assert held["access_token"] != old["access_token"]
    assert held["refresh_token"] != old["refresh_token"]
    assert stage.asked("POST") == 1
    with pytest.raises(LoginExpired, match="can no longer be renewed"):
        await stage.client(credentials=HeldCredential(old)).check()


async def test_a_login_is_renewed_ahead_of_its_end(stage):
    client = with_pair(stage, expires_at=(NOW + timedelta(days=3)).isoformat())
    await client.check()
    assert stage.held.current.fields["expires_at"] == (NOW + timedelta(days=31)).isoformat()


async def test_while_a_renewal_cannot_be_had_the_old_token_is_used(stage):
    client = with_pair(stage, expires_at=(NOW + timedelta(days=3)).isoformat())
    stage.trouble("html", match="token", status=503, times=9)
    assert (await client.check()).renews


async def test_a_pasted_token_alone_cannot_be_renewed(stage):
    stage.world.configure({"dead_tokens": ["practice-patreon-token"]})
    with pytest.raises(LoginExpired):
        await stage.client().check()
    assert stage.asked("POST") == 0


async def test_a_login_in_the_browser_needs_no_pkce_and_the_secret(stage):
    http = stage.client()._connection.http
    back = stage.parts.manifest.oauth.redirect_uris[0]
    app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    url = login.authorize_url(
        stage.endpoints["authorize"], client_id=CLIENT_ID, redirect_uri=back, scopes=SCOPES, state="s", challenge="c"
    )
    assert "challenge" not in url
    reply = await http.request("GET", url, bucket="token")
    code = parse_qs(urlsplit(reply.headers["location"]).query)["code"][0]
    more = {"code": code, "verifier": "v", "redirect_uri": back, "now": stage.clock()}
    with pytest.raises(LoginExpired, match="secret"):
        await login.exchange(http, stage.endpoints, {"client_id": CLIENT_ID}, **more)
    fields = await login.exchange(http, stage.endpoints, app, **more)
    standing = await stage.client(credentials=HeldCredential(fields)).check()
    assert (standing.handle, standing.renews) == ("ada_practice", True)
    assert standing.expires_at == NOW + timedelta(days=31)


async def test_a_request_without_a_user_agent_is_refused_at_the_edge(stage):
    client = stage.client()
    reply = await client._connection.http.request(
        "GET", f"{stage.endpoints['api']}/campaigns", bucket="api", headers={"user-agent": ""}
    )
    assert (reply.status, reply.is_json) == (403, False)


async def test_nothing_comes_that_was_not_asked_for(stage):
    http = stage.client()._connection.http
    token = {"authorization": "Bearer practice-patreon-token"}
    reply = await http.request("GET", f"{stage.endpoints['api']}/campaigns/55/members", bucket="api", headers=token)
    assert b'"attributes":{}' in reply.body
    assert b"full_name" not in reply.body


async def test_an_unknown_field_is_refused(stage):
    http = stage.client()._connection.http
    reply = await http.request(
        "GET",
        f"{stage.endpoints['api']}/campaigns",
        bucket="api",
        headers={"authorization": "Bearer practice-patreon-token"},
        params={"fields[campaign]": "currency"},
    )
    assert reply.status == 400
    assert b"ParameterInvalidOnType" in reply.body


async def test_memory_is_that_of_a_page_however_many_members(stage):
    stage.world.configure({"page_size": 100})
    creator(stage).members += [
        Member(id=made_uuid("many", n), user=None, name=None, started=NOW, tier=None, status="active_patron")
        for n in range(2000)
    ]
    batches, _ = await whole(stage, SyncKind.FANS)
    assert max(len(one.subscribers) for one in batches) <= 100
    assert max(len(one.cursor) for one in batches) < 400


async def test_a_world_outlives_a_restart(stage):
    from connectors.practice.patreon import world

    happen(stage, "charge", cents=500, at=datetime(2026, 11, 19, tzinfo=UTC))
    after = world.from_json(stage.world.to_json(), stage.clock)
    assert after.report() == stage.world.report()
    assert after.logins() == stage.world.logins()
