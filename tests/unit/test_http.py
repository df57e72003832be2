"""The one place that knows httpx's errors: what each means for a post, and that nothing secret is quoted."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from connectors.diagnostics import Diagnostics
from connectors.errors import LayoutChanged, NetworkDown, OutcomeUnknown, ProxyFailed, Rejected, Temporary
from connectors.http import LARGEST_ANSWER, Http, Reply, decoded
from connectors.limiter import Limiter

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://platform.invalid/2/users/2244994945?secret=query"


class Wire(httpx.AsyncBaseTransport):
    """Answers, or fails, as it is told."""

    def __init__(self, outcome: httpx.Response | Exception) -> None:
        self.outcome = outcome
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def http(outcome: httpx.Response | Exception, *, proxy: bool = False, deadline: float = 5) -> Http:
    made = Http(
        limiter=Limiter(rate=1000, burst=100, now=lambda: NOW),
        diagnostics=Diagnostics(),
        now=lambda: NOW,
        transport=Wire(outcome),
        deadline=deadline,
    )
    made._has_proxy = proxy
    return made


async def ask(client: Http, *, publishing: bool = False, **more) -> Reply:
    try:
        return await client.request("POST", URL, bucket="b", publishing=publishing, **more)
    finally:
        await client.aclose()


LOST = (
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("gone"),
    httpx.ReadTimeout("slow"),
    httpx.WriteTimeout("slow"),
    httpx.CloseError("closed"),
    httpx.DecodingError("not gzip"),
)
UNREACHED = (httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full"))


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
async def test_an_answer_lost_after_bytes_left_is_unknown_for_a_post(error: Exception) -> None:
    with pytest.raises(OutcomeUnknown):
        await ask(http(error), publishing=True)
    with pytest.raises(Temporary):
        await ask(http(error))


@pytest.mark.parametrize("error", UNREACHED, ids=lambda error: type(error).__name__)
async def test_what_was_not_reached_accepted_nothing(error: Exception) -> None:
    for publishing in (True, False):
        with pytest.raises(NetworkDown):
            await ask(http(error), publishing=publishing)
        with pytest.raises(ProxyFailed):
            await ask(http(error, proxy=True), publishing=publishing)


async def test_a_proxy_that_refuses_is_the_proxy_s_failure() -> None:
    with pytest.raises(ProxyFailed, match="407"):
        await ask(http(httpx.ProxyError("407 Proxy Authentication Required"), proxy=True), publishing=True)


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("ftp://platform.invalid/", {}),
        ("https://[broken/", {}),
        ("https://platform.invalid/", {"authorization": "Bearer secret…"}),
        ("https://platform.invalid/", {"authorization": "Bearer secret\nline"}),
    ],
)
async def test_what_cannot_be_sent_is_refused_and_not_quoted(url: str, headers: dict[str, str]) -> None:
    client = Http(limiter=Limiter(rate=1000, burst=9, now=lambda: NOW), diagnostics=Diagnostics(), now=lambda: NOW)
    with pytest.raises((Rejected, NetworkDown)) as caught:
        await client.request("POST", url, bucket="b", publishing=True, headers=headers)
    await client.aclose()
    assert "secret" not in f"{caught.value!r} {caught.value.__cause__!r}"


class _Endless(httpx.AsyncByteStream):
    """Counts how much was read of an answer without end."""

    read = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.read += 65_536
            yield b"x" * 65_536


async def test_reading_stops_at_the_largest_answer() -> None:
    for publishing, kind in ((True, OutcomeUnknown), (False, Temporary)):
        stream = _Endless()
        with pytest.raises(kind, match="larger than 8 MB"):
            await ask(http(httpx.Response(200, stream=stream)), publishing=publishing)
        assert stream.read <= LARGEST_ANSWER + 2 * 65_536


class _Dripping(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.01)
            yield b"x"


async def test_an_answer_that_drips_ends_at_the_deadline() -> None:
    with pytest.raises(OutcomeUnknown, match="TimeoutError"):
        await ask(http(httpx.Response(200, stream=_Dripping()), deadline=0.05), publishing=True)
    with pytest.raises(Temporary):
        await ask(http(httpx.Response(200, stream=_Dripping())), deadline=0.05)


async def test_a_request_that_is_called_off_is_noted_and_not_an_error_of_the_platform() -> None:
    client = http(httpx.Response(200, stream=_Dripping()))
    task = asyncio.create_task(ask(client))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert client.diagnostics.requests[-1].status is None


async def test_a_status_is_no_error_and_redirects_are_not_followed() -> None:
    for status in (204, 302, 404, 500):
        reply = await ask(http(httpx.Response(status, headers={"location": "https://elsewhere.invalid/"})))
        assert reply.status == status
        assert reply.server_failed == (status == 500)


async def test_the_diagnostics_hold_neither_query_nor_id_nor_header() -> None:
    client = http(httpx.Response(200, json={"a": 1}))
    await ask(client, headers={"authorization": "Bearer secret"}, json={"text": "secret"})
    (note,) = client.diagnostics.requests
    assert (note.method, note.route, note.status, note.received) == ("POST", "/2/users/…", 200, 7)
    assert "secret" not in repr(note)


def test_a_reply_does_not_print_what_it_holds() -> None:
    reply = Reply(status=200, headers=httpx.Headers({"set-cookie": "session=secret"}), body=b"secret")
    assert "secret" not in repr(reply)
    assert not reply.is_json


class Form(msgspec.Struct):
    kind: str
    when: datetime | None = None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>secret",
        b'{"kind": 7}',
        b'{"secret": 1}',
        b'{"kind":"a","when":"secret"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_an_answer_of_another_form_is_named_without_its_values(body: bytes) -> None:
    kept = Diagnostics()
    with pytest.raises(LayoutChanged) as caught:
        decoded(Reply(status=200, headers=httpx.Headers(), body=body), Form, kept)
    assert "secret" not in caught.value.reason
    assert kept.unreadable
    assert body != b"<html>secret" or kept.unreadable == "a page of 12 bytes"


def test_a_value_in_msgspec_s_message_is_left_out() -> None:
    from typing import Literal

    class Strict(msgspec.Struct):
        state: Literal["a", "b"]

    with pytest.raises(LayoutChanged) as caught:
        decoded(Reply(status=200, headers=httpx.Headers(), body=b'{"state":"Ada Lovelace"}'), Strict, Diagnostics())
    assert "Lovelace" not in caught.value.reason


async def test_a_cookie_is_forgotten() -> None:
    """Nothing a platform sets ties one request to the next."""
    client = http(httpx.Response(200, headers={"set-cookie": "seen=1"}))
    for _ in range(2):
        await client.request("GET", URL, bucket="b")
    assert len(client._transport.asked) == 2
    assert all("cookie" not in request.headers for request in client._transport.asked)
    await client.aclose()


async def test_httpx_comes_without_the_command_line_that_it_brings() -> None:
    """With what that loads the program would be larger by megabytes, wherever a developer's tool has put it."""
    asked = (
        "import sys, connectors.http; print([name for name in ('rich', 'pygments', 'click') if name in sys.modules])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", asked, stdout=subprocess.PIPE)
    said, _ = await process.communicate()
    assert said.decode().strip() == "[]"
