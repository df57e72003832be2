"""The webhook door, whole: from the request's first byte to the books, on a real encrypted database."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuzz.cases import Case
from fuzz.hooks import LOGINS, deliveries
from fuzz.mutations import damaged
from fuzz.parsers import Parser
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.inbound.door import Door
from ofauto_desktop.inbound.routes import LARGEST_BODY, Routes
from ofauto_desktop.services.deliveries import Deliveries
from storage.models import WebhookDelivery
from tests.accounts_stage import Stage, opened
from tests.deliveries_stage import on_kofi, on_patreon, rows, serving

_ANSWERS = {200, 202, 400, 403, 404, 405, 408, 413, 503}
_RAW, _ADDRESS, _PATIENCE = "raw", b"@address@", 20.0
_LINES = (
    b"Host: tunnel.example",
    b"Content-Length: 5",
    b"Content-Length: -1",
    b"Content-Length: 5, 6",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Expect: 100-continue",
    b"Connection: close",
    b"Upgrade: websocket",
    b"Content-Type: application/x-www-form-urlencoded",
    b"X-Patreon-Signature: \xff",
    b" folded",
    b": x",
)
_PATHS = ("", "/", "//hook", "/hook/{}", "/hook/1/x", "/hook/٣/x", "/hook/-1/x", "/hook/1/\udcff", "/hook/" + "9" * 400)


@st.composite
def _bytes(draw: Callable[..., Any]) -> Case:
    """A request as bytes: its first line, headers and body put together of good and bad parts, and damaged."""
    method, version = (
        draw(st.sampled_from((b"POST", b"GET", b"post", b"\0"))),
        draw(st.sampled_from((b"1.1", b"1.0", b"9"))),
    )
    lines = draw(st.lists(st.sampled_from(_LINES), max_size=5))
    body = draw(st.sampled_from((b"data=", b"5\r\ndata=\r\n0\r\n\r\n", b"")) | st.binary(max_size=40))
    content = b"\r\n".join((method + b" " + _ADDRESS + b" HTTP/" + version, *lines, b"", body))
    return Case(where=_RAW, body=damaged(draw, content))


@st.composite
def _requests(draw: Callable[..., Any]) -> Case:
    case: Case = draw(deliveries)
    if draw(st.integers(0, 9)):
        return case
    method, path = draw(st.sampled_from(("GET", "POST", "PUT", "💩"))), draw(st.sampled_from(_PATHS))
    size = draw(st.sampled_from(("", "-1", "1e9", "٣", str(LARGEST_BODY + 1), "9" * 5000)))
    return case._replace(
        headers=(*case.headers, ("fuzz-method", method), ("fuzz-path", path), ("content-length", size))
    )


class _Door:
    """The accounts of three platforms behind a door, made once."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._loop = asyncio.Runner()
        self._loop.run(self._open(Path(self._folder.name)))

    async def _open(self, folder: Path) -> None:
        self._stage: Stage = await opened(folder)
        self._deliveries: Deliveries = serving(self._stage)
        self._routes = Routes(self._deliveries.accept)
        self._door = Door(self._deliveries.accept)
        await self._door.open(0)
        self._accounts: dict[str, Account] = {
            "kofi": await on_kofi(self._stage, LOGINS["kofi"]["verification_token"]),
            "patreon": await on_patreon(self._stage),
            "gumroad": await self._stage.connect_gumroad(),
        }

    def close(self) -> None:
        async def end() -> None:
            await self._door.aclose()
            self._deliveries.aclose()
            await self._stage.aclose()

        self._loop.run(end())
        self._loop.close()
        self._folder.cleanup()

    def __call__(self, case: Case) -> list[str]:
        return self._loop.run(self._raw(case) if case.where == _RAW else self._ask(case))

    async def _ask(self, case: Case) -> list[str]:
        headers = dict(case.headers)
        method = headers.pop("fuzz-method", "POST")
        path = headers.pop("fuzz-path", self._deliveries.path(self._accounts[case.where]))
        status = await self._status(method, path or "", headers, case.body)
        assert status in _ANSWERS, f"answered {status}"
        self._stage.clock.forward(hours=1)
        await self._deliveries.apply_pending()
        last = rows(self._stage, WebhookDelivery)[-1:]
        assert all("failed to read" not in one.detail for one in last), "a delivery that met a defect"
        return [one.detail for one in last]

    async def _raw(self, case: Case) -> list[str]:
        """Bytes as they come over the wire. Whatever is answered is an answer of HTTP that says nothing."""
        address = (self._deliveries.path(self._accounts["kofi"]) or "").encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._door.port)
        try:
            writer.write(case.body.replace(_ADDRESS, address))
            writer.write_eof()
            answer = await asyncio.wait_for(reader.read(), _PATIENCE)
        except ConnectionError:
            return []
        finally:
            writer.close()
        for one in answer.split(b"HTTP/1.1 ")[1:]:
            assert int(one[:3]) in {*_ANSWERS, 100, 431}, "another answer than the door has"
        return [answer.decode("latin-1")]

    async def _status(self, method: str, path: str, headers: dict[str, str], body: bytes) -> int:
        sent: list[dict[str, Any]] = []
        half = len(body) // 2
        parts = [(body[:half], True), (body[half:], False)]

        async def receive() -> dict[str, Any]:
            part, more = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": more}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        pairs = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await self._routes({"path": path, "method": method, "headers": pairs}, receive, send)
        assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"], "half an answer"
        assert not sent[1]["body"], "an answer that says something"
        return int(sent[0]["status"])


_door: _Door | None = None


def _read(case: Case) -> list[str]:
    global _door  # noqa: PLW0603 - a database is made once
    _door = _door or _Door()
    return _door(case)


def _close() -> None:
    global _door  # noqa: PLW0603 - as above
    if _door is not None:
        _door.close()
    _door = None


PARSER = Parser(st.one_of(_requests(), _requests(), _bytes()), _read, _close)
