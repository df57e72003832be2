"""One message to whole lists of people of an account: once, by a person's word, and never again while its outcome is open."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors import registry
from connectors.base import Broadcasts, PlatformClient
from connectors.errors import ConnectorError, Unsupported
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.broadcasts import ListedBroadcast, OutgoingBroadcast, PeopleList, SentBroadcast
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import outcomes
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.outcomes import Verdict
from storage import audit
from storage.database import Database

_ACTION, _OBJECT = "message.broadcast", "account"
_UNSEND = "message.unsend"
# The site's own list goes further back; what is older nobody takes back.
_LISTED = timedelta(days=90)
_BEGUN, _OUT, _UNKNOWN, _REFUSED = "begun", "ok", "unknown", "refused"


class Broadcasting:
    """What is sent is begun in the audit trail first: a process that dies meanwhile leaves it open, as a lost answer does."""

    def __init__(
        self, database: Database, connections: Connections, accounts: Accounts, library: Library, now: Now
    ) -> None:
        self._database, self._connections, self._accounts = database, connections, accounts
        self._library, self._now = library, now

    async def lists(self, account_id: int) -> Sequence[PeopleList]:
        """The lists of people that can be written to. Raises BadInput where the platform has none, ConnectorError."""
        account = await self._offered(account_id)
        async with self._connections.use(account) as client:
            return await _broadcasts(client).people_lists()

    async def send(
        self,
        account_id: int,
        text: str,
        *,
        to: Sequence[str],
        excluding: Sequence[str] = (),
        media_ids: Sequence[int] = (),
        price_minor: int = 0,
        at: datetime | None = None,
        looked: bool = False,
    ) -> SentBroadcast:
        """Send it once. `at` (aware UTC): by the site's own scheduler. `looked`: a person saw what became of the last one.

        Raises BadInput where the outcome of the last one is open, OutcomeUnknown, and what the platform refused.
        """
        account = await self._offered(account_id)
        last = await self._database.read(audit.last_outcome, _ACTION, str(account_id))
        if not looked and last in (_BEGUN, _UNKNOWN):
            reason = "whether the last one went out is not known: look at the site first, then say so"
            raise BadInput(reason, account=account.name)
        sources = await self._library.sources(tuple(media_ids), account.platform)
        message = OutgoingBroadcast(
            text=text,
            to=tuple(to),
            excluding=tuple(excluding),
            media=tuple(sources),
            price_minor=price_minor,
            scheduled_for=at,
        )
        # What has begun is brought to its end even where the caller goes, so that its outcome is written down.
        return await asyncio.shield(asyncio.ensure_future(self._sent(account, message)))

    async def listed(self, account_id: int) -> Sequence[ListedBroadcast]:
        """Those of the last 90 days, newest first, as the site lists them now. Raises BadInput, ConnectorError."""
        account = await self._offered(account_id)
        async with self._connections.use(account) as client:
            return await _broadcasts(client).broadcasts(self._now() - _LISTED)

    async def unsend(self, account_id: int, remote_id: str) -> None:
        """Take one back, begun in the audit trail first like a sending. What is taken back already is not asked for again.

        Raises OutcomeUnknown where it is not known whether it was: asked again, the site's own list settles it.
        Raises BadInput where the platform has none, Rejected where the site takes it back no more.
        """
        account = await self._offered(account_id)
        await asyncio.shield(asyncio.ensure_future(self._taken_back(account, remote_id)))

    async def _taken_back(self, account: Account, remote_id: str) -> None:
        await self._note(account, _BEGUN, _UNSEND, remote_id)
        try:
            async with self._connections.use(account) as client:
                await _broadcasts(client).unsend(remote_id)
        except AppError as error:
            await self._note(account, self._ended(error), _UNSEND, remote_id)
            if isinstance(error, ConnectorError):
                await self._accounts.note_failure(account, error)
            raise error.about(account=account.name, item=f"message {remote_id[:40]}") from error
        await self._note(account, _OUT, _UNSEND, remote_id)

    def _ended(self, error: AppError) -> str:
        judged = outcomes.of_sending(error, 0, self._now())
        return _UNKNOWN if judged.verdict is Verdict.UNKNOWN else _REFUSED

    async def _sent(self, account: Account, message: OutgoingBroadcast) -> SentBroadcast:
        await self._note(account, _BEGUN)
        try:
            async with self._connections.use(account) as client:
                made = await _broadcasts(client).broadcast(message)
        except AppError as error:
            await self._note(account, self._ended(error))
            if isinstance(error, ConnectorError):
                await self._accounts.note_failure(account, error)
            raise error.about(account=account.name) from error
        await self._note(account, _OUT)
        return made

    async def _note(self, account: Account, outcome: str, action: str = _ACTION, remote_id: str = "") -> None:
        act = audit.Act(
            at=self._now(),
            action=action,
            object_type=_OBJECT,
            object_id=str(account.id),
            client_id=account.client_id,
            outcome=outcome,
            details={"message": remote_id[:40]} if remote_id else {},
        )
        await self._database.write(audit.record_all, [act])

    async def _offered(self, account_id: int) -> Account:
        account = await self._accounts.get(account_id)
        if not registry.platform(account.platform).manifest.broadcasts:
            raise BadInput("this platform sends no message to many from this program", account=account.name)
        return account


def _broadcasts(client: PlatformClient) -> Broadcasts:
    if not isinstance(client, Broadcasts):
        raise Unsupported("this platform sends no message to many from this program")
    return client
