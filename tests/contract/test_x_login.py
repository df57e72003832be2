"""X's login traps (platforms/x.md §1): the exact callback, the 30-second code, single-use renewal, and outages of it."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from connectors.errors import LoginExpired, NetworkDown, OutcomeUnknown, Temporary, Unsupported
from connectors.http import Http
from connectors.practice.x.state import CALLBACKS
from connectors.x import login
from connectors.x.manifest import DIRECT_SCOPES, SCOPES
from tests.contract.stage import Stage, a_post

pytestmark = pytest.mark.anyio

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
CALLBACK = "http://127.0.0.1:53682/callback"
PUBLIC = {"client_id": "practice-client"}
CONFIDENTIAL = {"client_id": "practice-confidential", "client_secret": "practice-secret"}


def page(x: Stage, **changed: Any) -> str:
    wanted: dict[str, Any] = {
        "client_id": "practice-client",
        "redirect_uri": CALLBACK,
        "scopes": SCOPES,
        "state": "s t&te",
        "challenge": CHALLENGE,
    }
    return login.authorize_url(x.endpoints["authorize"], **{**wanted, **changed})


async def browse(x: Stage, url: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=x.transport()) as browser:
        return await browser.get(url)


async def granted(x: Stage, **changed: Any) -> str:
    """The code that the browser is sent back with."""
    reply = await browse(x, page(x, **changed))
    query = parse_qs(urlsplit(reply.headers["location"]).query)
    assert query["state"] == ["s t&te"]
    return query["code"][0]


async def exchange(x: Stage, code: str, app: Mapping[str, str] = PUBLIC, **changed: str) -> dict[str, str]:
    x.client()
    http = Http(limiter=x.limiter, diagnostics=x.diagnostics, now=x.clock, transport=x.transport())
    try:
        return await login.exchange(
            http,
            x.endpoints,
            app,
            **{"code": code, "verifier": VERIFIER, "redirect_uri": CALLBACK, **changed},
            now=x.clock(),
        )
    finally:
        await http.aclose()


async def logged_in(x: Stage, app: Mapping[str, str] = PUBLIC) -> None:
    """From now on the stage's clients have a login that lasts two hours and can be renewed."""
    x.fields = await exchange(x, await granted(x, client_id=app["client_id"]), app)


async def publish(client, text: str):
    return await client.send(await client.prepare(a_post(text), {}), 0, None)


@pytest.mark.parametrize("app", [PUBLIC, CONFIDENTIAL], ids=["public", "confidential"])
async def test_a_granted_login_works_and_lasts_two_hours(x: Stage, app: Mapping[str, str]) -> None:
    await logged_in(x, app)
    assert datetime.fromisoformat(x.fields["expires_at"]) == x.clock() + timedelta(hours=2)
    standing = await x.client().check()
    assert standing.handle == "ada_practice"
    assert standing.renews
    assert standing.warnings == ()


async def test_the_registered_callbacks_are_those_that_are_asked_for(x: Stage) -> None:
    assert x.parts.manifest.oauth.redirect_uris == CALLBACKS


@pytest.mark.parametrize(
    "callback",
    [
        "http://localhost:53682/callback",
        "http://127.0.0.1:53682/callback/",
        "http://127.0.0.1:9999/callback",
        "https://127.0.0.1:53682/callback",
    ],
)
async def test_a_callback_counts_to_the_letter(x: Stage, callback: str) -> None:
    reply = await browse(x, page(x, redirect_uri=callback))
    assert reply.status_code == 403
    assert reply.json()["errors"][0]["code"] == 415


async def test_a_person_may_refuse(x: Stage) -> None:
    x.world.configure({"consent": False})
    reply = await browse(x, page(x))
    assert parse_qs(urlsplit(reply.headers["location"]).query)["error"] == ["access_denied"]


@pytest.mark.parametrize("missing", ["state", "code_challenge", "scope", "response_type", "code_challenge_method"])
async def test_an_incomplete_page_grants_nothing(x: Stage, missing: str) -> None:
    url = httpx.URL(page(x))
    assert (await browse(x, str(url.copy_remove_param(missing)))).status_code == 400


async def test_a_code_lives_30_seconds(x: Stage) -> None:
    code = await granted(x)
    x.clock.forward(seconds=31)
    with pytest.raises(LoginExpired):
        await exchange(x, code)


async def test_a_code_can_be_spent_once(x: Stage) -> None:
    code = await granted(x)
    await exchange(x, code)
    with pytest.raises(LoginExpired):
        await exchange(x, code)


