"""Instagram's payloads to domain values: what may be wrong in them."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import LayoutChanged
from connectors.http import Reply
from connectors.instagram import parse
from connectors.instagram.refusals import budget
from connectors.instagram.wire import Insight, InsightValue, Me, Media, Paging
from ofauto_desktop.domain.metrics import Metric

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def media(**more) -> Media:
    return Media(**{"id": "1", "timestamp": "2026-11-22T22:36:43+0000", **more})


@pytest.mark.parametrize("written", ["9999-12-31T23:59:59-1200", "0001-01-01T00:00:00+1400", "2026-11-22", "", None])
def test_a_time_that_cannot_be_is_refused(written):
    with pytest.raises(LayoutChanged, match="time"):
        parse.post(media(timestamp=written), "ada")


@pytest.mark.parametrize("given", ["http://[::1", "javascript:alert(1)", "//", ""])
def test_an_address_that_is_no_page_is_replaced_by_the_profile(given):
    assert parse.post(media(permalink=given), "ada").url == "https://www.instagram.com/ada/"


def test_a_next_page_that_is_no_address_is_refused():
    with pytest.raises(LayoutChanged, match="address"):
        parse.following(Paging(next="http://[::1"))


@pytest.mark.parametrize("value", [-1, 10**30, 10**400, float("inf")])
def test_a_number_that_cannot_be_is_unknown(value):
    told = Insight(name="views", values=[InsightValue(value=value)])
    assert list(parse.insights([told], "1", NOW)) == []
    if isinstance(value, int):
        (comments,) = parse.counted(media(like_count=value, comments_count=2), NOW)
        assert comments.metric is Metric.COMMENTS
        assert parse.audience(Me(followers_count=value), NOW) == []


@pytest.mark.parametrize("user_id", [None, ""])
def test_a_login_that_is_nobodys_is_refused(user_id):
    with pytest.raises(LayoutChanged, match="whose"):
        parse.whole(Me(user_id=user_id))


@pytest.mark.parametrize("minutes", ["1e300", "99999999999999"])
def test_a_wait_of_ages_silences_nobody(minutes):
    usage = f'{{"call_count":100,"estimated_time_to_regain_access":{minutes}}}'
    left = budget(Reply(status=200, headers={"x-app-usage": usage}, body=b""), NOW)
    assert left.remaining == 0
    assert left.resets_at is None or left.resets_at <= NOW + timedelta(days=2)
