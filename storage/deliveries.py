"""Deliveries in the database: kept durably before they are answered, sealed until they are applied, applied once."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Integer, Table, func, select, type_coerce, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from ofauto_desktop.domain.deliveries import Arrived, DeliveryState, Heard, Waiting
from ofauto_desktop.domain.money import LedgerStatus, Subscriber
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Pulled, Stored
from storage import audit, fan_names, money, sync_state
from storage.models import LedgerLine, SubscriptionSpell, WebhookDelivery
from storage.types import microseconds

_NONCE = 12
# A subscription of which no payment came any more; its platform does not tell when one ends.
ASSUMED = "assumed_ended"
_MOST = 500


class _Sealed(msgspec.Struct):
    headers: dict[str, str]
    body: bytes


def add(session: Session, key: bytes, arrived: Sequence[Arrived]) -> list[bool]:
    """Store deliveries; whether each is new. One that repeats an earlier one changes nothing."""
    connection = session.connection()
    new = []
    for one in arrived:
        row = _row(key, one)
        new.append(bool(connection.execute(_ADD_AGAIN if one.again else _ADD, row).rowcount))
    return new


def _row(key: bytes, one: Arrived) -> dict[str, object]:
    nonce = os.urandom(_NONCE)
    plain = msgspec.msgpack.encode(_Sealed(headers=dict(one.headers), body=one.body))
    return {
        "platform_id": one.account_id,
        "key": one.key,
        "at": one.at,
        "state": DeliveryState.WAITING,
        "nonce": nonce,
        "sealed": AESGCM(key).encrypt(nonce, plain, _place(one.account_id, one.key)),
        "tries": 0,
        "try_at": one.at,
        "detail": "",
        "created_at": one.at,
        "updated_at": one.at,
    }


def waiting(session: Session, key: bytes, now: datetime, limit: int = _MOST) -> list[Waiting]:
    """Deliveries that can be applied now, oldest first."""
    rows = session.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.try_at <= now)
        .order_by(WebhookDelivery.id)
        .limit(limit)
    )
    return [Waiting(id=row.id, account_id=row.platform_id, tries=row.tries, arrived=_opened(key, row)) for row in rows]


def apply(session: Session, delivery: Waiting, told: Pulled, now: datetime, *, only_source: bool) -> Stored:
    """What a delivery says goes into the books, and it is done: both or neither.

    `only_source`: nobody pulls this account, so what is known of its money is as old as what it last sent.
    """
    account_id = delivery.account_id
    row = session.get_one(WebhookDelivery, delivery.id)
    stored = sync_state.keep(session, account_id, SyncKind.MONEY, _without_known_hints(session, account_id, told), now)
    if only_source:
        fan_names.one_name_each(session, account_id, [one.fan for one in told.ledger])
        _keep_subscriptions(session, account_id, told, now)
        sync_state.heard(session, account_id, (SyncKind.MONEY, SyncKind.FANS), row.at)
    row.state, row.detail, row.nonce, row.sealed = DeliveryState.APPLIED, "", None, None
    return stored


def give_up(session: Session, delivery: Waiting, now: datetime, reason: str) -> None:
    """It says nothing that we understand. Its body is kept, sealed, for a later version that may."""
    row = session.get_one(WebhookDelivery, delivery.id)
    row.state, row.detail, row.tries = DeliveryState.UNREADABLE, reason, row.tries + 1
    audit.record(
        session,
        at=now,
        action="delivery.unreadable",
        object_type="account",
        object_id=str(delivery.account_id),
        details={"reason": reason},
    )


def put_off(
    session: Session, delivery: Waiting, hinted: Pulled, now: datetime, *, until: datetime, reason: str
) -> None:
    """Its platform could not be asked about it; it is tried again at `until` (aware UTC). `hinted` stands until then."""
    account_id = delivery.account_id
    sync_state.keep(session, account_id, SyncKind.MONEY, _without_known_hints(session, account_id, hinted), now)
    row = session.get_one(WebhookDelivery, delivery.id)
    row.tries, row.try_at, row.detail = row.tries + 1, until, reason


def note_refused(session: Session, account_id: int, now: datetime, reason: str) -> None:
    """Something came in an account's name that is not its platform's: nothing of it is kept but that."""
    audit.record(
        session,
        at=now,
        action="delivery.refused",
        object_type="account",
        object_id=str(account_id),
        outcome="denied",
        details={"reason": reason},
    )


def heard(session: Session, account_id: int) -> Heard:
    """What an account has received so far."""
    count, last_at = session.execute(
        select(func.count(), func.max(WebhookDelivery.at, type_=WebhookDelivery.at.type)).where(
            WebhookDelivery.platform_id == account_id
        )
    ).one()
    unreadable = session.scalar(
        select(func.count()).where(
            WebhookDelivery.platform_id == account_id, WebhookDelivery.state == DeliveryState.UNREADABLE
        )
    )
    return Heard(count=count, last_at=last_at, unreadable=unreadable or 0)


def pending(session: Session) -> int:
    """How many deliveries wait to be applied."""
    query = select(func.count()).where(WebhookDelivery.state == DeliveryState.WAITING)
    return session.scalar(query) or 0


def lapse(session: Session, account_ids: Sequence[int], after: timedelta, now: datetime) -> int:
    """Members who paid nothing for `after` count as gone since then, as nobody tells when one leaves. How many."""
    newest = type_coerce(
        select(func.max(LedgerLine.at, type_=LedgerLine.at.type))
        .where(
            LedgerLine.platform_id == SubscriptionSpell.platform_id,
            LedgerLine.subscription == SubscriptionSpell.remote_id,
        )
        .scalar_subquery(),
        Integer,
    )
    gone = newest + after // timedelta(microseconds=1)
    changed = session.scalars(
        update(SubscriptionSpell)
        .where(
            SubscriptionSpell.platform_id.in_(account_ids),
            SubscriptionSpell.ended_at.is_(None),
            gone <= microseconds(now),
        )
        .values(ended_at=type_coerce(gone, SubscriptionSpell.ended_at.type), status=ASSUMED, as_of=now, updated_at=now)
        .returning(SubscriptionSpell.platform_id)
        .execution_options(synchronize_session=False)
    ).all()
    for account_id in set(changed):
        # That nobody of them paid is known as of now, and the number of members with it.
        sync_state.heard(session, account_id, (SyncKind.FANS,), now)
    return len(changed)


def _without_known_hints(session: Session, account_id: int, told: Pulled) -> Pulled:
    """A hint that nobody has confirmed never overwrites what is known: its platform may have told it meanwhile."""
    unsure = LedgerStatus.UNVERIFIED
    hints = {one.remote_id for one in told.ledger if one.status is unsure}
    if not hints:
        return told
    here = LedgerLine.platform_id == account_id
    known = set(session.scalars(select(LedgerLine.remote_id).where(here, LedgerLine.remote_id.in_(hints))))
    known |= {one.remote_id for one in told.ledger if one.status is not unsure}
    return replace(told, ledger=[one for one in told.ledger if one.status is not unsure or one.remote_id not in known])


def _keep_subscriptions(session: Session, account_id: int, told: Pulled, now: datetime) -> None:
    """Subscriptions by their payments, in whatever order these came: nobody tells of them otherwise."""
    touched = {one.subscription for one in told.ledger if one.subscription and one.status is not LedgerStatus.TEST}
    if touched:
        found = [_by_payments(session, account_id, one) for one in sorted(touched)]
        money.upsert_subscribers(session, account_id, found, now)


def _by_payments(session: Session, account_id: int, subscription: str) -> Subscriber:
    paid = (LedgerLine.platform_id == account_id, LedgerLine.subscription == subscription)
    first = session.scalars(select(LedgerLine).where(*paid).order_by(LedgerLine.at, LedgerLine.id).limit(1)).one()
    last = session.scalars(
        select(LedgerLine).where(*paid).order_by(LedgerLine.at.desc(), LedgerLine.id.desc()).limit(1)
    ).one()
    return Subscriber(
        remote_id=subscription,
        fan=last.fan,
        product=last.product,
        started_at=first.at,
        status="alive",
        months=1,
        price_minor=None,
        currency=last.currency,
        source=last.source,
    )


def _opened(key: bytes, row: WebhookDelivery) -> Arrived | None:
    try:
        plain = AESGCM(key).decrypt(row.nonce or b"", row.sealed or b"", _place(row.platform_id, row.key))
        kept = msgspec.msgpack.decode(plain, type=_Sealed)
    except (InvalidTag, ValueError, msgspec.DecodeError):
        return None  # it was changed on the disk, or belongs to another place; who asked tells so
    return Arrived(account_id=row.platform_id, key=row.key, at=row.at, headers=kept.headers, body=kept.body)


def _place(account_id: int, key: str) -> bytes:
    return f"ofa-delivery-1\n{account_id}\n{key}".encode()


_TABLE = cast("Table", WebhookDelivery.__table__)
_SAID_AGAIN = ("at", "state", "nonce", "sealed", "tries", "try_at", "detail", "updated_at")
_ADD: Any = insert(_TABLE).on_conflict_do_nothing(index_elements=["platform_id", "key"])
_NEW: Any = insert(_TABLE)
_ADD_AGAIN: Any = _NEW.on_conflict_do_update(
    index_elements=["platform_id", "key"],
    set_={name: getattr(_NEW.excluded, name) for name in _SAID_AGAIN},
    where=_TABLE.c.state == DeliveryState.APPLIED,
)
