"""What may come out of a parser: every value within its domain, whatever went in."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from connectors.base import Batch
from ofauto_desktop.domain.accounts import Standing
from ofauto_desktop.domain.audience import AudienceShare
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.licences import Licence
from ofauto_desktop.domain.messages import RemoteMessage
from ofauto_desktop.domain.metrics import Gap, MetricSample
from ofauto_desktop.domain.money import NEVER_REVENUE, LedgerEntry, LedgerStatus, Payout, Subscriber
from ofauto_desktop.domain.offers import ProductOffers
from ofauto_desktop.domain.posts import RemotePost

# A column of whole numbers holds no more.
_LARGEST = 2**53
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_SUBSCRIPTION = re.compile(r"[a-z_]{1,60}")


def hold_batch(batch: Batch) -> None:
    for post in batch.posts:
        _hold_post(post)
    for sample in batch.metrics:
        _hold_sample(sample)
    for entry in batch.ledger:
        hold_entry(entry)
    for payout in batch.payouts:
        _hold_payout(payout)
    for one in batch.subscribers:
        _hold_subscriber(one)
    for tier in batch.tiers or ():
        _hold_id(tier.remote_id)
    for product in batch.offers:
        _hold_offers(product)
    for gap in batch.gaps:
        _hold_gap(gap)
    _hold_letters(batch)
    for share in batch.audience:
        _hold_share(share)


def _hold_letters(batch: Batch) -> None:
    for message in batch.messages:
        hold_message(message)
    for person in batch.people:
        _hold_id(person.remote_id)
        assert isinstance(person.handle + person.name, str), "a name that is no text"


def _hold_offers(product: ProductOffers) -> None:
    for code in product.codes:
        _hold_id(code.remote_id)
        assert (code.percent is None) != (code.amount_minor is None), "not one discount"
        assert code.currency is None or is_currency(code.currency), "an amount in no currency"
        for number in (code.percent, code.amount_minor, code.most_uses, code.uses):
            assert number is None or 0 <= number <= _LARGEST, "a number that no column holds"


def _hold_share(share: AudienceShare) -> None:
    assert isinstance(share.name, str), "a group without a name"
    _hold_count(share.value)
    hold_time(share.as_of)


def hold_entry(entry: LedgerEntry) -> None:
    _hold_id(entry.remote_id)
    hold_time(entry.at)
    hold_currency(entry.currency)
    for amount in (entry.gross_minor, entry.fee_minor, entry.tax_minor, entry.net_minor):
        _hold_whole(amount)
    # A wallet tells what left it, and what went back without saying of which sale.
    told_so = entry.kind in NEVER_REVENUE or entry.status is LedgerStatus.UNKNOWN
    if entry.parent_id is None and not entry.amount_unknown and entry.source != "csv" and not told_so:
        assert entry.gross_minor >= 0, "a sale of less than nothing"
    assert not (entry.amount_unknown and entry.gross_minor), "an unknown amount that is one"
    for text in (entry.fan, entry.product, entry.product_name, entry.subscription, entry.parent_id):
        assert text is None or isinstance(text, str), "a name that is no text"


def hold_message(message: RemoteMessage) -> None:
    _hold_id(message.remote_id)
    _hold_id(message.conversation)
    hold_time(message.at)
    assert isinstance(message.text, str), "a text that is none"
    assert not message.url or urlsplit(message.url).scheme == "https", "an address that is no page"
    for one in message.people:
        _hold_id(one)


def hold_licence(licence: Licence) -> None:
    _hold_id(licence.sale)
    assert licence.key, "a licence without a key"
    assert licence.uses is None or 0 <= licence.uses <= _LARGEST, "a number of uses that is none"
    assert licence.key not in repr(licence), "a key that shows"


def hold_standing(standing: Standing) -> None:
    for text in (standing.remote_id, standing.handle, standing.display_name, *standing.scopes):
        assert isinstance(text, str), "a name that is no text"
    assert standing.remote_id, "a login that is nobody's"
    if standing.expires_at is not None:
        hold_time(standing.expires_at)
    if standing.followers is not None:
        _hold_count(standing.followers)


def hold_time(at: datetime) -> None:
    assert at.tzinfo is UTC, "a time that is not in UTC"
    assert _FIRST_YEAR <= at.year < _LAST_YEAR, "a time outside the calendar"


def hold_currency(code: str) -> None:
    assert is_currency(code), "a currency that nobody knows"


def _hold_post(post: RemotePost) -> None:
    _hold_id(post.remote_id)
    hold_time(post.at)
    assert isinstance(post.text, str), "a text that is none"
    assert not post.url or urlsplit(post.url).scheme == "https", "an address that is no page"
    assert post.media_count >= 0, "less than no media"


def _hold_sample(sample: MetricSample) -> None:
    _hold_count(sample.value)
    hold_time(sample.as_of)
    if sample.remote_post is not None:
        _hold_id(sample.remote_post)


def _hold_payout(payout: Payout) -> None:
    _hold_id(payout.remote_id)
    hold_time(payout.at)
    hold_currency(payout.currency)
    _hold_whole(payout.amount_minor)


def _hold_subscriber(one: Subscriber) -> None:
    _hold_id(one.remote_id)
    for at in (one.started_at, one.trial_until, one.cancelled_at, one.ended_at):
        if at is not None:
            hold_time(at)
    assert one.months is None or 1 <= one.months <= 1200, "an interval that is none"
    assert one.price_minor is None or one.price_minor >= 0, "a price of less than nothing"
    assert _SUBSCRIPTION.fullmatch(one.status), "a state that is no word"
    if one.currency is not None:
        hold_currency(one.currency)


def _hold_gap(gap: Gap) -> None:
    assert gap.start <= gap.end, "a gap that ends before it begins"
    for at in (gap.start, gap.end):
        hold_time(at)


def _hold_id(remote_id: str) -> None:
    assert isinstance(remote_id, str), "an id that is no text"
    assert remote_id.strip(), "an id of nothing"


def _hold_count(value: int) -> None:
    _hold_whole(value)
    assert value >= 0, "less than none"


def _hold_whole(value: int) -> None:
    assert isinstance(value, int), "a number that is not whole"
    assert not isinstance(value, bool), "a number that is none"
    assert abs(value) <= _LARGEST, "a number that no column holds"
