"""The licence of a sale (platforms/gumroad.md §3): asked about without counting as a use, and changed once."""

from urllib.parse import quote

from connectors.errors import LayoutChanged, OutcomeUnknown, Rejected
from connectors.gumroad import parse
from connectors.gumroad.api import Api
from connectors.gumroad.wire import LicenceAnswer, LicensedSale, LicensedSaleAnswer
from ofauto_desktop.domain.licences import Licence, LicenceChange, LicenceStanding

EDIT_PRODUCTS = "edit_products"
_VIEW_SALES = "view_sales"
_PATHS = {
    LicenceChange.ENABLE: "/licenses/enable",
    LicenceChange.DISABLE: "/licenses/disable",
    LicenceChange.GIVE_BACK: "/licenses/decrement_uses_count",
}
_STANDING_AFTER = {LicenceChange.ENABLE: LicenceStanding.GOOD, LicenceChange.DISABLE: LicenceStanding.DISABLED}


class Licences:
    """Keys go in bodies of requests, never in addresses: those are noted."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def of(self, sale_id: str) -> Licence | None:
        """The licence of a sale, None where it has none. Raises NotThere for a sale that is not there."""
        sale = await self._sale(sale_id)
        if not sale.license_key:
            return None
        # What is disabled cannot be verified: Gumroad answers as if it did not exist. Its uses are not told either.
        if sale.license_disabled:
            return _licence(sale, LicenceStanding.DISABLED, None)
        try:
            answer = await self._api.ask("/licenses/verify", LicenceAnswer, fields=_named(sale) | _NOT_A_USE)
        except Rejected as error:
            disabled = "disabled" in error.reason
            standing = LicenceStanding.DISABLED if disabled else LicenceStanding.REFUSED
            return _licence(sale, standing, None, reason="" if disabled else error.reason)
        return _licence(sale, LicenceStanding.GOOD, parse.uses(answer))

    async def change(self, sale_id: str, change: LicenceChange) -> Licence:
        """Do it once. Raises OutcomeUnknown where the answer was lost, Rejected where the sale has no licence."""
        sale = await self._sale(sale_id)
        if not sale.license_key:
            raise Rejected("this sale has no licence")
        answer = await self._api.change(_PATHS[change], LicenceAnswer, scope=EDIT_PRODUCTS, fields=_named(sale))
        was = LicenceStanding.DISABLED if sale.license_disabled else LicenceStanding.GOOD
        try:
            return _licence(sale, _STANDING_AFTER.get(change, was), parse.uses(answer))
        except LayoutChanged as error:
            raise OutcomeUnknown(error.reason) from error

    async def _sale(self, sale_id: str) -> LicensedSale:
        path = f"/sales/{quote(sale_id, safe='')}"
        sale = (await self._api.get(path, LicensedSaleAnswer, scope=_VIEW_SALES)).sale
        if sale is None:
            raise LayoutChanged("the answer has no sale")
        return sale


# Verifying counts as a use unless it is told not to (§3).
_NOT_A_USE = {"increment_uses_count": "false"}


def _named(sale: LicensedSale) -> dict[str, str]:
    """Both are needed: without the product Gumroad answers 500 (§2)."""
    if not sale.product_id or not sale.license_key:
        raise LayoutChanged("the sale names no product")
    return {"product_id": sale.product_id, "license_key": sale.license_key}


def _licence(sale: LicensedSale, standing: LicenceStanding, uses: int | None, *, reason: str = "") -> Licence:
    return Licence(
        sale=sale.id,
        key=sale.license_key or "",
        standing=standing,
        uses=uses,
        reason=reason,
        several_seats=bool(sale.is_multiseat_license),
    )
