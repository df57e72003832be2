"""Fansly, for one account: read by its interface, which needs no browser; written to by its page, which does."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from connectors.base import Batch, Connection, Keep, Prepared, PullContext, kept_by_nobody
from connectors.errors import Rejected
from connectors.fansly import parse
from connectors.fansly.api import Api
from connectors.fansly.fans import FansReader
from connectors.fansly.messages import Inbox
from connectors.fansly.money import MoneyReader
from connectors.fansly.posts import PostsReader
from connectors.fansly.publishing import Page
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.messages import OutgoingMessage, RemoteMessage
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, RemotePost


class FanslyClient:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._api = Api(connection)
        self._posts = PostsReader(self._api)
        self._page = Page(connection, self._posts, lambda: self._api.me(fresh=True))

    async def aclose(self) -> None:
        await self._connection.http.aclose()

    async def check(self) -> Standing:
        """Whose session it is. How long it lasts, Fansly does not say."""
        return parse.standing(await self._api.me(fresh=True))

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, object], keep: Keep = kept_by_nobody) -> Prepared:
        """Nothing lies at the site before its page is filled in."""
        return Prepared(post=post, state={})

    async def send(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        return await self._page.publish(prepared, by_person=False)

    async def assist(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        return await self._page.publish(prepared, by_person=True)

    async def write(self, message: OutgoingMessage) -> RemoteMessage:
        return await self._page.write(message)

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        return await self._posts.recent(since, self._connection.now())

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]:
        match kind:
            case SyncKind.POSTS:
                return self._posts.posts(context)
            case SyncKind.METRICS:
                return self._posts.metrics(context)
            case SyncKind.AUDIENCE:
                return self._audience(context)
            case SyncKind.MONEY:
                return MoneyReader(self._api, context).batches()
            case SyncKind.FANS:
                return FansReader(self._api, context).batches()
            case SyncKind.MESSAGES:
                return Inbox(self._api).pull(context)
            case _:
                raise Rejected(f"Fansly has no {kind.value} to read")

    async def _audience(self, context: PullContext) -> AsyncIterator[Batch]:
        yield Batch(metrics=parse.audience(await self._api.me(), context.now))
