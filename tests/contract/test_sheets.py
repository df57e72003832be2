"""The practice platforms against the sheets, endpoint by endpoint: what they answer is what the connectors are built on."""

import asyncio
import copy
import importlib
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import msgspec
import pytest
from starlette.routing import Route

from connectors import practice
from connectors.practice import worlds
from connectors.practice.elsewhere import ANYWHERE
from connectors.practice.kofi.world import TYPES
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.platforms import PlatformId
from tests.contract.sheets import kofi
from tests.contract.sheets.table import Row, Sheet, misfits
from tests.contract.stage import NOW, Clock

pytestmark = pytest.mark.anyio
PLAYED = sorted(file.parent.name for file in Path(practice.__file__ or "").parent.glob("*/app.py"))
TABLES = sorted(file.stem for file in Path(__file__).with_name("sheets").glob("*.py"))


def sheet(name: str) -> Sheet:
    return importlib.import_module(f"tests.contract.sheets.{name}").SHEET


@cache
def after_a_year(platform: PlatformId) -> Any:
    """Made once, as Gumroad's takes half a second; each row has a copy of its own."""
    return worlds.ORIGINS[platform].year(7, NOW)


def rows(kind: str) -> list[Any]:
    return [
        pytest.param(name, row, id=f"{name}: {getattr(row, 'name', None) or f'{row.method} {row.path}'}")
        for name in PLAYED
        if name in TABLES
        for row in getattr(sheet(name), kind)
    ]


class Played:
    """One platform after a year, asked by bare requests."""

    def __init__(self, name: str) -> None:
        self.sheet = sheet(name)
        self.world: Any = copy.deepcopy(after_a_year(self.sheet.platform))
        self.world.now = Clock()
        platforms = PracticePlatforms({self.sheet.platform: self.world})
        self.application: Any = platforms.app
        self._base = f"http://practice.invalid/{name}{self.sheet.base}"
        self._http = httpx.AsyncClient(transport=platforms.transport())
        self._places = self.sheet.places(self.world)

    async def ask(self, row: Row) -> httpx.Response:
        if row.settings:
            self.world.configure(self._filled(dict(row.settings)))
        token = self.sheet.token if row.token is None else row.token
        headers = {"user-agent": row.agent, **({"authorization": f"{self.sheet.scheme}{token}"} if token else {})}
        query = {name: self._filled(value) for name, value in row.query.items()}
        body = self._filled(dict(row.body))
        path = self._filled(row.path)
        signed = self.sheet.sends(self.sheet.base + path, str(httpx.QueryParams(query)))
        headers |= signed if row.token is None else {}
        address = self._base + path
        return await self._http.request(row.method, address, params=query, headers=headers, **body)

    async def aclose(self) -> None:
        await self._http.aclose()

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda found: self._places[found[1]], value)
        if isinstance(value, dict):
            return {name: self._filled(one) for name, one in value.items()}
        return [self._filled(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
async def play():
    made: list[Played] = []

    def one(name: str) -> Played:
        made.append(Played(name))
        return made[-1]

    yield one
    for played in made:
        await played.aclose()


def test_every_platform_that_is_played_has_its_table():
    assert set(PLAYED) <= set(TABLES)


@pytest.mark.parametrize("name", PLAYED)
def test_a_table_names_every_route(name):
    """What is played and stands in no table was checked by nobody."""
    listed = {(row.method, _masked(sheet(name).base + row.path)) for row in sheet(name).rows}
    found = Played(name)
    router = next(one.app for one in found.application.routes if one.path == f"/{name}")
    while not hasattr(router, "routes"):
        router = router.app
    routes = [one for one in router.routes if isinstance(one, Route) and not one.path.endswith(ANYWHERE)]
    for route in routes:
        for method in (route.methods or set()) - {"HEAD"}:
            assert any(_meets(route, method, listed_row) for listed_row in listed), (method, route.path)


@pytest.mark.parametrize(("name", "row"), rows("rows"))
async def test_an_endpoint_answers_as_its_sheet_says(play, name, row):
    _hold(await play(name).ask(row), row)


@pytest.mark.parametrize(("name", "row"), rows("refusals"))
async def test_an_endpoint_refuses_as_its_sheet_says(play, name, row):
    _hold(await play(name).ask(row), row)


@pytest.mark.parametrize(("name", "row"), rows("left_out"))
async def test_what_is_left_out_says_so_in_the_platforms_own_form(play, name, row):
    """A program that asks for it must not take the answer for another."""
    played = play(name)
    answer = await played.ask(Row(section="", method=row.method, path=row.path, form=None))
    assert answer.status_code in (404, 405), answer.text
    assert not misfits(answer.json(), played.sheet.nowhere), answer.text


@pytest.mark.parametrize("kind", TYPES)
async def test_a_message_of_kofi_is_a_form_with_one_field_that_has_every_documented_one(play, kind):
    played, came = play("kofi"), []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        came.append((head, await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    order = {"json": {"to": address, "count": 8, "kind": kind}}
    answer = await played.ask(Row(section="2", method="POST", path="/send", body=order, form=None))
    server.close()
    assert [one["status"] for one in answer.json()] == [200] * 8
    for head, body in came:
        assert b"content-type: application/x-www-form-urlencoded" in head.lower()
        fields = parse_qs(body.decode(), strict_parsing=True)
        assert list(fields) == ["data"]
        message = msgspec.json.decode(fields["data"][0])
        assert not misfits(message, kofi.MESSAGE)
        assert message["type"] == kind
        assert message["is_subscription_payment"] == (kind == "Subscription")
        assert (message["shop_items"] is not None) == (kind == "Shop Order")
        assert datetime.fromisoformat(message["timestamp"]).tzinfo is UTC


def _hold(answer: httpx.Response, row: Row) -> None:
    assert answer.status_code == row.status, answer.text
    for name in row.headers:
        assert name in answer.headers
    if row.text is not None:
        assert answer.text == row.text
    if row.form is None:
        return
    said = answer.json()
    assert not misfits(said, row.form)
    lists = [one for one in said.values() if isinstance(one, list)] if isinstance(said, dict) else []
    assert not lists or any(lists) or row.path.endswith("/stories"), "an empty list proves nothing"


def _masked(path: str) -> str:
    return re.sub(r"\{\w+\}", "1", path)


def _meets(route: Route, method: str, row: tuple[str, str]) -> bool:
    return row[0] == method and route.path_regex.match(row[1]) is not None
