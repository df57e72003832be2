"""OnlyFans' payloads to domain values; pure. What cannot be read raises LayoutChanged."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from connectors.errors import LayoutChanged
from connectors.instants import known, utc
from connectors.onlyfans.site import address_of
from connectors.onlyfans.text import plain
from connectors.onlyfans.wire import Count, Fan, Letter, Me, Media, Overview, Post, Subscribed, Waiting
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.audience import AudienceBy, AudienceShare
from ofauto_desktop.domain.messages import ConversationKind, RemoteMessage
from ofauto_desktop.domain.metrics import Metric, MetricSample, is_count
from ofauto_desktop.domain.money import LARGEST, Subscriber, minor_units
from ofauto_desktop.domain.posts import RemotePost

SOURCE = "OnlyFans"
CURRENCY = "USD"
_DURATION = re.compile(r"(\d{1,3}) (month|year)s?", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,15}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def whole(value: Count) -> int | None:
    """A count that may come as a text or a number; None for what is none."""
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.isascii() and _WHOLE.fullmatch(text) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and is_count(int(value)) else None
    return value if is_count(value) and not isinstance(value, bool) else None


def cents(dollars: Decimal, currency: str = CURRENCY) -> int:
    """Decimal dollars, exactly, in minor units. Raises LayoutChanged for what is no amount."""
    try:
        found = minor_units(dollars, currency) if abs(dollars) < LARGEST else None
    except (ValueError, ArithmeticError):
        found = None
    if found is None or abs(found) > LARGEST:
        raise LayoutChanged("an amount is no number of money")
    return found


def standing(me: Me) -> Standing:
    return Standing(
        remote_id=str(me.id),
        handle=me.username,
        display_name=me.name or me.username,
        followers=whole(me.subscribers_count),
    )


def post(item: Post, username: str) -> RemotePost:
    if item.posted_at is None:
        raise LayoutChanged("a post has no date")
    text = plain(item.text) if item.text is not None else (item.raw_text or "")
    count = whole(item.media_count)
    return RemotePost(
        remote_id=str(item.id),
        text=text,
        at=utc(item.posted_at),
        url=address_of(username, str(item.id)),
        media_count=count if count is not None else len(item.media or ()),
    )


def waiting(item: Waiting, username: str) -> RemotePost | None:
    """A post in the queue; None for what is no post."""
    at = item.publish_date_time or item.scheduled_date
    if item.post is None or item.type not in (None, "post"):
        return None
    if at is None:
        raise LayoutChanged("what waits in the queue has no date")
    found = post(item.post if item.post.posted_at else _dated(item.post, at), username)
    return replace(found, at=utc(at), scheduled_for=utc(at))


def _dated(item: Post, at: datetime) -> Post:
    item.posted_at = at
    return item


def readings(item: Post, now: datetime) -> Iterator[MetricSample]:
    """Likes and comments as the feed tells them; what it does not tell is unknown."""
    for metric, told in ((Metric.LIKES, item.favorites_count), (Metric.COMMENTS, item.comments_count)):
        if (value := whole(told)) is not None:
            yield MetricSample(metric=metric, value=value, as_of=now, source=SOURCE, remote_post=str(item.id))


def subscriber(row: Fan, my_id: str, now: datetime) -> Subscriber | None:
    """The fan's subscription to me; None where this is somebody whom I follow."""
    data = _my_side(row, my_id)
    if data is None:
        return None
    months = [one for one in data.subscribes or () if one.start_date is not None]
    started = data.subscribe_at or min((one.start_date for one in months if one.start_date), default=None)
    if started is None:
        raise LayoutChanged("a subscription has no beginning")
    ends = utc(data.expired_at) if data.expired_at else None
    is_over = ends is not None and ends <= now
    return Subscriber(
        remote_id=str(row.id),
        fan=str(row.id),
        product=None,
        started_at=utc(started),
        status="expired" if is_over else "active",
        months=_months(data.duration),
        price_minor=cents(data.price) if data.price is not None else None,
        currency=CURRENCY,
        ended_at=ends if is_over else None,
        source=SOURCE,
    )


def _my_side(row: Fan, my_id: str) -> Subscribed | None:
    """Decided by who subscribes, which the charges say; where they say nothing, `subscribedOn` is trusted (§5.4)."""
    for data in (row.subscribed_on_data, row.subscribed_by_data):
        sides = {str(one.subscriber_id) for one in (data.subscribes if data else None) or () if one.subscriber_id}
        if str(row.id) in sides:
            return data
        if data is row.subscribed_on_data and my_id in sides:
            return None
    on = row.subscribed_on_data
    return on if on is not None and not on.subscribes else None


def _months(duration: str | None) -> int | None:
    hit = _DURATION.match(duration or "")
    if hit is None:
        return None
    return (int(hit[1]) * (12 if hit[2].lower() == "year" else 1)) or None


def letter(item: Letter, conversation: str, my_id: str) -> RemoteMessage:
    """One message of the conversation with somebody, whose id is `conversation`."""
    sender = str(item.from_user.id) if item.from_user.id is not None else None
    own = sender == my_id
    return RemoteMessage(
        remote_id=str(item.id),
        conversation=conversation,
        in_kind=ConversationKind.DIRECT,
        at=utc(item.created_at),
        sender=None if own else sender,
        own=own,
        text=plain(item.text or ""),
        people=(conversation,),
        attachments=_attached(item),
    )


def _attached(item: Letter) -> tuple[str, ...]:
    kinds = [_kind(one) for one in item.media or ()]
    if not kinds and (count := whole(item.media_count)):
        kinds = ["media"] * min(count, 40)
    return (*kinds, *(("tip",) if item.is_tip else ()))


def _kind(item: Media) -> str:
    return item.type if item.type in ("photo", "video", "gif", "audio") else "media"


def visits(told: Overview, total: int, after: datetime | None, today: datetime) -> tuple[list[MetricSample], int]:
    """Visitors as running totals at the end of each whole day after `after`, on top of `total`; and the new total.

    `is_available` or `has_stats` false means that there are no numbers, which is not nothing.
    """
    found: list[MetricSample] = []
    if told.is_available is False or told.has_stats is False:
        return found, total
    days = [
        (at, whole(one.count)) for one in (told.chart.visitors if told.chart else None) or () if (at := known(one.date))
    ]
    for at, count in sorted(days):
        end = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if count is None or end > today or (after is not None and end <= after):
            continue
        total += count
        found.append(
            MetricSample(metric=Metric.PROFILE_VISITS, value=total, as_of=end - timedelta(seconds=1), source=SOURCE)
        )
    return found, total


def countries(told: Overview, now: datetime) -> tuple[AudienceShare, ...]:
    """Subscribers among the visitors, by country; some of the numbers are texts."""
    rows = (told.top_countries.rows if told.top_countries else None) or ()
    found: dict[str, AudienceShare] = {}
    for row in rows:
        value = whole(row.views_count.subscribers) if row.views_count else None
        code = (row.country_code or "").upper()
        if value is not None and _COUNTRY.fullmatch(code):
            found[code] = AudienceShare(by=AudienceBy.COUNTRY, name=code, value=value, as_of=now, source=SOURCE)
    return tuple(found.values())


def before(at: datetime, floor: datetime) -> bool:
    """Whether `at` lies before `floor`; what lies outside the calendar does."""
    found = known(at)
    return found is None or found < floor
