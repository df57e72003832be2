"""Gumroad's client against its practice platform: money that matches the seller's, and every trap of the contract."""

import gc
import tracemalloc
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, unquote

import httpx
import msgspec
import pytest

from connectors import registry
from connectors.base import Connection, PullContext
from connectors.diagnostics import Diagnostics
from connectors.errors import (
    LayoutChanged,
    LoginExpired,
    MissingScope,
    NetworkDown,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Temporary,
)
from connectors.gumroad.wire import PayoutAnswer
from connectors.held import HeldCredential
from connectors.http import Http
from connectors.limiter import Limiter
from connectors.practice.faults import Action, Fault
from connectors.practice.gumroad import world as worlds
from connectors.practice.gumroad.changes import Cancel, Disable, Dispute, Pay, Refund, Renew, Sell, Win
from connectors.practice.gumroad.records import Licence
from connectors.practice.platforms import PracticePlatforms
from ofauto_desktop.domain.licences import LicenceChange, LicenceStanding
from ofauto_desktop.domain.money import LedgerKind, LedgerStatus, PayoutStatus
from ofauto_desktop.domain.platforms import PlatformId, SyncKind

pytestmark = pytest.mark.anyio
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
GUMROAD = PlatformId.GUMROAD
TOKEN = "practice-gumroad-token"


class Stage:
    """A seller at the practice platform, our client for it, and what a workspace would have stored."""

    def __init__(self, world=None, token=TOKEN) -> None:
        self.time = START
        self.world = world or worlds.empty(self.now)
        self.world.now = self.now
        platforms = PracticePlatforms({GUMROAD: self.world})
        self.faults = platforms.faults[GUMROAD]
        self.sent = []
        self.diagnostics = Diagnostics()
        self.limiter = Limiter(rate=1e6, burst=10**6, now=self.now)
        wire = _Noting(platforms.transport(), self.sent)
        self.client = registry.platform(GUMROAD).open_client(
            Connection(
                account="shop",
                endpoints=platforms.endpoints()["gumroad"],
                credentials=HeldCredential({"access_token": token}),
                http=Http(limiter=self.limiter, diagnostics=self.diagnostics, now=self.now, transport=wire),
                now=self.now,
            )
        )
        self.cursors, self.ledger, self.payouts, self.subscribers, self.gaps = {}, {}, {}, {}, []
        self.offers = {}

    def now(self):
        return self.time

    def configure(self, **settings):
        self.world.configure(settings)

    def do(self, change):
        return self.world.do(change)

    def later(self, **passed):
        self.time += timedelta(**passed)

    async def pull(self, kind=SyncKind.MONEY):
        """Read and store as a workspace does: the first `at` of an estimated date stays. How many rows changed."""
        changed = 0
        self.gaps = []
        context = PullContext(now=self.time, cursor=self.cursors.get(kind))
        async for batch in self.client.pull(kind, context):
            changed += sum(self._keep(entry) for entry in batch.ledger)
            self.payouts |= {payout.remote_id: payout for payout in batch.payouts}
            self.subscribers |= {one.remote_id: one for one in batch.subscribers}
            self.offers |= {one.product: one for one in batch.offers}
            self.gaps += batch.gaps
            self.cursors[kind] = batch.cursor or self.cursors.get(kind)
        return changed

    def _keep(self, entry):
        known = self.ledger.get(entry.remote_id)
        if known is not None and entry.at_estimated:
            entry = entry._replace(at=known.at)
        self.ledger[entry.remote_id] = entry
        return known != entry

    def gross(self):
        return sum(entry.gross_minor for entry in self.ledger.values())

    def asked(self, path):
        """The queries of the requests to `path`, as they went out."""
        return [request.url.params for request in self.sent if request.url.path.endswith(path)]


class _Noting(httpx.AsyncBaseTransport):
    def __init__(self, wire, sent) -> None:
        self._wire, self._sent = wire, sent

    async def handle_async_request(self, request):
        self._sent.append(request)
        return await self._wire.handle_async_request(request)

    async def aclose(self):
        await self._wire.aclose()


@pytest.fixture
async def stage():
    made = Stage()
    yield made
    await made.client.aclose()


@pytest.fixture(scope="module")
def kept_year():
    """A year is the same each time, so it is made once."""
    return worlds.year(7, START).to_json()


@pytest.fixture
async def year(kept_year):
    made = Stage(worlds.from_json(kept_year))
    yield made
    await made.client.aclose()


def _sum(stage, name, *statuses):
    return sum(getattr(one, name) for one in stage.ledger.values() if one.status in statuses)


