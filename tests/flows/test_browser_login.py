"""A login through the browser comes back once, to this computer only, and attacks on the way change nothing."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from connectors.errors import LoginExpired, WrongAccount
from connectors.practice.faults import Action
from connectors.practice.instagram.records import APP_ID
from connectors.practice.instagram.records import APP_SECRET as INSTAGRAM_SECRET
from connectors.practice.x.state import APP_SECRET, CONFIDENTIAL_APP, PUBLIC_APP
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.services import browser_login, loopback
from tests.accounts_stage import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


async def begun(stage, **more):
    given = {"client_id": stage.client_id, "app": {"client_id": PUBLIC_APP}, **stage.on_x(), **more}
    return await stage.accounts.begin_login(PlatformId.X, **given)


async def browsed(stage, login):
    """The person's browser opens the page and grants; the address it is sent on to."""
    async with httpx.AsyncClient(transport=stage.platforms.transport()) as browser:
        return (await browser.get(login.authorize_url)).headers["location"]


@asynccontextmanager
async def browser():
    async with httpx.AsyncClient(trust_env=False) as opened_browser:
        yield opened_browser


async def test_granting_in_the_browser_connects_the_account(stage):
    login = await begun(stage, name="Ada on X")
    query = parse_qs(urlsplit(login.authorize_url).query)
    assert query["code_challenge_method"] == ["S256"]
    waiting = asyncio.create_task(login.wait())
    async with browser() as person:
        page = await person.get(await browsed(stage, login))
    found = await waiting
    assert (found.account.name, found.account.state) == ("Ada on X", LoginState.CONNECTED)
    assert found.account.renews
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert query["state"][0] not in page.text
    assert (await stage.credentials.read(found.account.id)).fields["client_id"] == PUBLIC_APP


async def test_a_confidential_app_shows_its_secret(stage):
    login = await begun(stage, app={"client_id": CONFIDENTIAL_APP, "client_secret": APP_SECRET})
    found = await login.paste(await browsed(stage, login))
    assert (await stage.credentials.read(found.account.id)).fields["client_secret"] == APP_SECRET


async def test_refusing_in_the_browser_stores_nothing(stage):
    stage.x.settings.consent = False
    login = await begun(stage)
    async with browser() as person:
        await person.get(await browsed(stage, login))
    with pytest.raises(LoginExpired, match="refused in the browser"):
        await login.wait()
    assert await stage.accounts.list() == ()


async def test_attacks_change_nothing_and_the_login_goes_on(stage):
    login = await begun(stage)
    good = await browsed(stage, login)
    at = urlsplit(good)
    base = f"http://{at.netloc}"
    state, code = parse_qs(at.query)["state"][0], parse_qs(at.query)["code"][0]
    waiting = asyncio.create_task(login.wait())
    async with browser() as attacker:
        tried = [
            await attacker.get(f"{base}/callback?state=guess&code={code}"),
            await attacker.get(f"{base}/callback?code={code}"),
            await attacker.get(f"{base}/callback?state={state}é&code={code}"),
            await attacker.get(f"{base}/callback?state={state}&state=x&code={code}"),
            await attacker.get(f"{base}/callback?state={state}&code=a&code=b"),
            await attacker.get(f"{base}/callback?state={state}"),
            await attacker.get(f"{base}/other?state={state}&code={code}"),
            await attacker.post(f"{base}/callback?state={state}&code={code}"),
            await attacker.get(good, headers={"host": "evil.test"}),
            await attacker.get(good, headers={"host": f"localhost:{at.port}"}),
        ]
    assert {one.status_code for one in tried} == {400, 404, 405}
    assert not waiting.done()
    async with browser() as person:
        assert (await person.get(good)).status_code == 200
    assert (await waiting).account.handle == "ada_practice"
    assert stage.asked("oauth2/token") == 1


async def test_a_second_answer_is_refused_and_the_port_is_free_again(stage):
    login = await begun(stage)
    good = await browsed(stage, login)
    waiting = asyncio.create_task(login.wait())
    async with browser() as person:
        await person.get(good)
        await waiting
        with pytest.raises(httpx.ConnectError):
            await person.get(good)
    with pytest.raises(BadInput, match="used already"):
        await login.paste(good)


