"""The command line in this process: what scripts may hand it, and what they get back whatever happens (cli.md)."""

import asyncio
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ofauto_desktop import cli
from ofauto_desktop.domain.planning import TextBlockKind
from ofauto_desktop.domain.texts import NewText
from ofauto_desktop.services.account_sets import AccountSets
from ofauto_desktop.services.lock import Lock
from ofauto_desktop.services.texts import Texts
from tests import pictures
from tests.pictures import scene
from tests.x_counterpart import Asked, Counterpart, counterpart

PASSPHRASE = "correct horse battery staple"
TOKEN = "a-token-of-the-counterpart"


@dataclass
class Ofauto:
    """`ofauto`, one call after the other; the passphrase and secrets go in by descriptors."""

    data_dir: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, secret: object = None, code: int = 0) -> Any:
        out = self.printed(*words, secret=secret, code=code)
        return json.loads(out) if out.count("\n") == 1 else [json.loads(line) for line in out.splitlines()]

    def refused(self, *words: str, kind: str = "bad_input", code: int = 1) -> str:
        """The message of the one error that is printed."""
        error = self(*words, code=code)["error"]
        assert set(error) >= {"kind", "message", "action", "account", "post"}
        assert error["kind"] == kind
        return str(error["message"])

    def printed(self, *words: str, secret: object = None, code: int = 0) -> str:
        with _descriptor(PASSPHRASE) as unlock, _descriptor(json.dumps(secret)) as fields:
            given = ["--secret-fd", str(fields.fileno())] if secret is not None else []
            options = ["--data-dir", str(self.data_dir), "--unlock-fd", str(unlock.fileno())]
            ended = cli.run([*options, *words, *given, "--json"])
        printed = self.capsys.readouterr()
        assert ended == code, printed
        assert "Traceback" not in printed.err
        for private in (PASSPHRASE, TOKEN):
            assert private not in printed.out + printed.err
        return printed.out


def _descriptor(text: str) -> Any:
    file = tempfile.TemporaryFile("w+")  # noqa: SIM115 - the caller closes it
    file.write(text)
    file.flush()
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    return file


@pytest.fixture
def x() -> Iterator[Counterpart]:
    with counterpart() as here:
        yield here


@pytest.fixture
def ofauto(tmp_path: Path, x: Counterpart, capsys: pytest.CaptureFixture[str], quick_keys: None) -> Ofauto:
    """A workspace with Ada's account "ada" on the counterpart."""
    made = Ofauto(tmp_path / "workspace", capsys)
    made("init", "--no-keychain")
    made("clients", "add", "Ada", "--zone", "Europe/Berlin")
    made("accounts", "add", "x", "--client", "Ada", "--name", "ada", *x.options, secret={"access_token": TOKEN})
    return made


def test_times_texts_and_ids_that_cannot_be_are_refused_in_words(ofauto: Ofauto) -> None:
    add = ("posts", "add", "--to", "ada")
    assert "out of range" in ofauto.refused(*add, "--text", "far", "--at", "9999-12-31T23:59")
    assert "out of range" in ofauto.refused(*add, "--text", "far", "--at", "0001-01-01T00:00")
    assert "UTF-8" in ofauto.refused(*add, "--text", "half \udc80 a letter", "--at", "now")
    assert "by its id" in ofauto.refused(*add, "--text", "x", "--reply-to", "https://x.com/i/status/1", "--at", "now")
    assert "no such file" in ofauto.refused(*add, "--text", "x", "--media", "9" * 30)
    assert "no such file" in ofauto.refused(*add, "--text", "x", "--media", "²")
    assert ofauto.printed("posts", "show", "9" * 30, code=2) == ""
    assert ofauto("posts", "list") == []


