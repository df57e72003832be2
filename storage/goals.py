"""Goals as people set, change and drop them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.errors import BadInput, NotFound
from ofauto_desktop.domain.goals import Goal
from storage import audit
from storage.models import Client, Platform
from storage.models import Goal as GoalRow


def listed(session: Session, client_id: int | None) -> list[Goal]:
    """Goals of a client and those of the whole workspace, or all; the next to end first."""
    query = select(GoalRow).order_by(GoalRow.last, GoalRow.id)
    if client_id is not None:
        query = query.where((GoalRow.client_id == client_id) | GoalRow.client_id.is_(None))
    return [_goal(row) for row in session.scalars(query)]


def add(session: Session, goal: Goal, now: datetime) -> Goal:
    """Store a new goal, whatever its id says. An account's goal is its client's. Raises BadInput for what is not there."""
    row = GoalRow(created_at=now)
    return _written(session, row, goal, now, "goal.added")


def put_back(session: Session, goal: Goal, now: datetime) -> Goal:
    """Undo `remove`, under the id it had."""
    row = GoalRow(id=goal.id, created_at=now)
    return _written(session, row, goal, now, "goal.restored")


def edit(session: Session, goal: Goal, now: datetime) -> Goal:
    """Make the goal of that id this one; returns what it was. Raises NotFound."""
    row = _row(session, goal.id)
    before = _goal(row)
    _written(session, row, goal, now, "goal.edited")
    return before


def remove(session: Session, goal_id: int, now: datetime) -> Goal:
    """Drop a goal; returns it. Raises NotFound."""
    row = _row(session, goal_id)
    goal = _goal(row)
    session.delete(row)
    session.flush()
    _log(session, now, "goal.removed", goal)
    return goal


def _written(session: Session, row: GoalRow, goal: Goal, now: datetime, action: str) -> Goal:
    goal = replace(goal, client_id=_client_of(session, goal))
    row.name, row.metric, row.currency, row.target = goal.name, goal.metric, goal.currency, goal.target
    row.first, row.last, row.ended_at, row.updated_at = goal.first, goal.last, goal.ended_at, now
    row.client_id, row.platform_id = goal.client_id, goal.account_id
    session.add(row)
    session.flush()
    stored = _goal(row)
    _log(session, now, action, stored)
    return stored


def _client_of(session: Session, goal: Goal) -> int | None:
    if goal.account_id is not None:
        account = session.get(Platform, goal.account_id)
        if account is None:
            raise BadInput("that account is not there any more")
        return account.client_id
    if goal.client_id is not None and session.get(Client, goal.client_id) is None:
        raise BadInput("that client is not there any more")
    return goal.client_id


def _row(session: Session, goal_id: int) -> GoalRow:
    row = session.get(GoalRow, goal_id)
    if row is None:
        raise NotFound(f"there is no goal {goal_id}")
    return row


def _log(session: Session, now: datetime, action: str, goal: Goal) -> None:
    audit.record(
        session,
        at=now,
        action=action,
        object_type="goal",
        object_id=str(goal.id),
        client_id=goal.client_id,
        details={"metric": goal.metric},
    )


def _goal(row: GoalRow) -> Goal:
    return Goal(
        id=row.id,
        name=row.name,
        metric=row.metric,
        target=row.target,
        first=row.first,
        last=row.last,
        currency=row.currency,
        client_id=row.client_id,
        account_id=row.platform_id,
        ended_at=row.ended_at,
    )
