"""What is asked of the ledger: which lines, in which order, and what comes back for a table that fetches windows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ofauto_desktop.domain.analytics import LedgerRow, Scope
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId


class LedgerSort(StrEnum):
    """A column to sort by; lines that are equal in it stand newest first."""

    AT = "at"
    ACCOUNT = "account"
    KIND = "kind"
    PRODUCT = "product"
    FAN = "fan"
    GROSS = "gross"
    FEE = "fee"
    TAX = "tax"
    NET = "net"
    STATUS = "status"


class Origin(StrEnum):
    """How a line came in."""

    ALL = "all"
    PLATFORM = "platform"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which lines. Empty tuples and None take all. `text` is looked for in product, buyer, account and id.

    `product` is a product's id, or its name where it has none; `batch_id` an import's.
    """

    scope: Scope = field(default_factory=Scope)
    text: str = field(default="", repr=False)
    kinds: tuple[LedgerKind, ...] = ()
    statuses: tuple[LedgerStatus, ...] = ()
    currency: str | None = None
    product: str | None = None
    fan: str | None = field(default=None, repr=False)
    offer: str | None = None
    batch_id: int | None = None
    origin: Origin = Origin.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencySum:
    """What the lines of one currency come to, of those that are revenue (M1a, M5)."""

    currency: str
    gross_minor: int
    fee_minor: int
    tax_minor: int
    net_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLineInfo:
    """One line with its id, and all that hangs together with it: the sale it undoes, and what undid it."""

    id: int
    row: LedgerRow
    batch_id: int | None
    zone: str
    sale: "LedgerLineInfo | None" = None
    undone_by: "tuple[LedgerLineInfo, ...]" = ()


def to_words(of: LedgerFilter) -> dict[str, Any]:
    """A filter as plain JSON, for a saved view. Its days are left out: a view is for any period."""
    words = {
        "text": of.text,
        "kinds": [one.value for one in of.kinds],
        "statuses": [one.value for one in of.statuses],
        "currency": of.currency,
        "product": of.product,
        "fan": of.fan,
        "origin": of.origin.value,
        "account_ids": list(of.scope.account_ids),
    }
    return {name: value for name, value in words.items() if value}


def from_words(words: Mapping[str, Any], scope: Scope) -> LedgerFilter:
    """The filter that `to_words` wrote, in the days and the client of `scope`; what it does not know it leaves out."""

    def text(name: str) -> str | None:
        value = words.get(name)
        return value if isinstance(value, str) and value else None

    def listed(name: str) -> list[Any]:
        value = words.get(name)
        return list(value) if isinstance(value, list | tuple) else []

    origin = text("origin")
    accounts = tuple(one for one in listed("account_ids") if isinstance(one, int))
    return LedgerFilter(
        scope=Scope(account_ids=accounts, client_id=scope.client_id, start=scope.start, end=scope.end),
        text=text("text") or "",
        kinds=tuple(LedgerKind(one) for one in listed("kinds") if one in set(LedgerKind)),
        statuses=tuple(LedgerStatus(one) for one in listed("statuses") if one in set(LedgerStatus)),
        currency=text("currency"),
        product=text("product"),
        fan=text("fan"),
        origin=Origin(origin) if origin in set(Origin) else Origin.ALL,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One buyer of one account (A18), from the ledger. Amounts are of lines in `currency` alone (M2).

    `purchases` counts sales, `products` names of what was bought, the newest first. Days are UTC instants' own days in the
    client's zone.
    """

    account_id: int
    account: str
    fan: str = field(repr=False)
    currency: str
    gross_minor: int
    net_minor: int
    purchases: int
    refunded: int
    products: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyAccount:
    """An account that money belongs to, removed or not."""

    id: int
    name: str
    platform: PlatformId
    client_id: int
    client: str
