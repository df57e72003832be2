"""The ledger and its daily rollup: one row an id, earlier days kept, totals by M5, the same in any order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text

from ofauto_desktop.domain.money import (
    Effect,
    LedgerEntry,
    LedgerKind,
    LedgerStatus,
    Payout,
    PayoutStatus,
    Subscriber,
    effect,
)
from ofauto_desktop.domain.syncing import Stored
from storage import money
from storage.database import Database
from storage.models import FinancialMetric, LedgerLine, PayoutLine, SubscriptionSpell
from tests.db.seeds import NOW, add_account, add_client

MARCH = datetime(2026, 3, 27, 10, tzinfo=UTC)
SALE = LedgerKind.SALE


def entry(remote_id: str, gross: int, fee: int, at: datetime = MARCH, **more) -> LedgerEntry:
    words = {"kind": SALE, "currency": "USD", "status": LedgerStatus.SETTLED, "source": "Gumroad API"} | more
    return LedgerEntry(remote_id=remote_id, at=at, gross_minor=gross, fee_minor=fee, **words)


@pytest.fixture
def account(database: Database) -> int:
    return database.write_now(lambda session: add_account(session, add_client(session)))


def store(database: Database, account: int, *entries: LedgerEntry, zone: str = "UTC") -> Stored:
    return database.write_now(money.upsert_ledger, account, zone, entries, NOW)


def rollup(database: Database) -> dict[tuple[date, LedgerKind, str], Effect]:
    rows = database.read_now(lambda session: session.scalars(select(FinancialMetric)).all())
    return {
        (row.day, row.kind, row.currency): Effect(**{name: getattr(row, name) for name in Effect._fields})
        for row in rows
    }


def lines(database: Database) -> list[LedgerLine]:
    return list(database.read_now(lambda session: session.scalars(select(LedgerLine).order_by(LedgerLine.id)).all()))


def test_the_worked_example_of_m5(database: Database, account: int) -> None:
    store(database, account, entry("a", 10_000, 2_000), entry("b", 2_000, 400))
    refund = entry("b:refund", -2_000, -400, MARCH + timedelta(days=3), status=LedgerStatus.REFUNDED, parent_id="b")
    assert store(database, account, refund) == Stored(added=1)
    found = rollup(database)
    assert found[date(2026, 3, 27), SALE, "USD"] == Effect(
        gross_minor=12_000, fee_minor=2_400, net_minor=9_600, sales=2, lines=2
    )
    assert found[date(2026, 3, 30), SALE, "USD"] == Effect(
        refund_minor=2_000, fees_returned_minor=400, net_minor=-1_600
    )
    assert sum(one.net_minor for one in found.values()) == 8_000


def test_the_same_id_twice_is_one_row(database: Database, account: int) -> None:
    sale = entry("a", 999, 209)
    assert store(database, account, sale, sale) == Stored(added=1)
    before = rollup(database)
    assert store(database, account, sale) == Stored(unchanged=1)
    assert rollup(database) == before
    assert len(lines(database)) == 1


def test_a_row_that_says_something_else_moves_the_totals_with_it(database: Database, account: int) -> None:
    store(database, account, entry("a", 1_000, 209, status=LedgerStatus.PENDING, fee_estimated=True))
    assert store(database, account, entry("a", 1_000, 199)) == Stored(changed=1)
    assert rollup(database)[date(2026, 3, 27), SALE, "USD"] == Effect(
        gross_minor=1_000, fee_minor=199, net_minor=801, sales=1
    )


def test_a_guessed_time_never_moves_an_earlier_day(database: Database, account: int) -> None:
    refund = entry("a:refund", -500, -10, MARCH, at_estimated=True, status=LedgerStatus.REFUNDED, parent_id="a")
    later = entry("a:refund", -500, -10, NOW, at_estimated=True, status=LedgerStatus.REFUNDED, parent_id="a")
    store(database, account, refund)
    assert store(database, account, later) == Stored(unchanged=1)
    assert [line.at for line in lines(database)] == [MARCH]
    # Within one batch as well.
    twice = entry("b:refund", -1, 0, MARCH, at_estimated=True), entry("b:refund", -1, 0, NOW, at_estimated=True)
    store(database, account, *twice)
    assert lines(database)[1].at == MARCH


def test_what_is_no_revenue_is_kept_and_not_counted(database: Database, account: int) -> None:
    store(
        database,
        account,
        entry("test", 1_000, 0, status=LedgerStatus.TEST),
        entry("hearsay", 1_000, 0, status=LedgerStatus.UNVERIFIED),
        entry("payout", -5_000, 0, kind=LedgerKind.PAYOUT),
        entry("wallet", 5_000, 0, kind=LedgerKind.TRANSFER),
    )
    assert rollup(database) == {}
    assert len(lines(database)) == 4
    store(database, account, entry("hearsay", 1_000, 0))
    assert len(rollup(database)) == 1
    store(database, account, entry("hearsay", 1_000, 0, status=LedgerStatus.TEST))
    assert rollup(database) == {}


def test_currencies_stay_apart(database: Database, account: int) -> None:
    store(database, account, entry("a", 100, 10), entry("b", 100, 10, currency="JPY"))
    assert sorted(currency for *_, currency in rollup(database)) == ["JPY", "USD"]


def test_the_clients_zone_decides_the_day(database: Database, account: int) -> None:
    at = datetime(2025, 6, 1, 3, 30, tzinfo=UTC)  # the example of G3
    store(database, account, entry("a", 100, 10, at), zone="America/New_York")
    assert [day for day, *_ in rollup(database)] == [date(2025, 5, 31)]
    database.write_now(money.rebuild, account, "Europe/Berlin")
    assert [day for day, *_ in rollup(database)] == [date(2025, 6, 1)]


_ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(["a", "b", "c", "d"]),
        st.integers(-9_999, 9_999),
        st.integers(-999, 999),
        st.integers(0, 8 * 24 * 60).map(lambda minutes: MARCH + timedelta(minutes=minutes)),
        kind=st.sampled_from([SALE, LedgerKind.TIP, LedgerKind.PAYOUT]),
        status=st.sampled_from(list(LedgerStatus)),
        currency=st.sampled_from(["USD", "JPY", "KWD"]),
        tax_minor=st.integers(0, 50),
        amount_unknown=st.booleans(),
        at_estimated=st.booleans(),
        fee_estimated=st.booleans(),
        parent_id=st.sampled_from([None, "a"]),
    ),
    max_size=25,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=_ENTRIES, batch=st.integers(1, 8), zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]))
def test_batches_give_what_a_rebuild_gives(database: Database, entries: list, batch: int, zone: str) -> None:
    account = database.write_now(_emptied)
    for at in range(0, len(entries), batch):
        store(database, account, *entries[at : at + batch], zone=zone)
    grown = rollup(database)
    database.write_now(money.rebuild, account, zone)
    assert grown == rollup(database)
    counted = [found for line in lines(database) if (found := effect(_as_entry(line))) is not None]
    assert sum(one.net_minor for one in grown.values()) == sum(one.net_minor for one in counted)
    for one in grown.values():  # M5, to the cent
        assert one.net_minor == (
            one.gross_minor - one.fee_minor - one.refund_minor - one.chargeback_minor + one.fees_returned_minor
        )


def _as_entry(line: LedgerLine) -> LedgerEntry:
    return LedgerEntry(
        **{name: getattr(line, name) for name in LedgerEntry._fields if name != "at_estimated"}, at_estimated=False
    )


def _emptied(session) -> int:
    session.execute(delete(FinancialMetric))
    session.execute(delete(LedgerLine))
    found = session.execute(text("SELECT id FROM platform")).scalar()
    return found or add_account(session, add_client(session))


def test_payouts_are_one_row_an_id_and_say_when_they_were_last_told(database: Database, account: int) -> None:
    upcoming = Payout(
        remote_id="upcoming",
        at=NOW,
        amount_minor=15_000,
        currency="USD",
        status=PayoutStatus.UPCOMING,
        source="Gumroad API",
    )
    tell = database.write_now
    assert tell(money.upsert_payouts, account, [upcoming], NOW) == Stored(added=1)
    later = NOW + timedelta(days=1)
    assert tell(money.upsert_payouts, account, [upcoming], later) == Stored(unchanged=1)
    rows = database.read_now(lambda session: session.scalars(select(PayoutLine)).all())
    assert [(row.amount_minor, row.as_of, row.created_at) for row in rows] == [(15_000, later, NOW)]


def test_subscriptions_are_one_row_an_id(database: Database, account: int) -> None:
    alive = Subscriber(
        remote_id="s1",
        fan="f1",
        product="p1",
        started_at=MARCH,
        status="alive",
        months=1,
        price_minor=None,
        currency="USD",
        source="Gumroad API",
    )
    assert database.write_now(money.upsert_subscribers, account, [alive, alive], NOW) == Stored(added=1)
    assert database.write_now(money.upsert_subscribers, account, [alive], NOW) == Stored(unchanged=1)
    ended = alive._replace(status="cancelled", ended_at=NOW)
    assert database.write_now(money.upsert_subscribers, account, [ended], NOW) == Stored(changed=1)
    rows = database.read_now(lambda session: session.scalars(select(SubscriptionSpell)).all())
    assert [(row.status, row.ended_at) for row in rows] == [("cancelled", NOW)]
