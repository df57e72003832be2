"""Graph's forms of "no" (platforms/instagram.md §9), as practice Instagram gives them."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, payload: Mapping[str, Any], status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.payload, self.headers = status, payload, headers

    def answer(self) -> Response:
        return JSONResponse(dict(self.payload), status_code=self.status, headers=dict(self.headers or {}))


def refused(code: int, message: str, subcode: int = 0, *, shown: str = "", status: int = 400) -> Refused:
    """An error of Graph."""
    error = {
        "message": message,
        "type": "OAuthException",
        "code": code,
        **({"error_subcode": subcode} if subcode else {}),
        "is_transient": code in (1, 2),
        **({"error_user_title": "Not possible", "error_user_msg": shown} if shown else {}),
        "fbtrace_id": "Apractice",
    }
    return Refused({"error": error}, status)


def no_login(subcode: int = 467) -> Refused:
    return refused(190, "Error validating access token", subcode)


def lacks(scope: str) -> Refused:
    return refused(10, f"(#10) Application does not have permission for this action ({scope})")


def missing(object_id: str) -> Refused:
    message = f"Unsupported get request. Object with ID '{object_id}' does not exist or cannot be loaded"
    return refused(100, message, 33)


def invalid(message: str, subcode: int = 0) -> Refused:
    return refused(100, message, subcode)


def oauth_refused(message: str) -> Refused:
    """The login's own form."""
    return Refused({"error_type": "OAuthException", "code": 400, "error_message": message})
