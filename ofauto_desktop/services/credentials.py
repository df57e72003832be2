"""The one service that opens and stores credentials.

A renewal spends a single-use token, so it must happen once and its result must not be lost: one renewal at a time for an
account, across tasks and processes; the new version is on the disk before anybody uses it; and a token that the platform
no longer knows is only dead if nobody stored a newer one meanwhile.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from connectors.base import Credential, CredentialSource
from connectors.errors import LoginExpired, ProxyFailed
from ofauto_desktop.domain.errors import NotAllowed, NotFound
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.runtime.reached import Renewal, reached
from ofauto_desktop.runtime.turns import turn
from ofauto_desktop.services.together import Together
from storage import credentials, proxies
from storage.credentials import LOGIN, PROXY, Kek, Opened, Use
from storage.database import Database
from storage.key_wrap import Keys

Renew = Callable[[Credential], Awaitable[Mapping[str, str]]]
_URL = "url"
# A pull reads its login for every page. It is opened anew after so many seconds, so that it is not in memory for long.
_KEPT_OPEN = 5.0
# Uses that follow each other within so many seconds are one entry of the trail, or a long pull would fill it.
_ONE_USE = 300.0


class Credentials:
    """Every account's sealed credential."""

    def __init__(self, database: Database, keys: Keys, workspace_id: str, now: Now) -> None:
        self._database, self._keys, self._workspace, self._now = database, keys, workspace_id, now
        self._renewing: dict[int, asyncio.Lock] = {}
        # Renewed logins that no disk would take yet, with the version that was spent for each: they exist only here.
        self._unkept: dict[int, tuple[int, Mapping[str, str]]] = {}
        self._in_flight: set[asyncio.Task[Credential]] = set()
        self._opened: dict[int, tuple[float, Credential]] = {}
        self._used: dict[int, float] = {}
        self._uses = Together(database, credentials.open_for_use)

    def of(self, account_id: int) -> CredentialSource:
        """Where a client of this account gets its login from."""
        return _Stored(self, account_id)

    async def store(
        self, account_id: int, key: str, fields: Mapping[str, str], *, expires_at: datetime | None = None
    ) -> int:
        """Seal a new version; returns its number. Raises NotFound where there is no such account."""
        version = await self._database.write(
            credentials.store, self._kek(), account_id, key, fields, self._now(), expires_at=expires_at
        )
        self._let_go(account_id)
        return version

    async def store_with(
        self,
        change: Callable[[Any], int],
        fields: Mapping[str, str],
        *,
        proxy: str | None = None,
        expires_at: datetime | None = None,
    ) -> int:
        """Store a login, and a proxy, for the account whose id `change` returns: all in one transaction or nothing."""
        kek, now = self._kek(), self._now()

        def both(session: Any) -> int:
            account_id = change(session)
            credentials.store(session, kek, account_id, LOGIN, fields, now, expires_at=expires_at)
            if proxy is not None:
                credentials.store(session, kek, account_id, PROXY, {_URL: proxy}, now)
            return account_id

        account_id = await self._database.write(both)
        self._let_go(account_id)
        return account_id

    async def revoke(self, account_id: int) -> int:
        """Shred every version of the login; the proxy stays, so that a later login does not go direct."""
        count = await self._database.write(credentials.revoke, account_id, self._now(), key=LOGIN)
        self._let_go(account_id)
        return count

    async def forget(self, account_id: int) -> int:
        """Shred everything that is stored for the account, its proxy too."""
        count = await self._database.write(credentials.revoke, account_id, self._now())
        self._let_go(account_id)
        return count

    async def proxy(self, account_id: int) -> str | None:
        """The account's proxy URL, None where it has none. Raises ProxyFailed where there is one that does not open."""
        try:
            opened = await self._database.read(credentials.open_newest, self._kek(), account_id, PROXY)
        except NotFound as error:
            if await self._database.read(credentials.has, account_id, PROXY):
                raise ProxyFailed("the account's proxy cannot be read") from error
            return None
        return opened.fields[_URL]

    async def set_proxy(self, account_id: int, url: str, *, country: str, same: bool = False) -> int:
        """Seal a proxy's URL for the account, in place of the one before. `same`: what is known of that one stays.

        Raises NotFound, NotAllowed.
        """
        return await self._database.write(
            proxies.set_proxy, self._kek(), account_id, {_URL: url}, country, self._now(), same=same
        )

    async def read(self, account_id: int) -> Credential:
        """The newest login; its use is on the record. Raises LoginExpired where there is none, NotAllowed, DiskProblem."""
        at, credential = self._opened.get(account_id, (0.0, None))
        if credential is not None and time.monotonic() - at < _KEPT_OPEN:
            return credential
        found = _credential(await self._for_use(account_id))
        self._opened[account_id] = (time.monotonic(), found)
        return found

    async def rotate(self, account_id: int, spent: int, renew: Renew) -> Credential:
        """CredentialSource.rotate for one account.

        The renewal goes on if its caller is cancelled: the platform may have spent the token already.
        """
        self._opened.pop(account_id, None)
        task = asyncio.create_task(self._rotated(account_id, spent, renew))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        task.add_done_callback(lambda _: self._opened.pop(account_id, None))
        return await asyncio.shield(task)

    async def settled(self) -> None:
        """Wait until no renewal is in flight; their outcomes are their callers'. Call it before the loop stops."""
        await asyncio.gather(*self._in_flight, return_exceptions=True)

    async def _rotated(self, account_id: int, spent: int, renew: Renew) -> Credential:
        lock = self._renewing.setdefault(account_id, asyncio.Lock())
        reached(Renewal.BEFORE_TURN)
        async with lock, turn(self._database.path.with_name(f"renewing-{account_id}.lock")):
            reached(Renewal.IN_TURN)
            current = _credential(await self._newest(account_id))
            version, fields = self._unkept.get(account_id, (0, {}))
            if version == current.version:
                return await self._kept(account_id, current, fields)
            if current.version > spent:
                return current
            stored = await self._renewed(account_id, current, renew)
        reached(Renewal.AFTER_TURN)
        return stored

    async def _renewed(self, account_id: int, current: Credential, renew: Renew) -> Credential:
        reached(Renewal.ASKING)
        try:
            changed = await renew(current)
        except LoginExpired:
            # Before the login is declared dead: somebody may have stored a newer one while this was asked.
            newest = _credential(await self._newest(account_id))
            if newest.version > current.version:
                return newest
            raise
        reached(Renewal.ANSWERED)
        fields = {**current.fields, **{name: value for name, value in changed.items() if value}}
        self._unkept[account_id] = (current.version, fields)
        stored = await self._kept(account_id, current, fields)
        reached(Renewal.KEPT)
        return stored

    async def _kept(self, account_id: int, current: Credential, fields: Mapping[str, str]) -> Credential:
        """What counts once `fields` are on the disk. Where that fails, they are kept until the next renewal is asked for."""
        arguments = (self._kek(), account_id, fields, self._now())
        expires_at = expiry_of(fields)
        try:
            stored = await self._database.write(
                credentials.replace, *arguments, spent=current.version, expires_at=expires_at
            )
        except asyncio.CancelledError:
            # The loop is being stopped. A write that was still queued has been dropped, and this token exists only here.
            with contextlib.suppress(LoginExpired, NotFound):
                self._database.write_now(credentials.replace, *arguments, spent=current.version, expires_at=expires_at)
            raise
        except NotFound as error:
            self._unkept.pop(account_id, None)
            raise LoginExpired("the login was ended while it was being renewed") from error
        self._unkept.pop(account_id, None)
        return _credential(stored)

    def _let_go(self, account_id: int) -> None:
        """Nothing that is in memory of this login counts any more."""
        self._opened.pop(account_id, None)
        self._unkept.pop(account_id, None)

    async def _for_use(self, account_id: int) -> Opened:
        last = self._used.get(account_id)
        if last is not None and time.monotonic() - last < _ONE_USE:
            return await self._newest(account_id)
        try:
            opened = await self._uses.add(Use(kek=self._kek(), account_id=account_id, now=self._now()))
        except NotAllowed:
            await self._database.write(credentials.note_refused, account_id, self._now())
            raise
        except NotFound as error:
            raise LoginExpired("there is no login for this account; log in again") from error
        self._used[account_id] = time.monotonic()
        return opened

    async def _newest(self, account_id: int) -> Opened:
        try:
            return await self._database.read(credentials.open_newest, self._kek(), account_id, LOGIN)
        except NotFound as error:
            raise LoginExpired("there is no login for this account; log in again") from error

    def _kek(self) -> Kek:
        return Kek(workspace=self._workspace, key=bytes(self._keys.derive("credentials")))


class _Stored:
    """One account's CredentialSource."""

    def __init__(self, service: Credentials, account_id: int) -> None:
        self._service, self._account_id = service, account_id

    async def read(self) -> Credential:
        return await self._service.read(self._account_id)

    async def rotate(self, spent: int, renew: Renew) -> Credential:
        return await self._service.rotate(self._account_id, spent, renew)


def expiry_of(fields: Mapping[str, str]) -> datetime | None:
    """When the token of these fields ends (aware UTC), None where they do not say it in ISO 8601 with an offset."""
    try:
        expires = datetime.fromisoformat(fields.get("expires_at", ""))
    except ValueError:
        return None
    return expires if expires.tzinfo else None


def _credential(opened: Opened) -> Credential:
    return Credential(version=opened.version, fields=opened.fields)
