"""Patreon's payloads to domain values: the saved sample, every form of a relation and a date, and money that adds up."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.instants import utc
from connectors.patreon import parse
from connectors.patreon.wire import (
    Campaign,
    CampaignAttributes,
    Included,
    IncludedAttributes,
    Listed,
    Member,
    MemberAttributes,
    Post,
    PostAttributes,
    Ref,
    Relation,
)
from ofauto_desktop.domain.fees import at_least, estimated
from ofauto_desktop.domain.money import effect
from ofauto_desktop.domain.platforms import PlatformId

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
# platforms/patreon.md §3, with names of our own.
SAVED = b"""{"data":[{"type":"member","id":"0b2f6c1e-7d53-4f2e-9a0e-0c6b6d1e2f11","attributes":{"full_name":"A Patron",
"patron_status":"active_patron","last_charge_status":"Paid","last_charge_date":"2026-11-01T08:12:40.000+00:00",
"currently_entitled_amount_cents":500,"will_pay_amount_cents":500,"campaign_lifetime_support_cents":4500,
"pledge_cadence":1,"is_gifted":false,"is_free_trial":false},"relationships":{"currently_entitled_tiers":{"data":
[{"type":"tier","id":"7001"}]},"user":{"data":{"type":"user","id":"88001"},"links":{"related":"https://x/y"}}}}],
"included":[{"type":"tier","id":"7001","attributes":{"title":"Sketchbook","amount_cents":500}},
{"type":"user","id":"88001","attributes":{}}],
"meta":{"pagination":{"cursors":{"next":"01AbC_-x9"},"total":1203}},"links":{"next":"https://x/y"}}"""


def members(raw):
    return msgspec.json.decode(raw, type=Listed[MemberAttributes])


def test_the_saved_member():
    [item] = members(SAVED).data
    told = parse.subscriber(item)
    assert (told.fan, told.product, told.status, told.months) == (item.id, "7001", "alive", 1)
    assert told.started_at == datetime(2026, 11, 1, 8, 12, 40, tzinfo=UTC)
    # What is charged is in the ledger: a member's own amounts are in a currency that is not told.
    assert (told.price_minor, told.currency) == (None, None)


@pytest.mark.parametrize(
    "tiers", ["null", '{"data":null}', '{"data":[]}', '{"links":{}}', '{"data":{"type":"tier","id":"1"}}']
)
def test_a_relation_in_every_form(tiers):
    raw = f'{{"data":[{{"type":"member","id":"1","relationships":{{"currently_entitled_tiers":{tiers}}}}}]}}'
    [item] = members(raw.encode()).data
    assert [ref.id for ref in item.refs("currently_entitled_tiers")] == (["1"] if '"1"' in tiers else [])
    assert item.refs("pledge_history") == []


@pytest.mark.parametrize(
    "text",
    [
        "2020-10-01T11:18:36+00:00",
        "2020-10-01T11:18:36.000+00:00",
        "2020-10-01T11:18:36.000000+00:00",
        "2020-10-01T11:18:36Z",
        "2020-10-01T11:18:36",
        "2020-10-01T13:18:36+02:00",
    ],
)
def test_a_date_in_every_form(text):
    told = msgspec.json.decode(f'{{"last_charge_date":"{text}"}}', type=MemberAttributes)
    assert utc(told.last_charge_date) == datetime(2020, 10, 1, 11, 18, 36, tzinfo=UTC)


def test_the_page_is_named_by_its_vanity_or_its_address():
    def named(**told):
        campaign = Campaign(id="5", type="campaign", attributes=CampaignAttributes(**told))
        return parse.standing(campaign, expires_at=None, renews=False, scopes=(), warnings=()).handle

    assert named(vanity="ada", url="https://www.patreon.com/other") == "ada"
    assert named(url="https://www.patreon.com/c/ada") == "ada"
    assert named(creation_name="Ada draws") == "Ada draws"
    assert named() == "5"


def test_fees_by_the_table():
    """M3's example, and both sides of $3.00."""
    assert estimated(PlatformId.PATREON, 500, "USD") == 95
    assert estimated(PlatformId.PATREON, 300, "USD") == 30 + 15 + 10
    assert estimated(PlatformId.PATREON, 301, "USD") == 30 + 9 + 30
    assert estimated(PlatformId.PATREON, 500, "EUR") is None
    assert at_least(PlatformId.PATREON, 500, "EUR") == 50 + 15
    assert at_least(PlatformId.PATREON, 0, "EUR") == 0


def test_words_of_html():
    assert parse.plain("<p>One &amp; two.</p><ul><li>a</li><li>b</li></ul>x<br/>y") == "One & two.\na\nb\nx\ny"


