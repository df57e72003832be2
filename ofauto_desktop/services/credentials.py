"""The one service that opens and stores credentials."""

from collections.abc import Mapping
from datetime import datetime

from connectors.base import CredentialSource
from ofauto_desktop.runtime.clock import Now
from storage.database import Database
from storage.key_wrap import Keys


class Credentials:
    """Every account's sealed credential."""

    def __init__(self, database: Database, keys: Keys, workspace_id: str, now: Now) -> None:
        self._database, self._keys, self._workspace, self._now = database, keys, workspace_id, now

    def of(self, account_id: int) -> CredentialSource:
        raise NotImplementedError

    async def store(
        self, account_id: int, key: str, fields: Mapping[str, str], *, expires_at: datetime | None = None
    ) -> int:
        raise NotImplementedError

    async def revoke(self, account_id: int) -> int:
        raise NotImplementedError

    async def proxy(self, account_id: int) -> str | None:
        raise NotImplementedError
