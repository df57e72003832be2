"""Pulling what happened: posts, readings, audience, money, fans and messages, by account."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from connectors import registry
from connectors.base import PullContext, Pulls
from connectors.errors import (
    Challenged,
    ConnectorError,
    LoginExpired,
    MissingScope,
    NetworkDown,
    NetworkRefused,
    OutOfCredit,
    ProxyFailed,
    RateLimited,
    Unsupported,
)
from connectors.limiter import BudgetSpent
from ofauto_desktop.domain.accounts import Account, LoginState
from ofauto_desktop.domain.errors import AppError, DiskProblem, ErrorKind, NotFound
from ofauto_desktop.domain.events import Synced
from ofauto_desktop.domain.messages import Reads
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import (
    TIMED,
    Freshness,
    PullState,
    Stored,
    SyncError,
    SyncResult,
    wanted_readings,
)
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import content
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.harvest import Harvest
from ofauto_desktop.services.session_pace import SessionPace
from ofauto_desktop.services.wording import action_for
from storage import messages, sync_state
from storage.database import Database
from storage.sync_state import Completed, Failure

_log = logging.getLogger(__name__)
# Accounts that are pulled at the same time.
_AT_ONCE = 8
# Seconds from one account's pull by the clock to the next one's: nobody waits for them, and the window has the processor
# between two. An agency's forty accounts are asked within ten seconds.
_APART = 0.25
# A pull by the clock stops after so many seconds and goes on at the next tick: a long history keeps no other waiting.
_SLICE = 300.0
# As many posts as X lists; their readings are asked for newest first.
_MOST_POSTS = 3200
# After one of these the account's other kinds would fare no better.
_ACCOUNT_WIDE = (LoginExpired, Challenged, RateLimited, OutOfCredit, NetworkDown, ProxyFailed)
_RESTS: dict[ErrorKind | None, type[ConnectorError]] = {
    ErrorKind.OUT_OF_CREDIT: OutOfCredit,
    ErrorKind.PROXY: ProxyFailed,
    ErrorKind.NETWORK: NetworkRefused,
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What is to be pulled of one account. `by_clock`: in slices, and old posts' numbers less often."""

    account: Account
    kinds: Sequence[SyncKind]
    by_clock: bool


