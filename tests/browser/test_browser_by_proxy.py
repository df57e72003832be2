"""An account that is bound to a proxy speaks by it alone, in a browser too: what does not go through does not go at all."""

import pytest

from connectors.errors import ProxyFailed
from connectors.practice.proxy import Do, Order, proxying
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostState
from tests import browser_platform, publishing_stage
from tests.browser.test_session import logged_in
from tests.browser_platform import SiteClient

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    monkeypatch.setattr(SiteClient, "by_person", False)
    monkeypatch.setattr(SiteClient, "sent", [])
    with browser_platform.registered():
        yield


@pytest.fixture
async def proxy():
    async with proxying() as it:
        yield it


@pytest.fixture
async def stage(tmp_path, browser, monkeypatch):
    async def stays():
        """Closed with the module."""

    monkeypatch.setattr(browser, "aclose", stays)
    made = await publishing_stage.opened(tmp_path, browser=browser)
    yield made
    await made.aclose()


async def bound(stage, browser, site, proxy):
    state = (await logged_in(browser, site)).field()
    site.asked.clear()
    found = await stage.accounts.add(
        PlatformId.FANSLY,
        client_id=stage.ada.client_id,
        fields={"session": state},
        endpoints={"site": site.url},
        proxy=proxy.url,
        unattended=True,
    )
    return found.account


def is_all_through(site, proxy):
    """Each request of the site is a connection of the proxy's."""
    return len(site.asked) == len(proxy.passed) > 0 and set(proxy.passed) == {site.url.removeprefix("http://")}


async def test_from_the_first_check_to_a_post_all_goes_through_the_proxy(stage, browser, site, proxy):
    account = await bound(stage, browser, site, proxy)
    assert is_all_through(site, proxy)
    post = await stage.schedule("Hello there", to=(account,), at=When.NOW)
    assert await stage.publishing.publish_due() == 1
    assert await stage.state(post) is PostState.POSTED
    assert is_all_through(site, proxy)


async def test_a_proxy_that_refuses_or_is_gone_stops_the_account_and_nothing_goes_direct(stage, browser, site):
    async with proxying() as proxy:
        account = await bound(stage, browser, site, proxy)
        site.asked.clear()
        proxy.order(Order(do=Do.ANSWER, status=407, phrase="Proxy Authentication Required", times=50))
        post = await stage.schedule("Hello there", to=(account,), at=When.NOW)
        assert await stage.publishing.publish_due() == 0
        assert await stage.state(post) is PostState.SCHEDULED
    with pytest.raises(ProxyFailed):
        await stage.accounts.check(account.id)
    assert site.asked == []
    assert (await stage.accounts.get(account.id)).state is LoginState.CONNECTED, "the login is not to blame"
