"""What works? One measure over accounts, platforms and periods; kinds of posts; the rows behind each number (E1 to E14)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.audience import AccountShare
from ofauto_desktop.domain.content_types import ContentRow, Grouping, PostFacts
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.measures import MEASURES, Behind, Headline, Lines, Measure, RateLine, SplitBy
from ofauto_desktop.domain.metrics import Gap, Metric, Rate, change
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.trend import MOST_WEEKS, Trend, trend, weekly
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import day_lines
from storage import audience, content_types, contributions, measured, post_table, series
from storage.content_types import KindSum
from storage.database import Database
from storage.measured import Measured, Summed

_DAY = timedelta(days=1)
_MOST_BEHIND = 200
_RATES = (Rate.ENGAGEMENT, Rate.ENGAGEMENT_BY_IMPRESSIONS)


class Analytics:
    """Answers the Analytics page's questions; writes nothing."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def lines(
        self, scope: Scope, measure: Measure, by: SplitBy = SplitBy.TOTAL, most: int | None = None
    ) -> Lines:
        """`measure` by day, parted into lines; `scope` has both ends. Days to come are left out.

        At most the `most` largest lines, then the largest first.
        """
        start, end = self._ends(scope)
        found: Measured = await self._database.read(measured.by_day, scope, measure.metrics, start, end)
        zones = sorted({one.zone for one in found.accounts})
        end = max(start, min(end, max((self._tomorrow(zone) for zone in zones), default=end)))
        made, in_all = day_lines.lines(found.accounts, found.days, start, end, by=by, level=measure.level, most=most)
        return Lines(
            measure=measure,
            lines=made,
            start=start,
            end=end,
            zones=tuple(zones),
            gaps=tuple(_gaps_within(found, start, end)),
            in_all=in_all,
        )

    async def audience(self, scope: Scope) -> tuple[AccountShare, ...]:
        """Who follows the accounts of `scope`, in groups, by the newest reading; its days do not matter."""
        return tuple(await self._database.read(audience.of_scope, scope))

    async def headlines(self, scope: Scope, before: tuple[date, date] | None = None) -> tuple[Headline, ...]:
        """Every measure that anything is known of in `scope`, with its change against the days of `before` (C1)."""
        start, end = self._ends(scope)
        metrics = tuple({metric: None for one in MEASURES for metric in one.metrics})
        read = self._database.read
        periods = [(start, end)] if before is None else [(start, end), before]
        current, *rest = await asyncio.gather(*(read(measured.over_period, scope, metrics, *days) for days in periods))
        earlier = rest[0] if rest else None
        found = (self._headline(one, current, earlier, (start, end), before) for one in MEASURES)
        return tuple(one for one in found if one is not None)

    async def rate(self, scope: Scope, before: tuple[date, date] | None = None) -> RateLine | None:
        """E1 of the posts made in `scope`: by reach, else by impressions, by its name; None where neither is known."""
        for rate in _RATES:
            found = await self._database.read(content_types.sums, scope, None, rate.basis)
            total = found[0] if found else None
            if total is not None and total.counted:
                previous = await self._rate_before(scope, rate, before)
                return RateLine(
                    rate=rate,
                    engagement=total.engagement,
                    base=total.base,
                    posts=total.counted,
                    previous=previous,
                    as_of=total.as_of,
                    source=total.source,
                )
        return None

    async def content(self, scope: Scope, grouping: Grouping) -> tuple[ContentRow, ...]:
        """How posts of each kind did, those with the best rate first; by reach, else by impressions."""
        rows: list[ContentRow] = []
        for rate in _RATES:
            found = await self._database.read(content_types.sums, scope, grouping, rate.basis)
            rows = [_content_row(one, rate) for one in found]
            if any(row.counted for row in rows):
                break
        return tuple(sorted(rows, key=lambda row: (row.fraction is None, -(row.fraction or 0), row.key)))

    async def trend(self, scope: Scope, measure: Measure) -> Trend:
        """C2 of the last 6 to 12 complete weeks before today, whatever period is looked at."""
        accounts = await self._database.read(series.present, scope)
        today = day_of(self._now(), zone_named(accounts[0].zone if accounts else "UTC"))
        end = today - timedelta(days=today.weekday())
        weeks = replace(scope, start=end - timedelta(weeks=MOST_WEEKS), end=end)
        found = await self.lines(weeks, measure)
        return trend(weekly(found.lines[0].points, level=measure.level) if found.lines else [])

    async def posts(
        self,
        scope: Scope,
        by: Measure | None,
        *,
        ascending: bool = False,
        kind: tuple[Grouping, str] | None = None,
    ) -> list[int]:
        """Ids of all posts made in `scope`, or those of one kind, in the order of a measure, or of time.

        For `window` to fetch in parts.
        """
        metrics = () if by is None else by.metrics
        return await self._database.read(post_table.ordered, scope, metrics, ascending=ascending, kind=kind)

    async def window(self, post_ids: Sequence[int]) -> tuple[PostFacts, ...]:
        """These posts, in this order."""
        return tuple(await self._database.read(post_table.window, post_ids))

    async def behind(self, scope: Scope, metrics: Sequence[Metric], most: int = _MOST_BEHIND) -> Behind:
        """The rows that make up a number (E14), the largest first."""
        self._ends(scope)
        return await self._database.read(contributions.behind, scope, metrics, most)

    async def _rate_before(self, scope: Scope, rate: Rate, before: tuple[date, date] | None) -> float | None:
        if before is None:
            return None
        earlier = replace(scope, start=before[0], end=before[1])
        found = await self._database.read(content_types.sums, earlier, None, rate.basis)
        return found[0].engagement / found[0].base if found and found[0].base else None

    def _headline(
        self,
        measure: Measure,
        current: Summed,
        earlier: Summed | None,
        days: tuple[date, date],
        before: tuple[date, date] | None,
    ) -> Headline | None:
        now = self._sum(measure, current, days)
        if now.value is None:
            return None
        then = _Sum() if earlier is None or before is None else self._sum(measure, earlier, before)
        unfit = now.incomplete or then.incomplete or (measure.level and then.accounts != now.accounts)
        return Headline(
            measure=measure,
            value=now.value,
            previous=then.value,
            change=None if before is None else change(now.value, then.value, incomplete=unfit),
            incomplete=now.incomplete,
            as_of=now.as_of,
            source=", ".join(sorted(now.sources)),
        )

    def _sum(self, measure: Measure, found: Summed, days: tuple[date, date]) -> "_Sum":
        total = _Sum()
        zones = {one.id: one.zone for one in found.accounts}
        known = {(one.account_id, one.metric): one for one in found.known if one.metric in measure.metrics}
        if measure.level:
            for one in known.values():
                total.add(one.account_id, one.value, one.read_at, {one.source})
            return total
        for gained in found.gained:
            if gained.metric in measure.metrics and gained.value is not None:
                total.add(gained.account_id, gained.value, gained.as_of, gained.sources)
                known_days = known[key].days if (key := (gained.account_id, gained.metric)) in known else 0
                end = min(days[1], self._tomorrow(zones[gained.account_id]))
                total.incomplete |= known_days < (end - days[0]).days
        return total

    def _ends(self, scope: Scope) -> tuple[date, date]:
        if scope.start is None or scope.end is None:
            raise BadInput("the first and the last day of a period are needed")
        if scope.end <= scope.start:
            raise BadInput("the period ends before it begins")
        return scope.start, scope.end

    def _tomorrow(self, zone: str) -> date:
        return day_of(self._now(), zone_named(zone)) + _DAY


class _Sum:
    """A measure added over accounts; as old as the oldest of them."""

    def __init__(self) -> None:
        self.value: int | None = None
        self.accounts: set[int] = set()
        self.as_of: datetime | None = None
        self.sources: set[str] = set()
        self.incomplete = False

    def add(self, account_id: int, value: int, as_of: datetime, sources: "set[str] | frozenset[str]") -> None:
        self.value = value + (self.value or 0)
        self.accounts.add(account_id)
        self.as_of = as_of if self.as_of is None else min(self.as_of, as_of)
        self.sources |= sources


def _gaps_within(found: Measured, start: date, end: date) -> list[Gap]:
    zones = {one.id: zone_named(one.zone) for one in found.accounts}
    seen = {
        gap
        for account_id, gaps in found.gaps.items()
        for gap in gaps
        if day_of(gap.start, zones[account_id]) < end and day_of(gap.end, zones[account_id]) >= start
    }
    return sorted(seen, key=lambda gap: gap.start)


def _content_row(one: KindSum, rate: Rate) -> ContentRow:
    return ContentRow(
        key=one.key,
        posts=one.posts,
        counted=one.counted,
        engagement=one.engagement,
        base=one.base,
        rate=rate,
        as_of=one.as_of,
        source=one.source,
    )
