"""Webhook deliveries: told apart from what anybody may send, stored before they are answered, applied once."""

import asyncio
import base64
import hashlib
import hmac
import logging
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from connectors import registry
from connectors.base import Batch, Confirms, Receives, Told
from connectors.errors import ConnectorError, LayoutChanged, LoginExpired, NotGenuine, Rejected
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.deliveries import Arrived, Heard, Waiting
from ofauto_desktop.domain.errors import AppError, BadInput, NotFound
from ofauto_desktop.domain.events import AccountsChanged, Delivered, Event, Synced
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.syncing import Pulled
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.sync import Sync
from ofauto_desktop.services.together import Together
from storage import deliveries
from storage.database import Database
from storage.key_wrap import Keys

_log = logging.getLogger(__name__)
_SECRET_BYTES = 24
# A member of whom no payment came for so long has left, as far as anybody can tell (platforms/kofi.md §3).
_ASSUMED_GONE = timedelta(days=35)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
# What is not the platform's own is written down once in so many seconds, or anybody could fill the trail.
_NOTED_EVERY = 60.0


@dataclass(frozen=True, slots=True)
class _Known:
    """An account as the door needs it at every delivery."""

    account: Account
    secret: str
    hooks: Receives


class _Resting(LoginExpired):
    """The account is not asked at all now, which is no news."""


class Deliveries:
    """Takes in what platforms send and puts it into the books. The door is in `inbound`; this knows no HTTP."""

    def __init__(
        self,
        database: Database,
        credentials: Credentials,
        connections: Connections,
        accounts: Accounts,
        sync: Sync,
        keys: Keys,
        workspace_id: str,
        bus: EventBus,
        now: Now,
    ) -> None:
        self._database, self._credentials = database, credentials
        self._connections, self._accounts, self._sync = connections, accounts, sync
        self._bus, self._now = bus, now
        self._keys, self._workspace = keys, workspace_id
        self._known: dict[int, _Known] = {}
        self._noted: dict[int, float] = {}
        self._applying = asyncio.Lock()
        self._arriving: Together[Arrived, bool] = Together(
            database, lambda session, arrived: deliveries.add(session, self._key(), arrived)
        )
        self._unsubscribe = bus.subscribe(self._forget)
        # Where the door listens, None while it does not; and why not, where it should.
        self.port: int | None = None
        self.trouble = ""

    def path(self, account: Account) -> str | None:
        """Where this account's deliveries go at the door; None where its platform sends none that we understand."""
        if registry.platform(account.platform).hooks is None:
            return None
        return f"/hook/{account.id}/{self._secret(account)}"

    async def accept(self, account_id: int, secret: str, headers: Mapping[str, str], body: bytes) -> int:
        """Take one delivery in; it is on the disk when this returns the status to answer with.

        Raises NotFound for a wrong path, NotGenuine where it is not the platform's, LayoutChanged where it is none, and
        LoginExpired where there is nothing to tell that by. Nothing is stored then.
        """
        known = await self._account(account_id)
        if (
            not hmac.compare_digest(secret.encode(errors="replace"), (known.secret if known else "-" * 32).encode())
            or known is None
        ):
            raise NotFound("there is nothing here")
        login = await self._credentials.read(account_id)
        try:
            key = known.hooks.admit(body, headers, login.fields)
        except NotGenuine as error:
            await self._note_refused(account_id, error)
            raise
        again = known.hooks.AGAIN
        arrived = Arrived(account_id=account_id, key=key, at=self._now(), headers=dict(headers), body=body, again=again)
        if await self._arriving.add(arrived):
            self._bus.publish(Delivered(at=arrived.at, account_id=account_id))
        return known.hooks.ANSWER

    async def apply_pending(self) -> int:
        """Put what has arrived into the books; how many deliveries that were. One that cannot be is tried again later."""
        async with self._applying:
            applied, touched = 0, dict[int, set[SyncKind]]()
            while waiting := await self._database.read(deliveries.waiting, self._key(), self._now()):
                for delivery in waiting:
                    told = await self._apply(delivery)
                    if told is not None:
                        applied += 1
                        touched.setdefault(delivery.account_id, set()).update(told.pulls)
        for account_id, pulls in touched.items():
            kinds = (SyncKind.MONEY.value, SyncKind.FANS.value)
            self._bus.publish(Synced(at=self._now(), account_id=account_id, kinds=kinds, error=None))
            if pulls:
                await self._sync.run([account_id], pulls)
        return applied

    async def tick(self) -> None:
        """Apply what waits, and let members go of whom nothing was heard for long."""
        await self.apply_pending()
        silent = [one.id for one in await self._accounts.list() if _only_receives(one.platform)]
        if silent:
            now = self._now()
            await self._database.write(deliveries.lapse, silent, _ASSUMED_GONE, now)

    async def pending(self) -> int:
        return await self._database.read(deliveries.pending)

    async def heard(self, account_id: int) -> Heard:
        """What the account has received so far."""
        return await self._database.read(deliveries.heard, account_id)

    def aclose(self) -> None:
        self._unsubscribe()

    async def _apply(self, delivery: Waiting) -> Told | None:
        """What it said, once that is in the books; None where it is not."""
        now = self._now()
        try:
            account = await self._accounts.get(delivery.account_id)
            told = _understood(account.platform, delivery)
        except (LayoutChanged, NotFound) as error:
            await self._database.write(deliveries.give_up, delivery, now, error.reason)
            return None
        try:
            confirmed = await self._confirmed(account, told)
        except (Rejected, BadInput) as error:
            await self._database.write(deliveries.give_up, delivery, now, error.reason)
            return None
        except ConnectorError as error:
            await self._put_off(delivery, account, told, error)
            return None
        pulled, alone = _pulled(account, [told.batch, *confirmed]), _only_receives(account.platform)
        await self._database.write(deliveries.apply, delivery, pulled, now, only_source=alone)
        if alone and account.state_reason:
            await self._accounts.resume(account.id)  # that the token was not proven is over
        return told

    async def _put_off(self, delivery: Waiting, account: Account, told: Told, error: ConnectorError) -> None:
        """Until it can be confirmed it stands in the books as what it is: not verified."""
        now = self._now()
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(delivery.tries, 9))
        until = max(error.retry_at or now + wait, now + _FIRST_WAIT)
        await self._database.write(
            deliveries.put_off, delivery, _pulled(account, [told.batch]), now, until=until, reason=error.reason
        )
        if not isinstance(error, _Resting):
            await self._accounts.note_failure(account, error)

    async def _confirmed(self, account: Account, told: Told) -> list[Batch]:
        """What the platform itself says about what was hinted at."""
        if not told.hints:
            return []
        if account.needs_a_person or account.is_paused(self._now()):
            raise _Resting(account.state_reason or "the account cannot be asked now", retry_at=account.paused_until)
        async with self._connections.use(account) as client:
            if not isinstance(client, Confirms):
                return []
            return [await client.confirm(hint) for hint in told.hints]

    async def _account(self, account_id: int) -> _Known | None:
        if account_id not in self._known:
            try:
                account = await self._accounts.get(account_id)
            except NotFound:
                return None
            hooks = registry.platform(account.platform).hooks
            if hooks is None:
                return None
            self._known[account_id] = _Known(account, self._secret(account), hooks)
        return self._known[account_id]

    def _secret(self, account: Account) -> str:
        """Of this account and no other, the same for ever, and nowhere stored."""
        of = f"{self._workspace}\n{account.platform.value}\n{account.id}".encode()
        digest = hmac.new(self._keys.derive("hooks"), of, hashlib.sha256).digest()[:_SECRET_BYTES]
        return base64.urlsafe_b64encode(digest).decode()

    def _key(self) -> bytes:
        """Derived for each use, so that none of it outlives the workspace's own keys."""
        return bytes(self._keys.derive("deliveries"))

    async def _note_refused(self, account_id: int, error: AppError) -> None:
        if time.monotonic() - self._noted.get(account_id, -_NOTED_EVERY) < _NOTED_EVERY:
            return
        self._noted[account_id] = time.monotonic()
        _log.warning("account %d: a delivery was refused: %s", account_id, error.reason)
        await self._database.write(deliveries.note_refused, account_id, self._now(), error.reason)

    def _forget(self, event: Event) -> None:
        if isinstance(event, AccountsChanged):
            for account_id in event.account_ids:
                self._known.pop(account_id, None)


