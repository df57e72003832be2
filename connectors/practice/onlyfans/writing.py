"""What the page sends: a login, files, posts, letters, messages to many. Fields that the site does not know are passed over."""

import asyncio
import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.practice.onlyfans import answers
from connectors.practice.onlyfans.api import API
from connectors.practice.onlyfans.door import Door, Handler, blocked, is_signed, refused
from connectors.practice.onlyfans.records import PASSWORD, House, Letter, Mass, Post, made_id
from connectors.practice.onlyfans.world import World

_EXPIRES = (1, 3, 7, 30)
_TAG, _BREAK = re.compile(r"<[^>]+>"), re.compile(r"<br\s*/?>|</p>\s*<p>")
_UNSENDS_FOR = timedelta(days=1)


class Writing:
    """The routes that change something."""

    def __init__(self, world: World, door: Door) -> None:
        self._world, self._door = world, door

    def routes(self) -> list[Route]:
        def route(path: str, handler: Handler, method: str = "POST") -> Route:
            return Route(f"{API}{path}", self._door.opened(handler), methods=[method])

        return [
            Route(f"{API}/users/login", self.login, methods=["POST"]),
            route("/vault/media/hash", self.hashed, "GET"),
            route("/upload/signed/create", self.upload),
            route("/upload/signed/finish", self.finished),
            Route("/s3/{key:path}", self.stored, methods=["PUT"]),
            Route("/file/upload", self.converted, methods=["POST"]),
            route("/posts", self.post),
            route("/chats/{fan:int}/messages", self.letter),
            route("/messages/queue", self.mass),
            route("/messages/queue/{mass:int}", self.unsend, "DELETE"),
        ]

    async def login(self, request: Request) -> Response:
        """A failed one may end a good session, so nothing of ours ever posts here."""
        if self._world.settings.blocked:
            return blocked()
        if not is_signed(request):
            return refused(400, 0, "Please refresh the page")
        given = await request.json()
        found = next((one for one in self._world.houses.values() if one.creator.email == given.get("email")), None)
        if found is None or given.get("password") != PASSWORD:
            return refused(400, 401, "Wrong email or password")
        agent, bc = request.headers.get("user-agent", ""), request.headers["x-bc"]
        made = self._world.admit(found.creator.id, agent=agent, bc=bc)
        answer = JSONResponse({"userId": found.creator.id})
        for name in ("sess", "auth_id", "fp"):
            answer.set_cookie(name, made[name], httponly=name == "sess")
        return answer

    async def hashed(self, _: Request, house: House) -> Response:
        """Nothing is there yet, which is no fault."""
        return refused(404, 0, "Media Not Found")

    async def upload(self, request: Request, house: House) -> Response:
        given = await request.json()
        if not re.fullmatch(r"upload/[\w-]+/\w+/.+", str(given.get("key", ""))):
            return refused(400, 0, "Bad key")
        return JSONResponse({"putUrl": f"/s3/{given['key']}", "getUrl": f"/s3/{given['key']}"})

    async def stored(self, request: Request) -> Response:
        await request.body()
        await asyncio.sleep(self._world.settings.slow_upload)
        return Response()

    async def finished(self, _: Request, house: House) -> Response:
        return JSONResponse({"success": True})

    async def converted(self, request: Request) -> Response:
        """The claim: good for one post alone."""
        size = len(await request.body())
        process = made_id("process", len(self._world.claims), size)
        self._world.claims.add(process)
        return JSONResponse(
            {
                "processId": process,
                "host": "convert1.onlyfans.com",
                "thumbs": [{"id": 1, "url": "https://cdn2.onlyfans.com/t.jpg"}],
                "extra": "practice",
                "sourceUrl": "https://cdn2.onlyfans.com/s.jpg",
            }
        )

    async def post(self, request: Request, house: House) -> Response:
        given = await request.json()
        if self._world.settings.daily_limit:
            return refused(400, 0, "Daily limit of posts is reached")
        read = self._read(given, "preview")
        if isinstance(read, Response):
            return read
        text, media, price, preview = read
        due, now = _due(given), self._world.now()
        expires = given.get("expirePeriod")
        if expires not in (None, *_EXPIRES) or (expires and price):
            return refused(400, 0, "Invalid expire period")
        if given.get("isScheduled") != 1:
            due = None
        if due is not None and due <= now:
            return refused(400, 0, "The date is in the past")
        made = Post(
            id=700_123 + len(self._world.made),
            text=text,
            at=now,
            media=media,
            price=price,
            preview=preview,
            expires=expires,
            due=due,
        )
        house.posts.insert(0, made)
        self._world.made.append(made)
        return JSONResponse(answers.post(made))

    async def letter(self, request: Request, house: House) -> Response:
        """`scheduledDate` is passed over: it goes out now."""
        if self._world.settings.closed_letters:
            return refused(400, 0, "Cannot send message to this user")
        read = self._read(await request.json(), "previews")
        if isinstance(read, Response):
            return read
        text, media, price, _ = read
        made = Letter(
            id=900_000 + len(self._world.sent),
            fan=request.path_params["fan"],
            own=True,
            text=text,
            at=self._world.now(),
            price=price,
            media=media,
            opened=price == 0,
        )
        house.letters.insert(0, made)
        self._world.sent.append(made)
        return JSONResponse(answers.letter(made, house.creator))

    async def mass(self, request: Request, house: House) -> Response:
        """Whom to leave out is `excludedLists`; `excludeUserLists` is passed over."""
        given = await request.json()
        read = self._read(given, "previews")
        if isinstance(read, Response):
            return read
        text, media, price, _ = read
        everybody = [one.id for one in house.fans if one.ends > self._world.now()]
        people: set[int] = set(given.get("userIds") or ())
        for name in given.get("userLists") or ():
            people |= set(_members(everybody, name))
        for name in given.get("excludedLists") or ():
            people -= set(_members(everybody, name))
        if not people:
            return refused(400, 0, "Nothing to send: nobody is chosen")
        made = Mass(
            id=501 + len(house.masses),
            text=text,
            at=self._world.now(),
            to=sorted(people),
            price=price,
            media=media,
            due=_due(given),
        )
        house.masses.insert(0, made)
        return JSONResponse(answers.mass(made, self._world.now()))

    async def unsend(self, request: Request, house: House) -> Response:
        found = next((one for one in house.masses if one.id == request.path_params["mass"]), None)
        if found is None or self._world.now() - found.at > _UNSENDS_FOR:
            return refused(404, 0, "Message not found")
        found.cancelled = True
        return JSONResponse({"success": True})

    def _read(self, given: dict[str, Any], previews: str) -> tuple[str, int, int, int] | Response:
        """Text, how many media, price and previews of what is to go out; or why it may not."""
        text, files = _plain(str(given.get("text", ""))), given.get("mediaFiles") or []
        spent = [one.get("processId") for one in files if isinstance(one, dict)]
        if len(spent) != len(files) or not set(spent) <= self._world.claims:
            return refused(400, 0, "Something wrong with attached media, please try to upload it again")
        try:
            price = int(Decimal(str(given.get("price") or 0)) * 100)
        except InvalidOperation:
            return refused(400, 0, "Invalid price")
        if not text and not files:
            return refused(400, 0, "Nothing to post")
        if price and (price < 300 or price > 20_000 or not files):
            return refused(400, 0, "Invalid price")
        self._world.claims -= set(spent)
        return text, len(files), price, len(given.get(previews) or [])


def _members(everybody: list[int], name: Any) -> list[int]:
    match name:
        case "fans":
            return everybody
        case "recent":
            return everybody[:20]
        case 9001:
            return everybody[:2]
        case _:
            return []


def _due(given: dict[str, Any]) -> datetime | None:
    text = given.get("scheduledDate")
    return datetime.fromisoformat(text).astimezone(UTC) if isinstance(text, str) and text else None


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()