@pytest.mark.parametrize("wrong", [{"verifier": "w" * 64}, {"redirect_uri": "http://127.0.0.1:53683/callback"}])
async def test_a_code_is_bound_to_its_verifier_and_callback(x: Stage, wrong: dict[str, str]) -> None:
    with pytest.raises(LoginExpired):
        await exchange(x, await granted(x), **wrong)


async def test_a_confidential_app_without_its_secret_is_told_so(x: Stage) -> None:
    code = await granted(x, client_id="practice-confidential")
    with pytest.raises(LoginExpired, match="client secret"):
        await exchange(x, code, {"client_id": "practice-confidential"})


async def test_a_login_without_offline_access_is_named(x: Stage) -> None:
    x.world.configure({"granted_scopes": ["tweet.read", "users.read"]})
    await logged_in(x)
    assert "refresh_token" not in x.fields
    standing = await x.client().check()
    assert not standing.renews
    assert {warning.kind for warning in standing.warnings} == {"missing_scope", "expiry_near"}


async def test_a_login_is_renewed_ahead_of_its_end_and_only_once_for_many(x: Stage) -> None:
    await logged_in(x)
    old = dict(x.fields)
    asked = x.asked("POST /2/oauth2/token")
    x.clock.forward(minutes=100)
    client = x.client()
    await asyncio.gather(*(client.recent(x.clock()) for _ in range(8)))
    assert x.asked("POST /2/oauth2/token") == asked + 1
    fields = x.held.current.fields
    assert fields["access_token"] != old["access_token"]
    assert fields["refresh_token"] != old["refresh_token"]


async def test_a_401_is_answered_with_one_renewal_and_one_more_try(x: Stage) -> None:
    x.world.configure({"dead_tokens": ["practice-x-token"]})
    client = x.client()
    await asyncio.gather(*(publish(client, f"post {number}") for number in range(5)))
    assert x.asked("POST /2/oauth2/token") == 1
    assert x.world.report()["accepted"] == 5


async def test_a_401_without_end_is_not_tried_without_end(x: Stage) -> None:
    x.trouble("status", "^POST /2/tweets", status=401, times=99, body='{"title":"Unauthorized"}')
    with pytest.raises(LoginExpired):
        await publish(x.client(), "no")
    assert x.asked("POST /2/tweets") == 2


async def test_a_spent_renewal_token_means_a_new_login(x: Stage) -> None:
    await logged_in(x)
    spent = dict(x.fields)
    x.clock.forward(hours=3)
    await x.client().check()
    x.fields = spent
    for _ in range(2):
        with pytest.raises(LoginExpired):
            await x.client().check()


async def test_a_strict_platform_ends_the_login_whose_spent_token_is_shown_again(x: Stage) -> None:
    """What a renewal that is not single-flight would cost: the token that was given instead is dead as well."""
    x.world.settings.reuse_ends_login = True
    await logged_in(x)
    spent = dict(x.fields)
    x.clock.forward(hours=3)
    await x.client().check()
    renewed = dict(x.held.current.fields)
    x.fields = spent
    with pytest.raises(LoginExpired):
        await x.client().check()
    x.fields = renewed
    with pytest.raises(LoginExpired):
        await x.client().check()


@pytest.mark.parametrize("trouble", ["accept_then_500", "html", "truncated", "empty", "reset_before", "wrong_types"])
async def test_an_outage_of_the_renewal_uses_the_token_that_still_lasts(x: Stage, trouble: str) -> None:
    await logged_in(x)
    x.clock.forward(minutes=100)
    x.trouble(trouble, "oauth2/token")
    assert (await x.client().check()).handle == "ada_practice"


@pytest.mark.parametrize("trouble", ["accept_then_500", "html", "truncated", "reset_before", "hang"])
async def test_a_post_that_waits_for_a_renewal_was_not_accepted(x: Stage, trouble: str) -> None:
    """Expired, or refused with 401 while the renewal is out: nothing is unknown, and nothing went out."""
    await logged_in(x)
    x.clock.forward(hours=3)
    x.trouble(trouble, "oauth2/token")
    with pytest.raises(NetworkDown):
        await publish(x.client(deadline=0.05 if trouble == "hang" else 5), "late")
    x.fields = {**PUBLIC, "access_token": "practice-x-token", "refresh_token": "practice-x-refresh"}
    x.world.configure({"dead_tokens": ["practice-x-token"]})
    x.trouble(trouble, "oauth2/token")
    with pytest.raises(NetworkDown):
        await publish(x.client(deadline=0.05 if trouble == "hang" else 5), "refused")
    assert x.world.report()["accepted"] == 0


