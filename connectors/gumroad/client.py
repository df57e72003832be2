"""Gumroad, for one account: live check, reading the money and what goes by products, licences. Nothing is published there."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from connectors.base import Batch, Connection, Hint, PullContext
from connectors.errors import LayoutChanged, LoginExpired, MissingScope, Rejected
from connectors.gumroad import parse
from connectors.gumroad.api import Api
from connectors.gumroad.fans import FansReader
from connectors.gumroad.licences import Licences
from connectors.gumroad.money import VIEW_PAYOUTS, VIEW_SALES, MoneyReader
from connectors.gumroad.wire import Answer, SaleAnswer, UserAnswer
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.licences import Licence, LicenceChange
from ofauto_desktop.domain.platforms import SyncKind

_PROBES = {VIEW_SALES: "/sales", VIEW_PAYOUTS: "/payouts"}


class GumroadClient:
    """Reads with one access token, which does not end by itself (platforms/gumroad.md §1)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._api = Api(connection)

    async def aclose(self) -> None:
        await self._connection.http.aclose()

    async def check(self) -> Standing:
        """Whose token it is and which scope it lacks; a token does not tell its scopes, so each is tried."""
        user = (await self._api.get("/user", UserAnswer, scope="view_public")).user
        if user is None or not (user.user_id or user.id):
            raise LoginExpired("Gumroad does not say whose login this is; the account may be suspended")
        refused = {scope: message for scope in _PROBES if (message := await self._refused(scope)) is not None}
        return parse.standing(
            user,
            scopes=tuple(scope for scope in _PROBES if scope not in refused),
            warnings=tuple(
                Caution(kind="missing_scope", message=message, action="log_in_again") for message in refused.values()
            ),
        )

    def pull(self, kind: SyncKind, context: PullContext) -> AsyncIterator[Batch]:
        match kind:
            case SyncKind.MONEY:
                return MoneyReader(self._api, context).batches()
            case SyncKind.FANS:
                return FansReader(self._api, context).batches()
            case _:
                raise Rejected(f"Gumroad has no {kind.value} to read")

    async def licence(self, sale: str) -> Licence | None:
        return await Licences(self._api).of(sale)

    async def change_licence(self, sale: str, change: LicenceChange) -> Licence:
        return await Licences(self._api).change(sale, change)

    async def confirm(self, hint: Hint) -> Batch:
        """A sale that was hinted at, as the API tells it. What went back of it is left to the next reading of all sales."""
        path = f"/sales/{quote(hint.remote_id, safe='')}"
        sale = (await self._api.get(path, SaleAnswer, scope=VIEW_SALES)).sale
        if sale is None:
            raise Rejected("Gumroad knows no such sale")
        try:
            return Batch(ledger=tuple(parse.sold(sale)))
        except ValueError as error:
            raise LayoutChanged("the sale has numbers that are none") from error

    async def _refused(self, scope: str) -> str | None:
        """What Gumroad says against reading what `scope` allows, None where it is granted."""
        today = self._connection.now().date().isoformat()
        try:
            await self._api.get(_PROBES[scope], Answer, scope=scope, params={"after": today})
        except MissingScope as error:
            return error.reason
        return None
