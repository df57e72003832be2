"""Accounts are tried before they are stored, and their state tells what the platform said."""

from datetime import timedelta

import pytest

from connectors import registry
from connectors.errors import Challenged, LoginExpired, NetworkDown, NetworkRefused, Temporary, WrongAccount
from connectors.practice.faults import Action
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import BadInput, ErrorKind, NotAllowed, NotFound
from ofauto_desktop.domain.events import AccountsChanged
from ofauto_desktop.domain.notices import NoticeKind
from ofauto_desktop.domain.platforms import PlatformId
from storage import audit, notices, noticing
from storage.models import User
from tests.accounts_stage import NOW, X_TOKENS, opened

pytestmark = pytest.mark.anyio
BO = {**X_TOKENS, "access_token": "practice-x-token-2", "refresh_token": "practice-x-refresh-2"}
DAY = timedelta(days=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


async def test_a_login_that_answers_is_stored_with_what_it_said(stage):
    found = await stage.accounts.add(
        PlatformId.X, client_id=stage.client_id, fields=X_TOKENS, zone="America/New_York", **stage.on_x()
    )
    account = found.account
    assert (account.name, account.handle, account.client) == ("ada_practice", "ada_practice", "Ada")
    assert (account.state, account.state_since, account.zone) == (LoginState.CONNECTED, NOW, "America/New_York")
    assert account.renews
    assert await stage.accounts.list() == (account,)
    assert (await stage.credentials.read(account.id)).fields == X_TOKENS
    assert AccountsChanged(at=NOW, account_ids=(account.id,)) in stage.heard


async def test_the_clients_zone_is_used_where_none_is_given(stage):
    assert (await stage.connect()).zone == "Europe/Berlin"


async def test_a_failed_check_stores_nothing(stage):
    for trouble in (Action.RESET_BEFORE, Action.HTML, Action.WRONG_TYPES, Action.TRUNCATED, Action.HUGE):
        stage.trouble(trouble, "users/me")
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is the contract suite's business
            await stage.connect(name="Ada on X")
        assert caught.value.account == "Ada on X"
    with pytest.raises(LoginExpired):
        await stage.connect({"access_token": "nobody-has-this"})
    assert await stage.accounts.list() == ()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"fields": {}}, "access_token"),
        ({"fields": {"access_token": " "}}, "access_token"),
        ({"fields": {"access_token": "t", "password": "x"}}, "password"),
        ({"fields": {"access_token": "t\nHost: evil"}}, "access_token"),
        ({"fields": {"access_token": "t", "expires_at": "tomorrow"}}, "expires_at"),
        ({"fields": {"access_token": "t", "expires_at": "2026-12-24T18:00:00"}}, "expires_at"),
    ],
)
async def test_fields_that_cannot_be_used_are_named_and_not_quoted(stage, given, names):
    with pytest.raises(BadInput) as caught:
        await stage.connect(**given)
    assert caught.value.item == names
    assert "evil" not in caught.value.reason
    assert stage.asked() == 0


async def test_addresses_zones_names_and_proxies_are_checked_before_anything_is_asked(stage, monkeypatch):
    await stage.connect(BO, name="Taken")
    asked = stage.asked()
    wrong = (
        {"endpoints": {"apu": "https://x.test"}},
        {"endpoints": {"api": "file:///etc/passwd"}},
        {"zone": "Mars/Olympus"},
        {"name": " "},
        {"name": "taken"},
        {"proxy": "not a proxy"},
        {"client_id": 99},
    )
    for more in wrong:
        given = {"client_id": stage.client_id, "fields": X_TOKENS, **stage.on_x(), **more}
        with pytest.raises(BadInput):
            await stage.accounts.add(PlatformId.X, **given)
    monkeypatch.delitem(registry._LOADERS, PlatformId.FANSLY)
    registry.platform.cache_clear()
    with pytest.raises(BadInput, match="cannot be connected yet"):
        await stage.accounts.add(PlatformId.FANSLY, client_id=stage.client_id, fields={})
    assert stage.asked() == asked