statuses = ["Paid", "Declined", "Deleted", "Pending", "Refunded", "Fraud", "Refunded by Patreon", "Other", None, "New"]
events = st.builds(
    IncludedAttributes,
    type=st.sampled_from(["subscription", "pledge_start", "pledge_delete", None]),
    date=st.none() | st.datetimes(datetime(2015, 1, 1), datetime(2026, 11, 1)),  # noqa: DTZ001 - Patreon's may have none
    amount_cents=st.none() | st.integers(0, 10**7),
    currency_code=st.sampled_from(["USD", "eur", "JPY", "", None]),
    payment_status=st.sampled_from([*statuses, "Partially Refunded"]),
    tier_title=st.none() | st.text(max_size=5),
)


@given(st.lists(events, max_size=8), st.none() | st.just(NOW))
def test_whatever_was_charged_every_line_is_sound(told, read_at):
    included = {
        ("pledge-event", str(n)): Included(id=str(n), type="pledge-event", attributes=one) for n, one in enumerate(told)
    }
    refs = [Ref(type="pledge-event", id=str(n)) for n in range(len(told) + 1)]
    item = Member(id="m", type="member", relationships={"pledge_history": Relation(data=refs)})
    found = list(parse.movements(item, parse.charges(item, included), read_at, NOW))
    assert len({one.remote_id for one in found}) == len(found)
    charged = [one for one in told if one.type == "subscription"]
    assert parse.undated(item, included) == sum(one.date is None for one in charged)
    for line in found:
        assert line.at.tzinfo is UTC
        assert line.net_minor == line.gross_minor - line.fee_minor
        assert line.amount_unknown or line.gross_minor != 0
    paid = sum(
        one.amount_cents or 0 for one in charged if one.date and one.currency_code and one.payment_status == "Paid"
    )
    back = [one for one in found if one.parent_id]
    whole = {one.parent_id for one in back if not one.amount_unknown}
    kept = [one for one in found if not one.parent_id and effect(one) and one.remote_id not in whole]
    part = {one.parent_id for one in back}
    assert sum(one.gross_minor for one in kept if one.remote_id not in part) == paid


# Without a zone, as Patreon's may be. What lies outside the calendar is refused, which `utc`'s own test shows.
_dates = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31))  # noqa: DTZ001


@given(
    st.builds(
        MemberAttributes,
        patron_status=st.sampled_from(["active_patron", "declined_patron", "former_patron", "new_word", None]),
        is_gifted=st.none() | st.booleans(),
        is_free_trial=st.none() | st.booleans(),
        last_charge_date=st.none() | _dates,
        pledge_relationship_start=st.none() | _dates,
        pledge_cadence=st.sampled_from([None, 1, 12]),
        campaign_lifetime_support_cents=st.sampled_from([None, 0, 500]),
    )
)
def test_whoever_is_told_is_a_subscriber_or_left_out_for_a_reason(told):
    item = Member(id="m", type="member", attributes=told)
    found = parse.subscriber(item)
    dated = told.pledge_relationship_start or told.last_charge_date
    assert (found is not None) == bool(dated and (told.patron_status or told.is_gifted or told.is_free_trial))
    assert parse.lacks_date(item) == bool(told.patron_status and not dated)
    if found is not None:
        assert found.months in (1, 12)
        assert found.started_at.tzinfo is UTC
        assert found.price_minor in (0, None)


@pytest.mark.parametrize("given", ["http://[::1", "javascript:alert(1)", "mailto:ada@example.com", ""])
def test_an_address_that_is_no_page_is_replaced_by_the_posts_own(given):
    told = PostAttributes(published_at=NOW, url=given)
    assert parse.post(Post(id="9/1", type="post", attributes=told)).url == "https://www.patreon.com/posts/9%2F1"


@pytest.mark.parametrize(("cents", "currency"), [(-1, "EUR"), (10**30, "EUR"), (500, "ABC"), (500, "")])
def test_an_amount_that_cannot_be_is_unknown(cents, currency):
    told = IncludedAttributes(
        type="subscription", date=NOW, amount_cents=cents, currency_code=currency, payment_status="Paid"
    )
    charge = Included(id="subscription:1", type="pledge-event", attributes=told)
    (entry,) = parse.movements(Member(id="m", type="member"), [charge], None, NOW)
    assert (entry.gross_minor, entry.amount_unknown) == (0, True)
    assert entry.currency in ("EUR", "USD")


@pytest.mark.parametrize("cadence", [-1, 10**30])
def test_a_cadence_that_cannot_be_is_unknown(cadence):
    told = MemberAttributes(patron_status="active_patron", pledge_relationship_start=NOW, pledge_cadence=cadence)
    assert parse.subscriber(Member(id="m", type="member", attributes=told)).months is None
