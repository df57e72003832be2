"""Where pulls stand: batch and cursor together, and which gaps a complete pull fills."""

from datetime import timedelta

import pytest

from ofauto_desktop.domain.errors import ErrorKind, NotFound
from ofauto_desktop.domain.metrics import Gap
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.posts import RemotePost
from ofauto_desktop.domain.syncing import Pulled
from storage import sync_state
from storage.sync_state import Completed, Failure
from tests.db.seeds import NOW, add_account, add_client

DAY = timedelta(days=1)
MONEY, POSTS = SyncKind.MONEY, SyncKind.POSTS
POST = RemotePost(remote_id="1", text="hello", at=NOW, url="https://x.test/1")


@pytest.fixture
def account(database):
    return database.write_now(lambda session: add_account(session, add_client(session)))


def gap(start, end, reason="unreadable"):
    return Gap(start=NOW + start * DAY, end=NOW + end * DAY, reason=reason)


def gaps(database, account, kind=MONEY):
    return database.read_now(sync_state.gaps, account, kind)


def test_rows_and_cursor_are_kept_together_or_not_at_all(database, account):
    kept = database.write_now(sync_state.keep, account, POSTS, Pulled(cursor="{}", posts=(POST,)), NOW)
    assert kept.added == 1
    assert database.read_now(sync_state.states)[account, POSTS].cursor == "{}"
    broken = Pulled(cursor='{"page":2}', posts=(POST,), gaps=(Gap(start=NOW, end=NOW.replace(tzinfo=None), reason=""),))
    with pytest.raises(Exception, match="naive"):
        database.write_now(sync_state.keep, account, POSTS, broken, NOW)
    assert database.read_now(sync_state.states)[account, POSTS].cursor == "{}"
    database.write_now(sync_state.keep, account, POSTS, Pulled(), NOW)
    assert database.read_now(sync_state.states)[account, POSTS].cursor == "{}"


def test_an_account_that_is_gone_keeps_nothing(database):
    with pytest.raises(NotFound):
        database.write_now(sync_state.keep, 99, POSTS, Pulled(cursor="{}"), NOW)


def test_a_complete_pull_lets_go_of_what_it_read_past_and_no_longer_names(database, account):
    found = (gap(-30, -29), gap(-5, -4), gap(-1, -1))
    database.write_now(sync_state.keep, account, MONEY, Pulled(gaps=found), NOW)
    half = Completed(whole=False, read_from=NOW - 9 * DAY, named=())
    database.write_now(sync_state.succeed, account, MONEY, half, NOW)
    assert gaps(database, account) == found
    whole = Completed(whole=True, read_from=NOW - 9 * DAY, named=frozenset({found[1].start}))
    database.write_now(sync_state.succeed, account, MONEY, whole, NOW)
    assert gaps(database, account) == found[:2]
    untimed = Completed(whole=True, read_from=None, named=())
    database.write_now(sync_state.succeed, account, MONEY, untimed, NOW)
    assert gaps(database, account) == ()


def test_gaps_of_one_moment_stand_each_for_itself(database, account):
    """Two pages of one pull have something unreadable, and the pull then breaks off at the moment where the last ended."""
    found = (gap(-1, -1, "2 sales could not be read"), gap(-1, -1, "1 refund could not be read"))
    for one in found:
        database.write_now(sync_state.keep, account, MONEY, Pulled(gaps=(one,)), NOW)
    database.write_now(sync_state.keep, account, MONEY, Pulled(gaps=found[:1]), NOW)
    assert gaps(database, account) == found
    database.write_now(sync_state.succeed, account, MONEY, Completed(whole=False, read_from=None, named=()), NOW)
    named = gap(0, 0, "1 sale could not be read")
    database.write_now(sync_state.keep, account, MONEY, Pulled(gaps=(named,)), NOW)
    later = NOW + timedelta(days=2)
    failure = Failure(kind=ErrorKind.TEMPORARY, reason="X answered 503", retry_at=None)
    database.write_now(sync_state.fail, account, MONEY, failure, later)
    assert set(gaps(database, account)) == {*found, named, gap(0, 2, "X answered 503")}


def test_repeated_failures_are_one_gap_that_grows(database, account):
    done = Completed(whole=True, read_from=NOW, named=())
    failure = Failure(kind=ErrorKind.TEMPORARY, reason="X answered 503", retry_at=None)
    database.write_now(sync_state.fail, account, MONEY, failure, NOW)
    assert gaps(database, account) == ()  # never read: there is no stretch of which something was known
    database.write_now(sync_state.succeed, account, MONEY, done, NOW)
    for days in (1, 2):
        database.write_now(sync_state.fail, account, MONEY, failure, NOW + days * DAY)
        assert gaps(database, account) == (gap(0, days, "X answered 503"),)
    state = database.read_now(sync_state.states)[account, MONEY]
    assert (state.error_kind, state.error_at) == (ErrorKind.TEMPORARY, NOW + 2 * DAY)


def test_known_posts_are_newest_first_and_without_deleted_ones(database, account):
    posts = [
        RemotePost(remote_id=str(number), text="", at=NOW + number * DAY, url="", deleted=number == 2)
        for number in range(4)
    ]
    fresh = [RemotePost(remote_id=one.remote_id, text="", at=one.at, url="") for one in posts]
    database.write_now(sync_state.keep, account, POSTS, Pulled(posts=fresh), NOW)
    database.write_now(sync_state.keep, account, POSTS, Pulled(posts=posts[2:3]), NOW)
    assert [one for one, _ in database.read_now(sync_state.known_posts, account, 2)] == ["3", "1"]