async def test_the_same_account_of_the_platform_is_refused_twice(stage):
    await stage.connect()
    with pytest.raises(BadInput) as caught:
        await stage.connect(name="again")
    assert caught.value.account == "ada_practice"
    assert len(await stage.accounts.list()) == 1


async def test_handles_that_are_taken_get_a_name_of_their_own(stage):
    await stage.connect(BO, name="ada_practice")
    assert (await stage.connect()).name == "ada_practice (x)"


async def test_accounts_are_found_by_id_and_by_name(stage):
    account = await stage.connect(name="Ada on X")
    for words in (str(account.id), "Ada on X", " ada ON x "):
        assert await stage.accounts.find(words) == account
    for words in ("77", "Bo"):
        with pytest.raises(NotFound):
            await stage.accounts.find(words)


async def test_a_new_login_keeps_the_account_and_replaces_the_credential(stage):
    account = await stage.connect()
    stage.x.settings.dead_tokens.append(X_TOKENS["access_token"])
    stage.x.renewals.clear()
    assert (await stage.accounts.check(account.id)).account.state is LoginState.EXPIRED
    again = {"access_token": "practice-x-token-again"}
    stage.x.access[again["access_token"]] = stage.x.access[X_TOKENS["access_token"]]
    found = await stage.accounts.relogin(account.id, again)
    assert (found.account.id, found.account.state) == (account.id, LoginState.CONNECTED)
    assert (await stage.credentials.read(account.id)).fields == again
    async with stage.connections.use(found.account) as client:
        assert (await client.check()).handle == "ada_practice"


async def test_somebody_elses_login_is_refused_and_changes_nothing(stage):
    account = await stage.connect()
    with pytest.raises(WrongAccount, match="bo_practice"):
        await stage.accounts.relogin(account.id, BO)
    assert (await stage.credentials.read(account.id)).fields == X_TOKENS
    assert await stage.accounts.get(account.id) == account


async def test_an_outage_never_reads_as_an_ended_login(stage):
    account = await stage.connect()
    stage.clock.forward(minutes=5)
    for trouble, error in ((Action.RESET_BEFORE, Temporary), (Action.HTML, Temporary)):
        stage.trouble(trouble, "users/me")
        with pytest.raises(error) as caught:
            await stage.accounts.check(account.id)
        assert caught.value.account == account.name
        assert await stage.accounts.get(account.id) == account


async def test_a_renewal_that_cannot_be_had_keeps_the_login(stage):
    soon = {**X_TOKENS, "expires_at": (NOW + timedelta(hours=2)).isoformat()}
    account = await stage.connect(soon)
    stage.clock.forward(hours=3)
    stage.trouble(Action.HTML, "oauth2/token", status=503, times=2)
    with pytest.raises(NetworkDown):
        await stage.accounts.check(account.id)
    assert (await stage.accounts.get(account.id)).state is LoginState.CONNECTED
    stage.platforms.faults[PlatformId.X].clear()
    found = await stage.accounts.check(account.id)
    assert found.account.state is LoginState.CONNECTED
    assert found.account.expires_at == stage.clock() + timedelta(hours=2)
    assert (await stage.credentials.read(account.id)).version == 2


async def test_a_login_that_ends_by_itself_is_shown_ahead_and_after(stage):
    ends = NOW + 10 * DAY
    account = await stage.connect({"access_token": X_TOKENS["access_token"], "expires_at": ends.isoformat()})
    assert (account.state, account.renews, account.expires_at) == (LoginState.CONNECTED, False, ends)
    assert await stage.accounts.watch_expiry() == ()
    asked = stage.asked()
    for days, state in ((4, LoginState.EXPIRING), (7, LoginState.EXPIRED)):
        stage.clock.forward(days=days)
        assert await stage.accounts.watch_expiry() == (account.id,)
        found = await stage.accounts.get(account.id)
        assert (found.state, found.state_since) == (state, stage.clock())
    assert stage.asked() == asked


