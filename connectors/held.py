"""A credential held in memory: for a live check before anything is stored, and for programs without a workspace."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from connectors.base import Credential
from connectors.errors import LoginExpired


class HeldCredential:
    """A CredentialSource without a store. After a check, `current` holds what must be stored: it may have been renewed."""

    def __init__(self, fields: Mapping[str, str], version: int = 1) -> None:
        self.current = Credential(version=version, fields={k: v for k, v in fields.items() if v})
        self._renewing = asyncio.Lock()

    async def read(self) -> Credential:
        if not self.current.fields:
            message = "there is no login"
            raise LoginExpired(message)
        return self.current

    async def rotate(self, spent: int, renew: Callable[[Credential], Awaitable[Mapping[str, str]]]) -> Credential:
        async with self._renewing:
            if self.current.version > spent:
                return self.current
            changed = {name: value for name, value in (await renew(self.current)).items() if value}
            self.current = Credential(version=self.current.version + 1, fields={**self.current.fields, **changed})
            return self.current
