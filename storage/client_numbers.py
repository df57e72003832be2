"""How each client stands, for the list of them: a query a number, however many clients there are."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.accounts import ENDED
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.clients import Client, ClientSummary, Earned
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import COMING
from ofauto_desktop.domain.schedule import zone_named
from storage import clients, earnings, scopes, series
from storage.models import Platform, PostPlatform
from storage.scopes import Counted

_DAYS = timedelta(days=30)


def summaries(session: Session, now: datetime) -> list[ClientSummary]:
    """Every client by name, with numbers of the last 30 days of its own zone, today included."""
    counted = scopes.accounts(session, Scope())
    mine: dict[int, list[Counted]] = {}
    for one in counted:
        mine.setdefault(one.client_id, []).append(one)
    ids = [one.id for one in counted]
    read_at = earnings.read_at(session, ids)
    gaps = set(scopes.gaps(session, ids, SyncKind.MONEY))
    followers = {last.account_id: last for last in series.last_of_accounts(session, ids, (Metric.FOLLOWERS,))}
    troubled = _troubled(session)
    due = _due(session)
    taken = _taken(session, counted, now)
    found = []
    for client in clients.listed(session):
        own = [one for one in mine.get(client.id, ()) if not one.removed]
        earned = _earned(client, mine.get(client.id, ()), taken, read_at, gaps)
        lasts = [followers[one.id] for one in own if one.id in followers]
        found.append(
            ClientSummary(
                client=client,
                accounts=len(own),
                troubled=sum(one.id in troubled for one in own),
                followers=sum(last.value for last in lasts) if lasts else None,
                earned=earned,
                next_due=due.get(client.id),
                as_of=min(
                    [last.as_of for last in lasts] + [read_at[one.id] for one in own if one.id in read_at], default=None
                ),
            )
        )
    return found


def _troubled(session: Session) -> set[int]:
    return set(session.scalars(select(Platform.id).where(Platform.removed_at.is_(None), Platform.state.in_(ENDED))))


def _due(session: Session) -> dict[int, datetime]:
    """When each client's next post goes out."""
    rows = session.execute(
        select(
            PostPlatform.platform_id, Platform.client_id, func.min(PostPlatform.due_at, type_=PostPlatform.due_at.type)
        )
        .join(Platform, Platform.id == PostPlatform.platform_id)
        .where(PostPlatform.state.in_(COMING))
        .group_by(PostPlatform.platform_id)
    )
    found: dict[int, datetime] = {}
    for _, client_id, at in rows:
        if at is not None:
            found[client_id] = min(at, found.get(client_id, at))
    return found


def _taken(session: Session, counted: Iterable[Counted], now: datetime) -> dict[tuple[int, str], tuple[int, bool]]:
    """Net by account and currency, and whether the platform kept an amount to itself."""
    found: dict[tuple[int, str], tuple[int, bool]] = {}
    for name, ids in scopes.by_zone(counted):
        today = day_of(now, zone_named(name))
        for row in earnings.taken(session, ids, today - _DAYS + timedelta(days=1), today + timedelta(days=1)):
            net, unknown = found.get((row.account_id, row.currency), (0, False))
            found[row.account_id, row.currency] = (net + row.net_minor, unknown or row.unknown_amounts > 0)
    return found


def _earned(
    client: Client,
    own: Sequence[Counted],
    taken: dict[tuple[int, str], tuple[int, bool]],
    read_at: dict[int, datetime],
    gaps: set[int],
) -> tuple[Earned, ...]:
    """By currency; what was read and holds nothing is 0 in the client's own currency (G1)."""
    ids = {one.id for one in own}
    sums: dict[str, tuple[int, bool]] = {}
    for (account_id, currency), (net, unknown) in taken.items():
        if account_id in ids:
            before, doubt = sums.get(currency, (0, False))
            sums[currency] = (before + net, doubt or unknown or account_id in gaps)
    if not sums and ids & set(read_at):
        sums[client.currency] = (0, bool(ids & gaps))
    return tuple(Earned(currency=one, minor=net, incomplete=doubt) for one, (net, doubt) in sorted(sums.items()))
