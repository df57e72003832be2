"""How the site says that a login is over, or wants a person (platforms/onlyfans.md §2, §3): each by its own signs."""

import time

import pytest

from connectors.errors import (
    Challenged,
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    RateLimited,
    Temporary,
    WrongAccount,
)
from ofauto_desktop.domain.platforms import SyncKind
from tests.browser.onlyfans.stage import ME

pytestmark = pytest.mark.anyio


async def test_a_login_is_known_by_the_sites_own_word(stage):
    standing = await stage.client().check()
    assert (standing.remote_id, standing.handle, standing.display_name) == (ME, "demo_creator", "Demo Creator")


async def test_a_login_is_checked_within_a_second_and_a_half(stage):
    client = stage.client()
    await client.check()  # the browser is started
    fastest = 9.0
    for _ in range(3):
        began = time.monotonic()
        await client.check()
        fastest = min(fastest, time.monotonic() - began)
    assert fastest <= 1.5


async def test_is_auth_false_with_a_200_is_logged_out_though_the_address_stays(stage):
    stage.world.configure({"logged_out": True})
    with pytest.raises(LoginExpired, match="login"):
        await stage.client().check()
    assert stage.asked("GET /login") == 0


@pytest.mark.parametrize(
    ("challenge", "error", "words"),
    [
        ("denied", LoginExpired, "denied"),
        ("code", Challenged, "a code is asked for"),
        ("face", Challenged, "a face check is asked for"),
        ("security", Challenged, "a face check is asked for"),
        ("captcha", Challenged, "a captcha is shown"),
    ],
)
async def test_what_the_site_wants_is_told_apart_by_its_code(stage, challenge, error, words):
    stage.world.configure({"challenge": challenge})
    with pytest.raises(error, match=words):
        await stage.client().check()


async def test_a_challenge_may_come_with_any_call_of_a_live_session(stage):
    stage.world.configure({"challenge": "code", "challenge_on": "payouts/transactions"})
    with pytest.raises(Challenged, match="a code"):
        await stage.pulled(SyncKind.MONEY)


async def test_a_network_that_cloudflare_blocks_is_not_the_logins_fault(stage):
    stage.world.configure({"blocked": True})
    with pytest.raises(NetworkDown, match="this network"):
        await stage.client().check()
    stage.world.configure({"blocked": False})
    stage.trouble("html", "users/me", status=403, body="<title>Attention Required! | Cloudflare</title>")
    with pytest.raises(NetworkDown, match="this network"):
        await stage.client().check()


async def test_another_account_in_the_browser_is_not_acted_for(stage):
    stage.world.configure({"stranger": True})
    for kind in (SyncKind.MONEY, SyncKind.POSTS):
        with pytest.raises(WrongAccount):
            await stage.pulled(kind)
    assert stage.asked("GET /api2/v2/payouts") <= 1, "the page asks by itself; nothing of it is read"


async def test_a_login_that_ends_in_mid_flow_has_expired(stage):
    stage.world.configure({"expires_after": 5})
    with pytest.raises(LoginExpired):
        await stage.pulled(SyncKind.MONEY)
    assert stage.held.current.version == 1, "what the browser held then is not kept"


async def test_a_ledger_alone_that_is_denied_leaves_the_login_good(stage):
    stage.world.configure({"ledger_denied": True})
    with pytest.raises(Temporary, match="the login is good"):
        await stage.pulled(SyncKind.MONEY)
    assert await stage.pulled(SyncKind.FANS)


async def test_who_asks_without_the_pages_headers_hears_that_the_site_has_changed(stage):
    body = '{"error":{"code":0,"message":"Please refresh the page"}}'
    stage.trouble("status", "users/me", status=400, body=body)
    with pytest.raises(LayoutChanged, match="has changed"):
        await stage.client().check()


async def test_too_many_requests_name_the_time_to_go_on(stage):
    stage.trouble("status", "users/me", status=429, headers={"retry-after": "30"}, body='{"error":{"code":429}}')
    with pytest.raises(RateLimited) as caught:
        await stage.client().check()
    assert (caught.value.retry_at - stage.clock()).total_seconds() == 30
    stage.trouble("status", "users/me", status=403, body='{"error":{"code":403,"message":"Forbidden"}}')
    with pytest.raises(RateLimited) as caught:
        await stage.client().check()
    assert (caught.value.retry_at - stage.clock()).total_seconds() == 180


@pytest.mark.parametrize("action", ["truncated", "wrong_types", "empty", "accept_then_500"])
async def test_garbled_answers_are_no_data(stage, action):
    stage.trouble(action, "users/me")
    with pytest.raises((Temporary, LayoutChanged)):
        await stage.client().check()
    stage.trouble(action, "payouts/transactions")
    with pytest.raises((Temporary, LayoutChanged)):
        await stage.pulled(SyncKind.MONEY)


async def test_nothing_secret_shows(stage):
    secrets = [one["value"] for one in stage.world.storage_state("http://x")["cookies"]]
    stage.trouble("wrong_types", "payouts/transactions")
    with pytest.raises(LayoutChanged) as caught:
        await stage.pulled(SyncKind.MONEY)
    shown = f"{caught.value!r} {list(stage.diagnostics.requests)} {stage.diagnostics.unreadable} {stage.held.current!r}"
    for secret in (*secrets, *stage.world.sessions, "Fan 7"):
        assert secret == ME or secret not in shown
