"""What people paste as a proxy, and what one answers (platforms/proxies.md §1, §2, §6)."""

from typing import Any

from fuzz.shapes import PRIVATE

# No password of a real form may be seen in a message.
ADDRESSES = (
    f"http://ada:{PRIVATE}@proxy.example:8080",
    f"proxy.example:8080:ada:{PRIVATE}",
    f"brd-customer-hl_12ab34cd-zone-isp-country-de-session-abc-const:{PRIVATE}@brd.superproxy.io:33335",
    f"zproxy.lum-superproxy.io:22225:lum-customer-c_1-zone-residential:{PRIVATE}",
    f"[2001:db8::1]:3128:ada:{PRIVATE}",
    "socks5://localhost:1080",
    f"https://ada%40home:{PRIVATE}%3A@proxy.example:443/",
)

ANSWERS: list[Any] = [
    {"ip": "203.0.113.7", "country": "DE", "asn": {"asnum": 1}, "geo": {"city": "Berlin"}},
    {"ip": "2001:db8::7"},
    {"error": {"code": "kyc_required", "message": "x"}},
]

HEADERS: tuple[tuple[str, str], ...] = (
    ("x-brd-error", "No peer available"),
    ("x-brd-err-code", "client_10001"),
    ("x-brd-err-code", "policy-20130"),
    ("x-brd-err-msg", "Failed to establish connection with peer"),
    ("proxy-status", 'brd; error=destination_unavailable; details="target_40001"'),
    ("content-length", "100000000000"),
)

TUNNELS = (
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 407 Proxy Authentication Required\r\nx-brd-err-code: client_10001\r\nproxy-authenticate: Basic\r\n\r\n",
    'HTTP/1.1 403 Forbidden\r\ncontent-length: 34\r\n\r\n{"error":{"code":"kyc_required"}}\n',
    'HTTP/1.1 502 Bad Gateway\r\nproxy-status: brd; details="peer_30040"\r\n\r\n',
)
