"""A tax year as a CSV file: income, fees, refunds and payouts by account, month and currency (F10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ofauto_desktop.domain.analytics import MoneyBy, MoneyRow, PayoutRow, Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.money import LEFT, exponent
from ofauto_desktop.domain.preferences import TAX_YEAR_MONTH
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.worth import Split, Worth
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.csv_files import written
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.preferences import Preferences

FIRST_YEAR, LAST_YEAR = 1990, 2200
_HEADING = (
    "Client",
    "Account",
    "Platform",
    "Month",
    "Currency",
    "Sales",
    "Gross income",
    "Fees",
    "Refunds",
    "Chargebacks",
    "Fees returned",
    "Net income",
    "Tax collected by the platform",
    "Payouts",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxYear:
    """The days of a tax year, half-open, and what it is called: 2026, or 2026/27 where it does not begin in January."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What went into the file. `unconverted` rows have no rate for one of their days and no converted amounts."""

    year: TaxYear
    rows: int
    unconverted: int


def tax_year(year: int, first_month: int) -> TaxYear:
    """The tax year that begins in `year`. Raises BadInput for a year out of reach."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"a year between {FIRST_YEAR} and {LAST_YEAR} is wanted", item=str(year))
    name = str(year) if first_month == 1 else f"{year}/{(year + 1) % 100:02d}"
    return TaxYear(name=name, start=date(year, first_month, 1), end=date(year + 1, first_month, 1))


class TaxExport:
    """The same sums as the page shows, because they are the same question."""

    def __init__(self, money: Money, clients: Clients, exports: Exports, preferences: Preferences) -> None:
        self._money, self._clients, self._exports, self._preferences = money, clients, exports, preferences

    def year(self, year: int) -> TaxYear:
        """The tax year that begins in `year`, in the month that the person chose."""
        return tax_year(year, self._preferences.get(TAX_YEAR_MONTH))

    async def export(
        self, year: int, file: Path, *, client_id: int | None = None, account_ids: tuple[int, ...] = (), to: str
    ) -> Written:
        """Write the year into `file`, with net and gross in `to` as well. Raises BadInput, DiskProblem."""
        days = self.year(year)
        scope = Scope(client_id=client_id, account_ids=account_ids, start=days.start, end=days.end)
        lines = await self._lines(scope, to)
        converted = [line.worth for line in lines if line.worth is not None]
        await self._exports.write(file, written(_rows(lines, days, to)), what="tax_year")
        return Written(year=days, rows=len(lines), unconverted=sum(worth.split is None for worth in converted))

    async def _lines(self, scope: Scope, to: str) -> "list[_Line]":
        clients = {one.id: one for one in await self._clients.list()}
        paid = [
            one
            for one in await self._money.payouts(replace(scope, start=None, end=None))
            if one.status in {status.value for status in LEFT}
        ]
        found: list[_Line] = []
        for account in await self._money.accounts(scope):
            mine = replace(scope, account_ids=(account.id,))
            zone = clients[account.client_id].zone
            months = {(row.key, row.currency): row for row in await self._money.summary(mine, MoneyBy.MONTH, to=to)}
            payouts = _by_month([one for one in paid if one.account_id == account.id], zone, scope)
            found += [
                _Line(
                    client=account.client,
                    account=account.name,
                    platform=account.platform.value,
                    month=month,
                    currency=currency,
                    row=months.get((month, currency)),
                    payouts=payouts.get((month, currency), 0),
                )
                for month, currency in sorted(months.keys() | payouts.keys())
            ]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    client: str
    account: str
    platform: str
    month: str
    currency: str
    row: MoneyRow | None
    payouts: int

    @property
    def split(self) -> Split:
        return Split() if self.row is None else self.row.split

    @property
    def worth(self) -> Worth | None:
        return None if self.row is None else self.row.worth


def _by_month(payouts: Sequence[PayoutRow], zone: str, scope: Scope) -> dict[tuple[str, str], int]:
    """What left a platform, by month of the client's zone and currency."""
    found: dict[tuple[str, str], int] = {}
    place = zone_named(zone)
    for one in payouts:
        day = day_of(one.at, place)
        if scope.holds(day):
            key = (f"{day:%Y-%m}", one.currency)
            found[key] = found.get(key, 0) + one.amount_minor
    return found


def _rows(lines: Sequence[_Line], days: TaxYear, to: str) -> Iterator[Sequence[object]]:
    """Heading, one row a line, then the sums of each currency."""
    yield (*_HEADING, f"Gross income in {to}", f"Net income in {to}", "Rates", "Notes")
    for line in lines:
        yield (
            line.client,
            line.account,
            line.platform,
            line.month,
            line.currency,
            *_figures(line.split, line.row.sales if line.row else 0, line.payouts, line.currency),
            *_converted(line, to),
        )
    for currency in sorted({line.currency for line in lines}):
        mine = [line for line in lines if line.currency == currency]
        whole = Split()
        for line in mine:
            whole = whole + line.split
        sales = sum(line.row.sales for line in mine if line.row)
        figures = _figures(whole, sales, sum(line.payouts for line in mine), currency)
        yield ("Total", "", "", days.name, currency, *figures, *_together(mine, to))


def _figures(split: Split, sales: int, payouts: int, currency: str) -> tuple[object, ...]:
    amounts = (
        split.gross_minor,
        split.fee_minor,
        split.refunds_minor,
        split.chargebacks_minor,
        split.fees_returned_minor,
        split.net_minor,
        split.tax_minor,
        payouts,
    )
    return sales, *(decimal(minor, currency) for minor in amounts)


def _converted(line: _Line, to: str) -> tuple[object, ...]:
    worth = line.worth
    notes = []
    if line.row is not None and line.row.incomplete:
        notes.append("incomplete: something could not be read")
    if line.row is not None and line.row.fee_estimated:
        notes.append("fees partly estimated")
    if worth is None:
        return "", "", "", "; ".join(notes)
    if worth.split is None:
        notes += [f"no rate for {currency} on {day.isoformat()}" for currency, day in worth.missing]
        return "", "", "", "; ".join(notes)
    rates = "; ".join(f"{one.day.isoformat()} {format(one.rate, 'f')} ({one.source})" for one in worth.rates)
    return decimal(worth.split.gross_minor, to), decimal(worth.split.net_minor, to), rates, "; ".join(notes)


def _together(lines: Sequence[_Line], to: str) -> tuple[object, ...]:
    """What a currency's rows come to; nothing where one of them is unknown (M2)."""
    worths = [line.worth for line in lines if line.worth is not None]
    if any(worth.split is None for worth in worths):
        return "", "", "", "a rate is missing"
    gross = sum(worth.split.gross_minor for worth in worths if worth.split is not None)
    net = sum(worth.split.net_minor for worth in worths if worth.split is not None)
    return decimal(gross, to), decimal(net, to), "", ""


def decimal(minor: int, currency: str) -> Decimal:
    """Minor units as a plain number, such as -12.50: a file's figures are for machines first."""
    return Decimal(minor).scaleb(-exponent(currency))
