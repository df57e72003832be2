"""Named queues: posts that go out one after another on the slots of the queue's name (B11)."""

from collections.abc import Sequence
from datetime import timedelta

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.events import PlanningChanged, PostsChanged
from ofauto_desktop.domain.planning import PlanningKind, Queue, QueueBefore, Queued, WayBack
from ofauto_desktop.domain.posts import Post, PostState
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import fitness
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.naming import cleaned
from storage import post_queues, posts
from storage.database import Database

# A slot further off than this is worth a word.
FAR = timedelta(days=30)


class Queues:
    """Names and arranges queues, and lines posts up in them."""

    def __init__(self, database: Database, accounts: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._bus, self._now = database, accounts, bus, now

    async def list(self) -> tuple[Queue, ...]:
        """Every queue, in the person's order."""
        return tuple(await self._database.read(post_queues.listed))

    async def posts(self, queue_id: int) -> tuple[Post, ...]:
        """The posts that wait in a queue, in their order."""
        return tuple(await self._database.read(post_queues.waiting, queue_id))

    async def add(self, name: str, *, client_id: int | None = None) -> Queue:
        """Raises BadInput for a bad or taken name."""
        queue = await self._database.write(post_queues.add, cleaned(name, "a queue"), client_id, self._now())
        self._changed()
        return queue

    async def rename(self, queue_id: int, name: str) -> Queue:
        """Raises NotFound, and BadInput as `add` does."""
        queue = await self._database.write(post_queues.rename, queue_id, cleaned(name, "a queue"), self._now())
        self._changed()
        return queue

    async def arrange(self, queue_ids: Sequence[int]) -> tuple[Queue, ...]:
        """Put queues into this order; those not named come after. Raises NotFound."""
        await self._database.write(post_queues.arrange, queue_ids, self._now())
        self._changed()
        return await self.list()

    async def remove(self, queue_id: int) -> QueueBefore:
        """Drop a queue: its posts keep their times, its slots are for every post. `put_back` undoes it."""
        before = await self._database.write(post_queues.remove, queue_id, self._now())
        self._changed(before.post_ids)
        return before

    async def put_back(self, before: QueueBefore) -> Queue:
        """Undo `remove`. Raises BadInput where the name is taken by now."""
        queue = await self._database.write(post_queues.put_back, before, self._now())
        self._changed(before.post_ids)
        return queue

    async def put(self, post_ids: Sequence[int], queue_id: int) -> Queued:
        """Put posts at the end of a queue, drafts too: they are scheduled by it.

        Raises BadInput, naming account and post, for one that its platform would refuse or that can go out no more.
        """
        standing = await self._database.read(post_queues.members, queue_id)
        return await self.line_up(queue_id, [*(one for one in standing if one not in post_ids), *post_ids])

    async def take_out(self, post_ids: Sequence[int]) -> WayBack:
        """Take posts out of their queues; they keep their times, and so do the others."""
        way = await self._database.write(post_queues.leave, post_ids, self._now())
        self._changed(post_ids)
        return way

    async def line_up(self, queue_id: int, post_ids: Sequence[int]) -> Queued:
        """Make `post_ids` all the posts of a queue, in this order; each takes the next free slots. All or nothing."""
        for post_id in post_ids:
            await self._refuse_unfit(post_id)
        now = self._now()
        way, places = await self._database.write(post_queues.line_up, queue_id, post_ids, now)
        self._changed(way.post_ids)
        far = tuple(one for one in places if one.moment.due_at > now + FAR)
        return Queued(places=tuple(places), far=far, way_back=way)

    async def _refuse_unfit(self, post_id: int) -> None:
        post = await self._database.read(posts.get, post_id)
        states = {target.state for target in post.targets}
        if not states & {PostState.DRAFT, PostState.SCHEDULED}:
            raise BadInput("it waits for no time any more", item=f"post {post.id}", post_id=post.id)
        for target in post.targets:
            if target.state is PostState.DRAFT:
                account = await self._accounts.get(target.account_id)
                hosted = await self._accounts.hosted(account)
                found = await fitness.problems(self._database, account, post, target, hosted=hosted)
                fitness.refuse(found, account, post)

    def _changed(self, post_ids: Sequence[int] = ()) -> None:
        self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.QUEUES.value))
        if post_ids:
            self._bus.publish(PostsChanged(at=self._now(), post_ids=tuple(post_ids)))
