"""Instagram's login traps (platforms/instagram.md §2): the pasted address, the token that renews itself, and outages of it."""

import asyncio
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from connectors.errors import LoginExpired, Temporary
from connectors.http import Http
from connectors.instagram import login
from connectors.instagram.manifest import SCOPES
from connectors.practice.instagram.records import APP_ID, APP_SECRET, REDIRECT
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.stage import practised

pytestmark = pytest.mark.anyio

APP = {"app_id": APP_ID, "app_secret": APP_SECRET}
RENEWAL = "GET /refresh_access_token"


@pytest.fixture
async def stage():
    made = practised(PlatformId.INSTAGRAM, year=True)
    yield made
    await made.close()


async def came_back(stage):
    page = login.authorize_url(
        stage.endpoints["authorize"],
        client_id=APP_ID,
        redirect_uri=REDIRECT,
        scopes=SCOPES,
        state="s t&te",
        challenge="unused",
    )
    async with httpx.AsyncClient(transport=stage.transport()) as browser:
        return (await browser.get(page)).headers["location"]


async def exchange(stage, code):
    stage.client()
    http = Http(limiter=stage.limiter, diagnostics=stage.diagnostics, now=stage.clock, transport=stage.transport())
    try:
        return await login.exchange(
            http, stage.endpoints, APP, code=code, verifier="", redirect_uri=REDIRECT, now=stage.clock()
        )
    finally:
        await http.aclose()


async def logged_in(stage):
    query = parse_qs(urlsplit(await came_back(stage)).query)
    assert query["state"] == ["s t&te"]
    stage.fields = await exchange(stage, query["code"][0])


async def test_the_address_ends_in_a_mark_that_is_no_part_of_the_code(stage):
    address = await came_back(stage)
    assert address.endswith("#_")
    code = parse_qs(address.partition("?")[2])["code"][0]  # as somebody would cut it out by hand
    assert (await exchange(stage, code))["access_token"]


async def test_there_is_no_pkce(stage):
    assert "challenge" not in login.authorize_url(
        "https://x", client_id="1", redirect_uri="u", scopes=SCOPES, state="s", challenge="c"
    )


@pytest.mark.parametrize("doc_shapes", [False, True])
async def test_the_short_token_comes_flat_or_in_a_list_and_is_exchanged_at_once(stage, doc_shapes):
    stage.world.configure({"doc_shapes": doc_shapes})
    await logged_in(stage)
    ends = datetime.fromisoformat(stage.fields["expires_at"])
    assert timedelta(days=59) < ends - stage.clock() < timedelta(days=61)
    assert not stage.world.tokens[stage.fields["access_token"]].short
    standing = await stage.client().check()
    assert (standing.renews, standing.warnings) == (True, ())


async def test_a_scope_that_was_unticked_is_named(stage):
    stage.world.configure({"granted_scopes": ["instagram_business_basic", "instagram_business_content_publish"]})
    await logged_in(stage)
    said = [one.message for one in (await stage.client().check()).warnings]
    assert any("instagram_business_manage_insights" in one for one in said)


async def test_a_code_works_once(stage):
    code = parse_qs(urlsplit(await came_back(stage)).query)["code"][0]
    await exchange(stage, code)
    with pytest.raises(LoginExpired):
        await exchange(stage, code)


async def test_an_outage_of_the_exchange_is_no_refusal(stage):
    code = parse_qs(urlsplit(await came_back(stage)).query)["code"][0]
    stage.trouble("html", "POST /oauth/access_token")
    with pytest.raises(Temporary):
        await exchange(stage, code)
    assert (await exchange(stage, code))["access_token"]


async def test_the_token_renews_itself_from_its_fortieth_day_on(stage):
    await logged_in(stage)
    stage.clock.forward(days=39)
    await stage.client().check()
    assert stage.asked(RENEWAL) == 0
    stage.clock.forward(days=2)
    await stage.client().check()
    assert stage.asked(RENEWAL) == 1
    renewed = stage.held.current.fields
    assert renewed["access_token"] != stage.fields["access_token"]
    assert datetime.fromisoformat(renewed["expires_at"]) > stage.clock() + timedelta(days=59)
    assert renewed["scope"] == stage.fields["scope"]


async def test_a_token_younger_than_a_day_is_not_renewed(stage):
    await logged_in(stage)
    stage.fields = {**stage.fields, "expires_at": (stage.clock() + timedelta(hours=30)).isoformat()}
    stage.clock.forward(hours=23)
    await stage.client().check()
    assert stage.asked(RENEWAL) == 0


async def test_many_at_once_renew_once(stage):
    await logged_in(stage)
    stage.clock.forward(days=45)
    client = stage.client()
    await asyncio.gather(*(client.check() for _ in range(6)))
    assert stage.asked(RENEWAL) == 1


async def test_an_empty_token_never_overwrites_a_good_one(stage):
    await logged_in(stage)
    stage.world.configure({"empty_renewals": True})
    stage.clock.forward(days=45)
    client = stage.client()
    await client.check()
    assert stage.held.current.fields == stage.fields
    await client.check()
    assert stage.asked(RENEWAL) == 1  # and it is not tried at every request


async def test_an_outage_of_the_renewal_ends_nothing_while_the_token_lasts(stage):
    await logged_in(stage)
    stage.clock.forward(days=45)
    stage.trouble("html", RENEWAL)
    await stage.client().check()
    assert stage.held.current.fields == stage.fields


async def test_a_token_that_ended_is_not_renewed_but_asked_of_the_person(stage):
    await logged_in(stage)
    stage.clock.forward(days=61)
    with pytest.raises(LoginExpired):
        await stage.client().check()
    assert stage.asked(RENEWAL) == 0


async def test_a_pasted_tokens_end_is_learnt_from_its_first_renewal(stage):
    standing = await stage.client().check()
    assert standing.expires_at > stage.clock() + timedelta(days=59)
    assert stage.held.current.fields["access_token"] != stage.fields["access_token"]


async def test_a_pasted_token_that_may_not_be_renewed_yet_works_all_the_same(stage):
    stage.trouble("status", RENEWAL, status=400, body='{"error":{"message":"too young","code":100}}')
    standing = await stage.client().check()
    assert (standing.handle, standing.expires_at) == ("ada_practice", None)
    assert stage.held.current.fields == stage.fields
