"""A client's month: what was earned, how the audience grew, which posts did best, and what is not known (I8, E16)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ofauto_desktop.domain.analytics import MetricsBy, MoneyBy, MoneyRow, Scope
from ofauto_desktop.domain.clients import Client
from ofauto_desktop.domain.days import day_of, month_after, starts_at
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.metrics import ENGAGEMENT, Change, Metric, MetricRow, change
from ofauto_desktop.domain.money import LEFT
from ofauto_desktop.domain.reports import (
    Document,
    MonthReport,
    ReportAccount,
    ReportGap,
    ReportKind,
    ReportMoney,
    ReportPayout,
    ReportPost,
)
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import report_html
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.metrics import Metrics
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.report_words import document
from storage import reports
from storage.database import Database
from storage.scopes import Counted

_DAY = timedelta(days=1)
_TOP = 5
_UNKNOWN = Change(fraction=None, note="incomplete")


class Reports:
    """Makes a month's report, and writes it as a page for a browser. Paper is the window's to draw."""

    def __init__(
        self, database: Database, clients: Clients, metrics: Metrics, money: Money, exports: Exports, now: Now
    ) -> None:
        self._database, self._clients, self._exports = database, clients, exports
        self._metrics, self._money, self._now = metrics, money, now

    def last_month(self, client: Client) -> date:
        """The first day of the last whole month in the client's zone."""
        today = day_of(self._now(), zone_named(client.zone))
        return (today.replace(day=1) - _DAY).replace(day=1)

    def months(self, client: Client, count: int = 24) -> tuple[date, ...]:
        """Months that can be reported, the running one first."""
        found = [day_of(self._now(), zone_named(client.zone)).replace(day=1)]
        while len(found) < count:
            found.append((found[-1] - _DAY).replace(day=1))
        return tuple(found)

    async def month(self, client_id: int, month: date) -> MonthReport:
        """The month that begins with `month`. Raises NotFound, and BadInput for one that has not begun."""
        client = await self._clients.get(client_id)
        zone = zone_named(client.zone)
        start, today = month.replace(day=1), day_of(self._now(), zone)
        if start > today:
            raise BadInput("this month has not begun", item=f"{start:%Y-%m}")
        end = month_after(start)
        scope = Scope(client_id=client_id, start=start, end=end)
        before = replace(scope, start=(start - _DAY).replace(day=1), end=start)
        accounts = await self._database.read(reports.accounts, client_id)
        ids = [one.id for one in accounts]
        money, kinds, days, payouts = await asyncio.gather(
            self._money_of(scope, before),
            self._money.summary(scope, MoneyBy.KIND),
            self._money.summary(scope, MoneyBy.DAY),
            self._money.payouts(scope),
        )
        people, top, gaps = await asyncio.gather(
            self._accounts(scope, accounts),
            self._top(scope, accounts),
            self._database.read(reports.gaps, ids, starts_at(start, zone), starts_at(end, zone)),
        )
        names = {one.id: one.name for one in accounts}
        return MonthReport(
            client=client,
            month=start,
            made_at=self._now(),
            whole=end <= today,
            money=money,
            kinds=tuple(
                ReportKind(kind=row.key, currency=row.currency, sales=row.sales, net_minor=row.net_minor)
                for row in sorted(kinds, key=lambda row: (row.currency, -row.net_minor))
            ),
            days=_by_day(days, money, start, min(end, today + _DAY)),
            accounts=people,
            top=top,
            payouts=tuple(
                ReportPayout(
                    account=row.account,
                    at=row.at,
                    amount_minor=row.amount_minor,
                    currency=row.currency,
                    status=row.status,
                )
                for row in payouts
                if row.status in LEFT
            ),
            gaps=tuple(
                ReportGap(account=names[account_id], what=kind.value, start=gap.start, end=gap.end, reason=gap.reason)
                for (account_id, kind), marks in gaps.items()
                for gap in marks
            ),
        )

    async def document(self, client_id: int, month: date) -> Document:
        """The month in words and tables, ready to be drawn."""
        return document(await self.month(client_id, month))

    async def write_html(self, client_id: int, month: date, file: Path, *, logo: bytes | None = None) -> None:
        """One file that any browser opens, with nothing from elsewhere in it. Raises DiskProblem, NotFound, BadInput."""
        page = report_html.page(await self.document(client_id, month), logo)
        await self._exports.write(file, page.encode(), what="report")

    async def _money_of(self, scope: Scope, before: Scope) -> tuple[ReportMoney, ...]:
        now, earlier = await self._by_currency(scope), await self._by_currency(before)
        found = [_money(row, earlier.get(currency)) for currency, row in now.items()]
        return tuple(sorted(found, key=lambda one: -one.net_minor))

    async def _by_currency(self, scope: Scope) -> dict[str, MoneyRow]:
        return {row.currency: row for row in await self._money.summary(scope, MoneyBy.CLIENT)}

    async def _accounts(self, scope: Scope, accounts: Sequence[Counted]) -> tuple[ReportAccount, ...]:
        wanted = (Metric.FOLLOWERS, *ENGAGEMENT)
        rows = await self._metrics.rows(scope, wanted, compare=True)
        by_account: dict[int, dict[Metric, MetricRow]] = {}
        for row in rows:
            by_account.setdefault(row.account_id, {})[row.metric] = row
        zone = zone_named(accounts[0].zone) if accounts else zone_named("UTC")
        start, end = starts_at(scope.start or date.min, zone), starts_at(scope.end or date.max, zone)
        made = await self._database.read(reports.posts_made, [one.id for one in accounts], start, end)
        return tuple(
            _account(one, by_account.get(one.id, {}), made.get(one.id, 0)) for one in accounts if not one.removed
        )

    async def _top(self, scope: Scope, accounts: Sequence[Counted]) -> tuple[ReportPost, ...]:
        sums: dict[tuple[int, str], int] = {}
        for row in await self._metrics.rows(scope, ENGAGEMENT, MetricsBy.POST):
            if row.remote_id is not None and row.value is not None:
                key = row.account_id, row.remote_id
                sums[key] = sums.get(key, 0) + row.value
        best = sorted(sums, key=lambda key: -sums[key])[:_TOP]
        words = await self._database.read(reports.words_of, best)
        names = {one.id: one.name for one in accounts}
        return tuple(
            ReportPost(account=names[key[0]], at=words[key][1], text=words[key][0], engagement=sums[key])
            for key in best
            if key in words
        )


