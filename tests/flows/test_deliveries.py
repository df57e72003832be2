"""What platforms send, through the door on a socket, into a real encrypted database."""

import asyncio
import hmac
import json
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from connectors.errors import NotGenuine
from connectors.practice.kofi.world import TOKEN
from ofauto_desktop.domain.accounts import LoginState
from ofauto_desktop.domain.analytics import MoneyBy, Scope
from ofauto_desktop.domain.events import Delivered, Synced
from ofauto_desktop.domain.money import LedgerStatus
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.inbound.door import Door
from ofauto_desktop.inbound.routes import LARGEST_BODY
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.services.money import Money
from storage.models import AuditLog, LedgerLine, SubscriptionSpell, WebhookDelivery
from tests.accounts_stage import NOW, opened
from tests.deliveries_stage import form, joins, on_kofi, on_patreon, rows, sent, serving

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


@pytest.fixture
async def account(stage):
    return await on_kofi(stage)


@pytest.fixture
async def bus(stage):
    made = EventBus()
    made.subscribe(stage.heard.append)
    return made


@pytest.fixture
async def deliveries(stage, bus):
    made = serving(stage, bus)
    yield made
    made.aclose()


@pytest.fixture
async def door(deliveries):
    made = Door(deliveries.accept)
    await made.open(0)
    yield made
    await made.aclose()


