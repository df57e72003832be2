"""Fansly's payloads to domain values; pure (platforms/fansly.md §4)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors import lists
from connectors.errors import LayoutChanged
from connectors.fansly import units
from connectors.fansly.wire import (
    Account,
    AccountMedia,
    Attachment,
    Bundle,
    Message,
    Person,
    Plan,
    Post,
    ScheduledPost,
    Subscription,
    Template,
    TierRow,
    Transaction,
    WallRow,
)
from ofauto_desktop.domain import fees
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.messages import ConversationKind, RemoteMessage, RemotePerson
from ofauto_desktop.domain.metrics import Metric, MetricSample, is_count
from ofauto_desktop.domain.money import (
    LARGEST,
    LedgerEntry,
    LedgerKind,
    LedgerStatus,
    Payout,
    PayoutStatus,
    Subscriber,
)
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.tiers import Tier

SOURCE = "Fansly"
SITE = "https://fansly.com"
CURRENCY = "USD"
SUBSCRIPTION, PAYOUT = 15001, 16012
_KINDS = {
    SUBSCRIPTION: LedgerKind.SUBSCRIPTION,
    7101: LedgerKind.TIP,
    2110: LedgerKind.POST,
    2116: LedgerKind.MESSAGE,
    32101: LedgerKind.STREAM,
}
# Into what I earn; anywhere else it is a transfer, or a payout (§4.2).
_EARNINGS = 2
_PENDING, _RECEIVED = 1, 2
_STATUS = {_PENDING: LedgerStatus.PENDING, _RECEIVED: LedgerStatus.SETTLED}
_PAID = {_PENDING: PayoutStatus.PROCESSING, _RECEIVED: PayoutStatus.COMPLETED}
_WAITING, _ACTIVE, _ENDED = 2, 3, (4, 5)
_MEDIA, _BUNDLE = 1, 2
_MONTH = 30.4375
_LONGEST_MONTHS = 120
LONGEST_TEXT, _LONGEST_NAME, _MOST_ATTACHMENTS = 25_000, 200, 20
# A charge and the subscription that it begins are written a moment apart.
_NEAR = timedelta(hours=1)


def standing(account: Account) -> Standing:
    """Who a session is."""
    handle = line(account.username) or account.id
    followers = account.follow_count
    return Standing(
        remote_id=account.id,
        handle=handle,
        display_name=line(account.display_name) or handle,
        followers=followers if is_count(followers) else None,
    )


def audience(account: Account, now: datetime) -> tuple[MetricSample, ...]:
    followers = account.follow_count
    if not is_count(followers):
        return ()
    return (MetricSample(metric=Metric.FOLLOWERS, value=followers, as_of=now, source=SOURCE),)


def tiers(account: Account) -> tuple[Tier, ...]:
    """With the price of the plan of 30 days, as the tier's own is not to be believed."""
    rows = lists.of_form(account.subscription_tiers or (), TierRow)
    return tuple(_tier(one) for one in rows)


def _tier(row: TierRow) -> Tier:
    plan = next((one for one in row.plans or () if one.billing_cycle == 30), Plan())
    return Tier(
        remote_id=row.id,
        title=line(row.name) or row.id,
        amount_minor=units.cents(plan.price) if plan.price is not None and 0 <= plan.price <= LARGEST else None,
        offered=plan.price is not None and plan.status in (None, 1),
    )


def walls(account: Account) -> tuple[str, ...]:
    """The names of a creator's walls, as the page shows them."""
    return tuple(one.name for one in lists.of_form(account.walls or (), WallRow) if one.name)


def is_income(row: Transaction, me: str) -> bool:
    """Whether it is money that somebody else gave: into my earnings, and not by myself."""
    return row.destination == _EARNINGS and row.sender_id != me and row.type != PAYOUT


def is_pending(row: Transaction) -> bool:
    return row.status == _PENDING


def fan(row: Transaction, me: str) -> str | None:
    """Whose money it was, where that is told: nobody's where it would be my own."""
    named = row.correlation_account_id
    return named if named and named.isdecimal() and named not in (me, "0") else None


