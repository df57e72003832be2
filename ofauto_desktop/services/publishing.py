"""Putting posts out when they are due, and everything a person does with them until then."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from connectors import registry
from connectors.base import Probes
from connectors.errors import Unsupported
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.events import PausedChanged, PostsChanged
from ofauto_desktop.domain.posts import Post, PostFilter, PostState, RemotePost, Target
from ofauto_desktop.domain.schedule import Moment, replanned, zone_data_version
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now, boot_clock
from ofauto_desktop.services import replanning
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.assisting import Assisting
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.looking_for import Prober
from ofauto_desktop.services.queue import SendingQueue
from ofauto_desktop.services.sending_one import Sender
from ofauto_desktop.services.session_pace import SessionPace
from storage import agenda, claims, posts, settings
from storage.claims import PAUSED, Taken
from storage.database import Database

_log = logging.getLogger(__name__)
_OVERDUE_AFTER = timedelta(minutes=15)
_RECENT = timedelta(days=7)
_SHOWN_RECENT = 10


class Publishing:
    """Posts on their way. `boot_id` names this process: what another one left behind is recognised by it."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        accounts: Accounts,
        library: Library,
        bus: EventBus,
        now: Now,
        boot_id: str,
        *,
        boot: Callable[[], float] = boot_clock,
        pace: SessionPace | None = None,
    ) -> None:
        self._database, self._connections, self._accounts = database, connections, accounts
        self._bus, self._now, self._boot_id = bus, now, boot_id
        sender = Sender(database, connections, accounts, library, bus, now, boot_id, boot)
        self._queue = SendingQueue(database, connections, accounts, sender, bus, now, boot_id, pace)
        self._assisting = Assisting(database, connections, accounts, sender, self._queue, bus, now, boot_id)
        self._prober = Prober(database, connections, accounts, bus, now, boot_id, boot)

    async def list(self, wanted: PostFilter) -> tuple[Post, ...]:
        return tuple(await self._database.read(posts.listed, wanted))

    async def get(self, post_id: int) -> Post:
        """One post with every attempt. Raises NotFound."""
        return await self._database.read(posts.get, post_id)

    async def move(self, post_id: int, at: str | datetime | When, *, account_id: int | None = None) -> Post:
        """Plan a post anew, as a whole or for one account; what was missed or failed goes again.

        Text and naive times are meant in each account's own zone. Raises BadInput for a past time or a post that its
        platform would refuse, Conflict where it is being sent or out.
        """
        post = await self.get(post_id)
        moments: dict[int, Moment] = {}
        for target in _targets_of(post, account_id):
            planned = await replanning.moment_of(self._database, self._accounts, post, target, at, self._now())
            if planned is None:
                return await self.unplan(post_id)
            moments[target.account_id] = planned
        await self._database.write(posts.move, post_id, moments, self._now())
        return await self._changed(post_id)

    async def shift(self, post_ids: Sequence[int], by: timedelta) -> tuple[Post, ...]:
        """Move posts by a stretch of local time, so that 9 o'clock stays 9 o'clock. All or nothing."""
        plan: dict[int, dict[int, Moment]] = {}
        for post_id in post_ids:
            post = await self.get(post_id)
            plan[post_id] = {}
            for target in post.targets:
                if target.wall is not None and target.state is not PostState.CANCELLED:
                    planned = await replanning.moment_of(
                        self._database, self._accounts, post, target, target.wall + by, self._now()
                    )
                    if planned is not None:
                        plan[post_id][target.account_id] = planned
        await self._database.write(posts.move_all, plan, self._now())
        self._bus.publish(PostsChanged(at=self._now(), post_ids=tuple(post_ids)))
        return tuple([await self.get(post_id) for post_id in post_ids])

    async def cancel(self, post_id: int, account_id: int | None = None) -> Post:
        """Call off what has not gone out. Raises Conflict where one is being sent right now."""
        await self._database.write(posts.cancel, post_id, self._now(), account_id)
        return await self._changed(post_id)

    async def restore(self, post_id: int) -> Post:
        """Undo a cancel; what would be late already becomes a draft."""
        await self._database.write(posts.restore, post_id, self._now())
        return await self._changed(post_id)

    async def unplan(self, post_id: int) -> Post:
        """Make it a draft without a time."""
        await self._database.write(posts.make_draft, post_id, self._now())
        return await self._changed(post_id)

    async def remove(self, post_id: int) -> None:
        """Delete a post of which nothing is or may be out. Raises Conflict otherwise."""
        await self._database.write(posts.remove, post_id, self._now())
        self._bus.publish(PostsChanged(at=self._now(), post_ids=(post_id,)))

    async def resolve(
        self,
        post_id: int,
        account_id: int,
        *,
        posted: str | None = None,
        not_posted: bool = False,
        send_again: bool = False,
    ) -> Post:
        """A person's word on an unknown outcome: exactly one of the three; `posted` is the post's id, or its address.

        Raises Conflict where the outcome is known, BadInput for what is no post id of the platform.
        """
        if [bool(posted), not_posted, send_again].count(True) != 1:
            raise BadInput("say one of: posted with its id, not posted, send again", post_id=post_id)
        state, detail = PostState.FAILED, "a person looked: it is not out"
        before = next((one.state for one in (await self.get(post_id)).targets if one.account_id == account_id), None)
        if before is PostState.AT_SITE:
            state, detail = PostState.CANCELLED, "a person took it out of the site's own queue"
        elif before is PostState.BY_HAND:
            state, detail = PostState.CANCELLED, "a person did not put it up"
        remote_id, url = "", None
        if posted:
            state, detail = PostState.POSTED, "a person found it"
            remote_id, url = _named(await self._accounts.get(account_id), posted, post_id)
        elif send_again:
            state, detail = PostState.SCHEDULED, "a person asked to send it again"
        await self._database.write(
            posts.settle, post_id, account_id, self._now(), state=state, remote_id=remote_id, url=url, detail=detail
        )
        return await self._changed(post_id)

    async def fill(self, post_id: int, account_id: int) -> PostState:
        """Fill a post in for the person, who sends it (Assisting.fill)."""
        return await self._assisting.fill(post_id, account_id)

    async def publish_due(self) -> int:
        """Publish what is due; returns how many went out. A refusal or an outage is recorded, never raised.

        Raises DiskProblem where our own record cannot be kept; nothing is sent then.
        """
        return await self._queue.run()

    async def probe_unknown(self) -> int:
        """Look for posts of unknown outcome; returns how many were settled."""
        return await self._prober.look()

    async def recover(self) -> tuple[int, int]:
        """Settle what an ended process left: (claims freed, posts now of unknown outcome)."""
        freed, unsure = await self._database.write(claims.recover, self._now(), Taken(boot_id=self._boot_id))
        if freed or unsure:
            _log.info("left by an ended process: %d claimed, %d being sent", len(freed), len(unsure))
        return len(freed), len(unsure)

    async def replan(self) -> int:
        """Compute planned instants anew after a change of zones or zone data; returns how many posts moved."""
        moved = await self._database.write(agenda.replan, _instant_of, zone_data_version())
        if moved:
            self._bus.publish(PostsChanged(at=self._now(), post_ids=tuple(moved)))
        return len(moved)

    async def next_due(self) -> datetime | None:
        """The earliest instant (aware UTC) at which something may go out."""
        return await self._database.read(agenda.next_due, self._now())

    async def in_flight(self) -> int:
        return await self._database.read(claims.in_flight)

    async def missed(self) -> Mapping[int, int]:
        """How many posts missed their time, by account; only of accounts that have some."""
        return await self._database.read(posts.missed_by_account)

    async def overdue(self) -> tuple[int, ...]:
        """Posts that should have gone out over 15 minutes ago and still wait."""
        return tuple(await self._database.read(agenda.late_by, self._now(), _OVERDUE_AFTER))

    async def paused(self) -> bool:
        return await self._database.read(claims.paused)

    async def pause_all(self, paused: bool) -> None:  # noqa: FBT001 - the contract's form
        """Stop, or go on. What is being sent right now ends; nothing else starts."""
        await self._database.write(settings.put, PAUSED, paused)
        self._bus.publish(PausedChanged(at=self._now(), paused=paused))

    async def recent_remote(self, account_id: int) -> Sequence[RemotePost]:
        """The account's last ten posts of a week, newest first, shown beside "send again". Raises Unsupported …"""
        account = await self._accounts.get(account_id)
        async with self._connections.use(account) as client:
            if not isinstance(client, Probes):
                raise Unsupported(f"{account.platform.value} does not list its posts", account=account.name)
            listed = await client.recent(self._now() - _RECENT)
        return sorted(listed, key=lambda post: post.at, reverse=True)[:_SHOWN_RECENT]

    async def aclose(self) -> None:
        """Start nothing more, and let what is being sent end; what does not in time is looked for at the next start."""
        await self._queue.aclose()

    async def _changed(self, post_id: int) -> Post:
        self._bus.publish(PostsChanged(at=self._now(), post_ids=(post_id,)))
        return await self.get(post_id)