@pytest.fixture
async def post(door, deliveries, account):
    """Posts a body to the account's address, or to another path; gives the status."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{door.port}", trust_env=False) as client:

        async def send(body: bytes, path: str | None = None, method: str = "POST") -> int:
            reply = await client.request(method, path or deliveries.path(account), content=body)
            assert reply.content == b""
            return reply.status_code

        yield send


async def test_a_delivery_is_stored_before_it_is_answered_and_becomes_a_line(stage, post, deliveries) -> None:
    assert await post(form(amount="3.00", currency="USD")) == 200
    (stored,) = rows(stage, WebhookDelivery)
    assert (stored.state, rows(stage, LedgerLine)) == ("waiting", [])
    assert await deliveries.apply_pending() == 1
    (line,) = rows(stage, LedgerLine)
    assert (line.gross_minor, line.currency, line.source, line.status) == (
        300,
        "USD",
        "Ko-fi webhook",
        LedgerStatus.SETTLED,
    )
    (stored,) = rows(stage, WebhookDelivery)
    assert (stored.state, stored.sealed) == ("applied", None), "the body is kept until it is applied, and no longer"
    assert any(isinstance(one, Delivered) for one in stage.heard)
    assert any(isinstance(one, Synced) for one in stage.heard)


async def test_its_body_lies_sealed_in_the_database(stage, post) -> None:
    await post(form(from_name="Mira Unmistakable"))
    raw = stage.database.read_now(
        lambda session: session.execute(text("SELECT sealed, key, detail FROM webhook_delivery")).one()
    )
    assert b"Unmistakable" not in bytes(raw[0])
    assert TOKEN.encode() not in bytes(raw[0])


async def test_the_same_message_again_is_answered_and_does_nothing(stage, post, deliveries) -> None:
    for _ in range(3):
        assert await post(form()) == 200
    assert await deliveries.apply_pending() == 1
    assert await post(form()) == 200
    assert await deliveries.apply_pending() == 0
    assert len(rows(stage, LedgerLine)) == 1


async def test_a_wrong_token_stores_nothing_and_is_noted_once(stage, post) -> None:
    for _ in range(3):
        assert await post(form(verification_token="not it")) == 403
    assert rows(stage, WebhookDelivery) == []
    assert [one.action for one in rows(stage, AuditLog)].count("delivery.refused") == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hook/1/nonsense", 404),
        ("/hook/999/x", 404),
        ("/hook/1", 404),
        ("/", 404),
        ("/hook/x/y", 404),
        ("/hook/1/a/b", 404),
    ],
)
async def test_a_wrong_path_is_nowhere(post, path, status) -> None:
    assert await post(form(), path) == status


async def test_other_methods_and_bodies_that_are_none(stage, post) -> None:
    assert await post(b"", method="GET") == 405
    assert await post(b"no form") == 400
    assert await post(b"data=%7B%22a%22%3A1%7D") == 400
    assert await post(b"data=" + b"[" * 100_000) == 400
    assert await post(b"x" * (LARGEST_BODY + 1)) == 413
    assert rows(stage, WebhookDelivery) == []


async def test_every_account_has_an_address_of_its_own_that_stays(stage, account, deliveries) -> None:
    other = await on_kofi(stage, "another-token", "Second")
    again = serving(stage)
    assert deliveries.path(account) == again.path(account) != deliveries.path(other)
    assert len(deliveries.path(account).rpartition("/")[2]) == 32
    again.aclose()


async def test_a_platform_without_webhooks_has_no_address(stage, deliveries) -> None:
    assert deliveries.path(await stage.connect()) is None


async def test_an_ended_login_takes_nothing_in(stage, post, account) -> None:
    await stage.accounts.revoke(account.id)
    assert (await stage.accounts.get(account.id)).state is LoginState.REVOKED
    stage.credentials._opened.clear()
    assert await post(form()) == 403


async def test_what_cannot_be_read_is_kept_sealed_and_said(stage, post, deliveries) -> None:
    assert await post(form(amount="three")) == 200, "it is theirs, so it has arrived"
    assert await deliveries.apply_pending() == 0
    (stored,) = rows(stage, WebhookDelivery)
    assert (stored.state, bool(stored.sealed)) == ("unreadable", True)
    assert "amount" in stored.detail
    assert (await deliveries.heard(1)).unreadable == 1


async def test_a_test_message_is_shown_and_counts_nothing(stage, post, deliveries) -> None:
    await post(form(kofi_transaction_id="00000000-1111-2222-3333-444444444444"))
    await deliveries.apply_pending()
    (line,) = rows(stage, LedgerLine)
    assert line.status is LedgerStatus.TEST
    assert await Money(stage.database, stage.clock).summary(Scope(), MoneyBy.PLATFORM) == ()


async def test_supporters_with_totals_and_their_first_and_last_gift(stage, post, deliveries) -> None:
    for number, (day, amount) in enumerate([("2026-03-01", "5.00"), ("2026-06-01", "7.00"), ("2026-04-01", "1.00")], 1):
        stamp = f"{day}T12:00:00Z"
        await post(
            form(number, from_name="Mira", email="m@example.com", timestamp=stamp, amount=amount, currency="EUR")
        )
    await deliveries.apply_pending()
    (mira,) = await Money(stage.database, stage.clock).customers(Scope())
    assert (mira.gross_minor, mira.purchases) == (1300, 3)
    assert (mira.first.isoformat(), mira.last.isoformat()) == ("2026-03-01", "2026-06-01")
    assert mira.fan.startswith("Mira #")


async def test_a_member_of_whom_nothing_came_for_35_days_is_assumed_gone(stage, post, deliveries) -> None:
    member = {"from_name": "Jo", "email": "jo@example.org", "is_subscription_payment": True}
    await post(form(1, "Subscription", **member, timestamp=NOW.isoformat()))
    await deliveries.tick()
    (spell,) = rows(stage, SubscriptionSpell)
    assert (spell.status, spell.ended_at) == ("alive", None)
    stage.clock.forward(days=36)
    await deliveries.tick()
    (spell,) = rows(stage, SubscriptionSpell)
    assert (spell.status, spell.ended_at) == ("assumed_ended", NOW + timedelta(days=35))
    late = (NOW + timedelta(days=36)).isoformat()
    await post(form(2, "Subscription", **member, timestamp=late))
    await deliveries.tick()
    (spell,) = rows(stage, SubscriptionSpell)
    assert (spell.status, spell.ended_at, spell.started_at) == ("alive", None, NOW)


def told(stage):
    """All that deliveries changed, without row numbers and times of writing."""
    lines = [
        (
            one.remote_id,
            one.at,
            one.kind,
            one.gross_minor,
            one.fee_minor,
            one.currency,
            one.status,
            one.fan,
            one.product,
        )
        for one in rows(stage, LedgerLine)
    ]
    spells = [
        (one.remote_id, one.started_at, one.status, one.product, one.fan) for one in rows(stage, SubscriptionSpell)
    ]
    return sorted(lines), sorted(spells)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_duplicates_and_any_order_give_the_same_books(tmp_path_factory, data) -> None:
    messages = [form(number, kind) for number, kind in enumerate(["Subscription", "Donation", "Shop Order"] * 3)]
    again = data.draw(st.lists(st.integers(0, len(messages) - 1), max_size=6))
    order = data.draw(st.permutations([*range(len(messages)), *again]))
    cuts = data.draw(st.sets(st.integers(0, len(order)), max_size=3))
    found = []
    for arranged, pauses in ((range(len(messages)), set()), (order, cuts)):
        stage = await opened(tmp_path_factory.mktemp("books"))
        account = await on_kofi(stage)
        deliveries = serving(stage)
        secret = deliveries.path(account).rpartition("/")[2]
        for place, index in enumerate(arranged):
            assert await deliveries.accept(account.id, secret, {}, messages[index]) == 200
            if place in pauses:
                await deliveries.apply_pending()
        await deliveries.apply_pending()
        found.append(told(stage))
        deliveries.aclose()
        await stage.aclose()
    assert found[0] == found[1]
    assert len(found[0][0]) == len(messages)


async def test_many_at_once_and_none_is_lost(stage, account, deliveries) -> None:
    secret = deliveries.path(account).rpartition("/")[2]
    statuses = await asyncio.gather(*(deliveries.accept(account.id, secret, {}, form(number)) for number in range(300)))
    assert set(statuses) == {200}
    assert await deliveries.apply_pending() == 300
    assert len(rows(stage, LedgerLine)) == 300


# Patreon: signed, and only a hint.


@pytest.fixture
async def patron(stage):
    return await on_patreon(stage)


def member(remote_id: str, **attributes: object) -> bytes:
    return json.dumps({"data": {"type": "member", "id": remote_id, "attributes": attributes}}).encode()


def signed(body: bytes, event: str = "members:update", secret: str = "s3cret") -> dict[str, str]:
    return {"x-patreon-event": event, "x-patreon-signature": hmac.new(secret.encode(), body, "md5").hexdigest()}


async def test_a_signed_hint_has_the_member_read_again(stage, patron, deliveries) -> None:
    joins(stage)
    body = member("m-1", patron_status="active_patron")
    assert await sent(deliveries, patron, body, signed(body)) == 202
    assert await sent(deliveries, patron, body, signed(body)) == 202
    assert await deliveries.apply_pending() == 1
    (line,) = rows(stage, LedgerLine)
    assert (line.gross_minor, line.fan, line.source) == (500, "m-1", "practice: Patreon API")
    (spell,) = rows(stage, SubscriptionSpell)
    assert (spell.remote_id, spell.status) == ("m-1", "alive")


async def test_a_hint_that_is_not_signed_stores_nothing(stage, patron, deliveries) -> None:
    body = member("m-1")
    for headers in ({}, signed(body, secret="another"), signed(body + b" ")):
        with pytest.raises(NotGenuine):
            await sent(deliveries, patron, body, headers)
    assert rows(stage, WebhookDelivery) == []


async def test_a_member_who_is_gone_left_nothing(stage, patron, deliveries) -> None:
    body = member("nobody")
    await sent(deliveries, patron, body, signed(body, "members:delete"))
    assert await deliveries.apply_pending() == 1
    assert rows(stage, LedgerLine) == []


async def test_a_hint_waits_while_the_platform_cannot_be_asked(stage, patron, deliveries) -> None:
    joins(stage)
    stage.trouble("status", "/members/", PlatformId.PATREON, status=503)
    body = member("m-1")
    await sent(deliveries, patron, body, signed(body))
    assert (await deliveries.apply_pending(), rows(stage, LedgerLine)) == (0, [])
    assert await deliveries.apply_pending() == 0, "not before its time"
    stage.clock.forward(minutes=2)
    assert await deliveries.apply_pending() == 1
    assert len(rows(stage, LedgerLine)) == 1


# Gumroad: signed by nobody, so unverified until the API has told it.


def ping(**fields: str) -> bytes:
    told = {
        "sale_id": "s-1",
        "price": "1612",
        "gumroad_fee": "161",
        "currency": "eur",
        "product_id": "p",
        "seller_id": "x",
    }
    return urlencode({**told, "sale_timestamp": NOW.isoformat(), "resource_name": "sale", **fields}).encode()


def sold(stage):
    """A new sale of Ada's."""
    stage.gumroad.configure({"do": [{"do": "sell"}]})
    return max(stage.gumroad.sellers["ada_practice"].sales, key=lambda sale: sale.created_at)


