"""One account's pace: those who wait go one after another, and the platform's own budgets come first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import RateLimited
from connectors.limiter import Budget, Limiter

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def limiter(rate: float = 1000, burst: int = 10, **more) -> Limiter:
    return Limiter(rate=rate, burst=burst, now=lambda: NOW, **more)


async def took(waits) -> float:
    began = asyncio.get_running_loop().time()
    await waits
    return asyncio.get_running_loop().time() - began


async def test_a_burst_goes_at_once() -> None:
    pace = limiter(rate=1, burst=5)
    assert await took(asyncio.gather(*(pace.admit("a") for _ in range(5)))) < 0.2


async def test_those_who_wait_together_go_one_after_another() -> None:
    pace = limiter(rate=100, burst=1)
    assert await took(asyncio.gather(*(pace.admit("a") for _ in range(11)))) >= 0.095


async def test_a_clock_that_stands_still_or_is_set_back_does_not_stop_the_pace() -> None:
    pace = limiter(rate=200, burst=1)
    assert await took(_several(pace, 10)) < 1


async def _several(pace: Limiter, count: int) -> None:
    for _ in range(count):
        await pace.admit("a")


async def test_a_bucket_that_is_used_up_says_when_to_go_on() -> None:
    pace, resets = limiter(), NOW + timedelta(minutes=5)
    pace.learn("posts", Budget(limit=100, remaining=0, resets_at=resets))
    with pytest.raises(RateLimited) as caught:
        await pace.admit("posts")
    assert caught.value.retry_at == resets
    await pace.admit("timeline")  # the others may go on


async def test_a_short_wait_is_waited() -> None:
    pace = limiter()
    pace.learn("posts", Budget(limit=100, remaining=0, resets_at=NOW + timedelta(milliseconds=50)))
    assert await took(pace.admit("posts")) >= 0.045


async def test_a_pause_holds_everything_until_it_ends_or_is_ended() -> None:
    pace = limiter(paused_until=NOW + timedelta(hours=1))
    pace.pause(NOW + timedelta(minutes=1))  # a shorter one does not shorten it
    with pytest.raises(RateLimited) as caught:
        await pace.admit("anything")
    assert caught.value.retry_at == NOW + timedelta(hours=1)
    pace.resume()
    await pace.admit("anything")


async def test_past_and_unknown_resets_hold_nothing() -> None:
    pace = limiter(paused_until=NOW)
    pace.learn("posts", Budget(limit=1, remaining=0, resets_at=NOW))
    await pace.admit("posts")
    pace.learn("posts", Budget(limit=1, remaining=0, resets_at=None))
    await pace.admit("posts")


def test_an_answer_that_was_overtaken_gives_nothing_back() -> None:
    pace, resets = limiter(), NOW + timedelta(minutes=5)
    pace.learn("posts", Budget(limit=10, remaining=0, resets_at=resets))
    pace.learn("posts", Budget(limit=10, remaining=1, resets_at=resets))
    assert pace.budgets["posts"].remaining == 0
    pace.learn("posts", Budget(limit=10, remaining=9, resets_at=resets + timedelta(minutes=15)))
    assert pace.budgets["posts"].remaining == 9
