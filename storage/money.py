"""Money as it comes from a pull: each id one row, and the daily rollup kept right by differences (M1 to M5).

Plain statements over the driver rather than mapped rows: a first pull brings a hundred thousand sales.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import islice
from operator import sub
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.money import Effect, LedgerEntry, LedgerKind, LedgerStatus, Payout, Subscriber, effect
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.domain.syncing import Stored
from storage.models import PayoutLine, PayoutPart, SubscriptionSpell
from storage.types import instant_of, microseconds

_CHUNK = 500
_PAGE = 5000
_SUBSCRIBER = Subscriber._fields
_KNOWN_SUBSCRIPTIONS = "SELECT remote_id FROM subscription WHERE platform_id = ? AND remote_id IN"
_SPELL = ("platform_id", "created_at", "updated_at", "as_of", *_SUBSCRIBER)
_NEW_SUBSCRIPTIONS = f"INSERT INTO subscription ({', '.join(_SPELL)}) VALUES ({', '.join('?' * len(_SPELL))})"  # noqa: S608

# What a ledger line says, in the order in which it is written and read; `as_of` and the like come after.
_SAID = (
    "at",
    "kind",
    "gross_minor",
    "fee_minor",
    "tax_minor",
    "net_minor",
    "currency",
    "status",
    "fee_estimated",
    "amount_unknown",
    "fan",
    "product",
    "product_name",
    "subscription",
    "parent_id",
    "offer",
    "source",
)
_NOTHING = (0,) * len(Effect._fields)

_Line = tuple[Any, ...]
_Group = tuple[date, LedgerKind, str]
_Numbers = tuple[int, ...]
_Effects = defaultdict[_Group, list[Effect]]


def upsert_ledger(
    session: Session, account_id: int, zone: str, entries: Sequence[LedgerEntry], now: datetime
) -> Stored:
    """Store movements; the same remote id is the same row, and its last word counts.

    `zone` is the client's reporting zone (IANA), `now` aware UTC. A stored row keeps its `at` where the entry only
    guesses it, so that earlier days never change (M4).
    """
    place = zone_named(zone)
    distinct = iter(_distinct(entries).values())
    stored = Stored()
    while chunk := list(islice(distinct, _CHUNK)):
        stored += _store(session, account_id, place, chunk, now)
    return stored


def rebuild(session: Session, account_id: int, zone: str) -> None:
    """Make the daily rollup anew from the whole ledger, for days that begin at other instants."""
    place = zone_named(zone)
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM financial_metric WHERE platform_id = ?", (account_id,))
    rows = connection.exec_driver_sql(f"{_READ} WHERE platform_id = ?", (account_id,)).yield_per(_PAGE)
    for page in rows.partitions():
        gained = _Effects(list)
        for remote_id, *said in page:
            _count(gained, _entry(remote_id, tuple(said)), place)
        _apply(session, account_id, gained, _Effects(list))


def remove_lines(session: Session, account_id: int, zone: str, remote_ids: Sequence[str]) -> None:
    """Take lines out of the ledger, and what they added out of the daily rollup."""
    place = zone_named(zone)
    wanted = iter(remote_ids)
    while chunk := list(islice(wanted, _CHUNK)):
        lost = _Effects(list)
        for remote_id, said in _known(session, account_id, chunk).items():
            _count(lost, _entry(remote_id, said), place)
        marks = ",".join("?" * len(chunk))
        session.connection().exec_driver_sql(
            f"DELETE FROM ledger_line WHERE platform_id = ? AND remote_id IN ({marks})",  # noqa: S608 - marks alone
            (account_id, *chunk),
        )
        _apply(session, account_id, _Effects(list), lost)


def upsert_payouts(session: Session, account_id: int, payouts: Sequence[Payout], now: datetime) -> Stored:
    """Store payouts. `as_of` is set anew each time: an announced payout that is no longer told is out of date."""
    known = {row.remote_id: row for row in session.scalars(_of_account(PayoutLine, account_id, payouts))}
    added = changed = 0
    for payout in {one.remote_id: one for one in payouts}.values():
        said = {
            "at": payout.at,
            "amount_minor": payout.amount_minor,
            "currency": payout.currency,
            "status": payout.status,
            "source": payout.source,
        }
        row = known.get(payout.remote_id)
        if row is None:
            row = PayoutLine(platform_id=account_id, remote_id=payout.remote_id, created_at=now)
            session.add(row)
            added += 1
        else:
            changed += any(getattr(row, name) != value for name, value in said.items())
        _tell(row, said, now)
        if payout.sales is not None:
            _store_parts(session, row, payout)
    session.flush()
    return Stored(added=added, changed=changed, unchanged=len({one.remote_id for one in payouts}) - added - changed)


def _store_parts(session: Session, row: PayoutLine, payout: Payout) -> None:
    session.flush()
    session.execute(delete(PayoutPart).where(PayoutPart.payout_id == row.id))
    parts = [(False, sale) for sale in dict.fromkeys(payout.sales or ())]
    parts += [(True, sale) for sale in dict.fromkeys(payout.undone)]
    if parts:
        session.execute(
            insert(PayoutPart), [{"payout_id": row.id, "undone": undone, "sale": sale} for undone, sale in parts]
        )


def upsert_subscribers(session: Session, account_id: int, subscribers: Sequence[Subscriber], now: datetime) -> Stored:
    """Store subscriptions as their platform tells them; the same remote id is the same subscription."""
    stored = Stored()
    distinct = iter({one.remote_id: one for one in subscribers}.values())
    while chunk := list(islice(distinct, _CHUNK)):
        stored += _store_subscribers(session, account_id, chunk, now)
    return stored


def _store_subscribers(session: Session, account_id: int, chunk: Sequence[Subscriber], now: datetime) -> Stored:
    # At once and past the mapper: a first pull brings a hundred thousand, which row by row take five times as long.
    marks, connection = ",".join("?" * len(chunk)), session.connection()
    found = connection.exec_driver_sql(
        f"{_KNOWN_SUBSCRIPTIONS} ({marks})", (account_id, *[one.remote_id for one in chunk])
    )
    there = {remote_id for (remote_id,) in found}
    known = [one for one in chunk if one.remote_id in there]
    new = [_new_subscription(one, account_id, microseconds(now)) for one in chunk if one.remote_id not in there]
    changed = _tell_subscribers(session, account_id, known, now) if known else 0
    if new:
        connection.exec_driver_sql(_NEW_SUBSCRIPTIONS, new)
    return Stored(added=len(new), changed=changed, unchanged=len(chunk) - len(new) - changed)


def _new_subscription(one: Subscriber, account_id: int, now: int) -> tuple[Any, ...]:
    """What `_NEW_SUBSCRIPTIONS` takes; `now` in microseconds."""
    remote_id, fan, product, started, status, months, price, currency, trial, cancelled, ended, source = one
    return (
        *(account_id, now, now, now, remote_id, fan, product, microseconds(started), status, months, price, currency),
        None if trial is None else microseconds(trial),
        None if cancelled is None else microseconds(cancelled),
        None if ended is None else microseconds(ended),
        source,
    )


def _tell_subscribers(session: Session, account_id: int, chunk: Sequence[Subscriber], now: datetime) -> int:
    """Store what is said of subscriptions that are there; how many it changes."""
    rows = {row.remote_id: row for row in session.scalars(_of_account(SubscriptionSpell, account_id, chunk))}
    changed = 0
    for one in chunk:
        row, said = rows[one.remote_id], dict(zip(_SUBSCRIBER, one, strict=True))
        if all(getattr(row, name) == value for name, value in said.items()):
            continue
        changed += 1
        _tell(row, said, now)
    session.flush()
    return changed


def _tell(row: Any, said: Mapping[str, Any], now: datetime) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row.as_of = row.updated_at = now


def _of_account(model: Any, account_id: int, values: Iterable[Payout | Subscriber]) -> Any:
    ids = [one.remote_id for one in values]
    return select(model).where(model.platform_id == account_id, model.remote_id.in_(ids))


def _distinct(entries: Sequence[LedgerEntry]) -> dict[str, LedgerEntry]:
    """The last word on each id, with the first time where a later one only guesses it."""
    distinct: dict[str, LedgerEntry] = {}
    for entry in entries:
        distinct[entry.remote_id] = _timed(entry, distinct.get(entry.remote_id))
    return distinct


def _timed(entry: LedgerEntry, before: LedgerEntry | None) -> LedgerEntry:
    if before is None or not entry.at_estimated:
        return entry
    return entry._replace(at=before.at)


def _store(session: Session, account_id: int, zone: tzinfo, entries: Sequence[LedgerEntry], now: datetime) -> Stored:
    known = _known(session, account_id, [entry.remote_id for entry in entries])
    as_of = microseconds(now)
    added: list[_Line] = []
    changed: list[_Line] = []
    gained, lost = _Effects(list), _Effects(list)
    for given in entries:
        said = known.get(given.remote_id)
        before = None if said is None else _entry(given.remote_id, said)
        entry = _timed(given, before)
        words = _said(entry)
        if before is None:
            added.append((account_id, entry.remote_id, *words, as_of, as_of, as_of))
        elif words == said:
            continue
        else:
            changed.append((*words, as_of, as_of, account_id, entry.remote_id))
            _count(lost, before, zone)
        _count(gained, entry, zone)
    connection = session.connection()
    if added:
        connection.exec_driver_sql(_INSERT, added)
    if changed:
        connection.exec_driver_sql(_UPDATE, changed)
    _apply(session, account_id, gained, lost)
    return Stored(added=len(added), changed=len(changed), unchanged=len(entries) - len(added) - len(changed))


def _known(session: Session, account_id: int, remote_ids: Sequence[str]) -> dict[str, _Line]:
    marks = ",".join("?" * len(remote_ids))
    rows = session.connection().exec_driver_sql(
        f"{_READ} WHERE platform_id = ? AND remote_id IN ({marks})", (account_id, *remote_ids)
    )
    return {remote_id: tuple(said) for remote_id, *said in rows}


def _count(effects: _Effects, entry: LedgerEntry, zone: tzinfo) -> None:
    found = effect(entry)
    if found is not None:
        effects[day_of(entry.at, zone), entry.kind, entry.currency].append(found)


def _apply(session: Session, account_id: int, gained: _Effects, lost: _Effects) -> None:
    """Change the rollup by what came and what went; a group that no line is left in has no row."""
    rows = [
        (account_id, day.toordinal(), kind.value, currency, *numbers)
        for day, kind, currency in sorted(gained.keys() | lost.keys())
        if any(numbers := _difference(gained.get((day, kind, currency)), lost.get((day, kind, currency))))
    ]
    if rows:
        connection = session.connection()
        connection.exec_driver_sql(_ADD, rows)
        connection.exec_driver_sql(_EMPTIED, [row[:4] for row in rows])


def _difference(gained: list[Effect] | None, lost: list[Effect] | None) -> _Numbers:
    return tuple(map(sub, _sums(gained), _sums(lost)))


def _sums(effects: list[Effect] | None) -> _Numbers:
    return tuple(map(sum, zip(*effects, strict=True))) if effects else _NOTHING


def _said(entry: LedgerEntry) -> _Line:
    return (
        microseconds(entry.at),
        entry.kind.value,
        entry.gross_minor,
        entry.fee_minor,
        entry.tax_minor,
        entry.net_minor,
        entry.currency,
        entry.status.value,
        int(entry.fee_estimated),
        int(entry.amount_unknown),
        entry.fan,
        entry.product,
        entry.product_name,
        entry.subscription,
        entry.parent_id,
        entry.offer,
        entry.source,
    )


def _entry(remote_id: str, said: _Line) -> LedgerEntry:
    (
        at,
        kind,
        gross,
        fee,
        tax,
        _,
        currency,
        status,
        estimated,
        unknown,
        fan,
        product,
        name,
        subscription,
        parent,
        offer,
        source,
    ) = said
    return LedgerEntry(
        remote_id=remote_id,
        at=instant_of(at),
        kind=LedgerKind(kind),
        gross_minor=gross,
        fee_minor=fee,
        tax_minor=tax,
        currency=currency,
        status=LedgerStatus(status),
        fee_estimated=bool(estimated),
        amount_unknown=bool(unknown),
        fan=fan,
        product=product,
        product_name=name,
        subscription=subscription,
        parent_id=parent,
        offer=offer,
        source=source,
    )


# The statements are put together from the names above, never from what comes in.
_READ = f"SELECT remote_id, {', '.join(_SAID)} FROM ledger_line"  # noqa: S608
_INSERT = (
    f"INSERT INTO ledger_line (platform_id, remote_id, {', '.join(_SAID)}, as_of, created_at, updated_at) "  # noqa: S608
    f"VALUES ({', '.join('?' * (len(_SAID) + 5))})"
)
_UPDATE = (
    f"UPDATE ledger_line SET {', '.join(f'{name} = ?' for name in _SAID)}, as_of = ?, updated_at = ? "  # noqa: S608
    "WHERE platform_id = ? AND remote_id = ?"
)
_ADD = (
    f"INSERT INTO financial_metric (platform_id, day, kind, currency, {', '.join(Effect._fields)}) "  # noqa: S608
    f"VALUES ({', '.join('?' * (len(Effect._fields) + 4))}) ON CONFLICT (platform_id, day, kind, currency) "
    f"DO UPDATE SET {', '.join(f'{name} = {name} + excluded.{name}' for name in Effect._fields)}"
)
_EMPTIED = "DELETE FROM financial_metric WHERE platform_id = ? AND day = ? AND kind = ? AND currency = ? AND lines = 0"
