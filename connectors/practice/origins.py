"""Practice sites on origins of their own: a page and the interface that it asks are two, as browsers count them."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

# Under this name a site finds in its scope where each of its endpoints is.
ORIGINS = "ofauto.origins"


@dataclass(frozen=True, slots=True)
class Alone:
    """What answers at one port: `app` at its root, with the addresses of the platform's endpoints by name."""

    app: ASGIApp
    origins: Mapping[str, str]


class ByPort:
    """Hands a request to whoever has the port that it came to, else to `app`, as what begins with one of `shared`."""

    def __init__(self, app: ASGIApp, alone: Mapping[int, Alone], shared: tuple[str, ...] = ()) -> None:
        self._app, self._alone, self._shared = app, alone, shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = scope.get("server")
        alone = self._alone.get(place[1]) if place else None
        if alone is None or str(scope.get("path", "")).startswith(self._shared):
            await self._app(scope, receive, send)
            return
        await alone.app({**scope, ORIGINS: dict(alone.origins)}, receive, send)
