"""Gumroad's pings: a form, signed by nobody (platforms/gumroad.md §4). The account's secret path is all that proves one.

So a ping is a hint: a sale stands as unverified until the API has told it, everything else is read again.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from connectors.base import Batch, Hint, Told
from connectors.errors import LayoutChanged
from connectors.gumroad.parse import SOURCE, offer
from connectors.instants import utc
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import SyncKind

ANSWER = 200
AGAIN = False
SALE = "sale"
_MOST_FIELDS = 500
# Counts up with each repetition of one and the same ping.
_RETRY = "retry_count"
_SALES = frozenset({"sale", "refund", "dispute", "dispute_won"})


def admit(body: bytes, headers: Mapping[str, str], login: Mapping[str, str]) -> str:  # noqa: ARG001 - nothing is signed
    """What happened to what, and a mark of what was said; a repetition differs by its count alone."""
    fields = _fields(body)
    name, about = _name(fields), _about(fields)
    said = "&".join(f"{key}={value}" for key, value in sorted(fields.items()) if key != _RETRY)
    return f"{name[:60]}:{about[:80]}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:32]}"


def told(body: bytes, headers: Mapping[str, str]) -> Told:  # noqa: ARG001 - as above
    """A sale as it is said to be, not counted yet, and what is to be asked for."""
    fields = _fields(body)
    if _name(fields) not in _SALES:
        return Told(pulls=(SyncKind.FANS, SyncKind.MONEY))
    if _name(fields) != SALE:
        return Told(pulls=(SyncKind.MONEY,))
    sold = _unverified(fields)
    return Told(batch=Batch(ledger=(sold,)), hints=(Hint(kind=SALE, remote_id=sold.remote_id),))


def _unverified(fields: Mapping[str, str]) -> LedgerEntry:
    """Cents of the dollar, whatever the product is sold in; `currency` is the product's and says nothing about them."""
    return LedgerEntry(
        remote_id=_about(fields),
        at=_at(fields.get("sale_timestamp", "")),
        kind=_kind(fields),
        gross_minor=_cents(fields.get("price", "")),
        fee_minor=_cents(fields.get("gumroad_fee", "0")),
        currency="USD",
        status=LedgerStatus.UNVERIFIED,
        source=f"{SOURCE}: a ping",
        product=fields.get("product_id") or None,
        product_name=(fields.get("product_name") or "")[:300] or None,
        subscription=fields.get("subscription_id") or None,
        offer=offer(fields.get("offer_code")),
    )


def _kind(fields: Mapping[str, str]) -> LedgerKind:
    if not fields.get("subscription_id"):
        return LedgerKind.SALE
    return LedgerKind.RENEWAL if fields.get("is_recurring_charge") == "true" else LedgerKind.SUBSCRIPTION


def _about(fields: Mapping[str, str]) -> str:
    """The sale that a ping is about, else the subscription. A sale is never told by a subscription's name."""
    names = ("sale_id",) if _name(fields) in _SALES else ("sale_id", "subscription_id")
    found = next((word for name in names if (word := fields.get(name, "").strip())), "")
    if not found:
        raise LayoutChanged("the ping names neither a sale nor a subscription")
    return found


def _name(fields: Mapping[str, str]) -> str:
    return fields.get("resource_name") or SALE


def _fields(body: bytes) -> dict[str, str]:
    """The fields by name, the first of each: a buyer's own field may be called as one of Gumroad's, and comes later."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise LayoutChanged("the ping is no form") from error
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _cents(word: str) -> int:
    digits = word.strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
        raise LayoutChanged("the ping's price is no number of cents")
    return int(digits)


def _at(word: str) -> datetime:
    try:
        return utc(datetime.fromisoformat(word))
    except ValueError as error:
        raise LayoutChanged("the ping says no time") from error
