"""The practice Gumroad itself: answers key for key as the contract has them, and a world that can be kept."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from connectors.practice.faults import Faults
from connectors.practice.gumroad import world as worlds
from connectors.practice.gumroad.app import application
from connectors.practice.gumroad.changes import Cancel, Dispute, Pay, Refund, Renew, Sell, Win

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOKEN = "practice-gumroad-token"


class Seat:
    """Asks the practice platform as any program would."""

    def __init__(self) -> None:
        self.world = worlds.empty(lambda: NOW)
        wire = httpx.ASGITransport(application(self.world, Faults()))
        self.http = httpx.AsyncClient(transport=wire, base_url="http://practice.invalid")

    async def get(self, path, **params):
        return await self.http.get(f"/v2{path}", params=params, headers={"authorization": f"Bearer {TOKEN}"})

    async def patch(self, **settings):
        return await self.http.patch("/_practice/world", json=settings)


@pytest.fixture
async def seat():
    made = Seat()
    yield made
    await made.http.aclose()


async def test_a_token_comes_as_bearer_or_as_parameter(seat):
    reply = await seat.http.get("/v2/user", params={"access_token": TOKEN})
    assert reply.json()["user"]["url"] == "https://ada_practice.gumroad.com"
    refused = await seat.http.get("/v2/user")
    assert (refused.status_code, refused.content) == (401, b"")
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


async def test_a_missing_scope_is_a_403_in_a_header(seat):
    await seat.patch(scopes={"ada_practice": ["view_public"]})
    refused = await seat.get("/sales")
    assert (refused.status_code, refused.content) == (403, b"")
    assert 'error="insufficient_scope"' in refused.headers["www-authenticate"]
    user = (await seat.get("/user")).json()["user"]
    assert not {"email", "profile_url", "currency_type", "display_name"} & set(user)


async def test_a_sale_in_the_list(seat):
    [sale] = seat.world.do(Sell(at=datetime(2026, 11, 1, 18, 7, 12, tzinfo=UTC)))
    given = (await seat.get("/sales")).json()["sales"][0]
    assert given["id"] == sale
    assert (given["created_at"], given["daystamp"]) == ("2026-11-01T18:07:12Z", " 1 Nov 2026 10:07 AM")
    assert (given["price"], given["gumroad_fee"], given["formatted_display_price"]) == (1500, 274, "$15")
    assert isinstance(given["order_id"], int)
    assert not {"refunded", "purchaser_id", "subscription_id"} & set(given)
    assert None not in [value for key, value in given.items() if key != "product_rating"]
    alone = (await seat.get(f"/sales/{sale}")).json()["sale"]
    assert alone == given
    assert (await seat.get("/sales/none")).json() == {"success": False, "message": "The sale was not found."}


async def test_a_sale_of_a_product_without_licences_lacks_their_keys(seat):
    sales = [seat.world.do(Sell(product=number))[0] for number in (0, 1)]
    with_one, without = [(await seat.get(f"/sales/{sale}")).json()["sale"] for sale in sales]
    assert {"license_key", "license_id", "license_disabled"} <= set(with_one)
    assert not [key for key in without if key.startswith("license")]


async def test_sales_come_ten_a_page_newest_first(seat):
    made = seat.world.do(Sell(count=25, days=2))
    found, key = [], None
    for size in (10, 10, 5):
        page = (await seat.get("/sales", **({"page_key": key} if key else {}))).json()
        assert len(page["sales"]) == size
        found += [sale["id"] for sale in page["sales"]]
        key = page.get("next_page_key")
        assert (key is None) == ("next_page_url" not in page)
    assert key is None
    assert found == made[::-1]


async def test_sales_of_one_second_are_not_lost_between_pages(seat):
    seat.world.do(Sell(count=25))
    first = (await seat.get("/sales")).json()
    second = (await seat.get("/sales", page_key=first["next_page_key"])).json()
    assert not {sale["id"] for sale in first["sales"]} & {sale["id"] for sale in second["sales"]}


async def test_sales_are_chosen_by_date_product_and_buyer(seat):
    old = seat.world.do(Sell(at=datetime(2026, 11, 20, tzinfo=UTC), email="bo@example.com"))
    new = seat.world.do(Sell(at=datetime(2026, 11, 21, tzinfo=UTC), product=1))
    product = seat.world.sellers["ada_practice"].products[1].id

    async def ids(**params):
        return [sale["id"] for sale in (await seat.get("/sales", **params)).json()["sales"]]

    assert await ids(after="2026-11-21") == new
    assert await ids(before="2026-11-21") == old
    assert await ids(product_id=product) == new
    assert await ids(email="bo@example.com") == old
    assert await ids(order_id="524000001") == old


@pytest.mark.parametrize("day", ["21-11-2026", "2026-2-1", "2026-02-30", "yesterday"])
async def test_a_bad_date_is_refused(seat, day):
    reply = await seat.get("/sales", after=day)
    words = "Invalid date format provided in field 'after'. Dates must be in the format YYYY-MM-DD."
    assert (reply.status_code, reply.json()) == (400, {"status": 400, "error": words})


@pytest.mark.parametrize("key", ["x", "20261399081040000000-1", "5"])
async def test_a_bad_page_key_is_refused(seat, key):
    reply = await seat.get("/sales", page_key=key)
    assert (reply.status_code, reply.json()["error"]) == (400, "Invalid page_key.")


@pytest.mark.parametrize("path", ["/products", "/payouts"])
async def test_a_bad_page_key_of_a_short_list_is_refused(seat, path):
    assert (await seat.get(path, page_key="x")).status_code == 400


async def test_products_are_slim_since_2026_and_whole_before(seat):
    slim = (await seat.get("/products")).json()["products"]
    assert "subscription_duration" not in slim[0]
    await seat.patch(modern=False)
    whole = (await seat.get("/products")).json()["products"]
    assert [one["subscription_duration"] for one in whole] == [None, None, None, "monthly"]
    yen = (await seat.get(f"/products/{whole[2]['id']}")).json()["product"]
    assert (yen["price"], yen["currency"], yen["formatted_price"]) == (1500, "jpy", "¥1500")
    assert (await seat.get("/products/none")).json()["success"] is False


async def test_offer_codes(seat):
    product = seat.world.sellers["ada_practice"].products[0].id
    codes = (await seat.get(f"/products/{product}/offer_codes")).json()["offer_codes"]
    taken_off = [(code["name"], code.get("percent_off"), code.get("amount_cents")) for code in codes]
    assert taken_off == [("SPRING", 10, None), ("HELLO", 25, None), ("FIRSTFIFTY", None, 500)]
    assert (await seat.get("/products/none/offer_codes")).json()["success"] is False


async def test_subscribers_come_all_at_once_unless_pages_are_asked_for(seat):
    seat.world.do(Sell(product=3, count=120, days=3))
    product = seat.world.sellers["ada_practice"].products[3].id
    path = f"/products/{product}/subscribers"
    assert len((await seat.get(path)).json()["subscribers"]) == 120
    page = (await seat.get(path, paginated="true")).json()
    assert (len(page["subscribers"]), page["next_page_key"]) == (100, "100")
    assert len((await seat.get(path, page_key="100")).json()["subscribers"]) == 20
    assert (await seat.get("/products/none/subscribers")).json()["success"] is False


async def test_a_subscriber_after_its_end(seat):
    seat.world.do(Sell(product=3))
    [member] = seat.world.sellers["ada_practice"].subscriptions
    seat.world.do(Cancel(subscription=member.id))
    assert (await seat.get(f"/subscribers/{member.id}")).json()["subscriber"]["status"] == "cancelled"
    assert (await seat.get("/subscribers/none")).json()["success"] is False


async def test_payouts(seat):
    seat.world.do(Sell(count=3, at=NOW - timedelta(days=20)))
    [paid] = seat.world.do(Pay(at=NOW - timedelta(days=10)))
    seat.world.do(Sell(at=NOW - timedelta(days=1)))
    upcoming, made = (await seat.get("/payouts")).json()["payouts"]
    assert (upcoming["id"], upcoming["status"], upcoming["amount"]) == (None, "payable", "12.26")
    assert (made["id"], made["status"], made["amount"]) == (paid, "completed", "36.78")
    alone = (await seat.get(f"/payouts/{paid}")).json()["payout"]
    assert {key: alone[key] for key in made} == made
    assert (len(alone["sales"]), alone["refunded_sales"], alone["disputed_sales"]) == (3, [], [])
    assert (await seat.get("/payouts/upcoming")).json()["payouts"] == [upcoming]
    assert (await seat.get("/payouts", include_upcoming="false")).json()["payouts"] == [made]
    assert (await seat.get("/payouts", before="2026-11-01")).json()["payouts"] == []
    assert (await seat.get("/payouts/none")).json()["success"] is False


async def test_too_little_is_not_paid_out(seat):
    seat.world.do(Sell(cents=300, at=NOW - timedelta(days=20)))
    assert seat.world.do(Pay()) == []


async def test_things_are_made_to_happen_over_the_control_plane(seat):
    reply = await seat.patch(do=[{"do": "sell", "cents": 700}, {"do": "sell", "seller": "bo_practice"}], page_size=50)
    sold = reply.json()["sellers"]
    assert (sold["ada_practice"]["cents"], sold["bo_practice"]["sales"]) == (700, 1)
    sale = sold["ada_practice"]["newest_sales"][0]["id"]
    reply = await seat.patch(do=[{"do": "refund", "sale": sale}])
    assert reply.json()["sellers"]["ada_practice"]["refunded"] == [sale]


@pytest.mark.parametrize(
    "settings",
    [
        {"page_sizes": 5},
        {"numbers": "roman"},
        {"do": [{"do": "steal"}]},
        {"do": [{"do": "sell", "seller": "nobody"}]},
        {"do": [{"do": "sell", "product": 9}]},
        {"do": [{"do": "refund", "sale": "none"}]},
        {"do": [{"do": "renew", "subscription": "none"}]},
    ],
)
async def test_what_cannot_happen_is_refused(seat, settings):
    reply = await seat.patch(**settings)
    assert reply.status_code == 400
    assert reply.json()["error"]


def test_more_than_was_paid_is_not_refunded():
    world = worlds.empty(lambda: NOW)
    [sale] = world.do(Sell(cents=500))
    with pytest.raises(ValueError, match="500 cents are left"):
        world.do(Refund(sale=sale, cents=501))
    with pytest.raises(ValueError, match="not disputed"):
        world.do(Win(sale=sale))


def test_a_year_is_the_same_for_the_same_seed():
    first, second, other = (worlds.year(seed, NOW, lambda: NOW) for seed in (7, 7, 8))
    assert first.report() == second.report() != other.report()


def test_a_year_has_growth_week_ends_refunds_and_a_bad_day():
    sales = worlds.year(7, NOW, lambda: NOW).sellers["ada_practice"].sales
    singles = [sale for sale in sales if sale.subscription is None]
    middle = NOW - timedelta(days=183)
    assert sum(sale.created_at > middle for sale in singles) > 1.1 * sum(sale.created_at <= middle for sale in singles)
    by_day = Counter(sale.created_at.date() for sale in singles)
    weekly = Counter[bool]()
    for day, count in by_day.items():
        weekly[day.weekday() > 4] += count
    assert weekly[True] / 2 > 1.2 * weekly[False] / 5
    bad = (NOW - timedelta(days=97)).date()
    assert by_day[bad] + by_day[bad - timedelta(days=1)] < 4
    assert any(sale.offer for sale in sales)
    assert any(0 < sale.refunded < sale.cents for sale in sales)
    assert any(sale.disputed and not sale.won for sale in sales)
    assert all(sale.created_at <= NOW for sale in sales)


def test_a_world_that_was_kept_is_the_same():
    world = worlds.year(7, NOW, lambda: NOW)
    [sale] = world.do(Sell(affiliate=100))
    world.do(Sell(product=3, count=3, days=9))
    member = world.sellers["ada_practice"].subscriptions[-1].id
    for change in (Refund(sale=sale, cents=400), Dispute(sale=sale), Win(sale=sale), Renew(subscription=member), Pay()):
        world.do(change)
    world.configure({"numbers": "string"})
    again = worlds.from_json(world.to_json(), lambda: NOW)
    assert again.report() == world.report()
    assert again.settings == world.settings
    assert again.sellers["ada_practice"].sales == world.sellers["ada_practice"].sales
