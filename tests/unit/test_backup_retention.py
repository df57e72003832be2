"""Which daily backups stay."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.backups import kept

TODAY = date(2026, 11, 24)


def test_of_a_year_of_days_seven_days_four_weeks_and_six_months_stay():
    stay = kept(TODAY - timedelta(days=back) for back in range(365))
    assert {TODAY - timedelta(days=back) for back in range(7)} <= stay
    assert {date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 8)} <= stay
    assert {date(2026, month, day) for month, day in ((10, 31), (9, 30), (8, 31), (7, 31), (6, 30))} <= stay
    assert len(stay) <= 17


@given(st.sets(st.dates(date(2024, 1, 1), date(2027, 1, 1)), max_size=80))
def test_thinning_out_twice_changes_nothing_and_the_newest_stay(days):
    stay = kept(days)
    assert stay <= days
    assert kept(stay) == stay
    assert set(sorted(days)[-7:]) <= stay
