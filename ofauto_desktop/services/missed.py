"""Missed posts: listed with their rule, settled by it or by a person (B23). Never against security.md §8.

A rule is a person's word given before: it counts for what is missed after it was chosen. It sends at most three posts of
an account by itself, five minutes apart, and none that is over a day late; those, and what no rule names, wait.
"""

from collections.abc import Sequence
from datetime import datetime

from ofauto_desktop.domain.events import PlanningChanged, PostsChanged
from ofauto_desktop.domain.missed import SENDS_UP_TO, ChosenRule, MissedItem, MissedRule, MissedRules, MissedSettled
from ofauto_desktop.domain.planning import PlanningKind
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from storage import missed
from storage.database import Database


class Missed:
    """What was missed, and the rules for it."""

    def __init__(self, database: Database, accounts: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._bus, self._now = database, accounts, bus, now

    async def list(self, client_id: int | None = None) -> tuple[MissedItem, ...]:
        """What is missed and waits for a decision, the longest due first; of one client or of all."""
        return tuple(await self._database.read(missed.listed, client_id))

    async def rules(self) -> MissedRules:
        """The workspace's rule and those of single accounts."""
        return await self._database.read(missed.rules)

    async def choose(self, rule: MissedRule | None, *, account_id: int | None = None) -> MissedRules:
        """Choose the rule of an account (None: it follows the workspace's), or of the workspace. Raises NotFound.

        It counts for what is missed from now on; for the rest there is `settle`.
        """
        if account_id is not None:
            await self._accounts.get(account_id)
        await self._database.write(missed.choose, rule, account_id, self._now())
        self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.MISSED.value))
        return await self.rules()

    async def settle(self, target_ids: Sequence[int], rule: MissedRule) -> MissedSettled:
        """A person's word on some missed posts or all of them; what goes now goes five minutes apart on each account.

        Raises Conflict, naming the post, for one that is not missed any more; then nothing changes.
        """
        wanted = dict.fromkeys(target_ids, rule)
        return self._told(await self._database.write(missed.settle, wanted, self._now(), by_rule=False))

    async def apply_rules(self) -> MissedSettled | None:
        """Do what the rules say with what was missed since the last look; None where that is nothing."""
        until = await self._database.read(missed.considered)
        fresh = [item for item in await self.list() if item.missed_at > until]
        if not fresh:
            return None
        rules, now = await self.rules(), self._now()
        wanted = {item.target_id: _what(rules.of(item.account_id), item, now) for item in fresh}
        settled = await self._database.write(missed.apply, wanted, now, max(item.missed_at for item in fresh))
        return self._told(settled)

    def _told(self, settled: MissedSettled) -> MissedSettled:
        if settled.sent or settled.slotted or settled.skipped:
            self._bus.publish(PostsChanged(at=self._now(), post_ids=settled.way_back.post_ids))
        return settled


def _what(chosen: ChosenRule | None, item: MissedItem, now: datetime) -> MissedRule:
    """What is done with a missed post by itself."""
    if chosen is None or item.missed_at < chosen.since:
        return MissedRule.ASK
    too_old = item.due_at is None or now - item.due_at > SENDS_UP_TO
    return MissedRule.ASK if chosen.rule is MissedRule.SEND_NOW and too_old else chosen.rule
