"""Every subscription with its charges, for what moved in the past (S2); today's level is in `subscriptions`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.recurring import Charge, Subscription
from ofauto_desktop.domain.subscriptions import ENDED, FAILING
from storage import scopes
from storage.earnings import within
from storage.effects import is_revenue
from storage.models import LedgerLine, SubscriptionSpell
from storage.scopes import Counted

_CHARGES = (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL)


@dataclass(frozen=True, slots=True)
class Held:
    """One account's subscriptions. `read_at`: how far its money is known, None: never read. `source` of the newest."""

    account: Counted
    read_at: datetime | None
    subscriptions: tuple[Subscription, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Spells:
    """All accounts of a question that have or may have subscribers. `unnamed` charges say of no subscription."""

    accounts: tuple[Held, ...]
    unnamed: int
    currencies: tuple[str, ...]


def spells(session: Session, scope: Scope) -> Spells:
    """The subscriptions of `scope`'s accounts, whole: its days do not count."""
    counted = scopes.accounts(session, Scope(account_ids=scope.account_ids, client_id=scope.client_id))
    ids = [one.id for one in counted]
    money_read = scopes.last_read(session, ids, SyncKind.MONEY)
    fans_read = scopes.last_read(session, ids, SyncKind.FANS)
    rows = _rows(session, ids)
    charges = _charges(session, ids)
    held = []
    for one in counted:
        reading = _Reading(one.id, money_read.get(one.id), fans_read.get(one.id))
        source = _source(rows[one.id], bool(charges[one.id]))
        if source is not None:
            held.append(Held(one, reading.money_at, tuple(_of(reading, rows[one.id], charges[one.id])), source))
    found = {charge.currency for one in held for each in one.subscriptions for charge in each.charges}
    return Spells(tuple(held), _unnamed(session, ids), tuple(sorted(found)))


def payers(session: Session, scope: Scope) -> tuple[int, int]:
    """How many fans paid anything in `scope`, and how many payments there name no fan."""
    chosen = within(LedgerLine, scopes.accounts(session, scope), scope) & is_revenue() & (LedgerLine.gross_minor > 0)
    chosen &= LedgerLine.parent_id.is_(None)
    per_account = select(func.count(distinct(LedgerLine.fan))).where(chosen).group_by(LedgerLine.platform_id)
    named = sum(session.scalars(per_account))
    nameless = session.scalar(select(func.count()).where(chosen, LedgerLine.fan.is_(None)))
    return named, nameless or 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far an account's money and its list of subscriptions are known."""

    account_id: int
    money_at: datetime | None
    fans_at: datetime | None


def _of(
    reading: _Reading, rows: dict[str, SubscriptionSpell], charges: dict[str, list[LedgerLine]]
) -> Iterator[Subscription]:
    # A product that is charged in one rhythm alone tells that of its ended subscriptions, which platforms list no more.
    rhythms: defaultdict[str | None, set[int | None]] = defaultdict(set)
    for row in rows.values():
        rhythms[row.product].add(row.months)
    for remote_id in rows.keys() | charges.keys():
        known, lines = rows.get(remote_id), charges.get(remote_id, [])
        if known is None and not lines:
            continue
        yield _subscription(reading, remote_id, known, lines, rhythms)


def _subscription(
    reading: _Reading,
    remote_id: str,
    row: SubscriptionSpell | None,
    lines: list[LedgerLine],
    rhythms: dict[str | None, set[int | None]],
) -> Subscription:
    fan = (row.fan if row else None) or next((one.fan for one in lines if one.fan), None)
    horizon = reading.money_at or (max(one.as_of for one in lines) if lines else row.as_of if row else None)
    rhythm = rhythms.get(lines[-1].product, set()) if lines else set()
    return Subscription(
        fan=f"{reading.account_id}:{fan or f'subscription {remote_id}'}",
        charges=tuple(Charge(one.at, _minor(one), one.currency) for one in lines),
        months=row.months if row and row.months else next(iter(rhythm)) if len(rhythm) == 1 else None,
        horizon=horizon or datetime.min,  # noqa: DTZ901 - of nothing: there is a row or a line
        started_at=row.started_at if row else None,
        trial_until=row.trial_until if row else None,
        ended_at=_ended(row) if row else _unlisted_since(reading, lines),
        told_minor=row.price_minor if row else None,
        currency=row.currency if row else None,
    )


def _ended(row: SubscriptionSpell) -> datetime | None:
    """Since when it does not run any more. A payment that fails may still succeed: that is for the charges to tell."""
    if row.status in ENDED:
        return row.ended_at or row.cancelled_at or row.as_of
    return None if row.status in FAILING else row.ended_at


def _unlisted_since(reading: _Reading, lines: list[LedgerLine]) -> datetime | None:
    """A list that came after its last charge and does not name it: it has ended by then, whenever that was."""
    listed_after = reading.fans_at is not None and lines[-1].at <= reading.fans_at
    return reading.fans_at if listed_after else None


def _minor(line: LedgerLine) -> int | None:
    if line.status is LedgerStatus.TEST:
        return 0
    return None if line.amount_unknown else line.gross_minor


def _rows(session: Session, ids: list[int]) -> defaultdict[int, dict[str, SubscriptionSpell]]:
    found: defaultdict[int, dict[str, SubscriptionSpell]] = defaultdict(dict)
    for row in session.scalars(select(SubscriptionSpell).where(SubscriptionSpell.platform_id.in_(ids))):
        found[row.platform_id][row.remote_id] = row
    return found


def _charges(session: Session, ids: list[int]) -> defaultdict[int, dict[str, list[LedgerLine]]]:
    query = (
        select(LedgerLine)
        .where(
            LedgerLine.platform_id.in_(ids),
            LedgerLine.subscription.is_not(None),
            LedgerLine.parent_id.is_(None),
            LedgerLine.kind.in_(_CHARGES),
            LedgerLine.status.not_in((LedgerStatus.UNVERIFIED, LedgerStatus.DECLINED)),
        )
        .order_by(LedgerLine.platform_id, LedgerLine.subscription, LedgerLine.at)
    )
    found: defaultdict[int, dict[str, list[LedgerLine]]] = defaultdict(dict)
    for (account_id, remote_id), lines in groupby(
        session.scalars(query), key=lambda one: (one.platform_id, one.subscription)
    ):
        found[account_id][str(remote_id)] = list(lines)
    return found


def _unnamed(session: Session, ids: list[int]) -> int:
    """Charges of subscriptions that do not say of which: who entered them did not know."""
    chosen = (
        LedgerLine.platform_id.in_(ids),
        LedgerLine.subscription.is_(None),
        LedgerLine.parent_id.is_(None),
        LedgerLine.kind.in_(_CHARGES),
    )
    return session.scalar(select(func.count()).where(*chosen)) or 0


def _source(rows: dict[str, SubscriptionSpell], charged: bool) -> str | None:  # noqa: FBT001 - a fact about them
    newest = max(rows.values(), key=lambda one: one.as_of, default=None)
    if newest is not None:
        return newest.source
    return "the ledger" if charged else None


def first_day(of: Spells) -> date | None:
    """The day of the first charge of all."""
    times = [one.charges[0].at for held in of.accounts for one in held.subscriptions if one.charges]
    return min(times).date() if times else None
