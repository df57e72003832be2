"""Looking for posts of unknown outcome on their accounts (security.md §8): found, not found, or for a person to decide."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import groupby

from connectors.base import Probes
from connectors.errors import ConnectorError
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.events import TargetSettled
from ofauto_desktop.domain.posts import PostState, ProbeRule, RemotePost, matching
from ofauto_desktop.domain.words import mark
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now, boot_clock
from ofauto_desktop.services import content
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from storage import probing, sending
from storage.database import Database
from storage.probing import Unsure
from storage.sending import Out

_log = logging.getLogger(__name__)
# How often a site's own queue is looked after once a post's time has come, and how long it has to put it out.
_APART_AT_SITE = timedelta(minutes=5)
_SITE_HAS = timedelta(minutes=30)
_LIES_THERE = mark("it lies in the site's own queue, which puts it out at its time")


class Prober:
    """Asks each account once for its recent posts and settles its unsure targets by them."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        accounts: Accounts,
        bus: EventBus,
        now: Now,
        boot_id: str,
        boot: Callable[[], float] = boot_clock,
        rule: ProbeRule | None = None,
    ) -> None:
        self._database, self._connections, self._accounts = database, connections, accounts
        self._bus, self._now, self._boot_id, self._boot = bus, now, boot_id, boot
        self._rule = rule or ProbeRule()
        self._not_seen_at: dict[int, float] = {}

    async def look(self) -> int:
        """Look for what it is time to look for; returns how many were settled."""
        waiting = await self._database.read(probing.unsure, self._now(), self._boot_id, self._rule)
        by_account = groupby(sorted(waiting, key=_account), key=_account)
        settled = sum([await self._on_account(account_id, list(group)) for account_id, group in by_account])
        return settled + await self._in_sites_queues()

    async def _in_sites_queues(self) -> int:
        """What a site was to put out by itself: seen, not yet, or not to be seen at all."""
        waiting = await self._database.read(probing.at_site, self._now(), _APART_AT_SITE)
        settled = 0
        for account_id, group in groupby(sorted(waiting, key=_account), key=_account):
            theirs = list(group)
            account = await self._accounts.get(account_id)
            try:
                async with self._connections.use(account) as client:
                    since = min(one.since for one in theirs)
                    listed = await client.recent(since) if isinstance(client, Probes) else ()
            except AppError as error:
                for one in theirs:
                    await self._database.write(probing.note_looked, one.claim.target_id, self._now())
                if isinstance(error, ConnectorError):
                    await self._accounts.note_failure(account, error)
                continue
            settled += sum([await self._put_out(one, listed) for one in theirs])
        return settled

    async def _put_out(self, one: Unsure, listed: Sequence[RemotePost]) -> bool:
        found = await self._candidates(one, listed)
        if len(found) == 1:
            return await self._found(one, found[0])
        if not found and (there := _waiting(one, listed)) is not None:
            # It is late, or a person moved it there.
            await self._database.write(probing.waits_there, one.claim.target_id, self._now(), there)
            return False
        if found or self._now() - one.since > _SITE_HAS:
            detail = "its time has passed in the site's own queue, and it is not to be seen; please look yourself"
            if await self._database.write(probing.never_seen, one.claim.target_id, self._now(), detail):
                self._tell(one, PostState.UNKNOWN, detail)
            return False
        await self._database.write(probing.note_looked, one.claim.target_id, self._now())
        return False

    async def _on_account(self, account_id: int, waiting: list[Unsure]) -> int:
        account = await self._accounts.get(account_id)
        try:
            async with self._connections.use(account) as client:
                listed = await client.recent(min(one.since for one in waiting)) if isinstance(client, Probes) else None
        except AppError as error:
            await self._could_not_look(account, waiting, error)
            return 0
        settled = 0
        for one in sorted(waiting, key=lambda unsure: unsure.since):
            settled += await self._settle(one, listed, account)
        return settled

    async def _could_not_look(self, account: Account, waiting: Sequence[Unsure], error: AppError) -> None:
        """Nothing is learned; it says so only in the log, as the next look may well succeed."""
        _log.info("account %d could not be asked for unsure posts: %s", account.id, error.kind.value)
        for one in waiting:
            await self._database.write(probing.note_probed, one.claim.target_id, self._now())
        if isinstance(error, ConnectorError):
            await self._accounts.note_failure(account, error)

    async def _settle(self, one: Unsure, listed: Sequence[RemotePost] | None, account: Account) -> bool:
        if listed is None:
            detail = "this platform does not list its posts; please look yourself"
            await self._database.write(probing.note_probed, one.claim.target_id, self._now(), detail)
            return False
        found = await self._candidates(one, listed) or await self._in_queue(one, listed)
        match found:
            case []:
                return await self._not_seen(one, account)
            case [only]:
                return await self._found(one, only)
            case _:
                detail = f"{len(found)} posts on the account look like it; please choose"
                await self._database.write(probing.note_probed, one.claim.target_id, self._now(), detail)
                return False

    async def _candidates(self, one: Unsure, listed: Sequence[RemotePost]) -> list[RemotePost]:
        """What is out and may be it."""
        out = [post for post in listed if post.scheduled_for is None]
        named = [post for post in out if post.remote_id == one.remote_id]
        return named or await self._alike(one, out)

    async def _in_queue(self, one: Unsure, listed: Sequence[RemotePost]) -> list[RemotePost]:
        """What waits in the site's own queue and may be it: whatever lies there must never be laid in again."""
        there = [post for post in listed if post.scheduled_for is not None]
        named = [post for post in there if post.remote_id == one.remote_id]
        return named or await self._alike(one, there)

    async def _alike(self, one: Unsure, listed: Sequence[RemotePost]) -> list[RemotePost]:
        claim = one.claim
        media_count = len(claim.media_ids) if claim.part == 0 else 0
        alike = matching(claim.parts[claim.part], media_count, listed, one.since)
        if claim.part and claim.part_ids:
            alike = [post for post in alike if post.reply_to in (None, claim.part_ids[-1])]
        ids = [post.remote_id for post in alike]
        taken = await self._database.read(probing.taken_ids, claim.account_id, ids)
        return [post for post in alike if post.remote_id not in taken and not post.deleted]

    async def _found(self, one: Unsure, post: RemotePost) -> bool:
        claim = one.claim
        parts, wait = len(claim.parts), claim.wait_after(claim.part)
        out = Out(target_id=claim.target_id, now=self._now(), remote=post, parts=parts, found=True, wait=wait)
        [state] = await self._database.write(sending.record_posted, [out])
        where = "found on the account" if post.scheduled_for is None else _LIES_THERE
        self._tell(one, state, where)
        return True

    async def _not_seen(self, one: Unsure, account: Account) -> bool:
        """One more look that did not see it; after enough of them it may go again, if the rule allows.

        What a person sends is theirs again then.
        """
        target_id = one.claim.target_id
        # By the boot clock too: a wall clock set forward must not make two looks out of one.
        if self._boot() - self._not_seen_at.get(target_id, float("-inf")) < self._rule.apart.total_seconds():
            await self._database.write(probing.note_probed, target_id, self._now())
            return False
        self._not_seen_at[target_id] = self._boot()
        times = await self._database.write(
            probing.record_not_found, target_id, self._now(), "not seen on the account so far"
        )
        if not self._rule.allows_again(
            negatives=times, tries=one.claim.tries, sender_ended=one.sent_by != self._boot_id
        ):
            return False
        if one.remote_id is not None:
            return False  # the site took it once, and may put it out late: only a person can tell
        waits = content.waits_for_person(account)
        detail = f"not seen on the account {times} times; {'yours to send' if waits else 'sent again'}"
        state = PostState.BY_HAND if waits else PostState.SCHEDULED
        if not await self._database.write(probing.allow_again, target_id, self._now(), detail, state):
            return False
        self._tell(one, state, detail)
        return True

    def _tell(self, one: Unsure, state: PostState, detail: str) -> None:
        claim = one.claim
        self._bus.publish(
            TargetSettled(
                at=self._now(), post_id=claim.post_id, account_id=claim.account_id, state=state.value, detail=detail
            )
        )


def _waiting(one: Unsure, listed: Sequence[RemotePost]) -> RemotePost | None:
    """The post itself, as the site's queue still holds it."""
    return next((post for post in listed if post.scheduled_for is not None and post.remote_id == one.remote_id), None)


def _account(one: Unsure) -> int:
    return one.claim.account_id