def test_a_file_whose_name_is_no_text_is_taken_and_shown(ofauto: Ofauto, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    try:
        Path(os.fsdecode(odd)).write_bytes(b"no picture")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert "caf\N{REPLACEMENT CHARACTER}.jpg" in ofauto.refused("media", "add", os.fsdecode(odd))
    assert "cannot be read" in ofauto.refused("posts", "add", "--to", "ada", "--text-file", os.fsdecode(odd) + "2")


def test_parts_of_a_thread_are_never_the_lines_between_them(ofauto: Ofauto, x: Counterpart, tmp_path: Path) -> None:
    file = tmp_path / "thread.txt"
    file.write_text("second\n---\n---\nthird\n")
    add = ("posts", "add", "--to", "ada", "--text", "first", "--thread", str(file), "--at", "now")
    assert "A part of the thread is empty" in ofauto.refused(*add)
    file.write_bytes(b"second\r\nof two lines\r\n--- \r\nthird\r\n")
    ofauto(*add)
    ofauto("run", "--until-idle")
    assert [one["text"] for one in x.wall] == ["first", "second\nof two lines", "third"]
    replies = [one.get("reply") for one in x.wall]
    assert replies == [None, *({"in_reply_to_tweet_id": one["id"]} for one in x.wall[:2])]


def test_what_is_out_is_not_called_cancelled(ofauto: Ofauto, x: Counterpart) -> None:
    post = ofauto("posts", "add", "--to", "ada", "--text", "Out", "--at", "now")
    ofauto("run", "--until-idle")
    assert "nothing of it is left to cancel" in ofauto.refused("posts", "cancel", str(post["id"]), kind="busy").lower()
    assert len(x.wall) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: (201, b"<html>OK</html>"),
        lambda made: (201, {"data": {"id": int(made["data"]["id"]), "text": "x"}}),
        lambda _: (200, {"errors": [{"title": "Forbidden", "detail": "odd"}]}),
        lambda _: (502, b"<html>Bad gateway</html>"),
    ],
    ids=["a page", "a number for an id", "errors only", "bad gateway"],
)
def test_an_accepted_post_with_an_odd_answer_is_found_and_not_sent_again(
    ofauto: Ofauto, x: Counterpart, answer: Any
) -> None:
    def odd(asked: Asked) -> tuple[int, object]:
        return answer(x.hang(asked))

    x.instead["POST", "/2/tweets"] = odd
    post = ofauto("posts", "add", "--to", "ada", "--text", "Once", "--at", "now")
    events = ofauto("run", "--until-idle")
    told = [one["state"] for one in events if one["event"] == "target_settled"]
    assert told == ["unknown", "posted"]
    ofauto("run", "--until-idle")
    (target,) = ofauto("posts", "show", str(post["id"]))["targets"]
    assert (target["state"], target["remote_id"], len(x.wall)) == ("posted", x.wall[0]["id"], 1)


def test_credit_that_is_gone_is_no_failure_and_a_check_says_that_it_is_back(ofauto: Ofauto, x: Counterpart) -> None:
    """The body as X sends it: a number beyond 2^53, and no status in it."""
    body = {"account_id": 1234567890123456789, "title": "CreditsDepleted", "type": "https://x.com/2/problems/credits"}
    x.instead["POST", "/2/tweets"] = lambda _: (402, body)
    post = ofauto("posts", "add", "--to", "ada", "--text", "Later", "--at", "now")
    ofauto("run", "--until-idle")
    ofauto("run", "--until-idle")
    assert ofauto("posts", "show", str(post["id"]))["targets"][0]["state"] == "scheduled"
    assert sum(one.method == "POST" for one in x.asked) == 1
    assert ofauto("accounts", "list")[0]["retry_at"]
    assert ofauto("accounts", "check", "ada")[0]["retry_at"] is None


