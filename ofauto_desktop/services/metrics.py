"""Engagement and audience as people ask for them, each number with its age and source (G, E, C)."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from ofauto_desktop.domain.analytics import EngagementRate, MetricsBy, Scope, Series, SeriesPoint
from ofauto_desktop.domain.days import day_of, previous_period
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.metrics import ENGAGEMENT, LEVELS, Change, Gap, Metric, MetricRow, Rate, change, unit
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import engagement
from storage import series, subscriptions
from storage.database import Database
from storage.scopes import Counted
from storage.series import Asked, DayValue, Gained, PostReading, Stands
from storage.subscriptions import Level

_DAY = timedelta(days=1)
_ALL = tuple(Metric)


class Metrics:
    """Answers questions about readings; writes nothing."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def rows(
        self,
        scope: Scope,
        metrics: tuple[Metric, ...] = (),
        by: MetricsBy = MetricsBy.TOTAL,
        *,
        compare: bool = False,
    ) -> tuple[MetricRow, ...]:
        """A row for each account and metric, for each day of it, or for each post.

        Totals of a period are what counts grew by in it (levels: the last known one), and incomplete where days of it are
        unknown; without a start they are what the platform shows, added over posts. Posts are those made in the period,
        with their newest reading. `compare` sets totals beside the period before (C1) and
        needs a start; raises BadInput without one.
        """
        match by:
            case MetricsBy.DAY:
                return tuple(self._by_day(await self._ask(scope, metrics), scope, metrics))
            case MetricsBy.POST:
                found = await self._database.read(series.of_posts, scope, metrics or _ALL, unknown=bool(metrics))
                return tuple(_post_row(one) for one in found)
        if compare:
            return await self._compared(scope, metrics)
        return await self._totals(scope, metrics)

    async def series(self, scope: Scope, metric: Metric) -> Series:
        """One metric by day over all accounts of `scope` that have it; unknown days are None (G1).

        A level is unknown on a day on which one of them is: a sum without it would show a fall that never was.
        """
        asked = await self._ask(scope, (metric,))
        known = [_by_date(values) for _, values in _grouped_by_account(asked.days)]
        days = self._span(asked, scope)
        points, partial = _points(days, known, level=metric in LEVELS)
        return Series(
            metric=metric,
            points=points,
            as_of=min((max(value.as_of for value in values.values()) for values in known), default=None),
            source=_sources(value.source for value in asked.days),
            gaps=tuple(sorted(_gaps_on(asked, days), key=lambda gap: gap.start)),
            incomplete=partial,
        )

    async def change(self, scope: Scope, metric: Metric) -> Change:
        """How the period of `scope` compares with the one before (C1). Raises BadInput where it has no start."""
        now, before = self._periods(scope)
        current, previous = await self.series(now, metric), await self.series(before, metric)
        incomplete = metric not in LEVELS and (current.incomplete or previous.incomplete)
        return change(_whole(current), _whole(previous), incomplete=incomplete)

    async def rates(self, scope: Scope, rate: Rate, by: MetricsBy = MetricsBy.TOTAL) -> tuple[EngagementRate, ...]:
        """E1 over the posts made in the period: all of an account's, or those of each day, or each by itself."""
        wanted = (*ENGAGEMENT, rate.basis)
        counted, found = await self._database.read(series.posts_with_accounts, scope, wanted)
        return tuple(engagement.rates(counted, found, rate, by))

    async def _ask(self, scope: Scope, metrics: Sequence[Metric]) -> Asked:
        return await self._database.read(series.asked, scope, metrics or _ALL)

    async def _totals(self, scope: Scope, metrics: Sequence[Metric]) -> tuple[MetricRow, ...]:
        if scope.start is None:
            return tuple(await self._standing(scope, metrics))
        asked = await self._ask(scope, metrics)
        found = await self._database.read(series.gained, scope, metrics or _ALL)
        gained = {(one.account_id, one.metric): one for one in found}
        return tuple(
            self._level(account, metric, values)
            if metric in LEVELS
            else self._total(account, metric, values, gained.get((account.id, metric)), scope)
            for account, metric, values in _per_account(asked, metrics, gained)
        )

    async def _standing(self, scope: Scope, metrics: Sequence[Metric]) -> list[MetricRow]:
        counted, found = await self._database.read(series.standing, scope, metrics or _ALL)
        known = {(one.account_id, one.metric): _standing_row(one) for one in found}
        if scope.end is None:
            levels = await self._database.read(subscriptions.levels, scope)
            known |= {(row.account_id, row.metric): row for row in _level_rows(levels)}
        asked = [(one.id, metric) for one in counted for metric in metrics or _ALL]
        return [known.get(key) or _row(*key, None, None) for key in asked if metrics or key in known]

    async def _compared(self, scope: Scope, metrics: Sequence[Metric]) -> tuple[MetricRow, ...]:
        now, before = self._periods(scope)
        earlier = {(row.account_id, row.metric): row for row in await self._totals(before, metrics)}
        return tuple(
            _compare(row, earlier.get((row.account_id, row.metric))) for row in await self._totals(now, metrics)
        )

    def _periods(self, scope: Scope) -> tuple[Scope, Scope]:
        if scope.start is None:
            raise BadInput("comparing needs the first day of a period")
        end = scope.end or day_of(self._now(), zone_named("UTC")) + _DAY
        if end <= scope.start:
            raise BadInput("the period ends before it begins")
        start, until = previous_period(scope.start, end)
        return replace(scope, end=end), replace(scope, start=start, end=until)

    def _by_day(self, asked: Asked, scope: Scope, metrics: Sequence[Metric]) -> Iterator[MetricRow]:
        for account, metric, values in _per_account(asked, metrics if scope.start else ()):
            known = _by_date(values)
            for day in self._days(scope, known, account.zone):
                value = known.get(day)
                yield _row(account.id, metric, day, value)

    def _total(
        self, account: Counted, metric: Metric, values: Sequence[DayValue], gained: Gained | None, scope: Scope
    ) -> MetricRow:
        if gained is None:
            return _row(account.id, metric, None, None)
        known = _by_date(values)
        missing = any(day not in known for day in self._days(scope, known, account.zone))
        return MetricRow(
            account_id=account.id,
            post_id=None,
            metric=metric,
            day=None,
            value=gained.value,
            unit=unit(metric),
            as_of=gained.as_of,
            source=_sources(gained.sources),
            incomplete=missing or gained.value is None,
        )

    def _level(self, account: Counted, metric: Metric, values: Sequence[DayValue]) -> MetricRow:
        return _row(account.id, metric, None, values[-1] if values else None)

    def _span(self, asked: Asked, scope: Scope) -> list[date]:
        """The days of a series: the period, or what is known; never days that are still to come everywhere."""
        known = {value.day: value for value in asked.days}
        zones = {account.zone for account in asked.accounts} or {"UTC"}
        return max((self._days(scope, known, zone) for zone in zones), key=len)

    def _days(self, scope: Scope, known: Mapping[date, DayValue], zone: str) -> list[date]:
        start = scope.start or min(known, default=None)
        tomorrow = day_of(self._now(), zone_named(zone)) + _DAY
        end = scope.end or (tomorrow if scope.start else max(known, default=tomorrow) + _DAY)
        if start is None:
            return []
        return [start + _DAY * step for step in range((min(end, max(tomorrow, start)) - start).days)]


