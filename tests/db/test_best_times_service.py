"""Best times from stored readings: what a post had after a day, in whose hours, and what is left out (E4, G4)."""

from datetime import timedelta

import pytest

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.best_times import Slot
from ofauto_desktop.domain.metrics import Metric
from ofauto_desktop.services.best_times import BestTimesToPost
from tests.db.seeds import NOW, add_account, add_client
from tests.db.test_analytics_service import list_post, read

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
EVENING = Slot(weekend=False, band=5)


@pytest.fixture
def account(database) -> int:
    return database.write_now(add_account, database.write_now(add_client), name="ada", zone="Europe/Berlin")


def fill(database, account, *, age=DAY, evening=300):
    """Two posts a day for 80 days: at 09:00 and at 19:00 UTC; the later one does better."""
    for day in range(2, 82):
        for hour, likes in ((9, 100), (19, evening)):
            at = (NOW - DAY * day).replace(hour=hour)
            name = f"{day}-{hour}"
            list_post(database, account, name, at)
            read(
                database, account, Metric.LIKES, {at + DAY / 4: 1, at + age: likes + day % 7, at + 9 * DAY: 9999}, name
            )


async def test_the_reading_nearest_to_a_day_counts(database, account) -> None:
    fill(database, account, age=DAY - timedelta(hours=5))
    found = await BestTimesToPost(database, lambda: NOW).find(Scope())
    # 19:00 UTC is 21:00 in Berlin.
    assert found.of(EVENING).posts > 50
    assert found.of(EVENING).gain > 0
    assert EVENING in [one.slot for one in found.recommended]
    assert (found.zone, found.source) == ("Europe/Berlin", "X API")
    assert {hour for _, hour in found.hours} <= {9 + 1, 9 + 2, 19 + 1, 19 + 2}
    assert found.as_of is not None


async def test_hours_can_be_those_of_another_zone(database, account) -> None:
    fill(database, account)
    found = await BestTimesToPost(database, lambda: NOW).find(Scope(zone="America/New_York"))
    assert found.zone == "America/New_York"
    assert found.of(EVENING).posts == 0
    assert found.of(Slot(weekend=False, band=3)).posts > 50


async def test_posts_that_were_not_read_after_a_day_are_left_out(database, account) -> None:
    fill(database, account, age=timedelta(hours=40))
    found = await BestTimesToPost(database, lambda: NOW).for_account(account)
    assert (found.posts, found.enough, found.as_of, found.source) == (0, False, None, "")
    assert found.left_out == 160


async def test_an_account_without_posts_has_an_answer_too(database, account) -> None:
    found = await BestTimesToPost(database, lambda: NOW).for_account(account)
    assert (found.posts, found.left_out, found.enough) == (0, 0, False)
