"""`accounts proxy` and `accounts log` as scripts use them: secrets by a descriptor, rows of one shape, exit codes."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from connectors.practice.proxy import GEO, Order, PracticeProxy, proxying
from ofauto_desktop.services import doctor
from tests.flows.test_command_line import Ofauto, ofauto, x  # noqa: F401 - fixtures


class Served:
    """A practice proxy in a thread of its own: the command line has its own loop."""

    def __init__(self) -> None:
        self.proxy = PracticeProxy()
        self._up, self._stop = threading.Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    async def _serve(self) -> None:
        async with proxying(self.proxy):
            self._up.set()
            await self._stop.wait()

    def __enter__(self) -> PracticeProxy:
        self._thread.start()
        assert self._up.wait(5)
        return self.proxy

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)
        self._loop.close()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeProxy]:
    monkeypatch.setenv("NO_PROXY", "*")
    with Served() as here:
        yield here


def refused(ofauto: Ofauto, secret: object, *words: str, kind: str = "bad_input") -> str:  # noqa: F811
    error = ofauto("accounts", "proxy", "ada", *words, secret=secret, code=1)["error"]
    assert error["kind"] == kind
    return str(error["message"])


def test_a_proxy_is_set_shown_checked_and_removed(ofauto: Ofauto, proxy: PracticeProxy) -> None:  # noqa: F811
    assert ofauto("accounts", "proxy", "ada") == {"account": 1, "name": "ada", "proxy": None, "notes": []}
    row = ofauto("accounts", "proxy", "ada", secret={"proxy": proxy.url})
    assert row["proxy"] == f"http://ad****@127.0.0.1:{proxy.port}"
    assert (row["may_go_direct"], row["goes_direct"], row["failures"], row["success"]) == (False, False, 0, 1)
    row = ofauto("accounts", "proxy", "ada", "--check", "--ask", GEO)
    last = row["last"]
    assert (last["ok"], last["class"], last["country"], last["http_status"]) == (True, "ok", "DE", 200)
    assert last["exit_ip"].endswith("…")
    assert last["latency_ms"] >= 0
    assert row["checks"][-1] == last
    assert ofauto("accounts", "check", "ada")[0]["state"] == "connected"
    assert proxy.passed
    row = ofauto("accounts", "proxy", "ada", "--none")
    assert row["proxy"] is None
    for act in ("--none", "--check", "--new-session", "--allow-direct"):
        assert "no proxy" in ofauto.refused("accounts", "proxy", "ada", act)


def test_a_check_that_fails_ends_with_one_and_says_why(ofauto: Ofauto, proxy: PracticeProxy) -> None:  # noqa: F811
    ofauto("accounts", "proxy", "ada", secret={"proxy": proxy.url})
    proxy.order(Order(status=407, headers="x-brd-err-code: client_10020\r\n", times=50))
    row = ofauto("accounts", "proxy", "ada", "--check", "--ask", GEO, code=1)
    assert (row["last"]["class"], row["last"]["code"], row["failures"]) == ("auth", "client_10020", 1)
    error = ofauto("accounts", "check", "ada", code=1)[0]["error"]
    assert error["kind"] == "proxy"
    assert "suspended" in refused(ofauto, {"proxy": proxy.url}, kind="proxy")


def test_choices_are_kept_and_shown(ofauto: Ofauto, proxy: PracticeProxy) -> None:  # noqa: F811
    ofauto("accounts", "proxy", "ada", secret={"proxy": proxy.url})
    assert ofauto("accounts", "proxy", "ada", "--allow-direct")["may_go_direct"] is True
    assert ofauto("accounts", "proxy", "ada", "--country", "de")["country"] == "DE"
    assert ofauto("accounts", "proxy", "ada", "--never-direct", "--country", "any")["country"] == "*"
    assert ofauto("accounts", "proxy", "ada")["may_go_direct"] is False
    actions = [one["action"] for one in ofauto("audit", "list")]
    assert {"account.direct_allowed", "account.direct_forbidden", "account.proxy_set"} <= set(actions)


def test_bright_data_is_given_by_its_parts(ofauto: Ofauto, proxy: PracticeProxy) -> None:  # noqa: F811
    assert "customer, zone and password" in refused(ofauto, {"zone": "isp", "town": "x"})
    said = refused(ofauto, {"customer": "hl_1", "zone": "my-isp", "password": "p"})
    assert "does not know" in said
    assert "--ask" in ofauto.refused("accounts", "proxy", "ada", "--ask", GEO)
    assert "two letters" in refused(ofauto, {"proxy": proxy.url}, "--country", "Germany")


def test_the_log_tells_requests_and_what_is_left(ofauto: Ofauto) -> None:  # noqa: F811
    ofauto("accounts", "check", "ada")
    log = ofauto("accounts", "log", "ada")
    assert (log["account"], log["name"], log["unreadable"]) == (1, "ada", None)
    last = next(one for one in reversed(log["requests"]) if one["route"].endswith("/users/me"))
    assert (last["method"], last["status"], last["error"]) == ("GET", 200, None)
    assert set(last) == {"at", "method", "route", "status", "ms", "received", "error"}


def test_doctor_says_that_the_machines_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    def found() -> tuple[bool, str]:
        (row,) = [one for one in doctor.examine(tmp_path) if one.check == "proxies"]
        return row.ok, row.found

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert found() == (True, "each account has its own, or none")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@proxy.test:80")
    ok, words = found()
    assert ok
    assert "HTTPS_PROXY" in words
    assert "secret" not in words
