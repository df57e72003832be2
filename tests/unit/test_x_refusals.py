"""X's forms of "no" (platforms/x.md §8), each read for what can be done next."""

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import (
    ConnectorError,
    Duplicate,
    LoginExpired,
    MissingScope,
    OutcomeUnknown,
    OutOfCredit,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.http import Reply
from connectors.x.refusals import budget, refusal, token_refusal

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PROBLEMS = "https://api.twitter.com/2/problems"


def reply(status: int, payload: object = None, **headers: str) -> Reply:
    body = payload if isinstance(payload, bytes) else json.dumps(payload or {}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, headers=httpx.Headers({"content-type": "application/json", **named}), body=body)


def read(answer: Reply, *, publishing: bool = False, path: str = "/tweets") -> ConnectorError | None:
    return refusal(answer, publishing=publishing, path=path, now=NOW)


def epoch(**after: float) -> str:
    return str(int((NOW + timedelta(**after)).timestamp()))


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_is_no_refusal(status: int) -> None:
    assert read(reply(status)) is None


@pytest.mark.parametrize(
    ("status", "payload", "expected"),
    [
        (400, {"errors": [{"message": "media type unrecognized"}], "title": "Invalid Request"}, Rejected),
        (401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}, LoginExpired),
        (401, b"<html>", LoginExpired),
        (
            402,
            {"account_id": 1234567890123456789, "title": "CreditsDepleted", "type": f"{PROBLEMS}/credits"},
            OutOfCredit,
        ),
        (402, {"type": f"{PROBLEMS}/credits-depleted"}, OutOfCredit),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content.", "status": 403}, Duplicate),
        (403, {"type": f"{PROBLEMS}/usage-capped", "title": "UsageCapExceeded", "period": "Monthly"}, OutOfCredit),
        (403, {"type": f"{PROBLEMS}/oauth1-permissions"}, MissingScope),
        (403, {"type": f"{PROBLEMS}/unsupported-authentication"}, MissingScope),
        (403, {"type": f"{PROBLEMS}/client-forbidden", "reason": "client-not-enrolled"}, Rejected),
        (403, {"detail": "User has been suspended."}, Rejected),
        (403, b"<html>forbidden", Rejected),
        (404, {"title": "Not Found"}, Rejected),
        (409, {}, Rejected),
        (413, b"Payload Too Large", Rejected),
        (415, {}, Rejected),
        (429, {"title": "Too Many Requests", "status": 429}, RateLimited),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, RateLimited),
        (429, {"title": "UsageCapExceeded", "period": "Daily", "scope": "Account"}, OutOfCredit),
        (431, b"", Rejected),
        (302, b"", Temporary),
        (408, b"", Temporary),
        (500, b"Service Unavailable", Temporary),
        (503, b"<html>", Temporary),
    ],
)
def test_a_refusal_is_named_by_what_can_be_done(status: int, payload: object, expected: type[ConnectorError]) -> None:
    error = read(reply(status, payload))
    assert type(error) is expected


def test_x_s_own_words_are_shown_first() -> None:
    assert read(reply(400, {"errors": [{"message": "bad  \n poll"}], "title": "Invalid Request"})).reason == "bad poll"
    assert read(reply(403, {"detail": "x" * 500})).reason == "x" * 200
    assert read(reply(409)).reason == "X refused (409)"
    assert "enrolled" in read(reply(403, {"reason": "client-not-enrolled"})).reason


def test_a_missing_scope_is_named_by_where_it_lacked() -> None:
    forbidden = reply(403, {"title": "Forbidden", "detail": "Forbidden"})
    assert "media.write" in read(forbidden, path="/media/upload").reason
    assert "media.write" in read(reply(403, {"type": f"{PROBLEMS}/oauth1-permissions"}), path="/media/upload").reason
    assert "tweet.write" in read(reply(403, {"type": f"{PROBLEMS}/oauth1-permissions"})).reason
    assert type(read(forbidden)) is Rejected


def test_one_odd_field_does_not_hide_the_others() -> None:
    payload = {"title": None, "type": 7, "errors": ["x", {"message": 3}], "detail": "duplicate content"}
    assert type(read(reply(403, payload))) is Duplicate