def test_a_defect_of_ours_is_json_as_well(ofauto: Ofauto, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        message = "a secret of the trace"
        raise RuntimeError(message)

    monkeypatch.setattr("ofauto_desktop.services.clients.Clients.list", broken)
    error = ofauto("clients", "list", code=1)["error"]
    assert error["kind"] == "unexpected"
    assert "secret of the trace" not in error["message"]
    assert "secret of the trace" in (ofauto.data_dir / "log" / "ofauto.log").read_text()


def test_a_database_without_its_key_file_is_not_taken_for_no_workspace(ofauto: Ofauto) -> None:
    (ofauto.data_dir / "vault.json").rename(ofauto.data_dir / "elsewhere")
    assert "the key file is missing" in ofauto.refused("clients", "list", kind="disk").lower()


def test_a_passphrase_that_cannot_be_read_is_no_passphrase(ofauto: Ofauto, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--data-dir", str(ofauto.data_dir), "--unlock-fd", "987", "clients", "list", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "locked"


def test_an_account_that_is_not_there_is_named(ofauto: Ofauto) -> None:
    assert ofauto.refused("posts", "add", "--to", "nobody", "--text", "x").startswith("nobody is not there.")


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(
    ofauto: Ofauto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder that is read-only, or on a full disk."""
    log = ofauto.data_dir / "log"
    shutil.rmtree(log)
    log.write_text("a file where the folder should be")
    assert [one["name"] for one in ofauto("clients", "list")] == ["Ada"]

    if Path("/dev/full").exists():
        log.unlink()
        log.mkdir()
        (log / "ofauto.log").symlink_to("/dev/full")
        monkeypatch.setattr("ofauto_desktop.services.clients.Clients.list", None)
        assert ofauto("clients", "list", code=1)["error"]["kind"] == "unexpected"


def test_practice_platforms_on_a_port_that_cannot_be_are_refused_in_words(ofauto: Ofauto) -> None:
    assert ofauto.printed("practice", "--port", "99999", code=2) == ""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "nothing can be served at" in ofauto.refused("practice", "--port", str(port)).lower()


def test_the_library_is_filled_and_searched_by_folder_tag_words_and_use(ofauto: Ofauto, tmp_path: Path) -> None:
    for name in ("wave.png", "dune.png"):
        (tmp_path / name).write_bytes(pictures.png(size=(64 + len(name), 40 if name < "e" else 44)))
    wave = ofauto("media", "add", str(tmp_path / "wave.png"), "--folder", "Sets/Beach", "--tag", "autumn")[0]
    dune = ofauto("media", "add", str(tmp_path / "dune.png"), "--folder", "sets")[0]
    assert (wave["folder"], wave["use"], wave["tags"], dune["folder"]) == ("Sets/Beach", "unused", ["autumn"], "Sets")
    ofauto("posts", "add", "--to", "ada", "--text", "Look at the lighthouse", "--media", str(wave["id"]))

    def found(*words: str) -> list[str]:
        return [row["name"] for row in ofauto("media", "list", *words)]

    assert found() == ["dune.png", "wave.png"]
    assert found("--unused") == ["dune.png"]
    assert found("--tag", "autumn") == found("--folder", "Sets/Beach") == found("--text", "lighth") == ["wave.png"]
    assert found("--folder", "Sets", "--unused") == ["dune.png"]
    assert ofauto("media", "list", "--tag", "autumn")[0]["use"] == "planned"
    assert "no folder of that name" in ofauto.refused("media", "list", "--folder", "Nowhere")


def test_an_account_gets_its_own_of_everything(ofauto, x, tmp_path):
    shared, own = tmp_path / "shared.png", tmp_path / "own.png"
    scene().save(shared)
    scene().rotate(90).save(own)
    thread = tmp_path / "thread.txt"
    thread.write_text("only here\n---\nand here\n")
    made = ofauto(
        *("posts", "add", "--to", "ada", "--text", "for all", "--media", str(shared)),
        *("--override", f"ada:media={own}", f"ada:media={shared}", f"ada:thread={thread}", "ada:text=a: b=c"),
        *("--override", "ada:reply_settings=following", "--tag", "autumn", "--tag", " autumn "),
    )
    known = ofauto("posts", "show", str(made["id"]))
    items = {item["name"]: item["id"] for item in ofauto("media", "list")}
    assert known["targets"][0]["own"] == {
        "text": "a: b=c",
        "thread": ["only here", "and here"],
        "media": [items["own.png"], items["shared.png"]],
        "options": {"reply_settings": "following"},
    }
    assert known["tags"] == ["autumn"]
    assert "takes ACCOUNT:text" in ofauto.refused("posts", "add", "--to", "ada", "--text", "x", "--override", "ada=x")
    refused = ofauto.refused(
        "posts", "add", "--to", "ada", "--at", "next", "--text", "x", "--override", "ada:colour=red"
    )
    assert "X knows no setting 'colour'" in refused


@pytest.mark.parametrize(
    ("written", "thread", "delays"),
    [
        ("two\n---\nthree", ["two", "three"], []),
        ("two\n--- +10\nthree", ["two", "three"], [0, 10]),
        ("--- +5\ntwo\n---\nthree\n---  + 7\nstill three", ["two", "three\n---  + 7\nstill three"], [5, 0]),
    ],
)
def test_the_parts_of_a_thread_wait(ofauto, tmp_path, written, thread, delays):
    file = tmp_path / "thread.txt"
    file.write_text(written)
    made = ofauto("posts", "add", "--to", "ada", "--text", "one", "--thread", str(file))
    known = ofauto("posts", "show", str(made["id"]))
    assert (known["thread"], known["delays"]) == (thread, delays)


async def _keep_a_set_and_a_template(data_dir: Path) -> None:
    def now() -> datetime:
        return datetime(2026, 6, 15, 12, tzinfo=UTC)

    workspace = await Lock(data_dir).unlock(passphrase=PASSPHRASE)
    try:
        await AccountSets(workspace.database, now).add("Every day", (1,))
        body = "{client} is here\n---\nFor {price}"
        await Texts(workspace.database, now).add(NewText(kind=TextBlockKind.TEMPLATE, name="Launch", body=body))
    finally:
        workspace.close()


def test_sets_and_templates_are_reached_by_their_names(ofauto):
    asyncio.run(_keep_a_set_and_a_template(ofauto.data_dir))
    made = ofauto(
        *("posts", "add", "--set", "every day", "--template", "launch"),
        *("--value", "client=Ada", "--value", "Price=$9 = cheap"),
    )
    known = ofauto("posts", "show", str(made["id"]))
    assert (known["text"], known["thread"]) == ("Ada is here", ["For $9 = cheap"])
    asked = ("posts", "add", "--set", "every day", "--template", "launch", "--value", "client=Ada")
    assert "asks for price" in ofauto.refused(*asked)
    assert "no set" in ofauto.refused("posts", "add", "--set", "nobody", "--text", "x")
    assert "--to ACCOUNT" in ofauto.refused("posts", "add", "--text", "x")


def test_slots_are_set_listed_and_followed_by_next(ofauto: Ofauto) -> None:
    slots = ofauto("slots", "set", "ada", "mon@09:00", "FRI@18:30")
    assert [(one["weekday"], one["time"], one["queue"]) for one in slots] == [
        ("mon", "09:00", None),
        ("fri", "18:30", None),
    ]
    assert len(ofauto("slots", "add", "ada", "sun@20:00")) == 3
    assert len(ofauto("slots", "remove", "ada", "sun@20:00")) == 2
    assert ofauto("slots", "list", "--account", "ada") == slots
    planned = ofauto("posts", "add", "--to", "ada", "--text", "Next", "--at", "next")["targets"][0]
    assert datetime.fromisoformat(planned["due_at"]).weekday() in (0, 4)
    assert ofauto("slots", "next", "ada")["due_at"] > planned["due_at"]
    for odd in ("monday@9:00", "xyz@09:00", "mon@24:00", "mon@09:60", "09:00"):
        assert "as mon@09:00" in ofauto.refused("slots", "set", "ada", odd)
    assert "no slot" in ofauto.refused("slots", "remove", "ada", "mon@10:00").lower()
    assert ofauto("slots", "set", "ada") == []


def test_queues_line_posts_up(ofauto: Ofauto) -> None:
    assert ofauto("queues", "add", "Promo", "--client", "Ada")["client"] == "Ada"
    ofauto("queues", "add", "Evergreen")
    assert [one["name"] for one in ofauto("queues", "order", "evergreen", "promo")] == ["Evergreen", "Promo"]
    ofauto("slots", "add", "ada", "mon@09:00", "--queue", "Promo")
    ids = [str(ofauto("posts", "add", "--to", "ada", "--text", f"post {number}")["id"]) for number in range(2)]
    first, second = ofauto("queues", "put", "Promo", *ids)
    assert (first["post"], first["far"]) == (int(ids[0]), False)
    assert datetime.fromisoformat(second["due_at"]) - datetime.fromisoformat(first["due_at"]) == timedelta(days=7)
    again = ofauto("queues", "arrange", "promo", *reversed(ids))
    assert [one["post"] for one in again] == [int(one) for one in reversed(ids)]
    ofauto("queues", "take-out", ids[0])
    assert [one["id"] for one in ofauto("queues", "show", "Promo")] == [int(ids[1])]
    assert ofauto("queues", "rename", "Promo", "Launch")["waiting"] == 1
    ofauto("queues", "remove", "Launch")
    assert "Promo" in ofauto.refused("queues", "show", "Promo")
    assert [one["name"] for one in ofauto("queues", "list")] == ["Evergreen"]


def test_posts_are_narrowed_and_exported(ofauto: Ofauto, tmp_path: Path) -> None:
    add = ("posts", "add", "--to", "ada", "--at", "next")
    ofauto(*add, "--text", "sunrise over the bay", "--tag", "promo")
    ofauto(*add, "--text", "sunset")
    for words, found in (
        (("--tag", "promo"), ["sunrise over the bay"]),
        (("--text", "sun"), ["sunrise over the bay", "sunset"]),
        (("--text", "suns"), ["sunset"]),
        (("--platform", "x", "--client", "Ada", "--text", "bay"), ["sunrise over the bay"]),
        (("--platform", "gumroad"), []),
        (("--to", "2020-01-01"), []),
    ):
        assert [one["text"] for one in ofauto("posts", "list", *words)] == found
    assert "no platform" in ofauto.refused("posts", "list", "--platform", "myspace")
    file = tmp_path / "plan.ics"
    assert ofauto("export", "calendar", str(file), "--tag", "promo") == {"file": str(file), "events": 1}
    assert b"SUMMARY:sunrise over the bay" in file.read_bytes()
    assert "cannot be written" in ofauto.refused("export", "calendar", str(tmp_path / "no" / "x.ics"), kind="disk")


def test_a_client_is_shown_and_its_month_is_written(ofauto: Ofauto, tmp_path: Path) -> None:
    shown = ofauto("clients", "show", "ada")
    assert (shown["name"], shown["status"], shown["net_30d"], shown["followers"]) == ("Ada", "active", [], None)
    assert [one["name"] for one in shown["accounts"]] == ["ada"]
    file = tmp_path / "may.html"
    told = ofauto("clients", "report", "Ada", "--month", "2026-05", str(file))
    assert (told["client"], told["month"]) == ("Ada", "2026-05")
    assert "<h1>Ada</h1>" in file.read_text(encoding="utf-8")
    assert "write it as 2026-05" in ofauto.refused("clients", "report", "Ada", "--month", "May", str(file))
    assert "not begun" in ofauto.refused("clients", "report", "Ada", "--month", "2999-01", str(file))
    assert "in the window" in ofauto.refused("clients", "report", "Ada", str(tmp_path / "may.pdf"))
    missing = str(tmp_path / "no.png")
    assert "logo cannot be read" in ofauto.refused("clients", "report", "Ada", str(file), "--logo", missing)
    assert "disk" in ofauto("clients", "report", "Ada", str(tmp_path / "no" / "may.html"), code=1)["error"]["kind"]


def test_what_a_person_should_hear_of_is_listed(ofauto: Ofauto, x: Counterpart) -> None:
    assert ofauto("notices", "list") == []
    x.instead["POST", "/2/tweets"] = lambda _: (403, {"title": "Forbidden", "detail": "no", "status": 403})
    ofauto("posts", "add", "--to", "ada", "--text", "Refused", "--at", "now")
    ofauto("run", "--until-idle")
    (told,) = ofauto("notices", "list", "--unread")
    assert (told["kind"], told["level"], told["count"], told["account"]) == ("post_failed", "danger", 1, "ada")
    assert ofauto("notices", "list") == [told]


def test_goals_are_set_listed_and_dropped(ofauto: Ofauto) -> None:
    year = ("--from", "2026-01-01", "--to", "2026-12-31")
    goal = ofauto("goals", "add", "Ten thousand", "--metric", "followers", "--target", "10000", *year)
    assert (goal["name"], goal["target"], goal["to"]) == ("Ten thousand", 10_000, "2026-12-31")
    assert (goal["value"], goal["fraction"]) == (None, None)
    assert ofauto("goals", "list") == [goal]
    assert "no such number" in ofauto.refused("goals", "add", "x", "--metric", "joy", "--target", "1", *year)
    assert "currency" in ofauto.refused("goals", "add", "x", "--metric", "net_revenue", "--target", "1", *year)
    assert ofauto("goals", "remove", str(goal["id"])) == {"id": goal["id"], "name": "Ten thousand"}
    assert ofauto("goals", "list") == []


def test_best_times_say_what_they_rest_on(ofauto: Ofauto) -> None:
    slots = ofauto("best-times", "--zone", "Europe/Berlin")
    assert [(one["days"], one["hours"]) for one in slots[:2]] == [("weekdays", "00-04"), ("weekdays", "04-08")]
    assert len(slots) == 12
    assert not any(one["stands_out"] or one["posts"] for one in slots)
    assert "Mars/Base" in ofauto.refused("best-times", "--zone", "Mars/Base")
