"""Many posts at once: move, shift, tag, cancel, delete (B17). All or nothing, and each with its way back."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ofauto_desktop.domain import tags as words
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PostsChanged
from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.posts import Post, PostState, Target
from ofauto_desktop.domain.schedule import Moment
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import planning, replanning
from ofauto_desktop.services.accounts import Accounts
from storage import many_posts, posts
from storage.database import Database

_STAYS = frozenset({PostState.CANCELLED, PostState.POSTED})


class Many:
    """Changes posts together; `Planning.take_back` undoes what a returned WayBack stands for."""

    def __init__(self, database: Database, accounts: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._bus, self._now = database, accounts, bus, now
        # A move reads where posts stand before it writes: of two that come at once, the second goes on from the first.
        self._moving = asyncio.Lock()

    async def move(self, plan: Mapping[int, str | datetime | When]) -> WayBack:
        """Plan posts anew, by post id, on all their accounts; naive times are meant in each account's own zone.

        `When.NEXT` gives each a slot of its own. Accounts on which a post is out or was cancelled stay. Raises BadInput or
        Conflict, naming the post.
        """
        moments: dict[int, dict[int, Moment]] = {}
        given: dict[int, datetime] = {}
        async with self._moving:
            for post_id, at in plan.items():
                post = await self._database.read(posts.get, post_id)
                wanted = [(one, await self._slot(one, given) if at == When.NEXT else at) for one in _movable(post)]
                moments[post_id] = await self._moments(post, wanted)
            return await self._moved(moments)

    async def shift(self, post_ids: Sequence[int], days: int) -> WayBack:
        """Move posts by whole days of local time: 9 o'clock stays 9 o'clock. Raises as `move` does."""
        moments: dict[int, dict[int, Moment]] = {}
        async with self._moving:
            for post_id in dict.fromkeys(post_ids):
                post = await self._database.read(posts.get, post_id)
                planned = [(one, _later(one, one.wall, days)) for one in _movable(post) if one.wall is not None]
                if not planned:
                    raise BadInput("it has no time to move from", item=f"post {post.id}", post_id=post.id)
                moments[post_id] = await self._moments(post, planned)
            return await self._moved(moments)

    async def tag(self, post_ids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> WayBack:
        """Give posts tags and take others away; those that are out too. Raises BadInput, NotFound."""
        wanted, gone = words.tidy(add), words.tidy(remove)
        way = await self._database.write(many_posts.tag, post_ids, wanted, gone, self._now())
        return self._told(way)

    async def cancel(self, post_ids: Sequence[int]) -> WayBack:
        """Call off what has not gone out. Raises Conflict, naming the post, where nothing of one is left to cancel."""
        return self._told(await self._database.write(many_posts.cancel, post_ids, self._now()))

    async def unplan(self, post_ids: Sequence[int]) -> WayBack:
        """Make them drafts without a time. Raises Conflict, naming the post, for one in flight or out."""
        return self._told(await self._database.write(many_posts.unplan, post_ids, self._now()))

    async def remove(self, post_ids: Sequence[int]) -> WayBack:
        """Delete posts of which nothing is or may be out. Raises Conflict, naming the post, otherwise."""
        return self._told(await self._database.write(many_posts.remove, post_ids, self._now()))

    async def _moments(self, post: Post, at: Sequence[tuple[Target, str | datetime | When]]) -> dict[int, Moment]:
        moments = {}
        for target, when in at:
            moment = await replanning.moment_of(self._database, self._accounts, post, target, when, self._now())
            if moment is None:
                raise BadInput("a time is wanted; `unplan` makes drafts", item=f"post {post.id}", post_id=post.id)
            moments[target.account_id] = moment
        return moments

    async def _slot(self, target: Target, given: dict[int, datetime]) -> datetime:
        """The account's next free slot after those that were `given` already, by account id."""
        account = await self._accounts.get(target.account_id)
        after = given.get(account.id, self._now())
        given[account.id] = (await planning.next_slot(self._database, account, after)).due_at
        return given[account.id]

    async def _moved(self, moments: Mapping[int, Mapping[int, Moment]]) -> WayBack:
        return self._told(await self._database.write(many_posts.move, moments, self._now()))

    def _told(self, way: WayBack) -> WayBack:
        self._bus.publish(PostsChanged(at=self._now(), post_ids=way.post_ids))
        return way


def _movable(post: Post) -> list[Target]:
    """The targets that "the post" means; all of them where none can move, so that the refusal says why."""
    return [one for one in post.targets if one.state not in _STAYS] or list(post.targets)


def _later(target: Target, wall: datetime, days: int) -> datetime:
    try:
        return wall + timedelta(days=days)
    except OverflowError as error:
        raise BadInput("that is beyond every calendar", account=target.account) from error
