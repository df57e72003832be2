"""What is being written outlives the process that wrote it: one for each post, several for new ones."""

from datetime import UTC, datetime, timedelta

import pytest

from ofauto_desktop.services.unfinished import Unfinished
from storage import settings

pytestmark = pytest.mark.anyio
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


class Clock:
    at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


async def test_edits_are_kept_for_each_post_apart(database):
    unfinished = Unfinished(database, Clock())
    assert await unfinished.kept(8) is None
    await unfinished.keep(unfinished.key_of(8), {"text": "edited"}, is_open=True)
    await unfinished.keep(unfinished.key_of(9), {"text": "other"}, is_open=True)
    await unfinished.keep(unfinished.key_of(8), {"text": "edited more"}, is_open=False)
    kept = await Unfinished(database, Clock()).kept(8)
    assert (kept.written, kept.is_open, kept.at) == ({"text": "edited more"}, False, NOON + timedelta(seconds=3))
    await unfinished.drop(kept.key)
    await unfinished.drop(kept.key)
    assert await unfinished.kept(8) is None
    assert (await unfinished.kept(9)).written == {"text": "other"}


async def test_several_new_ones_are_kept_the_latest_first(database):
    unfinished = Unfinished(database, Clock())
    first, second = unfinished.key_of(None), unfinished.key_of(None)
    await unfinished.keep(first, {"text": "one"}, is_open=False)
    await unfinished.keep(second, {"text": "two"}, is_open=True)
    await unfinished.keep(unfinished.key_of(8), {"text": "no new one"}, is_open=True)
    assert [one.written["text"] for one in await unfinished.all_new()] == ["one"], "the other is open here"
    unfinished = Unfinished(database, Clock())  # the next process
    assert [(one.written["text"], one.is_open) for one in await unfinished.all_new()] == [("two", True), ("one", False)]
    unfinished._now.at += timedelta(minutes=1)
    await unfinished.keep(first, {"text": "one and a half"}, is_open=False)
    assert [one.written["text"] for one in await unfinished.all_new()] == ["one and a half", "two"]
    await unfinished.drop(second)
    assert len(await unfinished.all_new()) == 1


async def test_fifty_of_them_are_enough(database):
    unfinished = Unfinished(database, Clock())
    for number in range(52):
        await unfinished.keep(unfinished.key_of(None), {"number": number}, is_open=False)
    assert [one.written["number"] for one in await unfinished.all_new()] == list(range(51, 1, -1))


async def test_what_the_version_before_kept_is_still_there(database):
    await database.write(settings.put, "composer.unfinished.new", {"version": 1, "text": "old"})
    await database.write(settings.put, "composer.unfinished.8", {"version": 1, "text": "edited"})
    unfinished = Unfinished(database, Clock())
    [old] = await unfinished.all_new()
    assert old.written == {"version": 1, "text": "old"}
    assert (await unfinished.kept(8)).written["text"] == "edited"
