"""Patreon's payloads to domain values; pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

from connectors.instants import utc
from connectors.patreon.wire import Campaign, Included, IncludedAttributes, Member, MemberAttributes, Post
from ofauto_desktop.domain import fees
from ofauto_desktop.domain.accounts import Caution, Standing
from ofauto_desktop.domain.currencies import is_currency
from ofauto_desktop.domain.money import LARGEST, LedgerEntry, LedgerKind, LedgerStatus, Subscriber
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.tiers import Tier

SOURCE = "Patreon API"
SITE = "https://www.patreon.com"
PAID = "Paid"
_BACK = {
    "Refunded": LedgerStatus.REFUNDED,
    "Refunded by Patreon": LedgerStatus.REFUNDED,
    "Partially Refunded": LedgerStatus.PARTIALLY_REFUNDED,
    "Fraud": LedgerStatus.CHARGEBACK,
}
_EVENT = "pledge-event"
# Months. The sheet knows 1 and 12.
_LONGEST_CADENCE = 120
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<(?:br|/p|/h\d|/li)\b[^>]*>", re.IGNORECASE)
IncludedById = Mapping[tuple[str, str], Included]


def standing(
    campaign: Campaign,
    *,
    expires_at: datetime | None,
    renews: bool,
    scopes: tuple[str, ...],
    warnings: tuple[Caution, ...],
) -> Standing:
    """Who a login is: the creator's page."""
    told = campaign.attributes
    name = (told.creation_name if told else None) or ""
    return Standing(
        remote_id=campaign.id,
        handle=_handle(campaign) or name or campaign.id,
        display_name=name,
        expires_at=expires_at,
        renews=renews,
        scopes=scopes,
        warnings=warnings,
    )


def post(item: Post) -> RemotePost | None:
    """A published post; None for a draft or one that is still to come, which has no date."""
    told = item.attributes
    if told is None or told.published_at is None:
        return None
    text = "\n\n".join(part for part in (told.title or "", plain(told.content or "")) if part)
    return RemotePost(
        remote_id=item.id,
        text=text,
        at=utc(told.published_at),
        url=_address(told.url or "", item.id),
    )


def _address(given: str, post_id: str) -> str:
    """Where a post is seen: as Patreon says, absolute or not, and where that is no page, as its posts are found."""
    try:
        found = urljoin(f"{SITE}/", given)
        parts = urlsplit(found)
    except ValueError:
        parts = None
    if not given or parts is None or parts.scheme != "https" or not parts.hostname:
        return f"{SITE}/posts/{quote(post_id, safe='')}"
    return found


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", html))).splitlines()
    return "\n".join(line for one in lines if (line := one.strip()))


def subscriber(item: Member) -> Subscriber | None:
    """A member who pays, paid, or was given a tier; None for one who only follows, or of whom no date is known.

    The price is left to the ledger's charges (S1), as a member's amounts are in a currency that Patreon does not name.
    It is 0 for what was given, tried for free or never paid.
    """
    told = item.attributes
    if told is None:
        return None
    started = told.pledge_relationship_start or told.last_charge_date
    if started is None or not (told.patron_status or told.is_gifted or told.is_free_trial):
        return None
    trial = told.next_charge_date if told.is_free_trial else None
    tiers = [ref.id for ref in item.refs("currently_entitled_tiers")]
    return Subscriber(
        remote_id=item.id,
        fan=item.id,
        product=tiers[0] if tiers else None,
        started_at=utc(started),
        status=_status(told, entitled=bool(tiers)),
        months=cadence if 0 < (cadence := told.pledge_cadence or 1) <= _LONGEST_CADENCE else None,
        price_minor=0 if _is_free(told) else None,
        currency=None,
        trial_until=utc(trial) if trial else None,
        source=SOURCE,
    )


def tiers(included: Iterable[Included]) -> tuple[Tier, ...]:
    """The tiers among what a campaign points to."""
    found = []
    for one in included:
        told = one.attributes or IncludedAttributes()
        if one.type == "tier":
            cents = told.amount_cents
            found.append(
                Tier(
                    remote_id=one.id,
                    title=told.title or one.id,
                    amount_minor=cents if cents is not None and 0 <= cents <= LARGEST else None,
                    offered=told.published is not False,
                )
            )
    return tuple(found)


def lacks_date(item: Member) -> bool:
    """A member who should be listed but for whom no date is told at all."""
    told = item.attributes
    if told is None or not told.patron_status:
        return False
    return told.pledge_relationship_start is None and told.last_charge_date is None