class TestTheMoney:
    async def test_a_year_matches_what_the_seller_has(self, year):
        await year.pull()
        has = year.world.report()["sellers"]["ada_practice"]
        sales = [entry for entry in year.ledger.values() if entry.parent_id is None]
        assert len(sales) == has["sales"] > 1000
        assert sum(entry.gross_minor for entry in sales) == has["cents"]
        assert sum(entry.fee_minor for entry in sales) == has["fees"]
        assert not any(entry.fee_estimated or entry.amount_unknown for entry in sales)
        refunds = (LedgerStatus.REFUNDED, LedgerStatus.PARTIALLY_REFUNDED)
        assert -_sum(year, "gross_minor", *refunds) == pytest.approx(has["refunded_cents"], abs=30)
        assert len([e for e in year.ledger if e.endswith(":chargeback")]) == len(has["disputed"])
        assert len([e for e in year.ledger if e.endswith(":dispute_won")]) == len(has["won"])
        assert len(year.payouts) == has["payouts"] + 1
        assert year.payouts["upcoming"].status is PayoutStatus.UPCOMING
        assert {entry.kind for entry in sales} == {LedgerKind.SALE, LedgerKind.SUBSCRIPTION, LedgerKind.RENEWAL}
        assert not year.gaps

    async def test_reading_it_again_changes_nothing(self, year):
        await year.pull()
        before = dict(year.ledger)
        year.later(minutes=15)
        assert await year.pull() == 0
        assert year.ledger == before

    async def test_a_second_pull_reads_the_window_only(self, stage):
        stage.do(Sell(count=200, days=360))
        await stage.pull()
        assert len(stage.asked("/sales")) == 20
        stage.later(hours=6)
        stage.do(Sell())
        stage.sent.clear()
        assert await stage.pull() == 1
        assert len(stage.asked("/sales")) == 11
        assert stage.asked("/sales")[0]["after"] == "2026-05-28"

    async def test_a_pull_soon_after_another_reads_the_newest_pages_only(self, stage):
        stage.do(Sell(count=200, days=360))
        await stage.pull()
        stage.later(minutes=15)
        stage.do(Sell())
        stage.sent.clear()
        assert await stage.pull() == 1
        assert len(stage.asked("/sales")) == 1

    async def test_a_refund_on_an_old_sale_is_found(self, stage):
        [old] = stage.do(Sell(at=START - timedelta(days=170)))
        await stage.pull()
        stage.later(days=1)
        stage.do(Refund(sale=old))
        assert await stage.pull() == 1
        refund = stage.ledger[f"{old}:refund"]
        assert (refund.gross_minor, refund.at, refund.at_estimated) == (-1500, stage.time, True)
        assert stage.ledger[old].gross_minor == 1500
        stage.later(days=1)
        assert await stage.pull() == 0

    async def test_a_refund_on_an_old_sale_of_a_big_shop_is_found_within_a_day(self, stage):
        [old] = stage.do(Sell(at=START - timedelta(days=170)))
        stage.do(Sell(count=1500, days=160))
        await stage.pull()
        stage.do(Refund(sale=old))
        stage.later(minutes=1)
        stage.sent.clear()
        assert await stage.pull() == 0
        assert len(stage.asked("/sales")) < 10
        assert stage.asked("/sales")[0]["after"] == "2026-11-21"
        stage.later(days=1)
        assert await stage.pull() == 1

    async def test_a_refund_before_the_first_pull_is_dated_with_its_sale(self, stage):
        [sale] = stage.do(Sell(at=START - timedelta(days=40)))
        stage.do(Refund(sale=sale))
        await stage.pull()
        assert stage.ledger[f"{sale}:refund"].at == stage.ledger[sale].at

    async def test_two_partial_refunds_and_the_rest_are_three_entries(self, stage):
        [sale] = stage.do(Sell())
        await stage.pull()
        for cents in (500, 300, None):
            stage.later(days=1)
            stage.do(Refund(sale=sale, cents=cents))
            assert await stage.pull() == 1
        parts = [stage.ledger[f"{sale}:refund{suffix}"] for suffix in ("", ":2", ":3")]
        assert [part.gross_minor for part in parts] == [-500, -300, -700]
        assert [part.status for part in parts] == [
            LedgerStatus.PARTIALLY_REFUNDED,
            LedgerStatus.PARTIALLY_REFUNDED,
            LedgerStatus.REFUNDED,
        ]
        assert len({part.at for part in parts}) == 3
        assert stage.gross() == 0

    async def test_a_dispute_and_its_end(self, stage):
        [sale] = stage.do(Sell(affiliate=250))
        await stage.pull()
        stage.later(days=3)
        stage.do(Dispute(sale=sale))
        await stage.pull()
        assert sum(entry.net_minor for entry in stage.ledger.values()) == 0
        stage.later(days=30)
        stage.do(Win(sale=sale))
        await stage.pull()
        assert stage.gross() == 1500
        assert stage.ledger[f"{sale}:dispute_won"].at == stage.time
        assert stage.ledger[f"{sale}:chargeback"].at == stage.time - timedelta(days=30)

    async def test_an_interrupted_pull_goes_on_at_its_page(self, stage):
        stage.do(Sell(count=95, days=30))
        stage.faults.add(Fault(action=Action.RESET_BEFORE, match="/v2/sales", skip=5))
        with pytest.raises(Temporary):
            await stage.pull()
        assert len(stage.ledger) == 50
        [late] = stage.do(Sell())
        stage.sent.clear()
        stage.later(minutes=15)
        await stage.pull()
        assert "page_key" in stage.asked("/sales")[0]
        assert len(stage.ledger) == 96
        assert late in stage.ledger

    async def test_a_forgotten_page_key_starts_from_the_top(self, stage):
        stage.do(Sell(count=25, days=2))
        stage.faults.add(Fault(action=Action.HTML, match="/v2/sales", skip=1))
        with pytest.raises(Temporary):
            await stage.pull()
        stage.faults.add(
            Fault(
                action=Action.STATUS, match="/v2/sales", status=400, body='{"status":400,"error":"Invalid page_key."}'
            )
        )
        await stage.pull()
        assert len(stage.ledger) == 25

    async def test_a_page_key_that_is_always_refused_ends_the_pull(self, stage):
        stage.do(Sell(count=25, days=2))
        stage.configure(forget_pages=True)
        with pytest.raises(Rejected, match="page_key"):
            await stage.pull()

    async def test_a_list_without_an_end_ends(self, stage):
        stage.do(Sell(count=25, days=2))
        stage.configure(repeat_pages=True)
        with pytest.raises(LayoutChanged, match="again and again"):
            await stage.pull()

    async def test_a_list_that_goes_round_in_circles_ends(self, stage):
        def page(day, key):
            sale = {"id": f"{day}==", "created_at": f"2026-11-{day}T00:00:00Z", "price": 100, "gumroad_fee": 93}
            return msgspec.json.encode({"success": True, "sales": [sale], "next_page_key": key}).decode()

        pages = [page(20, "a"), page(19, "b"), page(20, "a")]
        stage.faults.add(*(Fault(action=Action.STATUS, status=200, body=body) for body in pages))
        with pytest.raises(LayoutChanged, match="circles"):
            await stage.pull()

    async def test_an_empty_page_is_not_the_end(self, stage):
        stage.do(Sell())
        stage.later(minutes=1)
        body = '{"success":true,"sales":[],"next_page_key":"20261124120000000000-99"}'
        stage.faults.add(Fault(action=Action.STATUS, status=200, body=body))
        await stage.pull()
        assert len(stage.ledger) == 1

    async def test_a_cursor_that_cannot_be_read_begins_again(self, stage):
        stage.do(Sell(count=3, days=1))
        stage.cursors[SyncKind.MONEY] = '{"read_at": 5'
        await stage.pull()
        assert len(stage.ledger) == 3

    async def test_a_clock_set_back_loses_no_sale(self, stage):
        stage.time = START + timedelta(days=400)
        await stage.pull()
        stage.time = START
        [sale] = stage.do(Sell())
        await stage.pull()
        assert sale in stage.ledger

    async def test_memory_stays_flat(self, stage):
        stage.do(Sell(count=3_050, days=365))
        stage.configure(page_size=50)
        pages, held = 0, []
        tracemalloc.start()
        async for _ in stage.client.pull(SyncKind.MONEY, PullContext(now=stage.time)):
            pages += 1
            stage.sent.clear()
            if pages in (10, 60):
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        assert pages == 61 + 1  # and one of payouts
        assert held[1] - held[0] < 200 * 2500  # 2,500 sales were read in between; one takes over a kilobyte