async def test_noise_on_the_port_does_not_end_the_login(stage):
    login = await begun(stage)
    port = urlsplit(login._redirect_uri).port
    for noise in (b"", b"\x16\x03\x01\r\n\r\n", b"GET\r\n\r\n", b"A" * 40_000, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"):
        reader, writer = await asyncio.open_connection(loopback.HOST, port)
        writer.write(noise)
        if not noise:
            writer.close()
            continue
        writer.write_eof()
        answer = await reader.read()
        assert answer == b"" or b" 400 " in answer.splitlines()[0]
        writer.close()
    assert (await login.paste(await browsed(stage, login))).account.handle == "ada_practice"


async def test_with_every_port_taken_the_address_can_be_pasted(stage):
    taken = []
    for port in (53682, 53683, 53684):
        try:
            taken.append(await asyncio.start_server(lambda _r, w: w.close(), loopback.HOST, port))
        except OSError:
            continue  # another test of this computer has it: taken just as well
    try:
        login = await begun(stage)
        found = await login.paste(" " + await browsed(stage, login) + "\n")
    finally:
        for server in taken:
            server.close()
    assert found.account.handle == "ada_practice"


async def test_a_pasted_address_of_another_place_or_login_is_refused(stage):
    login = await begun(stage)
    good = await browsed(stage, login)
    for wrong in ("", "https://x.com/home", good.replace("127.0.0.1", "localhost"), good.replace("/callback", "/c")):
        with pytest.raises(BadInput, match="begins with"):
            await login.paste(wrong)
    with pytest.raises(BadInput, match="another login"):
        await login.paste(good.replace("state=", "state=x"))
    assert (await login.paste(good)).account.handle == "ada_practice"


async def test_a_cancelled_and_a_forgotten_login_say_so(stage, monkeypatch):
    login = await begun(stage)
    waiting = asyncio.create_task(login.wait())
    await login.cancel()
    with pytest.raises(LoginExpired, match="cancelled"):
        await waiting
    monkeypatch.setattr(browser_login, "WAIT", 0.0)
    with pytest.raises(LoginExpired, match="5 minutes"):
        await (await begun(stage)).wait()
    assert await stage.accounts.list() == ()


async def test_a_failed_exchange_or_check_stores_nothing(stage):
    for match in ("oauth2/token", "users/me"):
        login = await begun(stage)
        good = await browsed(stage, login)
        stage.trouble(Action.HTML, match)
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is, nothing may be stored
            await login.paste(good)
    assert await stage.accounts.list() == ()


async def test_logging_in_again_replaces_the_login_of_the_same_account_only(stage):
    first = await begun(stage)
    account = (await first.paste(await browsed(stage, first))).account
    stage.x.settings.browser_user = "bo_practice"
    wrong = await begun(stage, account_id=account.id)
    with pytest.raises(WrongAccount, match="bo_practice"):
        await wrong.paste(await browsed(stage, wrong))
    stage.x.settings.browser_user = "ada_practice"
    before = (await stage.credentials.read(account.id)).version
    again = await begun(stage, account_id=account.id)
    assert (await again.paste(await browsed(stage, again))).account.id == account.id
    assert (await stage.credentials.read(account.id)).version == before + 1


async def test_a_missing_app_and_a_platform_without_a_browser_login_are_told(stage):
    with pytest.raises(BadInput) as caught:
        await begun(stage, app={})
    assert caught.value.item == "client_id"
    with pytest.raises(BadInput, match="no login through the browser"):
        await stage.accounts.begin_login(PlatformId.GUMROAD, client_id=stage.client_id, app={"client_id": "a"})


async def test_where_the_browser_cannot_come_back_its_address_is_pasted(stage):
    """Meta takes https addresses alone, at which nobody on this computer answers."""
    login = await begun_on_instagram(stage)
    assert not login.returns_by_itself
    found = await login.paste(await browsed(stage, login))
    assert (found.account.platform, found.account.handle) == (PlatformId.INSTAGRAM, "ada_practice")
    fields = (await stage.credentials.read(found.account.id)).fields
    assert fields["app_id"] == APP_ID
    assert fields["access_token"].startswith("IGAA")
    assert found.account.renews
    assert "challenge" not in login.authorize_url


async def test_an_address_of_ones_own_is_what_was_registered(stage):
    login = await begun_on_instagram(stage, redirect_uri="https://me.example/back")
    assert parse_qs(urlsplit(login.authorize_url).query)["redirect_uri"] == ["https://me.example/back"]
    with pytest.raises(BadInput, match=r"begins with https://me\.example/back"):
        await login.paste("https://localhost/ofauto/?code=1&state=2")
    await login.cancel()


async def begun_on_instagram(stage, **app):
    return await stage.accounts.begin_login(
        PlatformId.INSTAGRAM,
        client_id=stage.client_id,
        app={"app_id": APP_ID, "app_secret": INSTAGRAM_SECRET, **app},
        practice=True,
        endpoints=stage.platforms.endpoints()["instagram"],
    )
