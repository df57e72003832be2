"""`ofauto messages …` on a practice workspace: conversations, what was written, an answer, what is read."""

from datetime import datetime

import pytest

from tests.flows.test_command_line import Ofauto


@pytest.fixture
def ofauto(practising, capsys) -> Ofauto:
    return Ofauto(practising, capsys)


def test_conversations_are_listed_read_and_answered(ofauto: Ofauto, tmp_path) -> None:
    whole = ofauto("messages", "list", "--limit", "1000")
    assert {one["kind"] for one in whole} == {"direct", "group", "mentions"}
    assert [one["last_at"] for one in whole] == sorted((one["last_at"] for one in whole), reverse=True)
    first = ofauto("messages", "list", "--limit", "10")
    rest = ofauto("messages", "list", "--limit", "1000", "--after", first[-1]["key"])
    assert [one["id"] for one in (*first, *rest)] == [one["id"] for one in whole]
    assert all(one["people"][0]["name"] for one in whole)

    unread = ofauto("messages", "list", "--kind", "direct", "--unread", "--limit", "1000")
    one = unread[0]
    assert one["can_answer"]
    said = ofauto("messages", "show", str(one["id"]))
    assert said[-1]["text"] == one["last_text"] or said[-1]["text"].split() == one["last_text"].split()
    assert not said[-1]["own"]
    assert said[-1]["from"]["handle"] == one["people"][0]["handle"]
    file = tmp_path / "answer.txt"
    file.write_text("Thank you <3\n")
    sent = ofauto("messages", "send", str(one["id"]), "--text-file", str(file))
    assert (sent["own"], sent["state"], sent["text"]) == (True, "sent", "Thank you <3")
    assert datetime.fromisoformat(sent["at"]).tzinfo is not None
    synced = ofauto("sync", "--account", str(one["account"]), "--what", "messages")["accounts"]
    assert [(row["kind"], row["added"], row["error"]) for row in synced] == [("messages", 0, None)]
    assert ofauto("messages", "show", str(one["id"]), "--limit", "1")[0]["id"] == sent["id"]
    found = ofauto(
        "messages", "list", "--search", "thank you", "--account", str(one["account"]), "--client", one["client"]
    )
    assert one["id"] in {each["id"] for each in found}

    other = unread[1]
    assert ofauto("messages", "mark", str(other["id"]))["unread"] == 0
    assert ofauto("messages", "mark", str(other["id"]), "--unread")["unread"] == 1


def test_what_cannot_be_done_is_said(ofauto: Ofauto) -> None:
    mentions = ofauto("messages", "list", "--kind", "mentions", "--limit", "1")[0]
    assert not mentions["can_answer"]
    assert ofauto("messages", "show", str(mentions["id"]))[-1]["url"].startswith("https://x.com/i/status/")
    assert "cannot be answered" in ofauto.refused("messages", "send", str(mentions["id"]), "--text", "hi")
    assert "no key" in ofauto.refused("messages", "list", "--after", "yesterday/1")
    assert "no key" in ofauto.refused("messages", "list", "--after", "2026-01-01/1")
    assert "--limit" in ofauto.refused("messages", "list", "--limit", "0")
    assert "no such" in ofauto.refused("messages", "show", "999")
    assert "no such" in ofauto.refused("messages", "discard", "999")
    assert "did not go out" in ofauto.refused("messages", "discard", "1")
    accounts = ofauto("accounts", "list")
    x = next(one for one in accounts if one["platform"] == "x")
    assert x["reads"] == "all"
    assert ofauto("messages", "reads", str(x["id"]), "nothing")["reads"] == "nothing"
    assert ofauto("sync", "--account", str(x["id"]), "--what", "messages")["accounts"] == []
    shop = next(one for one in accounts if one["platform"] == "gumroad")
    assert "cannot be read" in ofauto.refused("messages", "reads", str(shop["id"]), "all")
    assert ofauto.printed("messages", code=2) == ""