class TestTrapsOfTheContract:
    @pytest.mark.parametrize("numbers", ["int", "float", "string"])
    async def test_numbers_come_as_int_float_or_text(self, stage, numbers):
        [sale] = stage.do(Sell(cents=1612))
        stage.configure(numbers=numbers)
        await stage.pull()
        assert (stage.ledger[sale].gross_minor, stage.ledger[sale].fee_minor) == (1612, 288)

    async def test_the_price_is_us_cents_whatever_the_currency_symbol(self):
        stage = Stage(token=f"{TOKEN}-2")
        [sale] = stage.do(Sell(seller="bo_practice"))
        await stage.pull()
        assert (stage.ledger[sale].gross_minor, stage.ledger[sale].currency) == (1612, "USD")
        await stage.client.aclose()

    async def test_a_zero_decimal_currency_does_not_change_the_price(self, stage):
        [sale] = stage.do(Sell(product=2))
        await stage.pull()
        assert stage.ledger[sale].gross_minor == 963

    @pytest.mark.parametrize(("modern", "gross", "unknown"), [(True, -300, False), (False, 0, True)])
    async def test_a_partial_refund_has_no_amount_in_the_list(self, stage, modern, gross, unknown):
        """Since 2026 the buyer's amounts tell; before, only a dollar product's own rest does."""
        [sale] = stage.do(Sell(product=2))
        stage.do(Refund(sale=sale, cents=300))
        stage.configure(modern=modern)
        await stage.pull()
        refund = stage.ledger[f"{sale}:refund"]
        assert (refund.gross_minor, refund.amount_unknown) == (pytest.approx(gross, abs=1), unknown)

    async def test_keys_with_null_are_deleted(self, stage):
        """A sale without `refunded`, `purchaser_id`, `subscription_id` … is one that was not refunded."""
        [sale] = stage.do(Sell())
        await stage.pull()
        assert list(stage.ledger) == [sale]
        assert stage.ledger[sale].status is LedgerStatus.SETTLED

    async def test_ids_with_equal_signs_are_escaped_in_paths(self, stage):
        [_] = stage.do(Sell(product=3))
        await stage.pull(SyncKind.FANS)
        paths = [request.url.raw_path.decode() for request in stage.sent if "/subscribers" in request.url.path]
        assert paths
        for path in paths:
            assert "==" not in path.partition("?")[0]
            assert "==" in unquote(path)

    async def test_success_false_comes_with_200(self, stage):
        stage.faults.add(
            Fault(action=Action.STATUS, status=200, body='{"success":false,"message":"The product was not found."}')
        )
        with pytest.raises(Rejected, match=r"The product was not found\."):
            await stage.pull()

    async def test_success_false_without_a_reason(self, stage):
        stage.faults.add(Fault(action=Action.STATUS, status=200, body='{"success":false}'))
        with pytest.raises(Rejected, match="without a reason"):
            await stage.pull()

    async def test_a_bad_date_is_a_400_of_another_shape(self, stage):
        body = '{"status":400,"error":"Invalid date format provided in field \'after\'."}'
        stage.faults.add(Fault(action=Action.STATUS, status=400, body=body))
        with pytest.raises(Rejected, match="Invalid date format"):
            await stage.pull()

    async def test_a_401_with_an_empty_body_is_an_expired_login(self, stage):
        stage.configure(dead_tokens=[TOKEN])
        for asking in (stage.client.check(), stage.pull(), stage.pull(SyncKind.FANS)):
            with pytest.raises(LoginExpired):
                await asking

    async def test_a_403_names_the_missing_scope(self, stage):
        stage.configure(scopes={"ada_practice": ["view_public", "view_payouts"]})
        with pytest.raises(MissingScope, match="view_sales"):
            await stage.pull()

    async def test_a_403_of_a_gateway_says_nothing_about_the_scope(self, stage):
        stage.faults.add(Fault(action=Action.HTML, status=403))
        with pytest.raises(Temporary):
            await stage.pull()

    async def test_payouts_without_their_scope_leave_the_sales(self, stage):
        [sale] = stage.do(Sell())
        stage.configure(scopes={"ada_practice": ["view_public", "view_sales"]})
        await stage.pull()
        assert list(stage.ledger) == [sale]
        [gap] = stage.gaps
        assert "view_payouts" in gap.reason
        assert gap.start == gap.end  # no day of the sales counts as unknown
        stage.later(minutes=15)
        stage.configure(scopes={})
        await stage.pull()
        assert not stage.gaps
        assert list(stage.payouts) == ["upcoming"]

    @pytest.mark.parametrize(
        ("headers", "wait"),
        [
            ({}, 60),
            ({"Retry-After": "120"}, 120),
            ({"Retry-After": "Tue, 24 Nov 2026 12:05:00 GMT"}, 300),
            ({"Retry-After": "999999999"}, 86_400),
            ({"Retry-After": "soon"}, 60),
        ],
    )
    async def test_a_429_is_text_and_asks_to_wait(self, stage, headers, wait):
        fault = Fault(
            action=Action.STATUS, status=429, body="Retry later", headers={"Content-Type": "text/plain", **headers}
        )
        stage.faults.add(fault)
        with pytest.raises(RateLimited) as caught:
            await stage.pull()
        assert caught.value.retry_at == START + timedelta(seconds=wait)
        stage.sent.clear()
        with pytest.raises(RateLimited):
            await stage.pull()
        assert not stage.sent

    async def test_the_payouts_amount_is_text_and_the_upcoming_has_no_id(self, stage):
        stage.do(Sell(count=3, days=1, at=START - timedelta(days=10)))
        [made] = stage.do(Pay())
        stage.do(Sell())
        stage.later(seconds=1)
        await stage.pull()
        assert stage.payouts[made].amount_minor == 3 * (1500 - 274)
        assert stage.payouts[made].status is PayoutStatus.PROCESSING
        assert stage.payouts["upcoming"].amount_minor == 1500 - 274
        stage.later(days=7, hours=1)
        stage.do(Pay())
        await stage.pull()
        assert stage.payouts[made].status is PayoutStatus.COMPLETED
        assert stage.payouts["upcoming"].amount_minor == 0

    async def test_a_payout_names_its_sales_once_and_what_was_undone(self, stage):
        first, second, third = stage.do(Sell(count=3, days=1, at=START - timedelta(days=10)))
        stage.do(Refund(sale=second, cents=500))
        [made] = stage.do(Pay())
        stage.later(seconds=1)
        await stage.pull()
        assert (set(stage.payouts[made].sales), stage.payouts[made].undone) == ({first, second, third}, (second,))
        await stage.pull()
        assert len(stage.asked(f"/payouts/{made}")) == 1
        assert stage.payouts[made].sales is None  # not read again: what is stored stays
        stage.do(Sell(count=2, at=START - timedelta(days=1)))
        stage.do(Dispute(sale=first))
        stage.later(days=8)
        [later] = stage.do(Pay())
        await stage.pull()
        assert stage.payouts[later].undone == (first,)

    @pytest.mark.parametrize("body", ['{"success":false,"message":"The payout was not found."}', "[]", "<html>"])
    async def test_a_payout_that_tells_nothing_of_itself_is_a_payout_all_the_same(self, stage, body):
        stage.do(Sell(count=3, days=1, at=START - timedelta(days=10)))
        [made] = stage.do(Pay())
        stage.faults.add(Fault(action=Action.STATUS, match="/payouts/", status=200, body=body))
        await stage.pull()
        assert (stage.payouts[made].amount_minor, stage.payouts[made].sales) == (3 * (1500 - 274), None)

    async def test_without_view_sales_a_payout_names_no_sales(self, stage):
        stage.do(Sell(count=3, days=1, at=START - timedelta(days=10)))
        [made] = stage.do(Pay())
        stage.configure(scopes={"ada_practice": ["view_public", "view_payouts"]})
        reply = await stage.client._api.get(f"/payouts/{quote(made)}", PayoutAnswer, scope="view_payouts")
        assert reply.payout.sales is None

    async def test_a_guest_has_no_purchaser_id(self, stage):
        stage.do(Sell(count=2, email="bo@example.com"))
        stage.do(Sell(email="cy@example.com"))
        await stage.pull()
        fans = Counter(entry.fan for entry in stage.ledger.values())
        assert sorted(fans.values()) == [1, 2]
        assert not any("example.com" in fan for fan in fans)

    async def test_renewals_are_told_from_first_charges(self, stage):
        [first] = stage.do(Sell(product=3, at=START - timedelta(days=31)))
        [member] = stage.world.sellers["ada_practice"].subscriptions
        [renewal] = stage.do(Renew(subscription=member.id))
        await stage.pull()
        assert stage.ledger[first].kind is LedgerKind.SUBSCRIPTION
        assert stage.ledger[renewal].kind is LedgerKind.RENEWAL
        assert stage.ledger[renewal].subscription == member.id


