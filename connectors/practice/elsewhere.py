"""What a practice platform answers where it plays nothing: as its real one would to a path that it does not know."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ANYWHERE = "/{anywhere:path}"


def elsewhere(answer: Callable[[], Response]) -> Route:
    """The last route: every path and method that no other has."""

    async def say(_: Request) -> Response:
        return answer()

    return Route(ANYWHERE, say, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
