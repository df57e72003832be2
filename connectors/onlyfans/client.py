"""OnlyFans, for one account: live check, reading and writing by its own pages."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from connectors.base import Batch, Connection, Keep, Prepared, PullContext, kept_by_nobody
from connectors.errors import Rejected
from connectors.onlyfans import parse, writing
from connectors.onlyfans.broadcasting import Broadcaster
from connectors.onlyfans.fans import FansReader
from connectors.onlyfans.feed import Feed
from connectors.onlyfans.letters import Inbox
from connectors.onlyfans.masses import Masses
from connectors.onlyfans.money import MoneyReader
from connectors.onlyfans.publishing import Publisher
from connectors.onlyfans.statistics import StatisticsReader
from connectors.onlyfans.visits import Visits
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.broadcasts import ListedBroadcast, OutgoingBroadcast, PeopleList, SentBroadcast
from ofauto_desktop.domain.messages import OutgoingMessage, RemoteMessage
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, RemotePost


class OnlyFansClient:
    """Every call is one run in the browser: the site's own pages are opened, and what they ask is read along."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._visits = Visits(connection)
        self._feed = Feed(self._visits)
        self._publisher = Publisher(connection, self._visits, self._feed)

    async def aclose(self) -> None:
        await self._connection.http.aclose()

    async def check(self) -> Standing:
        """Who is logged in, by the site's own word. Raises LoginExpired, Challenged, WrongAccount, NetworkDown …"""
        async with self._visits.run() as run, run.page("/") as opened:
            return parse.standing(opened.me)

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]:
        match kind:
            case SyncKind.POSTS:
                return self._feed.pull_posts(context)
            case SyncKind.METRICS:
                return self._feed.pull_metrics(context)
            case SyncKind.AUDIENCE:
                return StatisticsReader(self._visits, context).batches()
            case SyncKind.MONEY:
                return MoneyReader(self._visits, context).batches()
            case SyncKind.FANS:
                return FansReader(self._visits, context).batches()
            case SyncKind.MESSAGES:
                return Inbox(self._visits, context).batches()
        raise Rejected(f"OnlyFans has no {kind.value} to read")

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        return await self._feed.recent(since)

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, object], keep: Keep = kept_by_nobody) -> Prepared:
        return await self._publisher.prepare(post, saved, keep)

    async def send(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        return await self._publisher.send(prepared.post)

    async def assist(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        return await self._publisher.send(prepared.post, by_person=True)

    async def write(self, message: OutgoingMessage) -> RemoteMessage:
        return await writing.write(self._connection, self._visits, message)

    async def people_lists(self) -> Sequence[PeopleList]:
        return await Broadcaster(self._connection, self._visits).lists()

    async def broadcast(self, message: OutgoingBroadcast) -> SentBroadcast:
        return await Broadcaster(self._connection, self._visits).send(message)

    async def broadcasts(self, since: datetime) -> Sequence[ListedBroadcast]:
        return await Masses(self._connection, self._visits).listed(since)

    async def unsend(self, remote_id: str) -> None:
        await Masses(self._connection, self._visits).unsend(remote_id)
