"""A person is told of posts that stand in each other's way, before they go out, and never kept from saving them."""

from datetime import timedelta

import pytest

from ofauto_desktop.domain.clashes import ClashKind
from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.posts import PostFilter
from ofauto_desktop.domain.recurrence import Every, Recurrence
from tests.pictures import jpeg, png
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)
WORDS = "a quiet Sunday at the beach with the new camera"


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


async def hints(stage, text, at, *, post_id=None, **more):
    draft = Draft(account_ids=(stage.ada.id,), text=text, at=at, **more)
    checked = await stage.composing.check(draft, post_id=post_id)
    assert not checked.blocked
    return [found.problem.text for found in checked.findings]


async def found(stage, **fields):
    clashes = await stage.planning.clashes.between(NOON, NOON + 60 * DAY, PostFilter(**fields))
    return [(one.kind, one.post_id, one.other_id) for one in clashes]


async def test_while_it_is_written(stage):
    first = await stage.schedule(WORDS, at="2026-06-16T10:00")
    assert await hints(stage, "something else", "2026-06-16T10:30") == [
        f"post {first.id} goes out on this account at 10:00, within the same hour"
    ]
    assert await hints(stage, WORDS.upper(), "2026-06-20T10:00") == [
        f"post {first.id} says the same on this account on 2026-06-16"
    ]
    assert await hints(stage, WORDS.replace("Sunday", "Monday"), "2026-06-20T10:00") == [
        f"post {first.id} says nearly the same on this account on 2026-06-16"
    ]
    assert await hints(stage, WORDS, "2026-06-16T10:00", post_id=first.id) == []
    assert await hints(stage, WORDS, "2026-08-16T10:00") == []


async def test_the_same_picture_in_another_form(stage):
    one = await stage.library.add_bytes("beach.png", png(size=(640, 400)))
    other = await stage.library.add_bytes("beach.jpg", jpeg(size=(320, 200)))
    assert one.id != other.id
    first = await stage.schedule("beach", at="2026-06-16T10:00", media_ids=(one.id,))
    said = f"post {first.id} shows the same picture on this account on 2026-06-16"
    assert await hints(stage, "again", "2026-06-20T10:00", media_ids=(other.id,)) == [said]
    assert await hints(stage, "again", "2026-06-20T10:00", media_ids=(one.id,)) == [said]


async def test_on_the_calendar_both_of_two_that_wait_are_marked(stage):
    first = await stage.schedule(WORDS, at="2026-06-16T10:00")
    second = await stage.schedule(WORDS, at="2026-06-16T10:30")
    await stage.schedule(WORDS, to=(stage.people[1],), at="2026-06-16T10:00")
    same_hour, same_text = ClashKind.SAME_HOUR, ClashKind.SAME_TEXT
    assert await found(stage) == [
        (same_hour, first.id, second.id),
        (same_text, first.id, second.id),
        (same_hour, second.id, first.id),
        (same_text, second.id, first.id),
    ]
    assert await found(stage, account_ids=(stage.people[1].id,)) == []
    await stage.publishing.cancel(second.id)
    assert await found(stage) == []


async def test_what_is_out_is_no_warning_but_can_be_the_reason_for_one(stage):
    out = await stage.schedule(WORDS)
    await stage.publishing.publish_due()
    assert await stage.planning.clashes.between(NOON - DAY, NOON + DAY) == ()
    again = await stage.schedule(WORDS, at="2026-06-20T10:00")
    assert await found(stage) == [(ClashKind.SAME_TEXT, again.id, out.id)]


async def test_a_series_does_not_warn_of_itself(stage):
    draft = Draft(account_ids=(stage.ada.id,), text=WORDS, at="2026-06-16T10:00")
    begun = await stage.planning.series.start(draft, Recurrence(every=Every.DAY, count=5))
    assert await found(stage) == []
    assert await hints(stage, WORDS, "2026-06-17T10:00", post_id=begun.changed[1]) == []


async def test_a_target_of_its_own_text_is_compared_by_that(stage):
    from ofauto_desktop.domain.drafts import Override

    own = {stage.ada.id: Override(text=WORDS)}
    first = await stage.schedule("for all", at="2026-06-16T10:00", overrides=own)
    assert await hints(stage, WORDS, "2026-06-20T10:00") == [
        f"post {first.id} says the same on this account on 2026-06-16"
    ]
    assert await hints(stage, "for all", "2026-06-20T10:00") == []
