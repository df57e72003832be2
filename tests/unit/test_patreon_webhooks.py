"""Is a delivery Patreon's, and what does it say."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import LayoutChanged
from connectors.patreon import webhooks
from connectors.patreon.webhooks import parse, verify

MEMBER = b"""{"data":{"type":"member","id":"0b2f","attributes":{"patron_status":"former_patron","full_name":"Nia",
"pledge_relationship_start":"2018-04-01T21:28:06+00:00","campaign_lifetime_support_cents":4500,"pledge_cadence":1},
"relationships":{"currently_entitled_tiers":{"data":[{"type":"tier","id":"7001"}]},"user":{"data":null}}},
"included":[{"type":"campaign","id":"55","attributes":{}}]}"""
VECTORS = {
    b"testing": "a964f51f0ae9c643aca91bfbc66f6d78",
    b'{"data":{"type":"post"}}': "607ab2394f5c0de6f35b1aabecd0c851",
}


@pytest.mark.parametrize(("raw", "signature"), VECTORS.items())
def test_the_signature_is_md5_of_the_raw_body(raw, signature):
    assert verify(raw, {"X-Patreon-Signature": signature}, "secret")
    assert verify(raw, {"x-patreon-signature": signature}, "secret")
    assert not verify(raw + b" ", {"X-Patreon-Signature": signature}, "secret")
    assert not verify(raw, {"X-Patreon-Signature": signature}, "another")
    assert not verify(raw, {"X-Patreon-Signature": signature.upper()}, "secret")


def test_without_a_signature_or_a_secret_nothing_is_theirs():
    assert not verify(b"testing", {}, "secret")
    assert not verify(b"testing", {"X-Patreon-Signature": "é"}, "secret")
    empty = webhooks.hmac.new(b"", b"testing", "md5").hexdigest()
    assert not verify(b"testing", {"X-Patreon-Signature": empty}, "")


def test_a_member_who_left_keeps_the_tier_to_the_end_of_what_was_paid():
    told = parse(MEMBER)
    assert (told.kind, told.remote_id) == ("member", "0b2f")
    assert (told.subscriber.status, told.subscriber.product) == ("pending_cancellation", "7001")
    assert "Nia" not in repr(told)


def test_a_repeated_delivery_is_told_by_its_attributes():
    assert parse(MEMBER).fingerprint == parse(MEMBER.replace(b"\n", b"  ")).fingerprint
    assert parse(MEMBER).fingerprint != parse(MEMBER.replace(b"4500", b"5000")).fingerprint


def test_a_post_and_its_event():
    raw = (
        b'{"data":{"type":"post","id":"9","attributes":{"title":"Hi","published_at":"2026-11-01T08:12:40.000+00:00"}}}'
    )
    assert parse(raw).post.text == "Hi"
    assert webhooks.event({"X-Patreon-Event": "posts:publish"}) == "posts:publish"


def test_a_deleted_member_comes_without_attributes():
    told = parse(b'{"data":{"type":"member","id":"1"}}')
    assert (told.remote_id, told.subscriber) == ("1", None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["patron_status", "pledge_cadence", "last_charge_date", "is_gifted", "title", "published_at"])


@given(
    st.binary(max_size=60)
    | json_values.map(msgspec.json.encode)
    | st.fixed_dictionaries(
        {
            "data": st.fixed_dictionaries(
                {"id": st.text(max_size=5), "type": st.sampled_from(["member", "post", "user"])},
                optional={"attributes": st.dictionaries(names, json_values), "relationships": json_values},
            )
        }
    ).map(msgspec.json.encode)
)
def test_whatever_comes_is_read_or_refused(raw):
    try:
        told = parse(raw)
    except LayoutChanged:
        return
    assert told.kind in ("member", "post")


def test_a_delivery_about_nobody_is_none():
    with pytest.raises(LayoutChanged, match="whom"):
        parse(b'{"data":{"type":"post","id":""}}')
