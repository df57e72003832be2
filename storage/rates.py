"""Stored exchange rates (M2). Decimal text in the table, so that what was entered is what is kept."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.rates import BY_HAND, STANDS_FOR, DayRate
from storage import audit
from storage.models import ExchangeRate, LedgerLine
from storage.types import microseconds

_CHUNK = 5000


def of(
    session: Session, currencies: Collection[str], start: date | None = None, end: date | None = None
) -> list[DayRate]:
    """The rates that can convert between `currencies` on days in [start, end), those that still stand then too."""
    query = select(ExchangeRate).where(
        or_(ExchangeRate.currency.in_(currencies), ExchangeRate.reporting.in_(currencies))
    )
    if start is not None:
        query = query.where(ExchangeRate.day >= start - STANDS_FOR)
    if end is not None:
        query = query.where(ExchangeRate.day < end)
    return [_rate(row) for row in session.scalars(query)]


def listed(session: Session, pair: tuple[str, str] | None, limit: int, offset: int = 0) -> list[DayRate]:
    """Stored rates, newest day first; of one pair or all."""
    query = select(ExchangeRate).order_by(ExchangeRate.day.desc(), ExchangeRate.currency, ExchangeRate.reporting)
    if pair is not None:
        query = query.where(ExchangeRate.currency == pair[0], ExchangeRate.reporting == pair[1])
    return [_rate(row) for row in session.scalars(query.limit(limit).offset(offset))]


def extent(session: Session) -> tuple[int, date | None, date | None]:
    """How many there are, and the first and last day that has one."""
    count, first, last = session.execute(
        select(func.count(), func.min(ExchangeRate.day), func.max(ExchangeRate.day))
    ).one()
    return count, first, last


def first_earned(session: Session) -> datetime | None:
    """When the ledger begins (aware UTC): rates of before are of no use."""
    return session.scalar(select(LedgerLine.at).order_by(LedgerLine.at).limit(1))


def put(session: Session, rates: Sequence[DayRate], now: datetime, *, by_hand: bool) -> tuple[int, int]:
    """Store rates; returns how many are new and how many changed. What was entered by hand yields to nothing but a hand."""
    connection = session.connection()
    known: dict[tuple[str, str, date], tuple[str, str]] = {}
    days = [one.day for one in rates]
    if days:
        stored = session.execute(
            select(
                ExchangeRate.currency, ExchangeRate.reporting, ExchangeRate.day, ExchangeRate.rate, ExchangeRate.source
            ).where(ExchangeRate.day.between(min(days), max(days)))
        )
        known = {(row[0], row[1], row[2]): (row[3], row[4]) for row in stored}
    added = changed = 0
    rows = []
    for one in {(one.currency, one.reporting, one.day): one for one in rates}.values():
        text, before = format(one.rate, "f"), known.get((one.currency, one.reporting, one.day))
        if before is not None and (before == (text, one.source) or (before[1] == BY_HAND and not by_hand)):
            continue
        added, changed = added + (before is None), changed + (before is not None)
        rows.append((one.currency, one.reporting, one.day.toordinal(), text, one.source, microseconds(one.as_of)))
    for at in range(0, len(rows), _CHUNK):
        connection.exec_driver_sql(_PUT, rows[at : at + _CHUNK])
    if rows:
        _log(session, now, "rates.stored", {"added": added, "changed": changed, "by_hand": by_hand})
    return added, changed


def remove(session: Session, keys: Iterable[tuple[str, str, date]], now: datetime) -> list[DayRate]:
    """Take rates away; returns them, so that they can be put back."""
    gone = []
    for key in keys:
        row = session.get(ExchangeRate, key)
        if row is not None:
            gone.append(_rate(row))
            currency, reporting, day = key
            session.execute(
                delete(ExchangeRate).where(
                    ExchangeRate.currency == currency, ExchangeRate.reporting == reporting, ExchangeRate.day == day
                )
            )
    if gone:
        _log(session, now, "rates.removed", {"removed": len(gone)})
    return gone


def _log(session: Session, now: datetime, action: str, details: dict[str, object]) -> None:
    audit.record(session, at=now, action=action, object_type="rates", object_id="table", details=details)


def _rate(row: ExchangeRate) -> DayRate:
    return DayRate(
        currency=row.currency,
        reporting=row.reporting,
        day=row.day,
        rate=Decimal(row.rate),
        source=row.source,
        as_of=row.as_of,
    )


_PUT = (
    "INSERT INTO exchange_rate (currency, reporting, day, rate, source, as_of) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (currency, reporting, day) "
    "DO UPDATE SET rate = excluded.rate, source = excluded.source, as_of = excluded.as_of"
)
