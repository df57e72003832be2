"""Instagram as an ASGI application, at the paths of the real one."""

from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.practice.instagram import oauth, publishing, reading
from connectors.practice.instagram.door import Handler, door, open_door
from connectors.practice.instagram.records import SCOPES
from connectors.practice.instagram.world import World

_BASIC, _PUBLISH, _COMMENTS, _INSIGHTS = SCOPES
_GRAPH = "/v25.0"


def application(world: World, faults: Faults) -> ASGIApp:
    """Everything of platforms/instagram.md that a creator's program needs, and the control plane under /_practice."""

    def route(method: str, path: str, scope: str, handler: Handler) -> Route:
        return Route(_GRAPH + path, door(world, scope, handler), methods=[method])

    return FaultMiddleware(
        Router(
            [
                route("GET", "/me", _BASIC, reading.me),
                route("GET", "/me/accounts", _BASIC, reading.pages),
                route("GET", "/{id}/content_publishing_limit", _PUBLISH, publishing.quota),
                route("POST", "/{id}/media", _PUBLISH, publishing.create),
                route("POST", "/{id}/media_publish", _PUBLISH, publishing.publish),
                route("GET", "/{id}/media", _BASIC, reading.listed),
                route("GET", "/{id}/stories", _BASIC, reading.stories),
                route("GET", "/{id}/comments", _COMMENTS, reading.comments),
                route("GET", "/{id}/insights", _INSIGHTS, reading.insights),
                route("GET", "/{id}", _BASIC, reading.node),
                Route("/oauth/authorize", open_door(world, oauth.authorize), methods=["GET"]),
                Route("/oauth/access_token", open_door(world, oauth.short), methods=["POST"]),
                Route(f"/ig-api-upload{_GRAPH}/{{id}}", door(world, _PUBLISH, publishing.upload), methods=["POST"]),
                Route("/media-host/{key}", open_door(world, publishing.host), methods=["GET", "PUT", "DELETE"]),
                Route("/access_token", open_door(world, oauth.long), methods=["GET"]),
                Route("/refresh_access_token", open_door(world, oauth.renew), methods=["GET"]),
                control(world, faults),
            ],
            redirect_slashes=False,
        ),
        faults,
    )
