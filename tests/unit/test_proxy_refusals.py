"""Every row of proxies.md §2: which class a refusal of the proxy is, in whichever header it stands."""

import pytest

from connectors.proxy_refusals import read_refusal, tunnel_refusal
from ofauto_desktop.domain.proxies import ProxyClass

ROWS = [
    (407, "client_10000", ProxyClass.AUTH),
    (407, "client_10001", ProxyClass.AUTH),
    (407, "client_10002", ProxyClass.AUTH),
    (407, "client_10010", ProxyClass.AUTH),
    (407, "client_10020", ProxyClass.AUTH),
    (407, "client_10030", ProxyClass.AUTH),
    (407, "client_10040", ProxyClass.AUTH),
    (407, "policy_20120", ProxyClass.AUTH),
    (401, "client_10050", ProxyClass.SOURCE_IP),
    (400, "client_10060", ProxyClass.CONFIG),
    (400, "client_10061", ProxyClass.CONFIG),
    (400, "client_10062", ProxyClass.CONFIG),
    (400, "client_10063", ProxyClass.CONFIG),
    (402, "policy_20130", ProxyClass.KYC),
    (402, "policy_20140", ProxyClass.KYC),
    (403, "client_10070", ProxyClass.POLICY),
    (403, "client_10080", ProxyClass.POLICY),
    (403, "client_10090", ProxyClass.POLICY),
    (403, "client_10250", ProxyClass.TARGET),
    (403, "client_10260", ProxyClass.TARGET),
    (403, "policy_20000", ProxyClass.TARGET),
    (403, "policy_20050", ProxyClass.TARGET),
    (403, "policy_20080", ProxyClass.TARGET),
    (403, "policy_20110", ProxyClass.TARGET),
    (403, "policy_20210", ProxyClass.TARGET),
    (408, "peer_30040", ProxyClass.PEER_TIMEOUT),
    (429, "client_10110", ProxyClass.RATE),
    (429, "policy_20220", ProxyClass.RATE),
    (429, "policy_20223", ProxyClass.RATE),
    (499, "client_10140", ProxyClass.CLIENT),
    (502, "client_10120", ProxyClass.PEER),
    (502, "client_10100", ProxyClass.LIMIT),
    (502, "peer_30030", ProxyClass.CONFIG),
    (502, "policy_20070", ProxyClass.TARGET),
    (502, "target_40001", ProxyClass.TARGET),
    (502, "target_40020", ProxyClass.TARGET),
    (502, "target_40021", ProxyClass.TARGET),
    (502, "target_40099", ProxyClass.TARGET),
    (502, "peer_39999", ProxyClass.PEER),
    (407, "client_19999", ProxyClass.AUTH),
]


@pytest.mark.parametrize(("status", "code", "kind"), ROWS, ids=[f"{status}-{code}" for status, code, _ in ROWS])
def test_each_code_has_its_class(status, code, kind):
    details = f'brd.superproxy.io; received-status={status}; error="http_request_denied"; details="'
    for headers in (
        {"x-brd-err-code": code},
        {"proxy-status": f'{details}{code}: said"'},
        {"proxy-status": f'{details}{code.replace("_", "-")}: said"'},
    ):
        found = read_refusal(status, headers)
        assert found is not None
        assert (found.kind, found.code, found.status) == (kind, code, status)
        assert tunnel_refusal(status, headers) == found


def test_200_with_nothing_but_an_error_header_is_a_refusal():
    found = read_refusal(200, {"x-brd-err-code": "client_10060"}, b"")
    assert found.kind is ProxyClass.CONFIG
    assert tunnel_refusal(200, {"x-brd-err-code": "client_10060"}) == found
    assert read_refusal(200, {"x-brd-error": "unknown trouble"}).kind is ProxyClass.PEER


@pytest.mark.parametrize("code", ["kyc_required", "business_account_required"])
def test_403_that_tells_its_code_in_the_body(code):
    body = b'{"error":{"code":"%s","message":"m","action":"a","docs":"d"}}' % code.encode()
    assert read_refusal(403, {}, body).kind is ProxyClass.POLICY
    assert read_refusal(403, {}, body).code == code
    assert read_refusal(200, {}, body) is None


@pytest.mark.parametrize("said", ["Failed to establish connection with peer", "No peer available"])
def test_502_of_a_session_whose_peer_is_gone(said):
    assert read_refusal(502, {"x-brd-error": said}).kind is ProxyClass.PEER
    assert tunnel_refusal(502, {}, phrase=said).kind is ProxyClass.PEER


@pytest.mark.parametrize("body", [b"", b"<html>blocked", b'{"error":"no"}', b'{"error":{"code":"forbidden"}}', b"\xff"])
@pytest.mark.parametrize("status", [200, 401, 402, 403, 404, 429, 502])
def test_an_answer_without_the_proxys_headers_is_the_sites(status, body):
    assert read_refusal(status, {"server": "cloudflare", "x-brd-ip": "203.0.113.7"}, body) is None


def test_a_tunnel_is_refused_by_whatever_is_no_200():
    assert tunnel_refusal(200, {}) is None
    assert tunnel_refusal(502, {}).kind is ProxyClass.PEER
    assert tunnel_refusal(403, {}).kind is ProxyClass.POLICY
    assert read_refusal(407, {}).kind is ProxyClass.AUTH


def test_what_is_worth_another_try_on_the_same_session():
    """Peers up to three times, a peer's silence once more, a bare 403 of a data centre; a policy never."""
    tries = {
        502: {"": 3, "client_10120": 3, "client_10100": 1, "target_40020": 1},
        408: {"peer_30040": 2},
        403: {"": 3, "policy_20000": 1, "client_10070": 1},
        407: {"client_10000": 1},
        429: {"client_10110": 1},
    }
    for status, codes in tries.items():
        for code, wanted in codes.items():
            headers = {"x-brd-err-code": code} if code else {}
            assert tunnel_refusal(status, headers).tries == wanted, (status, code)
