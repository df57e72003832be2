"""The webhook door holds its bounds, and is calm whatever bytes come."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofauto_desktop.inbound import door as doors
from ofauto_desktop.inbound import routes
from ofauto_desktop.inbound.door import Door
from tests.accounts_stage import opened
from tests.deliveries_stage import on_kofi, serving

pytestmark = pytest.mark.anyio


class Served:
    """An account of Ko-fi behind an open door."""

    def __init__(self, door: Door, path: str) -> None:
        self.door, self.path = door, path

    def head(self, *lines: str) -> bytes:
        return "\r\n".join((f"POST {self.path} HTTP/1.1", "Host: tunnel.example", *lines, "", "")).encode()

    async def raw(self, *parts: bytes, ends: bool = True) -> bytes:
        """What is answered to these bytes until the door ends the connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.door.port)
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
            if ends:
                writer.write_eof()
            return await asyncio.wait_for(reader.read(), 15)
        except ConnectionError:
            return b""
        finally:
            writer.close()


@pytest.fixture
async def served(tmp_path):
    stage = await opened(tmp_path)
    account = await on_kofi(stage)
    deliveries = serving(stage)
    door = Door(deliveries.accept)
    await door.open(0)
    yield Served(door, deliveries.path(account) or "")
    await door.aclose()
    deliveries.aclose()
    await stage.aclose()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


async def test_a_body_that_is_too_large_is_refused_before_it_comes(served):
    assert status(await served.raw(served.head(f"Content-Length: {routes.LARGEST_BODY + 1}"))) == 413
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert status(await served.raw(served.head("Transfer-Encoding: chunked"), *[chunk] * 5)) == 413


@pytest.mark.parametrize("size", [20_000, 60_000])
async def test_a_head_that_is_too_large_is_refused(served, size):
    """Also where it comes at once, which h11 lets pass."""
    answer = await served.raw(served.head(f"X-Long: {'x' * size}"))
    assert answer == b"" or status(answer) in (400, 431)
    assert b"HTTP/1.1 403" not in answer


async def test_who_sends_no_request_in_time_is_let_go(served, monkeypatch):
    monkeypatch.setattr(doors, "HEAD_WITHIN", 0.2)
    for part in (b"", served.head()[:20]):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.door.port)
        writer.write(part)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()


async def test_who_sends_a_body_too_slowly_is_let_go(served, monkeypatch):
    monkeypatch.setattr(routes, "BODY_WITHIN", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", served.door.port)
    writer.write(served.head("Content-Length: 10"))
    assert status(await asyncio.wait_for(reader.read(), 10)) == 408
    writer.close()


_STARTS = st.sampled_from(
    (
        b"POST ADDRESS HTTP/1.1\r\n",
        b"POST ADDRESS HTTP/1.0\r\n",
        b"GET / HTTP/1.1\r\n",
        b"POST /hook/%FF/%00 HTTP/1.1\r\n",
        b"PRI * HTTP/2.0\r\n",
        b"",
    )
)
_LINES = st.sampled_from(
    (
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Content-Length: 5, 6",
        b"Transfer-Encoding: chunked",
        b"Expect: 100-continue",
        b"Connection: close",
        b"Upgrade: websocket",
        b"X: \xff",
        b"Content-Type: application/x-www-form-urlencoded",
        b": x",
        b"",
    )
)
_ENDS = st.sampled_from((b"\r\n\r\n", b"\n", b""))


def drawn(strategy: st.SearchStrategy, number: int) -> list:
    """So many values of a strategy: the door runs on a loop of its own, where hypothesis cannot."""
    found = []

    @settings(max_examples=number)
    @given(strategy)
    def collect(value):
        found.append(value)

    collect()
    return found


async def test_any_bytes_are_answered_calmly(served):
    """Never a 5xx, never a word that is no status, and the door is open afterwards."""
    target = served.path.encode()
    every = st.tuples(_STARTS, st.lists(_LINES, max_size=5), _ENDS, st.binary(max_size=200))
    for start, lines, end, rest in drawn(every, 300):
        answer = await served.raw(start.replace(b"ADDRESS", target) + b"\r\n".join(lines) + end, rest)
        for one in answer.split(b"HTTP/1.1 ")[1:]:
            assert one[:1] in b"14", (start, lines, end, rest, one)
    assert status(await served.raw(served.head("Content-Length: 6"), b"data=x")) == 400


async def test_any_body_at_a_right_address_is_refused(served):
    for body in drawn(st.binary(max_size=400), 200):
        for prefix in (b"", b"data="):
            whole = prefix + body
            start = served.head(f"Content-Length: {len(whole)}", "Connection: close")
            answer = await served.raw(start, whole, ends=False)
            assert status(answer) in (400, 403)
