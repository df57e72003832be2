"""Active subscribers and what they pay a month (S, S1), from stored subscriptions and the last charge of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.subscriptions import Spell, a_month, rounded
from storage import earnings
from storage.accounts import reporting_zone
from storage.metrics import upsert_samples
from storage.models import SyncState
from storage.series import present
from storage.types import instant_of, microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What subscriptions came to at `as_of` (aware UTC), when they were last read through.

    `mrr_minor` is None where a price is not known, or where prices are in several currencies (M2). `incomplete`: of some
    who are counted it is not known whether they pay.
    """

    subscribers: int
    mrr_minor: int | None
    as_of: datetime
    source: str
    incomplete: bool


def levels(session: Session, scope: Scope) -> dict[int, Level]:
    """The levels of the accounts of `scope` whose subscriptions were ever read through."""
    found = {one.id: level(session, one.id) for one in present(session, scope)}
    return {account_id: one for account_id, one in found.items() if one is not None}


def level(session: Session, account_id: int) -> Level | None:
    """Where an account's subscriptions stand; None where they were never read through."""
    read_at = {
        row.kind: row.succeeded_at
        for row in session.scalars(select(SyncState).where(SyncState.platform_id == account_id))
    }
    as_of = read_at.get(SyncKind.FANS)
    if as_of is None:
        return None
    money_read_at = read_at.get(SyncKind.MONEY)
    sources, currencies = set[str](), set[str | None]()
    fans = minor = 0
    unknown = False
    # Fan by fan as they come: there may be a hundred thousand.
    for _, spells in groupby(_spells(session, account_id, as_of), key=lambda one: one.fan):
        active = []
        for one in spells:
            sources.add(one.source)
            if one.is_active(as_of, money_read_at):
                active.append(one)
                currencies.add(one.currency)
        if not active:
            continue
        fans += 1
        price = _together(active)
        unknown = unknown or price is None
        minor += 0 if price is None else rounded(price)
    return Level(
        subscribers=fans,
        mrr_minor=None if unknown or len(currencies) > 1 else minor,
        as_of=as_of,
        source=", ".join(sorted(sources or earnings.sources(session, [account_id]).values())),
        incomplete=unknown,
    )


def note_level(session: Session, account_id: int) -> None:
    """Store the level as readings of the account, so that its days are known later. Both kinds of pull change it."""
    found = level(session, account_id)
    if found is None:
        return
    values = {Metric.SUBSCRIBERS: found.subscribers, Metric.MRR: found.mrr_minor}
    samples = [
        MetricSample(metric=metric, value=value, as_of=found.as_of, source=found.source)
        for metric, value in values.items()
        if value is not None
    ]
    upsert_samples(session, account_id, reporting_zone(session, account_id), samples)


def _together(active: Sequence[Spell]) -> Fraction | None:
    """What a fan pays a month, over all they subscribe to; None where a price is not known."""
    prices = [a_month(one) for one in active]
    return None if None in prices else sum((price for price in prices if price is not None), Fraction())


def _spells(session: Session, account_id: int, at: datetime) -> Iterator[Spell]:
    """An account's spells, those of one fan together."""
    rows = session.connection().exec_driver_sql(_SPELLS, {"account": account_id, "at": microseconds(at)})
    for part in rows.partitions(_AT_ONCE):
        for fan, status, trial_until, ended_at, months, source, price, currency, charged_at in part:
            yield Spell(
                fan,
                status,
                _instant(trial_until),
                _instant(ended_at),
                months,
                price,
                _instant(charged_at),
                currency,
                source,
            )


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant_of(stored)


_AT_ONCE = 1000
_CHARGES = ", ".join(f"'{kind.value}'" for kind in (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL))
# Two seeks for each subscription. A charge of a test is one of nothing; one of an unknown amount has no price.
_SPELLS = f"""
SELECT coalesce(nullif(spell.fan, ''), 'subscription ' || spell.remote_id) AS whose, spell.status, spell.trial_until,
       spell.ended_at, spell.months, spell.source,
       coalesce(spell.price_minor, CASE WHEN charge.status = '{LedgerStatus.TEST}' THEN 0
                                        WHEN charge.amount_unknown THEN NULL ELSE charge.gross_minor END),
       coalesce(charge.currency, spell.currency), charge.at
FROM subscription AS spell
LEFT JOIN ledger_line AS charge ON charge.id = (
  SELECT id FROM ledger_line
  WHERE platform_id = spell.platform_id AND subscription = spell.remote_id AND at <= :at
    AND parent_id IS NULL AND kind IN ({_CHARGES}) AND status != '{LedgerStatus.DECLINED}'
  ORDER BY at DESC LIMIT 1)
WHERE spell.platform_id = :account AND spell.started_at <= :at
ORDER BY whose
"""  # noqa: S608 - put together from closed words