class Sync:
    """Pulls on demand and by the clock: accounts side by side, the kinds of one account one after the other."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        accounts: Accounts,
        bus: EventBus,
        now: Now,
        pace: SessionPace | None = None,
    ) -> None:
        self._database, self._connections, self._accounts = database, connections, accounts
        self._bus, self._now, self._pace = bus, now, pace
        self._pulling: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def run(
        self, account_ids: Iterable[int] | None = None, kinds: Iterable[SyncKind] | None = None
    ) -> tuple[SyncResult, ...]:
        """Pull now. An account's error is in its result, and the others go on. Raises NotFound, DiskProblem.

        Accounts that are paused, or whose login has ended, make no request; their result says why.
        """
        everyone = await self._accounts.list()
        chosen = everyone if account_ids is None else [await self._accounts.get(one) for one in account_ids]
        wanted = None if kinds is None else frozenset(kinds)
        jobs = [
            _Job(
                account=account,
                kinds=[kind for kind in _pulls(account) if not wanted or kind in wanted],
                by_clock=False,
            )
            for account in chosen
        ]
        return await self._pull_all(jobs)

    async def tick(self) -> int:
        """Pull what is due by each manifest's floors; how many pulls that were. Asks nobody else."""
        await self._accounts.watch_expiry()
        states, now = await self._database.read(sync_state.states), self._now()
        jobs = [
            _Job(account=account, kinds=due, by_clock=True)
            for account in await self._accounts.list()
            if not account.needs_a_person and not account.is_paused(now) and not self._pulling[account.id].locked()
            if not self._rests(account)
            if (due := [kind for kind in _pulls(account) if self._is_due(account, kind, states)])
        ]
        return len(await self._pull_all(jobs, apart=_APART))

    def _rests(self, account: Account) -> bool:
        """Whether nothing is read by the clock: a session account keeps a person's hours, where one chose so."""
        return self._pace is not None and content.is_session(account) and self._pace.rests_until(account) is not None

    async def freshness(self, account_ids: Iterable[int] | None = None) -> tuple[Freshness, ...]:
        """How old each kind of each account is."""
        wanted = None if account_ids is None else frozenset(account_ids)
        states = await self._database.read(sync_state.states)
        return tuple(
            _freshness(account, kind, states.get((account.id, kind), PullState()))
            for account in await self._accounts.list()
            if wanted is None or account.id in wanted
            for kind in _pulls(account)
        )

    def _is_due(self, account: Account, kind: SyncKind, states: dict[tuple[int, SyncKind], PullState]) -> bool:
        state = states.get((account.id, kind), PullState())
        return state.is_due(registry.platform(account.platform).manifest.floors.get(kind, _DAY), self._now())

    async def _pull_all(self, jobs: Sequence[_Job], *, apart: float = 0.0) -> tuple[SyncResult, ...]:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def pull(job: _Job, place: int) -> list[SyncResult]:
            await asyncio.sleep(place * apart)
            async with gate, self._pulling[job.account.id]:
                return await self._pull_account(job)

        outcomes = await asyncio.gather(*(pull(job, at) for at, job in enumerate(jobs)), return_exceptions=True)
        # A defect of ours, or of the disk, in one account: the others have been pulled, then it is heard.
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return tuple(result for outcome in outcomes if not isinstance(outcome, BaseException) for result in outcome)

    async def _pull_account(self, job: _Job) -> list[SyncResult]:
        try:
            account = await self._accounts.get(job.account.id)
        except NotFound:
            return []  # removed while it waited for its turn
        stopped = self._reason_to_rest(account)
        results: list[SyncResult] = []
        for kind in job.kinds:
            if stopped is not None:
                results.append(_result(account, kind, Stored(), error=stopped))
                continue
            result, error = await self._pull(account, kind, by_clock=job.by_clock)
            results.append(result)
            if isinstance(error, _ACCOUNT_WIDE) and not isinstance(error, MissingScope | BudgetSpent):
                stopped = error
        if results:
            failed = next((one.error.kind.value for one in results if one.error), None)
            words = tuple(kind.value for kind in job.kinds)
            self._bus.publish(Synced(at=self._now(), account_id=account.id, kinds=words, error=failed))
        return results

    def _reason_to_rest(self, account: Account) -> ConnectorError | None:
        """Why this account makes no request, None where it may."""
        if account.is_paused(self._now()):
            kind = _RESTS.get(account.paused_for, RateLimited)
            return kind(account.state_reason, account=account.name, retry_at=account.paused_until)
        if account.needs_a_person:
            over = Challenged if account.state is LoginState.CHALLENGED else LoginExpired
            return over(account.state_reason, account=account.name)
        return None

    async def _pull(self, account: Account, kind: SyncKind, *, by_clock: bool) -> tuple[SyncResult, AppError | None]:
        """One kind of one account, as far as it goes; what was read before an error is kept."""
        began = self._now()
        before = await self._database.write(sync_state.begin, account.id, kind, began)
        harvest = Harvest(self._database, account, kind, self._now)
        error: AppError | None = None
        finished = False
        try:
            context = PullContext(
                now=began,
                cursor=before.cursor,
                known_posts=await self._known(account, kind, before, by_clock=by_clock),
                reads=account.reads,
                strangers=lambda ids: self._database.read(messages.strangers, account.id, ids),
            )
            ends_after = _SLICE if by_clock else None
            async with self._connections.use(account) as client:
                if not isinstance(client, Pulls):
                    raise Unsupported("this platform gives nothing to read")
                finished = await harvest.gather(client.pull(kind, context), ends_after)
        except AppError as failed:
            error = failed
        try:
            await harvest.store()
        except AppError as failed:
            error = error or failed
        if error is not None:
            await self._note_failure(account, kind, before, error)
        elif finished:
            await self._note_success(account, kind, before, harvest)
        gaps = await self._database.read(sync_state.gaps, account.id, kind)
        return _result(account, kind, harvest.stored, gaps=gaps, error=error), error

    async def _known(self, account: Account, kind: SyncKind, before: PullState, *, by_clock: bool) -> tuple[str, ...]:
        if kind is not SyncKind.METRICS:
            return ()
        posts = await self._database.read(sync_state.known_posts, account.id, _MOST_POSTS)
        return wanted_readings(posts, before.succeeded_at, self._now(), by_hand=not by_clock)

    async def _note_success(self, account: Account, kind: SyncKind, before: PullState, harvest: Harvest) -> None:
        done = Completed(
            whole=not before.is_unfinished,
            read_from=(harvest.oldest or self._now()) if kind in TIMED else None,
            named=frozenset(harvest.gap_starts),
        )
        await self._database.write(sync_state.succeed, account.id, kind, done, self._now())
        if before.error_kind is not None:
            _log.info("account %d: %s can be read again", account.id, kind.value)
        if account.paused_for is not None:
            await self._accounts.resume(account.id)
        if harvest.cautions is not None:
            await self._accounts.note_cautions(account.id, harvest.cautions)

    async def _note_failure(self, account: Account, kind: SyncKind, before: PullState, error: AppError) -> None:
        error.about(account=account.name)
        if isinstance(error, DiskProblem):
            raise error
        failure = Failure(kind=error.kind, reason=error.reason, retry_at=error.retry_at)
        await self._database.write(sync_state.fail, account.id, kind, failure, self._now())
        # The first failure is news, the following ones are not.
        if before.error_kind is not error.kind:
            _log.warning("account %d: %s could not be read (%s)", account.id, kind.value, error.kind.value)
        if isinstance(error, ConnectorError):
            await self._accounts.note_failure(account, error)


def _pulls(account: Account) -> tuple[SyncKind, ...]:
    """What is pulled of it: messages only where a person chose so, as platforms bill each one."""
    kinds = registry.platform(account.platform).manifest.pulls
    return tuple(kind for kind in kinds if kind is not SyncKind.MESSAGES or account.reads is not Reads.NOTHING)


def _result(
    account: Account, kind: SyncKind, stored: Stored, *, gaps: tuple[Gap, ...] = (), error: AppError | None = None
) -> SyncResult:
    return SyncResult(
        account_id=account.id,
        account=account.name,
        kind=kind,
        added=stored.added,
        changed=stored.changed,
        unchanged=stored.unchanged,
        gaps=gaps,
        error=None if error is None else _sync_error(error),
    )


def _sync_error(error: AppError) -> SyncError:
    action = action_for(error.kind)
    return SyncError(kind=error.kind, message=error.reason, action=action, retry_at=error.retry_at)


def _freshness(account: Account, kind: SyncKind, state: PullState) -> Freshness:
    met = state.error_kind
    error = None
    if met is not None:
        error = SyncError(kind=met, message=state.error_reason, action=action_for(met), retry_at=state.retry_at)
    return Freshness(
        account_id=account.id, kind=kind, succeeded_at=state.succeeded_at, error=error, error_at=state.error_at
    )
