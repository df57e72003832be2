"""Killed anywhere while it publishes, the program loses nothing, sends nothing twice, and says what is so.

`OFAUTO_CRASH_SEEDS` and `OFAUTO_CRASH_KILLS` lengthen the run (a night: 50 and 5000).
"""

import os

import pytest

from ofauto_desktop.runtime.reached import Point
from tests.crash.arena import SCENARIOS, Case, run_all

SEEDS = int(os.environ.get("OFAUTO_CRASH_SEEDS", "2"))
ANYWHERE = int(os.environ.get("OFAUTO_CRASH_KILLS", "35"))
LONGEST_RECOVERY = 5.0
_LONG = SEEDS > 2 or ANYWHERE > 35
pytestmark = [pytest.mark.slow, pytest.mark.timeout(24 * 3600 if _LONG else 400)]


def killings() -> list[Case]:
    at_points = [
        Case(scenario=scenario, point=point.value, seed=seed)
        for scenario in SCENARIOS
        for point in Point
        for seed in range(SEEDS)
    ]
    anywhere = [Case(scenario=SCENARIOS[seed % len(SCENARIOS)], point=None, seed=seed) for seed in range(ANYWHERE)]
    return at_points + anywhere


@pytest.mark.parametrize(
    ("plant", "scenario", "point", "finds"),
    [
        ("resend_on_recovery", "plain", Point.AFTER_ANSWER, "doubles"),
        ("retry", "accept_then_drop", Point.AFTER_OUTCOME, "doubles"),
        ("lost_is_failed", "accept_then_500", Point.AFTER_OUTCOME, "wrong"),
    ],
)
def test_the_checker_finds_bugs_that_were_planted(tmp_path, plant, scenario, point, finds):
    cases = [Case(scenario=scenario, point=point.value, seed=seed, plant=plant) for seed in range(4)]
    assert any(getattr(found, finds) for found in run_all(cases, tmp_path))


def test_nothing_doubled_nothing_lost_nothing_wrong(tmp_path):
    found = run_all(killings(), tmp_path)
    bad = [one for one in found if not one.is_right]
    killed, slowest = sum(one.killed for one in found), max(one.recovery for one in found)
    print(f"{len(found)} runs, {killed} kills, {len(bad)} bad, slowest recovery {slowest:.2f} s")
    assert not bad, bad[:3]
    assert killed >= 0.7 * len(found)
    assert slowest < LONGEST_RECOVERY
