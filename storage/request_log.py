"""Each account's last requests and what its platform said is left (L18, A21); written now and then, not at each request."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.requests import AccountLog, BudgetLeft, RequestNote
from storage.models import Platform, RequestLog

KEPT = 200


def add(session: Session, logs: Mapping[int, AccountLog]) -> None:
    """Append what is new of each account; the oldest beyond the last 200 go. Unknown accounts are left out."""
    for account_id, new in logs.items():
        if session.get(Platform, account_id) is None:
            continue
        row = session.get(RequestLog, account_id)
        if row is None:
            row = RequestLog(platform_id=account_id, requests=[], budgets=[], unreadable=None)
            session.add(row)
        row.requests = [*row.requests, *(one.fields() for one in new.requests)][-KEPT:]
        row.budgets = _merged(row.budgets, new.budgets)
        row.unreadable = new.unreadable or row.unreadable
    session.flush()


def of(session: Session, account_id: int) -> AccountLog:
    """What is kept of an account, oldest request first; empty where there is nothing."""
    row = session.get(RequestLog, account_id)
    if row is None:
        return AccountLog()
    return AccountLog(
        requests=tuple(RequestNote.from_fields(one) for one in row.requests),
        budgets=tuple(BudgetLeft.from_fields(one) for one in row.budgets),
        unreadable=row.unreadable,
    )


def low(session: Session, now: datetime) -> dict[int, tuple[BudgetLeft, ...]]:
    """By account, the limits of which little is left at `now` (aware UTC); the others are left out."""
    rows = session.execute(select(RequestLog.platform_id, RequestLog.budgets).where(RequestLog.budgets != []))
    known = {row[0]: tuple(BudgetLeft.from_fields(one) for one in row[1]) for row in rows}
    found = {key: tuple(one for one in told if one.is_low and not one.is_over(now)) for key, told in known.items()}
    return {account_id: told for account_id, told in found.items() if told}


def _merged(before: Sequence[Mapping[str, object]], new: Sequence[BudgetLeft]) -> list[dict[str, object]]:
    known = {str(one["name"]): dict(one) for one in before}
    return list({**known, **{one.name: one.fields() for one in new}}.values())
