"""Milestones (L3), from stored numbers: net revenue of each client, followers of each account, days in a row with a post."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, Select, func, select, type_coerce
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import exponent
from ofauto_desktop.domain.notices import MilestoneOf, NoticeKind, reached
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import zone_named
from storage import scopes, series, settings
from storage.models import Client, FinancialMetric, Platform, PostPlatform
from storage.noticing import Found
from storage.scopes import Counted

_HOUR = 3_600_000_000
_KNOWN = "notices.milestones"
_DAY = timedelta(days=1)
_LONGEST_STREAK = timedelta(days=1001)
_STRETCH = timedelta(days=45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one series has come: the highest step it has reached, 0 below the first. `found` tells of it."""

    series: str
    step: int
    found: Found


def standing(session: Session, now: datetime) -> list[Standing]:
    """All of them at `now` (aware UTC); sums over everything, so for a reader."""
    counted = [one for one in scopes.accounts(session, Scope()) if not one.removed]
    return [*_revenue(session, now), *_followers(session, counted, now), *_streaks(session, now)]


def crossed(session: Session, stands: Iterable[Standing]) -> list[Found]:
    """Those that came further than was ever known; what is seen for the first time is where it starts from.

    An account that comes with ten thousand followers has not just reached them. A streak begins with nothing.
    """
    known: dict[str, int] = settings.get(session, _KNOWN) or {}
    now_known = dict(known)
    told = []
    for one in stands:
        before = known.get(one.series, 0 if one.series.startswith(MilestoneOf.STREAK.value) else one.step)
        now_known[one.series] = max(before, one.step)
        if one.step > before:
            told.append(one.found)
    if now_known != known:
        settings.put(session, _KNOWN, now_known)
    return told


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with a post, up to today or yesterday, and the first of them."""

    days: int
    first: date


def streaks(session: Session, now: datetime) -> dict[int, Streak]:
    """Each client's, days in its zone; clients of whom nothing went out lately are not in it.

    The past is read in stretches, further back only while somebody's streak fills all of it.
    """
    zones = {row.id: zone_named(row.zone) for row in session.execute(select(Client.id, Client.zone))}
    days: dict[int, set[date]] = {client_id: set() for client_id in zones}
    open_ones, end = set(zones), now
    while open_ones and end > now - _LONGEST_STREAK:
        start = end - _STRETCH
        for client_id, at in session.execute(_posted(start, end)):
            if at is not None:
                days[client_id].add(day_of(at, zones[client_id]))
        reached_back = {one: _run(days[one], day_of(now, zones[one])) for one in open_ones}
        open_ones = {
            one for one, run in reached_back.items() if run.days and run.first <= day_of(start, zones[one]) + _DAY
        }
        end = start
    runs = {client_id: _run(known, day_of(now, zones[client_id])) for client_id, known in days.items()}
    return {client_id: run for client_id, run in runs.items() if run.days}


def _posted(start: datetime, end: datetime) -> Select[int, datetime | None]:
    """One instant of each hour in [start, end) in which a client's post was due that went out."""
    hour = type_coerce(PostPlatform.due_at, Integer) // _HOUR
    return (
        select(Platform.client_id, func.min(PostPlatform.due_at, type_=PostPlatform.due_at.type))
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.state == PostState.POSTED, PostPlatform.due_at >= start, PostPlatform.due_at < end)
        .group_by(Platform.client_id, hour)
    )


def _run(days: set[date], today: date) -> Streak:
    first = today + _DAY if today in days else today
    last = first
    while first - _DAY in days:
        first -= _DAY
    return Streak((last - first).days, first)


def _revenue(session: Session, now: datetime) -> Iterator[Standing]:
    rows = session.execute(
        select(Platform.client_id, FinancialMetric.currency, func.sum(FinancialMetric.net_minor))
        .join(Platform, Platform.id == FinancialMetric.platform_id)
        .group_by(Platform.client_id, FinancialMetric.currency)
    )
    for client_id, currency, net in rows:
        value = int(net) // 10 ** exponent(currency)
        series_key = f"revenue:{client_id}:{currency}"
        yield _standing(series_key, value, now, MilestoneOf.REVENUE, client_id=client_id, currency=currency)


def _followers(session: Session, counted: list[Counted], now: datetime) -> Iterator[Standing]:
    owners = {one.id: one.client_id for one in counted}
    for last in series.last_of_accounts(session, list(owners), (Metric.FOLLOWERS,)):
        series_key, owner = f"followers:{last.account_id}", owners[last.account_id]
        yield _standing(series_key, last.value, now, MilestoneOf.FOLLOWERS, client_id=owner, account_id=last.account_id)


def _streaks(session: Session, now: datetime) -> Iterator[Standing]:
    """One that broke and began anew is told again."""
    for client_id, run in streaks(session, now).items():
        yield _standing(f"streak:{client_id}:{run.first}", run.days, now, MilestoneOf.STREAK, client_id=client_id)


def _standing(
    series_key: str,
    value: int,
    now: datetime,
    of: MilestoneOf,
    *,
    client_id: int,
    account_id: int | None = None,
    currency: str | None = None,
) -> Standing:
    step = reached(of, value) or 0
    found = Found(
        key=f"milestone:{series_key}:{step}",
        kind=NoticeKind.MILESTONE,
        at=now,
        object_type="account" if account_id is not None else "client",
        object_id=str(account_id if account_id is not None else client_id),
        client_id=client_id,
        account_id=account_id,
        detail={"of": of.value, "step": step, "currency": currency},
        once=True,
    )
    return Standing(series=series_key, step=step, found=found)
