"""What waited for a login, or for this computer, and is safe to send: it never left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.errors import LoginExpired
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import AppError
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.publishing import Publishing

# More than a year's posts of one account never wait.
_AT_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Resent:
    """`planned` posts go out again, the first at `first` (aware UTC); `refused` ones their platform would not take."""

    planned: tuple[int, ...]
    refused: tuple[int, ...]
    first: datetime | None


class Resending:
    """Plans missed posts anew. Failed ones are not touched: they need another text; unknown ones may be out."""

    def __init__(self, publishing: Publishing, accounts: Accounts) -> None:
        self._publishing, self._accounts = publishing, accounts

    async def counts(self) -> Mapping[int, int]:
        """How many posts missed their time, by account."""
        return await self._publishing.missed()

    async def waiting(self, account_id: int) -> tuple[int, ...]:
        """Posts that missed their time on this account, the oldest first."""
        wanted = PostFilter(states=(PostState.MISSED,), account_ids=(account_id,), limit=_AT_MOST)
        return tuple(post.id for post in await self._publishing.list(wanted))

    async def send_waiting(self, account_id: int) -> Resent:
        """Give each the next free slot, in their order. One that is refused does not stop the others.

        Raises LoginExpired while the account waits for a login: they would only miss their time again.
        """
        account = await self._accounts.get(account_id)
        if account.needs_a_person:
            raise LoginExpired("log in first, then they can be sent", account=account.name)
        planned, refused, times = [], [], []
        for post_id in await self.waiting(account_id):
            try:
                post = await self._publishing.move(post_id, When.NEXT, account_id=account_id)
            except AppError:
                refused.append(post_id)
                continue
            planned.append(post_id)
            times += [one.due_at for one in post.targets if one.account_id == account_id and one.due_at is not None]
        return Resent(planned=tuple(planned), refused=tuple(refused), first=min(times, default=None))