async def test_a_ping_is_unverified_until_the_api_tells_the_sale(stage, deliveries) -> None:
    account = await stage.connect_gumroad()
    sale = sold(stage)
    stage.trouble("status", "/sales/", PlatformId.GUMROAD, status=503)
    assert await sent(deliveries, account, ping(sale_id=sale.id, price="99999999")) == 200
    assert await deliveries.apply_pending() == 0
    (line,) = rows(stage, LedgerLine)
    assert (line.status, line.source) == (LedgerStatus.UNVERIFIED, "practice: Gumroad API: a ping")
    assert await Money(stage.database, stage.clock).summary(Scope(), MoneyBy.PLATFORM) == ()
    stage.clock.forward(minutes=2)
    assert await deliveries.apply_pending() == 1
    (line,) = rows(stage, LedgerLine)
    assert (line.status, line.gross_minor) == (LedgerStatus.SETTLED, sale.cents)


async def test_a_ping_that_the_api_does_not_know_never_becomes_money(stage, deliveries) -> None:
    account = await stage.connect_gumroad()
    assert await sent(deliveries, account, ping(sale_id="made-up")) == 200
    assert await deliveries.apply_pending() == 0
    assert rows(stage, LedgerLine) == []
    (stored,) = rows(stage, WebhookDelivery)
    assert stored.state == "unreadable"


