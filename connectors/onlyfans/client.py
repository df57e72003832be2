"""OnlyFans, for one account: live check, and reading by its own pages."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from connectors.base import Batch, Connection, PullContext
from connectors.errors import Rejected
from connectors.onlyfans import parse
from connectors.onlyfans.fans import FansReader
from connectors.onlyfans.feed import Feed
from connectors.onlyfans.letters import Inbox
from connectors.onlyfans.money import MoneyReader
from connectors.onlyfans.statistics import StatisticsReader
from connectors.onlyfans.visits import Visits
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import RemotePost


class OnlyFansClient:
    """Every call is one run in the browser: the site's own pages are opened, and what they ask is read along."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._visits = Visits(connection)
        self._feed = Feed(self._visits)

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
