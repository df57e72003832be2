"""How things stand, on one page: what needs the person, what goes out today, the numbers that matter."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

from ofauto_desktop.domain.days import day_of, starts_at
from ofauto_desktop.domain.home import HomeSummary, Kpi, KpiCode, KpiRow, RunningStreak, Started
from ofauto_desktop.domain.metrics import Metric, change
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from storage import claims, happened, headlines, home, milestones
from storage.behind import behind
from storage.clients import listed as clients_listed
from storage.database import Database
from storage.headlines import Headline, Headlines

_RECENT = 20
_LEVELS = {Metric.FOLLOWERS: KpiCode.FOLLOWERS, Metric.SUBSCRIBERS: KpiCode.SUBSCRIBERS}


class Home:
    """Answers how things stand; writes nothing."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def summary(self, client_id: int | None = None, *, zone: str = "UTC") -> HomeSummary:
        """Everything at once, for one client or all. `zone` (IANA) is the viewer's: it decides which day is today."""
        now = self._now()
        place = zone_named(zone)
        day = day_of(now, place)
        start, end = starts_at(day, place), starts_at(day + timedelta(days=1), place)
        read = self._database.read
        needs, today, found, recent, next_due, paused = await asyncio.gather(
            read(home.needs, now, client_id),
            read(home.today, start, end, client_id),
            read(headlines.headlines, now, client_id),
            read(happened.recent, client_id, _RECENT),
            read(home.next_due, client_id),
            read(claims.paused),
        )
        return HomeSummary(
            needs=tuple(needs),
            today=tuple(today),
            kpis=tuple(_kpis(found)),
            recent=tuple(recent),
            next_due=next_due,
            paused=paused,
            as_of=now,
        )

    async def started(self) -> Started:
        """How far the first steps are."""
        begun = await self._database.read(home.begun)
        return Started(account=begun.account, post=begun.post, media=begun.media, backup=begun.backup)

    async def streaks(self, client_id: int | None = None) -> tuple[RunningStreak, ...]:
        """Who posts without a gap, the longest first."""
        now = self._now()
        found = await self._database.read(milestones.streaks, now)
        clients = {one.id: one for one in await self._database.read(clients_listed)}
        running = [
            RunningStreak(
                client_id=one,
                client=clients[one].name,
                days=run.days,
                since=run.first,
                today=run.first + timedelta(days=run.days) > day_of(now, zone_named(clients[one].zone)),
            )
            for one, run in found.items()
            if client_id in (None, one)
        ]
        return tuple(sorted(running, key=lambda one: (-one.days, one.client)))

    async def behind(self, kpi: Kpi, client_id: int | None = None) -> tuple[KpiRow, ...]:
        """The rows that make up a headline number, newest first; for one client or all, as the number is."""
        return tuple(await self._database.read(behind, kpi.code, kpi.currency, client_id, self._now()))


def _kpis(found: Headlines) -> Iterator[Kpi]:
    for currency, headline in sorted(found.revenue.items()):
        yield _kpi(KpiCode.NET_REVENUE, headline, currency)
    for metric, code in _LEVELS.items():
        if metric in found.levels:
            yield _kpi(code, found.levels[metric], None)
    if found.engagement is not None:
        yield _kpi(KpiCode.ENGAGEMENT, found.engagement, None)
    if (payout := found.payout) is not None:
        yield Kpi(
            code=KpiCode.NEXT_PAYOUT,
            value=payout.amount_minor,
            previous=None,
            change=None,
            change_note="",
            currency=payout.currency,
            as_of=payout.as_of,
            source=payout.source,
            due_at=payout.at,
        )


def _kpi(code: KpiCode, headline: Headline, currency: str | None) -> Kpi:
    compared = change(headline.value, headline.previous, incomplete=headline.incomplete)
    return Kpi(
        code=code,
        value=headline.value,
        previous=headline.previous,
        change=compared.fraction,
        change_note=compared.note,
        currency=currency,
        as_of=headline.as_of,
        source=", ".join(sorted(headline.sources)),
        incomplete=headline.incomplete and code not in _LEVELS.values(),
    )
