"""When to post, from an account's own history (E4, B15): asked for by Analytics and by the composer."""

from dataclasses import replace
from datetime import datetime, timedelta

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.best_times import BestTimes, PostAtDay, best_times
from ofauto_desktop.domain.schedule import zone_named
from ofauto_desktop.runtime.clock import Now
from storage import at_age, series
from storage.at_age import PostAtAge
from storage.database import Database

# Half a year: long enough for slots to fill, short enough to be the audience of today.
HISTORY = timedelta(weeks=26)
# G4: what a post had gathered after a day. Pulls come when they come; a reading up to so far off counts as that.
_AGE, _SLACK = timedelta(hours=24), timedelta(hours=6)


class BestTimesToPost:
    """Answers; writes nothing."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def find(self, scope: Scope) -> BestTimes:
        """E4 over the posts of the last 26 weeks that are a day old. Hours are each account's own, or those of `scope.zone`."""
        accounts = await self._database.read(series.present, scope)
        now = self._now()
        found = await self._database.read(
            at_age.engagement_at, [one.id for one in accounts], _AGE, _SLACK, now - HISTORY, now - _AGE - _SLACK
        )
        answer = best_times(_post(one, scope.zone or one.zone) for one in found)
        counted = [one for one in found if one.as_of is not None]
        zones = {one.zone for one in found}
        return replace(
            answer,
            zone=scope.zone or (zones.pop() if len(zones) == 1 else None),
            as_of=max((one.as_of for one in counted if one.as_of is not None), default=None),
            source=", ".join(sorted({one.source for one in counted if one.source})),
        )

    async def for_account(self, account_id: int) -> BestTimes:
        """What is known of one account, in its own zone."""
        return await self.find(Scope(account_ids=(account_id,)))


def _post(one: PostAtAge, zone: str) -> PostAtDay:
    local: datetime = one.at.astimezone(zone_named(zone)).replace(tzinfo=None)
    return PostAtDay(account_id=one.account_id, form=one.form, local=local, engagement=one.engagement)
