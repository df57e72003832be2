"""The practice platforms behind one address: in process and on a socket the same, broken connections included."""

from collections.abc import AsyncIterator

import httpx
import pytest

from connectors.practice import worlds
from connectors.practice.platforms import PracticePlatforms
from connectors.practice.server import serve
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.stage import NOW

pytestmark = pytest.mark.anyio
LOGIN = {"authorization": "Bearer practice-x-token"}


@pytest.fixture(params=["in process", "on a socket"])
async def platform(
    request: pytest.FixtureRequest,
) -> AsyncIterator[tuple[httpx.AsyncClient, dict[str, dict[str, str]]]]:
    """A client without a login, and the endpoints."""
    platforms = PracticePlatforms(worlds.empty())
    if request.param == "in process":
        async with httpx.AsyncClient(transport=platforms.transport()) as client:
            yield client, platforms.endpoints()
        return
    async with serve("127.0.0.1", 0, platforms) as endpoints, httpx.AsyncClient() as client:
        yield client, endpoints


def control(endpoints: dict[str, dict[str, str]], what: str, name: str = "x") -> str:
    api = endpoints[name]["api"]
    return f"{api[: api.rindex('/')]}/_practice/{what}"


async def test_both_platforms_answer_at_their_own_paths(platform) -> None:
    client, endpoints = platform
    assert set(endpoints) >= {"x", "gumroad"}
    assert endpoints["x"]["token"].endswith("/x/2/oauth2/token")
    reply = await client.get(f"{endpoints['x']['api']}/users/me", headers=LOGIN)
    assert reply.json()["data"]["username"] == "ada_practice"
    token = {"access_token": "practice-gumroad-token"}
    assert (await client.get(f"{endpoints['gumroad']['api']}/user", params=token)).json()["success"]


async def test_what_arrived_can_be_counted(platform) -> None:
    client, endpoints = platform
    for text in ("one", "two"):
        await client.post(f"{endpoints['x']['api']}/tweets", json={"text": text}, headers=LOGIN)
    state = (await client.get(control(endpoints, "state"))).json()
    assert state["posts"] == {"one": 1, "two": 1}
    assert state["by_account"] == {"ada_practice": {"one": 1, "two": 1}}
    assert state["requests_by_route"] == {"POST /2/tweets": 2}
    seen = (await client.get(control(endpoints, "requests"))).json()
    assert [one["fault"] for one in seen] == [None, None]


async def test_a_world_is_changed_while_it_runs(platform) -> None:
    client, endpoints = platform
    assert (await client.patch(control(endpoints, "world"), json={"credit": 0})).json()["credit"] == 0
    for wrong in ({"credits": 1}, {"credit": "much"}, {"browser_user": "nobody"}):
        reply = await client.patch(control(endpoints, "world"), json=wrong)
        assert reply.status_code == 400
        assert reply.json()["error"]


async def test_trouble_is_ordered_and_called_off(platform) -> None:
    client, endpoints = platform
    url = control(endpoints, "faults")
    assert (await client.post(url, json=[{"action": "nonsense"}])).status_code == 400
    assert (await client.post(url, json=[{"action": "html", "match": "users/me"}])).json() == {"pending": 1}
    me = f"{endpoints['x']['api']}/users/me"
    assert "text/html" in (await client.get(me, headers=LOGIN)).headers["content-type"]
    await client.post(url, json=[{"action": "html", "times": 9}])
    assert (await client.delete(url)).json() == {"pending": 0}
    assert (await client.get(me, headers=LOGIN)).status_code == 200


@pytest.mark.parametrize(("action", "posts"), [("reset_before", {}), ("accept_then_drop", {"lost": 1})])
async def test_a_connection_is_really_broken(platform, action: str, posts: dict[str, int]) -> None:
    client, endpoints = platform
    await client.post(control(endpoints, "faults"), json=[{"action": action}])
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        await client.post(f"{endpoints['x']['api']}/tweets", json={"text": "lost"}, headers=LOGIN)
    assert (await client.get(control(endpoints, "state"))).json()["posts"] == posts


