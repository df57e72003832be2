"""A post's price: whole US cents within what its platform takes, and only with something to sell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.registry import offered, platform
from ofauto_desktop.domain.manifest import PRICE, PriceSpec
from ofauto_desktop.domain.platforms import PlatformId
from ofauto_desktop.domain.posts import intent_hash
from ofauto_desktop.services import content
from tests.unit.test_account_health import account

SPEC = PriceSpec(least=300, most=10_000)


@given(st.integers(0, 20_000))
def test_a_price_within_the_range_is_taken(cents):
    assert (SPEC.wrong(str(cents), has_media=True) == "") is (cents == 0 or 300 <= cents <= 10_000)


@given(st.text())
def test_what_is_no_price_is_refused_and_never_a_crash(text):
    said = SPEC.wrong(text, has_media=True)
    assert said or text.isdigit()


@pytest.mark.parametrize("name", [name for name in offered() if platform(name).manifest.price is not None])
def test_a_platform_that_sells_posts_asks_for_their_price(name):
    seller = account(platform=name)
    spec = content.post_options(seller)[0]
    least = platform(name).manifest.price.least
    assert (spec.name, spec.words(str(least))) == (PRICE, (f"${least / 100:.2f}",))
    wrong = content.problems(seller, ("Hello",), (), options={PRICE: str(least)})
    assert "needs a picture or a film" in " ".join(one.text for one in wrong)
    assert not content.problems(seller, ("Hello",), (), options={PRICE: "0"})


def test_where_nothing_is_sold_a_price_is_no_setting():
    assert not content.takes_price(PlatformId.X)
    assert "knows no setting" in content.problems(account(), ("Hello",), (), options={PRICE: "500"})[0].text


def test_a_price_is_part_of_what_is_meant():
    plain = {"parts": ("a",), "media_ids": (), "wall": None, "zone": "UTC"}
    assert intent_hash(**plain) != intent_hash(**plain, options={PRICE: "500"})