class TestUnreadableAnswers:
    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Fault(action=Action.HTML), Temporary),
            (Fault(action=Action.HTML, status=200), LayoutChanged),
            (Fault(action=Action.EMPTY), LayoutChanged),
            (Fault(action=Action.TRUNCATED), LayoutChanged),
            (Fault(action=Action.WRONG_TYPES), LayoutChanged),
            (Fault(action=Action.HUGE), Temporary),
            (Fault(action=Action.RESET_BEFORE), Temporary),
            (Fault(action=Action.ACCEPT_THEN_500), Temporary),
            (Fault(action=Action.STATUS, status=302), LayoutChanged),
            (Fault(action=Action.STATUS, status=404, body='{"success":false,"error":"Not found"}'), Rejected),
            (Fault(action=Action.STATUS, status=418), Rejected),
            (Fault(action=Action.STATUS, status=200, body='{"success":true}'), LayoutChanged),
            (Fault(action=Action.STATUS, status=200, body='{"success":true,"sales":7}'), LayoutChanged),
            (Fault(action=Action.STATUS, status=200, body='{"success":true,"sales":[{"id":7}]}'), LayoutChanged),
        ],
        ids=lambda value: value.action + str(value.status or "") if isinstance(value, Fault) else value.__name__,
    )
    async def test_a_page_that_cannot_be_read_is_an_error_and_read_later(self, stage, fault, error):
        stage.do(Sell(count=3, days=1))
        stage.faults.add(fault)
        with pytest.raises(error):
            await stage.pull()
        assert not stage.ledger
        await stage.pull()
        assert len(stage.ledger) == 3

    async def test_one_bad_sale_is_a_gap_and_the_others_are_kept(self, stage):
        good = {"id": "a==", "created_at": "2026-11-21T18:37:12Z", "price": 500, "gumroad_fee": 145}
        bad = [{**good, "id": "b==", "price": "free"}, {**good, "id": None}, 7]
        body = msgspec.json.encode({"success": True, "sales": [good, *bad]}).decode()
        stage.faults.add(Fault(action=Action.STATUS, status=200, body=body))
        await stage.pull()
        assert list(stage.ledger) == ["a=="]
        [gap] = stage.gaps
        assert gap.reason == "3 sales could not be read"
        assert (gap.start, gap.end) == (datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))

    async def test_a_bad_payout_is_a_gap(self, stage):
        bad = {"id": "p==", "amount": "lots", "created_at": "2026-11-21T00:10:00Z"}
        body = msgspec.json.encode({"success": True, "payouts": [bad]}).decode()
        stage.faults.add(Fault(action=Action.STATUS, match="/payouts", status=200, body=body))
        await stage.pull()
        assert [gap.reason for gap in stage.gaps] == ["1 payouts could not be read"]

    async def test_a_bad_payout_without_a_date_is_an_error(self, stage):
        body = '{"success":true,"payouts":[{"id":"p==","amount":null}]}'
        stage.faults.add(Fault(action=Action.STATUS, match="/payouts", status=200, body=body))
        with pytest.raises(LayoutChanged, match="1 payouts"):
            await stage.pull()

    async def test_what_went_wrong_keeps_no_value(self, stage):
        stage.do(Sell(email="secret@example.com"))
        stage.faults.add(Fault(action=Action.WRONG_TYPES))
        with pytest.raises(LayoutChanged) as caught:
            await stage.pull()
        told = f"{caught.value} {stage.diagnostics.unreadable} {list(stage.diagnostics.requests)}"
        assert "secret" not in told
        assert TOKEN not in told

    async def test_the_network_is_down(self, stage):
        class Down(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request):
                raise httpx.ConnectError("no route")

        stage.client._connection.http._transport = Down()
        with pytest.raises(NetworkDown):
            await stage.pull()