def _named(account: Account, words: str, post_id: int) -> tuple[str, str]:
    """The id and address of the post that a person found on the account."""
    platform = registry.platform(account.platform)
    by_hand, rules = platform.manifest.by_hand, platform.rules
    said = "that is no post's id; it is the number at the end of the post's address"
    if by_hand is not None:
        said = f"that is no address of a post on {platform.manifest.name}; copy it from the browser"
        if (found := by_hand.found(words)) is not None:
            return found
    remote_id = words.strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    url = rules.address(account.handle, remote_id) if rules is not None else None
    if url is None:
        raise BadInput(said, account=account.name, item=f"post {post_id}", post_id=post_id)
    return remote_id, url


def _targets_of(post: Post, account_id: int | None) -> list[Target]:
    wanted = [one for one in post.targets if account_id in (None, one.account_id)]
    if not wanted:
        raise NotFound(f"post {post.id} is not meant for that account", item=f"post {post.id}", post_id=post.id)
    if account_id is None:
        # "The post" means what of it can still go; accounts on which it is out stay as they are.
        wanted = [one for one in wanted if one.state is not PostState.POSTED] or wanted
    return wanted


def _instant_of(wall: datetime, zone: str, known: datetime) -> datetime | None:
    try:
        return replanned(wall, zone, known)
    except BadInput:
        _log.warning("the zone %s is not in the zone data any more; its posts keep their instants", zone)
        return None
