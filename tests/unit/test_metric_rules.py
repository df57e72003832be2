"""Rules on readings: E0, E1, E3, C1, with the definitions' own examples."""

import pytest

from ofauto_desktop.domain.analytics import EngagementRate
from ofauto_desktop.domain.metrics import LEVELS, Metric, Rate, change, of_the_day, read_by, unit
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.syncing import Stored


@pytest.mark.parametrize(
    ("metric", "last", "before", "value"),
    [
        (Metric.LIKES, 19, 12, 7),
        (Metric.LIKES, 10, 12, -2),  # likes are taken back
        (Metric.LIKES, 10, None, None),  # the day before is unknown
        (Metric.LIKES, None, 12, None),
        (Metric.FOLLOWERS, 1000, 12, 1000),  # the reading itself
        (Metric.FOLLOWERS, 1000, None, 1000),
        (Metric.FOLLOWERS, None, 1000, None),
    ],
)
def test_a_days_value(metric, last, before, value) -> None:
    assert of_the_day(metric, last, before) == value


@pytest.mark.parametrize(
    ("current", "previous", "fraction", "note"),
    [
        (150, 100, 0.5, "ok"),
        (50, 100, -0.5, "ok"),
        (-50, -100, 0.5, "ok"),  # less is lost
        (0, 0, None, "new"),
        (10, 0, None, "new"),
        (None, 10, None, "incomplete"),
        (10, None, None, "incomplete"),
    ],
)
def test_change(current, previous, fraction, note) -> None:
    found = change(current, previous)
    assert (found.fraction, found.note) == (fraction, note)


def test_what_is_incomplete_is_not_compared() -> None:
    assert change(150, 100, incomplete=True).note == "incomplete"


def test_engagement_is_a_ratio_of_sums() -> None:
    """E1's example: 30/100 and 10/900 are 4.0 %, not the mean of 30 % and 1.1 %."""

    def rate(engagement: int, base: int) -> EngagementRate:
        return EngagementRate(
            account_id=1, rate=Rate.ENGAGEMENT, engagement=engagement, base=base, as_of=None, source=None
        )

    assert rate(30 + 10, 100 + 900).fraction == 0.04
    assert rate(0, 0).fraction is None


def test_each_metric_has_a_pull_and_a_unit() -> None:
    assert read_by(Metric.LIKES) is SyncKind.METRICS
    assert read_by(Metric.FOLLOWERS) is SyncKind.AUDIENCE
    assert read_by(Metric.MRR) is SyncKind.FANS
    assert {unit(metric) for metric in Metric} == {"count", "minor"}
    assert Metric.LIKES not in LEVELS


def test_counts_of_batches_add_up() -> None:
    assert Stored(added=1, changed=2) + Stored(changed=1, unchanged=5) == Stored(added=1, changed=3, unchanged=5)
