"""A stored post at a new time, with everything checked that a save would check."""

from datetime import datetime

from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.posts import Post, Target
from ofauto_desktop.domain.schedule import Moment
from ofauto_desktop.services import fitness, planning
from ofauto_desktop.services.accounts import Accounts
from storage.database import Database


async def moment_of(
    database: Database, accounts: Accounts, post: Post, target: Target, at: str | datetime | When, now: datetime
) -> Moment | None:
    """A target's new moment; None for a draft. Raises BadInput, naming account and post, for what cannot go out then."""
    account = await accounts.get(target.account_id)
    planned = await planning.moment_for(database, account, at, now)
    if planned is None:
        return None
    found = await fitness.problems(database, account, post, target, hosted=await accounts.hosted(account))
    fitness.refuse([*found, *planning.time_problems(planned, now)], account, post)
    return planned
