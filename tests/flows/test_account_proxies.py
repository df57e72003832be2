"""An account's proxy: set, changed, removed, watched; three failures rest it; never gone around unless a person said so."""

import socket
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from connectors import bright_data, proxy_check
from connectors.errors import ProxyFailed
from connectors.practice.proxy import GEO, Do, Order, PracticeProxy, proxying
from connectors.practice.server import serve
from connectors.proxy_check import Patience
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import BadInput, ErrorKind
from ofauto_desktop.domain.notices import NoticeKind
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.proxies import FAILURES_TO_REST, REST, ProxyClass, Speed
from ofauto_desktop.services.audit import AuditTrail
from ofauto_desktop.services.proxies import Proxies
from ofauto_desktop.services.requests import Requests
from storage import credentials, noticing
from tests.accounts_stage import X_TOKENS, opened

pytestmark = pytest.mark.anyio
SOON = Patience(connect=2, request=2, between=0.01)
GONE = Order(status=502, headers="x-brd-err-code: client_10120\r\n", times=100)
WRONG_LOGIN = Order(status=407, headers="x-brd-err-code: client_10000\r\n", times=100)


class Place:
    """A workspace whose X is served on this computer, a proxy, and the service that watches proxies."""

    def __init__(self, stage, proxy, endpoints, ask) -> None:
        self.stage, self.proxy, self.endpoints = stage, proxy, endpoints
        self.proxies = Proxies(
            stage.database,
            stage.connections,
            stage.credentials,
            stage.accounts,
            stage.accounts._bus,
            stage.clock,
            ask=ask,
            patience=SOON,
        )

    async def connect(self, *, proxied=True):
        found = await self.stage.accounts.add(
            PlatformId.X,
            client_id=self.stage.client_id,
            fields=X_TOKENS,
            endpoints=self.endpoints["x"],
            proxy=self.proxy.url if proxied else None,
        )
        return found.account.id

    async def account(self, account_id):
        return await self.stage.accounts.get(account_id)

    async def sync(self, account_id):
        """The first kind's error, None where all went well."""
        return (await self.stage.sync.run([account_id]))[0].error

    async def fail(self, times=1):
        for _ in range(times):
            self.stage.clock.forward(minutes=10)
            await self.proxies.tick()

    @property
    def direct(self):
        return self.stage.asked() - len(self.proxy.passed)

    async def acts(self):
        return [one.action for one in await AuditTrail(self.stage.database).list()]


@asynccontextmanager
async def made(folder, ask):
    stage = await opened(folder)
    async with serve("127.0.0.1", 0, stage.platforms) as endpoints, proxying() as proxy:
        try:
            yield Place(stage, proxy, endpoints, ask)
        finally:
            await stage.aclose()