def _understood(platform: PlatformId, delivery: Waiting) -> Told:
    """What a delivery says. Raises LayoutChanged where it cannot be told, whosever fault that is: others wait behind it."""
    if delivery.arrived is None:
        raise LayoutChanged("it was changed on the disk")
    try:
        return _hooks(platform).told(delivery.arrived.body, delivery.arrived.headers)
    except LayoutChanged:
        raise
    except Exception as error:  # noqa: BLE001 - a defect of ours; the others must go on
        # Not the error itself: it may quote what the delivery says.
        kind, line = type(error).__name__, _line(error)
        _log.error("account %d: a delivery could not be understood (%s at %s)", delivery.account_id, kind, line)
        raise LayoutChanged("the program failed to read it") from None


def _line(error: Exception) -> str:
    """Where it was raised, as file:line."""
    *_, frame = traceback.extract_tb(error.__traceback__)
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _hooks(platform: PlatformId) -> Receives:
    hooks = registry.platform(platform).hooks
    if hooks is None:
        raise LayoutChanged("its platform sends nothing that is understood")
    return hooks


def _only_receives(platform: PlatformId) -> bool:
    parts = registry.platform(platform)
    return parts.hooks is not None and not parts.manifest.pulls


def _pulled(account: Account, batches: list[Batch]) -> Pulled:
    pulled = Pulled(
        posts=[post for batch in batches for post in batch.posts],
        ledger=[entry for batch in batches for entry in batch.ledger],
        subscribers=[one for batch in batches for one in batch.subscribers],
    )
    return pulled.as_practice() if account.practice else pulled
