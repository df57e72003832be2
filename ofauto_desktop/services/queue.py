"""Claims on their way: taken in batches, sent at once on different accounts, one after another on each."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from ofauto_desktop.domain.accounts import ENDED, Account
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.events import AccountsChanged, Event, TargetSettled
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import LEAST_AHEAD
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.runtime.reached import Point, reached
from ofauto_desktop.services import content
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.sending_one import Sender
from ofauto_desktop.services.session_pace import SessionPace
from storage import claims, sending
from storage.claims import Claim, Due, Taken
from storage.database import Database

_log = logging.getLogger(__name__)
# Claimed at once: enough to share transactions, few enough that an edit seldom meets a claim.
_MOST = 256
_OF_ONE_ACCOUNT = 8
# An account whose platform hangs must not keep the others waiting for the next look.
_LOOK_AGAIN = 2.0
_PATIENCE = 5.0


class SendingQueue:
    """Runs until nothing more is due. Several runs may overlap; each claim is sent by one of them."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        accounts: Accounts,
        sender: Sender,
        bus: EventBus,
        now: Now,
        boot_id: str,
        pace: SessionPace | None = None,
    ) -> None:
        self._database, self._connections, self._accounts, self._sender = database, connections, accounts, sender
        self._bus, self._now, self._boot_id, self._pace = bus, now, boot_id, pace
        self._claiming = asyncio.Lock()
        self._active: dict[int, int] = {}  # account id by target id
        self._known: dict[int, Account] = {}  # as read since they last changed
        self._later: dict[int, datetime] = {}  # until when nothing is laid ahead into an account's site
        self._unsubscribe = bus.subscribe(self._forget)
        self._tasks: set[asyncio.Task[bool]] = set()

    async def run(self) -> int:
        """Send what is due; returns how many posts went out."""
        mine: set[asyncio.Task[bool]] = set()
        sent = 0
        while True:
            mine |= await self._start()
            if not mine:
                return sent
            done, mine = await _until_room(mine)
            sent += sum(task.result() for task in done)

    @asynccontextmanager
    async def kept(self, claim: Claim) -> AsyncIterator[None]:
        """Somebody else of this process sends it: while the block runs it is not taken for one that was left behind."""
        async with self._claiming:  # a look at the schedule has its own list of what is in hand
            self._active[claim.target_id] = claim.account_id
        try:
            yield
        finally:
            del self._active[claim.target_id]

    async def aclose(self) -> None:
        self._unsubscribe()
        self._sender.stopped = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _forget(self, event: Event) -> None:
        if isinstance(event, AccountsChanged):
            for account_id in event.account_ids:
                self._known.pop(account_id, None)

    async def _start(self) -> set[asyncio.Task[bool]]:
        """Claim what there is room for and set it going."""
        async with self._claiming:
            if self._sender.stopped:
                return set()
            due = await self._claimed()
            self._active |= {claim.target_id: claim.account_id for claim in due.claims}
        for post_id, account_id in due.missed:
            missed = PostState.MISSED.value
            self._bus.publish(
                TargetSettled(at=self._now(), post_id=post_id, account_id=account_id, state=missed, detail="")
            )
        started = {asyncio.create_task(self._one(claim), name="sending a post") for claim in due.claims}
        self._tasks |= started
        for task in started:
            task.add_done_callback(self._tasks.discard)
        return started

    async def _claimed(self) -> Due:
        """One transaction: outcomes still unwritten, what this process had to drop, then what is due."""
        for target_id in await self._sender.write_unwritten():
            del self._active[target_id]
        in_hand = Counter(self._active.values())
        busy = [account for account, count in in_hand.items() if count > _OF_ONE_ACCOUNT // 2]
        taken = Taken(boot_id=self._boot_id, active=tuple(self._active), busy=busy)
        reached(Point.BEFORE_CLAIM)
        due = await self._database.write(
            _recover_and_claim, self._now(), taken, self._held(), limit=max(0, _MOST - len(self._active))
        )
        reached(Point.AFTER_CLAIM)
        return due

    def _held(self) -> list[int]:
        """Accounts that must wait before anything is laid ahead into their site's queue."""
        now = self._now()
        self._later = {account: until for account, until in self._later.items() if until > now}
        return list(self._later)

    async def _one(self, claim: Claim) -> bool:
        """One claim, in its account's turn. Our own disk's trouble is logged here: the other posts go on."""
        try:
            async with self._connections.sending(claim.account_id) as turn:
                account = self._known.get(claim.account_id) or await self._accounts.get(claim.account_id)
                self._known[claim.account_id] = account
                stands_still = account.state in ENDED or account.is_paused(self._now())
                if stands_still or not self._is_meant(claim, account):
                    await self._database.write(claims.release, claim, self._boot_id)
                    return False
                if content.waits_for_person(account):
                    await self._hand_over(claim)
                    return False
                if await self._held_back(claim, account):
                    return False
                sent = await self._sender.send(claim, account, turn)
                if not sent:  # what went wrong may have paused the account, or ended its login
                    self._known.pop(claim.account_id, None)
                return sent
        except AppError as error:
            _log.warning("target %d could not be taken to its end: %s (%s)", claim.target_id, error.kind.value, error)
            return False
        finally:
            if claim.target_id not in self._sender.unwritten:
                del self._active[claim.target_id]

    def _is_meant(self, claim: Claim, account: Account) -> bool:
        """Whether it may still go the way that it was claimed for: what was to be laid ahead may have come near, or be
        its person's by now.
        """
        at = claim.scheduled_for
        return at is None or (account.unattended and at > self._now() + LEAST_AHEAD)

    async def _held_back(self, claim: Claim, account: Account) -> bool:
        """Whether a session account must wait, as nobody looks: then the post goes out once it may."""
        if self._pace is None or not content.is_unattended(account):
            return False
        wait = await self._pace.hold(account)
        if wait is None:
            return False
        until, why = wait
        if claim.scheduled_for is not None:  # its time is to come: nothing of it is put off, and nothing to be told
            self._later[account.id] = until
            await self._database.write(claims.release, claim, self._boot_id)
            return True
        detail = f"{account.name}: {why}"
        state = await self._database.write(
            sending.record_postponed, claim.target_id, self._now(), until, detail, asked=True
        )
        self._bus.publish(
            TargetSettled(
                at=self._now(), post_id=claim.post_id, account_id=account.id, state=state.value, detail=detail
            )
        )
        return True

    async def _hand_over(self, claim: Claim) -> None:
        """Nothing is sent: the person puts it up, and is told that its time has come."""
        now = self._now()
        if await self._database.write(sending.record_by_hand, claim, self._boot_id, now):
            state = PostState.BY_HAND.value
            self._bus.publish(
                TargetSettled(at=now, post_id=claim.post_id, account_id=claim.account_id, state=state, detail="")
            )


def _recover_and_claim(session: Any, now: datetime, taken: Taken, held: Collection[int], *, limit: int) -> Due:
    claims.recover(session, now, taken)
    due = claims.claim_due(session, now, taken, limit=limit, of_one_account=_OF_ONE_ACCOUNT)
    room = min(_OF_ONE_ACCOUNT, limit - len(due.claims))
    free = replace(taken, busy=(*taken.busy, *held))
    ahead = claims.claim_ahead(session, now, free, content.site_schedules, limit=room)
    return replace(due, claims=(*due.claims, *ahead)) if ahead else due


async def _until_room(tasks: set[asyncio.Task[bool]]) -> tuple[set[asyncio.Task[bool]], set[asyncio.Task[bool]]]:
    """Wait until half of the tasks are done, or for a look at what else is due; those done, and those running."""
    room = asyncio.Event()
    left = len(tasks) - len(tasks) // 2

    def one_less(_: asyncio.Task[bool]) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            room.set()

    # A callback a task, once: asyncio.wait would add and remove one of every task each time that one ends.
    for task in tasks:
        task.add_done_callback(one_less)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LOOK_AGAIN):
            await room.wait()
    for task in tasks:
        task.remove_done_callback(one_less)
    done = {task for task in tasks if task.done()}
    return done, tasks - done
