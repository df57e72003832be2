"""The services of the Money page, made together as they build on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.books import Books
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.money import Money
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.rates import Rates
from ofauto_desktop.services.subscriptions import Subscriptions
from ofauto_desktop.services.tax_export import TaxExport
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookkeeping:
    """What is asked of money, and what people enter."""

    money: Money
    rates: Rates
    subscriptions: Subscriptions
    books: Books
    tax_export: TaxExport


def bookkeeping(
    database: Database,
    preferences: Preferences,
    accounts: Accounts,
    bus: EventBus,
    now: Now,
    *,
    wire: Callable[[], tuple[Any, str]] | None,
) -> Bookkeeping:
    """`wire`: where the practice bank is, None for the real one."""
    money = Money(database, now)
    rates = Rates(database, preferences, bus, now, wire=wire)
    return Bookkeeping(
        money=money,
        rates=rates,
        subscriptions=Subscriptions(database, money, rates, now),
        books=Books(database, accounts, bus, now),
        tax_export=TaxExport(money, Clients(database, bus, now), Exports(database, now), preferences),
    )
