"""An account with a proxy goes through it or nowhere: what reaches the platform is compared with what the proxy passed."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from connectors.errors import LoginExpired, ProxyFailed
from connectors.practice.proxy import Order, proxying
from connectors.practice.server import serve
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import BadInput, ErrorKind
from ofauto_desktop.domain.platforms import PlatformId
from storage import credentials
from tests.accounts_stage import X_TOKENS, opened

pytestmark = pytest.mark.anyio
LOGIN = "ada:se@cr:et"
REFUSAL = Order(
    status=402, phrase="Residential Failed", headers="x-brd-err-code: policy_20130\r\nx-brd-error: KYC\r\n", times=20
)


class Place:
    """A workspace whose X is served on this computer, and a proxy. `direct` counts connections that went past it."""

    def __init__(self, stage, proxy, endpoints) -> None:
        self.stage, self.proxy, self.endpoints = stage, proxy, endpoints

    async def connect(self, proxy=None):
        found = await self.stage.accounts.add(
            PlatformId.X,
            client_id=self.stage.client_id,
            fields=X_TOKENS,
            endpoints=self.endpoints["x"],
            proxy=proxy or f"127.0.0.1:{self.proxy.port}:{LOGIN}",
        )
        return found.account

    @property
    def direct(self):
        """Requests that the platform saw and the proxy did not; each request is a connection of its own to the proxy."""
        return self.stage.asked() - len(self.proxy.passed)


@pytest.fixture
async def place(tmp_path, monkeypatch):
    # A proxy of the machine, or an exception from one, must not mix in.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with made(tmp_path) as it:
        yield it


@asynccontextmanager
async def made(folder):
    stage = await opened(folder)
    async with serve("127.0.0.1", 0, stage.platforms) as endpoints, proxying() as proxy:
        try:
            yield Place(stage, proxy, endpoints)
        finally:
            await stage.aclose()


async def test_everything_of_the_account_goes_through_its_proxy(place):
    account = await place.connect()
    assert account.has_proxy
    await place.stage.accounts.check(account.id)
    results = await place.stage.sync.run([account.id])
    assert [one.error for one in results] == [None] * len(results)
    host = place.endpoints["x"]["api"].split("/")[2]
    assert set(place.proxy.passed) == {host}
    assert place.direct == 0


async def test_a_proxy_that_refuses_the_login_is_told_and_nothing_goes_direct(place):
    with pytest.raises(ProxyFailed):
        await place.connect(proxy=f"127.0.0.1:{place.proxy.port}:ada:wrong")
    assert await place.stage.accounts.list() == ()
    assert (place.stage.asked(), place.proxy.refused) == (0, 1)


async def test_a_proxy_that_is_gone_fails_closed(place):
    account = await place.connect()
    asked = place.stage.asked()
    await place.stage.connections.drop(account.id)
    place.proxy.order(REFUSAL)
    with pytest.raises(ProxyFailed, match="verified your company") as caught:
        await place.stage.accounts.check(account.id)
    assert caught.value.account == account.name
    (result, *_) = await place.stage.sync.run([account.id])
    assert result.error.kind is ErrorKind.PROXY
    assert (await place.stage.accounts.get(account.id)).state is LoginState.CONNECTED
    assert place.stage.asked() == asked


async def test_a_tunnel_that_the_proxy_refuses_fails_closed(place):
    """For https the proxy is asked by CONNECT; its refusal is no answer of the platform."""
    place.endpoints["x"] = {name: url.replace("http:", "https:") for name, url in place.endpoints["x"].items()}
    for answer in (REFUSAL, Order(times=20)):
        place.proxy.orders.clear()
        place.proxy.order(answer)
        with pytest.raises(ProxyFailed):
            await place.connect()
    place.proxy.orders.clear()
    with pytest.raises(ProxyFailed):  # the tunnel opens, but there is no TLS behind it
        await place.connect()
    assert len(place.proxy.passed) == 1
    assert place.stage.asked() == 0


async def test_a_port_with_nothing_behind_it_fails_closed(place):
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    with pytest.raises(ProxyFailed):
        await place.connect(proxy=f"http://127.0.0.1:{port}")
    assert place.stage.asked() == 0


async def test_a_stored_proxy_that_cannot_be_read_fails_closed(place):
    account = await place.connect()
    asked = place.stage.asked()
    await place.stage.credentials.store(account.id, credentials.PROXY, {"url": "not a proxy"})
    await place.stage.connections.drop(account.id)
    with pytest.raises(ProxyFailed):
        await place.stage.accounts.check(account.id)
    assert place.stage.asked() == asked


async def test_ending_a_login_keeps_the_proxy_for_the_next_one(place):
    account = await place.connect()
    await place.stage.accounts.revoke(account.id)
    with pytest.raises(LoginExpired):
        await place.stage.credentials.read(account.id)
    before, passed = place.stage.asked(), len(place.proxy.passed)
    with pytest.raises(LoginExpired):
        await place.stage.accounts.relogin(account.id, {"access_token": "dead"})
    assert place.stage.asked() > before
    assert len(place.proxy.passed) > passed
    assert place.direct == 0


async def test_a_practice_account_refuses_a_proxy(place):
    with pytest.raises(BadInput):
        await place.stage.connect(proxy="proxy.test:8080")


async def test_the_stored_proxy_is_sealed(place):
    account = await place.connect()
    assert LOGIN.encode() not in place.stage.database.path.read_bytes()
    assert await place.stage.credentials.proxy(account.id) == f"http://ada:se%40cr%3Aet@127.0.0.1:{place.proxy.port}"
