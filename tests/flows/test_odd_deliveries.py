"""Deliveries that one does not expect: none stops the others, and a change and its contrary are both heard."""

import hmac
import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from connectors.kofi import webhooks
from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.deliveries import DeliveryState
from ofauto_desktop.services.money import Money
from storage import subscriptions
from storage.models import LedgerLine, SubscriptionSpell, WebhookDelivery
from tests.accounts_stage import NOW, opened
from tests.deliveries_stage import form, joins, on_kofi, on_patreon, patreon, rows, sent, serving

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(tmp_path):
    made = await opened(tmp_path)
    yield made
    await made.aclose()


@pytest.fixture
async def deliveries(stage):
    made = serving(stage)
    yield made
    made.aclose()


@pytest.fixture
async def account(stage):
    return await on_kofi(stage)


async def test_a_delivery_that_a_defect_of_ours_meets_stops_no_other(stage, account, deliveries, monkeypatch, caplog):
    for number in (1, 2, 3):
        await sent(deliveries, account, form(number))
    understood = webhooks.told

    def broken(body, headers):
        if body == form(2):
            raise ZeroDivisionError(body.decode())
        return understood(body, headers)

    monkeypatch.setattr(webhooks, "told", broken)
    assert await deliveries.apply_pending() == 2
    assert [one.state for one in rows(stage, WebhookDelivery)] == ["applied", "unreadable", "applied"]
    assert "ZeroDivisionError" in caplog.text
    assert form(2).decode() not in caplog.text, "what it says is nobody's business"


async def test_a_delivery_that_was_changed_on_the_disk_stops_no_other(stage, account, deliveries):
    for number in (1, 2):
        await sent(deliveries, account, form(number))
    first = rows(stage, WebhookDelivery)[0]
    broken = update(WebhookDelivery).where(WebhookDelivery.id == first.id).values(sealed=b"x" * 100)
    await stage.database.write(lambda session: session.execute(broken) and None)
    assert await deliveries.apply_pending() == 1
    assert [one.state for one in rows(stage, WebhookDelivery)] == [DeliveryState.UNREADABLE, DeliveryState.APPLIED]
    assert len(rows(stage, LedgerLine)) == 1


async def test_a_change_of_a_patron_and_its_contrary_are_both_read(stage, deliveries):
    """Patreon numbers and dates no event: what was said before may be said again, of something new."""
    patron = await on_patreon(stage)
    joins(stage)

    async def turned(status: str) -> str:
        patreon(stage, {"do": "status", "status": status})
        told = {"data": {"type": "member", "id": "m-1", "attributes": {"patron_status": status}}}
        body = json.dumps(told).encode()
        signature = hmac.new(b"s3cret", body, "md5").hexdigest()
        headers = {"x-patreon-event": "members:update", "x-patreon-signature": signature}
        assert await sent(deliveries, patron, body, headers) == 202
        await deliveries.apply_pending()
        (spell,) = rows(stage, SubscriptionSpell)
        return spell.status

    assert await turned("active_patron") == "alive"
    assert await turned("declined_patron") == "pending_failure"
    assert await turned("active_patron") == "alive"


async def test_a_member_ends_35_days_after_the_last_payment_whenever_that_is_noticed(stage, account, deliveries):
    member = {"from_name": "Jo", "email": "jo@example.org", "is_subscription_payment": True}
    await sent(deliveries, account, form(1, "Subscription", **member, timestamp=NOW.isoformat()))
    await deliveries.tick()
    stage.clock.forward(days=90)
    await deliveries.tick()
    (spell,) = rows(stage, SubscriptionSpell)
    assert spell.ended_at == NOW + timedelta(days=35)
    level = await stage.database.read(subscriptions.level, account.id)
    assert level is not None
    assert (level.subscribers, level.as_of) == (0, stage.clock())


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_a_supporter_who_gave_another_name_is_still_one(stage, account, deliveries, order):
    """One address, three names: the newest gift's counts, in whatever order they came."""
    gifts = [
        form(1, from_name="Mira", email="m@example.com", timestamp="2026-03-01T12:00:00Z", amount="5", currency="EUR"),
        form(
            2,
            from_name="Anonymous",
            email="M@example.com",
            timestamp="2026-04-01T12:00:00Z",
            amount="7",
            currency="EUR",
        ),
        form(
            3, from_name="Mira K.", email="m@example.com", timestamp="2026-05-01T12:00:00Z", amount="1", currency="EUR"
        ),
    ]
    for number in order:
        await sent(deliveries, account, gifts[number])
        await deliveries.apply_pending()
    await sent(deliveries, account, form(4, from_name="Mira", email="other@example.com", currency="EUR"))
    await deliveries.apply_pending()
    found = await Money(stage.database, stage.clock).customers(Scope())
    assert len(found) == 2
    mira = next(one for one in found if one.gross_minor == 1300)
    assert mira.fan.startswith("Mira K. #")


async def test_what_pings_of_gumroad_lost_is_found_within_a_day(stage, deliveries):
    """Gumroad gives up after three repetitions, and never repeats what met a closed door (platforms/gumroad.md §4)."""
    account = await stage.connect_gumroad()
    stage.gumroad.configure({"do": [{"do": "sell"}]})
    await stage.sync.run([account.id])
    (sold,) = rows(stage, LedgerLine)
    stage.clock.forward(hours=1)
    stage.gumroad.configure({"do": [{"do": "sell"}, {"do": "refund", "sale": sold.remote_id}]})
    stage.clock.forward(days=1)
    assert await deliveries.apply_pending() == 0
    await stage.sync.tick()
    kinds = [(one.remote_id == f"{sold.remote_id}:refund", one.status) for one in rows(stage, LedgerLine)]
    assert len(kinds) == 3
    assert (True, "refunded") in kinds


async def test_what_hooks_of_patreon_lost_is_found_within_a_day(stage, deliveries):
    """Patreon pauses a webhook that was not answered for long, and tells nobody."""
    patron = await on_patreon(stage)
    joins(stage)
    await stage.sync.run([patron.id])
    stage.clock.forward(hours=1)
    patreon(stage, {"do": "status", "status": "declined_patron"})
    stage.clock.forward(days=1)
    assert await deliveries.apply_pending() == 0
    await stage.sync.tick()
    (spell,) = rows(stage, SubscriptionSpell)
    assert spell.status == "pending_failure"
