"""An account behind the practice proxy, as a person would try it: everything through it, or nothing at all."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import OFAUTO, PASSPHRASE, TOKEN, Ofauto, Platforms

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
TROUBLE = [{"do": "answer", "status": 502, "headers": "x-brd-err-code: client_10120\r\n", "times": 500}]


class Behind:
    """The practice platforms with a proxy before them."""

    def __init__(self, ready) -> None:
        self.platforms, self.proxy = Platforms(ready["endpoints"]), ready["proxy"]

    def control(self, method="GET", body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.proxy["control"], data=data, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - our own server
            return json.load(reply)

    @property
    def asked(self) -> int:
        """What the platform heard, by whichever way."""
        return sum(self.platforms.control("x", "state")["requests_by_route"].values())


@pytest.fixture
def behind() -> Iterator[Behind]:
    with subprocess.Popen([OFAUTO, "practice", "--proxy", "--json"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Behind(json.loads(process.stdout.readline()))
        finally:
            process.terminate()
            process.wait(20)


def test_everything_goes_through_the_proxy_and_nothing_without_it(tmp_path, behind):
    made = Ofauto(tmp_path / "workspace")
    made("init", "--no-keychain", passphrase=PASSPHRASE)

    def ofauto(*words, **more):
        return made(*words, passphrase=PASSPHRASE, **more)

    ofauto("clients", "add", "Ada", "--zone", "Europe/Berlin")
    words = ("accounts", "add", "x", "--client", "Ada", "--name", "ada", *behind.platforms.options("x"))
    ofauto(*words, secret={"access_token": TOKEN, "proxy": behind.proxy["address"]})
    found = ofauto("accounts", "proxy", "ada", "--check", "--ask", behind.proxy["ask"]).json
    assert (found["last"]["class"], found["last"]["country"]) == ("ok", "DE")
    ofauto("posts", "add", "--to", "ada", "--text", "Through the proxy", "--at", "now")
    ofauto("run", "--until-idle")
    ofauto("sync")
    assert behind.platforms.control("x", "state")["by_account"]["ada_practice"] == {"Through the proxy": 1}
    assert 0 < behind.asked <= len(behind.control()["passed"])
    behind.control("POST", TROUBLE)
    asked = behind.asked
    ofauto("posts", "add", "--to", "ada", "--text", "Never direct", "--at", "now")
    ofauto("run", "--for", "4")
    ofauto("sync", code=1)
    assert behind.asked == asked
    told = ofauto("accounts", "proxy", "ada").json
    assert told["failures"] >= 1
    assert not told["goes_direct"]
    behind.control("DELETE")
    assert behind.control()["pending"] == 0
    assert ofauto("accounts", "log", "ada").json["requests"]
