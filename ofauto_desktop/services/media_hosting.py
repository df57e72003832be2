"""Files made reachable for a moment, in a bucket of the person's own, for platforms that fetch what they publish.

Each is on record before it leaves, so that none stays behind: it is taken away after its use, and what a death or an
outage left is taken away once its link has ended.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from connectors.base import MediaHost, Placed
from connectors.errors import ConnectorError, Rejected
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.media import UploadSource
from ofauto_desktop.domain.media_host import LINK_LIFE, Bucket, HostChecked, HostShown
from ofauto_desktop.runtime.clock import Now
from storage import media_host
from storage.credentials import Kek
from storage.database import Database
from storage.key_wrap import Keys

if TYPE_CHECKING:
    from connectors.http import Http
    from connectors.s3.host import S3Host

_log = logging.getLogger(__name__)
# An account's own way out, its proxy too; for None the straight one. The caller closes it.
Wire = Callable[[Account | None], Awaitable["Http"]]
HostFor = Callable[[Account], Awaitable[MediaHost | None]]
AccountById = Callable[[int], Awaitable[Account]]


class MediaHosting:
    """The workspace's bucket. `otherwise` gives the host of accounts that need none of it: practice accounts."""

    def __init__(self, database: Database, keys: Keys, workspace_id: str, now: Now, otherwise: HostFor) -> None:
        self._database, self._keys, self._workspace, self._now = database, keys, workspace_id, now
        self._otherwise = otherwise
        self._laying = 0  # files on their way
        self._wire: Wire
        self._account: AccountById

    def go_out_by(self, wire: Wire, account: AccountById) -> None:
        """What is sent to the bucket for an account goes the account's way."""
        self._wire, self._account = wire, account

    async def shown(self) -> HostShown | None:
        """The bucket without its secret, None where there is none."""
        bucket = await self._bucket()
        if bucket is None:
            return None
        open_to_see = {name: value for name, value in asdict(bucket).items() if name != "secret_key"}
        return HostShown(**open_to_see, waiting=await self._database.read(media_host.waiting))

    async def use(self, bucket: Bucket) -> HostChecked:
        """Try a bucket, and keep it if all works. What lies in another one before is taken away first, as far as that
        one lets us.

        Raises NetworkDown, RateLimited, NotAllowed, BadInput while a file is on its way.
        """
        checked = await self.check(bucket)
        if checked.failed is None:
            before = await self._bucket()
            if before is not None and not before.is_same_place(bucket):
                await self._clear_out()
            await self._database.write(media_host.put, self._kek(), asdict(bucket), self._now())
        return checked

    async def check(self, bucket: Bucket | None = None) -> HostChecked:
        """Write, fetch and delete a small file in `bucket`, or in the stored one. Raises BadInput where there is none."""
        bucket = bucket or await self._bucket()
        if bucket is None:
            raise BadInput("no bucket is set up")
        http = await self._wire(None)
        try:
            return await _host(bucket, http, self._now).check()
        finally:
            await http.aclose()

    async def stop_using(self) -> int:
        """Take away what lies there, then forget the bucket. How many files stay, as it no longer lets us delete them.

        Raises an outage, or BadInput while a file is on its way: nothing is forgotten then.
        """
        stay = await self._clear_out()
        await self._database.write(media_host.remove, self._now())
        return stay

    async def host_for(self, account: Account) -> MediaHost | None:
        """Where the account's files are laid; None where there is no place for them."""
        if account.practice:
            return await self._otherwise(account)
        bucket = await self._bucket()
        return None if bucket is None else _OnRecord(self, account)

    async def tick(self) -> int:
        """Take away the files whose links have ended; how many that were. One that cannot be waits for the next time."""
        ended = await self._database.read(media_host.left, self._now())
        gone = 0
        for key, account_id in ended:
            try:
                await self._remove(key, account_id)
                gone += 1
            except ConnectorError as error:
                _log.warning("a file stays in the bucket for now: %s", error.reason)
        return gone

    async def _clear_out(self) -> int:
        """Take away every file that lies there; how many the bucket refused to delete: a dead key must not hold us."""
        if self._laying:
            raise BadInput("a file is on its way to the bucket; try again in a moment")
        refused = 0
        for key, account_id in await self._database.read(media_host.left):
            try:
                await self._remove(key, account_id)
            except Rejected as error:
                _log.warning("a file stays in a bucket that is given up: %s", error.reason)
                await self._database.write(media_host.forget, key)
                refused += 1
        return refused

    async def _remove(self, key: str, account_id: int | None) -> None:
        bucket = await self._bucket()
        if bucket is not None:
            http = await self._wire(await self._whose(account_id))
            try:
                await _host(bucket, http, self._now).remove(key)
            finally:
                await http.aclose()
        await self._database.write(media_host.forget, key)

    async def _whose(self, account_id: int | None) -> Account | None:
        """None for an account that is disconnected: its proxy is gone with it."""
        if account_id is None:
            return None
        try:
            return await self._account(account_id)
        except NotFound:
            return None

    async def lay(self, account: Account, source: UploadSource) -> Placed:
        """Put it on record, then into the bucket. Raises as MediaHost.place, Rejected where the bucket was given up."""
        from connectors.s3.host import new_key

        self._laying += 1  # from before the bucket is looked up, so that it stays the one
        try:
            bucket = await self._bucket()
            if bucket is None:
                raise Rejected("the bucket was given up")
            key = new_key(bucket, source.item.mime)
            await self._database.write(media_host.note, key, account.id, self._now() + LINK_LIFE)
            http = await self._wire(account)
            try:
                return await _host(bucket, http, self._now).put(key, source)
            finally:
                await http.aclose()
        finally:
            self._laying -= 1

    async def take_away(self, key: str, account: Account) -> None:
        """Raises as MediaHost.remove; the record stays then."""
        await self._remove(key, account.id)

    async def _bucket(self) -> Bucket | None:
        fields = await self._database.read(media_host.fields, self._kek())
        return None if fields is None else Bucket(**fields)

    def _kek(self) -> Kek:
        return Kek(workspace=self._workspace, key=bytes(self._keys.derive("credentials")))


class _OnRecord:
    """A MediaHost for one account."""

    def __init__(self, hosting: MediaHosting, account: Account) -> None:
        self._hosting, self._account = hosting, account

    async def place(self, source: UploadSource) -> Placed:
        return await self._hosting.lay(self._account, source)

    async def remove(self, key: str) -> None:
        await self._hosting.take_away(key, self._account)


def _host(bucket: Bucket, http: "Http", now: Now) -> "S3Host":
    from connectors.s3.host import S3Host

    return S3Host(bucket, http, now)
