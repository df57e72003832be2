"""Killed anywhere while three processes renew one login, none is lost outside the window that nobody can close.

`OFAUTO_CRASH_RENEWALS` lengthens the run (500 for the full one).
"""

import os

import pytest

from ofauto_desktop.runtime.reached import Renewal
from tests.crash.renewals import NOBODY, ON_THE_WAY, PLANS, STORING, TROUBLE, run

ROUNDS = int(os.environ.get("OFAUTO_CRASH_RENEWALS", "110"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(max(300, 6 * ROUNDS))]


@pytest.mark.parametrize(
    ("plant", "plans"),
    [
        ("no_turn", (NOBODY,)),
        ("memory_first", (NOBODY,)),
        ("kept_later", (Renewal.KEPT.value,)),
        ("blip_is_an_end", (TROUBLE,)),
    ],
)
def test_the_judge_finds_bugs_that_were_planted(tmp_path, plant, plans):
    assert run(tmp_path, 8, seed=1, plant=plant, plans=plans).wrong


def test_no_login_is_lost_outside_the_declared_window(tmp_path):
    told = run(tmp_path, ROUNDS, seed=20261126)
    print(told)
    assert not told.wrong, told.wrong[:3]
    # Each point killed somebody, so the silence of the others is worth something.
    assert all(told.killed[plan] for plan in PLANS if plan not in (NOBODY, TROUBLE))
    # In the window a death costs the login, and at most one in each round.
    assert told.lost[Renewal.ANSWERED]
    assert told.lost[ON_THE_WAY]
    assert sum(told.lost.values()) <= told.in_window
    assert told.lost[STORING] <= told.killed[STORING]
    assert told.renewals >= ROUNDS