async def test_a_late_ping_never_overwrites_what_the_api_told(stage, deliveries) -> None:
    account = await stage.connect_gumroad()
    sale = sold(stage)
    await stage.sync.run([account.id])
    before = rows(stage, LedgerLine)
    stage.trouble("status", "/sales/", PlatformId.GUMROAD, status=503)
    await sent(deliveries, account, ping(sale_id=sale.id, price="1"))
    await deliveries.apply_pending()
    after = rows(stage, LedgerLine)
    assert [(one.remote_id, one.status, one.gross_minor) for one in after] == [
        (one.remote_id, one.status, one.gross_minor) for one in before
    ]


async def test_a_retried_ping_is_the_same_one(stage, deliveries) -> None:
    account = await stage.connect_gumroad()
    await sent(deliveries, account, ping())
    await sent(deliveries, account, ping(retry_count="1"))
    assert len(rows(stage, WebhookDelivery)) == 1


async def test_a_buyers_field_of_a_colliding_name_changes_nothing(stage, deliveries) -> None:
    account = await stage.connect_gumroad()
    stage.trouble("status", "/sales/", PlatformId.GUMROAD, status=503)
    await sent(deliveries, account, ping(sale_id="s-9") + b"&price=1&sale_id=other")
    await deliveries.apply_pending()
    (line,) = rows(stage, LedgerLine)
    assert (line.remote_id, line.gross_minor) == ("s-9", 1612)


async def test_a_refund_has_the_money_read_again(stage, deliveries) -> None:
    account = await stage.connect_gumroad()
    await sent(deliveries, account, ping(resource_name="refund"))
    assert await deliveries.apply_pending() == 1
    assert stage.asked("GET /v2/sales", PlatformId.GUMROAD) > 0
