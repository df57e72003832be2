"""What an account's client makes of each situation of proxies.md §3, for reading and for publishing; nothing goes direct.

What counts for a post: did its bytes leave? A tunnel that never opened let none out, so that is never "unknown".
"""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from connectors.diagnostics import Diagnostics
from connectors.errors import OutcomeUnknown, ProxyFailed, Temporary
from connectors.http import Http
from connectors.limiter import Limiter
from connectors.practice.proxy import Do, Order, PracticeProxy, proxying
from connectors.proxies import parse

pytestmark = pytest.mark.anyio
PLAIN, TUNNEL = "http", "https"
BRIGHT = "x-brd-err-code: client_10120\r\n"


class Site:
    """A platform that counts who connects and what is asked of it."""

    def __init__(
        self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", *, hangs: bool = False
    ) -> None:
        self.answer, self.hangs = answer, hangs
        self.port = self.connections = self.asked = 0

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                self.asked += 1
                if self.hangs:
                    await reader.read()
                writer.write(self.answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def site(**how):
    made = Site(**how)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


@pytest.fixture
async def proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    async with proxying() as it:
        yield it


@asynccontextmanager
async def client(through: PracticeProxy | str):
    def now():
        return datetime.now(UTC)

    url = parse(through if isinstance(through, str) else through.url).url
    http = Http(
        limiter=Limiter(rate=1000, burst=1000, now=now), diagnostics=Diagnostics(), now=now, proxy=url, deadline=1
    )
    try:
        yield http
    finally:
        await http.aclose()


async def outcome(through, scheme, place, *, publishing):
    """The error's class, or the status."""
    async with client(through) as http:
        try:
            reply = await http.request(
                "POST", f"{scheme}://127.0.0.1:{place.port}/posts", bucket="b", publishing=publishing
            )
        except (ProxyFailed, OutcomeUnknown, Temporary) as error:
            return type(error)
        return reply.status


both = pytest.mark.parametrize("publishing", [False, True], ids=["reading", "publishing"])
ways = pytest.mark.parametrize("scheme", [PLAIN, TUNNEL])


@both
async def test_all_is_well(proxy, publishing):
    async with site() as place:
        assert await outcome(proxy, PLAIN, place, publishing=publishing) == 200
        assert place.connections == len(proxy.passed) == 1


@both
@ways
@pytest.mark.parametrize("status", [400, 401, 402, 403, 407, 408, 429, 499, 502])
async def test_the_proxy_answers_4xx_or_5xx(proxy, scheme, status, publishing):
    proxy.order(Order(status=status, headers=BRIGHT))
    async with site() as place:
        assert await outcome(proxy, scheme, place, publishing=publishing) is ProxyFailed
        assert place.connections == 0


@both
@ways
async def test_wrong_password(proxy, scheme, publishing):
    async with site() as place:
        wrong = f"127.0.0.1:{proxy.port}:ada:wrong"
        assert await outcome(wrong, scheme, place, publishing=publishing) is ProxyFailed
        assert place.connections == 0


@both
async def test_a_tunnel_refused_without_any_header(proxy, publishing):
    proxy.order(Order(status=502))
    async with site() as place:
        assert await outcome(proxy, TUNNEL, place, publishing=publishing) is ProxyFailed
        assert place.connections == 0


@both
@ways
async def test_proxy_port_closed(proxy, scheme, publishing):
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    async with site() as place:
        assert await outcome(f"127.0.0.1:{port}", scheme, place, publishing=publishing) is ProxyFailed
        assert place.connections == 0


@both
@ways
async def test_proxy_name_unknown(scheme, publishing):
    async with site() as place:
        assert await outcome("no-such-proxy.invalid:80", scheme, place, publishing=publishing) is ProxyFailed
        assert place.connections == 0


@both
@pytest.mark.parametrize("do", [Do.RESET, Do.HANG])
async def test_a_tunnel_that_is_reset_or_hangs_let_nothing_out(proxy, do, publishing):
    proxy.order(Order(do=do))
    async with site() as place:
        assert await outcome(proxy, TUNNEL, place, publishing=publishing) is ProxyFailed
        assert place.connections == 0


@pytest.mark.parametrize("do", [Do.RESET, Do.HANG])
async def test_a_plain_request_that_is_reset_or_hangs_had_left(proxy, do):
    """The proxy has the whole request then, and may have passed it on."""
    async with site() as place:
        for publishing, expected in ((False, Temporary), (True, OutcomeUnknown)):
            proxy.order(Order(do=do))
            assert await outcome(proxy, PLAIN, place, publishing=publishing) is expected
        assert place.connections == 0


async def test_a_platform_that_hangs_behind_a_good_proxy(proxy):
    async with site(hangs=True) as place:
        for publishing, expected in ((False, Temporary), (True, OutcomeUnknown)):
            assert await outcome(proxy, PLAIN, place, publishing=publishing) is expected
        assert place.asked == len(proxy.passed) == 2


async def test_200_with_an_empty_body_and_only_the_error_header(proxy):
    proxy.order(Order(status=200, phrase="OK", headers=BRIGHT))
    async with site() as place:
        assert await outcome(proxy, PLAIN, place, publishing=True) is ProxyFailed
        assert place.connections == 0


async def test_a_lost_answer_of_the_target_may_have_been_a_post(proxy):
    async with site() as place:
        for publishing, expected in ((False, ProxyFailed), (True, OutcomeUnknown)):
            proxy.order(Order(status=502, headers="x-brd-err-code: target_40020\r\n"))
            assert await outcome(proxy, PLAIN, place, publishing=publishing) is expected


async def test_a_block_page_of_the_site_is_the_sites_answer(proxy):
    async with site(answer=b"HTTP/1.1 403 Forbidden\r\nServer: cloudflare\r\nContent-Length: 0\r\n\r\n") as place:
        assert await outcome(proxy, PLAIN, place, publishing=True) == 403


async def test_no_tls_behind_the_tunnel(proxy):
    async with site(answer=b"hello") as place:
        assert await outcome(proxy, TUNNEL, place, publishing=True) is ProxyFailed
        assert place.connections == len(proxy.passed) == 1
