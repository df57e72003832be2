"""X's forms of "no" (platforms/x.md §8), as its practice platform gives them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

_PROBLEMS = "https://api.twitter.com/2/problems"


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, payload: Mapping[str, Any]) -> None:
        super().__init__(status)
        self.status, self.payload = status, payload


def answer(payload: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON as X sends it; problems have a media type of their own."""
    kind = "application/problem+json" if isinstance(payload, dict) and "title" in payload else "application/json"
    return Response(msgspec.json.encode(payload), status_code=status, media_type=kind, headers=headers)


def unauthorized() -> Refused:
    return Refused(401, _problem(401, "Unauthorized", "Unauthorized"))


def forbidden(detail: str, kind: str = "about:blank") -> Refused:
    return Refused(403, _problem(403, "Forbidden", detail, kind))


def lacks_scope(scope: str) -> Refused:
    return forbidden(f"Your client app is not granted the scope {scope}.", f"{_PROBLEMS}/oauth1-permissions")


def no_credit() -> Refused:
    """The account's number passes 2^53, and there is no `status` (platforms/x.md §8)."""
    number = 1_234_567_890_123_456_789
    detail = f"Your enrolled account [{number}] does not have any credits to fulfill this request."
    return Refused(
        402, {"account_id": number, "title": "CreditsDepleted", "detail": detail, "type": f"{_PROBLEMS}/credits"}
    )


def nowhere() -> Refused:
    """A path, or an upload, that is not there."""
    return Refused(404, _problem(404, "Not Found", "Not Found"))


def too_many() -> Refused:
    return Refused(429, _problem(429, "Too Many Requests", "Too Many Requests"))


def invalid(message: str) -> Refused:
    return Refused(
        400,
        {
            "errors": [{"message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{_PROBLEMS}/invalid-request",
        },
    )


def missing(what: str, value: str) -> dict[str, str]:
    """The error of one item that is not there; alone in a 200 it means that nothing could be read."""
    return {
        "value": value,
        "detail": f"Could not find {what} with id: [{value}].",
        "title": "Not Found Error",
        "resource_type": what,
        "parameter": "id",
        "resource_id": value,
        "type": f"{_PROBLEMS}/resource-not-found",
    }


def refused_field(post_id: str, name: str) -> dict[str, str]:
    """One metric that X keeps to itself: the item stays, the field is missing."""
    return {
        "title": "Field Authorization Error",
        "detail": f"Sorry, you are not authorized to access '{name}' on the Tweet with ids : [{post_id}].",
        "section": "data",
        "field": name,
        "resource_type": "tweet",
        "resource_id": post_id,
        "parameter": "ids",
        "value": post_id,
        "type": f"{_PROBLEMS}/not-authorized-for-field",
    }


def oauth_error(error: str, description: str, status: int = 400) -> Refused:
    return Refused(status, {"error": error, "error_description": description})


def _problem(status: int, title: str, detail: str, kind: str = "about:blank") -> dict[str, Any]:
    return {"title": title, "detail": detail, "type": kind, "status": status}
