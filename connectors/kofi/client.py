"""Ko-fi, for one account. There is nothing to ask there: whether the token is right shows with the first delivery."""

from connectors.base import Connection
from connectors.errors import Rejected
from ofauto_desktop.domain.accounts import Caution, Standing


class KofiClient:
    """A connection that only receives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def check(self) -> Standing:
        """That there is a token, and that nobody can say more. Raises Rejected for one that cannot be Ko-fi's."""
        token = (await self._connection.credentials.read()).fields.get("verification_token", "")
        if len(token) < 8:
            raise Rejected("this is no verification token; copy it from ko-fi.com/manage/webhooks, under Advanced")
        hint = Caution(
            kind="unchecked",
            message="Ko-fi cannot be asked whether the token is right; the first delivery will show it",
            action="send_test",
        )
        return Standing(remote_id="", handle="", display_name="Ko-fi", warnings=(hint,))

    async def aclose(self) -> None:
        await self._connection.http.aclose()
