"""Posts whose time passed while nothing could go out, and what a person wants done with them (B23; security.md §8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ofauto_desktop.domain.planning import WayBack
from ofauto_desktop.domain.platforms import PlatformId


class MissedRule(StrEnum):
    """What is done with a missed post; `ask` leaves it to a person."""

    ASK = "ask"
    SEND_NOW = "send_now"
    NEXT_SLOT = "next_slot"
    SKIP = "skip"


# A rule sends by itself what is at most this late; what is older may not be true any more, and a person is asked.
SENDS_UP_TO = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedItem:
    """One target that is missed. `due_at` (aware UTC) is when it should have gone, `missed_at` when it was given up.

    `rule` is its account's; one that is not `ask` was not applied because it came later than the post was missed, or
    because the post is too old for it.
    """

    post_id: int
    target_id: int
    client_id: int
    account_id: int
    account: str
    platform: PlatformId
    text: str = field(repr=False)
    wall: datetime | None
    zone: str
    due_at: datetime | None
    missed_at: datetime
    rule: MissedRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRule:
    """A rule and since when (aware UTC) it holds: what was missed before it is left to the person."""

    rule: MissedRule
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedRules:
    """The workspace's rule, and those of single accounts by id."""

    default: ChosenRule | None
    by_account: Mapping[int, ChosenRule]

    def of(self, account_id: int) -> ChosenRule | None:
        """The rule that counts for an account; None where nothing was ever chosen, which is `ask`."""
        return self.by_account.get(account_id, self.default)

    def word(self, account_id: int) -> MissedRule:
        chosen = self.of(account_id)
        return MissedRule.ASK if chosen is None else chosen.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedSettled:
    """What came of settling missed posts: target ids by rule, those that stay missed, and the way back."""

    sent: tuple[int, ...]
    slotted: tuple[int, ...]
    skipped: tuple[int, ...]
    left: tuple[int, ...]
    way_back: WayBack
