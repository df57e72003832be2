"""Milestones (L3), from stored numbers: net revenue of each client, followers of each account, days in a row with a post."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, func, select, type_coerce
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.money import exponent
from ofauto_desktop.domain.notices import MilestoneOf, NoticeKind, reached
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.schedule import zone_named
from storage import scopes, series
from storage.models import Client, FinancialMetric, Notice, Platform, PostPlatform
from storage.noticing import Found
from storage.scopes import Counted

_HOUR = 3_600_000_000
_DAY = timedelta(days=1)
_LONGEST_STREAK = timedelta(days=1001)


def reached_now(session: Session, now: datetime) -> list[Found]:
    """The highest steps that were reached and not told of yet; lower ones were passed on the way, and are not told."""
    counted = [one for one in scopes.accounts(session, Scope()) if not one.removed]
    found = [*_revenue(session, now), *_followers(session, counted, now), *_streaks(session, now)]
    told = _told(session)
    return [one for one in found if one.detail["step"] > told.get(_series(one.key), 0)]  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with a post, up to today or yesterday, and the first of them."""

    days: int
    first: date


def streaks(session: Session, now: datetime) -> dict[int, Streak]:
    """Each client's, days in its zone; clients of whom nothing went out lately are not in it."""
    zones = {row.id: row.zone for row in session.execute(select(Client.id, Client.zone))}
    hour = type_coerce(PostPlatform.due_at, Integer) // _HOUR
    rows = session.execute(
        select(Platform.client_id, func.min(PostPlatform.due_at, type_=PostPlatform.due_at.type))
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.state == PostState.POSTED, PostPlatform.due_at > now - _LONGEST_STREAK)
        .group_by(Platform.client_id, hour)
    )
    days: dict[int, set[date]] = {}
    for client_id, at in rows:
        if at is None:
            continue
        days.setdefault(client_id, set()).add(day_of(at, zone_named(zones[client_id])))
    runs = {client_id: _run(known, day_of(now, zone_named(zones[client_id]))) for client_id, known in days.items()}
    return {client_id: run for client_id, run in runs.items() if run.days}


def _run(days: set[date], today: date) -> Streak:
    first = today + _DAY if today in days else today
    last = first
    while first - _DAY in days:
        first -= _DAY
    return Streak((last - first).days, first)


def _revenue(session: Session, now: datetime) -> Iterator[Found]:
    rows = session.execute(
        select(Platform.client_id, FinancialMetric.currency, func.sum(FinancialMetric.net_minor))
        .join(Platform, Platform.id == FinancialMetric.platform_id)
        .group_by(Platform.client_id, FinancialMetric.currency)
    )
    for client_id, currency, net in rows:
        step = reached(MilestoneOf.REVENUE, int(net) // 10 ** exponent(currency))
        if step is not None:
            key = f"milestone:revenue:{client_id}:{currency}"
            yield _found(key, step, now, MilestoneOf.REVENUE, client_id=client_id, currency=currency)


def _followers(session: Session, counted: list[Counted], now: datetime) -> Iterator[Found]:
    owners = {one.id: one.client_id for one in counted}
    for last in series.last_of_accounts(session, list(owners), (Metric.FOLLOWERS,)):
        step = reached(MilestoneOf.FOLLOWERS, last.value)
        if step is not None:
            key = f"milestone:followers:{last.account_id}"
            owner = owners[last.account_id]
            yield _found(key, step, now, MilestoneOf.FOLLOWERS, client_id=owner, account_id=last.account_id)


def _streaks(session: Session, now: datetime) -> Iterator[Found]:
    for client_id, run in streaks(session, now).items():
        step = reached(MilestoneOf.STREAK, run.days)
        if step is not None:  # one that broke and began anew is told again
            key = f"milestone:streak:{client_id}@{run.first}"
            yield _found(key, step, now, MilestoneOf.STREAK, client_id=client_id)


def _found(
    key: str,
    step: int,
    now: datetime,
    of: MilestoneOf,
    *,
    client_id: int,
    account_id: int | None = None,
    currency: str | None = None,
) -> Found:
    return Found(
        key=f"{key}:{step}",
        kind=NoticeKind.MILESTONE,
        at=now,
        object_type="account" if account_id is not None else "client",
        object_id=str(account_id if account_id is not None else client_id),
        client_id=client_id,
        account_id=account_id,
        detail={"of": of.value, "step": step, "currency": currency},
        once=True,
    )


def _told(session: Session) -> dict[str, int]:
    """The highest step told of each series."""
    told: dict[str, int] = {}
    for key in session.scalars(select(Notice.key).where(Notice.kind == NoticeKind.MILESTONE.value)):
        series_key = _series(key)
        told[series_key] = max(told.get(series_key, 0), int(key.rpartition(":")[2]))
    return told


def _series(key: str) -> str:
    return key.rpartition(":")[0]