def _status(told: MemberAttributes, *, entitled: bool) -> str:
    match told.patron_status:
        case "declined_patron":
            return "pending_failure"
        case "former_patron":
            # Who left keeps the tier to the end of what was paid (platforms/patreon.md §4).
            return "pending_cancellation" if entitled else "cancelled"
        case "active_patron":
            return "trial" if told.is_free_trial else "gift" if told.is_gifted else "alive"
        case _:
            return "free"


def _is_free(told: MemberAttributes) -> bool:
    never_paid = told.campaign_lifetime_support_cents == 0 and told.last_charge_status != PAID
    return bool(told.is_gifted or told.is_free_trial or never_paid)


def charges(item: Member, included: IncludedById) -> list[Included]:
    """A member's charges that have a date, oldest first."""
    found = [
        one
        for ref in item.refs("pledge_history")
        if (one := included.get((_EVENT, ref.id))) is not None and _is_charge(one)
    ]
    return sorted((one for one in found if one.attributes and one.attributes.date), key=_order)


def undated(item: Member, included: IncludedById) -> int:
    """How many of a member's charges have no date, and so belong to no day."""
    events = (included.get((_EVENT, ref.id)) for ref in item.refs("pledge_history"))
    return sum(one is not None and _is_charge(one) and not (one.attributes and one.attributes.date) for one in events)


def movements(
    item: Member, found: Iterable[Included], read_at: datetime | None, now: datetime
) -> Iterator[LedgerEntry]:
    """What a member's `charges` did to the ledger. Only `Paid` is money; a declined charge is a line that counts nothing.

    Patreon does not say when money went back: `now` for a charge that `read_at` had seen, else the charge's own day.
    """
    paid_before = False
    for charge in found:
        told = charge.attributes or IncludedAttributes()
        status = told.payment_status or ""
        if status == "Declined":
            yield _line(item, charge, told, LedgerStatus.DECLINED, renewal=paid_before)
        elif status == PAID or status in _BACK:
            # A charge of nothing is no sale (a free tier, a gift).
            if told.amount_cents == 0:
                continue
            sale = _line(item, charge, told, LedgerStatus.SETTLED, renewal=paid_before)
            paid_before = True
            yield sale
            if status in _BACK:
                yield _went_back(sale, _BACK[status], read_at, now)


def _went_back(sale: LedgerEntry, status: LedgerStatus, read_at: datetime | None, now: datetime) -> LedgerEntry:
    part = status is LedgerStatus.PARTIALLY_REFUNDED
    return sale._replace(
        remote_id=f"{sale.remote_id}:{'chargeback' if status is LedgerStatus.CHARGEBACK else 'refund'}",
        at=now if read_at is not None and sale.at <= read_at else sale.at,
        gross_minor=0 if part else -sale.gross_minor,
        fee_minor=0 if part else -sale.fee_minor,
        status=status,
        # Of a part that went back nobody says how much it was.
        amount_unknown=part or sale.amount_unknown,
        at_estimated=True,
        parent_id=sale.remote_id,
    )


def _line(
    item: Member, charge: Included, told: IncludedAttributes, status: LedgerStatus, *, renewal: bool
) -> LedgerEntry:
    currency = (told.currency_code or "").upper()
    # An amount without its currency is no amount: a patron pays in their own (platforms/patreon.md §3).
    amount = told.amount_cents if is_currency(currency) and 0 <= (told.amount_cents or 0) <= LARGEST else None
    fee = fees.at_least(PlatformId.PATREON, amount or 0, currency) if status is LedgerStatus.SETTLED else 0
    return LedgerEntry(
        remote_id=charge.id,
        at=utc(told.date or datetime.min),  # noqa: DTZ901 - only what has a date comes here
        kind=LedgerKind.RENEWAL if renewal else LedgerKind.SUBSCRIPTION,
        gross_minor=amount or 0,
        fee_minor=fee,
        currency=currency if is_currency(currency) else "USD",
        status=status,
        source=SOURCE,
        fee_estimated=fee != 0,
        amount_unknown=amount is None,
        fan=item.id,
        product=told.tier_id,
        product_name=told.tier_title,
        subscription=item.id,
    )


def _is_charge(one: Included) -> bool:
    return one.attributes is not None and one.attributes.type == "subscription"


def _order(one: Included) -> tuple[datetime, str]:
    told = one.attributes
    return (utc(told.date) if told and told.date else datetime.max.replace(tzinfo=UTC), one.id)


def _handle(campaign: Campaign) -> str:
    """The page's name: its vanity, else the last part of its address."""
    told = campaign.attributes
    if told is None:
        return ""
    try:
        path = urlsplit(told.url or "").path
    except ValueError:
        path = ""
    return told.vanity or path.rstrip("/").rpartition("/")[2]
