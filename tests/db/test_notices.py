"""Notices: written down from the trail and from how things stand, once each, told by the person's rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ofauto_desktop.domain.accounts import CREDIT_LOW, Caution, LoginState
from ofauto_desktop.domain.errors import BadInput, ErrorKind
from ofauto_desktop.domain.events import NoticesChanged
from ofauto_desktop.domain.messages import ConversationFilter, ConversationKind, RemoteMessage
from ofauto_desktop.domain.metrics import Metric, MetricSample
from ofauto_desktop.domain.money import LedgerEntry, LedgerKind, LedgerStatus, Payout, PayoutStatus
from ofauto_desktop.domain.notices import AfterQuiet, MilestoneOf, NoticeKind, Way
from ofauto_desktop.domain.platforms import PlatformId, SyncKind
from ofauto_desktop.domain.posts import PostState
from ofauto_desktop.domain.preferences import AFTER_QUIET, NOTICE_WAYS, QUIET_FROM, QUIET_ON, QUIET_UNTIL
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.notices import Notices
from ofauto_desktop.services.preferences import Preferences
from storage import accounts, audit, conversations, messages, metrics, money, steps
from storage.models import Client, Notice, PostPlatform, SyncState
from tests.db.seeds import NOW, add_account, add_client
from tests.db.test_home_service import change_account, post

pytestmark = pytest.mark.anyio
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(database):
    return database.write_now(add_client)


@pytest.fixture
def account(database, client):
    return database.write_now(add_account, client)


@pytest.fixture
def bus():
    return EventBus()


@pytest.fixture
def preferences(database):
    return Preferences(database)


@pytest.fixture
async def notices(database, preferences, bus, clock):
    made = Notices(database, preferences, bus, clock)
    await made.to_tell("UTC")  # the desktop has listened before
    return made


def happened(database, action, post_id, at=NOW, account=None):
    def act(session):
        query = session.query(PostPlatform).filter_by(post_id=post_id)
        target = (query.filter_by(platform_id=account) if account else query).one()
        steps.log(session, at, target.id, action, {})

    database.write_now(act)


async def test_an_outcome_is_told_once_and_like_ones_join(database, account, notices, bus):
    heard = []
    bus.subscribe(heard.append)
    first = post(database, account, PostState.FAILED, NOW, detail="too long")
    happened(database, "post.failed", first)
    assert len(await notices.look()) == 1
    assert await notices.look() == ()
    second = post(database, account, PostState.FAILED, NOW, detail="duplicate")
    happened(database, "post.failed", second, NOW + MINUTE)
    await notices.look()
    (told,) = await notices.list()
    assert (told.kind, told.count, told.post_id, told.account) == (NoticeKind.POST_FAILED, 2, second, "ada")
    assert (told.about, told.reason) == ("hi", "duplicate")
    assert [type(event) for event in heard] == [NoticesChanged, NoticesChanged]


async def test_after_reading_a_new_one_stands_by_itself(database, account, notices):
    happened(database, "post.unknown", post(database, account, PostState.UNKNOWN, NOW))
    await notices.look()
    assert len(await notices.mark_read()) == 1
    assert await notices.unread() == 0
    happened(database, "post.unknown", post(database, account, PostState.UNKNOWN, NOW), NOW + MINUTE)
    await notices.look()
    listed = await notices.list()
    assert [(one.read, one.count) for one in listed] == [(False, 1), (True, 1)]
    assert len(await notices.list(unread=True)) == 1


async def test_what_another_process_did_is_told_too_but_not_the_whole_past(database, account, notices):
    happened(database, "post.missed", post(database, account, PostState.MISSED, NOW), NOW - 3 * DAY)
    happened(database, "post.missed", post(database, account, PostState.MISSED, NOW), NOW - HOUR)
    await notices.look()
    assert [one.count for one in await notices.list()] == [1]


async def test_no_texts_or_names_are_kept(database, account, notices):
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW, detail="secret reason"))
    await notices.look()
    (row,) = database.read_now(lambda session: [vars(one).copy() for one in session.query(Notice)])
    assert "secret" not in str(row)
    row.pop("_sa_instance_state")  # its address may spell anything
    assert "ada" not in str(row)


async def test_a_kind_that_is_not_wanted_is_not_written_down(database, account, notices, preferences):
    await preferences.put(NOTICE_WAYS[NoticeKind.POST_FAILED], Way.OFF)
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW))
    assert await notices.look() == ()
    happened(database, "post.posted", post(database, account, PostState.POSTED, NOW))
    assert await notices.look() == ()  # off unless it is asked for
    await preferences.put(NOTICE_WAYS[NoticeKind.POST_SENT], Way.PROGRAM)
    happened(database, "post.posted", post(database, account, PostState.POSTED, NOW))
    assert len(await notices.look()) == 1


async def test_a_login_is_told_once_and_is_read_when_it_is_repaired(database, account, notices):
    change_account(database, account, state=LoginState.EXPIRED, state_since=NOW, state_reason="the token has ended")
    assert len(await notices.look()) == 1
    assert await notices.look() == ()
    (told,) = await notices.list()
    assert (told.kind, told.account_id, told.reason) == (NoticeKind.LOGIN_NEEDED, account, "the token has ended")
    change_account(database, account, state=LoginState.CONNECTED, state_since=NOW + HOUR, state_reason="")
    await notices.look()
    assert await notices.unread() == 0
    change_account(database, account, state=LoginState.REVOKED, state_since=NOW + 2 * HOUR)
    assert len(await notices.look()) == 1  # a new end is a new notice


async def test_credit_pulls_and_an_ending_login_are_told(database, client, account, notices):
    change_account(database, account, paused_until=NOW + DAY, paused_for=ErrorKind.OUT_OF_CREDIT)
    ending = database.write_now(add_account, client, name="ending")
    change_account(database, ending, state=LoginState.EXPIRING)
    broken = database.write_now(add_account, client, name="broken")
    failing = SyncState(
        platform_id=broken,
        kind=SyncKind.METRICS,
        succeeded_at=NOW - DAY,
        error_kind=ErrorKind.LAYOUT_CHANGED,
        error_at=NOW - MINUTE,
    )
    database.write_now(lambda session: session.add(failing))
    await notices.look()
    assert {one.kind for one in await notices.list()} == {NoticeKind.CREDIT, NoticeKind.LOGIN_ENDING, NoticeKind.SYNC}
    assert await notices.look() == ()


async def test_credit_that_runs_low_is_told_before_it_ends_and_goes_away_when_it_is_topped_up(
    database, account, notices, clock
):
    low = [Caution(kind=CREDIT_LOW, message="$0.40 of credit is left", action="top_up")]
    for _ in range(2):
        database.write_now(accounts.note_cautions, account, low, clock.at)
        await notices.look()
        clock.at += HOUR
    (told,) = await notices.list()
    assert (told.kind, told.reason) == (NoticeKind.CREDIT_LOW, "$0.40 of credit is left")
    database.write_now(accounts.note_cautions, account, [], clock.at)
    await notices.look()
    assert await notices.unread() == 0


async def test_a_payout_and_an_old_backup_are_told_once(database, account, notices, clock):
    payouts = [
        Payout(remote_id=str(days), at=NOW - days * DAY, amount_minor=150_00, currency="USD", status=status, source="G")
        for days, status in ((1, PayoutStatus.COMPLETED), (30, PayoutStatus.COMPLETED), (-2, PayoutStatus.UPCOMING))
    ]
    database.write_now(money.upsert_payouts, account, payouts, NOW)
    database.write_now(
        audit.record, at=NOW - 8 * DAY, action="backup.created", object_type="workspace", object_id="this"
    )
    await notices.look()
    found = {one.kind: one for one in await notices.list()}
    assert set(found) == {NoticeKind.PAYOUT, NoticeKind.BACKUP}
    assert (found[NoticeKind.PAYOUT].amount, found[NoticeKind.PAYOUT].currency) == (150_00, "USD")
    clock.at += DAY
    assert await notices.look() == ()


async def test_milestones_are_told_once_and_only_the_highest(database, client, account, notices, clock):
    shop = database.write_now(add_account, client, PlatformId.GUMROAD, name="shop")

    def sale(name, minor):
        return LedgerEntry(
            remote_id=name,
            at=NOW - DAY,
            kind=LedgerKind.SALE,
            gross_minor=minor,
            fee_minor=0,
            currency="USD",
            status=LedgerStatus.SETTLED,
            source="G",
        )

    def followers(value, at):
        return [MetricSample(metric=Metric.FOLLOWERS, value=value, as_of=at, source="X")]

    database.write_now(money.upsert_ledger, shop, "UTC", [sale("zero", 600_00)], NOW)
    database.write_now(metrics.upsert_samples, account, "UTC", followers(120, NOW - DAY))
    assert await notices.look() == ()  # what it comes with was not reached just now
    database.write_now(money.upsert_ledger, shop, "UTC", [sale("one", 2_100_00)], NOW)
    database.write_now(metrics.upsert_samples, account, "UTC", followers(260, NOW))
    for days in range(8):
        post(database, account, PostState.POSTED, NOW - days * DAY)
    clock.at += HOUR
    await notices.look()
    found = {one.of: one for one in await notices.list()}
    assert {of: one.amount for of, one in found.items()} == {
        MilestoneOf.REVENUE: 2_500_00,
        MilestoneOf.FOLLOWERS: 250,
        MilestoneOf.STREAK: 7,
    }
    assert (found[MilestoneOf.REVENUE].currency, found[MilestoneOf.REVENUE].client) == ("USD", "Ada")
    clock.at += HOUR
    assert await notices.look() == ()
    database.write_now(money.upsert_ledger, shop, "UTC", [sale("two", 9_000_00)], NOW)
    clock.at += HOUR
    await notices.look()
    assert [one.amount for one in await notices.list() if one.of is MilestoneOf.REVENUE] == [10_000_00, 2_500_00]
    database.write_now(metrics.upsert_samples, account, "UTC", followers(240, NOW + HOUR))  # and back again
    database.write_now(metrics.upsert_samples, account, "UTC", followers(255, NOW + 2 * HOUR))
    clock.at += HOUR
    assert await notices.look() == ()


async def test_a_streak_that_broke_counts_from_its_new_beginning(database, account, notices):
    for days in (0, 1, 2, 4, 5, 6, 7, 8, 9):
        post(database, account, PostState.POSTED, NOW - days * DAY)
    assert await notices.look() == ()


async def test_a_reminder_comes_when_it_is_due_and_can_be_put_off(notices, clock):
    with pytest.raises(BadInput):
        await notices.remind(" ", NOW + HOUR)
    with pytest.raises(BadInput):
        await notices.remind("Ask Ada for pictures", NOW)
    made = await notices.remind("Ask Ada  for pictures", NOW + HOUR)
    assert await notices.list() == ()
    assert [one.about for one in await notices.coming()] == ["Ask Ada for pictures"]
    clock.at = NOW + HOUR
    assert await notices.look() == (made,)
    assert await notices.look() == ()
    assert len((await notices.to_tell("UTC")).single) == 1
    await notices.put_off(made, NOW + DAY)
    assert await notices.list() == ()
    clock.at = NOW + DAY
    assert await notices.look() == (made,)
    assert len((await notices.to_tell("UTC")).single) == 1
    assert await notices.forget(made) == ("Ask Ada for pictures", NOW + DAY)


async def test_the_desktop_is_told_once_and_again_when_it_grows(database, account, notices):
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW))
    await notices.look()
    assert [one.count for one in (await notices.to_tell("UTC")).single] == [1]
    assert (await notices.to_tell("UTC")).single == ()
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW), NOW + MINUTE)
    await notices.look()
    assert [one.count for one in (await notices.to_tell("UTC")).single] == [2]


async def test_kinds_of_the_program_alone_never_reach_the_desktop(database, account, notices, preferences):
    await preferences.put(NOTICE_WAYS[NoticeKind.POST_FAILED], Way.PROGRAM)
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW))
    await notices.look()
    assert (await notices.to_tell("UTC")).single == ()
    await preferences.put(NOTICE_WAYS[NoticeKind.POST_FAILED], Way.DESKTOP)
    assert (await notices.to_tell("UTC")).single == ()  # from now on, not for what was


@pytest.mark.parametrize("after", list(AfterQuiet))
async def test_quiet_hours_hold_back_and_then_sum_up(database, client, account, notices, preferences, clock, after):
    await preferences.put(QUIET_ON, value=True)
    await preferences.put(QUIET_FROM, 12 * 60)
    await preferences.put(QUIET_UNTIL, 13 * 60)
    await preferences.put(AFTER_QUIET, after)
    other = database.write_now(add_account, client, name="other")
    for one in (account, other):
        happened(database, "post.failed", post(database, one, PostState.FAILED, NOW), NOW)
    await notices.look()
    assert await notices.unread() == 2  # the bell has them
    assert (await notices.to_tell("UTC")) == (await notices.to_tell("Etc/GMT+0"))
    clock.at = NOW + HOUR
    told = await notices.to_tell("UTC")
    counts = (len(told.single), len(told.digest))
    assert counts == {AfterQuiet.DIGEST: (0, 2), AfterQuiet.EACH: (2, 0), AfterQuiet.NOTHING: (0, 0)}[after]
    assert (await notices.to_tell("UTC")).digest == ()


async def test_old_read_ones_go(database, notices, clock):
    def add(session):
        session.add(Notice(at=NOW, key="sync:x", kind="sync", level="info", object_type="", object_id="", read_at=NOW))

    database.write_now(add)
    assert len(await notices.list()) == 1
    clock.at = NOW + 91 * DAY
    await notices.look()
    assert await notices.list() == ()


async def test_bad_news_stands_before_good(database, account, notices):
    happened(database, "post.missed", post(database, account, PostState.MISSED, NOW), NOW - HOUR)
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW), NOW - 2 * HOUR)
    paid = Payout(
        remote_id="1", at=NOW, amount_minor=1, currency="USD", status=PayoutStatus.COMPLETED, source="Gumroad API"
    )
    database.write_now(money.upsert_payouts, account, [paid], NOW)
    await notices.look()
    kinds = [one.kind for one in await notices.list()]
    assert kinds == [NoticeKind.POST_FAILED, NoticeKind.POST_MISSED, NoticeKind.PAYOUT]


async def test_what_a_workspace_comes_with_is_no_news_for_the_desktop(database, account, preferences, bus, clock):
    notices = Notices(database, preferences, bus, clock)
    happened(database, "post.failed", post(database, account, PostState.FAILED, NOW))
    await notices.look()
    assert await notices.unread() == 1
    assert (await notices.to_tell("UTC")).single == ()
    happened(database, "post.missed", post(database, account, PostState.MISSED, NOW))
    await notices.look()
    assert [one.kind for one in (await notices.to_tell("UTC")).single] == [NoticeKind.POST_MISSED]


async def test_a_month_that_ended_is_told_once_in_its_first_days(database, client, account, notices, clock):
    clock.at = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert await notices.look() == ()  # the last pulls may still come
    clock.at += DAY
    database.write_now(lambda session: setattr(session.get(Client, client), "created_at", NOW - 90 * DAY))
    assert len(await notices.look()) == 1
    (told,) = await notices.list()
    assert (told.kind, told.client, told.month) == (NoticeKind.REPORT, "Ada", date(2026, 6, 1))
    clock.at += DAY
    assert await notices.look() == ()
    newcomer = database.write_now(add_client, "Bo")
    database.write_now(add_account, newcomer, name="bo")
    database.write_now(lambda session: setattr(session.get(Client, newcomer), "created_at", NOW))
    assert await notices.look() == ()  # not there all through it
    clock.at = datetime(2026, 8, 20, tzinfo=UTC)
    assert await notices.look() == ()


def wrote(database, account, remote_id, at, *, own=False, conversation="c1"):
    message = RemoteMessage(
        remote_id=remote_id,
        conversation=conversation,
        in_kind=ConversationKind.DIRECT,
        at=at,
        sender=None if own else "5",
        own=own,
        text="hello",
        people=("5",),
    )
    database.write_now(messages.keep, account, [message], [])


async def test_who_wrote_is_told_by_the_number_and_leads_to_the_newest(database, account, notices, clock):
    wrote(database, account, "old", NOW - 2 * HOUR)
    await notices.look()  # the first look tells nothing of what was there before
    assert await notices.list() == ()
    wrote(database, account, "1", NOW - MINUTE)
    wrote(database, account, "2", NOW, conversation="c2")
    wrote(database, account, "3", NOW, own=True, conversation="c3")
    wrote(database, account, "4", NOW - 3 * DAY, conversation="c4")  # years come with a first reading
    await notices.look()
    (told,) = await notices.list()
    assert (told.kind, told.count, told.account_id) == (NoticeKind.MESSAGE, 2, account)
    (newest,) = [
        one
        for one in database.read_now(conversations.listed, ConversationFilter(), None, 9)
        if one.last_at == NOW and not one.last_own
    ]
    assert told.conversation_id == newest.id
    wrote(database, account, "5", NOW + MINUTE)
    clock.at = NOW + MINUTE
    await notices.look()
    (told,) = await notices.list()
    assert told.count == 3


async def test_messages_that_were_read_need_no_word(database, account, notices):
    await notices.look()
    wrote(database, account, "1", NOW)
    await notices.look()
    assert await notices.unread() == 1
    (one,) = database.read_now(conversations.listed, ConversationFilter(), None, 9)
    database.write_now(messages.mark, one.id, read=True)
    await notices.look()
    assert await notices.unread() == 0
