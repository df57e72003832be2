"""Accounts that are posted to together, under a name; the last choice is the next post's."""

from collections.abc import Sequence

from ofauto_desktop.domain.account_sets import AccountSet
from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.naming import cleaned
from storage import account_sets
from storage.database import Database


class AccountSets:
    """Keeps named sets, and which accounts were written for last."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def list(self) -> tuple[AccountSet, ...]:
        """Every set, those last used first."""
        return tuple(await self._database.read(account_sets.listed))

    async def find(self, word: str) -> AccountSet:
        """A set by its name, whatever its case. Raises NotFound."""
        for one in await self.list():
            if one.name.casefold() == word.strip().casefold():
                return one
        raise NotFound("there is no set of this name", item=word)

    async def add(self, name: str, account_ids: Sequence[int]) -> AccountSet:
        """Raises BadInput for a bad or taken name, or no account."""
        return await self._database.write(
            account_sets.add, cleaned(name, "a set"), _some(account_ids, name), self._now()
        )

    async def edit(
        self, set_id: int, *, name: str | None = None, account_ids: Sequence[int] | None = None
    ) -> AccountSet:
        """Rename a set, or give it other accounts. Raises NotFound, and BadInput as `add` does."""
        return await self._database.write(
            account_sets.edit,
            set_id,
            self._now(),
            name=None if name is None else cleaned(name, "a set"),
            account_ids=None if account_ids is None else _some(account_ids, name or ""),
        )

    async def remove(self, set_id: int) -> AccountSet:
        """Delete a set; returns it, for `put_back`. Raises NotFound."""
        return await self._database.write(account_sets.remove, set_id, self._now())

    async def put_back(self, one: AccountSet) -> AccountSet:
        """Undo `remove`. Raises BadInput where its name is taken by now."""
        return await self._database.write(account_sets.put_back, one, self._now())

    async def note_use(self, account_ids: Sequence[int]) -> None:
        """A post was written for these accounts; the next one begins with them."""
        await self._database.write(account_sets.note_use, tuple(account_ids), self._now())

    async def last_used(self) -> tuple[int, ...]:
        """The accounts of the last post; empty before the first."""
        return await self._database.read(account_sets.last_used)


def _some(account_ids: Sequence[int], name: str) -> tuple[int, ...]:
    if not account_ids:
        raise BadInput("a set holds at least one account", item=name)
    return tuple(dict.fromkeys(account_ids))
