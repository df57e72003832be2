"""What a check of a proxy finds, against the practice proxy: each situation of proxies.md §2, §3 and §5 that httpx meets."""

import asyncio
import ssl
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.bright_data import build_name
from connectors.practice.proxy import GEO, Do, Order, PracticeProxy, proxying
from connectors.proxies import Proxy, parse
from connectors.proxy_check import Expected, Patience, ask_for_tunnel, check_proxy, check_reachable, where_to_ask
from ofauto_desktop.domain.proxies import ProxyClass, Speed

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SOON = Patience(connect=2, request=1, between=0.01)
TUNNEL = "https://site.invalid/"


@pytest.fixture
async def proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    async with proxying() as it:
        yield it


@asynccontextmanager
async def bright(name=None, **more):
    """A proxy that knows Bright Data's names, and its address with one of them."""
    async with proxying(PracticeProxy(login="any:zonepw", bright=True, **more)) as served:
        username = (name or build_name("hl_1", "isp")).username
        yield served, Proxy(scheme="http", host="127.0.0.1", port=served.port, username=username, password="zonepw")


async def look(proxy, ask=GEO, samples=1, **expected):
    via = parse(proxy.url) if isinstance(proxy, PracticeProxy) else proxy
    return await check_proxy(via, ask, Expected(**expected), NOW, samples=samples, patience=SOON)


async def test_a_proxy_that_works_tells_its_exit_masked_and_its_latency(proxy):
    found = await look(proxy, samples=3)
    assert (found.verdict, found.country, found.http_status) == (ProxyClass.OK, "DE", 200)
    assert found.exit_ip.startswith("203.0.113.")
    assert found.exit_ip.endswith("…")
    assert found.latency_ms is not None
    assert found.speed is Speed.GOOD
    assert found.alive
    assert found.checked_at == NOW


@pytest.mark.parametrize("challenges", [True, False], ids=["with a challenge", "without a challenge"])
@pytest.mark.parametrize("ask", [GEO, TUNNEL], ids=["plain", "tunnel"])
async def test_407_of_a_wrong_password(ask, challenges, monkeypatch):
    async with proxying(PracticeProxy(challenges=challenges)) as proxy:
        found = await look(parse(f"127.0.0.1:{proxy.port}:ada:wrong"), ask)
        assert (found.verdict, found.http_status) == (ProxyClass.AUTH, 407)
        assert found.stops_jobs
        assert proxy.passed == []


@pytest.mark.parametrize("ask", [GEO, TUNNEL], ids=["plain", "tunnel"])
@pytest.mark.parametrize(
    ("status", "headers", "verdict"),
    [
        (407, "x-brd-err-code: client_10030\r\n", ProxyClass.AUTH),
        (401, "x-brd-err-code: client_10050\r\n", ProxyClass.SOURCE_IP),
        (400, "x-brd-err-code: client_10060\r\n", ProxyClass.CONFIG),
        (402, "x-brd-err-code: policy_20130\r\n", ProxyClass.KYC),
        (403, "x-brd-err-code: client_10090\r\n", ProxyClass.POLICY),
        (403, "x-brd-err-code: policy_20000\r\n", ProxyClass.TARGET),
        (408, "x-brd-err-code: peer_30040\r\n", ProxyClass.PEER_TIMEOUT),
        (429, "x-brd-err-code: client_10110\r\n", ProxyClass.RATE),
        (499, "x-brd-err-code: client_10140\r\n", ProxyClass.CLIENT),
        (502, "x-brd-err-code: client_10120\r\n", ProxyClass.PEER),
        (502, "x-brd-err-code: client_10100\r\n", ProxyClass.LIMIT),
        (502, "x-brd-err-code: target_40020\r\n", ProxyClass.TARGET),
        (502, 'Proxy-Status: brd.superproxy.io; details="client-10120: gone"\r\n', ProxyClass.PEER),
        (502, "x-brd-error: No peer available\r\n", ProxyClass.PEER),
    ],
)
async def test_each_refusal_is_told_by_its_class_however_it_came(proxy, ask, status, headers, verdict):
    proxy.order(Order(status=status, headers=headers, times=20))
    found = await look(proxy, ask)
    assert (found.verdict, found.http_status) == (verdict, status)
    assert found.reason
    assert proxy.passed == []


async def test_200_with_an_empty_body_and_only_the_error_header(proxy):
    proxy.order(Order(status=200, phrase="OK", headers="x-brd-err-code: client_10060\r\n", times=20))
    assert (await look(proxy)).verdict is ProxyClass.CONFIG


