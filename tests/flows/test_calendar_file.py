"""The calendar as a file, read back as another calendar reads it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from ofauto_desktop.domain.agenda import CalendarEvent
from ofauto_desktop.domain.drafts import Override, When
from ofauto_desktop.domain.errors import DiskProblem
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.services.calendar_file import _event
from tests.publishing_stage import NOON, opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path, people=2, zone="Europe/Berlin")
    yield made
    await made.aclose()


def parsed(file):
    return Calendar.from_ical(file.read_bytes())


async def read(stage, **fields):
    """The file's events by their first words."""
    file = Path(stage.folder, "plan.ics")
    count = await stage.planning.calendar_file.export(file, PostFilter(**fields))
    calendar = parsed(file)
    assert (calendar["version"], len(calendar.events)) == ("2.0", count)
    assert {str(zone["tzid"]) for zone in calendar.timezones} <= {"Europe/Berlin", "America/New_York"}
    return {str(one["summary"]).split(" ·")[0]: one for one in calendar.events}


async def test_every_post_with_a_time_is_an_event(stage):
    ada, bo = stage.people
    await stage.schedule(
        "A day, at the beach; with \\ signs\nand lines",
        to=(ada, bo),
        at="2026-06-16T10:00",
        thread=("more to say",),
        tags=("promo", "a, b"),
    )
    await stage.schedule("draft", at=When.DRAFT)
    gone = await stage.schedule("gone", at="2026-06-17T10:00")
    await stage.publishing.cancel(gone.id)
    [event] = (await read(stage)).values()
    assert str(event["summary"]) == f"A day, at the beach; with \\ signs and lines · {ada.name}, {bo.name}"
    assert "and lines\n\nmore to say" in str(event["description"])
    assert event.decoded("dtstart") == datetime(2026, 6, 16, 8, tzinfo=UTC)
    assert event["dtstart"].params["tzid"] == "Europe/Berlin"
    assert event["categories"].cats == ["promo", "a, b"]
    assert str(event["status"]) == "CONFIRMED"


async def test_the_uid_stays_whatever_is_changed(stage):
    post = await stage.schedule("first words", at="2026-06-16T10:00")
    before = (await read(stage))["first words"]
    await stage.publishing.move(post.id, "2026-06-18T11:00")
    after = (await read(stage))["first words"]
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") == datetime(2026, 6, 18, 9, tzinfo=UTC)


async def test_accounts_with_times_of_their_own_have_events_of_their_own(stage):
    ada, bo = stage.people
    post = await stage.schedule(
        "for Ada", to=(ada, bo), at="2026-06-16T10:00", overrides={bo.id: Override(text="for Bo")}
    )
    await stage.publishing.move(post.id, "2026-06-16T12:00", account_id=bo.id)
    events = await read(stage)
    assert set(events) == {"for Ada", "for Bo"}
    assert events["for Ada"]["uid"] != events["for Bo"]["uid"]


async def test_a_range_and_a_filter_narrow_it(stage):
    await stage.schedule("one", at="2026-06-16T10:00", tags=("a",))
    await stage.schedule("two", at="2026-06-17T10:00")
    out = await stage.schedule("out")
    await stage.publishing.publish_due()
    assert set(await read(stage)) == {"one", "two", "out"}
    assert set(await read(stage, tags=("a",))) == {"one"}
    assert set(await read(stage, start=NOON, end=NOON + timedelta(days=1))) == {"one", "out"}
    posted = (await read(stage, states=(PostState.POSTED,)))["out"]
    assert str(posted["url"]) == (await stage.target(out)).url
    await stage.publishing.cancel(out.id)


async def test_what_was_cancelled_is_there_where_it_is_wanted(stage):
    post = await stage.schedule("gone", at="2026-06-17T10:00")
    await stage.publishing.cancel(post.id)
    assert await read(stage) == {}
    assert str((await read(stage, states=(PostState.CANCELLED,)))["gone"]["status"]) == "CANCELLED"


async def test_an_hour_that_comes_twice_keeps_its_instant(stage):
    await stage.schedule("first", at="2026-10-25T02:30")
    await stage.schedule("second", at="2026-10-25T02:30+01:00")
    events = await read(stage)
    assert events["first"].decoded("dtstart").astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert events["second"].decoded("dtstart").astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


async def test_many_pages_lose_nothing(stage, monkeypatch):
    monkeypatch.setattr("storage.calendar_events.PAGE", 3)
    for number in range(7):
        await stage.schedule(f"post {number}", at=f"2026-06-{16 + number}T10:00")
    assert len(await read(stage)) == 7


async def test_a_folder_that_is_not_there_is_told(stage):
    with pytest.raises(DiskProblem):
        await stage.planning.calendar_file.export(Path(stage.folder, "nowhere", "plan.ics"))


async def test_it_is_written_down(stage):
    from storage import audit

    await read(stage)
    [entry, *_] = await stage.database.read(audit.entries)
    assert (entry.action, entry.details) == ("calendar.exported", {"events": 0})


@given(st.text(max_size=300), st.text(min_size=1, max_size=40))
def test_no_text_breaks_the_file(words, tag):
    event = CalendarEvent(
        uid="uid",
        accounts=("ada",),
        client="Ada",
        parts=(words, "more"),
        states=(PostState.SCHEDULED,),
        due_at=NOON,
        zone="UTC",
        tags=(tag,),
        url=None,
        created_at=NOON,
        updated_at=NOON,
    )
    written = _event(event, NOON).to_ical()
    [read] = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + written + b"END:VCALENDAR\r\n").events
    assert str(read["description"]).endswith("more\n\nada (Ada)")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
