"""Sending one post on one account, at most once (security.md §8).

The publishing call is never repeated, and between its answer and the commit of its outcome nothing else runs.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import cache, partial
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, cast

from connectors.base import PlatformClient, Prepared, Publishes
from connectors.errors import ConnectorError, NetworkDown, Rejected, Unsupported
from connectors.http import DEADLINE, last_word
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import AppError, DiskProblem
from ofauto_desktop.domain.events import TargetSettled
from ofauto_desktop.domain.manifest import PRICE
from ofauto_desktop.domain.posts import OutgoingPost, Part, PostState
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now, boot_clock
from ofauto_desktop.runtime.reached import Point, reached
from ofauto_desktop.services import content, outcomes
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.outcomes import Judged, Verdict
from ofauto_desktop.services.together import Together
from ofauto_desktop.services.turns import Turn
from storage import claims, sending
from storage.claims import Claim
from storage.database import Database
from storage.sending import Out, Start

_log = logging.getLogger(__name__)
_DEADLINE = timedelta(seconds=DEADLINE)
_P = ParamSpec("_P")


class Stale(NetworkDown):
    """Too much time passed, or everything was stopped, before any byte left: it waits for the next look."""


class _LastWord:
    """Within the block, the client asks `ask` right before the bytes leave."""

    __slots__ = ("_ask", "_token")

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask

    def __enter__(self) -> None:
        self._token = last_word.set(self._ask)

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        last_word.reset(self._token)


class _Word:
    """The last word on one call, and whether it was `asked` for: until then nothing has left."""

    __slots__ = ("_refuse", "asked")

    def __init__(self, refuse: Callable[[], None]) -> None:
        self._refuse, self.asked = refuse, False

    def ask(self) -> None:
        self._refuse()
        self.asked = True


class _Withdrawn(Exception):
    """The post was changed, moved or cancelled while it was being prepared: nothing is out, and nothing is to be told."""


class Sender:
    """Takes a claim through upload, the publishing call and the record of its outcome."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        accounts: Accounts,
        library: Library,
        bus: EventBus,
        now: Now,
        boot_id: str,
        boot: Callable[[], float] = boot_clock,
    ) -> None:
        self._database, self._connections, self._accounts, self._library = database, connections, accounts, library
        self._bus, self._now, self._boot_id, self._boot = bus, now, boot_id, boot
        self._steps: Together[Start | Out, PostState | None] = Together(database, sending.take_steps)
        self._unwritten: dict[int, Callable[[Any], PostState]] = {}
        self.stopped = False

    @property
    def unwritten(self) -> frozenset[int]:
        """Targets whose outcome is known but could not be written yet."""
        return frozenset(self._unwritten)

    async def write_unwritten(self) -> list[int]:
        """Write the outcomes that the disk refused; returns whose. Raises DiskProblem while it still refuses."""
        written = list(self._unwritten)
        for target_id in written:
            await self._database.write(self._unwritten[target_id])
            del self._unwritten[target_id]
        return written

    async def send(self, claim: Claim, account: Account, turn: Turn) -> bool:
        """Send what is left of a claim. True if all of it is out; a failure is recorded, and not raised.

        `turn` is over once the outcome of the last call waits for the disk: the account's next post can only begin after it.
        Raises DiskProblem where our own record cannot be written; what was sent then counts as being sent.
        """
        async with AsyncExitStack() as stack:
            try:
                outgoing = await self.outgoing(claim, account)
                client = _publishing(await stack.enter_async_context(self._connections.use(account)), account)
                prepared = await client.prepare(outgoing, claim.prepared, partial(self._keep, claim))
            except _Withdrawn:
                return False
            except AppError as error:
                await self._failed(claim, account, error, outcomes.before_sending(error, claim.tries, self._now()))
                return False
            except Exception:  # noqa: BLE001 - a defect of ours; the other posts must go on
                _log.exception("preparing target %d broke", claim.target_id)
                await self._broken(claim, Verdict.FAILED)
                return False
            reached(Point.AFTER_PREPARE)
            if not await self._kept(prepared, claim):
                return False
            reached(Point.AFTER_PREPARE_SAVED)
            return await self._send_parts(client, prepared, claim, account, turn)

    async def _send_parts(
        self, client: Publishes, prepared: Prepared, claim: Claim, account: Account, turn: Turn
    ) -> bool:
        previous = claim.part_ids[-1] if claim.part_ids else None
        for part in range(claim.part, len(claim.parts)):
            out = await self._send_part(client, prepared, claim, part, previous, account)
            if out is None:
                return False
            previous, last = out.remote.remote_id, part + 1 == len(claim.parts)
            written = self._steps.add(out)
            if last:
                turn.over()
            await self._posted(claim, out, written)
            if claim.wait_after(part) and not last:
                return False  # the next part has a time of its own; whoever looks at the schedule then takes it
        return True

    async def outgoing(self, claim: Claim, account: Account) -> OutgoingPost:
        """The post as its connector gets it, checked once more. Raises Rejected, NotFound, DiskProblem …"""
        await self._library.fit(claim.media_ids, account.platform)
        sources = await self._library.sources(claim.media_ids, account.platform)
        items = [source.item for source in sources]
        hosted = await self._connections.hosted(account)
        found = content.problems(account, claim.parts, items, options=claim.options, hosted=hosted)
        refused = [problem.text for problem in found if problem.blocking]
        if refused:
            raise Rejected("; ".join(refused))
        # What a first part that is out carried need not be uploaded again for the rest of its thread.
        media = sources if claim.part == 0 else ()
        first = Part(text=claim.parts[0], media=media)
        rest = tuple(Part(text=text) for text in claim.parts[1:])
        return OutgoingPost(
            target_id=claim.target_id,
            parts=(first, *rest),
            reply_to=claim.reply_to,
            options={name: value for name, value in claim.options.items() if name != PRICE},
            price_minor=int(claim.options.get(PRICE, 0)),
            scheduled_for=claim.scheduled_for,
        )

    async def _keep(self, claim: Claim, state: Mapping[str, object]) -> None:
        """Remember how far a preparation is, before it goes on. Raises _Withdrawn where the claim no longer holds."""
        if not await self._database.write(claims.save_prepared, claim, self._boot_id, dict(state)):
            raise _Withdrawn

    async def _kept(self, prepared: Prepared, claim: Claim) -> bool:
        """Remember what is uploaded. False where the claim no longer holds."""
        state = dict(prepared.state)
        if state == claim.prepared or not prepared.post.parts[0].media:
            return True
        return await self._database.write(claims.save_prepared, claim, self._boot_id, state)

    async def _send_part(
        self, client: Publishes, prepared: Prepared, claim: Claim, part: int, previous: str | None, account: Account
    ) -> Out | None:
        """One publishing call; what is to be recorded of the part if it is out."""
        now = self._now()
        start = Start(claim=claim, part=part, boot_id=self._boot_id, now=now, deadline=now + _DEADLINE)
        if await self._steps.add(start) is None:
            await self._database.write(claims.release, claim, self._boot_id)
            return None
        reached(Point.AFTER_SENDING)
        word = self._still_good()
        try:
            with _LastWord(word.ask):
                remote = await client.send(prepared, part, previous)
        except AppError as error:
            # In a browser the last word is asked once a form is being filled in, and nothing leaves before.
            judge = outcomes.of_sending if word.asked or not content.is_session(account) else outcomes.before_sending
            await self._failed(claim, account, error, judge(error, claim.tries, self._now()))
            return None
        except Exception:  # noqa: BLE001 - a defect of ours; whether it went out cannot be told
            _log.exception("sending target %d broke", claim.target_id)
            await self._broken(claim, Verdict.UNKNOWN)
            return None
        reached(Point.AFTER_ANSWER)
        parts, wait = len(claim.parts), claim.wait_after(part)
        return Out(target_id=claim.target_id, now=self._now(), remote=remote, parts=parts, wait=wait)

    def _still_good(self) -> "_Word":
        """Asked right before the bytes leave: raises Stale where the clocks or the person no longer agree.

        A computer that slept meanwhile, or whose clock was set, must not send what was decided before (zombie rule). A form
        that takes long to fill in asks now and then: what counts is the time since.
        """
        wall, boot = self._now(), self._boot()

        def refuse_late() -> None:
            nonlocal wall, boot
            if self.stopped:
                raise Stale("publishing was stopped")
            passed = (self._now() - wall).total_seconds()
            if abs(passed) > DEADLINE or self._boot() - boot > DEADLINE:
                raise Stale("the clock moved, or the computer slept, right before it was sent")
            wall, boot = self._now(), self._boot()

        return _Word(refuse_late)

    async def _failed(self, claim: Claim, account: Account, error: AppError, judged: Judged) -> None:
        error.about(account=account.name, item=f"post {claim.post_id}", post_id=claim.post_id)
        await self._record(claim, judged, f"{error.account}, {error.item}: {error.reason}")
        if isinstance(error, ConnectorError):
            await self._accounts.note_failure(account, error)

    async def _broken(self, claim: Claim, verdict: Verdict) -> None:
        judged = Judged(verdict=verdict, next_try=self._now())
        await self._record(claim, judged, "the program failed; its log says where")

    async def _record(self, claim: Claim, judged: Judged, detail: str) -> None:
        now = self._now()
        match judged.verdict:
            case Verdict.FAILED:
                state = await self._written(claim, sending.record_refused, now, detail)
            case Verdict.POSTPONED:
                state = await self._written(
                    claim, sending.record_postponed, now, judged.next_try, detail, asked=judged.asked
                )
            case Verdict.UNKNOWN:
                state = await self._written(claim, sending.record_unknown, now, detail)
        self._tell(claim, state, detail)

    async def _posted(self, claim: Claim, out: Out, written: "asyncio.Future[PostState | None]") -> None:
        try:
            state = await written
        except DiskProblem:
            self._unwritten[out.target_id] = partial(_all_of, sending.record_posted, [out])
            raise
        reached(Point.AFTER_OUTCOME)
        self._tell(claim, cast("PostState", state), "")  # None only answers a beginning

    async def _written(
        self,
        claim: Claim,
        change: Callable[Concatenate[Any, int, _P], PostState],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> PostState:
        """Write an outcome; where the disk refuses, keep it in mind and write it with the next look at the schedule."""
        ready = partial(_on_target, change, claim.target_id, args, kwargs)
        try:
            return await self._database.write(ready)
        except DiskProblem:
            self._unwritten[claim.target_id] = ready
            raise

    def _tell(self, claim: Claim, state: PostState, detail: str) -> None:
        self._bus.publish(
            TargetSettled(
                at=self._now(), post_id=claim.post_id, account_id=claim.account_id, state=state.value, detail=detail
            )
        )


def _publishing(client: PlatformClient, account: Account) -> Publishes:
    if not _can_publish(type(client)):
        raise Unsupported(f"{account.platform.value} takes no posts")
    return cast("Publishes", client)


@cache
def _can_publish(kind: type[PlatformClient]) -> bool:
    """Found out once a platform: going through a protocol's members costs as much as all else before a request."""
    return issubclass(kind, Publishes)


def _all_of(change: Callable[[Any, list[Out]], list[PostState]], outs: list[Out], session: Any) -> PostState:
    return change(session, outs)[0]


def _on_target(
    change: Callable[..., PostState], target_id: int, args: tuple[Any, ...], kwargs: dict[str, Any], session: Any
) -> PostState:
    return change(session, target_id, *args, **kwargs)