def line_of(row: Transaction, me: str, *, renewal: bool = False, subscription: str | None = None) -> LedgerEntry:
    """A line of the wallet. Raises LayoutChanged for an amount or a time that is none.

    What went back comes as a negative amount, of whatever type (nobody has seen one): it counts, and is marked as not
    clear. Payouts and transfers are lines that are no revenue.
    """
    at, income = units.moment(row.created_at), is_income(row, me)
    if not income:
        return _moved(row, at)
    kind = _KINDS.get(row.type, LedgerKind.OTHER)
    if row.amount < 0:
        kind = LedgerKind.OTHER
    elif kind is LedgerKind.SUBSCRIPTION and renewal:
        kind = LedgerKind.RENEWAL
    told = row.destination_tax
    taken = units.taken(row.amount, told if told is not None else _usual_tax())
    return LedgerEntry(
        remote_id=row.transaction_id,
        at=at,
        kind=kind,
        gross_minor=taken.gross,
        fee_minor=taken.fee,
        currency=CURRENCY,
        status=LedgerStatus.UNKNOWN if row.amount < 0 else _STATUS.get(row.status or 0, LedgerStatus.UNKNOWN),
        source=SOURCE,
        fee_estimated=told is None,
        fan=fan(row, me),
        product_name=f"type {row.type}" if kind is LedgerKind.OTHER else None,
        subscription=subscription if kind in (LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL) else None,
    )


def _moved(row: Transaction, at: datetime) -> LedgerEntry:
    payout = row.type == PAYOUT
    amount = units.cents(abs(row.amount))
    return LedgerEntry(
        remote_id=row.transaction_id,
        at=at,
        kind=LedgerKind.PAYOUT if payout else LedgerKind.TRANSFER,
        gross_minor=-amount if payout else amount,
        fee_minor=0,
        currency=CURRENCY,
        status=_STATUS.get(row.status or 0, LedgerStatus.UNKNOWN),
        source=SOURCE,
    )


def payout(row: Transaction) -> Payout | None:
    """None for what is no payout. Raises LayoutChanged."""
    if row.type != PAYOUT:
        return None
    return Payout(
        remote_id=row.transaction_id,
        at=units.moment(row.created_at),
        amount_minor=units.cents(abs(row.amount)),
        currency=CURRENCY,
        status=_PAID.get(row.status or 0, PayoutStatus.UNKNOWN),
        source=SOURCE,
    )


def _usual_tax() -> int:
    return int(fees.RULES[PlatformId.FANSLY].percent * 10_000)


def subscription_key(row: Subscription) -> str:
    """What a fan's subscription to a tier is called: who comes back gets a new row, and stays the same subscriber."""
    return f"{row.subscriber_id}:{row.subscription_tier_id}"


def subscriber(row: Subscription) -> Subscriber:
    """A fan's newest subscription to a tier. Raises LayoutChanged."""
    ends = units.instant(row.ends_at)
    promo = row.promo_price is not None
    price = row.promo_price if promo else row.price
    gift = row.gift_code_id is not None
    # What waits for its payment has not been paid, and a gift is paid by somebody else.
    free = gift or row.status == _WAITING
    known = row.status in (_ACTIVE, *_ENDED)
    return Subscriber(
        remote_id=subscription_key(row),
        fan=row.subscriber_id,
        product=row.subscription_tier_id,
        started_at=units.moment(row.created_at),
        status=_status(row, gift=gift),
        months=_months(row),
        price_minor=0 if free else units.cents(price) if known and price is not None and price >= 0 else None,
        currency=CURRENCY,
        ended_at=ends if row.status in _ENDED else None,
        source=SOURCE,
    )


def _status(row: Subscription, *, gift: bool) -> str:
    match row.status:
        case 2:
            return "pending"
        case 3 if gift:
            return "gift"
        case 3:
            # None: it is not told, which says nothing against it.
            return "pending_cancellation" if row.auto_renew is not None and not row.auto_renew else "alive"
        case 4 | 5:
            return "cancelled"
        case _:
            return "unknown"


def _months(row: Subscription) -> int | None:
    days = row.billing_cycle or row.duration or 0
    months = max(1, round(days / _MONTH)) if days > 0 else 0
    return months if 0 < months <= _LONGEST_MONTHS else None


