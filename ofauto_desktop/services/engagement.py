"""Engagement rates from the readings of posts: ratios of sums, by reach or by impressions, never mixed (E1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from ofauto_desktop.domain.analytics import EngagementRate, MetricsBy
from ofauto_desktop.domain.days import day_of
from ofauto_desktop.domain.metrics import Metric, Rate
from ofauto_desktop.domain.schedule import zone_named
from storage.scopes import Counted
from storage.series import PostReading

# Account, day, and the post's two ids: what a row is about.
_Key = tuple[int, date | None, int | None, str | None]


@dataclass(slots=True)
class _Sum:
    engagement: int = 0
    base: int = 0
    as_of: datetime | None = None
    sources: set[str] = field(default_factory=set)

    def add(self, readings: Sequence[PostReading], basis: Metric) -> None:
        """Count a post in, where its basis is known and not 0."""
        known = {one.metric: one for one in readings}
        base = known.pop(basis, None)
        if base is None or not base.value or base.value < 0:
            return
        self.base += base.value
        self.engagement += sum(one.value or 0 for one in known.values())
        self.as_of = min((at for at in (self.as_of, base.as_of) if at is not None), default=None)
        self.sources |= {one.source for one in readings if one.source}


def rates(
    counted: Iterable[Counted], found: Iterable[PostReading], rate: Rate, by: MetricsBy
) -> Iterator[EngagementRate]:
    """A row for each account, or for each day on which it posted, or for each post; in the order of `found`."""
    accounts = {one.id: one for one in counted}
    sums: dict[_Key, _Sum] = {}
    if by is MetricsBy.TOTAL:
        sums = {(account_id, None, None, None): _Sum() for account_id in accounts}
    for _, group in groupby(found, key=attrgetter("account_id", "remote_id")):
        readings = list(group)
        sums.setdefault(_key(readings[0], accounts, by), _Sum()).add(readings, rate.basis)
    for (account_id, day, post_id, remote_id), total in sums.items():
        yield EngagementRate(
            account_id=account_id,
            rate=rate,
            engagement=total.engagement,
            base=total.base,
            as_of=total.as_of,
            source=", ".join(sorted(total.sources)) or None,
            day=day,
            post_id=post_id,
            remote_id=remote_id,
        )


def _key(post: PostReading, accounts: Mapping[int, Counted], by: MetricsBy) -> _Key:
    match by:
        case MetricsBy.TOTAL:
            return post.account_id, None, None, None
        case MetricsBy.DAY:
            return post.account_id, day_of(post.at, zone_named(accounts[post.account_id].zone)), None, None
        case MetricsBy.POST:
            return post.account_id, None, post.post_id, post.remote_id
