"""Patreon as an ASGI application, at the paths of the real one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from connectors.practice.control import control
from connectors.practice.elsewhere import elsewhere
from connectors.practice.faults import FaultMiddleware, Faults
from connectors.practice.patreon import answers, oauth
from connectors.practice.patreon.answers import Refused
from connectors.practice.patreon.records import Creator, Member, Post
from connectors.practice.patreon.world import World

Handler = Callable[[Request, Creator], Response]
_RELATIONS = {
    "identity": {"memberships", "campaign"},
    "campaigns": {"tiers", "creator", "benefits"},
    "members": {"currently_entitled_tiers", "user", "pledge_history", "address", "campaign"},
    "posts": {"campaign", "user"},
}
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def application(world: World, faults: Faults) -> ASGIApp:
    """What of platforms/patreon.md a creator's program reads, and the control plane under /_practice."""
    serving = _Serving(world)
    base = "/api/oauth2/v2"

    def route(path: str, scope: str, handler: Handler) -> Route:
        return Route(f"{base}{path}", serving.door(scope, handler), methods=["GET"])

    async def authorize(request: Request) -> Response:
        return await oauth.authorize(world, request)

    async def token(request: Request) -> Response:
        return await oauth.token(world, request)

    return FaultMiddleware(
        Router(
            [
                route("/identity", "identity", serving.identity),
                route("/campaigns", "campaigns", serving.campaigns),
                route("/campaigns/{campaign}", "campaigns", serving.campaign),
                route("/campaigns/{campaign}/members", "campaigns.members", serving.members),
                route("/campaigns/{campaign}/posts", "campaigns.posts", serving.posts),
                route("/members/{member}", "campaigns.members", serving.member),
                route("/posts/{post}", "campaigns.posts", serving.post),
                Route("/oauth2/authorize", authorize, methods=["GET"]),
                Route("/api/oauth2/token", token, methods=["POST"]),
                control(world, faults),
                elsewhere(_nowhere),
            ]
        ),
        faults,
    )


