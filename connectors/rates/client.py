"""Fetches the bank's file of rates: one request, no login, nothing of the person's in it."""

from datetime import date

from connectors.errors import LayoutChanged, Rejected, Temporary
from connectors.http import Http
from connectors.rates.parse import Quote, quotes

# The whole history, zipped: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
ENDPOINT = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
_OK, _NOT_FOUND = 200, 404


class RatesClient:
    """`endpoint`: any server that gives the same file."""

    def __init__(self, http: Http, endpoint: str = ENDPOINT) -> None:
        self._http, self._endpoint = http, endpoint

    async def history(self, since: date) -> list[Quote]:
        """The rates of days from `since` on. Raises NetworkDown, Temporary, Rejected, LayoutChanged."""
        reply = await self._http.request("GET", self._endpoint, bucket="rates")
        if reply.status == _OK:
            return quotes(reply.body, since=since)
        if reply.server_failed:
            raise Temporary(f"the bank answered with status {reply.status}")
        if reply.status == _NOT_FOUND:
            raise LayoutChanged("the bank's file of rates is not where it was")
        raise Rejected(f"the bank answered with status {reply.status}")

    async def aclose(self) -> None:
        await self._http.aclose()
