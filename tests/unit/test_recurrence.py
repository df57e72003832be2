"""Rules of repetition, against the calendar, against a well-known library, and against themselves."""

from datetime import date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.recurrence import (
    Every,
    Recurrence,
    as_json,
    days,
    ending_before,
    from_the,
    moved,
    named,
    of_json,
    wrong,
)

A_TUESDAY = date(2026, 6, 16)
FIRSTS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEEKDAYS = st.lists(st.integers(0, 6), unique=True, max_size=7).map(tuple)
ENDS = st.one_of(
    st.just({}),
    st.integers(1, 40).map(lambda count: {"count": count}),
    FIRSTS.map(lambda until: {"until": until}),
)


@st.composite
def rules(draw):
    every = draw(st.sampled_from(Every))
    interval = draw(st.integers(1, 6))
    if every is Every.DAY:
        more = {}
    elif every is Every.WEEK:
        more = {"weekdays": draw(WEEKDAYS)}
    else:
        more = draw(
            st.one_of(
                st.just({}),
                st.sampled_from([*range(1, 32), -1]).map(lambda day: {"month_day": day}),
                st.builds(
                    lambda nth, day: {"nth": nth, "weekdays": (day,)},
                    st.sampled_from([1, 2, 3, 4, -1]),
                    st.integers(0, 6),
                ),
            )
        )
    return Recurrence(every=every, interval=interval, **more, **draw(ENDS))


def some(rule, first, most=50):
    return list(islice(days(rule, first), most))


def by_the_library(rule, first, most=50):
    """The same rule in the words of RFC 5545."""
    more = {}
    if rule.every is Every.WEEK and rule.weekdays:
        more["byweekday"] = sorted(rule.weekdays)
    elif rule.every is Every.MONTH and rule.nth is not None:
        more["byweekday"] = [rrule.weekday(rule.weekdays[0])(rule.nth)]
    elif rule.every is Every.MONTH:
        day = first.day if rule.month_day is None else rule.month_day
        # A day that the month lacks is its last: the last of those that exist.
        more |= {"bymonthday": list(range(28, day + 1)), "bysetpos": -1} if day > 28 else {"bymonthday": day}
    made = rrule.rrule(
        {Every.DAY: rrule.DAILY, Every.WEEK: rrule.WEEKLY, Every.MONTH: rrule.MONTHLY}[rule.every],
        dtstart=datetime.combine(first, datetime.min.time()),
        interval=rule.interval,
        count=rule.count,
        until=datetime.combine(rule.until, datetime.min.time()) if rule.until else None,
        **more,
    )
    return [one.date() for one in islice(made, most)]


@given(rules(), FIRSTS)
def test_the_library_finds_the_same_days(rule, first):
    assert wrong(rule) is None
    assert some(rule, first) == by_the_library(rule, first)


@given(rules(), FIRSTS)
def test_days_rise_and_keep_to_the_end(rule, first):
    found = some(rule, first)
    assert all(a < b for a, b in pairwise(found))
    assert all(day >= first and (rule.until is None or day <= rule.until) for day in found)
    assert rule.count is None or len(found) <= rule.count


@given(rules())
def test_a_rule_comes_back_from_storage_as_it_was(rule):
    assert of_json(as_json(rule)) == rule


@given(rules(), FIRSTS)
def test_naming_its_days_changes_no_day(rule, first):
    assert some(named(rule, first), first) == some(rule, first)


@given(rules(), FIRSTS, st.integers(0, 20))
def test_cutting_a_series_in_two_loses_and_adds_nothing(rule, first, place):
    rule = named(rule, first)
    found = some(rule, first, 60)
    if place >= len(found):
        return
    day = found[place]
    before = some(ending_before(rule, day), first, 60)
    after = some(from_the(rule, first, day), day, 60)
    assert before == found[:place]
    assert (before + after)[:60] == found


@given(rules(), FIRSTS, st.integers(-20, 20))
def test_a_moved_rule_begins_at_the_new_day(rule, first, by):
    found = some(rule, first, 1)
    if not found or (rule.nth in (1, 2, 3, 4) and found[0].day + by > 28):
        return
    new = found[0] + timedelta(days=by)
    assert some(moved(rule, found[0], new), new, 1) in ([new], [] if rule.until else [new])


def test_every_other_tuesday_and_thursday():
    rule = Recurrence(every=Every.WEEK, interval=2, weekdays=(3, 1), count=4)
    assert [day.isoformat() for day in days(rule, A_TUESDAY)] == [
        "2026-06-16",
        "2026-06-18",
        "2026-06-30",
        "2026-07-02",
    ]


def test_the_31st_is_the_last_day_of_shorter_months():
    rule = Recurrence(every=Every.MONTH, month_day=31, count=3)
    assert [day.isoformat() for day in days(rule, date(2027, 1, 31))] == ["2027-01-31", "2027-02-28", "2027-03-31"]


def test_the_last_friday_of_each_month():
    rule = Recurrence(every=Every.MONTH, nth=-1, weekdays=(4,), count=3)
    assert [day.isoformat() for day in days(rule, A_TUESDAY)] == ["2026-06-26", "2026-07-31", "2026-08-28"]


def test_a_first_day_that_does_not_fit_is_left_out():
    rule = Recurrence(every=Every.WEEK, weekdays=(0,), count=2)
    assert [day.isoformat() for day in days(rule, A_TUESDAY)] == ["2026-06-22", "2026-06-29"]


def test_a_rule_without_end_ends_with_the_calendar():
    assert len(list(days(Recurrence(every=Every.MONTH, interval=24), date(9890, 1, 1)))) == 6


@pytest.mark.parametrize(
    "rule",
    [
        Recurrence(every=Every.DAY, interval=0),
        Recurrence(every=Every.WEEK, interval=53),
        Recurrence(every=Every.WEEK, weekdays=(7,)),
        Recurrence(every=Every.WEEK, weekdays=(1, 1)),
        Recurrence(every=Every.MONTH, month_day=0),
        Recurrence(every=Every.MONTH, month_day=32),
        Recurrence(every=Every.MONTH, nth=5, weekdays=(1,)),
        Recurrence(every=Every.MONTH, nth=1),
        Recurrence(every=Every.DAY, count=0),
        Recurrence(every=Every.DAY, count=1001),
        Recurrence(every=Every.DAY, count=3, until=A_TUESDAY),
    ],
)
def test_what_is_no_rule_is_told(rule):
    assert wrong(rule)
