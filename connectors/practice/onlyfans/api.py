"""What the site's interface tells, at the paths of platforms/onlyfans.md §5."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.practice.onlyfans import answers
from connectors.practice.onlyfans.door import Door, Handler, refused
from connectors.practice.onlyfans.records import House, Letter, Mass, Post
from connectors.practice.onlyfans.world import World

API = "/api2/v2"
_MARKER = 1_700_000_000


class Reading:
    """The routes that change nothing."""

    def __init__(self, world: World, door: Door) -> None:
        self._world, self._door = world, door

    def routes(self) -> list[Route]:
        def route(path: str, handler: Handler, *, is_me: bool = False) -> Route:
            return Route(f"{API}{path}", self._door.opened(handler, is_me=is_me), methods=["GET"])

        return [
            route("/users/me", self.me, is_me=True),
            route("/users/list", self.users),
            route("/users/me/stats/overview", self.overview),
            route("/users/me/stats/messages/group", self.mass_stats),
            route("/users/{user}/posts", self.posts),
            route("/users/{user}", self.user),
            route("/payouts/balances", self.balances),
            route("/payouts/transactions", self.transactions),
            route("/payouts/chargebacks", self.chargebacks),
            route("/payouts/requests", self.payouts),
            route("/subscriptions/count/all", self.counts),
            route("/subscriptions/subscribers", self.fans),
            route("/chats", self.chats),
            route("/chats/{fan:int}/messages", self.letters),
            route("/posts/{post:int}/stats", self.post_stats),
            route("/schedules", self.schedules),
            route("/campaigns", self.campaigns),
            route("/lists", self.lists),
        ]

    async def me(self, _: Request, house: House) -> Response:
        return JSONResponse(answers.me(house, self._world.now()))

    async def user(self, request: Request, house: House) -> Response:
        if request.path_params["user"] not in (house.creator.username, str(house.creator.id)):
            return refused(404, 0, "User not found")
        return JSONResponse(answers.me(house, self._world.now()))

    async def users(self, request: Request, house: House) -> Response:
        """An object whose keys are the ids as texts."""
        wanted = [int(one) for one in request.query_params.getlist("x[]") if one.isdecimal()][:50]
        found = {str(one.id): {"id": one.id, "username": one.username, "name": one.name} for one in house.fans}
        return JSONResponse({str(one): found[str(one)] for one in wanted if str(one) in found})

    async def balances(self, _: Request, house: House) -> Response:
        return JSONResponse(answers.balances(house))

    async def transactions(self, request: Request, house: House) -> Response:
        settings = self._world.settings
        if settings.ledger_denied:
            return refused(400, 0, "Access denied.")
        limit, start = _number(request, "limit", 10), _number(request, "marker", _MARKER) - _MARKER
        size = max(1, limit - 9) if settings.lying else limit
        rows = [answers.payment(one, house) for one in house.payments[start : start + size]]
        more = settings.lying or start + size < len(house.payments)
        return JSONResponse({"list": rows, "hasMore": more, settings.marker: _MARKER + start + size})

    async def chargebacks(self, request: Request, house: House) -> Response:
        limit, start = _number(request, "limit", 10), _number(request, "marker", _MARKER) - _MARKER
        rows = [answers.chargeback(one, house) for one in house.chargebacks[start : start + limit]]
        return JSONResponse({"list": rows, "marker": _MARKER + start + limit})

    async def payouts(self, request: Request, house: House) -> Response:
        return self._listed(request, [answers.payout(one) for one in house.payouts])

    async def counts(self, _: Request, house: House) -> Response:
        active = sum(one.ends > self._world.now() for one in house.fans)
        everybody = len(house.fans)
        fans = {"active": active, "expired": everybody - active, "all": everybody, "activeOnline": 1}
        return JSONResponse({"subscribers": fans, "subscriptions": {"active": 3, "all": 3}, "bookmarks": {"all": 0}})

    async def fans(self, request: Request, house: House) -> Response:
        """Short pages where it lies: the offset counts what was asked for, not what came."""
        kind, now = request.query_params.get("type", "all"), self._world.now()
        if kind not in ("active", "expired", "all"):
            return refused(400, 0, "Invalid filter")
        chosen = [one for one in house.fans if kind == "all" or (one.ends > now) == (kind == "active")]
        hides = self._world.settings.lying  # who is gone takes a place of the page all the same
        rows = [None if hides and one.deleted else answers.fan(one, house.creator, now) for one in chosen]
        return self._listed(request, rows)

    async def posts(self, request: Request, house: House) -> Response:
        """The cursor is a text."""
        self._world.publish_due()
        before = request.query_params.get("beforePublishTime")
        limit = _number(request, "limit", 10)
        shown = [one for one in house.posts if one.due is None and (before is None or answers.precise(one.at) < before)]
        page = [answers.post(one) for one in shown[:limit]]
        if request.query_params.get("format") != "infinite":
            return JSONResponse(page)
        tail = answers.precise(shown[:limit][-1].at) if page else before
        head = answers.precise(shown[0].at) if page else None
        more = self._world.settings.lying or len(shown) > limit
        return JSONResponse(
            {
                "list": page,
                "hasMore": more,
                "headMarker": head,
                "tailMarker": tail,
                "counters": {"postsCount": len(shown)},
            }
        )

    async def post_stats(self, request: Request, house: House) -> Response:
        found = next((one for one in house.posts if one.id == request.path_params["post"]), None)
        return JSONResponse(answers.post_stats(found)) if found else refused(404, 0, "Post not found")

    async def schedules(self, request: Request, house: House) -> Response:
        self._world.publish_due()
        now = self._world.now()
        waits = [one for one in house.posts if one.due is not None]
        masses = [one for one in house.masses if one.due is not None and one.due > now and not one.cancelled]
        everything: list[Post | Mass] = [*waits, *masses]
        rows = [answers.waiting(one) for one in sorted(everything, key=lambda one: one.due or now)]
        return self._listed(request, rows)

    async def chats(self, request: Request, house: House) -> Response:
        by_fan = [list(part) for _, part in groupby(sorted(house.letters, key=_fan), key=_fan)]
        by_fan = [sorted(part, key=lambda one: one.at, reverse=True) for part in by_fan]
        by_fan.sort(key=lambda part: part[0].at, reverse=True)
        limit, offset = _number(request, "limit", 10), _number(request, "offset", 0)
        rows = [answers.chat(part, house.creator) for part in by_fan[offset : offset + limit]]
        more = self._world.settings.lying or offset + limit < len(by_fan)
        if self._world.settings.bare:
            return JSONResponse(rows)
        return JSONResponse({"list": rows, "hasMore": more, "nextOffset": offset + limit})

    async def letters(self, request: Request, house: House) -> Response:
        """`id` means older than."""
        fan, before = request.path_params["fan"], request.query_params.get("id")
        mine = sorted((one for one in house.letters if one.fan == fan), key=lambda one: (one.at, one.id), reverse=True)
        if before is not None:
            places = [number for number, one in enumerate(mine) if str(one.id) == before]
            mine = mine[places[0] + 1 :] if places else []
        limit = _number(request, "limit", 10)
        rows = [answers.letter(one, house.creator) for one in mine[:limit]]
        return JSONResponse({"list": rows, "hasMore": self._world.settings.lying or len(mine) > limit})

    async def overview(self, request: Request, house: House) -> Response:
        start = datetime.fromisoformat(request.query_params["startDate"].replace(" ", "T"))
        return JSONResponse(answers.visitors(house, start if start.tzinfo else start.replace(tzinfo=UTC)))

    async def mass_stats(self, request: Request, house: House) -> Response:
        limit, offset = _number(request, "limit", 10), _number(request, "offset", 0)
        items = [
            {
                "id": one.id,
                "date": answers.written(one.due or one.at),
                "text": answers.page_text(one.text),
                "rawText": one.text,
                "mediaCount": one.media,
                "sentCount": len(one.to),
                "viewedCount": len(one.to) // 2,
                "price": f"{one.price / 100:.2f}",
                "purchasedCount": 0,
                "isCanceled": one.cancelled,
                "canUnsend": True,
                "template": "group",
            }
            for one in house.masses[offset : offset + limit]
        ]
        return JSONResponse({"hasMore": len(house.masses) > offset + limit, "items": items})

    async def campaigns(self, request: Request, house: House) -> Response:
        made = answers.written(self._world.now() - timedelta(days=90))
        rows = [
            {
                "id": number,
                "campaignName": name,
                "campaignCode": number,
                "countSubscribers": len(house.fans) // number,
                "countTransitions": len(house.fans) * 3 // number,
                "createdAt": made,
                "endDate": None,
            }
            for number, name in ((1, "Profile on X"), (2, "Newsletter"))
        ]
        return self._listed(request, rows)

    async def lists(self, request: Request, house: House) -> Response:
        rows = [
            {"id": "fans", "name": "Fans", "usersCount": len(house.fans)},
            {"id": "following", "name": "Following", "usersCount": 3},
            {"id": "recent", "name": "Recent", "usersCount": 20},
            {"id": 9001, "name": "Muted", "usersCount": 2},
        ]
        return self._listed(request, rows)

    def _listed(self, request: Request, rows: list[Any]) -> Response:
        """Part of a list; a bare array unless the endless form of it is asked for."""
        settings = self._world.settings
        limit, offset = _number(request, "limit", 20), _number(request, "offset", 0)
        page = [one for one in rows[offset : offset + limit] if one is not None]
        if settings.bare or request.query_params.get("format") != "infinite":
            return JSONResponse(page)
        return JSONResponse({"list": page, "hasMore": settings.lying or offset + limit < len(rows)})


def _fan(one: Letter) -> int:
    return one.fan


def _number(request: Request, name: str, usual: int) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isdecimal() else usual
