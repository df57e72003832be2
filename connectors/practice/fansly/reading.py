"""What the practice interface tells: account, wallet, subscribers, posts, messages (platforms/fansly.md §4)."""

from typing import Any

from starlette.responses import Response

from connectors.practice.fansly import answers
from connectors.practice.fansly.door import Call
from connectors.practice.fansly.records import AccountMedia, Creator, Fan, Message, Post
from connectors.practice.fansly.world import PENDING_FOR, World

_PENDING, _SETTLED = 1, 2
_MOST_NAMES = 50


class Reading:
    def __init__(self, world: World) -> None:
        self._world = world

    def me(self, call: Call) -> Response:
        settings = self._world.settings
        if settings.missing_account > 0:
            settings.missing_account -= 1
            return answers.fine({"correlationId": "0"})
        return answers.fine(answers.me(call.creator, self._pending(call.creator)))

    def accounts(self, call: Call) -> Response:
        """Those who are asked for; who is gone is simply not there."""
        query = call.request.query_params
        people: list[Fan | Creator] = [
            *self._world.creators.values(),
            *(one for one in call.creator.fans.values() if not one.gone),
        ]
        told = [answers.person(one) for one in people]
        ids = query.get("ids", "").split(",")[:_MOST_NAMES]
        names = query.get("usernames", "").split(",")[:_MOST_NAMES]
        return answers.fine([one for one in told if one["id"] in ids or one["username"] in names])

    def followers(self, call: Call) -> Response:
        start, size = call.number("offset", 0, 10**6), call.number("limit", 100, 100)
        return answers.fine([{"followerId": one} for one in list(call.creator.fans)[start : start + size]])

    def transactions(self, call: Call) -> Response:
        rows = list(reversed(call.creator.transactions))
        before, size = self._before(call), call.number("limit", 100, self._world.settings.page_size)
        older = [one for one in rows if before is None or int(one.id) < before]
        page = [answers.transaction(one, self._status(one.ms)) for one in older[:size]]
        return answers.fine({"total": len(rows), "data": page})

    def earnings(self, call: Call) -> Response:
        return answers.fine({"pendingBalance": self._pending(call.creator)})

    def subscribers(self, call: Call) -> Response:
        rows = sorted(call.creator.subscriptions, key=lambda one: -one.created_ms)
        if self._world.settings.shuffled:
            rows.sort(key=lambda one: one.id[::-1])
        wanted = {int(one) for one in call.request.query_params.get("status", "").split(",") if one.isdigit()}
        listed = [one for one in rows if not wanted or one.status in wanted]
        start, size = call.number("offset", 0, 10**6), call.number("limit", 100, self._world.settings.page_size)
        active = sum(one.status == 3 for one in rows)
        stats = {"totalActive": active, "totalExpired": len(rows) - active, "total": len(rows)}
        page = [answers.subscription(one, call.creator) for one in listed[start : start + size]]
        return answers.fine({"stats": stats, "subscriptions": page})

    def following(self, call: Call) -> Response:
        """Whom this account pays itself: of no use to a creator, and easily taken for the subscribers."""
        return answers.fine({"subscriptions": [], "stats": {"totalActive": 0, "totalExpired": 0, "total": 0}})

    def timeline(self, call: Call) -> Response:
        creator = self._world.by_id(call.request.path_params["account"])
        if creator is None:
            return answers.fine(answers.timeline([], call.creator, [], self._world.ms()))
        before, wall = self._before(call), call.request.query_params.get("wallId", "")
        posts = [one for one in reversed(creator.posts) if not wall or wall in one.walls]
        size = self._world.settings.timeline_page
        page = [one for one in posts if before is None or int(one.id) < before][:size]
        pinned = [one for one in posts if one.pinned and one not in page]
        return answers.fine(self._shown([*pinned, *page] if page else [], creator))

    def posts(self, call: Call) -> Response:
        ids = call.request.query_params.get("ids", "").split(",")
        return answers.fine(self._shown([one for one in call.creator.posts if one.id in ids], call.creator))

    def scheduled(self, call: Call) -> Response:
        waiting = sorted(call.creator.scheduled, key=lambda one: one.for_ms)
        queue = [answers.scheduled(one, call.creator) for one in waiting]
        return answers.fine({"scheduledPosts": queue, "aggregationData": {}})

    def media(self, call: Call) -> Response:
        ids = call.request.query_params.get("ids", "").split(",")
        found = [one for one in call.creator.media.values() if one.id in ids]
        return answers.fine([answers.account_media(one, call.creator, self._world.ms()) for one in found])

    def groups(self, call: Call) -> Response:
        rows = sorted(call.creator.groups, key=lambda one: one.messages[-1].seconds if one.messages else 0.0)
        start, size = call.number("offset", 0, 10**6), call.number("limit", 30, 100)
        page = rows[::-1][start : start + size]
        people = [call.creator.fans[one.partner] for one in page if one.partner in call.creator.fans]
        told = {
            "accounts": [answers.person(one) for one in people if not one.gone],
            "groups": [{"id": one.id, "lastMessage": self._last(one.messages, one.id, one.partner)} for one in page],
        }
        return answers.fine({"data": [answers.group(one, call.creator) for one in page], "aggregationData": told})

    def messages(self, call: Call) -> Response:
        group = call.creator.group(call.request.query_params.get("groupId", ""))
        if group is None:
            return answers.wrong(404, "Group not found", 200)
        before, size = self._before(call), call.number("limit", 25, 50)
        rows = [one for one in reversed(group.messages) if before is None or int(one.id) < before][:size]
        media = [call.creator.media.get(name) for one in rows for name in one.media]
        return answers.fine(
            {
                "messages": [answers.message(one, group.id, group.partner) for one in rows],
                "accountMedia": self._carried(media, call.creator),
                "accountMediaBundles": [],
                "tips": [],
                "tipGoals": [],
                "stories": [],
            }
        )

    def links(self, call: Call) -> Response:
        return answers.fine([answers.link(one) for one in call.creator.links])

    def notifications(self, _: Call) -> Response:
        empty: list[Any] = []
        return answers.fine(
            {"notifications": empty, "tips": empty, "messages": empty, "accounts": empty, "accountMedia": [None]}
        )

    def albums(self, call: Call) -> Response:
        own = {"id": f"3{call.creator.id[1:]}", "type": 0, "title": "All", "itemCount": len(call.creator.media)}
        return answers.fine({"albums": [own]})

    def _shown(self, posts: list[Post], creator: Creator) -> dict[str, Any]:
        media: list[AccountMedia | None] = [creator.media.get(name) for one in posts for name in one.media]
        # What is locked or in the works stands as null among them.
        return answers.timeline(posts, creator, [*media, None], self._world.ms())

    def _carried(self, media: list[AccountMedia | None], creator: Creator) -> list[Any]:
        return [answers.account_media(one, creator, self._world.ms()) if one is not None else None for one in media]

    def _last(self, messages: list[Message], group_id: str, partner: str) -> Any:
        return answers.message(messages[-1], group_id, partner) if messages else None

    def _before(self, call: Call) -> int | None:
        given = call.request.query_params.get("before", "0")
        if self._world.settings.repeats or not given.isdigit() or given == "0":
            return None
        return int(given)

    def _status(self, ms: int) -> int:
        return _PENDING if self._world.ms() - ms < PENDING_FOR.total_seconds() * 1000 else _SETTLED

    def _pending(self, creator: Creator) -> int:
        return sum(one.net for one in creator.transactions if one.destination == 2 and self._status(one.ms) == _PENDING)