async def test_a_kyc_refusal_that_stands_in_the_body_of_a_tunnels_answer(proxy):
    body = b'{"error":{"code":"kyc_required","message":"m","action":"a","docs":"d"}}'
    proxy.order(Order(status=403, body=body, times=20))
    found = await look(proxy, TUNNEL)
    assert (found.verdict, found.code) == (ProxyClass.POLICY, "kyc_required")


async def test_an_answer_of_the_site_itself_is_alive_but_refused(proxy):
    """A block page through a healthy proxy is no fault of the proxy."""
    async with _site(b"HTTP/1.1 403 Forbidden\r\nServer: cloudflare\r\nContent-Length: 0\r\n\r\n") as port:
        found = await look(proxy, f"http://127.0.0.1:{port}/")
        assert (found.verdict, found.http_status, found.alive) == (ProxyClass.TARGET, 403, True)
        assert not found.stops_jobs


async def test_a_peer_that_is_gone_is_asked_three_times_on_the_same_session(proxy):
    proxy.order(Order(status=502, headers="x-brd-error: No peer available\r\n", times=2))
    assert (await look(proxy)).verdict is ProxyClass.OK
    proxy.order(Order(status=502, headers="x-brd-error: No peer available\r\n", times=3))
    assert (await look(proxy)).verdict is ProxyClass.PEER


async def test_a_refusal_by_policy_is_never_asked_again(proxy):
    proxy.order(Order(status=403, headers="x-brd-err-code: policy_20000\r\n", times=5))
    await look(proxy)
    assert len(proxy.orders) == 4


async def test_a_closed_port(proxy):
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    found = await look(parse(f"127.0.0.1:{port}"))
    assert (found.verdict, found.reason) == (ProxyClass.UNREACHABLE, "nothing listens at the proxy's port")
    assert (await check_reachable(parse(f"127.0.0.1:{port}"), NOW)).verdict is ProxyClass.UNREACHABLE
    assert (await check_reachable(parse(proxy.url), NOW)).verdict is ProxyClass.OK


async def test_a_name_that_is_not_known(proxy):
    found = await look(parse("no-such-proxy.invalid:8080"))
    assert (found.verdict, found.reason) == (ProxyClass.UNREACHABLE, "the proxy's name is not known")


@pytest.mark.parametrize("ask", [GEO, TUNNEL], ids=["plain", "tunnel"])
async def test_a_reset(proxy, ask):
    proxy.order(Order(do=Do.RESET, times=20))
    assert (await look(proxy, ask)).verdict is ProxyClass.PEER


@pytest.mark.parametrize("ask", [GEO, TUNNEL], ids=["plain", "tunnel"])
async def test_a_proxy_that_accepts_and_hangs(proxy, ask):
    proxy.order(Order(do=Do.HANG, times=20))
    assert (await look(proxy, ask)).verdict is ProxyClass.PEER_TIMEOUT


async def test_a_slow_proxy_is_measured_as_slow():
    async with proxying() as proxy:
        proxy.order(Order(do=Do.SLOW, seconds=1.55))
        patient = Patience(connect=2, request=10, between=0.01)
        found = await check_proxy(parse(proxy.url), GEO, Expected(), NOW, samples=1, patience=patient)
        assert found.verdict is ProxyClass.OK
        assert found.speed in (Speed.SLOW, Speed.BAD)


async def test_another_country_than_agreed_is_a_state_of_its_own(proxy):
    found = await look(proxy, country="US")
    assert (found.verdict, found.reason) == (ProxyClass.EXIT, "it comes out in DE instead of US")
    assert found.stops_jobs
    assert (await look(proxy, country="DE")).verdict is ProxyClass.OK


async def test_another_address_than_the_pinned_one():
    async with bright(build_name("hl_1", "isp", ip="198.51.100.9")) as (_, via):
        assert (await look(via, ip="198.51.100.9")).verdict is ProxyClass.OK
        assert (await look(via, ip="198.51.100.8")).verdict is ProxyClass.EXIT


async def test_a_zone_that_decrypts_is_told_by_its_certificate(proxy, tmp_path):
    """TLS inside the tunnel that the site did not sign: this zone cannot be used for accounts."""
    async with _site(b"", tls=_own_certificate(tmp_path)) as port:
        found = await look(proxy, f"https://127.0.0.1:{port}/")
    assert (found.verdict, found.stops_jobs) == (ProxyClass.TLS, True)


async def test_the_tunnels_refusal_is_read_by_hand(proxy):
    proxy.order(Order(status=407, headers="x-brd-err-code: client_10020\r\n"))
    refusal = await ask_for_tunnel(parse(proxy.url), TUNNEL, seconds=2)
    assert (refusal.code, refusal.status) == ("client_10020", 407)
    async with _site(b"") as port:
        assert await ask_for_tunnel(parse(proxy.url), f"https://127.0.0.1:{port}/", seconds=2) is None