@pytest.mark.parametrize("status", [301, 302, 307, 408, 500, 502, 503, 520])
def test_a_post_with_an_unclear_answer_is_of_unknown_outcome(status: int) -> None:
    assert type(read(reply(status, b"<html>"), publishing=True)) is OutcomeUnknown


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 429])
def test_a_post_that_was_refused_was_not_accepted(status: int) -> None:
    assert type(read(reply(status), publishing=True)) is not OutcomeUnknown


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": epoch(minutes=9)}, timedelta(minutes=9)),
        (
            {
                "x_rate_limit_remaining": "97",
                "x_rate_limit_reset": epoch(minutes=9),
                "x_user_limit_24hour_remaining": "0",
                "x_user_limit_24hour_reset": epoch(hours=7),
            },
            timedelta(hours=7),
        ),
        (
            {
                "x_rate_limit_remaining": "0",
                "x_rate_limit_reset": epoch(minutes=9),
                "x_app_limit_24hour_remaining": "0",
                "x_app_limit_24hour_reset": epoch(hours=7),
            },
            timedelta(hours=7),
        ),
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": epoch(minutes=-9)}, timedelta(minutes=1)),
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": "99999999999"}, timedelta(hours=25)),
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": "soon"}, timedelta(minutes=1)),
        ({"retry_after": "30"}, timedelta(seconds=30)),
        ({"retry_after": "9" * 9}, timedelta(days=1)),
        ({"retry_after": "Wed, 21 Oct"}, timedelta(minutes=1)),
        ({}, timedelta(minutes=1)),
    ],
)
def test_the_wait_is_until_the_empty_bucket_resets(headers: dict[str, str], wait: timedelta) -> None:
    assert read(reply(429, {"title": "Too Many Requests"}, **headers)).retry_at == NOW + wait


def test_a_budget_is_read_where_x_states_one() -> None:
    left = budget(
        reply(200, x_rate_limit_limit="75", x_rate_limit_remaining="3", x_rate_limit_reset=epoch(minutes=1)), NOW
    )
    assert (left.limit, left.remaining, left.resets_at) == (75, 3, NOW + timedelta(minutes=1))
    assert budget(reply(200, x_rate_limit_limit="75"), NOW) is None
    assert budget(reply(200, x_rate_limit_limit="x", x_rate_limit_remaining="y"), NOW) is None
    assert budget(reply(200, x_rate_limit_limit="1", x_rate_limit_remaining="1"), NOW).resets_at is None
    odd = {"x-rate-limit-limit": "²", "x-rate-limit-remaining": "1", "x-rate-limit-reset": "²"}
    assert budget(Reply(status=200, headers=odd, body=b""), NOW) is None


def test_a_reset_that_is_days_away_silences_nobody() -> None:
    far = reply(200, x_rate_limit_limit="75", x_rate_limit_remaining="0", x_rate_limit_reset=epoch(days=40))
    assert budget(far, NOW).resets_at is None


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            reply(400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}),
            LoginExpired,
        ),
        (reply(400, {"error": "invalid_grant"}), LoginExpired),
        (reply(401, {"error": "unauthorized_client"}), LoginExpired),
        (reply(400, b"<html>", content_type="text/html"), Temporary),
        (reply(429), RateLimited),
        (reply(403), Temporary),
        (reply(500), Temporary),
        (reply(302), Temporary),
    ],
)
def test_only_a_clear_no_ends_a_login(answer: Reply, expected: type[ConnectorError]) -> None:
    assert type(token_refusal(answer, NOW)) is expected
    assert token_refusal(reply(200), NOW) is None


@given(st.integers(100, 599), st.binary(max_size=80))
def test_any_answer_has_a_meaning(status: int, body: bytes) -> None:
    for publishing in (True, False):
        error = read(reply(status, body), publishing=publishing)
        assert (error is None) == (200 <= status < 300)


def test_a_refused_request_says_what_is_wrong_with_it_and_not_only_that_something_is() -> None:
    payload = {
        "errors": [{"message": "media_ids: one of them has expired", "parameters": {}}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEMS}/invalid-request",
    }
    error = read(reply(400, payload), publishing=True)
    assert isinstance(error, Rejected)
    assert error.reason == "media_ids: one of them has expired"