def _gaps_on(asked: Asked, days: Sequence[date]) -> Iterator[Gap]:
    """The gaps, which may be moments, that fall on one of `days`, each in its client's zone."""
    zones = {account.id: zone_named(account.zone) for account in asked.accounts}
    for (account_id, _), gaps in asked.gaps.items():
        zone = zones[account_id]
        yield from (
            gap for gap in gaps if days and day_of(gap.start, zone) <= days[-1] and day_of(gap.end, zone) >= days[0]
        )


def _per_account(
    asked: Asked, wanted: Sequence[Metric], besides: Container[tuple[int, Metric]] = ()
) -> Iterator[tuple[Counted, Metric, Sequence[DayValue]]]:
    """The known days by account and metric; of those that are `wanted` by name, or are in `besides`, even if there are none."""
    accounts = {account.id: account for account in asked.accounts}
    known = {key: list(values) for key, values in groupby(asked.days, key=lambda one: (one.account_id, one.metric))}
    for account_id, account in accounts.items():
        for metric in wanted or _ALL:
            values = known.get((account_id, metric), [])
            if values or wanted or (account_id, metric) in besides:
                yield account, metric, values


def _grouped_by_account(values: Iterable[DayValue]) -> Iterator[tuple[int, list[DayValue]]]:
    for account_id, group in groupby(values, key=lambda one: one.account_id):
        yield account_id, list(group)