class TestTheCheck:
    async def test_it_says_whose_the_token_is(self, stage):
        standing = await stage.client.check()
        seller = stage.world.sellers["ada_practice"]
        assert (standing.remote_id, standing.handle, standing.display_name) == (seller.id, "ada_practice", "Ada")
        assert standing.scopes == ("view_sales", "view_payouts")
        assert (standing.expires_at, standing.warnings) == (None, ())

    async def test_every_seller_has_a_token_of_their_own(self):
        found = []
        for login in worlds.empty().logins().values():
            stage = Stage(token=login["access_token"])
            found.append((await stage.client.check()).remote_id)
            await stage.client.aclose()
        assert len(set(found)) == 3

    async def test_a_missing_scope_is_a_warning(self, stage):
        stage.configure(scopes={"ada_practice": ["view_sales"]})
        standing = await stage.client.check()
        assert standing.scopes == ("view_sales",)
        [caution] = standing.warnings
        assert (caution.kind, caution.action) == ("missing_scope", "log_in_again")
        assert "view_payouts" in caution.message

    async def test_an_account_that_is_nobodys(self, stage):
        stage.faults.add(Fault(action=Action.STATUS, status=200, body='{"success":true,"user":null}'))
        with pytest.raises(LoginExpired):
            await stage.client.check()

    async def test_what_it_cannot_read_is_refused(self, stage):
        with pytest.raises(Rejected):
            stage.client.pull(SyncKind.POSTS, PullContext(now=START))


