"""Exchange rates: entered by hand, read from the European Central Bank's file, or fetched there; and what they convert."""

import asyncio
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.domain.events import MoneyChanged
from ofauto_desktop.domain.preferences import FETCH_RATES, RATES_ENDPOINT
from ofauto_desktop.domain.rates import BY_HAND, ECB, PIVOT, Converted, DayRate, RateTable
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.preferences import Preferences
from storage import rates as stored_rates
from storage import settings
from storage.database import Database

if TYPE_CHECKING:
    from connectors.rates.parse import Quote

FETCH_EVERY = timedelta(hours=12)
_FETCHED_AT = "rates.fetched_at"
_LONGEST_STRETCH = timedelta(days=3 * 366)
# Without a ledger, about what a tax year needs.
_WITHOUT_LEDGER = timedelta(days=800)
_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import of rates did. `days` is how many days it spoke of."""

    added: int
    changed: int
    unchanged: int
    days: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesState:
    """What is stored, and when the bank was last asked with success (aware UTC)."""

    count: int
    first: date | None
    last: date | None
    fetched_at: datetime | None
    by_clock: bool


class Rates:
    """`wire`: gives an httpx transport and an endpoint where the bank is a practice one; None for the real one."""

    def __init__(
        self,
        database: Database,
        preferences: Preferences,
        bus: EventBus,
        now: Now,
        *,
        wire: Callable[[], tuple[Any, str]] | None = None,
    ) -> None:
        self._database, self._preferences, self._bus, self._now, self._wire = database, preferences, bus, now, wire
        self._fetching = asyncio.Lock()

    async def convert(self, minor: int, currency: str, to: str, day: date) -> Converted | None:
        """`minor` units of `currency` at the rate of `day` in `to`, rounded (M2); None where no rate is known."""
        return (await self.table((currency, to), day, day + timedelta(days=1))).convert(minor, currency, to, day)

    async def table(self, currencies: Collection[str], start: date | None = None, end: date | None = None) -> RateTable:
        """What converts between `currencies` on the days of [start, end)."""
        return RateTable(await self._database.read(stored_rates.of, tuple(currencies), start, end))

    async def list(
        self, currency: str | None = None, to: str | None = None, *, limit: int = 500, offset: int = 0
    ) -> tuple[DayRate, ...]:
        """Stored rates, newest day first."""
        pair = None if currency is None or to is None else (_code(currency), _code(to))
        return tuple(await self._database.read(stored_rates.listed, pair, limit, offset))

    async def state(self) -> RatesState:
        count, first, last = await self._database.read(stored_rates.extent)
        return RatesState(
            count=count,
            first=first,
            last=last,
            fetched_at=await self._fetched_at(),
            by_clock=self._preferences.get(FETCH_RATES),
        )

    async def add(self, currency: str, to: str, first: date, rate: str | Decimal, last: date | None = None) -> Taken:
        """Store a rate by hand for each day from `first` to `last`: units of `to` for one of `currency`.

        Raises BadInput for unknown currencies, a rate that is none, or days that cannot be.
        """
        one, other = _code(currency), _code(to)
        if one == other:
            raise BadInput("a rate is between two currencies", item=one)
        last = last or first
        if last < first or last - first > _LONGEST_STRETCH:
            raise BadInput("the last day comes before the first, or years after it", item="rate")
        worth = _positive(rate)
        now = self._now()
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        made = [DayRate(currency=one, reporting=other, day=day, rate=worth, source=BY_HAND, as_of=now) for day in days]
        return await self._put(made, by_hand=True)

    async def stored(self, currency: str, to: str, first: date, last: date) -> tuple[DayRate, ...]:
        """What is stored of a pair for the days from `first` to `last`. Raises BadInput for unknown currencies."""
        pair = (_code(currency), _code(to))
        found = await self._database.read(stored_rates.of, pair, first, last + timedelta(days=1))
        return tuple(one for one in found if (one.currency, one.reporting) == pair and one.day >= first)

    async def exchange(self, gone: Sequence[DayRate], back: Sequence[DayRate]) -> None:
        """Take `gone` away and put `back` in its place: the way back from entering rates, and forward again."""
        kept = {(one.currency, one.reporting, one.day) for one in back}
        keys = [key for one in gone if (key := (one.currency, one.reporting, one.day)) not in kept]
        await self._database.write(stored_rates.remove, keys, self._now())
        await self._put(list(back), by_hand=True)
        self._tell()

    async def remove(self, rates: Sequence[DayRate]) -> tuple[DayRate, ...]:
        """Take stored rates away; gives what was there, for `restore`."""
        keys = [(one.currency, one.reporting, one.day) for one in rates]
        gone = await self._database.write(stored_rates.remove, keys, self._now())
        self._tell()
        return tuple(gone)

    async def restore(self, rates: Sequence[DayRate]) -> None:
        """Put back what `remove` gave."""
        await self._put(list(rates), by_hand=True)

    async def import_file(self, file: Path) -> Taken:
        """Store the rates of a file in the bank's form. Raises BadInput, LayoutChanged; then nothing is stored."""
        found = await asyncio.to_thread(_read, file)
        return await self._put(self._of_bank(found, ECB), by_hand=False)

    async def fetch(self, endpoint: str | None = None) -> Taken:
        """Ask the bank for its file and store the days that the ledger needs.

        `endpoint`: another server that gives it. Raises NetworkDown, Temporary, Rejected, LayoutChanged, each naming the
        bank; then nothing is stored.
        """
        async with self._fetching:
            since = await self._since()
            try:
                found, practice = await self._ask(endpoint, since)
            except AppError as error:
                raise error.about(account="The European Central Bank", item="its exchange rates") from error
            taken = await self._put(self._of_bank(found, f"practice: {ECB}" if practice else ECB), by_hand=False)
            await self._database.write(settings.put, _FETCHED_AT, self._now().isoformat())
            return taken

    async def tick(self) -> Taken | None:
        """By the clock: fetch where the person wants it and it is time; None where nothing was done."""
        if not self._preferences.get(FETCH_RATES):
            return None
        before = await self._fetched_at()
        if before is not None and self._now() - before < FETCH_EVERY:
            return None
        return await self.fetch()

    async def _ask(self, endpoint: str | None, since: date) -> "tuple[Sequence[Quote], bool]":
        from connectors.diagnostics import Diagnostics
        from connectors.http import Http
        from connectors.limiter import Limiter
        from connectors.rates.client import ENDPOINT, RatesClient

        practice = self._wire is not None and endpoint is None
        transport, address = self._wire() if self._wire is not None and endpoint is None else (None, endpoint)
        http = Http(
            limiter=Limiter(rate=1.0, burst=2, now=self._now),
            diagnostics=Diagnostics(),
            now=self._now,
            transport=transport,
        )
        client = RatesClient(http, address or self._preferences.get(RATES_ENDPOINT) or ENDPOINT)
        try:
            return await client.history(since), practice
        finally:
            await client.aclose()

    async def _since(self) -> date:
        first = await self._database.read(stored_rates.first_earned)
        start = self._now() - _WITHOUT_LEDGER if first is None else first
        return start.date() - timedelta(days=10)

    async def _put(self, rates: Sequence[DayRate], *, by_hand: bool) -> Taken:
        added, changed = await self._database.write(stored_rates.put, rates, self._now(), by_hand=by_hand)
        if added or changed:
            self._tell()
        days = {one.day for one in rates}
        return Taken(
            added=added,
            changed=changed,
            unchanged=len(rates) - added - changed,
            days=len(days),
            first=min(days, default=None),
            last=max(days, default=None),
        )

    def _of_bank(self, quotes: "Sequence[Quote]", source: str) -> tuple[DayRate, ...]:
        now = self._now()
        return tuple(
            DayRate(currency=PIVOT, reporting=one.currency, day=one.day, rate=one.rate, source=source, as_of=now)
            for one in quotes
        )

    async def _fetched_at(self) -> datetime | None:
        kept = await self._database.read(settings.get, _FETCHED_AT)
        return None if kept is None else datetime.fromisoformat(str(kept))

    def _tell(self) -> None:
        self._bus.publish(MoneyChanged(at=self._now(), what="rates"))


def _read(file: Path) -> "list[Quote]":
    from connectors.rates.parse import LARGEST_FILE, quotes

    try:
        if file.stat().st_size > LARGEST_FILE:
            raise BadInput(f"it is larger than {LARGEST_FILE // 2**20} MB", item=file.name)
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"it cannot be read ({error.strerror})", item=file.name) from error
    try:
        return quotes(content)
    except AppError as error:
        raise BadInput(error.reason, item=file.name) from error


def _code(word: str) -> str:
    code = word.strip().upper()
    if not _CODE.fullmatch(code) or not is_currency(code):
        raise BadInput("this is no currency of ISO 4217", item=word.strip()[:20] or "the currency")
    return code


def _positive(rate: str | Decimal) -> Decimal:
    try:
        worth = Decimal(str(rate).strip())
    except InvalidOperation as error:
        raise BadInput("a rate is a number such as 1.0712", item="rate") from error
    if not worth.is_finite() or not 0 < worth < Decimal(10) ** 9 or len(worth.as_tuple().digits) > 30:
        raise BadInput("a rate is a number above 0", item="rate")
    return worth
