"""A post that comes again: made ahead, each occurrence a post of its own, changed alone or together."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from ofauto_desktop.domain.drafts import Draft, Override, When
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.recurrence import Every, Recurrence
from ofauto_desktop.domain.repeating import Scope
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
TUESDAYS = Recurrence(every=Every.WEEK, weekdays=(1,), count=4)
DAILY = Recurrence(every=Every.DAY)
JUNE = ("2026-06-16", "2026-06-23", "2026-06-30", "2026-07-07")


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


@pytest.fixture
def repeats(stage):
    return stage.planning.series


def draft(stage, text="weekly", at="2026-06-16T10:00", **more):
    return Draft(account_ids=(stage.ada.id,), text=text, at=at, **more)


async def shown(stage):
    """(wall time, text) of every post that waits, by time."""
    posts = await stage.publishing.list(PostFilter(states=(PostState.SCHEDULED,)))
    return [(f"{one.targets[0].wall:%Y-%m-%d %H:%M}", one.text) for one in posts]


def at(days, hour="10:00", text="weekly"):
    return [(f"{day} {hour}", text) for day in days]


async def test_a_series_is_made_at_once_and_each_is_a_post_of_its_own(stage, repeats):
    begun = await repeats.start(draft(stage, thread=("more",), tags=("promo",)), TUESDAYS)
    assert await shown(stage) == at(JUNE)
    posts = await repeats.posts(begun.series.id)
    assert [one.id for one in posts] == list(begun.changed)
    assert {one.thread for one in posts} == {("more",)}
    assert {one.tags for one in posts} == {("promo",)}
    assert [one.series_day for one in posts] == [date.fromisoformat(day) for day in JUNE]
    await stage.planning.take_back(begun.way_back)
    assert await shown(stage) == []
    assert await repeats.list() == ()


async def test_it_is_made_ninety_days_ahead_and_the_clock_goes_on(stage, repeats):
    await repeats.start(draft(stage), DAILY)
    posts = await stage.publishing.list(PostFilter())
    assert posts[-1].targets[0].wall.date() == date(2026, 9, 13)
    assert await repeats.make_ahead() == 0
    stage.clocks.pass_(3 * DAY)
    assert await repeats.make_ahead() == 3
    assert await repeats.make_ahead() == 0
    days = [one.targets[0].wall for one in await stage.publishing.list(PostFilter())]
    assert all(after - before == DAY for before, after in pairwise(days))


async def test_days_that_passed_while_it_was_off_are_not_made_up_for(stage, repeats):
    await repeats.start(draft(stage), DAILY)
    before = len(await stage.publishing.list(PostFilter()))
    stage.clocks.pass_(100 * DAY)
    made = await repeats.make_ahead()
    assert made == 90
    posts = await stage.publishing.list(PostFilter(limit=5000))
    assert len(posts) == before + made
    assert all(one.targets[0].due_at > stage.clocks.now() for one in posts[before:])


async def test_two_clocks_make_each_day_once(stage, repeats):
    from storage import post_series
    from storage.models import PostSeries

    begun = await repeats.start(draft(stage), DAILY)

    def forget(session):
        session.get(PostSeries, begun.series.id).made_until = None

    await stage.database.write(forget)  # as if the note of how far it got were lost
    assert await repeats.make_ahead() == 0
    series = await repeats.get(begun.series.id)
    assert await stage.database.read(post_series.unmade, date(2026, 9, 13)) == []
    assert len(await repeats.posts(series.id)) == 90


async def test_a_deleted_occurrence_does_not_come_back(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    gone = await repeats.remove(begun.changed[1], Scope.THIS)
    stage.clocks.pass_(DAY)
    await repeats.make_ahead()
    assert await shown(stage) == at((JUNE[0], JUNE[2], JUNE[3]))
    await stage.planning.take_back(gone.way_back)
    assert await shown(stage) == at(JUNE)
    assert (await stage.publishing.get(begun.changed[1])).series_id == begun.series.id


async def test_the_hour_stays_over_a_change_of_clocks_on_every_account(stage, repeats):
    stage.clocks.wall = datetime(2026, 10, 1, tzinfo=UTC)
    await stage.accounts.set_zone(stage.people[1].id, "America/New_York")
    both = Draft(account_ids=tuple(one.id for one in stage.people), text="x", at="2026-10-24T02:30")
    begun = await repeats.start(both, Recurrence(every=Every.DAY, count=3))
    berlin, new_york = zip(
        *[[target.due_at for target in one.targets] for one in await repeats.posts(begun.series.id)], strict=True
    )
    assert [one.hour for one in berlin] == [0, 0, 1]  # 2:30 comes twice on the 25th: the first counts
    assert {one.hour for one in new_york} == {6}


async def test_editing_this_one_alone(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    changed = await repeats.edit(begun.changed[1], draft(stage, "special", "2026-06-24T12:00"), Scope.THIS)
    assert await shown(stage) == [*at(JUNE[:1]), ("2026-06-24 12:00", "special"), *at(JUNE[2:])]
    await stage.planning.take_back(changed.way_back)
    assert await shown(stage) == at(JUNE)


async def test_editing_all_keeps_what_is_out_and_what_was_made_its_own(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    stage.clocks.wall = datetime(2026, 6, 16, 8, tzinfo=UTC)
    assert await stage.publishing.publish_due() == 1
    await repeats.edit(begun.changed[1], draft(stage, "special", "2026-06-23T10:00"), Scope.THIS)
    await stage.publishing.move(begun.changed[2], "2026-07-01T09:00")
    changed = await repeats.edit(begun.changed[3], draft(stage, "better", "2026-07-07T11:30"), Scope.ALL)
    assert changed.kept == (begun.changed[1],)
    assert await shown(stage) == [
        ("2026-06-23 10:00", "special"),
        ("2026-07-01 09:00", "better"),  # its own time, the new words
        ("2026-07-07 11:30", "better"),
    ]
    assert stage.on_x == {"weekly": 1}
    assert (await stage.publishing.get(begun.changed[0])).text == "weekly"
    await stage.planning.take_back(changed.way_back)
    assert await shown(stage) == [
        ("2026-06-23 10:00", "special"),
        ("2026-07-01 09:00", "weekly"),
        ("2026-07-07 10:00", "weekly"),
    ]


async def test_editing_this_and_the_following_cuts_the_series_in_two(stage, repeats):
    begun = await repeats.start(draft(stage), Recurrence(every=Every.WEEK, weekdays=(1,)))
    ids = begun.changed
    changed = await repeats.edit(ids[2], draft(stage, "new", "2026-06-30T18:00"), Scope.FOLLOWING)
    assert changed.series.id != begun.series.id
    assert (await shown(stage))[:4] == [*at(JUNE[:2]), *at(JUNE[2:], "18:00", "new")]
    assert await repeats.make_ahead() == 0
    stage.clocks.pass_(WEEK)
    assert await repeats.make_ahead() == 1
    assert (await shown(stage))[-1][1] == "new"
    old = await repeats.get(begun.series.id)
    assert old.rule.until == date(2026, 6, 29)
    assert [one.id for one in await repeats.posts(old.id)] == list(ids[:2])


async def test_the_way_back_of_a_cut_joins_the_series_again(stage, repeats):
    begun = await repeats.start(draft(stage), Recurrence(every=Every.WEEK, weekdays=(1,)))
    before = await shown(stage)
    changed = await repeats.edit(begun.changed[2], draft(stage, "new", "2026-06-30T18:00"), Scope.FOLLOWING)
    stage.clocks.pass_(DAY)
    await repeats.make_ahead()
    await stage.planning.take_back(changed.way_back)
    await repeats.make_ahead()
    assert (await shown(stage))[: len(before)] == before
    [series] = await repeats.list()
    assert series.rule == begun.series.rule


async def test_a_count_goes_on_counting_after_a_cut(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    changed = await repeats.edit(begun.changed[1], draft(stage, "new", "2026-06-23T10:00"), Scope.FOLLOWING)
    assert changed.series.rule.count == 3
    stage.clocks.pass_(DAY)
    await repeats.make_ahead()
    assert await shown(stage) == [*at(JUNE[:1]), *at(JUNE[1:], text="new")]


async def test_another_day_moves_the_rhythm(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    changed = await repeats.edit(begun.changed[1], draft(stage, at="2026-06-25T10:00"), Scope.FOLLOWING)
    assert await shown(stage) == at(("2026-06-16", "2026-06-25", "2026-07-02", "2026-07-09"))
    assert begun.changed[1] in changed.changed  # the edited post is still the same one
    await stage.planning.take_back(changed.way_back)
    assert await shown(stage) == at(JUNE)
    moved = await repeats.edit(begun.changed[1], draft(stage, at="2026-06-25T10:00"), Scope.ALL)
    assert await shown(stage) == at(("2026-06-18", "2026-06-25", "2026-07-02", "2026-07-09"))
    assert moved.series.id == begun.series.id


async def test_another_rule_plans_what_follows_anew(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    twice = Recurrence(every=Every.WEEK, weekdays=(1, 4), count=4)
    await repeats.edit(begun.changed[2], draft(stage, at="2026-06-30T10:00"), Scope.FOLLOWING, rule=twice)
    assert await shown(stage) == at((*JUNE[:2], "2026-06-30", "2026-07-03", "2026-07-07", "2026-07-10"))


async def test_one_made_its_own_stands_for_its_day_under_another_rule(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    await repeats.edit(begun.changed[2], draft(stage, "special", "2026-06-30T10:00"), Scope.THIS)
    daily = Recurrence(every=Every.DAY, until=date(2026, 7, 1))
    changed = await repeats.edit(begun.changed[1], draft(stage, at="2026-06-29T10:00"), Scope.FOLLOWING, rule=daily)
    assert changed.kept == (begun.changed[2],)
    assert await shown(stage) == [
        *at(("2026-06-16", "2026-06-29")),
        ("2026-06-30 10:00", "special"),
        *at(("2026-07-01",)),
    ]


async def test_deleting_this_and_the_following_and_all(stage, repeats):
    begun = await repeats.start(draft(stage), Recurrence(every=Every.WEEK, weekdays=(1,)))
    stage.clocks.wall = datetime(2026, 6, 16, 8, tzinfo=UTC)
    await stage.publishing.publish_due()
    gone = await repeats.remove(begun.changed[2], Scope.FOLLOWING)
    assert await shown(stage) == at(JUNE[1:2])
    stage.clocks.pass_(WEEK - timedelta(hours=1))
    assert await repeats.make_ahead() == 0
    everything = await repeats.remove(begun.changed[1], Scope.ALL)
    assert await shown(stage) == []
    assert everything.kept == (begun.changed[0],)
    assert await stage.state(await stage.publishing.get(begun.changed[0])) is PostState.POSTED
    assert await repeats.list() == ()
    await stage.planning.take_back(everything.way_back)
    await stage.planning.take_back(gone.way_back)
    assert (await shown(stage))[:3] == at(JUNE[1:])
    [series] = await repeats.list()
    assert series.rule.until is None


async def test_a_planned_post_can_begin_to_repeat(stage, repeats):
    post = await stage.schedule("weekly", at="2026-06-16T10:00")
    begun = await repeats.repeat(post.id, TUESDAYS)
    assert await shown(stage) == at(JUNE)
    assert (await stage.publishing.get(post.id)).series_id == begun.series.id
    with pytest.raises(BadInput, match="of no other series"):
        await repeats.repeat(post.id, TUESDAYS)
    await stage.planning.take_back(begun.way_back)
    assert await shown(stage) == at(JUNE[:1])
    for post in (await stage.schedule("draft", at=When.DRAFT),):
        with pytest.raises(BadInput):
            await repeats.repeat(post.id, TUESDAYS)


@pytest.mark.parametrize("when", [When.DRAFT, When.NEXT, When.NOW, "now", "2026-06-16T10:00+02:00", "soon"])
async def test_a_series_begins_at_a_local_time(stage, repeats, when):
    with pytest.raises(BadInput):
        await repeats.start(draft(stage, at=when), TUESDAYS)
    assert await repeats.list() == ()


async def test_what_could_not_be_saved_cannot_repeat(stage, repeats):
    for what in (
        draft(stage, "x" * 300),
        draft(stage, at="2026-06-14T10:00"),
        Draft(account_ids=(), text="x", at=NOON),
    ):
        with pytest.raises(BadInput):
            await repeats.start(what, TUESDAYS)
    for rule in (Recurrence(every=Every.DAY, interval=0), Recurrence(every=Every.DAY, until=date(2026, 6, 15))):
        with pytest.raises(BadInput):
            await repeats.start(draft(stage), rule)
    assert await stage.publishing.list(PostFilter()) == ()
    assert await repeats.list() == ()


async def test_a_refused_edit_changes_nothing(stage, repeats):
    begun = await repeats.start(draft(stage), TUESDAYS)
    with pytest.raises(BadInput, match="over X's limit"):
        await repeats.edit(begun.changed[0], draft(stage, "x" * 300), Scope.ALL)
    stage.clocks.wall = datetime(2026, 6, 16, 8, tzinfo=UTC)
    await stage.publishing.publish_due()
    with pytest.raises(Conflict, match="no time any more"):
        await repeats.edit(begun.changed[0], draft(stage, at="2026-06-17T10:00"), Scope.ALL)
    assert await shown(stage) == at(JUNE[1:])
    lonely = await stage.schedule("alone", at="2026-06-18T10:00")
    with pytest.raises(BadInput, match="no series"):
        await repeats.remove(lonely.id, Scope.ALL)


async def test_overrides_and_accounts_go_with_every_occurrence(stage, repeats):
    ada, bo = stage.people
    both = Draft(
        account_ids=(ada.id, bo.id), text="all", at="2026-06-16T10:00", overrides={bo.id: Override(text="for Bo")}
    )
    begun = await repeats.start(both, Recurrence(every=Every.WEEK, weekdays=(1,)))
    stage.clocks.pass_(WEEK)
    await repeats.make_ahead()
    posts = await repeats.posts(begun.series.id)
    assert {tuple(target.text for target in one.targets) for one in posts} == {(None, "for Bo")}
    assert len(posts) == 14


async def test_an_account_that_was_removed_is_left_out_and_without_any_it_ends(stage, repeats):
    await stage.accounts.set_zone(stage.ada.id, "UTC")
    begun = await repeats.start(
        Draft(account_ids=tuple(one.id for one in stage.people), text="x", at="2026-06-16T10:00"), DAILY
    )
    await stage.accounts.remove(stage.people[1].id)
    stage.clocks.pass_(DAY)
    assert await repeats.make_ahead() == 1
    posts = await repeats.posts(begun.series.id)
    assert [len(one.targets) for one in posts[-2:]] == [2, 1]
    await stage.accounts.remove(stage.ada.id)
    stage.clocks.pass_(DAY)
    assert await repeats.make_ahead() == 0
    assert await repeats.list() == ()


async def test_a_series_can_be_ended_without_deleting(stage, repeats):
    begun = await repeats.start(draft(stage), DAILY)
    made = len(begun.changed)
    way = await repeats.end(begun.series.id)
    stage.clocks.pass_(WEEK)
    assert await repeats.make_ahead() == 0
    assert len(await repeats.posts(begun.series.id)) == made
    await stage.planning.take_back(way)
    assert await repeats.make_ahead() == 7


async def test_one_that_cannot_be_made_leaves_none_and_the_next_look_makes_all(stage, repeats, monkeypatch):
    """As after a crash in the middle: the occurrences of a look are one transaction."""
    from storage import posts

    begun = await repeats.start(draft(stage), DAILY)
    stage.clocks.pass_(5 * DAY)
    add, left = posts.add, [2]

    def breaking(*args):
        left[0] -= 1
        if left[0] < 0:
            raise BadInput("the disk is gone")
        return add(*args)

    monkeypatch.setattr(posts, "add", breaking)
    assert await repeats.make_ahead() == 0
    assert len(await repeats.posts(begun.series.id)) == 90
    monkeypatch.setattr(posts, "add", add)
    assert await repeats.make_ahead() == 5
