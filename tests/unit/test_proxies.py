"""Every form in which people paste a proxy, and what is refused rather than guessed."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.bright_data import build_name, parse_name, session_for
from connectors.errors import OutcomeUnknown, ProxyFailed
from connectors.http import Reply
from connectors.proxies import bright_proxy, masked_username, parse
from connectors.proxy_refusals import proxy_refusal, read_refusal
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.proxies import masked_ip

BRIGHT = "brd-customer-hl_12ab34cd-zone-creators_isp"


def parts(text):
    proxy = parse(text)
    return proxy.scheme, proxy.host, proxy.port, proxy.username, proxy.password


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proxy.test:8080", ("http", "proxy.test", 8080, "", "")),
        (" proxy.test:8080\n", ("http", "proxy.test", 8080, "", "")),
        ("proxy.test:8080:ada:secret", ("http", "proxy.test", 8080, "ada", "secret")),
        ("proxy.test:8080:ada:se:cr:et", ("http", "proxy.test", 8080, "ada", "se:cr:et")),
        ("proxy.test:8080:ada:se@cr:9@x:1", ("http", "proxy.test", 8080, "ada", "se@cr:9@x:1")),
        ("ada:secret@proxy.test:8080", ("http", "proxy.test", 8080, "ada", "secret")),
        ("ada:se:cr@et@proxy.test:8080", ("http", "proxy.test", 8080, "ada", "se:cr@et")),
        ("ada:80:secret@proxy:8080", ("http", "proxy", 8080, "ada", "80:secret")),
        ("http://ada:secret@proxy.test:8080", ("http", "proxy.test", 8080, "ada", "secret")),
        ("http://ada:se%40cr%3Aet@proxy.test:8080/", ("http", "proxy.test", 8080, "ada", "se@cr:et")),
        ("http://ada:se@cr@proxy.test:8080", ("http", "proxy.test", 8080, "ada", "se@cr")),
        ("HTTPS://proxy.test:8443", ("https", "proxy.test", 8443, "", "")),
        ("[2001:db8::1]:8080", ("http", "[2001:db8::1]", 8080, "", "")),
        ("[2001:db8::1]:8080:ada:secret", ("http", "[2001:db8::1]", 8080, "ada", "secret")),
        ("http://ada:secret@[::1]:8080", ("http", "[::1]", 8080, "ada", "secret")),
        ("127.0.0.1:8080:ada:secret", ("http", "127.0.0.1", 8080, "ada", "secret")),
        (f"brd.superproxy.io:44445:{BRIGHT}:zonepw", ("http", "brd.superproxy.io", 44445, BRIGHT, "zonepw")),
    ],
)
def test_accepted_forms(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "proxy.test", "proxy.test:", ":8080", "proxy.test:0", "proxy.test:65536", "proxy.test:http",
        "proxy.test:8080:ada", "proxy test:8080", "2001:db8::1:8080", "socks5://proxy.test:1080", "ftp://proxy.test:21",
        "http://", "http://ada:secret@", "ada:sec ret@proxy.test:80", "http://a:b%0Ac@proxy.test:80", "proxy.test:\uff18\uff10",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(BadInput):
        parse(text)


@given(st.text(max_size=60))
@example("a:b:c:d@e:1")
@example("[")
@example("://:@:")
def test_any_text_is_read_whole_or_refused(text):
    try:
        proxy = parse(text)
    except BadInput:
        return
    assert parts(proxy.url) == (proxy.scheme, proxy.host, proxy.port, proxy.username, proxy.password)


secrets = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


@given(secrets.filter(lambda text: ":" not in text), secrets)
def test_any_login_survives_each_form(user, password):
    expected = ("http", "proxy.test", 8080, user, password)
    if "@" not in user and "%" not in user + password:
        assert parts(f"http://{user}:{password}@proxy.test:8080") == expected
    assert parts(f"proxy.test:8080:{user}:{password}") == expected
    assert parts(parse(f"proxy.test:8080:{user}:{password}").url) == expected


@pytest.mark.parametrize(
    "flags",
    [
        "", "-country-us", "-country-us-session-acct7f3a-const", "-country-us-state-ny-city-newyork", "-ip-203.0.113.7",
        "-session-a1-const-country-de", "-dns-remote-route_err-block", "-gip-us_7922_fl_hollywood_0", "-os-MacOS",
        "-country-eu-zip-12345-asn-7922-carrier-tmobile", "-direct-c_tag-x1-debug-full",
    ],
)  # fmt: skip
def test_bright_data_names_that_are_known(flags):
    assert parse(f"brd.superproxy.io:44445:{BRIGHT}{flags}:pw").username == BRIGHT + flags


@pytest.mark.parametrize(
    "username",
    [
        "ada", "brd-customer-hl_1", "brd-customer--zone-a", BRIGHT + "-", BRIGHT + "-country", BRIGHT + "-country-USA",
        BRIGHT + "-session-acct_7", BRIGHT + "-session-a*b", BRIGHT + "-const", BRIGHT + "-state-ny",
        BRIGHT + "-country-de-state-ny", BRIGHT + "-city-berlin", BRIGHT + "-ip-1.2.3", BRIGHT + "-ip-300.1.1.1",
        BRIGHT + "-speed-fast", BRIGHT + "-country-us-country-de", BRIGHT + "-route_err-allow",
    ],
)  # fmt: skip
def test_bright_data_names_that_the_provider_would_refuse(username):
    with pytest.raises(BadInput):
        parse(f"brd.superproxy.io:44445:{username}:pw")


def test_old_names_of_bright_data_are_brought_up_to_date_and_told():
    proxy = parse("zproxy.lum-superproxy.io:22225:lum-customer-hl_1-zone-isp-country-us:pw")
    assert (proxy.host, proxy.port, proxy.username) == (
        "brd.superproxy.io",
        44445,
        "brd-customer-hl_1-zone-isp-country-us",
    )
    assert len(proxy.notes) == 2
    with pytest.raises(BadInput):
        parse(f"brd.superproxy.io:22228:{BRIGHT}:pw")


def test_nothing_secret_is_shown():
    proxy = parse(f"brd.superproxy.io:44445:{BRIGHT}-country-us:zonepw")
    assert proxy.shown == "http://brd-customer-****-zone-creators_isp-country-us@brd.superproxy.io:44445"
    assert "zonepw" not in repr(proxy)
    assert "hl_12ab34cd" not in repr(proxy)
    assert masked_username("agency-user") == "ag****"
    assert masked_username("") == ""


@pytest.mark.parametrize(
    ("status", "headers", "publishing", "kind"),
    [
        (200, {}, False, None),
        (403, {"server": "tsa_o"}, True, None),
        (407, {}, True, ProxyFailed),
        (407, {"x-brd-err-code": "client_10001"}, True, ProxyFailed),
        (200, {"x-brd-error": "no peer"}, False, ProxyFailed),
        (502, {"proxy-status": 'brd.superproxy.io; details="client-10060: not yours"'}, True, ProxyFailed),
        (502, {"x-brd-err-code": "target_40020"}, True, OutcomeUnknown),
        (502, {"x-brd-err-code": "target_40020"}, False, ProxyFailed),
    ],
)
def test_an_answer_of_the_proxy_is_not_taken_for_the_platforms(status, headers, publishing, kind):
    refused = proxy_refusal(Reply(status=status, headers=httpx.Headers(headers), body=b""), publishing=publishing)
    assert (None if refused is None else type(refused)) is kind


def test_known_codes_are_said_in_words():
    headers = httpx.Headers({"x-brd-err-code": "client_10030"})
    refused = proxy_refusal(Reply(status=407, headers=headers, body=b""), publishing=False)
    assert "this computer's address" in refused.reason


names = st.text("abcdefXYZ019_", min_size=1, max_size=12)
values = st.text("abcdefXYZ019", min_size=1, max_size=12)


@given(
    customer=names,
    zone=names,
    country=st.sampled_from(["", "us", "DE", "eu"]),
    session=st.one_of(st.just(""), values, st.sampled_from(["const", "session", "zone", "country"])),
    ip=st.one_of(st.just(""), st.ip_addresses(v=4).map(str)),
)
def test_a_built_bright_data_name_is_read_back_whole(customer, zone, country, session, ip):
    made = build_name(customer, zone, country=country, session=session, ip=ip)
    assert parse_name(made.username) == made
    assert (made.customer, made.zone, made.ip) == (customer, zone, ip)
    assert made.flags.get("session", "") == session
    assert ("const" in made.flags) == bool(session)
    proxy = bright_proxy(made, "zone:p@w")
    assert (proxy.bright, proxy.password) == (made, "zone:p@w")
    assert customer not in proxy.shown.removeprefix("http://brd-customer-").partition("-zone-")[0]
    assert parse(proxy.url) == proxy


def test_a_customer_may_be_given_with_the_prefix_and_what_is_wrong_is_refused():
    assert build_name(" lum-customer-hl_1 ", "isp").username == "brd-customer-hl_1-zone-isp"
    assert session_for("account 7") == session_for("account 7") != session_for("account 8")
    assert build_name("hl_1", "isp", session=session_for("x")).flags["session"].startswith("acct")
    for wrong in ({"zone": "my-isp"}, {"country": "germany"}, {"session": "a-b"}, {"ip": "1.2.3"}, {"customer": ""}):
        with pytest.raises(BadInput):
            build_name(**{"customer": "hl_1", "zone": "isp", **wrong})
    with pytest.raises(BadInput):
        bright_proxy(build_name("hl_1", "isp"), "")


def test_addresses_are_masked_to_their_network():
    assert masked_ip("203.0.113.7") == "203.0.113.…"
    assert masked_ip("2001:db8:1:2::7") == "2001:db8:1:…"
    assert masked_ip("what") == ""


@pytest.mark.parametrize("host", ["[20db8::1]", "[::1::2]", "[1.2]"])
def test_what_is_no_address_of_ip_6_is_refused(host):
    with pytest.raises(BadInput):
        parse(f"{host}:3128:ada:secret")


def test_nesting_without_end_is_no_refusal_of_a_proxy():
    assert read_refusal(403, {}, b"[" * 100_000) is None


def test_a_password_that_slipped_into_the_user_name_is_not_quoted():
    with pytest.raises(BadInput) as refused:
        parse("brd-customer-hl_1-zone-isp-con@hunter2@brd.superproxy.io:33335")
    assert "hunter2" not in f"{refused.value.reason} {refused.value.item}"
