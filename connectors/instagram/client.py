"""Instagram, for one account: live check, publishing, and reading posts, numbers and audience."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from connectors.base import Batch, Connection, Credential, Keep, Prepared, PullContext, kept_by_nobody
from connectors.errors import ConnectorError, MissingScope, NetworkDown, Rejected
from connectors.instagram import login
from connectors.instagram.manifest import SCOPES
from connectors.instagram.publishing import Publisher
from connectors.instagram.reading import Reader
from connectors.instagram.session import Session
from connectors.instagram.wire import Insights, QuotaAnswer
from connectors.oauth import expiry
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.domain.metrics import is_count
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import OutgoingPost, RemotePost


class InstagramClient:
    """Speaks Graph as accounts do that logged in with Instagram; `/me` stands for the account until its number is known."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._session = Session(connection)
        self._reader = Reader(self._session, connection)
        self._publisher = Publisher(self._session, connection, self._reader)

    async def aclose(self) -> None:
        await self._connection.http.aclose()

    async def check(self) -> Standing:
        """Who this login is, how long it lasts, and which permission it lacks."""
        me = await self._reader.me()
        credential = await self._session.learn_end()
        return Standing(
            remote_id=str(me.user_id),
            handle=me.username or "",
            display_name=me.name or me.username or "",
            expires_at=expiry(credential),
            renews=login.renewable(credential, self._connection.now()) or "issued_at" in credential.fields,
            scopes=_scopes(credential),
            followers=me.followers_count if is_count(me.followers_count) else None,
            warnings=tuple([_missing(scope) for scope in await self._lacking(credential, str(me.user_id))]),
        )

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]:
        match kind:
            case SyncKind.POSTS:
                return self._reader.posts(context)
            case SyncKind.METRICS:
                return self._reader.metrics(context)
            case SyncKind.AUDIENCE:
                return self._reader.audience(context)
            case _:
                raise Rejected(f"Instagram has no {kind.value} to read")

    async def prepare(self, post: OutgoingPost, saved: Mapping[str, object], keep: Keep = kept_by_nobody) -> Prepared:
        """A container that is ready; `saved` ones are used again while they last."""
        return await self._publisher.prepare(post, saved, keep)

    async def send(self, prepared: Prepared, part: int, previous: str | None) -> RemotePost:
        return await self._publisher.send(prepared)

    async def recent(self, since: datetime) -> Sequence[RemotePost]:
        return await self._reader.recent(since)

    async def comments(self, remote_id: str) -> Sequence[Comment]:
        return await self._reader.comments(remote_id)

    async def _lacking(self, credential: Credential, number: str) -> list[str]:
        """Permissions that were unticked in the browser; those of a pasted token are not told, so they are tried."""
        if granted := _scopes(credential):
            return [scope for scope in SCOPES if scope not in granted]
        tried = (
            (f"/{number}/content_publishing_limit", QuotaAnswer, {"fields": "config,quota_usage"}),
            (f"/{number}/insights", Insights, {"metric": "reach", "period": "day", "metric_type": "total_value"}),
        )
        lacking = []
        for path, form, params in tried:
            try:
                await self._reader.get(path, form, **params)
            except MissingScope as error:
                lacking.append(error.reason.rsplit(" ", 1)[-1])
            except NetworkDown:
                raise
            except ConnectorError:
                continue  # that says nothing about what was granted
        return lacking


def _scopes(credential: Credential) -> tuple[str, ...]:
    return tuple(credential.fields.get("scope", "").split())


def _missing(scope: str) -> Caution:
    return Caution(kind="missing_scope", message=f"the login was not granted {scope}", action="log_in_again")
