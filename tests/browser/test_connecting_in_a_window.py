"""An account is connected by a window: what the person leaves in it is tried, sealed and theirs, or nothing is stored."""

import asyncio
import os
from argparse import Namespace
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from connectors.browser import finding
from connectors.errors import NoBrowser, NotFinished, ProxyFailed, WrongAccount
from ofauto_desktop.cli.verbs import accounts as verbs
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.platforms import PlatformId
from storage import audit
from tests import accounts_stage, browser_platform, browser_site
from tests.browser.test_login_window import _display, shown, types  # noqa: F401 - the display is for every test
from tests.browser.test_process import comes_to_hold, mains
from tests.browser_site import ID, PASSWORD

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _registered():
    with browser_platform.registered():
        yield


@pytest.fixture
async def stage(tmp_path):
    made = await accounts_stage.opened(tmp_path)
    yield made
    await made.aclose()


async def begun(stage, site, **more):
    return await stage.accounts.begin_window_login(
        PlatformId.FANSLY, client_id=stage.client_id, endpoints={"site": site.url}, **more
    )


@asynccontextmanager
async def waiting_for(login, site):
    """The login waits; in the block a person is before its window."""
    waiting = asyncio.create_task(login.wait())
    try:
        window = await shown()
        await comes_to_hold(lambda: "/shown" in site.paths)
        yield waiting, window
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        site.asked.clear()


async def connected(stage, site, **more):
    async with waiting_for(await begun(stage, site, **more), site) as (waiting, window):
        await types(window, PASSWORD)
        return (await asyncio.wait_for(waiting, 30)).account


async def trail(stage):
    return [row.action for row in await stage.database.read(audit.entries)]


async def test_a_login_in_a_window_connects_an_account(stage, site, tmp_path):
    account = await connected(stage, site, name="Ada there", zone="Asia/Tokyo", unattended=True)
    assert (account.remote_id, account.name, account.state) == (ID, "Ada there", LoginState.CONNECTED)
    assert account.unattended
    assert "account.unattended" in await trail(stage)
    assert (await stage.accounts.check(account.id)).account.state is LoginState.CONNECTED
    secrets = [PASSWORD.encode(), *(one.encode() for pair in site.sessions.items() for one in pair)]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [secret for secret in secrets if any(secret in content for content in files)]


async def test_logging_in_again_by_the_window_keeps_the_account_and_refuses_another(stage, site, monkeypatch):
    account = await connected(stage, site)
    site.sessions.clear()
    assert (await stage.accounts.check(account.id)).account.state is LoginState.EXPIRED
    monkeypatch.setattr(browser_site, "ID", "41700999")
    with pytest.raises(WrongAccount):
        await connected(stage, site, account_id=account.id)
    assert (await stage.accounts.get(account.id)).state is LoginState.EXPIRED
    monkeypatch.setattr(browser_site, "ID", ID)
    again = await connected(stage, site, account_id=account.id)
    assert (again.id, again.state) == (account.id, LoginState.CONNECTED)
    assert len(await stage.accounts.list()) == 1


async def test_a_login_that_is_cancelled_stores_nothing(stage, site):
    login = await begun(stage, site)
    async with waiting_for(login, site) as (waiting, _):
        await login.cancel()
        with pytest.raises(NotFinished):
            await waiting
    assert await stage.accounts.list() == ()
    assert not mains(os.getpid())


async def test_a_window_goes_by_the_proxy_or_not_at_all(stage, site):
    login = await begun(stage, site, proxy="http://127.0.0.1:9")
    with pytest.raises(ProxyFailed):
        await login.wait()
    assert site.asked == []
    assert await stage.accounts.list() == ()


async def test_what_can_be_refused_without_the_site_is(stage, site, monkeypatch):
    with pytest.raises(BadInput, match="no login in a window"):
        await stage.accounts.begin_window_login(PlatformId.GUMROAD, client_id=stage.client_id)
    with pytest.raises(BadInput, match="never leaves this computer"):
        await begun(stage, site, practice=True)
    with pytest.raises(BadInput, match="unattended is for others"):
        await stage.accounts.add(PlatformId.X, client_id=stage.client_id, fields={"access_token": "a"}, unattended=True)
    monkeypatch.setattr(finding, "_candidates", lambda _: iter(()))
    with pytest.raises(NoBrowser):
        await begun(stage, site)


async def test_by_the_command_line_too(stage, site, capsys):
    services = SimpleNamespace(
        accounts=stage.accounts, clients=stage.clients, deliveries=SimpleNamespace(path=lambda _: None, port=1)
    )
    given = Namespace(
        platform="fansly", client="Ada", account=None, name=None, zone=None, proxy=None, secret_fd=None,
        endpoint=[f"site={site.url}"], unattended=False, json=True, ask_for=[],
    )  # fmt: skip
    async with waiting_for(SimpleNamespace(wait=lambda: verbs.connect(services, given)), site) as (waiting, window):
        await types(window, PASSWORD)
        row = (await asyncio.wait_for(waiting, 30)).value
    assert (row["remote_id"], row["state"], row["unattended"]) == (ID, "connected", False)
    assert '"window"' in capsys.readouterr().out
    again = {**vars(given), "account": str(row["id"]), "client": None, "endpoint": []}
    for ignored in ({"name": "Other"}, {"zone": "Asia/Tokyo"}, {"proxy": "http://a.invalid:1"}, {"unattended": True}):
        with pytest.raises(BadInput, match="leaves the account as it is"):
            await verbs.connect(services, Namespace(**{**again, **ignored}))
    row = (await verbs.unattended(services, Namespace(id=str(row["id"])))).value
    assert row["unattended"]
    row = (await verbs.assisted(services, Namespace(id=str(row["id"])))).value
    assert not row["unattended"]
    assert [one for one in await trail(stage) if "ttended" in one or "assisted" in one] == [
        "account.assisted",
        "account.unattended",
    ]