async def test_a_platform_that_asks_to_wait_is_left_alone_until_then(stage):
    account = await stage.connect()
    stage.trouble(Action.STATUS, "users/me", status=429, headers={"retry-after": "600"})
    found = await stage.accounts.check(account.id)
    assert found.account.paused_until == NOW + timedelta(minutes=10)
    assert found.account.paused_for is ErrorKind.RATE_LIMITED
    assert found.account.state is LoginState.CONNECTED
    asked = stage.asked()
    waiting = await stage.accounts.check(account.id)
    assert [one.kind for one in waiting.warnings] == ["paused"]
    assert stage.asked() == asked
    stage.clock.forward(minutes=11)
    again = await stage.accounts.check(account.id)
    assert (again.account.paused_until, again.account.state_reason) == (None, "")


async def test_a_person_may_end_a_pause_after_topping_up(stage):
    account = await stage.connect()
    stage.trouble(Action.STATUS, "users/me", status=402)
    found = await stage.accounts.check(account.id)
    assert found.account.paused_for is ErrorKind.OUT_OF_CREDIT
    assert found.account.paused_until > NOW
    await stage.accounts.resume(account.id)
    assert (await stage.accounts.get(account.id)).paused_for is None


async def test_checking_an_account_that_was_topped_up_ends_its_pause(stage):
    """As the error says: top it up, then check the account. Without a window there is no other way."""
    account = await stage.connect()
    stage.trouble(Action.STATUS, "users/me", status=402, times=2)
    await stage.accounts.check(account.id)
    still = await stage.accounts.check(account.id)
    assert still.account.paused_for is ErrorKind.OUT_OF_CREDIT
    again = await stage.accounts.check(account.id)
    assert (again.account.paused_until, again.account.paused_for) == (None, None)


async def test_a_missing_scope_is_named_and_leaves_the_login_as_it_is(stage):
    fields = {**X_TOKENS, "access_token": "narrow", "refresh_token": ""}
    rights = stage.x.access[X_TOKENS["access_token"]]
    stage.x.access["narrow"] = type(rights)(
        user=rights.user, client_id=rights.client_id, scopes=("tweet.read", "users.read"), login="narrow"
    )
    account = await stage.connect(fields)
    assert account.state is LoginState.CONNECTED
    assert not account.renews


async def test_ending_a_login_shreds_it_here_and_ends_it_there(stage):
    account = await stage.connect()
    said = await stage.accounts.revoke(account.id)
    assert said == "Ended on this computer and at X."
    assert X_TOKENS["access_token"] not in stage.x.access
    assert X_TOKENS["refresh_token"] not in stage.x.renewals
    ended = await stage.accounts.get(account.id)
    assert ended.state is LoginState.REVOKED
    with pytest.raises(LoginExpired):
        await stage.credentials.read(account.id)
    # A check neither asks the platform nor makes it look as if the platform had ended it.
    assert (await stage.accounts.check(account.id)).account.state is LoginState.REVOKED


async def test_ending_a_login_says_what_is_left_where_the_platform_is_out_of_reach(stage):
    account = await stage.connect()
    stage.trouble(Action.RESET_BEFORE, "oauth2/revoke")
    said = await stage.accounts.revoke(account.id)
    assert "could not be told" in said
    assert "settings of X" in said
    with pytest.raises(LoginExpired):
        await stage.credentials.read(account.id)


async def test_a_removed_account_is_gone_and_comes_back_with_its_number(stage):
    account = await stage.connect()
    await stage.accounts.remove(account.id)
    assert await stage.accounts.list() == ()
    with pytest.raises(NotFound):
        await stage.accounts.get(account.id)
    assert (await stage.connect()).id == account.id


