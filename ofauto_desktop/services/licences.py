"""The licence of a sale, asked of its platform when it is wanted: keys are not kept here."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from connectors.base import KeepsLicences
from connectors.errors import ConnectorError, MissingScope, OutcomeUnknown, Unsupported
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.licences import Licence, LicenceChange
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections, keeps_licences
from storage import audit
from storage.database import Database

R = TypeVar("R")
_ACTS = {
    LicenceChange.ENABLE: "licence.enabled",
    LicenceChange.DISABLE: "licence.disabled",
    LicenceChange.GIVE_BACK: "licence.use_given_back",
}


class Licences:
    """Looks and changes at the platform; here only the audit trail tells that something was done."""

    def __init__(self, database: Database, connections: Connections, accounts: Accounts, now: Now) -> None:
        self._database, self._connections, self._accounts, self._now = database, connections, accounts, now

    async def offered(self, account_id: int) -> bool:
        """Whether the account's platform gives licences to buyers. Raises NotFound."""
        return keeps_licences((await self._accounts.get(account_id)).platform)

    async def of(self, account_id: int, sale: str) -> Licence | None:
        """The licence of a sale, by its id at the platform; None where it has none. Looking counts as no use of it.

        Raises NotFound, Unsupported, and what the platform answers.
        """
        return await self._asked(await self._accounts.get(account_id), lambda client: client.licence(sale))

    async def change(self, account_id: int, sale: str, change: LicenceChange) -> Licence:
        """Do it, once. Raises OutcomeUnknown where nobody can say whether it was done: look before it is done again."""
        account = await self._accounts.get(account_id)
        # What has begun is brought to its end even where the window goes, so that it is written down.
        return await asyncio.shield(asyncio.ensure_future(self._changed(account, sale, change)))

    async def _changed(self, account: Account, sale: str, change: LicenceChange) -> Licence:
        try:
            made = await self._asked(account, lambda client: client.change_licence(sale, change))
        except OutcomeUnknown as error:
            await self._record(account, sale, change, error.kind.value)
            raise
        await self._record(account, sale, change, "ok")
        return made

    async def _asked(self, account: Account, ask: Callable[[KeepsLicences], Awaitable[R]]) -> R:
        try:
            async with self._connections.use(account) as client:
                if not isinstance(client, KeepsLicences):
                    raise Unsupported(f"{account.platform.label} has no licences")
                return await ask(client)
        except ConnectorError as error:
            # A scope that is only needed here says nothing against the login, which goes on reading.
            if not isinstance(error, MissingScope):
                await self._accounts.note_failure(account, error)
            raise error.about(account=account.name) from error

    async def _record(self, account: Account, sale: str, change: LicenceChange, outcome: str) -> None:
        await self._database.write(
            audit.record,
            at=self._now(),
            action=_ACTS[change],
            object_type="account",
            object_id=str(account.id),
            client_id=account.client_id,
            outcome=outcome,
            details={"sale": sale},
        )