def _money(row: MoneyRow, earlier: MoneyRow | None) -> ReportMoney:
    previous = None if earlier is None else earlier.net_minor
    incomplete = row.incomplete or (earlier is not None and earlier.incomplete)
    return ReportMoney(
        currency=row.currency,
        gross_minor=row.gross_minor,
        fee_minor=row.fee_minor - row.fees_returned_minor,
        refunds_minor=row.refunds_minor + row.chargebacks_minor,
        net_minor=row.net_minor,
        sales=row.sales,
        previous_net_minor=previous,
        change=change(row.net_minor, previous, incomplete=incomplete),
        incomplete=row.incomplete,
        fee_estimated=row.fee_estimated,
        as_of=row.as_of,
        source=row.source,
    )


def _by_day(
    rows: Sequence[MoneyRow], money: Sequence[ReportMoney], start: date, end: date
) -> tuple[tuple[date, int | None], ...]:
    """Each day's net in the currency that brought most; none where nothing was earned at all."""
    if not money:
        return ()
    main = money[0].currency
    known = {row.key: row.net_minor for row in rows if row.currency == main}
    unknown = {row.key for row in rows if row.currency == main and row.incomplete}
    days = [start + _DAY * step for step in range((end - start).days)]
    return tuple((day, None if str(day) in unknown else known.get(str(day), 0)) for day in days)


def _account(one: Counted, rows: dict[Metric, MetricRow], posts: int) -> ReportAccount:
    followers = rows.get(Metric.FOLLOWERS)
    engaged = [row for metric in ENGAGEMENT if (row := rows.get(metric)) is not None and row.value is not None]
    total = sum(row.value for row in engaged if row.value is not None) if engaged else None
    earlier = [row.previous for row in engaged if row.previous is not None]
    partial = any(row.incomplete for row in engaged) or len(earlier) < len(engaged)
    known = [row for row in (followers, *engaged) if row is not None and row.as_of is not None]
    return ReportAccount(
        account_id=one.id,
        account=one.name,
        platform=one.platform,
        followers=None if followers is None else followers.value,
        followers_before=None if followers is None else followers.previous,
        followers_change=(followers.change or _UNKNOWN) if followers is not None else _UNKNOWN,
        engagement=total,
        engagement_change=change(total, sum(earlier) if earlier else None, incomplete=partial),
        posts=posts,
        as_of=min((row.as_of for row in known if row.as_of is not None), default=None),
        source=", ".join(sorted({row.source for row in known if row.source})),
    )
