"""Posts that the program fills in and a person sends: they see the site's own form in a window, and make the last click.

It is written down as being sent before the window shows it, as the person may click at any time; so a program that ends
meanwhile leaves a post of unknown outcome, which is looked for and never filled in blindly a second time.
"""

import logging
from collections.abc import Mapping
from functools import partial
from typing import cast

from connectors.base import Assists, PlatformClient, Publishes
from connectors.errors import ConnectorError, LoginExpired, NotFinished, Unsupported
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import AppError, BadInput, Conflict
from ofauto_desktop.domain.events import TargetSettled
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import content, outcomes
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.outcomes import Verdict
from ofauto_desktop.services.queue import SendingQueue
from ofauto_desktop.services.sending_one import Sender
from storage import assisting, sending
from storage.claims import Claim
from storage.database import Database
from storage.sending import Out

_log = logging.getLogger(__name__)
_CHANGED = "it was changed meanwhile; look at it again"


class Assisting:
    """One post on one account at a time. Shares its account's turn with what is sent without a person."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        accounts: Accounts,
        sender: Sender,
        queue: SendingQueue,
        bus: EventBus,
        now: Now,
        boot_id: str,
    ) -> None:
        self._database, self._connections, self._accounts = database, connections, accounts
        self._sender, self._queue = sender, queue
        self._bus, self._now, self._boot_id = bus, now, boot_id

    async def fill(self, post_id: int, account_id: int) -> PostState:
        """Fill the post in and wait for the person; how it stands then: posted, still by hand, or unknown.

        What keeps it from being filled in is raised after it is written down, and leaves it by hand: BadInput where it is
        nobody's to send now, LoginExpired, Challenged, NoBrowser, Unsupported without a display …
        """
        account = await self._accounts.get(account_id)
        self._refuse(account, post_id)
        async with self._connections.sending(account_id):
            claim = await self._database.read(assisting.by_hand, post_id, account_id)
            if claim is None:
                raise BadInput("it is nobody's to send now: its time has not come, or it is out", post_id=post_id)
            async with self._queue.kept(claim):
                state = await self._filled_in(claim, account)
        self._tell(claim, state)
        return state

    def _refuse(self, account: Account, post_id: int) -> None:
        if not content.is_assisted(account):
            raise BadInput(
                "posts on this account are not filled in by the program", account=account.name, post_id=post_id
            )
        if account.needs_a_person:
            raise LoginExpired("log in first, then it can be filled in", account=account.name)

    async def _filled_in(self, claim: Claim, account: Account) -> PostState:
        try:
            outgoing = await self._sender.outgoing(claim, account)
            async with self._connections.use(account) as client:
                hand = _assisting(client, account)
                prepared = await hand.prepare(outgoing, claim.prepared, partial(self._keep, claim))
                if not await self._database.write(assisting.begin, claim, self._boot_id, self._now()):
                    raise Conflict(_CHANGED, post_id=claim.post_id)
                try:
                    remote = await cast("Assists", hand).assist(prepared, 0, None)
                except AppError as error:
                    return await self._ended(claim, account, error)
                except Exception:  # noqa: BLE001 - a defect of ours; whether it went out cannot be told
                    _log.exception("filling in target %d broke", claim.target_id)
                    return await self._unknown(claim, "the program failed; its log says where")
        except AppError as error:
            await self._note(account, error)
            raise error.about(account=account.name, item=f"post {claim.post_id}", post_id=claim.post_id) from error
        out = Out(target_id=claim.target_id, now=self._now(), remote=remote, parts=1)
        [state] = await self._database.write(sending.record_posted, [out])
        return state

    async def _ended(self, claim: Claim, account: Account, error: AppError) -> PostState:
        """What the window came to, where it was not a post."""
        if isinstance(error, NotFinished):
            return await self._database.write(assisting.give_back, claim.target_id, self._now(), error.reason)
        judged = outcomes.of_sending(error, claim.tries, self._now())
        detail = f"{account.name}: {error.reason}"
        match judged.verdict:
            case Verdict.UNKNOWN:
                return await self._unknown(claim, detail)
            case Verdict.FAILED:
                state = await self._database.write(sending.record_refused, claim.target_id, self._now(), detail)
            case Verdict.POSTPONED:
                state = await self._database.write(assisting.give_back, claim.target_id, self._now(), detail)
        self._tell(claim, state)
        raise error

    async def _unknown(self, claim: Claim, detail: str) -> PostState:
        return await self._database.write(sending.record_unknown, claim.target_id, self._now(), detail)

    async def _keep(self, claim: Claim, state: Mapping[str, object]) -> None:
        if not await self._database.write(assisting.save_prepared, claim, dict(state)):
            raise Conflict(_CHANGED, post_id=claim.post_id)

    async def _note(self, account: Account, error: AppError) -> None:
        if isinstance(error, ConnectorError) and not isinstance(error, NotFinished):
            await self._accounts.note_failure(account, error)

    def _tell(self, claim: Claim, state: PostState) -> None:
        self._bus.publish(
            TargetSettled(
                at=self._now(), post_id=claim.post_id, account_id=claim.account_id, state=state.value, detail=""
            )
        )


def _assisting(client: PlatformClient, account: Account) -> Publishes:
    if not isinstance(client, Assists) or not isinstance(client, Publishes):
        raise Unsupported(f"{account.platform.value} has no form that could be filled in")
    return client
