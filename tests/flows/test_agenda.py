"""What the calendar shows: light entries, narrowed by every filter, and the days of a month in sum."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ofauto_desktop.domain.drafts import Override, When
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import PostFilter, PostState
from tests.pictures import png
from tests.publishing_stage import opened

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


@pytest.fixture
def agenda(stage):
    return stage.planning.agenda


async def texts(agenda, **fields):
    return [one.text for one in await agenda.entries(PostFilter(**fields))]


async def test_an_entry_holds_what_a_calendar_draws(stage, agenda):
    ada, bo = stage.people
    item = await stage.library.add_bytes("beach.png", png())
    post = await stage.schedule(
        "the beach",
        to=(ada, bo),
        at="2026-06-16T10:00",
        media_ids=(item.id,),
        thread=("more",),
        tags=("promo",),
        overrides={bo.id: Override(text="for Bo", thread=(), media_ids=())},
    )
    first, second = await agenda.entries(PostFilter())
    assert (first.post_id, first.account, first.platform, first.state) == (
        post.id,
        ada.name,
        PlatformId.X,
        PostState.SCHEDULED,
    )
    assert (first.text, first.parts, first.media, first.cover_id, first.tags) == (
        "the beach",
        2,
        1,
        item.id,
        ("promo",),
    )
    assert (first.wall, first.zone) == (datetime.fromisoformat("2026-06-16T10:00"), "Europe/Berlin")
    assert (first.due_at, first.next_try) == (datetime(2026, 6, 16, 8, tzinfo=UTC), None)
    assert (second.text, second.parts, second.media, second.cover_id) == ("for Bo", 1, 0, None)


async def test_every_filter_narrows(stage, agenda):
    ada, bo = stage.people
    await stage.schedule("sunrise over the Küche", at="2026-06-16T10:00", tags=("promo", "story"))
    await stage.schedule("sunset", to=(bo,), at="2026-06-17T10:00", tags=("story",))
    await stage.schedule("a draft", at=When.DRAFT)
    gone = await stage.schedule("gone out", at=When.NOW)
    await stage.publishing.publish_due()
    assert await texts(agenda) == ["gone out", "sunrise over the Küche", "sunset", "a draft"]
    assert await texts(agenda, states=(PostState.POSTED, PostState.DRAFT)) == ["gone out", "a draft"]
    assert await texts(agenda, account_ids=(bo.id,)) == ["sunset"]
    assert await texts(agenda, platforms=(PlatformId.GUMROAD,)) == []
    assert len(await texts(agenda, platforms=(PlatformId.X,))) == 4
    assert await texts(agenda, tags=("promo",)) == ["sunrise over the Küche"]
    assert await texts(agenda, tags=("promo", "story")) == ["sunrise over the Küche", "sunset"]
    assert await texts(agenda, tags=("prom",)) == []
    assert await texts(
        agenda, client_id=ada.client_id, client_ids=(ada.client_id, 99), tags=("story",), text="sunset"
    ) == ["sunset"]
    assert await texts(agenda, client_ids=(99,)) == []
    assert await texts(agenda, start=gone.targets[0].due_at + DAY / 2, end=gone.targets[0].due_at + DAY) == [
        "sunrise over the Küche"
    ]
    assert await texts(agenda, authors=(1,)) == []
    assert await agenda.count(PostFilter(tags=("story",), limit=1)) == 2
    assert await texts(agenda, limit=2, offset=1) == ["sunrise over the Küche", "sunset"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sun", ["sunrise", "sunset"]),
        ("KUCHE sun", ["sunrise"]),
        ("sunset nothing", []),
        ('"sunset', ["sunset"]),
        ("sunset OR sunrise", []),
        ("NOT", []),
        ("*", []),
        ("- ' ;", []),
        ("post_text:sunset", []),
        (" ", ["sunrise", "sunset"]),
    ],
)
@pytest.mark.parametrize("in_time", [False, True])
async def test_words_are_data_never_syntax(stage, agenda, typed, found, in_time):
    await stage.schedule("sunrise over the Küche", at="2026-06-16T10:00")
    await stage.schedule("sunset", at="2026-06-17T10:00")
    wanted = PostFilter(text=typed)
    if in_time:
        start = datetime(2026, 6, 15, tzinfo=UTC)
        wanted = replace(wanted, start=start, end=start + 7 * DAY)
    assert [one.text.split()[0] for one in await agenda.entries(wanted)] == found
    assert [one.text.split()[0] for one in await stage.publishing.list(wanted)] == found


async def test_a_month_holds_each_day_with_its_counts_and_first_entries(stage, agenda):
    for hour in range(6):
        await stage.schedule(f"post {hour}", at=f"2026-06-20T{hour + 10}:00")
    await stage.schedule("late at night", at="2026-06-20T23:30")
    await stage.schedule("just after", at="2026-06-21T00:30")
    days = await agenda.days(date(2026, 6, 1), date(2026, 7, 12), "Europe/Berlin", most=3)
    assert [one.day for one in days] == [date(2026, 6, 1) + number * DAY for number in range(42)]
    busy = next(one for one in days if one.day == date(2026, 6, 20))
    assert (busy.total, busy.states) == (7, {PostState.SCHEDULED: 7})
    assert [one.text for one in busy.entries] == ["post 0", "post 1", "post 2"]
    assert [(one.day.day, one.total) for one in days if one.total] == [(20, 7), (21, 1)]
    there = await agenda.days(date(2026, 6, 20), date(2026, 6, 21), "Pacific/Auckland")
    assert [one.total for one in there] == [4, 4]  # ten hours ahead: 14:00 in Berlin is midnight there


async def test_days_of_another_length_lose_nothing(stage, agenda):
    for at in ("2026-10-25T00:30", "2026-10-25T02:30", "2026-10-25T23:30"):
        await stage.schedule(f"at {at}", at=at)
    days = await agenda.days(date(2026, 10, 24), date(2026, 10, 26), "Europe/Berlin")
    assert [one.total for one in days] == [0, 3, 0]


async def test_a_month_is_narrowed_too_and_bounded(stage, agenda):
    await stage.schedule("one", at="2026-06-20T10:00", tags=("a",))
    await stage.schedule("two", at="2026-06-20T11:00", tags=("b",))
    [day] = await agenda.days(date(2026, 6, 20), date(2026, 6, 20), "UTC", PostFilter(tags=("b",)))
    assert [one.text for one in day.entries] == ["two"]
    for last in (date(2026, 6, 19), date(2026, 9, 1)):
        with pytest.raises(BadInput):
            await agenda.days(date(2026, 6, 20), last, "UTC")


async def test_tags_are_counted(stage, agenda):
    assert await agenda.tags() == ()
    for tags in (("promo", "story"), ("story",), ()):
        await stage.schedule("x", at=When.DRAFT, tags=tags)
    assert [(one.tag, one.posts) for one in await agenda.tags()] == [("story", 2), ("promo", 1)]


async def test_authors_are_those_who_wrote(stage, agenda):
    from storage import people

    await stage.database.write(people.add_owner, "Robin")
    assert await agenda.authors() == ()
    await stage.schedule("mine", at=When.DRAFT)
    [author] = await agenda.authors()
    assert author.name == "Robin"
    assert await texts(agenda, authors=(author.id,)) == ["mine"]


@pytest.mark.parametrize("in_time", [False, True])
async def test_words_of_one_accounts_own_text_find_its_post(stage, agenda, in_time):
    ada, bo = stage.people
    post = await stage.schedule(
        "for all", to=(ada, bo), at="2026-06-16T10:00", overrides={bo.id: Override(text="100 % only Bo")}
    )
    start = datetime(2026, 6, 15, tzinfo=UTC)
    narrow = {"start": start, "end": start + 7 * DAY} if in_time else {}
    for typed, found in (("only bo", True), ("100 %", True), ("only ada", False), ("o_ly", False)):
        entries = await agenda.entries(PostFilter(text=typed, **narrow))
        assert {one.post_id for one in entries} == ({post.id} if found else set()), typed