def _by_date(values: Iterable[DayValue]) -> dict[date, DayValue]:
    return {value.day: value for value in values}


def _points(
    days: Sequence[date], accounts: Sequence[Mapping[date, DayValue]], *, level: bool
) -> tuple[tuple[SeriesPoint, ...], bool]:
    """The sum of each day, and whether an account that had begun by then is missing in one of them."""
    first = [next(iter(known)) for known in accounts]
    points: list[SeriesPoint] = []
    partial = False
    for day in days:
        begun = sum(start <= day for start in first)
        found = [known[day].value for known in accounts if day in known]
        missing = len(found) < max(begun, 1)
        partial |= missing
        value = None if not found or (level and missing) else sum(found)
        points.append(SeriesPoint(day=day, value=value))
    return tuple(points), partial


def _whole(of: Series) -> int | None:
    known = [point.value for point in of.points if point.value is not None]
    if not known:
        return None
    return known[-1] if of.metric in LEVELS else sum(known)


def _row(account_id: int, metric: Metric, day: date | None, value: DayValue | None) -> MetricRow:
    return MetricRow(
        account_id=account_id,
        post_id=None,
        metric=metric,
        day=day,
        value=None if value is None else value.value,
        unit=unit(metric),
        as_of=None if value is None else value.as_of,
        source=None if value is None else value.source,
    )


def _post_row(one: PostReading) -> MetricRow:
    return MetricRow(
        account_id=one.account_id,
        post_id=one.post_id,
        metric=one.metric,
        day=None,
        value=one.value,
        unit=unit(one.metric),
        as_of=one.as_of,
        source=one.source,
        remote_id=one.remote_id,
    )


def _standing_row(one: Stands) -> MetricRow:
    """What stands now; as old as the newest reading, as platforms stop giving those of old posts."""
    return MetricRow(
        account_id=one.account_id,
        post_id=None,
        metric=one.metric,
        day=None,
        value=one.value,
        unit=unit(one.metric),
        as_of=one.as_of,
        source=_sources(one.sources),
    )


def _level_rows(levels: Mapping[int, Level]) -> Iterator[MetricRow]:
    """Subscribers, and what they pay a month: unknown as long as a price is (S1)."""
    for account_id, level in levels.items():
        for metric, value in ((Metric.SUBSCRIBERS, level.subscribers), (Metric.MRR, level.mrr_minor)):
            yield MetricRow(
                account_id=account_id,
                post_id=None,
                metric=metric,
                day=None,
                value=value,
                unit=unit(metric),
                as_of=level.as_of,
                source=level.source,
                incomplete=level.incomplete or value is None,
            )


def _compare(row: MetricRow, earlier: MetricRow | None) -> MetricRow:
    before = None if earlier is None else earlier.value
    incomplete = row.incomplete or (earlier is not None and earlier.incomplete)
    return replace(row, previous=before, change=change(row.value, before, incomplete=incomplete))


def _sources(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))
