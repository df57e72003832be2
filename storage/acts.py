"""What was done on an account while nobody looked."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ofauto_desktop.domain.posts import Outcome
from storage.models import PostAttempt, PostPlatform

_DONE = (Outcome.SENDING, Outcome.POSTED, Outcome.UNKNOWN, Outcome.REFUSED)


def since(session: Session, account_id: int, start: datetime) -> int:
    """How often something was sent on the account since `start` (aware UTC), whatever became of it."""
    query = (
        select(func.count())
        .select_from(PostAttempt)
        .join(PostPlatform, PostPlatform.id == PostAttempt.target_id)
        .where(PostPlatform.platform_id == account_id, PostAttempt.at >= start, PostAttempt.outcome.in_(_DONE))
    )
    return session.scalar(query) or 0
