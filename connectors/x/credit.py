"""What is left to spend at X: money for those who pay by use, posts of the month for the older plans (platforms/x.md §2)."""

from connectors.base import Connection
from connectors.errors import ConnectorError, LayoutChanged
from connectors.http import Reply, decoded
from connectors.oauth import access_token
from connectors.x.wire import Credits, CreditsAnswer, Usage, UsageAnswer
from ofauto_desktop.domain.accounts import CREDIT_LOW, Caution

_LOW_CREDIT = 1.0
_NEARLY_USED = 0.9


class Credit:
    """Asks how much is left. Not every login may, so a refusal here says nothing about the account.

    Nor is a login renewed for it: X answers 401 to many, and a renewal token is spent by one use.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection, self._http = connection, connection.http

    async def cautions(self) -> tuple[Caution, ...] | None:
        """A hint where it runs low, none where it does not, None where X does not say."""
        try:
            reply = await self._ask("/usage/credits")
            if reply.status == 200:
                return _of_credit(decoded(reply, CreditsAnswer, self._http.diagnostics).data)
            reply = await self._ask("/usage/tweets")
            if reply.status == 200:
                return _of_posts(decoded(reply, UsageAnswer, self._http.diagnostics).data)
        except ConnectorError:
            return None
        return None

    async def _ask(self, path: str) -> Reply:
        token = access_token(await self._connection.credentials.read())
        url = self._connection.endpoints["api"].rstrip("/") + path
        return await self._http.request("GET", url, bucket="usage", headers={"authorization": f"Bearer {token}"})


def _of_credit(data: Credits | None) -> tuple[Caution, ...] | None:
    if data is None or data.total_balance is None:
        return None
    if data.total_balance >= _LOW_CREDIT:
        return ()
    left = f"{max(data.total_balance, 0):.2f}"
    return (Caution(kind=CREDIT_LOW, message=f"${left} of credit is left", action="top_up"),)


def _of_posts(data: Usage | None) -> tuple[Caution, ...] | None:
    """X writes these numbers as texts or as numbers, whichever it pleases."""
    cap, used = (_number(one) for one in (data.project_cap, data.project_usage)) if data else (None, None)
    if cap is None or used is None or cap <= 0:
        return None
    if used < cap * _NEARLY_USED:
        return ()
    used, cap = round(used), round(cap)
    return (Caution(kind=CREDIT_LOW, message=f"{used} of the {cap} posts of this month are read", action="top_up"),)


def _number(given: float | str | None) -> float | None:
    try:
        return None if given is None else float(given)
    except ValueError as error:
        raise LayoutChanged("X wrote a number in a way that is none") from error
