"""What a chart shows: days in a row, unknown ones as gaps, the period before beside it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ui.models.chart_scale import step_ticks
from ui.models.chart_words import said_day
from ui.models.charting import ChartMark, Series, Steps, content, runs, stepped, thinned

JUNE = date(2026, 6, 1)


def series(name, *values, start=JUNE):
    return Series(name, tuple((start + timedelta(days=at), value) for at, value in enumerate(values)))


def test_series_of_different_days_share_one_row_of_days():
    made = content((series("a", 1, None, 3), series("b", 9, start=JUNE + timedelta(days=4))), str)
    assert (made.first, made.days) == (JUNE, 5)
    assert [line.values for line in made.lines] == [(1, None, 3, None, None), (None, None, None, None, 9)]
    assert made.unknown((0, 1), 0, 5) == [(1, 2), (3, 4)]
    assert made.unknown((0,), 0, 5) == [(1, 2)]
    assert (made.said(None), made.said(0)) == ("–", "0")


def test_the_period_before_lies_day_on_day_under_the_same_name():
    may = JUNE - timedelta(days=31)
    made = content((series("a", 1, 2), series("b", 3, 4)), str, previous=(series("b", 7, 8, 9, start=may),))
    assert made.ghosts[0] is None
    assert (made.ghosts[1].values, made.ghosts[1].shift) == ((7, 8), 31)
    alone = content((series("a", 1, 2),), str, previous=(series("before", 7, None, start=may),))
    assert alone.ghosts[0].values == (7, None)


def test_marks_outside_the_days_are_left_out():
    marks = [ChartMark(JUNE - timedelta(days=1), "early"), ChartMark(JUNE, "one"), ChartMark(JUNE, "two")]
    made = content((series("a", 1, 2),), str, marks)
    assert {at: [mark.text for mark in found] for at, found in made.marks.items()} == {0: ["one", "two"]}


def test_nothing_is_nothing():
    made = content((Series("a", ()),), str)
    assert (made.days, made.known()) == (0, False)
    assert not content((series("a", None, None),), str).known()
    assert content((series("a", 0),), str).known()


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=60))
def test_runs_are_the_known_days_between_gaps(values):
    found = list(runs(tuple(values), 0, len(values)))
    assert [point for run in found for point in run] == [(at, one) for at, one in enumerate(values) if one is not None]
    assert all([at for at, _ in run] == list(range(run[0][0], run[0][0] + len(run))) for run in found)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=3000), st.integers(1, 200))
def test_thinning_keeps_peaks_ends_and_order(values, most):
    run = list(enumerate(values))
    found = thinned(run, most)
    assert len(found) <= max(2 * most + 2, 4)
    assert (found[0], found[-1]) == (run[0], run[-1])
    assert {max(one for _, one in found), min(one for _, one in found)} == {max(values), min(values)}
    assert [at for at, _ in found] == sorted({at for at, _ in found})


def test_months_stand_beside_each_other_however_long_they_are() -> None:
    months = tuple(date(2026, number, 1) for number in (1, 2, 3))
    steps = Steps(months, words=lambda day: f"{day:%B %Y}", short=lambda day, _: f"{day:%b}")
    shown = stepped(
        [Series("Net", ((months[0], 5.0), (months[2], 7.0)), "minor")],
        str,
        steps,
        [ChartMark(date(2026, 2, 20), "Price change", "price"), ChartMark(date(2025, 12, 31), "Before it all")],
    )
    assert shown.lines[0].values == (5.0, None, 7.0)
    assert [shown.day(at) for at in range(shown.days)] == list(months)
    assert {at: [mark.text for mark in marks] for at, marks in shown.marks.items()} == {1: ["Price change"]}
    assert said_day(shown, 1) == "February 2026"
    ticks = step_ticks(months, steps.short, room=60, width_of=lambda words: 10.0 * len(words))
    assert [(tick.at, tick.words) for tick in ticks] == [(0, "Jan")]
    assert len(step_ticks(months, steps.short, room=400, width_of=lambda words: 10.0 * len(words))) == 3
