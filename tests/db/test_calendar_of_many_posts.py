"""The visible stretch of a calendar comes at once, however many posts lie before and after it, and whatever filters it."""

from datetime import timedelta
from time import process_time

import pytest

from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.services.agenda import Agenda
from storage.database import Database
from tests.db.many_posts import POSTS, fill
from tests.db.seeds import NOW
from tests.pace import slower

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
# Of the processor, as other tests may keep it busy. The bar.
AT_MOST = 0.020
FILTERS: dict[str, dict[str, object]] = {
    "all": {},
    "three clients": {"client_ids": (1, 2, 3)},
    "a platform": {"platforms": (PlatformId.X,)},
    "a tag": {"tags": ("promo",)},
    "a word of every post": {"text": "beach"},
    "a word of one post": {"text": "37123"},
    "failed": {"states": (PostState.FAILED,)},
    "an account": {"account_ids": (3,)},
}


async def test_what_is_visible_is_read_within_twenty_milliseconds(database: Database) -> None:
    database.write_now(fill)
    agenda, day, before = Agenda(database), NOW.date(), slower()
    slow = {}
    for name, fields in FILTERS.items():
        wanted = PostFilter(**fields)  # type: ignore[arg-type]
        week = PostFilter(**fields, start=NOW, end=NOW + timedelta(days=7))  # type: ignore[arg-type]
        slow[f"month, {name}"] = await _fastest(agenda.days, day, day + timedelta(days=41), "Europe/Berlin", wanted)
        slow[f"week, {name}"] = await _fastest(agenda.entries, week)
    slow["a window far down the list"] = await _fastest(agenda.entries, PostFilter(limit=100, offset=POSTS - 200))
    slow["how many there are"] = await _fastest(agenda.count, PostFilter())
    at_most = AT_MOST * max(before, slower())
    assert {name: taken for name, taken in slow.items() if taken > at_most} == {}


async def _fastest(read, *args) -> float:
    taken = []
    for _ in range(7):
        began = process_time()
        await read(*args)
        taken.append(process_time() - began)
    return min(taken)