class _Serving:
    """The routes, and what every request passes."""

    def __init__(self, world: World) -> None:
        self._world = world

    def door(self, scope: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def opened(request: Request) -> Response:
            if not request.headers.get("user-agent"):
                return HTMLResponse("<!doctype html><title>Forbidden</title>", status_code=403)
            if self._world.settings.throttled:
                return answers.throttled()
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            login = self._world.login_with(token)
            if login is None:
                return answers.error(401, "Unauthorized", "The server could not verify that you are authorized.")
            if scope not in self._world.granted(login):
                return answers.error(403, "MissingScope", "You do not have permission to view this.")
            try:
                return handler(request, self._world.creators[login.creator])
            except Refused as refused:
                return refused.response

        return opened

    def identity(self, request: Request, creator: Creator) -> Response:
        asked, wanted = _asked(request, "identity"), _include(request)
        made = self._resource("user", creator.id, answers.user(creator), asked)
        relations: dict[str, Any] = {}
        if "campaign" in wanted:
            relations["campaign"] = {"data": _ref("campaign", creator.campaign) if creator.campaign else None}
        if "memberships" in wanted:
            relations["memberships"] = {"data": []}
        return JSONResponse({"data": made | ({"relationships": relations} if relations else {})})

    def campaigns(self, request: Request, creator: Creator) -> Response:
        """One, or none for who creates nothing."""
        made, included = self._campaign(request, creator) if creator.campaign else (None, [])
        listed = [made] if made else []
        meta = {"pagination": {"cursors": {"next": None}, "total": len(listed)}}
        return JSONResponse({"data": listed, "included": included, "meta": meta})

    def campaign(self, request: Request, creator: Creator) -> Response:
        _own(request, creator)
        made, included = self._campaign(request, creator)
        return JSONResponse({"data": made, "included": included})

    def _campaign(self, request: Request, creator: Creator) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The creator's campaign, and what it points to."""
        asked, wanted = _asked(request, "campaigns"), _include(request)
        made = self._resource("campaign", creator.campaign or "", answers.campaign(creator), asked)
        relations: dict[str, Any] = {}
        included = []
        if "tiers" in wanted:
            relations["tiers"] = {"data": [_ref("tier", one.id) for one in creator.tiers]}
            included += [self._resource("tier", one.id, answers.tier(one), asked) for one in creator.tiers]
        if "creator" in wanted:
            relations["creator"] = {"data": _ref("user", creator.id)}
            included.append(self._resource("user", creator.id, answers.user(creator), asked))
        return made | ({"relationships": relations} if relations else {}), included

    def members(self, request: Request, creator: Creator) -> Response:
        asked = _asked(request, "members")
        _own(request, creator)
        wanted = _include(request)
        most = min(500 if "pledge_history" in wanted else 1000, self._world.settings.page_size)
        page, meta = self._page(request, self._sorted(request, creator.members, "last_charge_date", _charged), most)
        included: dict[tuple[str, str], dict[str, Any]] = {}
        listed = [self._member(creator, one, asked, wanted, included) for one in page]
        answer: dict[str, Any] = {"data": listed, "meta": meta, **_links(request, meta)}
        if included or not self._world.settings.sparse:
            answer["included"] = list(included.values())
        return JSONResponse(answer)

    def posts(self, request: Request, creator: Creator) -> Response:
        asked = _asked(request, "posts")
        _own(request, creator)
        posts = self._sorted(request, creator.posts, "published_at", _published)
        page, meta = self._page(request, posts, min(500, self._world.settings.page_size))
        listed = [self._resource("post", one.id, answers.post(one), asked) for one in page]
        return JSONResponse({"data": listed, "meta": meta, **_links(request, meta)})

    def member(self, request: Request, creator: Creator) -> Response:
        asked, wanted = _asked(request, "members"), _include(request)
        found = next((one for one in creator.members if one.id == request.path_params["member"]), None)
        if found is None:
            raise Refused(404, "ResourceMissing", "Member with that id was not found.")
        included: dict[tuple[str, str], dict[str, Any]] = {}
        made = self._member(creator, found, asked, wanted, included)
        return JSONResponse({"data": made, "included": list(included.values())})

    def post(self, request: Request, creator: Creator) -> Response:
        asked = _asked(request, "posts")
        found = next((one for one in creator.posts if one.id == request.path_params["post"]), None)
        if found is None:
            raise Refused(404, "ResourceMissing", "Post with that id was not found.")
        return JSONResponse({"data": self._resource("post", found.id, answers.post(found), asked)})

    def _member(
        self,
        creator: Creator,
        one: Member,
        asked: Mapping[str, Sequence[str]],
        wanted: set[str],
        included: dict[tuple[str, str], Any],
    ) -> dict[str, Any]:
        relations: dict[str, Any] = {}
        if "currently_entitled_tiers" in wanted:
            relations["currently_entitled_tiers"] = {"data": [_ref("tier", one.tier.id)] if one.tier else []}
            if one.tier:
                included["tier", one.tier.id] = self._resource("tier", one.tier.id, answers.tier(one.tier), asked)
        if "user" in wanted:
            relations["user"] = {"data": _ref("user", one.user)} if one.user else None
            if one.user:
                included["user", one.user] = self._resource("user", one.user, {"full_name": one.name}, asked)
        if "address" in wanted:
            relations["address"] = {"data": None}
        if "campaign" in wanted:
            relations["campaign"] = {"data": _ref("campaign", creator.campaign)}
        if "pledge_history" in wanted and (one.charges or not self._world.settings.sparse):
            relations["pledge_history"] = {"data": [_ref("pledge-event", charge.id) for charge in one.charges]}
            for charge in one.charges:
                told = answers.pledge_event(charge, one)
                included["pledge-event", charge.id] = self._resource("pledge-event", charge.id, told, asked)
        made = self._resource("member", one.id, answers.member(one), asked)
        return made | ({"relationships": relations} if relations else {})

    def _resource(
        self, kind: str, remote_id: str, told: dict[str, Any], asked: Mapping[str, Sequence[str]]
    ) -> dict[str, Any]:
        return answers.resource(kind, remote_id, told, asked.get(kind, ()), sparse=self._world.settings.sparse)

    def _sorted(self, request: Request, items: list[Any], key: str, at: Callable[[Any], datetime]) -> list[Any]:
        sort = request.query_params.get("sort")
        if sort is None:
            return items
        if not self._world.settings.knows_sort or sort.removeprefix("-") != key:
            raise Refused(400, "ParameterInvalid", "Invalid value for parameter 'sort'.", "sort")
        return sorted(items, key=at, reverse=sort.startswith("-")) if self._world.settings.sorts else items

    def _page(self, request: Request, items: list[Any], most: int) -> tuple[list[Any], dict[str, Any]]:
        count, cursor = request.query_params.get("page[count]", str(most)), request.query_params.get("page[cursor]")
        if not count.isdigit() or not 0 < int(count) <= 1000:
            raise Refused(400, "ParameterInvalid", "Invalid value for parameter 'page[count]'.", "page[count]")
        if cursor is not None and (self._world.settings.forget_pages or not cursor.removeprefix("01Ab").isdigit()):
            raise Refused(400, "ParameterInvalid", "Invalid value for parameter 'page[cursor]'.", "page[cursor]")
        start, size = int(cursor.removeprefix("01Ab")) if cursor else 0, min(int(count), most)
        following = f"01Ab{start + size}" if start + size < len(items) else None
        return items[start : start + size], {"pagination": {"cursors": {"next": following}, "total": len(items)}}


def _asked(request: Request, listed: str) -> dict[str, Sequence[str]]:
    """The attributes that were asked for, by type. Raises Refused for one that does not exist."""
    asked: dict[str, Sequence[str]] = {}
    for name, value in request.query_params.items():
        if not name.startswith("fields["):
            continue
        kind = name.removeprefix("fields[").removesuffix("]")
        asked[kind] = [one for one in value.split(",") if one]
        if set(asked[kind]) - answers.KNOWN.get(kind, frozenset()):
            raise Refused(400, "ParameterInvalidOnType", f"Invalid value for parameter '{name}'.", name)
    if _include(request) - _RELATIONS[listed]:
        raise Refused(400, "ParameterInvalidOnType", "Invalid value for parameter 'include'.", "include")
    return asked


def _include(request: Request) -> set[str]:
    return {one for one in request.query_params.get("include", "").split(",") if one}


def _links(request: Request, meta: Mapping[str, Any]) -> dict[str, Any]:
    """Where the next page is, as an address beside its cursor."""
    following = meta["pagination"]["cursors"]["next"]
    if following is None:
        return {}
    return {"links": {"next": str(request.url.include_query_params(**{"page[cursor]": following}))}}


def _own(request: Request, creator: Creator) -> None:
    if request.path_params["campaign"] != creator.campaign:
        raise Refused(404, "ResourceMissing", "Campaign with that id was not found.")


def _nowhere() -> Response:
    return answers.error(404, "RouteNotFound", "Page not found.")


def _ref(kind: str, remote_id: str | None) -> dict[str, Any]:
    return {"type": kind, "id": remote_id}


def _charged(one: Member) -> datetime:
    return one.last.at or _NEVER if one.last else _NEVER


def _published(one: Post) -> datetime:
    return one.at or _NEVER
