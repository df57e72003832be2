"""Ids of posts, each given once: what was deleted can be put back, and no act that names it meets another post.

SQLite gives the highest id again once its row is gone; the table is older than this need.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import settings
from storage.models import ScheduledPost

_HIGHEST = "posts.highest_id"


def fresh(session: Session) -> int:
    """An id that no post has or had."""
    return max(_highest(session), settings.get(session, _HIGHEST) or 0) + 1


def spend(session: Session, post_id: int) -> None:
    """Remember the id of a post that is being deleted, where it could come again."""
    if post_id == _highest(session):
        settings.put(session, _HIGHEST, max(post_id, settings.get(session, _HIGHEST) or 0))


def _highest(session: Session) -> int:
    return session.scalar(select(func.max(ScheduledPost.id))) or 0
