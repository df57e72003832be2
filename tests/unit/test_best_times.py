"""E4: the example of the definitions, and that chance alone recommends nothing."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.best_times import PostAtDay, Slot, best_times, shrink, slot_of

MONDAY = datetime.fromisoformat("2026-01-05T09:00")


def post(local, engagement, form="text", account=1):
    return PostAtDay(account_id=account, form=form, local=local, engagement=engagement)


def test_the_example_of_the_definitions():
    found = shrink((0.30, -0.05, 0.02), (6, 10, 8), 0.16)
    assert (round(found.tau2, 4), round(found.centre, 3)) == (0.0102, 0.070)
    assert [round(value, 3) for value in found.shrunk] == [0.134, 0.023, 0.053]
    assert [round(value, 2) for value in found.probability] == [0.77, 0.28, 0.42]


def test_equal_slots_are_a_coin_toss():
    found = shrink((0.1, 0.1), (5, 5), 0.2)
    assert (found.tau2, found.probability) == (0, (0.5, 0.5))
    assert shrink((0.1,), (20,), 0.2).probability == (0.5,)


def test_slots_are_four_hours_of_weekdays_and_weekends():
    assert slot_of(datetime.fromisoformat("2026-06-05T23:59")) == Slot(weekend=False, band=5)
    assert slot_of(datetime.fromisoformat("2026-06-06")) == Slot(weekend=True, band=0)
    assert Slot(weekend=True, band=1).hours == (4, 8)


def test_a_time_that_is_truly_better_stands_out():
    dice = random.Random(4)
    posts = []
    for day in range(150):
        for hour, size in ((9, 100), (18, 260)):
            at = MONDAY + timedelta(days=day, hours=hour - 9)
            posts.append(post(at, round(size * dice.lognormvariate(0, 0.3))))
    found = best_times(posts)
    assert [one.slot for one in found.recommended if not one.slot.weekend] == [Slot(weekend=False, band=4)]
    best = found.of(Slot(weekend=False, band=4))
    # Half of its posts are compared with ten of which half are as good: less than 2.6 times, and shrunk.
    assert 0.2 < best.gain < 1.6
    assert found.posts + found.left_out == 300
    assert sum(found.hours.values()) == found.posts


def test_posts_before_which_there_are_fewer_than_five_are_left_out():
    posts = [post(MONDAY + timedelta(days=at), 10) for at in range(8)]
    assert (best_times(posts).posts, best_times(posts).left_out) == (3, 5)
    other = [post(MONDAY + timedelta(days=at), 10, form="video") for at in range(4)]
    assert best_times(posts + other).left_out == 9


def test_what_was_not_read_after_a_day_is_left_out_and_no_zero():
    posts = [post(MONDAY + timedelta(days=at), None if at % 2 else 10) for at in range(40)]
    found = best_times(posts)
    assert (found.posts, found.left_out) == (15, 25)


def test_too_few_posts_say_nothing():
    found = best_times([post(MONDAY + timedelta(days=at), at + 5) for at in range(12)])
    assert not found.enough
    assert all(one.gain is None for one in found.estimates)
    assert found.recommended == ()


def test_posts_that_all_did_the_same_say_nothing():
    assert not best_times([post(MONDAY + timedelta(days=at), 10) for at in range(60)]).enough


@pytest.mark.parametrize("seed", range(5))
def test_chance_alone_hardly_ever_stands_out(seed):
    dice = random.Random(seed)
    posts = [post(MONDAY + timedelta(hours=7 * at), dice.randint(20, 60)) for at in range(300)]
    assert best_times(posts).recommended == ()


@given(st.lists(st.tuples(st.floats(-2, 2), st.integers(1, 50)), min_size=1, max_size=12), st.floats(0.001, 5))
def test_shrinking_pulls_towards_the_centre(slots, sigma2):
    means, counts = zip(*slots, strict=True)
    found = shrink(means, counts, sigma2)
    for mean, value in zip(means, found.shrunk, strict=True):
        assert abs(value - found.centre) <= abs(mean - found.centre) + 1e-9
    assert all(0 <= value <= 1 for value in found.probability)
