"""X as an ASGI application, at the paths of the real one."""

from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.elsewhere import elsewhere
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.practice.x import letters, media, oauth, posts, reading
from connectors.practice.x.answers import answer, nowhere
from connectors.practice.x.door import Handler, door, open_door
from connectors.practice.x.state import XWorld

_READ = ("tweet.read", "users.read")
_WRITE = (*_READ, "tweet.write")
_UPLOAD = ("media.write",)
_LETTERS = (*_READ, "dm.read")
_LETTER = (*_READ, "dm.write")
_WITH = "/2/dm_conversations/with/{id}"


def application(world: XWorld, faults: Faults) -> ASGIApp:
    """Everything of platforms/x.md that a creator's program needs, and the control plane under /_practice."""

    def route(method: str, path: str, limit: str, scopes: tuple[str, ...], handler: Handler) -> Route:
        return Route(path, door(world, limit, scopes, handler), methods=[method])

    return FaultMiddleware(
        Router(
            [
                route("POST", "/2/tweets", "posts_create", _WRITE, posts.create),
                route("GET", "/2/users/{id}/tweets", "timeline", _READ, reading.timeline),
                route("GET", "/2/tweets", "posts_lookup", _READ, reading.lookup),
                route("GET", "/2/tweets/analytics", "analytics", _READ, reading.analytics),
                route("GET", "/2/tweets/{id}", "post", _READ, reading.one),
                route("DELETE", "/2/tweets/{id}", "posts_delete", _WRITE, posts.delete),
                route("GET", "/2/users/me", "users_me", ("users.read",), reading.me),
                route("GET", "/2/usage/credits", "usage", (), reading.credits_left),
                route("GET", "/2/usage/tweets", "usage", (), reading.posts_used),
                route("POST", "/2/media/upload", "upload", _UPLOAD, media.whole),
                route("GET", "/2/media/upload", "upload_status", _UPLOAD, media.status),
                route("POST", "/2/media/upload/initialize", "upload_initialize", _UPLOAD, media.initialize),
                route("POST", "/2/media/upload/{id}/append", "upload_append", _UPLOAD, media.append),
                route("POST", "/2/media/upload/{id}/finalize", "upload_finalize", _UPLOAD, media.finalize),
                route("POST", "/2/media/metadata", "media_metadata", _UPLOAD, media.describe),
                route("GET", "/2/users", "users_lookup", _READ, letters.people),
                route("GET", "/2/users/{id}/mentions", "mentions", _READ, reading.mentions),
                route("GET", "/2/dm_events", "dm_events", _LETTERS, letters.events),
                route("POST", f"{_WITH}/messages", "dm_create", _LETTER, letters.write),
                Route("/i/oauth2/authorize", open_door(world, oauth.authorize), methods=["GET"]),
                Route("/2/oauth2/token", open_door(world, oauth.token), methods=["POST"]),
                Route("/2/oauth2/revoke", open_door(world, oauth.revoke), methods=["POST"]),
                control(world, faults),
                elsewhere(_nowhere),
            ],
            redirect_slashes=False,
        ),
        faults,
    )


def _nowhere() -> Response:
    refused = nowhere()
    return answer(refused.payload, refused.status)