async def test_a_session_keeps_its_exit_until_five_idle_minutes_or_a_changed_flag():
    moved = {"at": NOW}
    async with bright(now=lambda: moved["at"]) as (served, _):
        one = build_name("hl_1", "isp", session="a1").username
        first = served.exit_of(one)
        moved["at"] += timedelta(minutes=4)
        assert served.exit_of(one) == first
        moved["at"] += timedelta(minutes=6)
        assert served.exit_of(one) != first
        assert served.exit_of(build_name("hl_1", "isp", session="a1", country="us").username)[1] == "US"


async def test_a_session_with_const_whose_peer_goes_is_refused_and_comes_out_nowhere_else():
    async with bright(build_name("hl_1", "isp", session="a1")) as (served, via):
        assert (await look(via)).verdict is ProxyClass.OK
        served.lose_peer("a1")
        assert (await look(via)).verdict is ProxyClass.PEER


async def test_a_session_that_does_not_hold_is_told():
    moved = {"at": NOW}

    def an_hour_later():
        moved["at"] += timedelta(hours=1)
        return moved["at"]

    async with bright(build_name("hl_1", "isp", session="a1"), now=an_hour_later) as (_, via):
        found = await check_proxy(via, GEO, Expected(sticky=True), NOW, samples=5, patience=SOON)
        assert (found.verdict, found.stops_jobs) == (ProxyClass.EXIT, True)
        assert "several addresses" in found.reason
    async with bright(build_name("hl_1", "isp", session="a1")) as (_, via):
        held = await check_proxy(via, GEO, Expected(sticky=True), NOW, samples=5, patience=SOON)
        assert held.verdict is ProxyClass.OK


def test_where_one_comes_out_is_asked_of_the_provider_itself():
    bright_one = parse("brd.superproxy.io:44445:brd-customer-hl_1-zone-isp:pw")
    assert where_to_ask(bright_one, Expected()).endswith("mygeo.json")
    assert where_to_ask(bright_one, Expected(ip="198.51.100.9")).endswith("myip.json")
    assert "ipify" in where_to_ask(parse("proxy.test:80"), Expected(country="DE"))


@asynccontextmanager
async def _site(answer, tls=None):
    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n") if answer else await reader.read(1)
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def _own_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "site.pem", folder / "site.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context


GARBAGE = {
    "nothing": b"",
    "no HTTP": b"220 smtp ready\r\n\r\n",
    "a status that is none": b"HTTP/1.1 abc\r\n\r\n",
    "bytes": b"\xff\xfe" * 400 + b"\r\n\r\n",
    "a head without an end": b"HTTP/1.1 407 No\r\nX: " + b"y" * 200_000,
    "a length that is none": b"HTTP/1.1 407 No\r\nContent-Length: -5\r\n\r\n",
    "a body that never comes": b"HTTP/1.1 403 No\r\nContent-Length: 50\r\n\r\n{",
    "a huge body": b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000,
    "a location that is none": b'HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n{"ip":["1"],"country":"Mars"}',
    "codes that are none": b"HTTP/1.1 403 No\r\nx-brd-err-code: \xc3\xa4\xff\r\nProxy-Status: \r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("ask", [GEO, TUNNEL], ids=["plain", "tunnel"])
@pytest.mark.parametrize("what", GARBAGE)
async def test_whatever_a_proxy_says_the_check_ends_and_says_so(what, ask):
    async def serve(reader, writer):
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(GARBAGE[what])
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        found = await look(parse(f"127.0.0.1:{server.sockets[0].getsockname()[1]}"), ask)
    finally:
        server.close()
    assert found.verdict is not ProxyClass.OK
    assert found.reason
    assert found.country == found.exit_ip == ""


async def test_a_tunnel_refused_only_once_is_told_by_what_was_kept_of_it(proxy):
    """The client keeps the status alone; asked again by hand, the proxy says nothing, or opens the way."""
    proxy.order(Order(status=407, headers="x-brd-err-code: client_10020\r\n"))
    proxy.order(Order(do=Do.RESET))
    found = await look(proxy, TUNNEL)
    assert (found.verdict, found.code, found.http_status) == (ProxyClass.AUTH, "", 407)
    async with _site(b"") as port:
        for _ in range(3):
            proxy.order(Order(status=503))
            proxy.order(Order(do=Do.SLOW))
        found = await look(proxy, f"https://127.0.0.1:{port}/")
    assert (found.verdict, found.http_status) == (ProxyClass.PEER, 503)
