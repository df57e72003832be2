"""The Money page on its real services and a real encrypted database with half a year of sales."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus, Subscriber
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.rates import DayRate
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.bookkeeping import bookkeeping
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.saved_views import Views
from storage import accounts as stored_accounts
from storage import clients, money, rates
from storage.database import Database
from storage.models import SyncState
from tests.db.seeds import add_account, add_client
from tests.gui.analytics_stage import Listed
from tests.gui.conftest import NOON
from ui.desk import Desk
from ui.pages.money import MoneyPage

DAY = timedelta(days=1)


def filled(database: Database, *, lines: int = 130) -> int:
    """A shop with a sale a day or so, a refund, a subscriber and a payout; returns its id."""
    client = database.write_now(add_client, "Ada", zone="Europe/Berlin")
    shop = database.write_now(add_account, client, PlatformId.GUMROAD, name="ada shop", zone="Europe/Berlin")
    for kind in (SyncKind.MONEY, SyncKind.FANS):
        state = SyncState(platform_id=shop, kind=kind, succeeded_at=NOON - timedelta(minutes=5))
        database.write_now(lambda session, state=state: session.add(state))
    entries = [_sale(number, NOON - number * DAY) for number in range(lines)]
    entries.append(
        entries[3]._replace(
            remote_id="s3:refund",
            at=NOON - DAY,
            gross_minor=-1003,
            fee_minor=-100,
            status=LedgerStatus.REFUNDED,
            parent_id="s3",
        )
    )
    entries += [
        entries[0]._replace(
            remote_id=f"club{number}",
            at=datetime(2026, month, 2, tzinfo=UTC),
            kind=LedgerKind.RENEWAL if number else LedgerKind.SUBSCRIPTION,
            gross_minor=700,
            fee_minor=70,
            fan="f9",
            product="club",
            product_name="Club",
            subscription="sub",
        )
        for number, month in enumerate((4, 5, 6))
    ]
    database.write_now(money.upsert_ledger, shop, "Europe/Berlin", entries, NOON)
    one = Subscriber(
        remote_id="sub",
        fan="f9",
        product="club",
        started_at=datetime(2026, 4, 2, tzinfo=UTC),
        status="alive",
        months=1,
        price_minor=None,
        currency="USD",
        source="Gumroad API",
    )
    database.write_now(money.upsert_subscribers, shop, [one], NOON)
    paid = [
        Payout(
            remote_id="p1",
            at=NOON - 20 * DAY,
            amount_minor=50_000,
            currency="USD",
            status=PayoutStatus.COMPLETED,
            source="Gumroad API",
        ),
        Payout(
            remote_id="upcoming",
            at=NOON + DAY,
            amount_minor=9_000,
            currency="USD",
            status=PayoutStatus.UPCOMING,
            source="Gumroad API",
        ),
    ]
    database.write_now(money.upsert_payouts, shop, paid, NOON)
    return shop


class NoLicences:
    """An account whose platform gives none."""

    async def offered(self, _account_id: int) -> bool:
        return False


def _sale(number: int, at: datetime) -> LedgerEntry:
    return LedgerEntry(
        remote_id=f"s{number}",
        at=at,
        kind=LedgerKind.TIP if number % 10 == 9 else LedgerKind.SALE,
        gross_minor=1000 + number,
        fee_minor=100,
        currency="USD",
        status=LedgerStatus.SETTLED,
        source="Gumroad API",
        fan=f"f{number % 4}",
        product="brushes" if number % 2 else "set",
        product_name="Brushes" if number % 2 else "Photo set",
    )


def euro_rates(database: Database, start: date, days: int, worth: str = "0.9") -> None:
    made = [
        DayRate(currency="USD", reporting="EUR", day=start + DAY * step, rate=Decimal(worth), source="x", as_of=NOON)
        for step in range(days)
    ]
    database.write_now(rates.put, made, NOON, by_hand=True)


def page(database: Database, bus: EventBus, desk: Desk) -> MoneyPage:
    def now() -> datetime:
        return NOON

    preferences = Preferences(database)
    accounts = Listed(database, stored_accounts.listed)
    kept = bookkeeping(database, preferences, accounts, bus, now, wire=None)
    services = SimpleNamespace(
        money=kept.money,
        rates=kept.rates,
        subscriptions=kept.subscriptions,
        books=kept.books,
        tax_export=kept.tax_export,
        preferences=preferences,
        exports=Exports(database, now),
        accounts=accounts,
        clients=Listed(database, clients.listed),
        licences=NoLicences(),
        planning=SimpleNamespace(views=Views(database, bus, now)),
    )
    return MoneyPage(services=services, desk=desk)