async def test_a_request_that_hangs_does_not_keep_the_server(platform) -> None:
    client, endpoints = platform
    if "127.0.0.1" not in endpoints["x"]["api"]:
        return  # in process the caller itself gives up
    await client.post(control(endpoints, "faults"), json=[{"action": "hang"}])
    with pytest.raises(httpx.ReadTimeout):
        await client.get(f"{endpoints['x']['api']}/users/me", headers=LOGIN, timeout=0.1)


async def test_one_address_cannot_be_served_twice() -> None:
    async with serve("127.0.0.1", 0, PracticePlatforms(worlds.empty())) as endpoints:
        port = httpx.URL(endpoints["x"]["api"]).port
        with pytest.raises(OSError, match="in use"):
            async with serve("127.0.0.1", port, PracticePlatforms(worlds.empty())):
                pass


async def test_what_changed_outlives_a_restart() -> None:
    before = worlds.year(7, NOW)
    platforms = PracticePlatforms(before)
    async with httpx.AsyncClient(transport=platforms.transport(), headers=LOGIN) as client:
        api = platforms.endpoints()["x"]["api"]
        made = [(await client.post(f"{api}/tweets", json={"text": text})).json()["data"]["id"] for text in ("a", "b")]
        await client.delete(f"{api}/tweets/{made[0]}")
    kept = worlds.to_json(before)
    after = worlds.from_json(kept)
    assert worlds.to_json(after) == kept
    for platform in (PlatformId.X, PlatformId.GUMROAD):
        assert after[platform].report() == before[platform].report()
    assert len(kept) < 20_000  # the year itself is not written down


async def test_a_platform_that_was_added_later_begins_empty() -> None:
    after = worlds.from_json(b"{}")
    assert after[PlatformId.X].report()["accepted"] == 0
    with pytest.raises(ValueError, match="truncated"):
        worlds.from_json(b"{")


async def test_a_site_and_its_interface_are_origins_of_their_own() -> None:
    platforms = PracticePlatforms({PlatformId.FANSLY: worlds.ORIGINS[PlatformId.FANSLY].empty()})
    async with serve("127.0.0.1", 0, platforms) as endpoints, httpx.AsyncClient() as client:
        api, site = endpoints["fansly"]["api"], endpoints["fansly"]["site"]
        assert api != site
        assert httpx.URL(api).path in ("", "/"), "its paths are the real ones"
        page = (await client.get(f"{site}/home")).text
        assert f'"api": "{api}/api/v1"' in page
        asks = {"origin": site, "access-control-request-headers": "authorization,fansly-client-check"}
        allowed = (await client.request("OPTIONS", f"{api}/api/v1/account/me", headers=asks)).headers
        assert allowed["access-control-allow-origin"] == site
        assert "fansly-client-check" in allowed["access-control-allow-headers"]
        assert (await client.get(f"{api}/_practice/state")).status_code == 200
        assert (await client.get(f"{api}/rates/eurofxref-hist.csv")).status_code == 200, "shared, at every port"


async def test_a_kept_fansly_goes_on_where_it_was() -> None:
    before = worlds.ORIGINS[PlatformId.FANSLY].year(7, NOW)
    before.now = lambda: NOW
    ada = before.creators["ada_practice"]
    before.publish(ada, {"content": "Now", "attachments": []})
    before.publish(ada, {"content": "Later", "attachments": [], "scheduledFor": int(NOW.timestamp() * 1000) + 10**8})
    before.delete(ada, ada.posts[0].id)
    before.configure({"do": [{"creator": "ada_practice", "do": "letter"}, {"creator": "ada_practice", "do": "row"}]})
    after = worlds.ORIGINS[PlatformId.FANSLY].kept(before.to_json())
    after.now = before.now
    assert after.report() == before.report()
    assert after.to_json() == before.to_json()
