"""Posts through the site's own form: once, as they were meant, and read back (platforms/onlyfans.md §5.6, §6, §7)."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import (
    Challenged,
    LayoutChanged,
    LoginExpired,
    NetworkDown,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.onlyfans import publishing
from connectors.onlyfans.calendar import read_off
from ofauto_desktop.domain.media import MediaKind
from ofauto_desktop.domain.posts import matching
from tests.browser.onlyfans.stage import NOW, a_file, a_photo, a_post

pytestmark = pytest.mark.anyio
# In an hour that is another day in Berlin.
LATER = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)


async def sent(stage, post):
    client = stage.client()
    return await client.send(await client.prepare(post, {}), 0, None)


def made(stage):
    return stage.world.report()["demo_creator"]["posts"]


async def test_a_post_goes_out_once_with_its_lines_and_signs(stage):
    text = "Hello & <b>thanks</b>\nsecond line 💛"
    remote = await sent(stage, a_post(text))
    assert [one["text"] for one in made(stage)] == [text]
    assert remote.remote_id == str(made(stage)[0]["id"])
    assert remote.url == f"https://onlyfans.com/{remote.remote_id}/demo_creator"
    assert (remote.differs, remote.scheduled_for) == ((), None)
    assert stage.asked("POST /api2/v2/posts") == 1


async def test_media_price_preview_and_what_they_exclude(stage):
    post = a_post("Set", a_photo(), a_file(MediaKind.VIDEO, number=2), price_minor=999, options={"preview": "first"})
    remote = await sent(stage, post)
    assert remote.differs == ()
    (one,) = stage.world.made
    assert (one.media, one.price, one.preview) == (2, 999, 1)
    for wrong in (
        a_post("No media", price_minor=500),
        a_post("Too cheap", a_photo(), price_minor=200),
        a_post("Too dear", a_photo(), price_minor=20_000),
        a_post("Both", a_photo(), price_minor=500, options={"expires": "7"}),
    ):
        with pytest.raises(Rejected):
            await sent(stage, wrong)
    assert len(stage.world.made) == 1


async def test_a_post_that_expires(stage):
    await sent(stage, a_post("Soon gone", options={"expires": "7"}))
    assert [one.expires for one in stage.world.made] == [7]


@pytest.mark.parametrize("twelve_hours", [False, True])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles"])
async def test_the_sites_own_scheduler_is_asked_for_the_right_minute_in_the_browsers_zone(stage, zone, twelve_hours):
    stage.zone = zone
    stage.world.configure({"twelve_hours": twelve_hours})
    remote = await sent(stage, a_post("At Christmas", scheduled_for=LATER))
    assert [one["due"] for one in made(stage)] == [LATER.isoformat()]
    assert (remote.scheduled_for, remote.differs) == (LATER, ())


async def test_days_that_are_over_cannot_be_chosen(stage):
    with pytest.raises(Rejected, match="does not offer that day"):
        await sent(stage, a_post("Too late", scheduled_for=NOW - timedelta(days=2)))
    assert stage.world.made == []


async def test_a_form_that_shows_another_time_is_not_sent(stage):
    stage.world.configure({"hours_off": 2})
    with pytest.raises(LayoutChanged, match="instead of"):
        await sent(stage, a_post("Two hours off", scheduled_for=LATER))
    assert stage.world.made == []


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("Nov 25, 2026, 14:30", "2026-11-25 14:30"),
        ("Scheduled for: November 25, 2:30 pm", "2026-11-25 14:30"),
        ("Dec 1, 2026, 12:05 AM", "2026-12-01 00:05"),
        ("Dec 1, 2026, 24:05", "2026-12-01 00:05"),
        ("Ju 1, 2026, 10:00", None),
        ("tomorrow", None),
        ("Feb 30, 2026, 10:00", None),
    ],
)
def test_a_date_is_read_off_the_form(shown, found):
    at = read_off(shown, 2026)
    assert (at and f"{at:%Y-%m-%d %H:%M}") == found


async def test_unknown_write_fields_are_silently_ignored_so_what_is_there_is_compared(stage):
    """§0.5: `postedAt` and `media` are passed over, and a post that was meant for later is out, without its picture."""
    stage.world.configure({"misspelt": True})
    remote = await sent(stage, a_post("Meant for later", a_photo(), scheduled_for=LATER))
    assert remote.scheduled_for is None
    assert len(remote.differs) == 2
    assert remote.differs[0].startswith("it went out at 2026-11-20 12:00 UTC instead of waiting until 2026-12-24 23:30")
    assert remote.differs[1] == "it has 0 pictures or films instead of 1"


async def test_a_site_that_asks_once_more_is_told_yes(stage):
    stage.world.configure({"asks_yes": True})
    await sent(stage, a_post("Yes"))
    assert len(stage.world.made) == 1


async def test_the_older_editor_is_found_by_its_own_name(stage):
    stage.world.configure({"older": True})
    await sent(stage, a_post("As before"))
    assert [one["text"] for one in made(stage)] == ["As before"]


async def test_a_slow_upload_is_waited_for_and_a_button_that_never_wakes_is_told(stage, monkeypatch):
    stage.world.configure({"slow_upload": 0.6})
    await sent(stage, a_post("Slow", a_photo()))
    assert [one["media"] for one in made(stage)] == [1]
    stage.world.configure({"stuck": True})
    monkeypatch.setattr(publishing, "_PATIENCE", 0.5)
    with pytest.raises(Temporary, match="nothing was sent"):
        await sent(stage, a_post("Stuck"))
    assert len(made(stage)) == 1


async def test_an_upload_that_fails_is_a_refusal_in_the_forms_own_words(stage):
    stage.trouble("status", "POST /api2/v2/upload/signed/create", status=400, body='{"error":{"code":400}}')
    with pytest.raises(Rejected, match="Internal error"):
        await sent(stage, a_post("", a_photo()))
    assert made(stage) == []


async def test_a_daily_limit_is_told_in_the_sites_words(stage):
    stage.world.configure({"daily_limit": True})
    with pytest.raises(Rejected, match="Daily limit"):
        await sent(stage, a_post("One too many"))


@pytest.mark.parametrize(
    ("action", "went_out"),
    [
        ("accept_then_500", True),
        ("truncated", True),
        ("empty", True),
        ("html", False),
    ],
)
async def test_a_lost_answer_is_unknown_and_found_in_the_feed_or_the_queue(stage, monkeypatch, action, went_out):
    from connectors.browser import answers

    monkeypatch.setattr(answers.Answers.next, "__kwdefaults__", {"patience": 1.0})
    for at in (None, LATER):
        text, began = f"{action} {at}", stage.clock()
        stage.trouble(action, "^POST /api2/v2/posts$", status=502 if action == "html" else None)
        with pytest.raises(OutcomeUnknown):
            await sent(stage, a_post(text, scheduled_for=at))
        listed = await stage.client().recent(began)
        found = matching(text, 0, listed, began)
        assert len(found) == went_out
        if went_out:
            assert found[0].scheduled_for == at
    assert stage.asked("POST /api2/v2/posts") == 2, "never again by itself"


async def test_a_request_that_a_browser_would_repeat_by_itself_leaves_once(stage):
    """Chromium sends a request again where a kept connection breaks before an answer, a POST too (decision 0026)."""
    for action, there in (("reset_before", []), ("accept_then_drop", ["Once"])):
        stage.trouble(action, "^POST /api2/v2/posts$")
        with pytest.raises(OutcomeUnknown):
            await sent(stage, a_post("Once"))
        assert [one["text"] for one in made(stage)] == there


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"logged_out": True}, LoginExpired),
        ({"blocked": True}, NetworkDown),
        ({"challenge": "code"}, Challenged),
        ({"challenge": "face", "challenge_on": "POST /api2/v2/posts"}, Challenged),
    ],
)
async def test_what_the_site_wants_first_is_told_and_nothing_is_out(stage, settings, error):
    stage.world.configure(settings)
    with pytest.raises(error):
        await sent(stage, a_post("Not yet"))
    assert stage.world.made == []


async def test_a_post_that_is_throttled_was_not_taken(stage):
    stage.trouble("status", "^POST /api2/v2/posts$", status=429, body='{"error":{"code":429,"message":"Slow down"}}')
    with pytest.raises(RateLimited):
        await sent(stage, a_post("Too fast"))


async def test_files_that_are_too_large_are_refused_before_a_browser_is_opened(stage):
    client = stage.client()
    with pytest.raises(Rejected, match="too large"):
        await client.prepare(a_post("Film", a_file(MediaKind.VIDEO, size=publishing.MOST_BYTES + 1)), {})
    assert stage.faults.seen.__len__() == 0


async def test_files_that_are_too_much_together_are_chosen_one_after_another(stage, monkeypatch):
    monkeypatch.setattr(publishing, "MOST_BYTES", 3_000)
    await sent(stage, a_post("Several", *(a_file(number=number) for number in range(1, 4))))
    assert [one["media"] for one in made(stage)] == [3]


async def test_a_list_of_own_posts_is_whole_or_an_error(stage):
    for action in ("truncated", "wrong_types", "html"):
        stage.trouble(action, "GET /api2/v2/schedules")
        with pytest.raises((Temporary, LayoutChanged)):
            await stage.client().recent(NOW - timedelta(days=1))
        stage.faults.clear()
