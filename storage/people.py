"""The people of a workspace. Solo: one, its owner, who is its admin."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain import permissions
from ofauto_desktop.domain.permissions import Permission, Role
from storage.models import User

ACTING = select(func.min(User.id))


def add_owner(session: Session, name: str) -> int:
    """Enter the person who made the workspace; returns their number."""
    row = User(name=name, email=None, role="admin")
    session.add(row)
    session.flush()
    return row.id


def acting(session: Session) -> int | None:
    """Who acts here: the owner, while a workspace has one person. None in a database made without one."""
    return session.scalar(ACTING)


def authorize(session: Session, permission: Permission) -> None:
    """Raises NotAllowed where the person who acts may not. A database made without people belongs to whoever opened it."""
    role = session.scalar(select(User.role).where(User.id == ACTING.scalar_subquery()))
    permissions.authorize(Role.ADMIN if role is None else role, permission)