class TestTheFans:
    async def test_a_years_subscriptions(self, year):
        await year.pull(SyncKind.FANS)
        has = year.world.report()["sellers"]["ada_practice"]["subscribers"]
        assert len(year.subscribers) == has > 20
        assert {one.months for one in year.subscribers.values()} == {1}
        assert {one.status for one in year.subscribers.values()} <= {"alive", "pending_cancellation"}

    @pytest.mark.parametrize("modern", [True, False])
    async def test_subscribers_come_in_pages_of_a_hundred(self, stage, modern):
        stage.do(Sell(product=3, count=250, days=20))
        stage.configure(modern=modern)
        await stage.pull(SyncKind.FANS)
        assert len(stage.subscribers) == 250
        asked = stage.asked("/subscribers")
        assert all(query["paginated"] == "true" for query in asked)
        assert len(asked) == 3
        # Slim products do not say which of them is a membership: each of the four is asked once, and never again.
        # So is each for its offer codes.
        assert len(stage.sent) == 3 + 1 + 4 + (4 if modern else 0)
        stage.sent.clear()
        await stage.pull(SyncKind.FANS)
        assert len(stage.sent) == 3 + 1

    async def test_a_product_that_cannot_be_asked_is_taken_for_a_membership(self, stage):
        stage.do(Sell(product=3))
        stage.faults.add(Fault(action=Action.STATUS, match="/products/[^/]*$", status=404, body="{}", times=4))
        await stage.pull(SyncKind.FANS)
        assert len(stage.subscribers) == 1
        assert len(stage.asked("/subscribers")) == 4

    async def test_one_that_ended_is_asked_about(self, stage):
        stage.do(Sell(product=3, count=2, days=1))
        await stage.pull(SyncKind.FANS)
        first = stage.world.sellers["ada_practice"].subscriptions[0].id
        stage.do(Cancel(subscription=first))
        stage.later(hours=6)
        await stage.pull(SyncKind.FANS)
        assert stage.subscribers[first].status == "cancelled"
        assert stage.subscribers[first].cancelled_at == START
        stage.sent.clear()
        await stage.pull(SyncKind.FANS)
        assert not any("/v2/subscribers/" in request.url.path for request in stage.sent)

    async def test_a_cancellation_that_lies_ahead_still_runs(self, stage):
        stage.do(Sell(product=3))
        [member] = stage.world.sellers["ada_practice"].subscriptions
        stage.do(Cancel(subscription=member.id, days=12))
        await stage.pull(SyncKind.FANS)
        assert stage.subscribers[member.id].status == "pending_cancellation"
        assert stage.subscribers[member.id].cancelled_at == START + timedelta(days=12)

    async def test_an_interrupted_pass_goes_on(self, stage):
        stage.do(Sell(product=3, count=250, days=20))
        stage.faults.add(Fault(action=Action.ACCEPT_THEN_500, match="/subscribers", skip=1))
        with pytest.raises(Temporary):
            await stage.pull(SyncKind.FANS)
        assert len(stage.subscribers) == 100
        stage.sent.clear()
        await stage.pull(SyncKind.FANS)
        assert len(stage.subscribers) == 250
        assert not stage.asked("/products")
        assert "page_key" in stage.asked("/subscribers")[0]

    async def test_a_forgotten_page_key_reads_the_product_again(self, stage):
        stage.do(Sell(product=3, count=150, days=20))
        stage.faults.add(Fault(action=Action.HTML, match="/subscribers", skip=1))
        with pytest.raises(Temporary):
            await stage.pull(SyncKind.FANS)
        stage.faults.add(
            Fault(action=Action.STATUS, status=400, match="/subscribers", body='{"error":"Invalid page_key."}')
        )
        await stage.pull(SyncKind.FANS)
        assert len(stage.subscribers) == 150

    async def test_a_product_deleted_meanwhile_has_no_list(self, stage):
        stage.do(Sell(product=3))
        stage.configure(modern=False)
        await stage.pull(SyncKind.FANS)
        stage.faults.add(
            Fault(
                action=Action.STATUS,
                match="/products/.*/subscribers",
                status=200,
                body='{"success":false,"message":"The product was not found."}',
            )
        )
        await stage.pull(SyncKind.FANS)
        assert any("/v2/subscribers/" in request.url.path for request in stage.sent)

    @pytest.mark.parametrize(
        "body", ['{"success":false,"message":"The subscriber was not found."}', '{"success":true,"subscriber":7}']
    )
    async def test_one_that_nobody_knows_any_more_is_a_gap(self, stage, body):
        stage.do(Sell(product=3))
        await stage.pull(SyncKind.FANS)
        [member] = stage.world.sellers["ada_practice"].subscriptions
        stage.do(Cancel(subscription=member.id))
        stage.faults.add(Fault(action=Action.STATUS, match="GET /v2/subscribers/", status=200, body=body))
        stage.later(hours=6)
        await stage.pull(SyncKind.FANS)
        [gap] = stage.gaps
        assert "subscription" in gap.reason

    async def test_one_bad_subscriber_is_a_gap(self, stage):
        good = {"id": "a==", "created_at": "2026-11-21T18:37:12Z", "status": "alive"}
        body = msgspec.json.encode({"success": True, "subscribers": [good, {"id": "b=="}]}).decode()
        stage.faults.add(Fault(action=Action.STATUS, match="/subscribers", status=200, body=body))
        await stage.pull(SyncKind.FANS)
        assert list(stage.subscribers) == ["a=="]
        assert [gap.reason for gap in stage.gaps] == ["1 subscribers could not be read"]

    async def test_a_bad_product_is_an_error(self, stage):
        body = '{"success":true,"products":[{"id":"a=="},{"id":7}]}'
        stage.faults.add(Fault(action=Action.STATUS, match="/products", status=200, body=body))
        with pytest.raises(LayoutChanged, match="1 products"):
            await stage.pull(SyncKind.FANS)

    async def test_subscribers_without_an_end_end(self, stage):
        stage.do(Sell(product=3, count=250, days=20))
        stage.configure(repeat_pages=True, modern=False)
        with pytest.raises(LayoutChanged, match="again and again"):
            await stage.pull(SyncKind.FANS)

    async def test_products_without_an_end_end(self, stage):
        stage.configure(repeat_pages=True, page_size=2)
        with pytest.raises(LayoutChanged, match="circles"):
            await stage.pull(SyncKind.FANS)

    async def test_products_come_in_pages(self, stage):
        stage.do(Sell(product=3))
        stage.configure(page_size=2)
        await stage.pull(SyncKind.FANS)
        assert len(stage.asked("/products")) == 2
        assert len(stage.subscribers) == 1

    async def test_a_first_page_that_is_refused_is_an_error(self, stage):
        fault = Fault(action=Action.STATUS, status=400, match="/subscribers", body='{"error":"Invalid page_key."}')
        stage.faults.add(fault)
        with pytest.raises(Rejected, match="page_key"):
            await stage.pull(SyncKind.FANS)

    async def test_asking_about_those_that_ended_goes_on_too(self, stage):
        stage.do(Sell(product=3, count=3, days=1))
        await stage.pull(SyncKind.FANS)
        for member in stage.world.sellers["ada_practice"].subscriptions:
            stage.do(Cancel(subscription=member.id))
        stage.later(hours=6)
        stage.faults.add(Fault(action=Action.RESET_BEFORE, match="GET /v2/subscribers/", skip=1))
        with pytest.raises(Temporary):
            await stage.pull(SyncKind.FANS)
        stage.sent.clear()
        await stage.pull(SyncKind.FANS)
        assert len(stage.sent) == 2
        assert {one.status for one in stage.subscribers.values()} == {"cancelled"}


