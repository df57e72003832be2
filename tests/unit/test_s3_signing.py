"""Signed addresses, against the example of the service's own documentation and against a second reading of the rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from connectors.practice import bucket as practice
from connectors.s3.signing import LONGEST, signed
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.media_host import Bucket

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
OURS = Bucket(
    endpoint="http://127.0.0.1:9/bucket",
    region=practice.REGION,
    name=practice.NAME,
    access_key=practice.ACCESS_KEY,
    secret_key=practice.SECRET_KEY,
)


def test_the_documentations_example_is_signed_as_it_says():
    documented = Bucket(
        endpoint="https://s3.amazonaws.com",
        region="us-east-1",
        name="examplebucket",
        access_key="AKIAIOSFODNN7EXAMPLE",
        secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        path_style=False,
    )
    address = signed("GET", documented, "test.txt", datetime(2013, 5, 24, tzinfo=UTC), timedelta(days=1))
    assert address.startswith("https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&")
    assert parse_qs(urlsplit(address).query)["X-Amz-Signature"] == [
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    ]


def asked(method: str, address: str) -> Request:
    """The request as the practice bucket gets it."""
    parts = urlsplit(address)
    path = parts.path.removeprefix(practice.PATH)
    return Request(
        {
            "type": "http",
            "method": method,
            "path": parts.path,
            "root_path": practice.PATH,
            "query_string": parts.query.encode(),
            "headers": [(b"host", parts.netloc.encode())],
            "path_params": {"name": path.split("/")[1], "key": path.split("/", 2)[2]},
        }
    )


keys = st.text("abcXYZ019-_./", min_size=1, max_size=40).filter(lambda one: not one.startswith("/"))


@given(key=keys, method=st.sampled_from(["GET", "PUT", "DELETE", "HEAD"]), seconds=st.integers(1, 3600))
def test_what_we_sign_is_accepted_by_another_reading_of_the_rules_until_it_ends(key, method, seconds):
    address = signed(method, OURS, key, NOW, timedelta(seconds=seconds))
    before = practice.PracticeBucket(lambda: NOW + timedelta(seconds=seconds - 1))
    after = practice.PracticeBucket(lambda: NOW + timedelta(seconds=seconds + 1))
    assert before._refusal(asked(method, address)) == ""
    assert after._refusal(asked(method, address)) == "AccessDenied"


@given(key=keys, other=keys)
def test_a_link_opens_one_object_for_one_act_only(key, other):
    bucket = practice.PracticeBucket(lambda: NOW)
    address = signed("GET", OURS, key, NOW, timedelta(minutes=5))
    assert bucket._refusal(asked("DELETE", address)) == "SignatureDoesNotMatch"
    if other != key:
        moved = address.replace(f"/{practice.NAME}/{key}?", f"/{practice.NAME}/{other}?")
        assert bucket._refusal(asked("GET", moved)) == "SignatureDoesNotMatch"
    longer = address.replace("X-Amz-Expires=300", "X-Amz-Expires=604800")
    assert bucket._refusal(asked("GET", longer)) == "SignatureDoesNotMatch"


@pytest.mark.parametrize("lasting", [timedelta(0), timedelta(seconds=-1), LONGEST + timedelta(seconds=1)])
def test_a_link_that_lasts_too_long_or_not_at_all_is_none(lasting):
    with pytest.raises(ValueError, match="is none"):
        signed("GET", OURS, "a", NOW, lasting)


def test_the_secret_key_is_not_shown():
    assert "practice-secret" not in repr(OURS)


@pytest.mark.parametrize(
    ("wrong", "item"),
    [
        ({"endpoint": "ftp://files.example"}, "endpoint"),
        ({"endpoint": "http://s3.example"}, "endpoint"),
        ({"endpoint": "https://user:word@s3.example"}, "endpoint"),
        ({"endpoint": "s3.example"}, "endpoint"),
        ({"name": "Upper_Case"}, "bucket"),
        ({"name": "../other"}, "bucket"),
        ({"region": "eu central"}, "region"),
        ({"prefix": "no-slash"}, "prefix"),
        ({"prefix": "../"}, None),
        ({"access_key": ""}, "access_key"),
        ({"secret_key": "two words"}, "secret_key"),
    ],
)
def test_what_is_no_bucket_is_refused_by_name(wrong, item):
    if item is None:
        assert replace(OURS, **wrong).prefix == "../"  # a name like any other to the service, which has no folders
        return
    with pytest.raises(BadInput) as refused:
        replace(OURS, **wrong)
    assert refused.value.item == item
