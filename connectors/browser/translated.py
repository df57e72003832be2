"""What Playwright's errors mean. Theirs name addresses, selectors and what was typed: none of that goes on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.errors import ConnectorError, NetworkDown, OutcomeUnknown, ProxyFailed, Temporary

_NET = re.compile(r"net::(ERR_\w+)")
# proxies.md §4. The names for a refused login differ between versions of Chromium, hence the set.
_OF_PROXY = frozenset(
    {
        "ERR_PROXY_CONNECTION_FAILED",
        "ERR_TUNNEL_CONNECTION_FAILED",
        "ERR_PROXY_AUTH_UNSUPPORTED",
        "ERR_PROXY_AUTH_REQUESTED",
        "ERR_INVALID_AUTH_CREDENTIALS",
        "ERR_HTTP_RESPONSE_CODE_FAILURE",
        "ERR_MANDATORY_PROXY_CONFIGURATION_FAILED",
    }
)
_NOT_REACHED = frozenset(
    {
        "ERR_NAME_NOT_RESOLVED",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_CONNECTION_REFUSED",
        "ERR_ADDRESS_UNREACHABLE",
        "ERR_CONNECTION_TIMED_OUT",
        "ERR_NETWORK_CHANGED",
    }
)


@contextmanager
def translated(*, proxied: bool, publishing: bool = False) -> Iterator[None]:
    """Raises what a failure inside means to the program.

    With `publishing`, whatever goes wrong inside leaves the outcome open: begin the block right before the one step that
    publishes.
    """
    from playwright.async_api import Error

    try:
        yield
    except Error as error:
        # Without its cause: a traceback would print it, and with it what was typed.
        raise _meaning(error, proxied=proxied, publishing=publishing) from None


def _meaning(error: Exception, *, proxied: bool, publishing: bool) -> ConnectorError:
    said = str(error)
    if publishing:
        return OutcomeUnknown(f"the page did not say how it ended ({_name(error, said)})")
    code = hit[1] if (hit := _NET.search(said)) else ""
    if proxied and code.startswith("ERR_CERT_"):
        # The certificate is not the site's but the proxy's: no login goes through one that reads along.
        return ProxyFailed("the proxy opens encrypted connections, so it cannot be used for a login")
    if proxied and code in _OF_PROXY:
        return ProxyFailed(f"the proxy refused: {code}")
    if code in _NOT_REACHED or code.startswith("ERR_CERT_"):
        return NetworkDown(f"the site cannot be reached ({code})")
    return Temporary(f"the page did not do what was asked ({_name(error, said)})")


def _name(error: Exception, said: str) -> str:
    """A net error's code or the error's class: what is safe to show."""
    return hit[1] if (hit := _NET.search(said)) else type(error).__name__