class TestLicences:
    """Each trap of the sheet's paragraph about licences."""

    @pytest.fixture
    def sale(self, stage):
        return stage.do(Sell(product=0))[0]

    @pytest.fixture
    def licence(self, stage, sale):
        return stage.world.sellers["ada_practice"].licences.setdefault(sale, Licence(uses=2))

    def bodies(self, stage, path):
        return [dict(parse_qsl(one.content.decode())) for one in stage.sent if one.url.path.endswith(path)]

    async def test_increment_uses_count_is_true_where_it_is_not_given_so_looking_says_false(self, stage, sale, licence):
        for _ in range(2):
            found = await stage.client.licence(sale)
            assert (found.standing, found.uses) == (LicenceStanding.GOOD, 2)
        assert licence.uses == 2
        assert {body["increment_uses_count"] for body in self.bodies(stage, "/verify")} == {"false"}

    async def test_verifying_without_product_id_is_a_500_so_it_is_always_named(self, stage, sale):
        await stage.client.licence(sale)
        product = stage.world.sellers["ada_practice"].products[0].id
        assert [body["product_id"] for body in self.bodies(stage, "/verify")] == [product]

    async def test_verifying_needs_no_token_and_is_given_none(self, stage, sale):
        await stage.client.licence(sale)
        [asked] = [one for one in stage.sent if one.url.path.endswith("/verify")]
        assert "authorization" not in asked.headers
        assert TOKEN not in str(asked.url)

    async def test_a_disabled_licence_is_a_404_and_still_told_apart_from_one_that_does_not_exist(self, stage, sale):
        stage.do(Disable(sale=sale))
        found = await stage.client.licence(sale)
        assert (found.standing, found.uses) == (LicenceStanding.DISABLED, None)

    async def test_one_that_is_disabled_while_it_is_asked_about_is_disabled(self, stage, sale):
        said = '{"success":false,"message":"This license key has been disabled."}'
        stage.faults.add(Fault(action=Action.STATUS, status=404, match="/verify", body=said))
        assert (await stage.client.licence(sale)).standing is LicenceStanding.DISABLED

    async def test_a_licence_that_was_revoked_is_a_404_with_gumroads_words(self, stage, sale):
        said = '{"success":false,"message":"Access to the purchase associated with this license has expired."}'
        stage.faults.add(Fault(action=Action.STATUS, status=404, match="/verify", body=said))
        found = await stage.client.licence(sale)
        assert (found.standing, found.uses) == (LicenceStanding.REFUSED, None)
        assert "has expired" in found.reason

    @pytest.mark.parametrize("numbers", ["int", "float", "string"])
    async def test_uses_may_be_written_in_any_form_of_a_number(self, stage, sale, licence, numbers):
        stage.configure(numbers=numbers)
        assert (await stage.client.licence(sale)).uses == licence.uses == 2

    async def test_a_sale_without_a_licence_lacks_the_key_altogether(self, stage):
        [sale] = stage.do(Sell(product=1))
        assert await stage.client.licence(sale) is None
        with pytest.raises(Rejected, match="no licence"):
            await stage.client.change_licence(sale, LicenceChange.DISABLE)
        assert {one.method for one in stage.sent} == {"GET"}

    async def test_disabling_and_enabling_it_again(self, stage, sale, licence):
        made = await stage.client.change_licence(sale, LicenceChange.DISABLE)
        assert (made.standing, made.uses, licence.disabled) == (LicenceStanding.DISABLED, 2, True)
        made = await stage.client.change_licence(sale, LicenceChange.ENABLE)
        assert (made.standing, made.uses, licence.disabled) == (LicenceStanding.GOOD, 2, False)

    async def test_uses_are_given_back_one_by_one_and_never_below_none(self, stage, sale, licence):
        left = [(await stage.client.change_licence(sale, LicenceChange.GIVE_BACK)).uses for _ in range(3)]
        assert left == [1, 0, 0]
        assert licence.uses == 0

    async def test_a_key_stands_in_no_address_no_log_no_error_and_no_repr(self, stage, sale, caplog):
        caplog.set_level("DEBUG")
        found = await stage.client.licence(sale)
        await stage.client.change_licence(sale, LicenceChange.DISABLE)
        stage.faults.add(Fault(action=Action.STATUS, status=500, match="/enable", body=f'{{"key":"{found.key}"}}'))
        with pytest.raises(OutcomeUnknown) as failed:
            await stage.client.change_licence(sale, LicenceChange.ENABLE)
        assert len(found.key) == 35
        told = [repr(found), str(failed.value), repr(failed.value), caplog.text, found.masked]
        told += [str(one.url) for one in stage.sent] + [repr(one) for one in stage.diagnostics.requests]
        assert not [one for one in told if found.key in one or found.key[:17] in one]
        assert found.masked.endswith(found.key[-4:])

    @pytest.mark.parametrize("action", [Action.ACCEPT_THEN_500, Action.ACCEPT_THEN_DROP, Action.EMPTY])
    async def test_put_has_no_idempotency_key_so_a_lost_answer_is_unknown_and_nothing_is_done_again(
        self, stage, sale, licence, action
    ):
        stage.faults.add(Fault(action=action, match="/decrement_uses_count"))
        with pytest.raises(OutcomeUnknown):
            await stage.client.change_licence(sale, LicenceChange.GIVE_BACK)
        assert len(self.bodies(stage, "/decrement_uses_count")) == 1
        assert licence.uses == 1
        assert (await stage.client.licence(sale)).uses == 1

    async def test_an_answer_to_a_change_that_cannot_be_read_is_unknown(self, stage, sale):
        stage.faults.add(
            Fault(action=Action.STATUS, status=200, match="/disable", body='{"success":true,"uses":"many"}')
        )
        with pytest.raises(OutcomeUnknown):
            await stage.client.change_licence(sale, LicenceChange.DISABLE)

    async def test_most_failures_are_200_for_licences_too(self, stage, sale):
        said = '{"success":false,"message":"You cannot do that."}'
        stage.faults.add(Fault(action=Action.STATUS, status=200, match="/disable", body=said))
        with pytest.raises(Rejected, match="You cannot do that"):
            await stage.client.change_licence(sale, LicenceChange.DISABLE)

    async def test_changing_needs_edit_products_and_looking_does_not(self, stage, sale):
        stage.configure(scopes={"ada_practice": ["view_public", "view_sales"]})
        assert (await stage.client.licence(sale)).standing is LicenceStanding.GOOD
        with pytest.raises(MissingScope, match="edit_products"):
            await stage.client.change_licence(sale, LicenceChange.DISABLE)

    async def test_what_was_done_to_a_licence_outlives_a_restart_of_the_practice_platform(self, stage, sale, licence):
        await stage.client.change_licence(sale, LicenceChange.DISABLE)
        again = worlds.from_json(stage.world.to_json(), stage.now)
        assert again.sellers["ada_practice"].licences[sale].disabled