def spell_at(rows: Sequence[Subscription], at: datetime) -> tuple[bool, str | None]:
    """Which of a fan's subscriptions a charge at `at` belongs to, and whether it renews it.

    Only what began clearly before is renewed: nothing is called a renewal that may have been the first charge.
    """
    begun = sorted(((units.moment(one.created_at), one) for one in rows), key=lambda pair: pair[0])
    before = [pair for pair in begun if pair[0] <= at + _NEAR]
    if not before:
        # A charge from before all that is listed: the one that has been replaced since, in the same tier or another.
        keys = {subscription_key(one) for one in rows}
        return False, keys.pop() if len(keys) == 1 else None
    created, row = before[-1]
    return at - created > _NEAR, subscription_key(row)


def post(row: Post, bundles: Mapping[str, int]) -> RemotePost:
    """`bundles`: how many files are in each, by id. Raises LayoutChanged."""
    return RemotePost(
        remote_id=row.id,
        text=row.content or "",
        at=units.moment(row.created_at),
        url=address(row.id),
        media_count=media_count(row.attachments, bundles),
        reply_to=row.in_reply_to or None,
    )


def scheduled(row: ScheduledPost) -> RemotePost:
    """A post that waits at the site; its time is the one at which it comes out. Raises LayoutChanged."""
    try:
        told = msgspec.json.decode(row.post_template, type=Template)
    except (msgspec.DecodeError, RecursionError) as error:
        raise LayoutChanged("a scheduled post is not of the expected form") from error
    at = units.moment(row.scheduled_for)
    return RemotePost(
        remote_id=row.post_id,
        text=told.content or "",
        at=at,
        url=address(row.post_id),
        media_count=media_count(told.attachments, {}),
        scheduled_for=at,
    )


def media_count(attachments: Iterable[Attachment] | None, bundles: Mapping[str, int]) -> int:
    """How many files are attached; tips, polls and what else a post carries are none."""
    count = 0
    for one in attachments or ():
        if one.content_type == _MEDIA:
            count += 1
        elif one.content_type == _BUNDLE:
            count += bundles.get(one.content_id or "", 1)
    return count


def bundle_sizes(rows: Iterable[msgspec.Raw] | None) -> dict[str, int]:
    return {one.id: max(1, len(one.account_media_ids or ())) for one in lists.of_form(rows or (), Bundle)}


def samples(row: Post, now: datetime) -> Iterable[MetricSample]:
    """A post's numbers. What it was tipped is left to the wallet, which says what of it arrives."""
    for metric, value in ((Metric.LIKES, row.like_count), (Metric.COMMENTS, row.reply_count)):
        if is_count(value):
            yield MetricSample(metric=metric, value=value, as_of=now, source=SOURCE, remote_post=row.id)


def message(row: Message, group: str, partner: str | None, me: str, kinds: Mapping[str, str]) -> RemoteMessage:
    """`kinds` are the words for files, by their id. Raises LayoutChanged."""
    sender = row.sender_id if row.sender_id and row.sender_id.isdecimal() else None
    attached = tuple(kinds.get(one.content_id or "", "file") for one in row.attachments or ())
    return RemoteMessage(
        remote_id=row.id,
        conversation=group,
        in_kind=ConversationKind.DIRECT,
        at=units.moment(row.created_at),
        sender=sender,
        own=sender == me,
        text=(row.content or "")[:LONGEST_TEXT],
        people=(partner,) if partner else (),
        attachments=attached[:_MOST_ATTACHMENTS],
    )


def media_kinds(rows: Iterable[msgspec.Raw] | None) -> dict[str, str]:
    """What each file of a page is, in a word. Nulls are among them."""
    return {one.id: _word(one) for one in lists.of_form(rows or (), AccountMedia)}


def _word(media: AccountMedia) -> str:
    kind = ((media.media.mimetype if media.media else None) or "").partition("/")[0]
    return {"image": "photo", "video": "video"}.get(kind, "file")


def person(row: Person) -> RemotePerson:
    return RemotePerson(remote_id=row.id, handle=line(row.username), name=line(row.display_name))


def line(text: str | None) -> str:
    """One line of it, no longer than any name."""
    return " ".join((text or "").split())[:_LONGEST_NAME]


def address(post_id: str) -> str:
    return f"{SITE}/post/{post_id}"


def rows_of(raw: Iterable[msgspec.Raw], form: Any, parsed: Callable[[Any], Any]) -> tuple[list[Any], int]:
    """What the rows are, without those that are null; and how many of them cannot be read."""
    given = [one for one in raw if bytes(one) != b"null"]
    found = lists.of_form(given, form)
    values, unreadable = lists.each(found, parsed)
    return values, len(given) - len(found) + unreadable
