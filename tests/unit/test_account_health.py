"""What time and failures make of an account's state, and which fields of a login are refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofauto_desktop.domain.accounts import (
    EXPIRING_WITHIN,
    Account,
    LoginState,
    health_after_failure,
    state_by_time,
)
from ofauto_desktop.domain.errors import BadInput, ErrorKind
from ofauto_desktop.domain.manifest import FieldSpec, Manifest, checked_fields, complete_endpoints, hosts_in_the_clear
from ofauto_desktop.domain.platforms import PlatformId

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SAYING_NOTHING = set(ErrorKind) - {
    ErrorKind.LOGIN_EXPIRED,
    ErrorKind.CHALLENGED,
    ErrorKind.RATE_LIMITED,
    ErrorKind.OUT_OF_CREDIT,
    ErrorKind.WRONG_ACCOUNT,
}
MANIFEST = Manifest(
    platform=PlatformId.X,
    name="X",
    capabilities=frozenset(),
    endpoints={"api": "https://api.x.test/2", "token": "https://api.x.test/2/oauth2/token"},
    fields=(
        FieldSpec(name="access_token", required=True, secret=True, help="A token"),
        FieldSpec(name="storage_state", required=False, secret=True, help="A session"),
    ),
    limits={},
    pulls=(),
    floors={},
    stores="",
    where_to_get="",
)


def account(**more):
    given = {
        "id": 1, "platform": PlatformId.X, "name": "ada", "client_id": 1, "client": "Ada", "zone": "UTC",
        "state": LoginState.CONNECTED, "state_since": NOW, "state_reason": "", "remote_id": "1", "handle": "ada",
        "expires_at": None, "paused_until": None,
    }  # fmt: skip
    return Account(**{**given, **more})


@pytest.mark.parametrize(
    ("ends_in", "renews", "state"),
    [
        (None, False, LoginState.CONNECTED),
        (-MINUTE, True, LoginState.CONNECTED),
        (timedelta(0), False, LoginState.EXPIRED),
        (MINUTE, False, LoginState.EXPIRING),
        (EXPIRING_WITHIN, False, LoginState.EXPIRING),
        (EXPIRING_WITHIN + MINUTE, False, LoginState.CONNECTED),
    ],
)
def test_a_login_ends_by_the_clock_only_where_it_cannot_renew_itself(ends_in, renews, state):
    ends = None if ends_in is None else NOW + ends_in
    assert state_by_time(ends, renews=renews, now=NOW) is state


@pytest.mark.parametrize("state", LoginState)
@pytest.mark.parametrize("kind", SAYING_NOTHING)
def test_outages_and_refused_content_say_nothing_about_the_login(state, kind):
    assert health_after_failure(account(state=state), kind, "why", now=NOW, retry_at=None) is None


@pytest.mark.parametrize("kind", ErrorKind)
def test_a_login_that_a_person_ended_stays_ended(kind):
    assert health_after_failure(account(state=LoginState.REVOKED), kind, "why", now=NOW, retry_at=None) is None


@pytest.mark.parametrize("kind", [ErrorKind.RATE_LIMITED, ErrorKind.OUT_OF_CREDIT])
@given(before=st.integers(-60, 60), asked=st.one_of(st.none(), st.integers(1, 60)))
def test_a_pause_never_gets_shorter(kind, before, asked):
    paused = NOW + before * MINUTE
    retry_at = None if asked is None else NOW + asked * MINUTE
    health = health_after_failure(account(paused_until=paused), kind, "why", now=NOW, retry_at=retry_at)
    assert health.state is LoginState.CONNECTED
    assert health.paused_for is kind
    assert health.paused_until >= max(paused, retry_at or NOW)
    assert health.paused_until > NOW


def test_own_addresses_lie_over_the_platforms():
    own = {"api": "http://127.0.0.1:4000/2"}
    assert complete_endpoints(MANIFEST, own) == {**MANIFEST.endpoints, **own}
    for wrong in ({"apu": "https://x.test"}, {"api": "x.test"}, {"api": "https://"}, {"api": "http://[::1"}):
        with pytest.raises(BadInput) as caught:
            complete_endpoints(MANIFEST, wrong)
        assert caught.value.item == next(iter(wrong))


def test_a_login_in_the_clear_is_noticed_off_this_computer():
    here = {"api": "http://127.0.0.1:4000", "token": "http://localhost:4000", "revoke": "http://[::1]:4000"}
    assert hosts_in_the_clear(here) == ()
    assert hosts_in_the_clear({"api": "http://box.lan/2", "token": "https://x.test"}) == ("box.lan",)


def test_fields_are_trimmed_and_empty_ones_dropped():
    session = '{"cookies": [{"name": "é"}]}'
    given = {"access_token": " t1 \n", "storage_state": session}
    assert checked_fields(MANIFEST, given) == {"access_token": "t1", "storage_state": session}
    assert checked_fields(MANIFEST, {"access_token": "t1", "storage_state": " "}) == {"access_token": "t1"}


@pytest.mark.parametrize(
    "given_fields", [{}, {"access_token": ""}, {"access_token": "t", "other": "1"}, {"access_token": 7}]
)
def test_fields_that_are_missing_unknown_or_no_text_are_refused(given_fields):
    with pytest.raises(BadInput):
        checked_fields(MANIFEST, given_fields)
