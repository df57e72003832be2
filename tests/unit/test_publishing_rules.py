"""The rules of publishing that need no database: states, lateness, what an error means, what a look proves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import errors
from ofauto_desktop.domain.posts import (
    EDITABLE,
    IN_FLIGHT,
    MOVES,
    PostState,
    ProbeRule,
    RemotePost,
    intent_hash,
    matching,
    may_become,
    normalised,
)
from ofauto_desktop.domain.schedule import Late, lateness
from ofauto_desktop.services.outcomes import Verdict, before_sending, of_sending

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def connector_errors():
    found = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.ConnectorError)]
    return [one for one in found if one is not errors.ConnectorError]


def a_remote(text="hello", *, at=NOW, media_count=0):
    return RemotePost(remote_id="1", text=text, at=at, url="", media_count=media_count)


def test_what_is_out_stays_out():
    assert MOVES[PostState.POSTED] == frozenset()


def test_only_a_claim_leads_to_sending_and_only_sending_a_look_or_a_persons_word_to_posted():
    into = {state: {one for one in PostState if may_become(one, state)} for state in PostState}
    assert into[PostState.SENDING] == {PostState.CLAIMED, PostState.BY_HAND}
    assert into[PostState.POSTED] == {PostState.SENDING, PostState.UNKNOWN, PostState.BY_HAND, PostState.AT_SITE}
    assert into[PostState.BY_HAND] == {PostState.CLAIMED, PostState.SENDING, PostState.UNKNOWN}
    assert into[PostState.UNKNOWN] == {PostState.SENDING, PostState.AT_SITE}
    assert into[PostState.AT_SITE] == {PostState.SENDING, PostState.UNKNOWN}


def test_nothing_in_flight_or_unknown_is_editable():
    assert not EDITABLE & (IN_FLIGHT | {PostState.UNKNOWN, PostState.POSTED, PostState.AT_SITE})


@pytest.mark.parametrize("error", connector_errors())
def test_every_error_of_the_publishing_call_has_a_verdict(error):
    expected = {
        errors.Rejected: Verdict.FAILED,
        errors.Unsupported: Verdict.FAILED,
        errors.Duplicate: Verdict.UNKNOWN,
        errors.OutcomeUnknown: Verdict.UNKNOWN,
        errors.Temporary: Verdict.UNKNOWN,
        errors.LayoutChanged: Verdict.UNKNOWN,
        errors.NotGenuine: Verdict.UNKNOWN,  # of deliveries alone; were it raised here, nothing would be sure
    }
    assert of_sending(error("no"), 0, NOW).verdict is expected.get(error, Verdict.POSTPONED)


@pytest.mark.parametrize("error", connector_errors())
def test_an_error_before_the_call_never_leaves_doubt(error):
    assert before_sending(error("no"), 0, NOW).verdict is not Verdict.UNKNOWN


@given(st.integers(0, 10_000))
def test_waits_grow_and_end_at_a_quarter_of_an_hour(tries):
    wait = before_sending(errors.NetworkDown("gone"), tries, NOW).next_try - NOW
    following = before_sending(errors.NetworkDown("gone"), tries + 1, NOW).next_try - NOW
    assert MINUTE <= wait <= following <= 15 * MINUTE


def test_the_platforms_own_word_on_waiting_counts():
    judged = of_sending(errors.RateLimited("slow", retry_at=NOW + 90 * MINUTE), 0, NOW)
    assert (judged.next_try, judged.asked) == (NOW + 90 * MINUTE, True)
    assert of_sending(errors.RateLimited("slow", retry_at=NOW - MINUTE), 0, NOW).next_try > NOW


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (-5, Late.SEND),
        (0, Late.SEND),
        (15, Late.SEND),
        (16, Late.SEND_SPACED),
        (120, Late.SEND_SPACED),
        (121, Late.MISSED),
    ],
)
def test_lateness(late, expected):
    assert lateness(NOW, NOW + late * MINUTE) is expected


@given(st.integers(0, 5), st.integers(0, 5), st.booleans())
def test_sent_again_without_a_person_only_by_the_rule(negatives, tries, sender_ended):
    allowed = ProbeRule().allows_again(negatives=negatives, tries=tries, sender_ended=sender_ended)
    assert allowed == (sender_ended and negatives >= 2 and tries < 3)


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        (a_remote(), True),
        (a_remote(" hello \n"), True),
        (a_remote("Hello"), False),
        (a_remote(media_count=1), False),
        (a_remote(at=NOW - MINUTE), True),
        (a_remote(at=NOW - 3 * MINUTE), False),
    ],
)
def test_a_look_matches_text_media_and_time(remote, found):
    assert bool(matching("hello", 0, [remote], NOW)) is found


@given(st.text())
def test_text_is_compared_as_platforms_give_it_back(text):
    assert normalised(f"  {text}\n") == normalised(text) == normalised(normalised(text))


@given(st.text(), st.text())
def test_the_fingerprint_tells_texts_apart(one, other):
    def fingerprint(text):
        return intent_hash((text,), (), None, "UTC")

    assert (fingerprint(one) == fingerprint(other)) is (one == other)