async def test_a_lost_answer_after_a_renewal_is_still_never_sent_again(x: Stage) -> None:
    x.world.configure({"dead_tokens": ["practice-x-token"]})
    x.trouble("accept_then_drop", "^POST /2/tweets", skip=1)
    with pytest.raises(OutcomeUnknown):
        await publish(x.client(), "once")
    assert x.asked("POST /2/tweets") == 2  # the one refused with 401, and the one that was lost
    assert x.world.report()["posts"] == {"once": 1}


async def test_a_read_while_the_renewal_is_out_may_be_repeated(x: Stage) -> None:
    x.world.configure({"dead_tokens": ["practice-x-token"]})
    x.trouble("html", "oauth2/token")
    with pytest.raises(Temporary):
        await x.client().check()
    assert (await x.client().check()).handle == "ada_practice"


async def test_a_renewal_token_without_the_app_s_id_leaves_the_access_token_in_use(x: Stage) -> None:
    soon = (x.clock() + timedelta(minutes=5)).isoformat()
    x.fields = {"access_token": "practice-x-token", "refresh_token": "practice-x-refresh", "expires_at": soon}
    standing = await x.client().check()
    assert not standing.renews
    assert [warning.kind for warning in standing.warnings] == ["expiry_near"]


async def test_a_renewal_that_is_limited_names_a_time(x: Stage) -> None:
    x.world.configure({"dead_tokens": ["practice-x-token"]})
    x.trouble("status", "oauth2/token", status=429, headers={"retry-after": "90"})
    with pytest.raises(Exception, match="how often") as caught:
        await x.client().check()
    assert caught.value.retry_at == x.clock() + timedelta(seconds=90)


async def test_a_revoked_login_is_dead(x: Stage) -> None:
    await logged_in(x)
    client = x.client()
    await client.revoke()
    with pytest.raises(LoginExpired):
        await client.check()


async def test_a_revocation_that_x_refuses_is_said(x: Stage) -> None:
    await logged_in(x)
    x.trouble("status", "oauth2/revoke", status=503)
    with pytest.raises(Temporary):
        await x.client().revoke()
    x.fields = {"access_token": "practice-x-token"}
    with pytest.raises(Unsupported, match="client ID"):
        await x.client().revoke()


async def test_a_login_with_an_end_that_is_no_time_is_refused(x: Stage) -> None:
    x.fields = {"access_token": "practice-x-token", "expires_at": "soon"}
    with pytest.raises(Exception, match="ISO 8601"):
        await x.client().check()


@pytest.mark.parametrize("life", ["7200", 7200, 7200.0, None, "soon", -1, 1e300])
@pytest.mark.parametrize("scope", ["tweet.read tweet.write", ["tweet.read", "tweet.write"], None])
async def test_an_odd_renewal_is_not_lost_for_the_token_before_is_spent(x: Stage, life: object, scope: object) -> None:
    x.fields = {**PUBLIC, "access_token": "practice-x-token", "refresh_token": "practice-x-refresh"}
    x.world.configure({"dead_tokens": ["practice-x-token"]})
    given = {"access_token": "new", "refresh_token": "newer", "expires_in": life, "scope": scope}
    x.trouble("status", "oauth2/token", status=200, body=json.dumps(given))
    with pytest.raises(LoginExpired):  # the practice platform does not know the token of this answer
        await publish(x.client(), "odd")
    fields = x.held.current.fields
    assert (fields["access_token"], fields["refresh_token"]) == ("new", "newer")
    assert datetime.fromisoformat(fields["expires_at"]) == x.clock() + timedelta(hours=2)
    assert fields.get("scope", "tweet.read tweet.write") == "tweet.read tweet.write"


async def test_direct_messages_are_granted_where_they_are_asked_for_alone(x: Stage) -> None:
    usual = await exchange(x, await granted(x))
    assert not {*usual["scope"].split()} & {*DIRECT_SCOPES}
    wished = x.parts.manifest.oauth.wanted(["messages"])
    more = await exchange(x, await granted(x, scopes=wished))
    assert {*DIRECT_SCOPES} <= {*more["scope"].split()}
    assert (await x.client().check()).warnings == ()
