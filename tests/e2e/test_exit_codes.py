"""What scripts rely on: exit codes, error shapes, nothing half-saved, orderly ends (cli.md)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import OFAUTO, PASSPHRASE, TOKEN, Ofauto, Platforms

EXTRAS = {"session", "schedules", "price", "broadcasts"}
pytestmark = [pytest.mark.e2e, pytest.mark.keychain, pytest.mark.timeout(180)]


def test_wrong_usage_is_2(ofauto: Ofauto) -> None:
    done = ofauto("posts", "frobnicate", code=2)
    assert done.out == ""
    assert "usage:" in done.err


def test_no_or_a_wrong_passphrase_is_3(ofauto: Ofauto) -> None:
    done = ofauto("posts", "list", passphrase="not this one", code=3)
    assert done.json["error"]["kind"] == "locked"


def test_without_keychain_and_passphrase_it_is_3(tmp_path: Path) -> None:
    ofauto = Ofauto(tmp_path / "workspace")
    ofauto("init", "--no-keychain", passphrase=PASSPHRASE)
    assert ofauto("accounts", "list", code=3).json["error"]["kind"] == "locked"


def test_a_workspace_in_use_is_4_and_termination_ends_it_in_order(ofauto: Ofauto) -> None:
    running = ofauto.start("run")
    try:
        assert running.stdout is not None
        assert '"started"' in running.stdout.readline()
        assert ofauto("clients", "list", code=4).json["error"]["kind"] == "busy"
    finally:
        running.send_signal(signal.SIGTERM)
        _, err = running.communicate(timeout=20)
    assert err == ""
    assert ofauto("clients", "list").json == []


def test_a_failed_live_check_stores_nothing(ofauto: Ofauto, platforms: Platforms) -> None:
    ofauto("clients", "add", "Ada")
    words = ("accounts", "add", "x", "--client", "Ada", *platforms.options("x"))
    done = ofauto(*words, secret={"access_token": "not-a-token"}, code=1)
    assert done.json["error"]["kind"] == "login_expired"
    assert "not-a-token" not in done.out + done.err
    assert ofauto("accounts", "list").json == []


def test_a_platform_that_asks_to_wait_is_75_with_the_time(with_x: Ofauto, platforms: Platforms) -> None:
    fault = {"action": "status", "match": "GET", "status": 429, "times": 50, "headers": {"retry-after": "900"}}
    platforms.control("x", "faults", [fault], "POST")
    done = with_x("sync", code=75)
    assert {one["error"]["kind"] for one in done.json["accounts"] if one["error"]} == {"rate_limited"}
    assert with_x("accounts", "list").json[0]["retry_at"]


REFUSED = (
    (("--text", "x" * 300, "--at", "now"), "20 over"),
    (("--text", "fine", "--at", "2020-01-01T00:00"), "in the past"),
    (("--text", "fine", "--at", "tomorrow"), "ISO 8601"),
    (("--text", "fine", "--media", "/nowhere/picture.jpg"), "picture.jpg"),
    (("--text", "", "--at", "now"), ""),
    (("--text", "fine", "--at", "now", "--price", "500"), "price"),
)


def test_a_post_that_cannot_be_is_refused_whole(with_x: Ofauto) -> None:
    for words, says in REFUSED:
        error = with_x("posts", "add", "--to", "1", *words, code=1).json["error"]
        assert set(error) >= {"kind", "message", "action", "account", "post"}
        assert says in error["message"], words
    assert with_x("posts", "list").json == []


def test_an_unreadable_picture_leaves_nothing_in_the_library(with_x: Ofauto, tmp_path: Path) -> None:
    picture = tmp_path / "not really.jpg"
    picture.write_text("text that calls itself a picture")
    done = with_x("posts", "add", "--to", "1", "--text", "fine", "--media", str(picture), code=1)
    assert "not really.jpg" in done.json["error"]["message"]
    assert with_x("media", "list").json == []


def test_moved_cancelled_and_settled_by_hand(with_x: Ofauto, platforms: Platforms) -> None:
    post = with_x("posts", "add", "--to", "1", "--text", "Later", "--at", "2031-01-31T18:00").json
    number = str(post["id"])
    moved = with_x("posts", "move", number, "--at", "2031-02-01T09:30").json
    assert moved["targets"][0]["due_at"] == "2031-02-01T08:30:00+00:00"
    assert with_x("posts", "cancel", number).json["targets"][0]["state"] == "cancelled"

    platforms.control("x", "faults", [{"action": "hang", "match": "POST /2/tweets"}], "POST")
    unsure = with_x("posts", "add", "--to", "1", "--text", "Did it?", "--at", "now").json
    running = with_x.start("run", "--for", "30")
    while not any(
        (seen["method"], seen["path"]) == ("POST", "/2/tweets") for seen in platforms.control("x", "requests")
    ):
        assert running.poll() is None
    running.kill()
    running.communicate(timeout=20)
    with_x("run", "--until-idle")
    target = with_x("posts", "show", str(unsure["id"])).json["targets"][0]
    assert target["state"] == "posted"
    assert platforms.control("x", "state")["posts"] == {"Did it?": 1}


def test_platforms_says_what_each_needs(ofauto: Ofauto) -> None:
    rows = {row["platform"]: row for row in ofauto("platforms").json}
    assert set(rows["x"]) == {"platform", "name", "capabilities", "limits", "endpoints", "fields"}
    assert set(rows["x"]["endpoints"]) == {"api", "authorize", "token", "revoke"}
    named = {field["name"]: field["required"] for field in rows["x"]["fields"]}
    assert named["access_token"] is True
    assert set(named) == {"client_id", "client_secret", "access_token", "refresh_token", "expires_at"}
    told = {name: EXTRAS & set(row["capabilities"]) for name, row in rows.items()}
    assert told["onlyfans"] == EXTRAS
    assert told["fansly"] == {"session", "schedules", "price"}
    assert told["x"] == told["instagram"] == set()
    assert all(row["capabilities"] == sorted(row["capabilities"]) for row in rows.values())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_answer_that_nobody_can_hear_ends_quietly(ofauto: Ofauto) -> None:
    """`ofauto … | head`, and a full disk behind `> file`: no trace, and no success."""
    listing = [OFAUTO, "--data-dir", str(ofauto.data_dir), "clients", "list", "--json"]
    reading, writing = os.pipe()
    os.close(reading)
    gone = subprocess.run(listing, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (gone.returncode, gone.stderr) == (1, "")
    with Path("/dev/full").open("w") as full:
        lost = subprocess.run(listing, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert lost.returncode == 1
    assert lost.stderr.startswith("What was to be printed could not be written")
    assert "Traceback" not in lost.stderr


def test_no_qt_is_imported_without_a_window() -> None:
    program = (
        "import sys\nfrom ofauto_desktop.__main__ import main\n"
        "main(['platforms', '--json'])\nprint([name for name in sys.modules if name.startswith('PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_secrets_reach_neither_the_log_nor_the_process_list(with_x: Ofauto) -> None:
    log = (with_x.data_dir / "log" / "ofauto.log").read_text()
    assert TOKEN not in log
    assert "correct horse" not in log
