"""The window as a process: practice data, the browser's login, one window a workspace, the lock, and its ends."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import PASSPHRASE, Ofauto, Platforms
from tests.e2e.person import Person, at_the_window, start

pytestmark = [pytest.mark.e2e, pytest.mark.keychain, pytest.mark.slow]
TEXT = "A quiet canary sings while it is killed"
BROWSER = """#!{python}
import sys, urllib.request
urllib.request.urlopen(sys.argv[1], timeout=10).read()
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Ofauto:
    """A workspace that this desktop's keychain opens, for one window after the other."""
    made = Ofauto(tmp_path_factory.mktemp("own") / "workspace")
    made("init", passphrase=PASSPHRASE)
    return made


@pytest.fixture
def window(own: Ofauto) -> Iterator[Person]:
    """Someone in front of its open window."""
    with at_the_window(own.data_dir) as person:
        person.see("First steps")
        yield person


def test_the_browsers_login_connects_an_account(ofauto: Ofauto, platforms: Platforms, tmp_path: Path) -> None:
    """`$BROWSER` follows the practice platform's page, which grants access at once, back to the program."""
    browser = tmp_path / "browser"
    browser.write_text(BROWSER.format(python=sys.executable))
    browser.chmod(0o700)
    ofauto("clients", "add", "Ada")
    # A desktop that knows of no browser: one that it knows would go before the variable.
    with at_the_window(ofauto.data_dir, BROWSER=str(browser), XDG_DATA_DIRS=str(tmp_path)) as person:
        person.see("First steps")
        person.keys("g", "o")
        person.press("Connect X")
        person.choose("How", "Log in with the browser")
        person.type("Client", "Ada", window="Connect an account.*")
        person.type("Client ID of your app", "practice-client")
        person.press("Advanced: addresses", role="check box")
        person.type("Address of the interface", platforms.endpoints["x"]["api"])
        person.type("Address of the login page", platforms.endpoints["x"]["authorize"])
        person.type("Address that gives tokens", platforms.endpoints["x"]["token"])
        person.press("Open the browser")
        person.see(like=".* is connected")
    account = ofauto("accounts", "list").json[0]
    assert (account["platform"], account["state"]) == ("x", "connected")


def test_a_second_start_brings_up_the_window_that_is_there(window: Person, own: Ofauto, tmp_path: Path) -> None:
    window.close_window()
    window.gone("OFAuto", role="frame")
    with (tmp_path / "second.said").open("w") as said:
        assert start(own.data_dir, said).wait(20) == 0
    window.see("OFAuto", role="frame")


def test_a_workspace_that_runs_without_a_window_says_so(own: Ofauto) -> None:
    with own.start("run") as running:
        assert running.stdout is not None
        running.stdout.readline()
        with at_the_window(own.data_dir) as person:
            person.see("This workspace is open in another OFAuto")
        running.terminate()
        running.communicate(timeout=20)


def test_the_lock_closes_and_a_wrong_passphrase_stays_out(window: Person, own: Ofauto) -> None:
    window.keys("ctrl+l")
    window.see("Unlock OFAuto")
    window.type("Passphrase", "not the one", role="password text")
    window.keys("Return")
    window.see("That did not open the workspace")
    assert own("posts", "list").json == []  # the keys and the database are free
    window.type("Passphrase", PASSPHRASE, role="password text")
    window.keys("Return")
    window.see("First steps")


@pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGTERM, signal.SIGHUP)], ids=["asked", "logout"])
def test_it_ends_in_order(window: Person, own: Ofauto, signals: tuple[signal.Signals, ...]) -> None:
    for number in signals:
        window.program.send_signal(number)
    assert window.ends() == 0
    assert not (own.data_dir / "workspace.db-wal").exists()
    assert own("audit", "verify").json["broken"] is None


def test_killed_while_it_sends_it_finds_out_and_sends_no_second_time(with_x: Ofauto, platforms: Platforms) -> None:
    """The platform takes the post and does not answer; the program dies, and the next start asks what came of it."""
    trouble = [{"action": "hang", "match": "POST /2/tweets"}]
    platforms.control("x", "faults", trouble, method="POST")
    post = with_x("posts", "add", "--to", "1", "--text", TEXT, "--at", "now").json
    with at_the_window(with_x.data_dir) as person:
        person.until(lambda: platforms.control("x", "state")["posts"], "the platform has the post")
        person.program.kill()
        person.ends()
    assert with_x("posts", "show", str(post["id"])).json["targets"][0]["state"] != "posted"
    with at_the_window(with_x.data_dir) as person:
        person.see("Nothing needs you.", patience=30)
        person.see("Posted", patience=30)
    assert platforms.control("x", "state")["posts"] == {TEXT: 1}
    assert with_x("posts", "show", str(post["id"])).json["targets"][0]["state"] == "posted"
