"""How numbers grow: pure functions of a post or a user and the time, so that nothing has to be stored."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.practice.x.state import Post, User

# Most of what a post will ever gather comes in its first days.
_PACE_HOURS = 30.0
_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A post's counts at one moment; each only ever grows."""

    impressions: int
    likes: int
    replies: int
    reposts: int
    quotes: int
    bookmarks: int
    link_clicks: int
    profile_clicks: int
    video_views: int

    @property
    def engagements(self) -> int:
        return self.likes + self.replies + self.reposts + self.quotes + self.bookmarks + self.link_clicks


def reading(post: Post, at: datetime) -> Reading:
    """The counts of `post` at `at` (aware UTC)."""
    hours = max(0.0, (at - post.at) / timedelta(hours=1))
    seen = post.appeal * (1 - math.exp(-hours / _PACE_HOURS))
    return Reading(
        impressions=int(seen),
        likes=int(seen * _share(post, 1, 0.02, 0.06)),
        replies=int(seen * _share(post, 2, 0.001, 0.006)),
        reposts=int(seen * _share(post, 3, 0.002, 0.012)),
        quotes=int(seen * _share(post, 4, 0.0, 0.002)),
        bookmarks=int(seen * _share(post, 5, 0.002, 0.01)),
        link_clicks=int(seen * _share(post, 6, 0.005, 0.03)) if "http" in post.text else 0,
        profile_clicks=int(seen * _share(post, 7, 0.004, 0.015)),
        video_views=int(seen * _share(post, 8, 0.3, 0.6)),
    )


def followers(user: User, at: datetime) -> int:
    """Followers of `user` at `at` (aware UTC): a trend, weekends that bring more, and one bad day."""
    days = (at - user.since) / timedelta(days=1)
    grown = user.followers + user.per_day * days + 0.4 * abs(user.per_day) * _weekend_days(user.since, days)
    lost = user.lost if user.bad_day is not None and at >= user.bad_day else 0
    return max(0, int(grown) - lost)


def appeal(user: User, remote_id: str, at: datetime) -> float:
    """How many impressions a post made at `at` will gather: of the user's size, more on weekends, little on the bad day."""
    luck = math.exp(1.1 * (_dice(remote_id, 9) + _dice(remote_id, 10) - 1))
    weekend = 1.35 if at.weekday() in _WEEKEND else 1.0
    bad = 0.2 if user.bad_day is not None and at.date() == user.bad_day.date() else 1.0
    return followers(user, at) * 0.35 * luck * weekend * bad


def _weekend_days(since: datetime, days: float) -> int:
    """Saturdays and Sundays begun in the first `days` days after `since`."""
    weeks, rest = divmod(max(0, int(days)), 7)
    return weeks * 2 + sum((since.weekday() + offset) % 7 in _WEEKEND for offset in range(rest))


def _share(post: Post, which: int, least: float, most: float) -> float:
    return least + (most - least) * _dice(post.id, which)


def _dice(remote_id: str, which: int) -> float:
    """A number from 0 to 1 that is always the same for the same post and purpose."""
    return ((int(remote_id) ^ which * 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9 >> 31 & 0xFFFFFF) / 0xFFFFFF
