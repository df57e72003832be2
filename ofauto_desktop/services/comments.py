"""Comments on a post, asked of its platform when they are wanted: other people's words are not kept here."""

from connectors.base import ReadsComments
from connectors.errors import ConnectorError, Unsupported
from ofauto_desktop.domain.comments import Comment
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.connections import Connections, reads_comments


class Comments:
    """Reads comments; writes nothing."""

    def __init__(self, connections: Connections, accounts: Accounts) -> None:
        self._connections, self._accounts = connections, accounts

    async def offered(self, account_id: int) -> bool:
        """Whether the account's platform tells comments. Raises NotFound."""
        return reads_comments((await self._accounts.get(account_id)).platform)

    async def of(self, account_id: int, remote_id: str) -> tuple[Comment, ...]:
        """The comments of the account's post, newest first. Raises NotFound, Unsupported, and what the platform answers."""
        account = await self._accounts.get(account_id)
        try:
            async with self._connections.use(account) as client:
                if not isinstance(client, ReadsComments):
                    raise Unsupported(f"{account.platform.value} tells no comments")
                return tuple(await client.comments(remote_id))
        except ConnectorError as error:
            await self._accounts.note_failure(account, error)
            raise error.about(account=account.name) from error
