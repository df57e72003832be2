"""A newcomer's way from nothing to a sent post and its numbers, by the command line alone."""

from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.conftest import PASSPHRASE, TOKEN, Ofauto, Platforms

pytestmark = [pytest.mark.e2e, pytest.mark.keychain, pytest.mark.timeout(180)]
TEXT = "A quiet canary sings at noon"


def test_from_nothing_to_a_post_that_went_out_once(tmp_path: Path, platforms: Platforms) -> None:
    ofauto = Ofauto(tmp_path / "workspace")
    made = ofauto("init", passphrase=PASSPHRASE).json
    assert set(made) == {"data_dir", "workspace_id", "recovery_code"}
    ofauto("clients", "add", "Ada", "--zone", "Europe/Berlin")
    words = ("accounts", "add", "x", "--client", "Ada", "--name", "ada", *platforms.options("x"))
    account = ofauto(*words, secret={"access_token": TOKEN}).json
    assert (account["state"], account["platform"], account["zone"]) == ("connected", "x", "Europe/Berlin")
    picture = tmp_path / "picture.jpg"
    Image.new("RGB", (640, 480), "teal").save(picture)

    post = ofauto("posts", "add", "--to", "ada", "--text", TEXT, "--media", str(picture), "--at", "now").json
    assert set(post) == {"id", "targets"}
    assert post["targets"][0]["state"] == "scheduled"
    events = ofauto("run", "--until-idle").rows
    ofauto("run", "--until-idle")

    assert [one["state"] for one in events if one["event"] == "target_settled"] == ["posted"]
    target = ofauto("posts", "show", str(post["id"])).json["targets"][0]
    assert (target["state"], [one["outcome"] for one in target["attempts"]]) == ("posted", ["posted"])
    assert platforms.control("x", "state")["posts"] == {TEXT: 1}
    ofauto("sync")
    likes = ofauto("metrics", "--metric", "followers").json
    assert likes[0]["value"] > 0
    assert likes[0]["source"]
    assert ofauto("audit", "verify").json["broken"] is None
    _nothing_readable(tmp_path / "workspace", picture.read_bytes())


def _nothing_readable(folder: Path, picture: bytes) -> None:
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for canary in (TEXT.encode(), TEXT.encode("utf-16-le"), TOKEN.encode(), PASSPHRASE.encode(), picture[200:264]):
        assert canary not in everything
    assert b"SQLite format 3" not in everything


def test_gumroads_money_comes_in_to_the_cent_and_only_once(ofauto: Ofauto, platforms: Platforms) -> None:
    ofauto("clients", "add", "Ada")
    words = ("accounts", "add", "gumroad", "--client", "Ada", *platforms.options("gumroad"))
    ofauto(*words, secret={"access_token": "practice-gumroad-token"})
    first = ofauto("sync", "--what", "money").json["accounts"]
    again = ofauto("sync", "--what", "money").json["accounts"]
    assert {one["added"] for one in again} == {0}
    lines = ofauto("money", "ledger").json
    assert len(lines) == sum(one["added"] for one in first)
    assert all(line["net_minor"] == line["gross_minor"] - line["fee_minor"] for line in lines)
    for row in ofauto("money", "--by", "kind").json:
        of_kind = [line for line in lines if line["kind"] == row["kind"] and line["currency"] == row["currency"]]
        assert row["net_minor"] == sum(line["net_minor"] for line in of_kind)


def test_a_backup_restores_into_an_empty_folder(with_x: Ofauto, tmp_path: Path) -> None:
    with_x("posts", "add", "--to", "1", "--text", TEXT, "--at", "2031-05-01T18:00")
    file = tmp_path / "backup.ofabackup"
    created = with_x("backup", "create", str(file)).json
    assert with_x("backup", "verify", str(file), passphrase=PASSPHRASE).json == created
    with_x("backup", "restore", str(file), "--into", str(tmp_path / "restored"), passphrase=PASSPHRASE)
    restored = Ofauto(tmp_path / "restored")
    assert [post["text"] for post in restored("posts", "list", passphrase=PASSPHRASE).json] == [TEXT]


def test_a_practice_workspace_has_clients_posts_and_money(tmp_path: Path) -> None:
    ofauto = Ofauto(tmp_path / "practice")
    ofauto("init", "--practice", passphrase=PASSPHRASE)
    assert len(ofauto("clients", "list").json) == 3
    assert {row["platform"] for row in ofauto("accounts", "list").json} == {"x", "gumroad", "patreon", "kofi"}
    months = ofauto("money", "--by", "month").json
    assert len(months) >= 12
    assert any(row["refund_minor"] for row in months)
    assert {one["error"] for one in _results(ofauto)} == {None}


def _results(ofauto: Ofauto) -> list[dict[str, object]]:
    return list(ofauto("sync").json["accounts"])
