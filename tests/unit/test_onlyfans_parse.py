"""OnlyFans' payloads and refusals, as platforms/onlyfans.md §2 to §5 warns of them."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from connectors.diagnostics import Diagnostics
from connectors.errors import (
    Challenged,
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.http import Reply
from connectors.onlyfans import parse, wire
from connectors.onlyfans.manifest import MANIFEST
from connectors.onlyfans.refusals import refusal
from connectors.onlyfans.rules import OnlyFansRules, price_problem
from connectors.onlyfans.site import site
from connectors.onlyfans.visits import page_of
from ofauto_desktop.domain.messages import ConversationKind
from tests.contract.stage import a_file

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ME = "41700321"
WHEN = "2026-10-01T00:00:00+00:00"


def reply(body, status=200, kind="application/json", **headers):
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Reply(status=status, headers={"content-type": kind, **headers}, body=content)


def a_fan(**changed):
    return msgspec.convert({"id": 777, **changed}, wire.Fan)


def side(*subscribers, price=9.99):
    months = [{"subscriberId": one, "startDate": WHEN} for one in subscribers]
    return {"subscribeAt": WHEN, "expiredAt": "2026-12-01T00:00:00+00:00", "price": price, "subscribes": months}


@pytest.mark.parametrize(
    ("row", "is_fan"),
    [
        ({"subscribedOn": True, "subscribedOnData": side(777)}, True),
        ({"subscribedOn": True, "subscribedOnData": side()}, True),
        ({"subscribedBy": True, "subscribedByData": side(int(ME))}, False),
        ({"subscribedBy": True, "subscribedByData": side()}, False),
        ({"subscribedOn": True, "subscribedOnData": side(int(ME))}, False),
        ({"subscribedBy": True, "subscribedByData": side(777)}, True),
        ({"subscribedOnData": side(777), "subscribedByData": side(int(ME), price=5)}, True),
        ({}, False),
    ],
)
def test_who_subscribes_to_whom_is_decided_by_the_charges(row, is_fan):
    found = parse.subscriber(a_fan(**row), ME, NOW)
    assert (found is not None) == is_fan
    assert found is None or found.price_minor == 999


def test_a_free_subscription_that_ends_in_2036_runs_and_costs_nothing():
    data = {**side(777, price=0), "expiredAt": "2036-01-01T00:00:00+00:00", "duration": "1 month"}
    found = parse.subscriber(a_fan(subscribedOnData=data), ME, NOW)
    assert (found.status, found.ended_at, found.price_minor, found.months) == ("active", None, 0, 1)


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("600", 600),
        (600, 600),
        (600.0, 600),
        ("", None),
        ("6.5", None),
        (6.5, None),
        (-1, None),
        ("-1", None),
        (True, None),
        ("9" * 40, None),
        (None, None),
    ],
)
def test_some_numbers_are_texts_and_some_are_none(told, count):
    assert parse.whole(told) == count


def test_no_statistics_are_not_nothing():
    for told in ({"isAvailable": False}, {"hasStats": False, "chart": {"visitors": [{"date": WHEN, "count": 4}]}}):
        assert parse.visits(msgspec.convert(told, wire.Overview), 7, None, NOW) == ([], 7)


def test_visitors_are_running_totals_of_whole_days():
    today = NOW.replace(hour=0)
    days = [{"date": (today - timedelta(days=back)).isoformat(), "count": str(back)} for back in (3, 2, 1, 0)]
    told = msgspec.convert({"chart": {"visitors": days}}, wire.Overview)
    found, total = parse.visits(told, 100, today - timedelta(days=2), today)
    assert [one.value for one in found] == [102, 103]
    assert total == 103, "today is not over"


@pytest.mark.parametrize(
    "row",
    [
        {"id": 1, "type": "post", "publishDateTime": WHEN, "post": {"id": 9, "text": "<p>Later</p>"}},
        {"id": "1", "entity": "post", "scheduledDate": WHEN, "post": {"id": 9, "rawText": "Later", "postedAt": WHEN}},
    ],
)
def test_both_forms_of_a_row_of_the_queue_are_read(row):
    found = parse.waiting(msgspec.convert(row, wire.Waiting), "ada")
    assert (found.remote_id, found.text, found.scheduled_for) == ("9", "Later", datetime(2026, 10, 1, tzinfo=UTC))


def test_what_waits_and_is_no_post_is_passed_over_and_one_without_a_time_is_not_guessed():
    assert parse.waiting(msgspec.convert({"id": 1, "type": "chat", "publishDateTime": WHEN}, wire.Waiting), "a") is None
    with pytest.raises(LayoutChanged):
        parse.waiting(msgspec.convert({"id": 1, "post": {"id": 9}}, wire.Waiting), "a")


def test_a_message_of_ones_own_and_one_of_a_fan():
    item = {"id": 1, "createdAt": WHEN, "text": "<p>Hi &amp; thanks</p>", "fromUser": {"id": 777}, "isTip": True}
    found = parse.letter(msgspec.convert(item, wire.Letter), "777", ME)
    assert (found.own, found.sender, found.text, found.attachments) == (False, "777", "Hi & thanks", ("tip",))
    own = parse.letter(msgspec.convert({**item, "fromUser": {"id": int(ME)}, "mediaCount": 2}, wire.Letter), "777", ME)
    assert (own.own, own.sender, own.attachments) == (True, None, ("media", "media", "tip"))
    assert own.in_kind is ConversationKind.DIRECT


@pytest.mark.parametrize(
    ("body", "count", "more"),
    [
        ({"list": [{}], "hasMore": True}, 1, True),
        ({"users": [{}, {}], "hasMore": False}, 2, False),
        ({"list": []}, 0, True),
        ([{}, {}], 2, None),
    ],
)
def test_lists_come_in_several_forms(body, count, more):
    page = page_of(reply(body), Diagnostics())
    assert (len(page.raw), page.more) == (count, more)


@pytest.mark.parametrize("body", [{}, {"list": None}, {"list": 1}, b"", b"<html>", b'{"list": [', 7])
def test_what_is_no_list_is_not_read_as_an_empty_one(body):
    with pytest.raises(LayoutChanged):
        page_of(reply(body), Diagnostics())


def error(code, message="", **payload):
    return {"error": {"code": code, "message": message, **({"payload": payload} if payload else {})}}


FACE = {"otpState": {"email": True, "forceFaceOtp": True}}


@pytest.mark.parametrize(
    ("given", "publishing", "kind", "words"),
    [
        (reply(error(0, "Access denied."), 400), False, LoginExpired, "denied"),
        (reply(error(0, "User not found"), 404), False, Rejected, "User not found"),
        (reply(error(101, "2FA", otpState={"forceFaceOtp": False}), 400), False, Challenged, "a code"),
        (reply(error(101, "2FA", **FACE), 403), False, Challenged, "a face"),
        (reply(error("101", "2FA"), 200), False, Challenged, "a code"),
        (reply(error(102), 429), False, Challenged, "captcha"),
        (reply(error(105), 400), True, Challenged, "a face"),
        (reply(error(401, "Invalid auth info"), 400), False, LoginExpired, "no longer"),
        (reply({"isAuth": False}), False, LoginExpired, "login"),
        (reply(error(0, "Please refresh the page"), 401), False, LayoutChanged, "has changed"),
        (reply(error(0, "Please refresh the page"), 400), False, LayoutChanged, "has changed"),
        (reply(error(0, "Something wrong with attached media"), 400), True, Rejected, "attached media"),
        (reply(error(2011, "Not enough credit"), 400), False, Rejected, "credit"),
        (reply(error(403, "Forbidden"), 403), False, RateLimited, "wait"),
        (reply(b"", 504), False, RateLimited, "wait"),
        (reply(b"", 504), True, OutcomeUnknown, "504"),
        (reply(b"", 500), False, Temporary, "500"),
        (reply(error(0, "Internal"), 500), True, OutcomeUnknown, "500"),
        (reply(b"<title>Attention Required! | Cloudflare</title>", 403, "text/html"), True, NetworkDown, "network"),
        (reply(b"<h1>Bad gateway</h1>", 502, "text/html"), False, Temporary, "page"),
        (reply(b"<h1>Bad gateway</h1>", 502, "text/html"), True, OutcomeUnknown, "page"),
        (reply(b"", 302), False, LayoutChanged, "302"),
    ],
)
def test_the_code_decides_and_the_status_only_where_there_is_none(given, publishing, kind, words):
    found = refusal(given, NOW, publishing=publishing)
    assert isinstance(found, kind), found
    assert words in found.reason


def test_an_answer_is_no_refusal():
    for body in ({"list": []}, [], {"id": 1}, {"error": None}):
        assert refusal(reply(body), NOW) is None


def test_the_sites_words_show_nothing_that_a_terminal_obeys():
    found = refusal(reply(error(1, "\x1b[31mred\x07 " + "x" * 900), 400), NOW)
    assert "\x1b" not in found.reason
    assert len(found.reason) <= 200


@pytest.mark.parametrize(
    ("price", "media", "expires", "wrong"),
    [
        (0, False, True, ""),
        (300, True, False, ""),
        (300, False, False, "needs"),
        (300, True, True, "taken down"),
        (299, True, False, "from $3.00"),
        (10_001, True, False, "to $100.00"),
    ],
)
def test_what_a_post_may_cost(price, media, expires, wrong):
    found = price_problem(price, has_media=media, expires=expires, least=300, most=10_000)
    assert wrong in found
    assert bool(found) == bool(wrong)


def test_what_cannot_be_published_is_said_while_it_is_written():
    rules = OnlyFansRules()

    def said(*parts, media=(), **more):
        return [one.text for one in rules.problems(parts, media, **more)]

    assert said("Fine") == []
    assert said("") == ["there is no text and no media"]
    assert said("", media=[a_file().item]) == []
    assert len(said("x" * 10_001)) == 1
    assert len(said("a", "b")) == 1
    assert len(said("a", reply_to="1")) == 1
    assert len(said("a", options={"expires": "2"})) == 1
    assert said("a", options={"expires": "3", "price": "0"}) == []
    assert said("a", options={"expires": "3", "price": "500"}) == [
        "a post with a price is not taken down by itself at OnlyFans"
    ]
    assert "readable copy" in said("a", media=[a_file(size=MANIFEST.limits["file_bytes"] + 1).item])[0]
    assert rules.address("ada", "700123") == "https://onlyfans.com/700123/ada"
    assert rules.address("ada", "x") is None


def test_the_sites_file_is_right_and_says_how_posts_and_messages_are_answered():
    flows = site().flows
    answers = {name: steps[-1].answer for name, steps in flows.items()}
    assert answers["publish"] == "/api2/v2/posts"
    assert answers["letter"] == "/api2/v2/chats/{who}/messages"
    assert answers["broadcast"] == "/api2/v2/messages/queue"
    assert answers["unsend"] == "/api2/v2/messages/queue/{id}"
