"""How far a pull of Gumroad's sales reads: never less than since the last one, and no more often than its cost allows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.gumroad import cursor as cursors
from connectors.gumroad.cursor import Done, FansCursor, MoneyCursor, Walk

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive


def read(pages, ago, window_pages=None):
    """A cursor whose whole list was read `ago`."""
    cursor = MoneyCursor()
    walk = Walk(
        reach="all", started=NOW - ago, pages=pages, window_pages=pages if window_pages is None else window_pages
    )
    cursors.finish(cursor, walk)
    return cursor


def test_the_first_time_everything_is_read():
    walk = cursors.next_walk(MoneyCursor(), NOW)
    assert (walk.reach, walk.after) == ("all", None)


def test_a_small_shop_reads_its_window_every_six_hours_and_everything_daily():
    assert cursors.next_walk(read(90, timedelta(hours=5)), NOW).reach == "new"
    walk = cursors.next_walk(read(90, timedelta(hours=6)), NOW)
    assert (walk.reach, walk.after) == ("window", (NOW - timedelta(days=180)).date())
    assert cursors.next_walk(read(90, timedelta(days=1)), NOW).reach == "all"


def test_a_bigger_shop_reads_what_is_new_until_reading_again_is_due():
    cursor = read(6000, timedelta(hours=9), window_pages=3000)
    assert cursors.next_walk(cursor, NOW).reach == "window"  # 3,000 pages: every 30,000 seconds
    walk = cursors.next_walk(read(6000, timedelta(hours=8), window_pages=3000), NOW)
    assert (walk.reach, walk.after) == ("new", (NOW - timedelta(days=3)).date())


def test_the_biggest_shop_reads_its_window_daily_and_everything_weekly():
    assert cursors.next_walk(read(10**6, timedelta(hours=23)), NOW).reach == "new"
    assert cursors.next_walk(read(10**6, timedelta(days=1)), NOW).reach == "window"
    assert cursors.next_walk(read(10**6, timedelta(days=7)), NOW).reach == "all"


@given(read_at=MOMENTS, now=MOMENTS, pages=st.integers(0, 10**6), window_pages=st.integers(0, 10**6))
def test_no_sale_since_the_last_walk_is_left_out(read_at, now, pages, window_pages):
    cursor = MoneyCursor(
        read_at=read_at,
        done={"all": Done(at=read_at, pages=pages), "window": Done(at=read_at, pages=window_pages)},
    )
    walk = cursors.next_walk(cursor, now)
    assert walk.after is None or walk.after <= min(read_at, now).date() - timedelta(days=2)


@given(read_at=MOMENTS, now=MOMENTS)
def test_no_payout_since_the_last_walk_is_left_out(read_at, now):
    assert cursors.next_payouts_walk(MoneyCursor(), now).after is None
    after = cursors.next_payouts_walk(MoneyCursor(payouts_at=read_at), now).after
    assert after <= min(read_at, now).date() - timedelta(days=59)


def test_a_cursor_survives_being_stored():
    cursor = read(12, timedelta(days=2))
    cursor.sales = Walk(reach="new", started=NOW, after=NOW.date(), page="20261124-1", oldest=NOW)
    cursor.refunds = {"a==": [None, 300]}
    assert cursors.loaded(cursors.saved(cursor), MoneyCursor) == cursor
    fans = FansCursor(known=["a"], todo=["p"], page="100", seen=["a"])
    assert cursors.loaded(cursors.saved(fans), FansCursor) == fans


def test_what_is_no_cursor_begins_again():
    for text in (None, "", "7", '{"known":7}', "{", "\ud800"):
        assert cursors.loaded(text, FansCursor) == FansCursor()