def _codes(stage):
    return {(one.product_name, code.code) for one in stage.offers.values() for code in one.codes}


class TestTheOfferCodes:
    @pytest.mark.parametrize("numbers", ["int", "float", "string"])
    async def test_the_codes_of_each_product_with_what_they_take_off_and_how_often_they_were_used(self, year, numbers):
        year.configure(numbers=numbers)
        await year.pull(SyncKind.FANS)
        seller = year.world.sellers["ada_practice"]
        assert _codes(year) == {
            (product.name, offer.name) for product in seller.products for offer in seller.offers if offer.fits(product)
        }
        found = {code.code: code for one in year.offers.values() for code in one.codes}
        assert {name: code.uses for name, code in found.items()} == {
            offer.name: sum(sale.offer == offer.name for sale in seller.sales) for offer in seller.offers
        }
        assert (found["SPRING"].percent, found["SPRING"].universal, found["SPRING"].most_uses) == (10, True, None)
        assert (found["FIRSTFIFTY"].amount_minor, found["FIRSTFIFTY"].currency) == (500, "USD")
        assert found["FIRSTFIFTY"].most_uses == 50
        # Yen have no hundredth: 300 is what the code takes off, not three.
        assert (found["KABE300"].amount_minor, found["KABE300"].currency) == (300, "JPY")

    async def test_they_are_read_once_a_day(self, year):
        await year.pull(SyncKind.FANS)
        assert len(year.asked("/offer_codes")) == 4
        for hours, asked in ((23, 4), (1, 8)):
            year.later(hours=hours)
            await year.pull(SyncKind.FANS)
            assert len(year.asked("/offer_codes")) == asked

    async def test_codes_of_a_product_that_is_gone_are_gone(self, year):
        await year.pull(SyncKind.FANS)
        gone = year.world.sellers["ada_practice"].products.pop(0)
        year.later(days=1)
        await year.pull(SyncKind.FANS)
        assert year.offers[gone.id].codes == ()
        assert {name for name, _ in _codes(year)} == {"Photo set", "Wallpapers", "Club"}

    async def test_an_interrupted_pass_goes_on_with_the_next_product(self, year):
        year.faults.add(Fault(action=Action.ACCEPT_THEN_500, match="/offer_codes", skip=2))
        with pytest.raises(Temporary):
            await year.pull(SyncKind.FANS)
        assert len(year.offers) == 2
        year.sent.clear()
        await year.pull(SyncKind.FANS)
        assert len(year.asked("/offer_codes")) == 2
        assert len(year.offers) == 4

    async def test_a_code_that_cannot_be_read_is_a_gap_and_leaves_the_others(self, year):
        body = '{"success":true,"offer_codes":[{"id":"a","name":"X","percent_off":5},{"id":"b","name":"Y"},{"id":7}]}'
        year.faults.add(Fault(action=Action.STATUS, status=200, match="/offer_codes", body=body))
        await year.pull(SyncKind.FANS)
        assert [gap.reason for gap in year.gaps] == ["2 offer codes could not be read"]
        assert [code.code for code in next(iter(year.offers.values())).codes] == ["X"]
        assert len(year.offers) == 4

    async def test_a_list_that_cannot_be_read_leaves_the_codes_that_are_known(self, year):
        year.faults.add(Fault(action=Action.STATUS, status=200, match="/offer_codes", body='{"success":true}'))
        await year.pull(SyncKind.FANS)
        assert [gap.reason for gap in year.gaps] == ["the offer codes of a product could not be read"]
        assert len(year.offers) == 3

    async def test_without_the_scope_the_subscriptions_are_read_all_the_same(self, year):
        year.faults.add(Fault(action=Action.STATUS, status=403, match="/offer_codes", body="", times=9))
        await year.pull(SyncKind.FANS)
        assert year.subscribers
        assert len(year.asked("/offer_codes")) == 1
        assert "offer codes: " in year.gaps[0].reason

    async def test_a_product_deleted_meanwhile_has_no_codes(self, year):
        body = '{"success":false,"message":"The product was not found."}'
        year.faults.add(Fault(action=Action.STATUS, status=200, match="/offer_codes", body=body))
        await year.pull(SyncKind.FANS)
        assert next(iter(year.offers.values())).codes == ()
        assert not year.gaps