@pytest.fixture
async def place(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with made(tmp_path, GEO) as it:
        yield it


async def test_a_proxy_is_set_after_connecting_and_everything_goes_through_it(place):
    account_id = await place.connect(proxied=False)
    assert await place.proxies.standing(account_id) is None
    direct = place.direct
    standing, notes = await place.proxies.set(account_id, place.proxy.url)
    assert (standing.last.verdict, standing.last.speed, notes) == (ProxyClass.OK, Speed.GOOD, ())
    assert (await place.account(account_id)).has_proxy
    assert await place.sync(account_id) is None
    assert place.direct == direct
    told = await place.proxies.standing(account_id)
    assert told.shown == f"http://ad****@127.0.0.1:{place.proxy.port}"
    assert "account.proxy_set" in await place.acts()


async def test_a_proxy_that_refuses_or_is_not_there_is_not_stored(place):
    account_id = await place.connect()
    for wrong in (f"127.0.0.1:{place.proxy.port}:ada:wrong", "no-such-proxy.invalid:80"):
        with pytest.raises(ProxyFailed, match="not stored"):
            await place.proxies.set(account_id, wrong)
    with pytest.raises(BadInput):
        await place.proxies.set(account_id, "socks5://127.0.0.1:1080")
    with pytest.raises(ProxyFailed):
        await place.proxies.set(account_id, place.proxy.url, country="US")
    assert (await place.proxies.standing(account_id)).shown.endswith(str(place.proxy.port))
    assert await place.sync(account_id) is None


async def test_another_proxy_takes_the_place_of_the_first_at_once(place):
    account_id = await place.connect()
    await place.sync(account_id)
    passed = len(place.proxy.passed)
    async with proxying() as other:
        await place.proxies.set(account_id, other.url)
        assert await place.sync(account_id) is None
        assert other.passed
    assert len(place.proxy.passed) == passed


async def test_a_removed_proxy_is_destroyed_and_so_is_what_was_allowed(place):
    account_id = await place.connect()
    await place.proxies.allow_direct(account_id, allowed=True)
    await place.proxies.remove(account_id)
    assert await place.proxies.standing(account_id) is None
    assert not await place.stage.database.read(credentials.has, account_id, credentials.PROXY)
    passed = len(place.proxy.passed)
    assert await place.sync(account_id) is None
    assert len(place.proxy.passed) == passed
    await place.proxies.set(account_id, place.proxy.url)
    assert not (await place.proxies.standing(account_id)).may_go_direct
    assert "account.proxy_removed" in await place.acts()
    with pytest.raises(BadInput):
        await place.proxies.remove(await another(place))


async def another(place):
    return (await place.stage.connect_gumroad()).id


async def test_checks_are_kept_with_latency_and_success(place):
    account_id = await place.connect()
    await place.proxies.check(account_id)
    place.proxy.order(GONE)
    await place.proxies.check(account_id)
    place.proxy.orders.clear()
    standing = await place.proxies.standing(account_id)
    assert [one.verdict for one in standing.checks] == [ProxyClass.OK, ProxyClass.PEER]
    assert standing.checks[0].latency_ms is not None
    assert standing.checks[0].exit_ip.endswith("…")
    assert standing.success == 0.5
    assert standing.country == "DE"  # learnt from the first exit
    place.stage.clock.forward(days=8)
    assert len((await place.proxies.check(account_id)).checks) == 1
    assert len((await place.proxies.standing(account_id)).checks) == 1


async def test_three_failures_in_a_row_rest_the_account_and_a_success_wakes_it(place):
    account_id = await place.connect()
    place.proxy.order(GONE)
    await place.fail(FAILURES_TO_REST - 1)
    assert (await place.account(account_id)).paused_until is None
    await place.fail()
    account = await place.account(account_id)
    assert (account.paused_for, account.state) == (ErrorKind.PROXY, LoginState.CONNECTED)
    assert account.paused_until == place.stage.clock() + REST
    assert "the proxy does not work" in account.state_reason
    asked = place.stage.asked()
    assert (await place.sync(account_id)).kind is ErrorKind.PROXY
    assert place.stage.asked() == asked
    place.proxy.orders.clear()
    await place.fail()
    account = await place.account(account_id)
    assert (account.paused_for, account.paused_until) == (None, None)
    assert (await place.proxies.standing(account_id)).failures == 0
    assert await place.sync(account_id) is None


async def test_a_rest_is_told_once_and_goes_away_by_itself(place):
    await place.connect()
    place.proxy.order(GONE)
    await place.fail(FAILURES_TO_REST)
    database, clock = place.stage.database, place.stage.clock

    async def told():
        return await database.write(noticing.collect, clock(), [NoticeKind.PROXY])

    assert len(await told()) == 1
    await place.fail()
    assert await told() == []
    place.proxy.orders.clear()
    await place.fail()
    assert await told() == []


async def test_a_person_who_checks_the_login_ends_the_rest(place):
    account_id = await place.connect()
    place.proxy.order(GONE)
    await place.fail(FAILURES_TO_REST)
    place.proxy.orders.clear()
    place.stage.clock.forward(minutes=2)
    await place.stage.accounts.check(account_id)
    assert (await place.account(account_id)).paused_until is None


async def test_a_proxy_is_looked_at_before_a_job_and_not_before_each(place):
    account_id = await place.connect()
    await place.sync(account_id)
    await place.sync(account_id)
    assert len((await place.proxies.standing(account_id)).checks) == 1
    place.stage.clock.forward(minutes=6)
    await place.sync(account_id)
    assert len((await place.proxies.standing(account_id)).checks) == 2
    await place.proxies.tick()
    assert len((await place.proxies.standing(account_id)).checks) == 2
    place.stage.clock.forward(minutes=10)
    assert await place.proxies.tick() == 1
    assert len((await place.proxies.standing(account_id)).checks) == 3


async def test_no_job_goes_out_in_another_country_than_was_agreed(place):
    account_id = await place.connect()
    await place.proxies.check(account_id)
    place.proxy.country = "US"
    place.stage.clock.forward(minutes=6)
    asked = place.stage.asked()
    error = await place.sync(account_id)
    assert (error.kind, place.stage.asked()) == (ErrorKind.PROXY, asked)
    assert "US instead of DE" in error.message
    await place.proxies.set_country(account_id, "any")
    assert await place.sync(account_id) is None


async def test_alive_but_target_refused_stops_nothing(place):
    account_id = await place.connect()
    place.proxy.order(Order(status=403, headers="x-brd-err-code: policy_20000\r\n"))
    standing = await place.proxies.check(account_id)
    assert (standing.last.verdict, standing.last.alive, standing.failures) == (ProxyClass.TARGET, True, 0)
    assert await place.sync(account_id) is None


async def test_a_proxy_that_is_gone_never_goes_direct_by_itself(place):
    account_id = await place.connect()
    direct = place.direct
    for order, kind in (
        (GONE, ErrorKind.PROXY),
        (WRONG_LOGIN, ErrorKind.PROXY),
        (Order(do=Do.RESET, times=100), ErrorKind.TEMPORARY),
        (Order(times=100), ErrorKind.TEMPORARY),  # without the proxy's headers it may be the platform's own 502
    ):
        place.proxy.orders.clear()
        place.proxy.order(order)
        place.stage.clock.forward(minutes=10)
        assert (await place.sync(account_id)).kind is kind
        if (await place.account(account_id)).paused_for:
            await place.stage.accounts.resume(account_id)
    assert place.direct == direct
    assert not (await place.proxies.standing(account_id)).goes_direct


async def test_a_person_may_allow_one_account_to_go_direct_and_it_is_on_record(place):
    account_id = await place.connect()
    await place.proxies.allow_direct(account_id, allowed=True)
    assert await place.sync(account_id) is None
    assert not (await place.proxies.standing(account_id)).goes_direct
    passed = len(place.proxy.passed)
    place.proxy.order(GONE)
    place.stage.clock.forward(minutes=10)
    assert await place.sync(account_id) is None
    assert len(place.proxy.passed) == passed
    await place.fail(FAILURES_TO_REST)
    assert (await place.account(account_id)).paused_until is None  # it goes on, as was allowed
    assert (await place.proxies.standing(account_id)).goes_direct
    place.proxy.orders.clear()
    place.stage.clock.forward(minutes=10)
    assert await place.sync(account_id) is None
    assert len(place.proxy.passed) > passed
    acts = [one for one in await place.acts() if "direct" in one or "by_proxy" in one]
    assert sorted(acts) == ["account.direct_allowed", "account.went_by_proxy", "account.went_direct"]
    await place.proxies.allow_direct(account_id, allowed=False)
    place.proxy.order(GONE)
    place.stage.clock.forward(minutes=10)
    assert (await place.sync(account_id)).kind is ErrorKind.PROXY


async def test_another_country_goes_direct_for_nobody(place):
    account_id = await place.connect()
    await place.proxies.check(account_id)
    await place.proxies.allow_direct(account_id, allowed=True)
    place.proxy.country = "US"
    place.stage.clock.forward(minutes=10)
    asked = place.stage.asked()
    assert (await place.sync(account_id)).kind is ErrorKind.PROXY
    assert place.stage.asked() == asked


async def test_a_proxy_that_cannot_be_read_goes_direct_for_nobody(place):
    account_id = await place.connect()
    await place.proxies.allow_direct(account_id, allowed=True)
    await place.stage.credentials.store(account_id, credentials.PROXY, {"url": "not a proxy"})
    asked = place.stage.asked()
    assert (await place.sync(account_id)).kind is ErrorKind.PROXY
    assert (await place.proxies.standing(account_id)).shown == ""
    with pytest.raises(ProxyFailed):
        await place.proxies.check(account_id)
    place.stage.clock.forward(minutes=20)
    await place.proxies.tick()
    assert place.stage.asked() == asked


async def test_an_account_of_an_own_address_is_looked_at_without_asking_anybody_else(tmp_path):
    async with made(tmp_path, None) as place:
        account_id = await place.connect()
        assert await place.sync(account_id) is None
        standing = await place.proxies.standing(account_id)
        assert [(one.verdict, one.country) for one in standing.checks] == [(ProxyClass.OK, "")]
        host = place.endpoints["x"]["api"].split("/")[2]
        assert set(place.proxy.passed) == {host}
        place.proxy.order(WRONG_LOGIN)
        with pytest.raises(ProxyFailed, match="wrong user name"):
            await place.proxies.set(account_id, place.proxy.url)


async def test_a_practice_account_gets_no_proxy(place):
    account = await place.stage.connect()
    with pytest.raises(BadInput):
        await place.proxies.set(account.id, place.proxy.url)
    with pytest.raises(BadInput):
        await place.proxies.allow_direct(account.id, allowed=True)
    with pytest.raises(BadInput):
        await place.proxies.set_country(account.id, "Germany")


async def test_removing_the_account_takes_all_of_its_proxy_along(place):
    account_id = await place.connect()
    await place.proxies.check(account_id)
    await place.proxies.allow_direct(account_id, allowed=True)
    await place.stage.accounts.remove(account_id)
    again = await place.connect()
    standing = await place.proxies.standing(again)
    assert (again, standing.may_go_direct, standing.checks) == (account_id, False, ())


async def test_the_last_requests_are_kept_without_ids_and_over_a_restart(place):
    account_id = await place.connect()
    await place.sync(account_id)
    stage = place.stage
    kept = Requests(stage.database, stage.connections, stage.clock)
    log = await kept.of(account_id)
    assert log.requests
    assert {one.method for one in log.requests} == {"GET"}
    assert all(one.status == 200 and one.error is None for one in log.requests)
    assert not any(char.isdigit() for one in log.requests for char in one.route.removeprefix("/2").replace("/2/", "/"))
    assert await kept.flush() == 0
    assert await kept.of(account_id) == log
    await stage.connections.aclose()
    another_start = Requests(
        stage.database, type(stage.connections)(stage.database, stage.credentials, stage.clock), stage.clock
    )
    assert await another_start.of(account_id) == log


async def test_what_the_platform_said_is_left_is_told_before_it_is_used_up(place):
    account_id = await place.connect()
    await place.sync(account_id)
    stage = place.stage
    log = await Requests(stage.database, stage.connections, stage.clock).of(account_id)
    assert log.budgets
    for one in log.budgets:
        assert 0 <= one.remaining <= one.limit
        assert one.told_at == stage.clock()
        assert one.is_over(stage.clock() + timedelta(days=2)) or one.resets_at is None


async def test_the_log_keeps_the_last_two_hundred(place):
    account_id = await place.connect()
    stage = place.stage
    kept = Requests(stage.database, stage.connections, stage.clock)
    for _ in range(4):
        place.stage.clock.forward(minutes=16)  # X lets it be asked 75 times in 15 minutes
        for _ in range(60):
            async with stage.connections.use(await place.account(account_id)) as client:
                await client.check()
        await kept.flush()
    log = await kept.of(account_id)
    assert len(log.requests) == 200


async def test_a_check_on_demand_asks_whether_the_platform_itself_may_be_reached(place):
    account_id = await place.connect()
    for _ in range(5):
        place.proxy.order(Order(do=Do.SLOW))  # the looks themselves pass
    place.proxy.order(Order(status=403, headers="x-brd-err-code: policy_20000\r\n"))
    last = (await place.proxies.check(account_id)).last
    assert (last.verdict, last.alive, last.country, last.code) == (ProxyClass.TARGET, True, "DE", "policy_20000")
    assert last.latency_ms is not None
    assert last.reason == "it may not reach this site"


async def test_a_computer_without_a_network_says_nothing_of_the_proxy(place, monkeypatch):
    account_id = await place.connect()
    await place.proxies.allow_direct(account_id, allowed=True)
    asked = place.stage.asked()

    async def no_network(*_args, **_more):
        raise socket.gaierror(socket.EAI_AGAIN, "temporary failure in name resolution")

    monkeypatch.setattr(proxy_check.asyncio, "open_connection", no_network)
    last = (await place.proxies.check(account_id)).last
    assert (last.verdict, last.reason) == (ProxyClass.NETWORK, "this computer has no network")
    await place.fail(FAILURES_TO_REST)
    standing = await place.proxies.standing(account_id)
    assert (standing.failures, standing.success) == (0, None)
    assert [one.verdict for one in standing.checks] == [ProxyClass.NETWORK]
    assert (await place.account(account_id)).paused_until is None
    monkeypatch.undo()
    assert not standing.goes_direct
    assert place.stage.asked() == asked


@pytest.fixture
async def bright(place, monkeypatch):
    """A Bright Data proxy on this computer: the practice one stands where the provider's host is."""
    async with proxying(PracticeProxy(login="any:zonepw", bright=True)) as served:
        monkeypatch.setattr(bright_data, "HOST", "localhost")
        monkeypatch.setattr(bright_data, "PORT", served.port)
        yield served


def zone(**more):
    return {"customer": "hl_12ab34cd", "zone": "isp", "password": "zonepw", "country": "de", **more}


async def test_a_bright_data_zone_keeps_one_exit_for_an_account(place, bright):
    account_id = await place.connect(proxied=False)
    standing, _ = await place.proxies.set_from(account_id, zone())
    told = await place.proxies.standing(account_id)
    assert told.session.startswith("acct")
    assert "hl_12ab34cd" not in told.shown
    assert f"-zone-isp-country-de-session-{told.session}-const@" in told.shown
    assert (told.home, standing.last.country) == ("DE", "DE")
    await place.proxies.check(account_id)
    assert len({one.exit_ip for one in (await place.proxies.standing(account_id)).checks}) == 1
    await place.proxies.remove(account_id)
    await place.proxies.set_from(account_id, zone())
    assert (await place.proxies.standing(account_id)).session == told.session


async def test_a_gone_peer_comes_out_nowhere_else_until_a_person_takes_a_new_session(place, bright):
    account_id = await place.connect(proxied=False)
    await place.proxies.set_from(account_id, zone())
    await place.proxies.allow_direct(account_id, allowed=True)
    before = await place.proxies.standing(account_id)
    bright.lose_peer(before.session)
    assert (await place.proxies.check(account_id)).last.verdict is ProxyClass.PEER
    assert (await place.proxies.new_session(account_id)).last.verdict is ProxyClass.OK
    after = await place.proxies.standing(account_id)
    assert after.session not in ("", before.session)
    assert after.may_go_direct
    assert len(after.checks) == len(before.checks) + 2
    assert "account.proxy_session_changed" in await place.acts()


async def test_a_zones_own_address_is_pinned(place, bright):
    account_id = await place.connect(proxied=False)
    standing, _ = await place.proxies.set_from(account_id, zone(ip="198.51.100.9"))
    assert (standing.last.verdict, standing.last.exit_ip) == (ProxyClass.OK, "198.51.100.…")
    assert (await place.proxies.standing(account_id)).session == ""
    with pytest.raises(BadInput):
        await place.proxies.new_session(account_id)


async def test_a_wrong_zone_password_is_not_stored(place, bright):
    account_id = await place.connect(proxied=False)
    with pytest.raises(ProxyFailed, match="wrong user name or password"):
        await place.proxies.set_from(account_id, zone(password="wrong"))
    assert await place.proxies.standing(account_id) is None


async def test_no_secret_of_a_proxy_is_logged_or_kept_in_the_clear(place, bright, caplog):
    account_id = await place.connect(proxied=False)
    await place.proxies.set_from(account_id, zone())
    bright.order(WRONG_LOGIN)
    with caplog.at_level("DEBUG", logger="ofauto_desktop"):
        await place.fail(FAILURES_TO_REST)
        await place.sync(account_id)
    standing = await place.proxies.standing(account_id)
    entries = await AuditTrail(place.stage.database).list()
    told = " ".join([caplog.text, repr(standing), repr(entries), repr(await place.account(account_id))])
    for secret in ("hl_12ab34cd", "zonepw"):
        assert secret not in told
        assert secret.encode() not in place.stage.database.path.read_bytes()
    assert "its proxy failed 3 times" in caplog.text


async def test_limits_that_are_nearly_used_up_are_told_until_their_window_ends(place):
    account_id = await place.connect()
    stage = place.stage
    kept = Requests(stage.database, stage.connections, stage.clock)
    assert await kept.low() == {}
    async with stage.connections.use(await place.account(account_id)) as client:
        for _ in range(70):
            await client.check()
    (left,) = (await kept.low())[account_id]
    assert (left.name, left.limit, left.is_low) == ("users_me", 75, True)
    stage.clock.forward(minutes=20)
    assert await kept.low() == {}