async def test_names_and_zones_can_be_changed(stage):
    account = await stage.connect()
    other = await stage.connect(BO)
    assert (await stage.accounts.rename(account.id, "  Ada   X ")).name == "Ada X"
    assert (await stage.accounts.set_zone(account.id, "Asia/Tokyo")).zone == "Asia/Tokyo"
    with pytest.raises(BadInput):
        await stage.accounts.rename(other.id, "ada x")
    with pytest.raises(BadInput):
        await stage.accounts.set_zone(account.id, "Nowhere")


async def test_diagnostics_tell_routes_and_no_secret(stage):
    account = await stage.connect()
    await stage.accounts.check(account.id)
    notes = stage.connections.diagnostics(account.id).requests
    assert [note.route for note in notes if note.status == 200]
    assert "practice-x-token" not in repr(notes)


async def test_what_can_be_connected_is_told_by_its_manifests(stage):
    assert {one.platform for one in stage.accounts.offers()} >= {PlatformId.X, PlatformId.GUMROAD}


async def test_each_use_of_a_login_is_on_the_record_and_uses_that_follow_each_other_are_one(stage):
    account = await stage.connect()
    for _ in range(3):
        await stage.credentials.read(account.id)
        stage.credentials._opened.clear()  # as after five seconds: opened anew, and the same use
    assert await _uses(stage) == [("credential.used", str(account.id), "ok")]


async def test_who_may_not_use_a_login_gets_none_and_is_on_the_record(stage):
    account = await stage.connect()
    await stage.database.write(lambda session: session.add(User(name="eve", email=None, role="nobody")))
    with pytest.raises(NotAllowed):
        await stage.credentials.read(account.id)
    assert await _uses(stage) == [("credential.used", str(account.id), "denied")]


async def _uses(stage):
    told = await stage.database.read(audit.entries)
    return [(one.action, one.object_id, one.outcome) for one in told if one.action == "credential.used"]


@pytest.mark.parametrize(
    ("error", "state", "paused_for"),
    [
        (LoginExpired("the login has ended"), LoginState.EXPIRED, None),
        (Challenged("a face check is asked for"), LoginState.CHALLENGED, None),
        (WrongAccount("this login belongs to bo, not to ada"), LoginState.UNKNOWN, None),
        (NetworkRefused("the site refuses this network"), LoginState.CONNECTED, ErrorKind.NETWORK),
        (NetworkDown("the site refuses this network (Cloudflare)"), LoginState.CONNECTED, ErrorKind.NETWORK),
        (NetworkDown("the platform cannot be reached"), LoginState.CONNECTED, None),
    ],
    ids=["expired", "challenged", "wrong_account", "blocked", "blocked_in_words", "offline"],
)
async def test_what_is_wrong_with_a_login_is_told_apart_and_rests_its_jobs(stage, error, state, paused_for):
    account = await stage.connect()
    stage.clock.forward(hours=1)
    await stage.accounts.note_failure(account, error)
    now = await stage.accounts.get(account.id)
    assert (now.state, now.paused_for) == (state, paused_for)
    if state is not LoginState.CONNECTED or paused_for:
        assert now.state_reason == error.reason
        assert now.needs_a_person or now.is_paused(stage.clock())
    if state is not LoginState.CONNECTED:
        assert now.state_since == stage.clock()
    told = [one for one in await told_of(stage) if one.startswith(("login", "network"))]
    wanted = ["network"] if paused_for else [] if state is LoginState.CONNECTED else ["login_needed"]
    assert told == wanted
    assert [one for one in await told_of(stage) if one.startswith(("login", "network"))] == wanted, "one notice, once"


async def told_of(stage):
    """The kinds of notices that stand, after one more look."""
    await stage.database.write(noticing.collect, stage.clock(), tuple(NoticeKind))
    return [one.kind.value for one in await stage.database.read(notices.listed, stage.clock())]


async def test_a_blocked_account_is_asked_again_where_a_person_says_so(stage):
    account = await stage.connect()
    await stage.accounts.note_failure(account, NetworkRefused("the site refuses this network"))
    assert (await stage.accounts.check(account.id)).account.paused_for is None
