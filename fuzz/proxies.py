"""What is pasted as a proxy, and whatever one answers."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from hypothesis import strategies as st

from connectors.proxies import masked_username, parse
from connectors.proxy_check import Expected, Patience, check_proxy, check_reachable
from connectors.proxy_refusals import read_refusal, tunnel_refusal
from fuzz.cases import Case
from fuzz.mutations import bytes_of, damaged
from fuzz.parsers import Parser
from fuzz.shapes import PRIVATE
from fuzz.shapes import proxies as shapes
from fuzz.wire import NOW

_PATIENCE = Patience(connect=1, request=1, between=0)
_loop: asyncio.Runner | None = None


@st.composite
def _addresses(draw: Callable[..., Any]) -> Case:
    text = draw(st.sampled_from(shapes.ADDRESSES))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(("-", ":", "@", "/", "[", "]", "%", "%00", "\n", "-zone-", "-ip-", "٣", "", "é")))
        text = text[:at] + piece + text[at + draw(st.integers(0, 4)) :]
    return Case(where="address", body=text.encode("utf-8", "surrogatepass"))


@st.composite
def _answers(draw: Callable[..., Any]) -> Case:
    headers = draw(st.lists(st.sampled_from(shapes.HEADERS), max_size=3))
    body, status = draw(bytes_of(shapes.ANSWERS)), draw(st.sampled_from((200, 204, 302, 400, 403, 407, 429, 502, 599)))
    return Case(where="answer", body=body, status=status, headers=tuple(headers))


@st.composite
def _heads(draw: Callable[..., Any]) -> Case:
    content = draw(st.sampled_from(shapes.TUNNELS)).encode()
    where = draw(st.sampled_from(("tunnel", "exit")))
    for _ in range(draw(st.integers(0, 3))):
        content = damaged(draw, content)
    return Case(where=where, body=content + draw(bytes_of(shapes.ANSWERS)))


def _read(case: Case) -> list[str]:
    match case.where:
        case "address":
            return _address(case.body.decode("utf-8", "replace"))
        case "answer":
            headers = dict(case.headers)
            found = (
                read_refusal(case.status, headers, case.body),
                tunnel_refusal(case.status, headers, case.body, "phrase"),
            )
            return [one.words for one in found if one is not None]
        case _:
            told: list[str] = _on_loop(_asked(case))
            return told


def _address(text: str) -> list[str]:
    proxy = parse(text)
    assert 1 <= proxy.port <= 65535, "a port that is none"
    address = httpx.URL(proxy.url)
    assert (address.port or {"http": 80, "https": 443}[address.scheme]) == proxy.port, "an address of another port"
    # A user name may be what a person wants: only the password is never shown.
    hidden = proxy.shown.replace(masked_username(proxy.username), "")
    return [hidden if PRIVATE not in proxy.username and PRIVATE not in proxy.host else "", *proxy.notes]


async def _asked(case: Case) -> list[str]:
    """Both checks of a proxy that says this to everything."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(case.body)
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    try:
        proxy = parse(f"127.0.0.1:{server.sockets[0].getsockname()[1]}:ada:{PRIVATE}")
        ask = ("https" if case.where == "tunnel" else "http") + "://where.invalid/"
        looks = [
            await check_proxy(proxy, ask, Expected(country="DE", sticky=True), NOW, samples=1, patience=_PATIENCE),
            await check_reachable(proxy, NOW, url="https://where.invalid/", patience=_PATIENCE),
        ]
        for look in looks:
            assert len(look.country) in (0, 2), "a country that is none"
        return [f"{one.reason} {one.code}" for one in looks]
    finally:
        server.close()


def _on_loop(what: Any) -> Any:
    """On a loop that waits as the clock does: there are sockets."""
    global _loop  # noqa: PLW0603 - made once
    if _loop is None:
        _loop = asyncio.Runner()
    return _loop.run(what)


def _close() -> None:
    global _loop  # noqa: PLW0603 - as above
    if _loop is not None:
        _loop.close()
    _loop = None


PARSER = Parser(st.one_of(_addresses(), _answers(), _heads()), _read, _close)
