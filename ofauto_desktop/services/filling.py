"""Filling next week from the library: proposed first, then planned as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.filling import Filling, WeekPlan, spread
from ofauto_desktop.domain.schedule import Moment, to_utc, to_wall
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import planning
from ofauto_desktop.services.account_sets import AccountSets
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.composing import Composing
from ofauto_desktop.services.library import Library
from storage import posts
from storage.database import Database

_WEEK = timedelta(days=7)
MOST = 100  # items at once; a week has no more slots than one looks through


class WeekFilling:
    """A post for each chosen item, on the accounts that were written for last."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        sets: AccountSets,
        composing: Composing,
        library: Library,
        now: Now,
    ) -> None:
        self._database, self._accounts, self._sets = database, accounts, sets
        self._composing, self._library, self._now = composing, library, now

    async def propose(self, media_ids: Sequence[int], account_ids: Sequence[int] = ()) -> WeekPlan:
        """What next week (Monday to Sunday of the first account) would hold; nothing is stored.

        Raises BadInput where there is no account to post to, or too many items; NotFound.
        """
        if not media_ids or len(media_ids) > MOST:
            raise BadInput(f"choose one to {MOST} items")
        accounts = await self._chosen(account_ids)
        first = accounts[0]
        today = to_wall(self._now(), first.zone).date()
        monday = today + timedelta(days=7 - today.weekday())
        slots = spread(await self._free(first, datetime.combine(monday, time())), len(media_ids))
        posts_ = [await self._one(media_id, slot, accounts) for media_id, slot in zip(media_ids, slots, strict=False)]
        return WeekPlan(
            account_ids=tuple(one.id for one in accounts),
            accounts=tuple(one.name for one in accounts),
            zone=first.zone,
            first=monday,
            last=monday + _WEEK - timedelta(days=1),
            posts=tuple(posts_),
            left_over=len(media_ids) - len(slots),
        )

    async def plan(self, week: WeekPlan) -> tuple[int, ...]:
        """Plan what was proposed, but for what is refused; the posts' ids. All of it, or nothing. Raises as `save` does."""
        drafts = [_draft(one, week.account_ids) for one in week.taken]
        for draft in drafts:
            await self._composing.approve(draft)
        made: list[int] = []
        try:
            for draft in drafts:
                post = await self._composing.save(draft)
                made.append(post.id)
        except BaseException:
            for post_id in made:
                await self._database.write(posts.remove, post_id, self._now())
            raise
        await self._sets.note_use(week.account_ids)
        return tuple(made)

    async def _chosen(self, account_ids: Sequence[int]) -> list[Account]:
        """The accounts asked for, else those of the last post that still can, else the first that can."""
        listed = await self._accounts.list()
        known = {one.id: one for one in listed if not self._composing.unavailable(one)}
        wanted = account_ids or await self._sets.last_used() or tuple(known)[:1]
        found = [known[one] for one in dict.fromkeys(wanted) if one in known]
        if not found:
            raise BadInput("connect an account that takes posts first")
        if len({one.client_id for one in found}) > 1:
            found = [one for one in found if one.client_id == found[0].client_id]
        return found

    async def _free(self, account: Account, monday: datetime) -> list[Moment]:
        """The account's free slots of the week that begins then."""
        after, end = to_utc(monday, account.zone) - timedelta(seconds=1), to_utc(monday + _WEEK, account.zone)
        found: list[Moment] = []
        while (slot := await planning.next_slot(self._database, account, after)).due_at < end:
            found.append(slot)
            after = slot.due_at
        return found

    async def _one(self, media_id: int, slot: Moment, accounts: Sequence[Account]) -> Filling:
        item = await self._library.get(media_id)
        filling = Filling(media_id=media_id, name=item.name, text=item.caption, wall=slot.wall)
        checked = await self._composing.check(_draft(filling, tuple(one.id for one in accounts)))
        refused = [found.problem.text for found in checked.findings if found.problem.blocking]
        return replace(filling, refused="; ".join(refused))


def _draft(one: Filling, account_ids: tuple[int, ...]) -> Draft:
    return Draft(account_ids=account_ids, text=one.text, media_ids=(one.media_id,), at=one.wall)
